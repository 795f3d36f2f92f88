import type { ParcelStage } from "../domain/parcel";
import { stageOf } from "./statuses";
import { momentOf } from "./translate-shipment";
import type { ReturnWire } from "./wire-returns";

/** How far goods are that come back. `unknown` changes nothing. */
export type ReturnStage = "announced" | "on-its-way" | "back" | "cancelled" | "unknown";

/** A return as Sendcloud tells it now; `createdAt` in epoch milliseconds, `reason` the id of a reason (sendcloud.md 5.1). */
export type ReturnNews = {
  returnId: string | null;
  orderNumber: string | null;
  trackingNumber: string | null;
  createdAt: number | null;
  stage: ReturnStage;
  items: { lineId: string | null; sku: string | null; quantity: number; reason: string | null }[];
};

/** Translates a return of the list or of one read; an item without a reason of its own has the whole return's. */
export function toReturnNews(wire: ReturnWire): ReturnNews {
  return {
    returnId: wire.id || null,
    orderNumber: wire.order_number || null,
    trackingNumber: wire.tracking_number || null,
    createdAt: momentOf(wire.created_at),
    stage: returnStage(wire),
    items: (wire.parcel_items ?? []).map(({ item_id, sku, quantity, return_reason, return_reason_id }) => ({
      lineId: item_id || null,
      sku: sku || null,
      quantity,
      reason: return_reason?.id || return_reason_id || wire.reason?.id || null,
    })),
  };
}

// A request that waits for leave or payment has no label yet and may never have one.
const STAGE_OF_REQUEST: Readonly<Record<string, ReturnStage>> = {
  requested: "unknown",
  awaiting_payment: "unknown",
  payment_failed: "unknown",
  request_rejected: "cancelled",
};

// Sent back to the buyer, or on the way to be cancelled: not back with the merchant, and nothing to act on yet.
const STAGE_OF_PARCEL: Readonly<Record<ParcelStage, ReturnStage>> = {
  "no-label": "announced",
  announcing: "announced",
  "label-ready": "announced",
  failed: "unknown",
  "picked-up": "on-its-way",
  "in-transit": "on-its-way",
  "at-pickup-point": "on-its-way",
  exception: "on-its-way",
  delivered: "back",
  "coming-back": "unknown",
  cancelling: "unknown",
  cancelled: "cancelled",
  unknown: "unknown",
};

function returnStage(wire: ReturnWire): ReturnStage {
  const request = STAGE_OF_REQUEST[wire.status ?? ""];
  if (request) return request;
  const parcel = latestStage(wire);
  const mayBeBack = parcel !== "coming-back" && parcel !== "cancelled";
  if (mayBeBack && (wire.delivered_at_iso || wire.delivered_at)) return "back";
  return STAGE_OF_PARCEL[parcel];
}

function latestStage({ status_history }: ReturnWire): ParcelStage {
  let latest: { stage: ParcelStage; at: number } = { stage: "unknown", at: Number.NEGATIVE_INFINITY };
  for (const { parent_status, carrier_update_timestamp } of status_history ?? []) {
    const stage = stageOfSlug(parent_status ?? "");
    const at = momentOf(carrier_update_timestamp) ?? latest.at;
    if (stage !== "unknown" && at >= latest.at) latest = { stage, at };
  }
  return latest.stage;
}

// Returns have words for two codes that v3's parcels lack, and one sample says "Ready to Ship" (sendcloud.md 5.1).
const OTHER_SLUGS: Readonly<Record<string, string>> = {
  DELIVERY_FORCED: "DELIVERED",
  UNSORTED2: "UNSORTED",
  READY_TO_SHIP: "READY_TO_SEND",
};

function stageOfSlug(slug: string): ParcelStage {
  const code = slug
    .trim()
    .toUpperCase()
    .replace(/[\s-]+/g, "_");
  return stageOf(OTHER_SLUGS[code] ?? code);
}
