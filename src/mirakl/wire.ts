import * as z from "zod";
import { parseTime } from "../lib/time";

// What Mirakl sends, in its own words: only the fields we use, absent or null exactly where mirakl.md Appendix A says
// so. Unknown fields are dropped and enumerations are plain text, because new ones may appear at any time
// (mirakl.md 1.3). No message names a value: what is wrong may be a buyer's.

/** An ISO 8601 date-time, read into epoch milliseconds UTC. */
const moment = z.string().transform((text, context) => {
  const time = parseTime(text);
  if (time !== null) return time;
  context.addIssue({ code: "custom", message: "Invalid input: expected an ISO 8601 date-time" });
  return z.NEVER;
});

// Published samples carry amounts as text too. 12 digits stay a safe integer in every currency's minor units.
export const amount = z
  .union([z.number(), z.string()], { error: "Invalid input: expected a number or a decimal text" })
  .refine(isDecimal, { error: "Invalid input: expected a decimal amount of at most 12 digits" });

// Published samples carry reason codes as integers too.
export const code = z.union([z.string(), z.int()], { error: "Invalid input: expected a code" }).transform(String);

export const quantity = z.int().min(0);
export const optionalText = z.string().nullish();

const wireAddress = z.object({
  firstname: optionalText,
  lastname: z.string(),
  company: optionalText,
  company_2: optionalText,
  street_1: z.string(),
  street_2: optionalText,
  additional_info: optionalText,
  zip_code: optionalText,
  city: z.string(),
  state: optionalText,
  country: z.string(),
  country_iso_code: optionalText,
  phone: optionalText,
  phone_secondary: optionalText,
});
export type WireAddress = z.output<typeof wireAddress>;

const wireRefund = z.object({
  id: z.string(),
  amount: amount.nullish(),
  shipping_amount: amount.nullish(),
  quantity,
  reason_code: code,
  created_date: moment,
});

const wireCancelation = wireRefund.extend({ quantity: quantity.nullish(), reason_code: code.nullish() });
export type WireReversal = z.output<typeof wireRefund> | z.output<typeof wireCancelation>;

const wireTax = z.object({ code: z.string(), amount });
export type WireTax = z.output<typeof wireTax>;

const wireLine = z.object({
  order_line_id: z.string().min(1),
  order_line_index: z.int(),
  order_line_state: z.string(),
  product_title: z.string(),
  offer_sku: z.string(),
  product_sku: z.string(),
  product_shop_sku: optionalText,
  quantity,
  price_unit: amount,
  price: amount,
  shipping_price: amount,
  total_price: amount,
  taxes: z.array(wireTax).nullish(),
  shipping_taxes: z.array(wireTax).nullish(),
  refunds: z.array(wireRefund),
  cancelations: z.array(wireCancelation),
});
export type WireLine = z.output<typeof wireLine>;

const wireCustomField = z.object({
  code: z.string(),
  value: z
    .union([z.string(), z.number(), z.boolean(), z.array(z.string())], {
      error: "Invalid input: expected a text, a number, a boolean or a list of texts",
    })
    .nullish(),
});
export type WireCustomField = z.output<typeof wireCustomField>;

const wireCustomer = z.object({
  firstname: z.string(),
  lastname: z.string(),
  locale: optionalText,
  shipping_address: wireAddress.nullable(),
  billing_address: wireAddress.nullable(),
});

/** One order of OR11. */
export const wireOrder = z.object({
  order_id: z.string().min(1),
  commercial_id: z.string(),
  references: z
    .object({ order_reference_for_customer: optionalText, order_reference_for_seller: optionalText })
    .nullish(),
  order_additional_fields: z.array(wireCustomField).nullish(),
  order_state: z.string(),
  created_date: moment,
  last_updated_date: moment,
  shipping_deadline: moment.nullish(),
  can_shop_ship: z.boolean(),
  can_cancel: z.boolean(),
  has_incident: z.boolean(),
  fully_refunded: z.boolean(),
  fulfillment: z.object({ center: z.object({ code: z.string() }) }),
  shipping_type_code: z.string(),
  shipping_type_label: z.string(),
  shipping_pudo_id: optionalText,
  shipping_carrier_code: optionalText,
  shipping_company: optionalText,
  shipping_tracking: optionalText,
  shipping_tracking_url: optionalText,
  customer: wireCustomer,
  customer_notification_email: optionalText,
  currency_iso_code: z.string().regex(/^[A-Z]{3}$/, { error: "Invalid input: expected a currency of three letters" }),
  shipping_price: amount,
  total_price: amount,
  order_tax_mode: optionalText,
  order_lines: z.array(wireLine),
});
export type WireOrder = z.output<typeof wireOrder>;

/** The answer of OR11; its orders are read one by one. */
export const wireOrdersPage = z.object({ orders: z.array(z.unknown()), total_count: z.int().min(0) });

/** The answer of A01: it holds bank and owner data, so all but these four is dropped. */
export const wireAccount = z.object({
  shop_id: z.int(),
  shop_name: z.string(),
  currency_iso_code: z.string(),
  shop_state: z.string(),
});

/** The answer of SH21. */
export const wireCarriers = z.object({
  carriers: z.array(
    z.object({ code: z.string(), label: z.string(), standard_code: optionalText, tracking_url: optionalText }),
  ),
});

/** The answer of SH12. */
export const wireShippingTypes = z.object({
  shipping_types: z.array(
    z.object({
      code: z.string(),
      label: z.string(),
      click_and_collect: z.boolean(),
      delivery_by_operator: z.boolean(),
      mandatory_tracking: z.boolean(),
    }),
  ),
});

/** The answer of RE01. */
export const wireReasons = z.object({
  reasons: z.array(z.object({ code, label: z.string(), type: z.string(), is_shop_right: z.boolean() })),
});

/** One offer of OF21, of which most of the fields concern its sale. `price` is absent on some platforms. */
const wireOffer = z.object({
  shop_sku: z.string(),
  quantity,
  price: amount.nullish(),
  applicable_pricing: z.object({ price: amount }).nullish(),
  currency_iso_code: z.string(),
});

/** The answer of OF21. */
export const wireOffers = z.object({ offers: z.array(wireOffer) });

/** The answer of PC01. */
export const wirePlatform = z.object({
  features: z.object({
    disable_seller_alternative_carrier: z.boolean(),
    order_workflows: z.object({ order_acceptance: z.string() }),
    shipment: z.object({ multi_shipment: z.boolean() }),
  }),
});

function isDecimal(amount: number | string): boolean {
  if (typeof amount === "number") return Math.abs(amount) < 1e12;
  return /^[+-]?\d{1,12}(\.\d+)?$/.test(amount.trim());
}
