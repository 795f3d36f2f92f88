import { describe, expect, it } from "vitest";
import {
  onOneLine,
  readHsCell,
  readOriginCell,
  readSku,
  readText,
  readWeightCell,
  unguarded,
} from "../../src/domain/product-cells";

describe("an HS code's cell", () => {
  it.each([
    ["6109.10.00", "61091000"],
    ["6109 10 00 10", "6109100010"],
    ["0101 21", "010121"],
    ["'010121", "010121"],
  ])("%s is %s", (text, code) => {
    expect(readHsCell(text)).toEqual({ ok: true, value: code });
  });

  it.each([
    ["10121", "010121", "leading-zero"],
    ["4090000", "04090000", "leading-zero"],
    ["101210000", "0101210000", "leading-zero"],
    ["101.21", "010121", "leading-zero"],
    ["101,2", "010120", "leading-zero"],
    ["6109.1", "610910", "trailing-zero"],
    ["6109,1", "610910", "trailing-zero"],
  ])("%s has lost a zero of %s", (text, code, repair) => {
    expect(readHsCell(text)).toEqual({ ok: true, value: code, repair });
  });

  it.each([
    // 0610 is no heading, so 61091 is not 061091: it may lack any of its digits.
    ["61091", "hs-length"],
    ["6109100", "hs-length"],
    ["610.91", "hs-length"],
    ["10000", "hs-length"],
    ["6109", "hs-length"],
    ["610910000000", "hs-length"],
    ["6,1091E+09", "hs-excel"],
    ["6.1E9", "hs-excel"],
    ["77010000", "hs-chapter"],
    ["000000", "hs-chapter"],
    ["T-shirt", "hs-not-digits"],
    ["2026-02-01T00:00:00.000Z", "hs-not-digits"],
    ["#N/A", "formula-error"],
  ])("%s is refused: %s", (text, why) => {
    expect(readHsCell(text)).toEqual({ ok: false, why });
  });
});

describe("a weight's cell", () => {
  it.each([
    ["180", "g", 180],
    ["0,18", "kg", 180],
    ["0.18", "kg", 180],
    [",5", "kg", 500],
    // Nobody weighs a parcel in tons, or to the thousandth of a gram.
    ["1,450", "kg", 1450],
    ["1.450", "g", 1450],
    ["1,450", "g", 1450],
    ["1 450", "g", 1450],
    ["1’450.5", "g", 1451],
    ["1.234,5", "g", 1235],
    ["1,234.5", "g", 1235],
    ["1.234.500", "g", null],
    ["0,45 kg", "g", 450],
    ["450 g", "kg", 450],
    ["450GR", null, 450],
    ["1 Kilogramm", null, 1000],
    ["1000", "kg", 1_000_000],
  ] as const)("%s in a column of %s is %s g", (text, unit, grams) => {
    const refused = { ok: false, why: "weight-out-of-range" };
    expect(readWeightCell(text, unit)).toEqual(grams === null ? refused : { ok: true, value: grams });
  });

  it.each(["", "0", "0,000", "-", "n/a"])("%j is no weight, and no fault", (text) => {
    expect(readWeightCell(text, "kg")).toEqual({ ok: true, value: null });
  });

  it.each([
    ["2", null, "weight-unit-unknown"],
    ["2 lb", "kg", "weight-not-a-number"],
    ["heavy", "g", "weight-not-a-number"],
    ["-5", "g", "weight-not-a-number"],
    ["1,2,3", "g", "weight-not-a-number"],
    ["1001", "kg", "weight-out-of-range"],
    ["0,4", "g", "weight-out-of-range"],
    ["#DIV/0!", "g", "formula-error"],
  ] as const)("%s in a column of %s is refused: %s", (text, unit, why) => {
    expect(readWeightCell(text, unit)).toEqual({ ok: false, why });
  });
});

describe("other cells", () => {
  it("take an SKU as it is, and no number that Excel rounded", () => {
    expect(readSku("A  1")).toEqual({ ok: true, value: "A  1" });
    expect(readSku("1E5")).toEqual({ ok: true, value: "1E5" });
    expect(readSku("3,70012E+12")).toEqual({ ok: false, why: "sku-excel" });
    expect(readSku("2026-02-01T00:00:00.000Z")).toEqual({ ok: false, why: "sku-excel" });
    expect(readSku("")).toEqual({ ok: false, why: "sku-missing" });
    expect(readSku("x".repeat(256))).toEqual({ ok: false, why: "too-long" });
  });

  it("ask the country of whoever knows countries", () => {
    const countryOf = (text: string) => (text === "Portugal" ? "PT" : text === "NA" ? "NA" : null);
    expect(readOriginCell("Portugal", countryOf)).toEqual({ ok: true, value: "PT" });
    expect(readOriginCell("NA", countryOf)).toEqual({ ok: true, value: "NA" });
    expect(readOriginCell("n/a", countryOf)).toEqual({ ok: true, value: null });
    expect(readOriginCell("Atlantis", countryOf)).toEqual({ ok: false, why: "country-unknown" });
  });

  it("take texts up to their length", () => {
    expect(readText("Cotton shirt", 12)).toEqual({ ok: true, value: "Cotton shirt" });
    expect(readText("Cotton shirts", 12)).toEqual({ ok: false, why: "too-long" });
    expect(readText("#REF!", 12)).toEqual({ ok: false, why: "formula-error" });
    expect(readText("#A12", 12)).toEqual({ ok: true, value: "#A12" });
  });

  it("lose one mark against formulas, and only that", () => {
    expect(["'=A1", "''=A1", "'A1", " '+1"].map(unguarded)).toEqual(["=A1", "'=A1", "'A1", "+1"]);
    expect(onOneLine(" a\n  b ")).toBe("a b");
  });
});
