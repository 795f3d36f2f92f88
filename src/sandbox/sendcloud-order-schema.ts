import * as z from "zod";
import { type ScError, scError } from "./sendcloud-errors";

const filled = z.string().min(1);
const moment = z.iso.datetime({ offset: true });
const currency = z.enum(["EUR", "GBP", "USD"]);
const price = z.looseObject({ value: z.number().optional(), currency: currency.optional() });
const fullPrice = z.looseObject({ value: z.number(), currency });
const costs = z.looseObject({ value: z.string().nullish(), currency: z.string().nullish() }).nullish();
const status = z.looseObject({ code: filled, message: z.string().optional() });
const measurement = z.looseObject({
  weight: z.looseObject({ value: z.number().positive(), unit: z.enum(["kg", "g", "lbs", "oz"]) }).optional(),
  dimension: z
    .looseObject({
      length: z.number().min(0),
      width: z.number().min(0),
      height: z.number().min(0),
      unit: z.enum(["cm", "mm", "m", "yd", "ft", "in"]),
    })
    .optional(),
});
const address = z.looseObject({
  name: filled,
  company_name: z.string().optional(),
  address_line_1: z.string(),
  house_number: z.string().optional(),
  address_line_2: z.string().optional(),
  postal_code: filled,
  city: filled,
  po_box: z.string().nullish(),
  state_province_code: z.string().optional(),
  country_code: filled,
  email: z.email().optional(),
  phone_number: z.string().optional(),
});
const item = z.looseObject({
  name: z.string(),
  quantity: z.int().positive(),
  total_price: price,
  unit_price: price.optional(),
  item_id: filled.optional(),
  description: z.string().optional(),
  sku: z.string().optional(),
  hs_code: z.string().optional(),
  country_of_origin: z.string().length(2).optional(),
  measurement: measurement.optional(),
});

// "This field is required for certain countries" (specs, orders); of those that sendcloud.md 8 names, all but Italy.
const WITH_STATES = new Set(["US", "CA", "AU"]);

function requireState(value: z.infer<typeof address>, context: z.RefinementCtx): void {
  if (!WITH_STATES.has(value.country_code) || value.state_province_code) return;
  context.addIssue({ code: "custom", path: ["state_province_code"], message: "Field required" });
}

/** One order of `POST /orders` (specs, orders). Fields we do not read pass through. */
export const orderSchema = z.looseObject({
  id: z.string().optional(),
  order_id: filled,
  order_number: filled,
  order_details: z.looseObject({
    integration: z.looseObject({ id: z.int() }),
    status,
    order_created_at: moment,
    order_updated_at: moment.nullish(),
    order_items: z.array(item),
    notes: z.string().nullish(),
    tags: z.array(z.string()).nullish(),
  }),
  payment_details: z.looseObject({
    total_price: fullPrice,
    status,
    subtotal_price: fullPrice.optional(),
    estimated_shipping_price: fullPrice.optional(),
    estimated_tax_price: fullPrice.optional(),
    is_cash_on_delivery: z.boolean().nullish(),
    discount_granted: costs,
    insurance_costs: costs,
    freight_costs: costs,
    other_costs: costs,
  }),
  customs_details: z
    .looseObject({
      commercial_invoice_number: z.string().optional(),
      shipment_type: z.enum(["gift", "commercial_goods", "commercial_sample", "returned_goods"]).optional(),
      export_type: z.enum(["private", "commercial_b2c", "commercial_b2b"]).optional(),
    })
    .nullish(),
  customer_details: z
    .looseObject({ name: z.string(), phone_number: z.string().optional(), email: z.string().optional() })
    .optional(),
  billing_address: address.optional(),
  shipping_address: address.superRefine(requireState).optional(),
  shipping_details: z
    .looseObject({
      is_local_pickup: z.boolean().nullish(),
      delivery_indicator: z.string().optional(),
      measurement: measurement.optional(),
      ship_with: z
        .looseObject({
          type: z.literal("shipping_option_code"),
          properties: z.looseObject({
            shipping_option_code: z.string().nullable(),
            contract_id: z.int().min(1).nullish(),
          }),
        })
        .optional(),
    })
    .optional(),
  service_point_details: z
    .union([z.looseObject({ id: z.string() }), z.looseObject({ carrier_service_point_id: z.string() })])
    .optional(),
});
export type PushedOrder = z.infer<typeof orderSchema>;

/** Tells zod's findings in the words of the orders' documents; `place` goes before the field's path. */
export function orderErrorsOf(failure: z.ZodError, order: unknown, place: string): ScError[] {
  return failure.issues.map((issue) => {
    const value = issue.path.reduce<unknown>(stepInto, order);
    const words = value === undefined ? "Field required" : wordsOf(issue);
    return scError(400, "invalid", words, [place, ...issue.path.map(String)].join("/"));
  });
}

function stepInto(value: unknown, key: PropertyKey): unknown {
  return typeof value === "object" && value !== null ? (value as Record<PropertyKey, unknown>)[key] : undefined;
}

const TYPES: Record<string, string> = {
  string: "string",
  number: "number",
  int: "integer",
  boolean: "boolean",
  array: "list",
  object: "dictionary",
};

function wordsOf(issue: z.core.$ZodIssue): string {
  if (issue.code === "invalid_type") return `Input should be a valid ${TYPES[issue.expected] ?? issue.expected}`;
  if (issue.code === "invalid_value")
    return `Input should be ${choiceOf(issue.values.map((value) => `'${String(value)}'`))}`;
  if (issue.code === "invalid_format" && issue.format === "datetime") return "Input should be a valid datetime";
  if (issue.code === "invalid_format" && issue.format === "email") return "value is not a valid email address";
  if (issue.code !== "too_small") return issue.message;
  if (issue.origin === "string") return `String should have at least ${issue.minimum} character`;
  return `Input should be greater than ${issue.inclusive ? "or equal to " : ""}${issue.minimum}`;
}

function choiceOf(values: readonly string[]): string {
  return values.length < 2 ? values.join("") : `${values.slice(0, -1).join(", ")} or ${values.at(-1)}`;
}
