import { describe, expect, it } from "vitest";
import { coveredTwice, isLive, isScanned, type Parcel, type ParcelStage } from "../../src/domain/parcel";
import { parcel } from "./cast";

const STAGES: Record<ParcelStage, { live: boolean; scanned: boolean }> = {
  "no-label": { live: false, scanned: false },
  announcing: { live: true, scanned: false },
  "label-ready": { live: true, scanned: false },
  failed: { live: false, scanned: false },
  "picked-up": { live: true, scanned: true },
  "in-transit": { live: true, scanned: true },
  "at-pickup-point": { live: true, scanned: true },
  delivered: { live: true, scanned: true },
  exception: { live: true, scanned: true },
  "coming-back": { live: true, scanned: true },
  cancelling: { live: true, scanned: false },
  cancelled: { live: false, scanned: false },
  unknown: { live: true, scanned: false },
};

describe("a parcel", () => {
  it.each(Object.entries(STAGES))("%s", (stage, { live, scanned }) => {
    const one = { stage: stage as ParcelStage };
    expect(isLive(one)).toBe(live);
    expect(isScanned(one)).toBe(scanned);
  });
});

describe("goods that live labels cover twice", () => {
  const lines = [
    { lineId: "L1", quantity: 2 },
    { lineId: "L2", quantity: 1 },
  ];
  const packed = (parcelNo: number, quantity: number): Parcel => ({
    ...parcel("label-ready", [], parcelNo),
    contents: [{ lineId: "L1", quantity }],
  });
  const CASES: [what: string, parcels: Parcel[], twice: string[]][] = [
    ["one parcel of all", [parcel("label-ready", [])], []],
    ["two of unknown contents", [parcel("label-ready", [], 1), parcel("label-ready", [], 2)], ["L1", "L2"]],
    [
      "two of unknown contents in one shipment",
      [parcel("label-ready", [], 1), { ...parcel("label-ready", [], 2), shipmentId: "S1" }],
      [],
    ],
    ["two that share the lines", [parcel("label-ready", ["L1"], 1), parcel("label-ready", ["L2"], 2)], []],
    ["two of the same line", [parcel("label-ready", ["L1"], 1), parcel("label-ready", ["L1", "L2"], 2)], ["L1"]],
    ["two that share a line's pieces", [packed(1, 1), packed(2, 1)], []],
    ["two that hold more pieces than there are", [packed(1, 2), packed(2, 1)], ["L1"]],
    ["one beside a void one", [parcel("label-ready", [], 1), parcel("cancelled", [], 2)], []],
    ["one beside one that is being voided", [parcel("label-ready", [], 1), parcel("cancelling", [], 2)], []],
  ];
  it.each(CASES)("%s", (_, parcels, twice) => {
    expect(coveredTwice(lines, parcels)).toEqual(twice);
  });
});
