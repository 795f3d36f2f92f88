import { type Money, moneyFromDecimal } from "../domain/money";
import { isLive, type ParcelStage } from "../domain/parcel";
import type { ParcelRecipient } from "../domain/parcel-match";
import { parseTime } from "../lib/time";
import { errorWords } from "./error";
import { stageOf } from "./statuses";
import type { ShipmentParcelWire, ShipmentWire, StatusWire } from "./wire";

/** One parcel of a shipment, as Sendcloud tells it now. Times are epoch milliseconds UTC. */
export type ParcelNews = {
  sendcloudParcelId: number;
  stage: ParcelStage;
  /** Sendcloud's words for the stage, or its code where it has no words. */
  statusText: string;
  trackingNumber: string | null;
  trackingUrl: string | null;
  updatedAt: number | null;
  documents: { type: string; size: string | null; link: string | null }[];
  /** The label in base64; only the announce call gives it. */
  labelFile: string | null;
  /** What is in it, by our line ids; left out unless each item names one. */
  contents?: { lineId: string; quantity: number }[];
};

/** A Sendcloud shipment in our words. */
export type ShipmentNews = {
  shipmentId: string;
  externalReference: string | null;
  orderNumber: string | null;
  carrierCode: string | null;
  carrierName: string | null;
  optionCode: string | null;
  parcels: ParcelNews[];
  /** Where it goes, where the answer says so. */
  recipient?: ParcelRecipient;
  /** What the carrier or Sendcloud objected to. */
  errors: string[];
  /** No document promises a price here: null unless an answer names one. */
  price: Money | null;
};

/** Translates a shipment of announce, get and list alike (sendcloud.md 3.1). */
export function toShipmentNews(wire: ShipmentWire): ShipmentNews {
  return {
    shipmentId: wire.id,
    externalReference: wire.external_reference_id || null,
    orderNumber: wire.order_number || null,
    carrierCode: wire.carrier?.code || null,
    carrierName: wire.carrier?.name || null,
    optionCode: wire.ship_with?.properties?.shipping_option_code || null,
    parcels: (wire.parcels ?? []).map(toParcelNews),
    ...recipientOf(wire),
    errors: errorWords(wire.errors),
    price: toMoney(wire.price),
  };
}

function recipientOf({ to_address: to }: ShipmentWire): Pick<ShipmentNews, "recipient"> {
  return to?.name && to.postal_code ? { recipient: { name: to.name, zip: to.postal_code } } : {};
}

/**
 * Why no live label came of an announcement, empty when there is one. A 201 may hold ANNOUNCEMENT_FAILED (sendcloud.md
 * 3.1), an adopted shipment may be cancelled. Objections beside a live label stay in `errors`: that label is paid.
 */
export function announcementFailure(shipment: ShipmentNews): string[] {
  if (shipment.parcels.some(isLive)) return [];
  return shipment.errors.length > 0 ? shipment.errors : shipment.parcels.map((parcel) => parcel.statusText);
}

/** Whether Sendcloud has customs papers of the parcel. */
export function hasPapers({ documents }: ParcelNews): boolean {
  return documents.some(({ type }) => type === "customs-declaration");
}

/** A price of any answer; null when it is incomplete or no decimal number. */
export function toMoney(price: ShipmentWire["price"]): Money | null {
  if (!price?.currency || price.value === null || price.value === undefined) return null;
  return moneyFromDecimal(price.value, price.currency);
}

function toParcelNews(wire: ShipmentParcelWire): ParcelNews {
  const { code, message } = readStatus(wire.status);
  return {
    sendcloudParcelId: wire.id,
    stage: stageOf(code),
    statusText: message || String(code ?? ""),
    trackingNumber: wire.tracking_number || null,
    trackingUrl: wire.tracking_url || null,
    updatedAt: momentOf(wire.updated_at),
    documents: (wire.documents ?? []).flatMap(({ document_type, type, size, link }) => {
      const known = document_type || type;
      return known ? [{ type: known, size: size || null, link: link || null }] : [];
    }),
    labelFile: wire.label_file || null,
    ...contentsOf(wire),
  };
}

function contentsOf({ parcel_items: items }: ShipmentParcelWire): Pick<ParcelNews, "contents"> {
  if (!items || items.length === 0 || items.some((item) => !item.item_id)) return {};
  // A line whose price does not divide by its quantity is declared in two rows.
  const held = new Map<string, number>();
  for (const { item_id: id, quantity } of items) held.set(id ?? "", (held.get(id ?? "") ?? 0) + quantity);
  return { contents: [...held].map(([lineId, quantity]) => ({ lineId, quantity })) };
}

function readStatus(status: StatusWire): { code: string | number | null; message: string } {
  if (status === null || status === undefined) return { code: null, message: "" };
  if (typeof status !== "object") return { code: status, message: "" };
  return { code: status.code ?? status.id ?? null, message: status.message ?? "" };
}

/** Reads a time of Sendcloud's; those of failed announcements name no zone, and all such are UTC. */
export function momentOf(text: string | null | undefined): number | null {
  if (!text) return null;
  return parseTime(/(Z|[+-]\d{2}:?\d{2})$/i.test(text) ? text : `${text}Z`);
}
