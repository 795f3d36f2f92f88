import type { Recipient } from "../domain/address";
import type { CustomsItem } from "../domain/customs-block";
import { decimalFromMoney, type Money } from "../domain/money";
import type { Box, LabelFormat } from "../domain/store";
import { type CustomsBody, type CustomsWish, customsBody, itemsBody, type ParcelItemBody } from "./customs-body";
import { type AddressBody, toAddressBody } from "./recipient-address";

/** One label to buy. `weightGrams` is the whole parcel as it stands on the scales, box included. */
export type AnnounceOrder = {
  /** Ours, unique for ever: what makes a repeat safe (sendcloud.md 1.7). */
  externalReference: string;
  orderNumber: string;
  recipient: Recipient;
  senderAddressId: number;
  option: { code: string; contractId: number | null };
  weightGrams: number;
  box: Box;
  labelFormat: LabelFormat;
  orderTotal: Money | null;
  servicePointId: string | null;
  /** What is in it; null while a line has no HS code. */
  items: readonly CustomsItem[] | null;
  /** Null where no documents travel. */
  customs: CustomsWish | null;
};

type Price = { value: string; currency: string };
type Weight = { value: string; unit: "kg" };
type Dimensions = { length: string; width: string; height: string; unit: "cm" };
type LabelDetails = { mime_type: "application/pdf" | "application/zpl"; dpi: 72 | 203 | 300 };

/** The body of POST /shipments/announce. */
export type AnnounceBody = {
  external_reference_id: string;
  order_number: string;
  to_address: AddressBody;
  from_address: { sender_address_id: number };
  to_service_point?: { id: string };
  ship_with: {
    type: "shipping_option_code";
    properties: { shipping_option_code: string; contract_id?: number };
  };
  total_order_price?: Price;
  label_details: LabelDetails;
  customs_information?: CustomsBody;
  parcels: { weight: Weight; dimensions: Dimensions; parcel_items?: ParcelItemBody[] }[];
};

const LABEL_DETAILS: Record<LabelFormat, LabelDetails> = {
  "pdf-a6": { mime_type: "application/pdf", dpi: 72 },
  "pdf-a4": { mime_type: "application/pdf", dpi: 72 },
  "zpl-203": { mime_type: "application/zpl", dpi: 203 },
  "zpl-300": { mime_type: "application/zpl", dpi: 300 },
};

/**
 * Builds the announcement of one parcel, with `parcel_items` where all of them have an HS code. Weights, dimensions and
 * prices are strings here (sendcloud.md 11.14). Throws when the recipient has no country.
 */
export function buildAnnounce(order: AnnounceOrder): AnnounceBody {
  const { option, orderTotal, servicePointId, items, customs } = order;
  return {
    external_reference_id: order.externalReference,
    order_number: order.orderNumber,
    to_address: toAddressBody(order.recipient),
    from_address: { sender_address_id: order.senderAddressId },
    ...(servicePointId === null ? {} : { to_service_point: { id: servicePointId } }),
    ship_with: {
      type: "shipping_option_code",
      properties: {
        shipping_option_code: option.code,
        ...(option.contractId === null ? {} : { contract_id: option.contractId }),
      },
    },
    ...(orderTotal && { total_order_price: { value: decimalFromMoney(orderTotal), currency: orderTotal.currency } }),
    label_details: LABEL_DETAILS[order.labelFormat],
    ...(customs && { customs_information: customsBody(customs) }),
    parcels: [
      {
        weight: weightOf(order.weightGrams),
        dimensions: dimensionsOf(order.box),
        ...(items && { parcel_items: itemsBody(items) }),
      },
    ],
  };
}

/** Grams as "1.320" kg; a parcel weighs at least a gram. */
export function weightOf(grams: number): Weight {
  return { value: (Math.max(Math.round(grams), 1) / 1000).toFixed(3), unit: "kg" };
}

/** The box's outside in centimetres, as text. */
export function dimensionsOf(box: Box): Dimensions {
  const { lengthCm, widthCm, heightCm } = box;
  return { length: lengthCm.toFixed(2), width: widthCm.toFixed(2), height: heightCm.toFixed(2), unit: "cm" };
}
