import { describe, expect, it } from "vitest";
import { carrierRows, readMapping } from "../../src/web/carrier-mapping";
import type { ShopFinding } from "../../src/web/wizard-draft";

const finding = {
  carriers: [
    { code: "COLISSIMO", label: "Colissimo", standardCode: "colissimo" },
    { code: "ups", label: "UPS Standard", standardCode: null },
    { code: "UPS", label: "UPS Express", standardCode: null },
  ],
  allowsOtherCarriers: true,
} as ShopFinding;
const [colissimo, ups, gls] = [
  { code: "colissimo", name: "Colissimo" },
  { code: "ups", name: "UPS" },
  { code: "gls", name: "GLS" },
];
const all = [colissimo, ups, gls];

describe("carrierRows", () => {
  it("proposes the one that matches, and never guesses between two", () => {
    const rows = carrierRows(all, finding, null, {});
    expect(rows.map(({ choice, candidates }) => [choice, candidates.map(({ code }) => code)])).toEqual([
      ["carrier:COLISSIMO", []],
      ["", ["ups", "UPS"]],
      ["", []],
    ]);
  });

  it("shows what was saved over what matches, and what was typed over both", () => {
    const saved = { gls: { to: "other" as const, name: "GLS France", urlPattern: null } };
    const rows = carrierRows(all, finding, saved, { "carrier.ups": "carrier:ups", "otherName.gls": "GLS" });
    expect(rows.map(({ choice }) => choice)).toEqual(["", "carrier:ups", "other"]);
    expect(rows[2]?.otherName).toBe("GLS");
  });
});

describe("readMapping", () => {
  it.each([
    ["nothing", {}, {}, {}],
    [
      "a carrier of the list",
      { "carrier.colissimo": "carrier:COLISSIMO" },
      { colissimo: { to: "carrier", code: "COLISSIMO", label: "Colissimo", standardCode: "colissimo" } },
      {},
    ],
    ["a carrier of nobody", { "carrier.gls": "carrier:GLS" }, {}, { "carrier.gls": "form.invalid" }],
    ["a row of nobody", { "carrier.fedex": "carrier:ups" }, {}, {}],
    [
      "another with its tracking address",
      { "carrier.gls": "other", "otherName.gls": " GLS ", "otherUrl.gls": "https://gls.example/{trackingId}" },
      { gls: { to: "other", name: "GLS", urlPattern: "https://gls.example/{trackingId}" } },
      {},
    ],
    [
      "another without one",
      { "carrier.gls": "other", "otherName.gls": "GLS" },
      { gls: { to: "other", name: "GLS", urlPattern: null } },
      {},
    ],
  ])("takes %s", (_, typed, mapping, errors) => {
    expect(readMapping(typed as Record<string, string>, all, finding)).toEqual({ mapping, errors });
  });

  it.each([
    ["", "", "otherName.gls", "wizard.fault.otherName"],
    ["GLS", "https://gls.example/", "otherUrl.gls", "wizard.fault.otherUrl"],
    ["GLS", "javascript:{trackingId}", "otherUrl.gls", "wizard.fault.otherUrl"],
  ])("refuses another named %j at %j", (name, url, field, fault) => {
    const typed = { "carrier.gls": "other", "otherName.gls": name, "otherUrl.gls": url };
    expect(readMapping(typed, all, finding).errors[field]).toBe(fault);
  });

  it("refuses another where the marketplace allows none", () => {
    const typed = { "carrier.gls": "other", "otherName.gls": "GLS" };
    const { mapping, errors } = readMapping(typed, all, { ...finding, allowsOtherCarriers: false });
    expect({ mapping, errors }).toEqual({ mapping: {}, errors: { "carrier.gls": "form.invalid" } });
  });
});
