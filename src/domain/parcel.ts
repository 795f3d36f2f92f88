import type { Money } from "./money";
import { isCalledOff, type OrderLine } from "./order";

/** What a carrier says of a parcel, gathered from Sendcloud's 35 codes (sendcloud.md 3.7). */
export type ParcelStage =
  | "no-label"
  | "announcing"
  | "label-ready"
  | "failed"
  | "picked-up"
  | "in-transit"
  | "at-pickup-point"
  | "delivered"
  | "exception"
  | "coming-back"
  | "cancelling"
  | "cancelled"
  | "unknown";

/** One box to one address: a Sendcloud shipment with its label and tracking. */
export type Parcel = {
  parcelNo: number;
  /** Rises when a label is made anew for the same box. */
  generation: number;
  shipmentId: string;
  sendcloudParcelId: number | null;
  carrierCode: string;
  carrierName: string;
  optionCode: string;
  optionName: string;
  trackingNumber: string | null;
  trackingUrl: string | null;
  stage: ParcelStage;
  /** The carrier's own words for the stage. */
  statusText: string;
  price: Money | null;
  lineIds: string[];
  /** Customs papers travel with it; the invoice number is ours, null where the panel made the label. */
  papers?: { invoiceNumber: string | null };
  /** What the panel said that it packed; left out where nobody told. */
  contents?: { lineId: string; quantity: number }[];
  createdAt: number;
  /** When the news of `stage` was true: older news never replaces it. */
  seenAt: number;
};

/** A parcel that somebody else made and that looks like an order's own. */
export type LinkableParcel = { shipmentId: string; carrier: string; trackingNumber: string; stage: ParcelStage };

/** A label that exists and may still travel. A failed cancellation leaves it live. */
export function isLive(parcel: Pick<Parcel, "stage">): boolean {
  return parcel.stage !== "cancelled" && parcel.stage !== "failed" && parcel.stage !== "no-label";
}

/** True once the carrier has had the parcel in hand. */
export function isScanned(parcel: Pick<Parcel, "stage">): boolean {
  return ["picked-up", "in-transit", "at-pickup-point", "delivered", "exception", "coming-back"].includes(parcel.stage);
}

/**
 * The lines of which the live labels of several shipments hold more than there is. A parcel of which nobody told the contents
 * holds its lines whole, without any all of them; several in one shipment share them. One that is being voided holds none.
 */
export function coveredTwice(
  lines: readonly { lineId: string; quantity: number }[],
  parcels: readonly Parcel[],
): string[] {
  const live = parcels.filter((parcel) => isLive(parcel) && parcel.stage !== "cancelling");
  return lines
    .filter((line) => {
      const held = new Map<string, number>();
      for (const parcel of live) {
        const before = held.get(parcel.shipmentId) ?? 0;
        const now = heldBy(parcel, line);
        if (now > 0) held.set(parcel.shipmentId, parcel.contents ? before + now : Math.max(before, now));
      }
      return held.size > 1 && [...held.values()].reduce((sum, quantity) => sum + quantity, 0) > line.quantity;
    })
    .map(({ lineId }) => lineId);
}

/** A label that was made for named lines, all of which were called off before the carrier had it. */
export function isUnneeded(
  lines: readonly Pick<OrderLine, "lineId" | "state" | "quantity">[],
  parcel: Pick<Parcel, "stage" | "lineIds">,
): boolean {
  if (!isLive(parcel) || isScanned(parcel) || parcel.stage === "cancelling" || parcel.lineIds.length === 0)
    return false;
  const own = lines.filter(({ lineId }) => parcel.lineIds.includes(lineId));
  return own.length > 0 && own.every(isCalledOff) && !lines.every(isCalledOff);
}

function heldBy({ contents, lineIds }: Parcel, { lineId, quantity }: { lineId: string; quantity: number }): number {
  if (contents) return contents.find((one) => one.lineId === lineId)?.quantity ?? 0;
  return lineIds.length === 0 || lineIds.includes(lineId) ? quantity : 0;
}
