import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decimalFromMoney } from "../../src/domain/money";
import {
  changedSettings,
  changesNumbers,
  changesTelling,
  readAmount,
  readRate,
  readWhole,
  shipmentTypesFor,
  touchesOrders,
  withDefaults,
} from "../../src/domain/settings";
import { DEFAULT_SETTINGS, type StoreSettings } from "../../src/domain/store";

describe("amounts as people type them", () => {
  it.each([
    ["100", "EUR", 10_000],
    ["99,50", "EUR", 9_950],
    ["99.5", "EUR", 9_950],
    ["1 250,50", "EUR", 125_050],
    ["1\u202f250,50", "EUR", 125_050],
    ["0", "EUR", 0],
    ["500", "JPY", 500],
    ["1,234", "KWD", 1_234],
    ["99,505", "EUR", null],
    ["1.250,50", "EUR", null],
    ["5,5", "JPY", null],
    ["-5", "EUR", null],
    ["cent", "EUR", null],
    ["", "EUR", null],
    ["12345678901", "EUR", null],
  ])("reads %j in %s as %s", (typed, currency, minor) => {
    expect(readAmount(typed, currency)).toBe(minor);
  });

  it("gives back what a form shows, in every currency", () => {
    const currencies = fc.constantFrom("EUR", "JPY", "KWD", "PLN");
    fc.assert(
      fc.property(fc.nat(2_000_000_000), currencies, (minor, currency) => {
        const text = decimalFromMoney({ minor, currency });
        expect(readAmount(text, currency)).toBe(minor);
        expect(readAmount(text.replace(".", ","), currency)).toBe(minor);
      }),
    );
  });
});

describe("numbers and rates", () => {
  it.each([
    ["500", 1, 1000, 500],
    ["1 000", 1, 1000, 1000],
    ["0", 1, 1000, null],
    ["1001", 1, 1000, null],
    ["1,5", 1, 1000, null],
    ["", 0, 10, null],
  ])("reads %j between %i and %i as %s", (typed, least, most, value) => {
    expect(readWhole(typed, least, most)).toBe(value);
  });

  it.each([
    ["4,30", "4.30"],
    ["4.3", "4.3"],
    ["0,000001", "0.000001"],
    ["0", null],
    ["0,0", null],
    ["-1", null],
    ["1/4", null],
    ["", null],
  ])("reads the rate %j as %s", (typed, rate) => {
    expect(readRate(typed)).toBe(rate);
  });
});

describe("settings as a row holds them", () => {
  it("have the defaults for what is younger than the row, inside a group as well", () => {
    const { writeReference: _young, ...old } = DEFAULT_SETTINGS;
    const { resendLimitMinor: _younger, ...refunds } = DEFAULT_SETTINGS.refunds;
    const stored = { ...old, labels: "sendcloud", refunds: { ...refunds, when: "back" } } as Partial<StoreSettings>;
    const whole = withDefaults(stored);
    expect(whole).toEqual({
      ...DEFAULT_SETTINGS,
      labels: "sendcloud",
      refunds: { ...DEFAULT_SETTINGS.refunds, when: "back" },
    });
  });

  it("may hold shipment types of their place alone", () => {
    expect(shipmentTypesFor("here")).not.toContain("returned-goods");
    expect(shipmentTypesFor("sendcloud")).not.toContain("documents");
    for (const place of ["here", "sendcloud"] as const)
      expect(shipmentTypesFor(place)).toContain(DEFAULT_SETTINGS.shipmentType);
  });
});

describe("what changed", () => {
  const before = { name: "Brico", settings: DEFAULT_SETTINGS };
  const changes = (settings: Partial<StoreSettings>, name = "Brico") =>
    changedSettings(before, { name, settings: { ...DEFAULT_SETTINGS, ...settings } }, "EUR");

  it.each<[Partial<StoreSettings>, unknown[]]>([
    [{}, []],
    [{ shortenNumber: true }, [{ setting: "shortenNumber", from: false, to: true }]],
    [
      { numberField: { field: "custom", code: "ref" } },
      [{ setting: "numberField", from: "order-id", to: "custom ref" }],
    ],
    [
      { refunds: { ...DEFAULT_SETTINGS.refunds, largestMinor: 5_000 } },
      [
        {
          setting: "refunds.largest",
          from: { minor: 10_000, currency: "EUR" },
          to: { minor: 5_000, currency: "EUR" },
        },
      ],
    ],
    [
      { carriers: { dpd: { to: "other", name: "DPD France", urlPattern: null } } },
      [{ setting: "carriers.dpd", from: null, to: "DPD France" }],
    ],
    [
      { currencyRates: { PLN: { perEuro: "4.30", setAt: 1 } } },
      [{ setting: "currencyRates.PLN", from: null, to: "4.30" }],
    ],
    [{ box: { ...DEFAULT_SETTINGS.box, tareGrams: 80 } }, [{ setting: "box.tareGrams", from: 0, to: 80 }]],
  ])("of %j is %j", (settings, expected) => {
    expect(changes(settings)).toEqual(expected);
  });

  it("names the store's own name", () => {
    expect(changes({}, "Maison")).toEqual([{ setting: "name", from: "Brico", to: "Maison" }]);
  });

  it.each([
    ["name", false],
    ["refunds.when", false],
    ["returnReasons.11", false],
    ["acceptance.how", false],
    ["itemSku", true],
    ["carriers.dpd", true],
    ["shipWhen", true],
    ["labels", true],
    ["box.tareGrams", true],
  ])("of %s touches open orders: %s", (setting, touches) => {
    expect(touchesOrders(setting)).toBe(touches);
  });

  it("knows what numbers and tellings follow from", () => {
    expect(["numberField", "shortenNumber", "itemSku"].map(changesNumbers)).toEqual([true, true, false]);
    expect(["shipWhen", "carriers.dpd", "labels"].map(changesTelling)).toEqual([true, true, false]);
  });
});
