import { describe, expect, it } from "vitest";
import { goesTo } from "../../src/domain/parcel-match";
import { louise, louiseAtHome } from "./cast";

describe("whether a parcel goes to the recipient of an order", () => {
  it.each([
    ["as it stands", "Louise Tessier", "69003", true],
    ["the other way round, in capitals", "TESSIER LOUISE", "69003", true],
    ["with accents and a hyphen", "Loüise-Tessier", "69 003", true],
    ["another name", "Louise Martin", "69003", false],
    ["half of the name", "Louise", "69003", false],
    ["another postcode", "Louise Tessier", "69004", false],
    ["no name", "", "69003", false],
    ["no postcode", "Louise Tessier", "", false],
  ])("%s", (_what, name, zip, expected) => {
    expect(goesTo(louiseAtHome, { name, zip })).toBe(expected);
  });

  it("takes the company for the name", () => {
    const company = { ...louiseAtHome, address: { ...louise, company: "Lampes & Cie" } };
    expect(goesTo(company, { name: "LAMPES CIE", zip: "69003" })).toBe(true);
  });

  it("never matches an address without a postcode", () => {
    const nowhere = { ...louiseAtHome, address: { ...louise, zip: "" } };
    expect(goesTo(nowhere, { name: "Louise Tessier", zip: "" })).toBe(false);
  });
});
