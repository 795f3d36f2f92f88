import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { addMoney, decimalFromMoney, decimalsOf, moneyFromDecimal } from "../../src/domain/money";

const anyCurrency = fc.constantFrom("EUR", "PLN", "HUF", "JPY", "KRW", "ISK", "KWD", "TND");
const upToABillion = fc.integer({ min: -1_000_000_000, max: 1_000_000_000 });

describe("an amount", () => {
  it("comes back from its decimal text and from its JSON number", () => {
    fc.assert(
      fc.property(upToABillion, anyCurrency, (minor, currency) => {
        const text = decimalFromMoney({ minor, currency });
        expect(moneyFromDecimal(text, currency)).toEqual({ minor, currency });
        expect(moneyFromDecimal(JSON.parse(text) as number, currency)).toEqual({ minor, currency });
      }),
      { numRuns: 2000 },
    );
  });

  it("is written with exactly the currency's decimals", () => {
    fc.assert(
      fc.property(upToABillion, anyCurrency, (minor, currency) => {
        const [, fraction = ""] = decimalFromMoney({ minor, currency }).split(".");
        expect(fraction).toHaveLength(decimalsOf(currency));
      }),
    );
  });

  it.each([
    [12.5, "EUR", 1250],
    ["12.50", "EUR", 1250],
    [" 12.5 ", "EUR", 1250],
    ["+3", "EUR", 300],
    [0.1 + 0.2, "EUR", 30],
    [1.005, "EUR", 101],
    [2.675, "EUR", 268],
    ["1.0049999", "EUR", 100],
    ["0.999", "EUR", 100],
    [-1.005, "EUR", -101],
    ["-0.004", "EUR", 0],
    [-0, "EUR", 0],
    [1e-7, "EUR", 0],
    ["007.5", "EUR", 750],
    [1250, "JPY", 1250],
    ["1250.5", "JPY", 1251],
    ["1250.4", "JPY", 1250],
    [1.2345, "KWD", 1235],
    ["1.2", "TND", 1200],
    ["90071992547409.91", "EUR", Number.MAX_SAFE_INTEGER],
  ])("reads %o %s as %i", (amount, currency, minor) => {
    expect(moneyFromDecimal(amount, currency)).toEqual({ minor, currency });
  });

  it.each([
    "",
    " ",
    ".",
    ".5",
    "5.",
    "1,25",
    "1 250",
    "1e3",
    "0x10",
    "--1",
    "12.5 EUR",
    "١٢",
    "NaN",
    "90071992547409.92",
    Number.NaN,
    Number.POSITIVE_INFINITY,
    1e21,
    1e300,
  ])("does not take %o for money", (amount) => {
    expect(moneyFromDecimal(amount, "EUR")).toBeNull();
  });

  it("is a whole number of its smallest unit, or nothing, whatever the text", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.double()), anyCurrency, (amount, currency) => {
        const money = moneyFromDecimal(amount, currency);
        expect(money === null || Number.isSafeInteger(money.minor)).toBe(true);
      }),
    );
  });

  it.each([
    [5, "EUR", "0.05"],
    [-5, "EUR", "-0.05"],
    [0, "EUR", "0.00"],
    [7, "KWD", "0.007"],
    [-1250, "JPY", "-1250"],
  ])("writes %i %s as %s", (minor, currency, text) => {
    expect(decimalFromMoney({ minor, currency })).toBe(text);
  });
});

describe("a sum", () => {
  it("adds one currency, from nothing", () => {
    expect(addMoney([], "EUR")).toEqual({ minor: 0, currency: "EUR" });
    expect(
      addMoney(
        [
          { minor: 5, currency: "EUR" },
          { minor: -7, currency: "EUR" },
        ],
        "EUR",
      ).minor,
    ).toBe(-2);
  });

  it("never mixes two", () => {
    expect(() => addMoney([{ minor: 5, currency: "PLN" }], "EUR")).toThrow("cannot add PLN to EUR");
  });
});
