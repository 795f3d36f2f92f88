import type { ParcelStage } from "../domain/parcel";

// sendcloud.md 3.7: the 35 codes of v3 with the ids of v2. Whole codes only: guessing by text got 7 of 35 wrong.
const STATUSES: [code: string, ids: number[], stage: ParcelStage][] = [
  ["NO_LABEL", [999], "no-label"],
  ["ANNOUNCING", [1001], "announcing"],
  ["READY_TO_SEND", [1000], "label-ready"],
  ["ANNOUNCED", [1], "label-ready"],
  ["ANNOUNCED_UNCOLLECTED", [13], "label-ready"],
  ["ANNOUNCEMENT_FAILED", [1002], "failed"],
  ["PICKED_UP_BY_DRIVER", [22], "picked-up"],
  ["TO_SORTING", [3], "in-transit"],
  ["AT_SORTING_CENTRE", [62990], "in-transit"],
  ["SORTING", [7], "in-transit"],
  ["SORTED", [5], "in-transit"],
  ["UNSORTED", [6, 18], "in-transit"],
  ["SHIPMENT_ON_ROUTE", [91], "in-transit"],
  ["DRIVER_ON_ROUTE", [92], "in-transit"],
  ["AT_CUSTOMS", [62989], "in-transit"],
  ["DELAYED", [4], "in-transit"],
  ["DELIVERY_METHOD_CHANGED", [62993], "in-transit"],
  ["DELIVERY_DATE_CHANGED", [62994], "in-transit"],
  ["DELIVERY_ADDRESS_CHANGED", [62995], "in-transit"],
  ["AWAITING_CUSTOMER_PICKUP", [12], "at-pickup-point"],
  ["DELIVERED", [11, 10], "delivered"],
  ["COLLECTED_BY_CUSTOMER", [93], "delivered"],
  ["DELIVERY_FAILED", [8], "exception"],
  ["UNDELIVERABLE", [80], "exception"],
  // The parcel is still with the seller: as an exception it would count as scanned by the carrier.
  ["COLLECT_ERROR", [15], "label-ready"],
  ["REFUSED_BY_RECIPIENT", [62991], "coming-back"],
  ["RETURNED_TO_SENDER", [62992], "coming-back"],
  ["CANCELLING", [1999], "cancelling"],
  ["CANCELLING_UPSTREAM", [2001], "cancelling"],
  ["CANCELLED_UPSTREAM", [1998], "cancelled"],
  ["CANCELLED", [2000], "cancelled"],
  // The label is still live, whatever the word in its name.
  ["CANCELLATION_FAILED", [], "label-ready"],
  ["UNKNOWN", [1337], "unknown"],
  ["EXCEPTION", [62996], "exception"],
  ["ADDRESS_INVALID", [62997], "exception"],
];

const STAGES = new Map<string, ParcelStage>(
  STATUSES.flatMap(([code, ids, stage]) => [code, ...ids.map(String)].map((key) => [key, stage] as const)),
);

/** The stage of a v3 code or a v2 id, either as text or number. A code nobody knows is "unknown": it changes nothing. */
export function stageOf(status: string | number | null | undefined): ParcelStage {
  return STAGES.get(String(status ?? "").trim()) ?? "unknown";
}
