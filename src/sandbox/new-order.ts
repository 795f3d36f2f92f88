import { isoSeconds } from "../lib/time";
import type { Product } from "./catalogue";
import { amount, commission } from "./cents";
import type { Draft } from "./order-draft";
import { shippingTypeOf } from "./shipping-types";
import type { BillingAddress, WireAddress, WireLine, WireOrder } from "./wire-order";

const HOUR_MS = 3_600_000;
const SHIP_WITHIN_MS = 48 * HOUR_MS;
const SHIPPING_CENTS = 590;
const FREE_SHIPPING_FROM_CENTS = 6000;
/** Hundredths of a unit of the currency for 1 EUR. */
const RATES = { EUR: 100, PLN: 430, GBP: 86, CHF: 95 };

/** Makes the marketplace's order of a basket. It begins as WAITING_ACCEPTANCE; `number` makes its ids. */
export function orderFrom(draft: Draft, number: number, at: number): WireOrder {
  const commercialId = `${draft.marketplace.idPrefix}${String(number).padStart(6, "0")}`;
  const orderId = `${commercialId}-A`;
  const goods = sum(draft.lines.map(({ product, quantity }) => unitCents(draft, product) * quantity));
  const shipping = goods >= inCurrency(draft, FREE_SHIPPING_FROM_CENTS) ? 0 : inCurrency(draft, SHIPPING_CENTS);
  const stamp = isoSeconds(at);
  return {
    order_id: orderId,
    commercial_id: commercialId,
    order_state: "WAITING_ACCEPTANCE",
    created_date: stamp,
    last_updated_date: stamp,
    acceptance_decision_date: null,
    customer_debited_date: null,
    transaction_date: null,
    transaction_number: null,
    currency_iso_code: draft.currency,
    order_tax_mode: "TAX_INCLUDED",
    price: amount(goods),
    shipping_price: amount(shipping),
    total_price: amount(goods + shipping),
    total_commission: amount(commission(goods + shipping)),
    ...paymentOf(draft),
    ...flagsOf(draft),
    ...deliveryOf(draft, at),
    customer: customerOf(draft, number),
    customer_notification_email: `notification+${orderId.toLowerCase()}@${draft.marketplace.host}`,
    references: { order_reference_for_customer: draft.customerReference, order_reference_for_seller: null },
    order_additional_fields: draft.customFields,
    order_lines: draft.lines.map((_, index) => lineOf(draft, { orderId, index, shipping, stamp })),
    order_refunds: [],
    order_taxes: [],
  };
}

function paymentOf({ marketplace }: Draft) {
  return {
    payment_workflow: marketplace.paymentWorkflow,
    payment_type: "CARD",
    payment_duration: 0,
    customer_directly_pays_seller: false,
    quote_id: null,
    invoice_details: null,
  };
}

function flagsOf(draft: Draft) {
  const operatorDelivers = draft.shippingType === "OPE";
  return {
    can_cancel: false,
    can_shop_ship: false,
    fully_refunded: false,
    has_customer_message: false,
    has_incident: false,
    has_invoice: false,
    channel: null,
    promotions: { applied_promotions: [], total_deduced_amount: 0 },
    fulfillment: { center: { code: operatorDelivers ? "OPERATOR-LYON" : "DEFAULT" } },
  };
}

function deliveryOf(draft: Draft, at: number) {
  const type = shippingTypeOf(draft.shippingType);
  const home = draft.buyer.country === "FRA";
  return {
    shipping_type_code: type.code,
    shipping_type_label: type.label,
    shipping_type_standard_code: type.standard_code,
    shipping_zone_code: home ? "FR" : "EU",
    shipping_zone_label: home ? "France métropolitaine" : "Europe",
    shipping_deadline: isoSeconds(at + SHIP_WITHIN_MS),
    delivery_date: { earliest: isoSeconds(at + 72 * HOUR_MS), latest: isoSeconds(at + 120 * HOUR_MS) },
    leadtime_to_ship: 2,
    shipping_pudo_id: null,
    shipping_carrier_code: null,
    shipping_carrier_standard_code: null,
    shipping_company: null,
    shipping_tracking: null,
    shipping_tracking_url: null,
  };
}

function customerOf(draft: Draft, number: number): WireOrder["customer"] {
  return {
    customer_id: `C-${draft.marketplace.id}-${number}`,
    civility: null,
    firstname: draft.buyer.firstName,
    lastname: draft.buyer.lastName,
    locale: draft.locale,
    shipping_address: draft.address,
    billing_address: billingOf(draft.address),
  };
}

function billingOf({ additional_info: _, ...address }: WireAddress): BillingAddress {
  return address;
}

type Place = { orderId: string; index: number; shipping: number; stamp: string };

function lineOf(draft: Draft, { orderId, index, shipping, stamp }: Place): WireLine {
  const line = draft.lines[index];
  if (!line) throw new Error(`no line ${index} in the basket`);
  const { product, quantity } = line;
  const price = unitCents(draft, product) * quantity;
  // The first line carries the shipping of the whole order.
  const carried = index === 0 ? shipping : 0;
  return {
    order_line_id: `${orderId}-${index + 1}`,
    order_line_index: index + 1,
    order_line_state: "WAITING_ACCEPTANCE",
    order_line_state_reason_code: null,
    order_line_state_reason_label: null,
    created_date: stamp,
    last_updated_date: stamp,
    debited_date: null,
    shipped_date: null,
    received_date: null,
    can_refund: false,
    quantity,
    price: amount(price),
    price_unit: amount(unitCents(draft, product)),
    shipping_price: amount(carried),
    total_price: amount(price + carried),
    commission_fee: amount(commission(price + carried)),
    total_commission: amount(commission(price + carried)),
    ...productOf(product),
    ...emptyLists(),
  };
}

function productOf(product: Product) {
  return {
    offer_id: Number(product.code.slice(-6)),
    offer_sku: product.sku,
    offer_state_code: "11",
    product_sku: product.code,
    product_shop_sku: product.sku,
    product_title: product.title,
    description: null,
    category_code: product.category.slice(0, 4).toUpperCase(),
    category_label: product.category,
    product_medias: [],
  };
}

function emptyLists() {
  return {
    cancelations: [],
    refunds: [],
    taxes: [],
    shipping_taxes: [],
    promotions: [],
    order_line_additional_fields: [],
  };
}

function unitCents(draft: Draft, product: Product): number {
  return inCurrency(draft, product.cents);
}

function inCurrency(draft: Draft, cents: number): number {
  return Math.round((cents * RATES[draft.currency]) / 100);
}

function sum(amounts: number[]): number {
  return amounts.reduce((total, each) => total + each, 0);
}
