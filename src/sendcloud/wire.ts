import * as z from "zod";
import { anyNumber, flag, listOf, measure, price, scalar, text, wholeNumber, words } from "./wire-values";

// Only what we read; wire-values.ts says how tolerantly.
const named = z.looseObject({ code: words, name: words }).nullish().catch(null);

/** v3 says `{code, message}`, webhooks `{id, message}` (sendcloud.md 6.4); a bare code or id is understood too. */
const status = z
  .union([z.looseObject({ code: scalar.nullish(), id: scalar.nullish(), message: words }), scalar])
  .nullish()
  .catch(null);
export type StatusWire = z.infer<typeof status>;

const parcelDocument = z.looseObject({ document_type: words, type: words, size: words, link: words });

const shipmentParcel = z.looseObject({
  id: wholeNumber,
  status,
  tracking_number: words,
  tracking_url: words,
  updated_at: words,
  documents: listOf(parcelDocument),
  label_file: words,
  parcel_items: listOf(z.looseObject({ item_id: words, quantity: wholeNumber })),
});
export type ShipmentParcelWire = z.infer<typeof shipmentParcel>;

export const shipment = z.looseObject({
  id: text,
  external_reference_id: words,
  order_number: words,
  to_address: z.looseObject({ name: words, postal_code: words }).nullish().catch(null),
  carrier: named,
  ship_with: z
    .looseObject({ properties: z.looseObject({ shipping_option_code: words }).nullish() })
    .nullish()
    .catch(null),
  // A parcel that cannot be read makes the shipment unreadable: its label may have been paid for.
  parcels: z.array(shipmentParcel).nullish(),
  errors: z.unknown().optional(),
  price,
});
export type ShipmentWire = z.infer<typeof shipment>;

export const cancelStatus = z.looseObject({ status: z.string(), message: words });

export const shippingOption = z.looseObject({
  code: z.string().min(1),
  name: words,
  carrier: named,
  contract: z.looseObject({ id: anyNumber }).nullish().catch(null),
  weight: z.looseObject({ min: measure, max: measure }).nullish().catch(null),
  requirements: z
    .looseObject({ fields: listOf(z.string()), export_documents: flag, is_service_point_required: flag })
    .nullish()
    .catch(null),
  quotes: listOf(
    z.looseObject({
      price: z.looseObject({ total: price }).nullish().catch(null),
    }),
  ),
});
export type ShippingOptionWire = z.infer<typeof shippingOption>;

export const authMetadata = z.looseObject({ integration_id: wholeNumber });

export const integration = z.looseObject({
  id: wholeNumber,
  shop_name: words,
  type: words,
  webhook_active: flag,
  webhook_url: words,
  feedback_type: words,
});
export type IntegrationWire = z.infer<typeof integration>;

export const senderAddress = z.looseObject({
  id: wholeNumber,
  name: words,
  company_name: words,
  address_line_1: words,
  house_number: words,
  postal_code: words,
  city: words,
  country_code: words,
});
export type SenderAddressWire = z.infer<typeof senderAddress>;

export const contract = z.looseObject({
  id: wholeNumber,
  carrier: named,
  name: words,
  country: words,
  is_default_per_carrier: flag,
  state: words,
});
export type ContractWire = z.infer<typeof contract>;

export const parcelStatus = z.looseObject({ code: text, message: words });

/** The address of the page that follows, where it stands in the body. */
export const nextPage = z.looseObject({ next: words });

export const accessToken = z.looseObject({ access_token: z.string().min(1), expires_in: anyNumber });

export const oneError = z.looseObject({
  code: words,
  detail: words,
  message: words,
  title: words,
  field: words,
  source: z.looseObject({ pointer: words, parameter: words, header: words }).nullish().catch(null),
});

// Webhooks (sendcloud.md 6.4): v2 words, milliseconds, and other keys for each action. Read `action` first.
const heard = { timestamp: anyNumber };

export const webhookHead = z.looseObject({ action: z.string(), ...heard });

/** `status` has an id of v2 and no code; `external_order_id`, `shipment_uuid` and `order_number` may all be absent. */
export const parcelStatusChanged = z.looseObject({
  action: z.literal("parcel_status_changed"),
  ...heard,
  carrier_status_change_timestamp: anyNumber,
  parcel: z.looseObject({
    id: wholeNumber,
    status,
    shipment_uuid: words,
    order_number: words,
    external_order_id: words,
    external_reference: words,
    tracking_number: words,
    tracking_url: words,
    carrier: named,
    is_return: flag,
  }),
});

/** Only says that a return label was asked for. */
export const returnCreated = z.looseObject({
  action: z.literal("return_created"),
  ...heard,
  data: z.looseObject({
    id: wholeNumber,
    order_number: words,
    return_reason_id: anyNumber,
    refund_type: words,
    items: listOf(z.looseObject({ item_id: words, sku: words, quantity: wholeNumber, return_reason_id: anyNumber })),
  }),
});

export const integrationEvent = z.looseObject({
  action: z.enum(["integration_connected", "integration_updated", "integration_deleted"]),
  ...heard,
  integration: z
    .looseObject({ id: wholeNumber, webhook_active: flag, webhook_url: words, failing_since: words })
    .nullish()
    .catch(null),
});
