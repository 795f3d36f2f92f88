import type { Money } from "./money";

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
  createdAt: number;
  /** When the news of `stage` was true: older news never replaces it. */
  seenAt: number;
};

/** A label that exists and may still travel. A failed cancellation leaves it live. */
export function isLive(parcel: Pick<Parcel, "stage">): boolean {
  return parcel.stage !== "cancelled" && parcel.stage !== "failed" && parcel.stage !== "no-label";
}

/** True once the carrier has had the parcel in hand. */
export function isScanned(parcel: Pick<Parcel, "stage">): boolean {
  return ["picked-up", "in-transit", "at-pickup-point", "delivered", "exception", "coming-back"].includes(parcel.stage);
}
