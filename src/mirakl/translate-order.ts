import type { Address } from "../domain/address";
import { type Money, moneyFromDecimal } from "../domain/money";
import {
  type LineState,
  MARKETPLACE_STATES,
  type MarketplaceState,
  type MarketplaceTracking,
  type Order,
  type OrderLine,
  type Reversal,
} from "../domain/order";
import { readCountry } from "./country";
import {
  type WireAddress,
  type WireCustomField,
  type WireLine,
  type WireOrder,
  type WireReversal,
  type WireTax,
  wireOrder,
} from "./wire";

const FAULTS_NAMED = 3;

/** `reason` names the fields at fault and what is wrong with each, never a value. */
export type OrderReading = { order: Order } | { setAside: { orderId: string; reason: string } };

/**
 * Reads one order of OR11 (mirakl.md 3.1) into our words: times in epoch milliseconds, money in minor units of the
 * order's currency. A malformed order is set aside; its `orderId` is empty when it has none.
 */
export function translateOrder(raw: unknown): OrderReading {
  const reading = wireOrder.safeParse(raw);
  if (reading.success) return { order: orderOf(reading.data) };
  const { issues } = reading.error;
  const faults = issues.slice(0, FAULTS_NAMED).map(({ path, message }) => `${path.join(".") || "order"}: ${message}`);
  if (issues.length > FAULTS_NAMED) faults.push(`and ${issues.length - FAULTS_NAMED} more`);
  return { setAside: { orderId: orderIdOf(raw), reason: faults.join("; ") } };
}

function orderIdOf(raw: unknown): string {
  if (typeof raw !== "object" || raw === null || !("order_id" in raw)) return "";
  return typeof raw.order_id === "string" || typeof raw.order_id === "number" ? String(raw.order_id) : "";
}

function orderOf(wire: WireOrder): Order {
  const currency = wire.currency_iso_code;
  const { customer } = wire;
  return {
    orderId: wire.order_id,
    commercialId: wire.commercial_id,
    references: {
      customer: wire.references?.order_reference_for_customer ?? null,
      seller: wire.references?.order_reference_for_seller ?? null,
    },
    customFields: (wire.order_additional_fields ?? []).flatMap(customFieldOf),
    state: STATES.get(wire.order_state) ?? "unknown",
    stateText: wire.order_state,
    createdAt: wire.created_date,
    updatedAt: wire.last_updated_date,
    deadlineAt: wire.shipping_deadline ?? null,
    canShip: wire.can_shop_ship,
    canCancel: wire.can_cancel,
    hasIncident: wire.has_incident,
    fullyRefunded: wire.fully_refunded,
    fulfilmentCenter: wire.fulfillment.center.code,
    shippingType: { code: wire.shipping_type_code, label: wire.shipping_type_label },
    pickupPointId: wire.shipping_pudo_id || null,
    buyer: {
      firstName: customer.firstname,
      lastName: customer.lastname,
      email: wire.customer_notification_email || null,
      locale: customer.locale || null,
    },
    shippingAddress: addressOf(customer.shipping_address, customer.billing_address),
    billingAddress: addressOf(customer.billing_address, null),
    total: money(wire.total_price, currency),
    shippingPrice: money(wire.shipping_price, currency),
    ...(wire.order_tax_mode === "TAX_EXCLUDED" ? { taxesOnTop: true } : {}),
    lines: wire.order_lines.map((line) => lineOf(line, currency)),
    tracking: trackingOf(wire),
  };
}

const STATES = new Map<string, MarketplaceState>(MARKETPLACE_STATES.map((state) => [wordOf(state), state]));
const LINE_STATES = new Map<string, LineState>([
  ...STATES,
  ["INCIDENT_OPEN", "incident-open"],
  ["REFUNDED", "refunded"],
]);

function wordOf(state: string): string {
  return state.toUpperCase().replaceAll("-", "_");
}

function customFieldOf({ code, value }: WireCustomField): { code: string; value: string }[] {
  if (value === null || value === undefined) return [];
  return [{ code, value: Array.isArray(value) ? value.join(", ") : String(value) }];
}

/** `other` is where the phone may hide: on some marketplaces only the billing address has one (mirakl.md 5.7). */
function addressOf(wire: WireAddress | null, other: WireAddress | null): Address | null {
  if (!wire) return null;
  const phones = [wire.phone, wire.phone_secondary, other?.phone, other?.phone_secondary].map(textOf);
  const companies = new Set([textOf(wire.company), textOf(wire.company_2)].filter((company) => company !== ""));
  return {
    firstName: textOf(wire.firstname),
    lastName: textOf(wire.lastname),
    company: [...companies].join(" "),
    street1: textOf(wire.street_1),
    street2: textOf(wire.street_2),
    note: textOf(wire.additional_info),
    zip: textOf(wire.zip_code),
    city: textOf(wire.city),
    state: textOf(wire.state),
    country: readCountry(textOf(wire.country_iso_code), textOf(wire.country)),
    countryLabel: textOf(wire.country),
    phone: phones.find((phone) => phone !== "") ?? "",
  };
}

function textOf(text: string | null | undefined): string {
  return text?.trim() ?? "";
}

function lineOf(wire: WireLine, currency: string): OrderLine {
  return {
    lineId: wire.order_line_id,
    position: wire.order_line_index,
    state: LINE_STATES.get(wire.order_line_state) ?? "unknown",
    title: wire.product_title,
    offerSku: wire.offer_sku,
    productSku: wire.product_sku,
    shopSku: wire.product_shop_sku || null,
    quantity: wire.quantity,
    unitPrice: money(wire.price_unit, currency),
    price: money(wire.price, currency),
    shippingPrice: money(wire.shipping_price, currency),
    total: money(wire.total_price, currency),
    ...taxesOf("taxes", wire.taxes, currency),
    ...taxesOf("shippingTaxes", wire.shipping_taxes, currency),
    refunds: wire.refunds.map((refund) => reversalOf(refund, currency)),
    cancelations: wire.cancelations.map((cancelation) => reversalOf(cancelation, currency)),
  };
}

// Most marketplaces name none: their lines stay as small as they were.
function taxesOf(name: "taxes" | "shippingTaxes", taxes: readonly WireTax[] | null | undefined, currency: string) {
  if (!taxes || taxes.length === 0) return {};
  return { [name]: taxes.map(({ code, amount }) => ({ code, amount: money(amount, currency) })) };
}

function reversalOf(wire: WireReversal, currency: string): Reversal {
  return {
    id: wire.id,
    quantity: wire.quantity ?? 0,
    amount: money(wire.amount ?? 0, currency),
    shipping: money(wire.shipping_amount ?? 0, currency),
    reason: wire.reason_code ?? "",
    at: wire.created_date,
  };
}

function money(amount: number | string, currency: string): Money {
  const read = moneyFromDecimal(amount, currency);
  if (!read) throw new Error("the wire schema let through an amount that is not a decimal");
  return read;
}

function trackingOf(wire: WireOrder): MarketplaceTracking {
  return {
    carrierCode: wire.shipping_carrier_code || null,
    carrierName: wire.shipping_company || null,
    number: wire.shipping_tracking || null,
    url: wire.shipping_tracking_url || null,
  };
}
