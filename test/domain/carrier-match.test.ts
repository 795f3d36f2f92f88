import { describe, expect, it } from "vitest";
import { type CarrierMatch, type MarketplaceCarrier, matchCarriers } from "../../src/domain/carrier-match";

const carrier = (code: string, label: string, standardCode: string | null = null): MarketplaceCarrier => ({
  code,
  label,
  standardCode,
});

const CASES: [what: string, code: string, name: string, MarketplaceCarrier[], CarrierMatch][] = [
  ["standard code", "dpd", "DPD", [carrier("77", "Other", "DPD"), carrier("dpd", "DPD")], { match: "77" }],
  [
    "code",
    "mondial_relay",
    "MR",
    [carrier("MONDIALRELAY", "Relay"), carrier("x", "mondial relay")],
    { match: "MONDIALRELAY" },
  ],
  ["name", "mr", "Mondial Relay", [carrier("12", "MONDIAL-RELAY"), carrier("13", "Colissimo")], { match: "12" }],
  ["name as code", "colissimo_fr", "Colissimo", [carrier("COLISSIMO", "La Poste")], { match: "COLISSIMO" }],
  ["accents", "posta", "Pošta Slovenije", [carrier("9", "POSTA SLOVENIJE")], { match: "9" }],
  ["accents decomposed", "ceska", "Česká pošta", [carrier("8", "C\u030Ceska\u0301 pos\u030Cta")], { match: "8" }],
  [
    "two of one standard code",
    "ups",
    "UPS",
    [carrier("UPS_UK", "UPS (UK)", "UPS"), carrier("UPS", "UPS", "ups")],
    { candidates: ["UPS_UK", "UPS"] },
  ],
  [
    "two of one code",
    "dpd",
    "DPD",
    [carrier("dpd", "DPD FR"), carrier("DPD", "DPD DE")],
    { candidates: ["dpd", "DPD"] },
  ],
  ["two of one name", "d", "DHL", [carrier("1", "DHL"), carrier("2", "D.H.L.")], { candidates: ["1", "2"] }],
  ["the same carrier twice", "dhl", "DHL", [carrier("dhl", "DHL"), carrier("dhl", "DHL")], { match: "dhl" }],
  ["part of a name", "dhl", "DHL", [carrier("dhl_express", "DHL Express")], { candidates: [] }],
  ["names without a letter", "--", "?", [carrier("!!", "…", "")], { candidates: [] }],
  ["nothing there", "dhl", "DHL", [], { candidates: [] }],
];

describe("carriers met by", () => {
  it.each(CASES)("%s", (_what, code, name, marketplace, expected) => {
    expect(matchCarriers([{ code, name }], marketplace)).toEqual({ [code]: expected });
  });

  it("keeps one entry for each Sendcloud carrier", () => {
    const sendcloud = [
      { code: "dhl", name: "DHL" },
      { code: "__proto__", name: "Odd" },
    ];
    expect(Object.keys(matchCarriers(sendcloud, [carrier("dhl", "DHL")]))).toEqual(["dhl", "__proto__"]);
  });
});
