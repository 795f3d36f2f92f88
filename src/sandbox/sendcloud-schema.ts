import * as z from "zod";
import { type ScError, scError } from "./sendcloud-errors";

const price = z.looseObject({ value: z.string().regex(/^\d+(\.\d+)?$/), currency: z.string().length(3) });
const weight = z.looseObject({ value: z.string().regex(/^\d+(\.\d+)?$/), unit: z.enum(["kg", "g", "lbs", "oz"]) });
const dimensions = z.looseObject({
  length: z.string(),
  width: z.string(),
  height: z.string(),
  unit: z.enum(["cm", "mm", "m", "yd", "ft", "in"]),
});
const filled = z.string().min(1);
const address = z.looseObject({
  name: filled,
  company_name: z.string().optional(),
  address_line_1: z.string(),
  house_number: z.string().optional(),
  address_line_2: z.string().optional(),
  postal_code: filled,
  city: filled,
  country_code: filled,
  state_province_code: z.string().optional(),
  email: z.email().optional(),
  phone_number: z.string().optional(),
});
const item = z.looseObject({
  item_id: filled.optional(),
  description: filled.max(255),
  quantity: z.int().min(1),
  weight: z.looseObject({ value: z.number().positive(), unit: z.enum(["kg", "g", "lbs", "oz"]) }),
  price,
  hs_code: z.string().max(12),
  origin_country: z.string().optional(),
});
const parcel = z.looseObject({
  weight,
  dimensions: dimensions.optional(),
  parcel_items: z.array(item).max(1000).optional(),
});

/** What `POST /shipments/announce` takes (specs, announce_shipment). Fields we do not read pass through. */
export const announceSchema = z.looseObject({
  from_address: z.union([z.looseObject({ sender_address_id: z.int() }), address]),
  to_address: address,
  to_service_point: z.looseObject({ id: filled.optional(), carrier_service_point_id: filled.optional() }).nullish(),
  ship_with: z.looseObject({
    type: z.literal("shipping_option_code"),
    properties: z.looseObject({ shipping_option_code: filled, contract_id: z.int().min(1).nullish() }),
  }),
  parcels: z.array(parcel).min(1).max(15),
  order_number: z.string().optional(),
  total_order_price: price.nullish(),
  reference: z.string().nullish(),
  external_reference_id: filled.nullish(),
  label_details: z
    .looseObject({
      mime_type: z.enum(["application/pdf", "application/zpl", "image/png"]).default("application/pdf"),
      dpi: z.literal([72, 203, 300, 600]).default(72),
    })
    .optional(),
  customs_information: z
    .looseObject({
      invoice_number: filled.max(40),
      export_reason: z.enum(["gift", "documents", "commercial_goods", "commercial_sample"]),
    })
    .nullish(),
});
export type Announce = z.infer<typeof announceSchema>;

/** What `POST /shipping-options` takes; every field is optional. */
export const optionsSchema = z.looseObject({
  from_country_code: z.string().optional(),
  to_country_code: z.string().optional(),
  from_postal_code: z.string().max(12).optional(),
  to_postal_code: z.string().max(12).optional(),
  parcels: z
    .array(z.looseObject({ weight: weight.optional(), dimensions: dimensions.optional() }))
    .min(1)
    .max(50)
    .optional(),
  functionalities: z.record(z.string(), z.unknown()).nullish(),
  carrier_code: z.string().optional(),
  contract_id: z.int().optional(),
  shipping_product_code: z.string().optional(),
  shipping_option_code: z.string().optional(),
  calculate_quotes: z.boolean().default(false),
});
export type OptionsQuery = z.infer<typeof optionsSchema>;

/** What `PATCH /integrations/{id}` takes. */
export const integrationSchema = z.object({
  shop_name: filled.max(250).optional(),
  shop_url: z.url().optional(),
  service_point_enabled: z.boolean().optional(),
  service_point_carriers: z.array(z.string()).optional(),
  webhook_active: z.boolean().optional(),
  webhook_url: z.url({ protocol: /^https?$/ }).nullish(),
  feedback_type: z.enum(["eager", "delayed", "none"]).optional(),
});

/** Tells zod's findings in Sendcloud's words: a code of its enum, a sentence, a pointer to the field. */
export function errorsOf(failure: z.ZodError, body: unknown): ScError[] {
  return failure.issues.map((issue) => {
    const pointer = `/${issue.path.map(String).join("/")}`;
    const value = issue.path.reduce<unknown>(stepInto, body);
    if (value === undefined) return scError(400, "required", "This field is required.", pointer);
    if (value === null) return scError(400, "null", "This field may not be null.", pointer);
    if (issue.code === "invalid_value") {
      return scError(400, "invalid_choice", `${JSON.stringify(value)} is not a valid choice.`, pointer);
    }
    return scError(400, "invalid", issue.message, pointer);
  });
}

function stepInto(value: unknown, key: PropertyKey): unknown {
  return typeof value === "object" && value !== null ? (value as Record<PropertyKey, unknown>)[key] : undefined;
}
