import { describe, expect, it } from "vitest";
import { isLive, isScanned, type ParcelStage } from "../../src/domain/parcel";
import { stageOf } from "../../src/sendcloud/statuses";

// sendcloud.md 3.7, in its order.
const TABLE: [code: string, ids: number[], stage: ParcelStage][] = [
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
  ["COLLECT_ERROR", [15], "label-ready"],
  ["REFUSED_BY_RECIPIENT", [62991], "coming-back"],
  ["RETURNED_TO_SENDER", [62992], "coming-back"],
  ["CANCELLING", [1999], "cancelling"],
  ["CANCELLING_UPSTREAM", [2001], "cancelling"],
  ["CANCELLED_UPSTREAM", [1998], "cancelled"],
  ["CANCELLED", [2000], "cancelled"],
  ["CANCELLATION_FAILED", [], "label-ready"],
  ["UNKNOWN", [1337], "unknown"],
  ["EXCEPTION", [62996], "exception"],
  ["ADDRESS_INVALID", [62997], "exception"],
];

describe("stageOf", () => {
  it("is asked for all 35 codes", () => {
    expect(new Set(TABLE.map(([code]) => code)).size).toBe(35);
  });

  it.each(TABLE)("knows %s and its ids", (code, ids, stage) => {
    expect(stageOf(code)).toBe(stage);
    for (const id of ids) {
      expect(stageOf(id)).toBe(stage);
      expect(stageOf(String(id))).toBe(stage);
    }
  });

  it.each(["CANCEL", "CANCELLED_BY_MARTIANS", "DELIVERED_TO_MOON", "delivered", "", "12345", 0, -1, null, undefined])(
    "never guesses from %s",
    (status) => {
      expect(stageOf(status)).toBe("unknown");
    },
  );

  it("keeps a label alive when its cancellation failed, and unscanned when nobody collected it", () => {
    expect(isLive({ stage: stageOf("CANCELLATION_FAILED") })).toBe(true);
    expect(isScanned({ stage: stageOf("COLLECT_ERROR") })).toBe(false);
    expect(isScanned({ stage: stageOf("ANNOUNCED_UNCOLLECTED") })).toBe(false);
  });
});
