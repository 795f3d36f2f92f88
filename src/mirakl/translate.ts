import type { Offer } from "../domain/acceptance";
import { moneyFromDecimal } from "../domain/money";
import type { Order, ShippingTypeFlags } from "../domain/order";
import { translateOrder } from "./translate-order";
import {
  wireAccount,
  wireCarriers,
  wireOffers,
  wireOrdersPage,
  wirePlatform,
  wireReasons,
  wireShippingTypes,
} from "./wire";
import type { WireShipment } from "./wire-acts";

/** An order with the JSON it came in. */
export type ReadOrder = { order: Order; raw: unknown };
/** An order that could not be read, with the JSON it came in; `orderId` is empty when it has none. */
export type SetAsideOrder = { orderId: string; reason: string; raw: unknown };
export type OrdersPage = { orders: ReadOrder[]; setAside: SetAsideOrder[]; totalCount: number };

export type Shop = { shopId: number; name: string; currency: string; state: string };
/** `trackingUrl` holds `{trackingId}` where the number goes. */
export type Carrier = { code: string; label: string; standardCode: string | null; trackingUrl: string | null };
export type ShippingType = { code: string; label: string; flags: ShippingTypeFlags };
/** `type` is Mirakl's word: REFUND, CANCELATION and others (mirakl.md 3.10). */
export type Reason = { code: string; label: string; type: string; isShopRight: boolean };
/** `acceptance` is AUTOMATIC, NOT_AUTOMATIC, BOTH or a word nobody knows yet. */
export type Platform = { multiShipment: boolean; allowsOtherCarriers: boolean; acceptance: string };

export type ShippedLine = { lineId: string; quantity: number };
/** A shipment as the marketplace holds it; `status` is Mirakl's word (mirakl.md 2.3). */
export type MarketplaceShipment = {
  shipmentId: string;
  status: string;
  lines: ShippedLine[];
  trackingNumber: string | null;
};

/** A page of OR11: each order is read by itself, so one malformed order never spoils the page. Null for another shape. */
export function translateOrdersPage(body: unknown): OrdersPage | null {
  const reading = wireOrdersPage.safeParse(body);
  if (!reading.success) return null;
  const page: OrdersPage = { orders: [], setAside: [], totalCount: reading.data.total_count };
  for (const raw of reading.data.orders) {
    const order = translateOrder(raw);
    if ("order" in order) page.orders.push({ order: order.order, raw });
    else page.setAside.push({ ...order.setAside, raw });
  }
  return page;
}

/** The shop of A01, or null for another shape. */
export function translateAccount(body: unknown): Shop | null {
  const reading = wireAccount.safeParse(body);
  if (!reading.success) return null;
  const { shop_id, shop_name, currency_iso_code, shop_state } = reading.data;
  return { shopId: shop_id, name: shop_name, currency: currency_iso_code, state: shop_state };
}

/** The carriers of SH21, in the marketplace's order, or null for another shape. */
export function translateCarriers(body: unknown): Carrier[] | null {
  const reading = wireCarriers.safeParse(body);
  if (!reading.success) return null;
  return reading.data.carriers.map(({ code, label, standard_code, tracking_url }) => {
    return { code, label, standardCode: standard_code || null, trackingUrl: tracking_url || null };
  });
}

/** The shipping types of SH12, or null for another shape. */
export function translateShippingTypes(body: unknown): ShippingType[] | null {
  const reading = wireShippingTypes.safeParse(body);
  if (!reading.success) return null;
  return reading.data.shipping_types.map((type) => {
    const flags = {
      clickAndCollect: type.click_and_collect,
      deliveryByOperator: type.delivery_by_operator,
      mandatoryTracking: type.mandatory_tracking,
    };
    return { code: type.code, label: type.label, flags };
  });
}

/** The reasons of RE01, of every type, or null for another shape. */
export function translateReasons(body: unknown): Reason[] | null {
  const reading = wireReasons.safeParse(body);
  if (!reading.success) return null;
  return reading.data.reasons.map(({ code, label, type, is_shop_right }) => {
    return { code, label, type, isShopRight: is_shop_right };
  });
}

/** The offers of OF21 that bear this SKU; null for another shape. */
export function translateOffers(body: unknown, sku: string): Offer[] | null {
  const reading = wireOffers.safeParse(body);
  if (!reading.success) return null;
  // A filter that Mirakl does not know is ignored without a word (mirakl.md 5.20).
  return reading.data.offers
    .filter((offer) => offer.shop_sku === sku)
    .map(({ quantity, price, applicable_pricing, currency_iso_code }) => {
      const asked = price ?? applicable_pricing?.price ?? null;
      return { sku, quantity, price: asked === null ? null : moneyFromDecimal(asked, currency_iso_code) };
    });
}

/** What PC01 says the marketplace allows, or null for another shape. */
export function translatePlatform(body: unknown): Platform | null {
  const reading = wirePlatform.safeParse(body);
  if (!reading.success) return null;
  const { features } = reading.data;
  return {
    multiShipment: features.shipment.multi_shipment,
    allowsOtherCarriers: !features.disable_seller_alternative_carrier,
    acceptance: features.order_workflows.order_acceptance,
  };
}

/** One shipment of ST11. */
export function toMarketplaceShipment(wire: WireShipment): MarketplaceShipment {
  return {
    shipmentId: wire.id,
    status: wire.status,
    lines: wire.shipment_lines.map(({ order_line_id, quantity }) => ({ lineId: order_line_id, quantity })),
    trackingNumber: wire.tracking?.tracking_number || null,
  };
}
