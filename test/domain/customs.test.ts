import { describe, expect, it } from "vitest";
import { type CustomsReason, needsDocuments } from "../../src/domain/customs";

type Route = [from: string, to: string, reason: CustomsReason];

// A place is a country with its postcode: "ES 35001".
const FREE: Route[] = [
  ["FR 69005", "FR 44000", "domestic"],
  ["FR 69005", "FR 20000", "domestic"],
  ["CH 1003", "CH 8001", "domestic"],
  ["GB SW1A 1AA", "GB M1 1AE", "domestic"],
  ["ES 35001", "ES 38001", "domestic"],
  ["FR 97400", "FR 97410", "domestic"],
  ["FR 97400", "RE 97410", "domestic"],
  ["US 10001", "US 94105", "domestic"],
  ["NO 0150", "NO 5003", "domestic"],
  ["FR 69005", "BE 9000", "inside-eu"],
  ["FR 69005", "DE 10115", "inside-eu"],
  ["FR 69005", "ES 28012", "inside-eu"],
  ["FR 69005", "ES 07001", "inside-eu"],
  ["FR 69005", "IT 20121", "inside-eu"],
  ["FR 69005", "PT 9000-018", "inside-eu"],
  ["FR 69005", "PT 9500-001", "inside-eu"],
  ["FR 69005", "GR 105 57", "inside-eu"],
  ["FR 69005", "EL 10557", "inside-eu"],
  ["FR 69005", "FI 00100", "inside-eu"],
  ["FR 69005", "PL 00-950", "inside-eu"],
  ["FR 69005", "IE D02 AF30", "inside-eu"],
  ["FR 69005", "CY 1010", "inside-eu"],
  ["FR 69005", "HR 10000", "inside-eu"],
  ["FR 69005", "MC 98000", "inside-eu"],
  ["FR 69005", "FR 98000", "inside-eu"],
  ["NL 1012 AB", "FR 69005", "inside-eu"],
  ["FR 69005", "GB BT1 5GS", "northern-ireland"],
  ["FR 69005", "XI BT1 5GS", "northern-ireland"],
  ["GB M1 1AE", "GB BT1 5GS", "northern-ireland"],
  ["GB BT1 5GS", "GB M1 1AE", "northern-ireland"],
  ["IE D02 AF30", "GB BT1 5GS", "northern-ireland"],
  ["GB M1 1AE", "IM IM1 1AA", "customs-union"],
  ["GB M1 1AE", "GB IM1 1AA", "customs-union"],
  ["CH 8001", "LI 9490", "customs-union"],
  ["CH 8001", "DE 78266", "customs-union"],
  ["US 10001", "PR 00901", "customs-union"],
];
const WITH_PAPERS: Route[] = [
  ["FR 69005", "CH 1003", "abroad"],
  ["CH 1003", "FR 69005", "abroad"],
  ["FR 69005", "LI 9490", "abroad"],
  ["FR 69005", "GB SW1A 1AA", "abroad"],
  ["FR 69005", "UK SW1A 1AA", "abroad"],
  ["GB SW1A 1AA", "FR 69005", "abroad"],
  ["GB BT1 5GS", "CH 1003", "abroad"],
  ["FR 69005", "JE JE2 3AB", "abroad"],
  ["FR 69005", "GB JE2 3AB", "abroad"],
  ["FR 69005", "GG GY1 1WG", "abroad"],
  ["FR 69005", "IM IM1 1AA", "abroad"],
  ["GB M1 1AE", "GB JE2 3AB", "outside-vat"],
  ["FR 69005", "NO 0150", "abroad"],
  ["FR 69005", "IS 101", "abroad"],
  ["FR 69005", "US 10001", "abroad"],
  ["FR 69005", "TR 34000", "abroad"],
  ["FR 69005", "AD AD500", "abroad"],
  ["FR 69005", "SM 47890", "outside-vat"],
  ["FR 69005", "VA 00120", "abroad"],
  ["FR 69005", "GI GX11 1AA", "abroad"],
  ["FR 69005", "RS 11000", "abroad"],
  ["FR 69005", "UA 01001", "abroad"],
  ["FR 69005", "ZZ 1", "abroad"],
  ["NO 0150", "SJ 9170", "abroad"],
  ["HK", "CN 100000", "abroad"],
  ["FR 69005", "ES 35001", "outside-vat"],
  ["FR 69005", "IC 38001", "outside-vat"],
  ["ES 28012", "ES 38001", "outside-vat"],
  ["ES 35001", "ES 28012", "outside-vat"],
  ["FR 69005", "AX 22100", "outside-vat"],
  ["FI 00100", "FI 22100", "outside-vat"],
  ["FR 69005", "GR 63086", "outside-vat"],
  ["IT 20121", "IT 22061", "outside-vat"],
  ["FR 69005", "FR 97110", "outside-vat"],
  ["FR 69005", "GP 97110", "outside-vat"],
  ["FR 69005", "FR 97200", "outside-vat"],
  ["FR 69005", "FR 97300", "outside-vat"],
  ["FR 69005", "RE 97400", "outside-vat"],
  ["FR 69005", "YT 97600", "outside-vat"],
  ["FR 69005", "FR 97150", "outside-vat"],
  ["FR 97400", "FR 69005", "outside-vat"],
  ["FR 69005", "FR 97133", "outside-customs"],
  ["FR 69005", "BL 97133", "outside-customs"],
  ["FR 69005", "PM 97500", "outside-customs"],
  ["FR 69005", "FR 98800", "outside-customs"],
  ["FR 69005", "PF 98714", "outside-customs"],
  ["FR 69005", "WF 98600", "outside-customs"],
  ["ES 28012", "ES 51001", "outside-customs"],
  ["FR 69005", "ES 52001", "outside-customs"],
  ["ES 35001", "ES 51001", "outside-customs"],
  ["IT 20121", "IT 23041", "outside-customs"],
  ["DE 10115", "DE 27498", "outside-customs"],
  ["DE 10115", "DE 78266", "outside-customs"],
  ["DK 1050", "FO 100", "outside-customs"],
  ["DK 1050", "GL 3900", "outside-customs"],
  ["DK 1050", "DK 3900", "outside-customs"],
  ["ES 35001", "CH 1003", "abroad"],
];

function spot(text: string) {
  const [country = "", ...zip] = text.split(" ");
  return { country, zip: zip.join(" ") };
}

describe("customs documents", () => {
  it.each(FREE)("none from %s to %s: %s", (from, to, reason) => {
    expect(needsDocuments(spot(from), spot(to))).toEqual({ documents: false, reason });
  });

  it.each(WITH_PAPERS)("from %s to %s: %s", (from, to, reason) => {
    expect(needsDocuments(spot(from), spot(to))).toEqual({ documents: true, reason });
  });

  it("are the same question both ways, however a postcode is written", () => {
    for (const [from, to, reason] of [...FREE, ...WITH_PAPERS])
      expect(needsDocuments(spot(to), spot(from)).reason, `${to} to ${from}`).toBe(reason);
    const written = ["35001", "35 001", "ES-35001", "es35001", " 35001 "];
    const verdicts = written.map((zip) => needsDocuments(spot("FR 69005"), { country: "es", zip }).reason);
    expect(new Set(verdicts)).toEqual(new Set(["outside-vat"]));
  });
});
