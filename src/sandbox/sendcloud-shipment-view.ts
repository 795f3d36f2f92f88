import { isoTime } from "../lib/time";
import { SENDER_ADDRESSES } from "./sendcloud-account";
import { findOption } from "./sendcloud-options";
import type { ParcelRow, ShipmentRow } from "./sendcloud-parcels";
import type { Announce } from "./sendcloud-schema";
import { type StatusCode, statusOf } from "./sendcloud-statuses";
import { SANDBOX_SENDCLOUD_HOST } from "./world";

const API = `https://${SANDBOX_SENDCLOUD_HOST}/api/v3`;
const WITHOUT_DOCUMENTS: ReadonlySet<StatusCode> = new Set(["ANNOUNCEMENT_FAILED", "CANCELLED", "CANCELLED_UPSTREAM"]);

/** A shipment as the v3 answers show it. `labelFile` is base64 and comes only with a single parcel just announced. */
export function shipmentView(shipment: ShipmentRow, parcels: readonly ParcelRow[], labelFile?: string) {
  const request = JSON.parse(shipment.request) as Announce;
  const option = findOption(shipment.option_code);
  return {
    id: shipment.id,
    ...kept(request),
    integration_id: shipment.integration_id,
    from_address: senderOf(request),
    to_address: request.to_address,
    ...servicePointOf(request),
    ship_with: {
      type: "shipping_option_code",
      properties: { shipping_option_code: shipment.option_code, contract_id: option?.contractId },
    },
    carrier: option?.carrier,
    label_details: { mime_type: "application/pdf", dpi: 72, ...request.label_details },
    parcels: parcels.map((parcel) => parcelView(request, parcel, labelFile)),
    errors: JSON.parse(shipment.errors) as unknown[],
  };
}

// The documents allow these to be absent, not null, in an answer.
function kept({
  brand_id,
  order_number,
  total_order_price,
  reference,
  external_reference_id,
  customs_information,
}: Announce) {
  const fields = { brand_id, order_number, total_order_price, reference, external_reference_id, customs_information };
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined && value !== null));
}

/** The full sender: a saved address by its id, with what the request lays over it. */
export function senderOf({ from_address: from }: Announce): Announce["to_address"] {
  const { sender_address_id: id, ...over } = from;
  const saved = SENDER_ADDRESSES.find((address) => address.id === id);
  const { id: _, ...address } = saved ?? SENDER_ADDRESSES[0] ?? {};
  return { ...(id === undefined ? {} : address), ...over } as Announce["to_address"];
}

function servicePointOf({ to_service_point: point }: Announce) {
  const id = point?.id ?? point?.carrier_service_point_id;
  if (!point || id === undefined) return {};
  return { to_service_point: { id, carrier_service_point_id: point.carrier_service_point_id ?? id } };
}

function parcelView(request: Announce, parcel: ParcelRow, labelFile: string | undefined) {
  const asked = request.parcels[parcel.position];
  const { code, message } = statusOf(parcel.status);
  return {
    ...asked,
    id: parcel.id,
    status: { code, message },
    tracking_number: parcel.tracking_number,
    tracking_url: trackingUrl(parcel),
    documents: WITHOUT_DOCUMENTS.has(parcel.status) ? [] : documentsOf(request, parcel.id),
    additional_carrier_data: { awb_tracking_number: null, box_number: null },
    created_at: isoTime(parcel.created_at),
    updated_at: isoTime(parcel.updated_at),
    announced_at: parcel.announced_at === null ? null : isoTime(parcel.announced_at),
    ...(labelFile === undefined ? {} : { label_file: labelFile }),
  };
}

function documentsOf(request: Announce, parcelId: number) {
  const link = (type: string) => `${API}/parcels/${parcelId}/documents/${type}`;
  const label = { document_type: "label", type: "label", size: "a6", link: link("label") };
  if (!request.customs_information) return [label];
  return [label, { document_type: "customs-declaration", type: "cn23", size: "a4", link: link("customs-declaration") }];
}

/** True while the label may be fetched. */
export function hasDocuments(parcel: ParcelRow): boolean {
  return !WITHOUT_DOCUMENTS.has(parcel.status);
}

export function trackingUrl(parcel: { tracking_number: string }): string | null {
  if (parcel.tracking_number === "") return null;
  return `https://tracking.sendcloud.test/forward?code=${encodeURIComponent(parcel.tracking_number)}`;
}
