import { describe, expect, it } from "vitest";
import { isLive, isScanned, type ParcelStage } from "../../src/domain/parcel";

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
    const parcel = { stage: stage as ParcelStage };
    expect(isLive(parcel)).toBe(live);
    expect(isScanned(parcel)).toBe(scanned);
  });
});
