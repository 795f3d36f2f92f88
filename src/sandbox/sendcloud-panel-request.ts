import { SENDER_ADDRESSES } from "./sendcloud-account";
import { findOption, gramsOf } from "./sendcloud-options";
import type { PushedOrder } from "./sendcloud-order-schema";

/** What an account weighs a parcel of which nothing is known. */
const DEFAULT_GRAMS = 1_000;
const DEFAULT_ITEM_GRAMS = 100;
const DEFAULT_OPTION = "colissimo:home";
const DEFAULT_POINT_OPTION = "mondial_relay:point_relais";

export type PanelWish = { parcels?: number; shippingOptionCode?: string };
type Item = PushedOrder["order_details"]["order_items"][number];

/** The announcements that the panel makes of an order: one of all parcels, or one each where there is no multicollo. */
export function requestsOf(order: PushedOrder, wish: PanelWish): object[] {
  const code = optionOf(order, wish);
  const parcels = parcelsOfOrder(order, Math.max(1, wish.parcels ?? 1));
  const groups = findOption(code)?.functionalities.multicollo ? [parcels] : parcels.map((parcel) => [parcel]);
  const { total_price: total } = order.payment_details;
  return groups.map((group) => ({
    from_address: { sender_address_id: SENDER_ADDRESSES[0]?.id },
    to_address: order.shipping_address,
    to_service_point: order.service_point_details,
    ship_with: { type: "shipping_option_code", properties: { shipping_option_code: code } },
    parcels: group,
    order_number: order.order_number,
    total_order_price: { value: total.value.toFixed(2), currency: total.currency },
    customs_information: customsOf(order),
  }));
}

function optionOf(order: PushedOrder, wish: PanelWish): string {
  const chosen = wish.shippingOptionCode ?? order.shipping_details?.ship_with?.properties.shipping_option_code;
  return chosen ?? (order.service_point_details ? DEFAULT_POINT_OPTION : DEFAULT_OPTION);
}

// The lines are dealt out one by one, so that no line is in two parcels.
function parcelsOfOrder(order: PushedOrder, count: number) {
  const items = order.order_details.order_items;
  const grams = Math.max(1, Math.floor(gramsOfOrder(order) / count));
  return Array.from({ length: count }, (_, place) => {
    const packed = items.filter((_item, index) => index % count === place).map((item) => itemOf(order, item));
    const weight = { value: (grams / 1000).toFixed(3), unit: "kg" };
    return packed.length === 0 ? { weight } : { weight, parcel_items: packed };
  });
}

function gramsOfOrder(order: PushedOrder): number {
  const weight = order.shipping_details?.measurement?.weight;
  if (weight) return gramsOf(weight);
  const grams = order.order_details.order_items.reduce(
    (sum, item) => sum + (item.measurement?.weight ? gramsOf(item.measurement.weight) * item.quantity : 0),
    0,
  );
  return grams || DEFAULT_GRAMS;
}

function itemOf(order: PushedOrder, item: Item) {
  const each = item.unit_price?.value ?? (item.total_price.value ?? 0) / item.quantity;
  return {
    item_id: item.item_id,
    description: (item.description || item.name).slice(0, 255),
    quantity: item.quantity,
    weight: item.measurement?.weight ?? { value: DEFAULT_ITEM_GRAMS / 1000, unit: "kg" },
    price: { value: each.toFixed(2), currency: order.payment_details.total_price.currency },
    hs_code: item.hs_code ?? "",
    origin_country: item.country_of_origin,
    sku: item.sku,
  };
}

function customsOf({ customs_details: customs }: PushedOrder) {
  if (!customs?.commercial_invoice_number || customs.shipment_type === "returned_goods") return undefined;
  return {
    invoice_number: customs.commercial_invoice_number,
    export_reason: customs.shipment_type ?? "commercial_goods",
    export_type: customs.export_type ?? "commercial_b2c",
  };
}
