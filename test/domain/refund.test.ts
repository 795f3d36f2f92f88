import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Money } from "../../src/domain/money";
import type { OrderLine, Reversal } from "../../src/domain/order";
import {
  baselineOf,
  findReversal,
  fitsRest,
  hasRefundable,
  moneyGoing,
  type ReversalWish,
  restOf,
  takesAll,
  whyRefused,
  withTaxes,
} from "../../src/domain/refund";
import { order } from "./cast";

const eur = (minor: number): Money => ({ minor, currency: "EUR" });

function lineOf(parts: Partial<OrderLine>): OrderLine {
  return {
    ...{
      lineId: "L-1",
      position: 1,
      state: "shipped",
      title: "Drill",
      offerSku: "D1",
      productSku: "P1",
      shopSku: null,
    },
    ...{ quantity: 3, unitPrice: eur(1000), price: eur(3000), shippingPrice: eur(500), total: eur(3500) },
    ...{ refunds: [], cancelations: [] },
    ...parts,
  };
}
const refundOf = (id: string, amount: number, shipping = 0, reason = "19"): Reversal => ({
  ...{ id, quantity: 0, amount: eur(amount), shipping: eur(shipping), reason, at: 1 },
});
const wishOf = (amount: number, shipping = 0, quantity = 1): ReversalWish => ({
  ...{ lineId: "L-1", quantity, amount: eur(amount), shipping: eur(shipping), reason: "19" },
});

describe("what is left of a line", () => {
  it("is what was paid without what went back, amount and shipping apart", () => {
    const line = lineOf({ refunds: [refundOf("r1", 1000, 200)] });
    expect(restOf(line, [])).toEqual({ quantity: 3, amount: eur(2000), shipping: eur(300) });
    expect(restOf(line, [wishOf(500, 100, 1)])).toEqual({ quantity: 2, amount: eur(1500), shipping: eur(200) });
  });

  it.each([
    ["all of it", wishOf(3000, 500, 3), true],
    ["a cent too much", wishOf(3001, 0), false],
    ["a cent of shipping too much", wishOf(0, 501), false],
    ["more pieces than there are", wishOf(100, 0, 4), false],
    ["nothing", wishOf(0, 0), false],
    ["less than nothing", wishOf(-1, 2), false],
    ["another currency", { ...wishOf(100), amount: { minor: 100, currency: "PLN" } }, false],
  ])("takes %s: %s", (_, wish, fits) => {
    expect(fitsRest(wish, restOf(lineOf({}), []))).toBe(fits);
  });

  it("never lets wishes that each fit add up to more than was paid", () => {
    const part = fc.record({ amount: fc.integer({ min: 0, max: 3000 }), shipping: fc.integer({ min: 0, max: 500 }) });
    fc.assert(
      fc.property(fc.array(part, { maxLength: 12 }), (parts) => {
        const line = lineOf({});
        const taken: ReversalWish[] = [];
        for (const { amount, shipping } of parts) {
          const wish = wishOf(amount, shipping, 0);
          if (fitsRest(wish, restOf(line, taken))) taken.push(wish);
        }
        expect(taken.reduce((sum, wish) => sum + wish.amount.minor, 0)).toBeLessThanOrEqual(3000);
        expect(taken.reduce((sum, wish) => sum + wish.shipping.minor, 0)).toBeLessThanOrEqual(500);
      }),
    );
  });

  it("knows a wish that takes all that is left", () => {
    const line = lineOf({ refunds: [refundOf("r1", 1000, 500)] });
    expect(takesAll(wishOf(2000), restOf(line, []))).toBe(true);
    expect(takesAll(wishOf(1999), restOf(line, []))).toBe(false);
  });
});

describe("a look for a refund that may have happened", () => {
  const before = lineOf({ refunds: [refundOf("old", 1000)] });
  const baseline = baselineOf(before, "refunds");
  const look = (...refunds: Reversal[]) =>
    findReversal(lineOf({ refunds: [refundOf("old", 1000), ...refunds] }), "refunds", wishOf(1000), baseline);

  it.each([
    ["nothing new", [], { found: "absent" }],
    ["one equal", [refundOf("new", 1000)], { found: "done", reversal: refundOf("new", 1000) }],
    ["another amount", [refundOf("new", 999)], { found: "conflict", reason: "someone-else-acted" }],
    ["another reason", [refundOf("new", 1000, 0, "17")], { found: "conflict", reason: "someone-else-acted" }],
    ["shipping besides", [refundOf("new", 1000, 1)], { found: "conflict", reason: "someone-else-acted" }],
    [
      "one equal beside another's",
      [refundOf("a", 5), refundOf("b", 1000)],
      { found: "done", reversal: refundOf("b", 1000) },
    ],
    ["two equal", [refundOf("a", 1000), refundOf("b", 1000)], { found: "conflict", reason: "not-explained" }],
  ])("finds %s", (_, refunds, finding) => {
    expect(look(...refunds)).toEqual(finding);
  });

  it("does not take an equal refund that was there before for its own", () => {
    expect(findReversal(before, "refunds", wishOf(1000), baseline)).toEqual({ found: "absent" });
    expect(findReversal(before, "refunds", wishOf(1000), { ids: [] })).toMatchObject({ found: "done" });
  });
});

describe("the taxes of a line", () => {
  const taxed = lineOf({
    taxes: [{ code: "VAT", amount: eur(601) }],
    shippingTaxes: [{ code: "VAT", amount: eur(100) }],
  });
  const excluded = { taxesOnTop: true } as const;

  it("go back with its price, in proportion, and count as money that moves", () => {
    const wish = withTaxes(wishOf(1000, 250), excluded, taxed, []);
    expect(wish.taxes).toEqual([{ code: "VAT", amount: eur(200) }]);
    expect(wish.shippingTaxes).toEqual([{ code: "VAT", amount: eur(50) }]);
    expect(moneyGoing(wish)).toEqual(eur(1500));
  });

  it("are named but not added where the price contains them", () => {
    const wish = withTaxes(wishOf(1000), {}, taxed, []);
    expect(wish.taxes).toEqual([{ code: "VAT", amount: eur(200) }]);
    expect(wish).not.toHaveProperty("taxesOnTop");
    expect(moneyGoing(wish)).toEqual(eur(1000));
  });

  it("leave a wish as it was where there are none", () => {
    expect(withTaxes(wishOf(1000, 250), {}, lineOf({}), [])).toEqual(wishOf(1000, 250));
  });

  it("add up to the whole tax, however the line is divided", () => {
    const parts = fc.array(fc.integer({ min: 1, max: 900 }), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(parts, fc.nat(5000), (wanted, tax) => {
        const line = lineOf({ taxes: [{ code: "VAT", amount: eur(tax) }] });
        const ahead: ReversalWish[] = [];
        for (const part of [...wanted, 3000]) {
          const left = restOf(line, ahead).amount.minor;
          if (left > 0) ahead.push(withTaxes(wishOf(Math.min(part, left)), excluded, line, ahead));
        }
        const gone = ahead.flatMap(({ taxes = [] }) => taxes.map(({ amount }) => amount.minor));
        expect(gone.every((minor) => minor >= 0)).toBe(true);
        expect(gone.reduce((sum, minor) => sum + minor, 0)).toBe(tax);
      }),
    );
  });
});

describe("a refund that the marketplace would refuse", () => {
  const bought = (state: OrderLine["state"], parts: Partial<OrderLine> = {}) => lineOf({ state, ...parts });
  it.each<[string, Parameters<typeof order>[0], OrderLine, ReversalWish, string | null]>([
    ["of a shipped order may go", { state: "shipped" }, bought("shipped"), wishOf(100), null],
    ["of an order to collect may go", { state: "to-collect" }, bought("to-collect"), wishOf(100), null],
    ["in an incident may go", { state: "shipping" }, bought("incident-open"), wishOf(100), null],
    ["of a closed order", { state: "closed" }, bought("closed"), wishOf(100), "order-over"],
    ["of a cancelled line", { state: "shipped" }, bought("canceled"), wishOf(100), "order-over"],
    [
      "before the debit",
      { state: "waiting-debit-payment" },
      bought("waiting-debit-payment"),
      wishOf(1),
      "line-not-debited",
    ],
    ["of a line not debited", { state: "shipping" }, bought("waiting-debit"), wishOf(1), "line-not-debited"],
    [
      "of what went back already",
      { state: "shipped" },
      bought("shipped", { refunds: [refundOf("r1", 3000, 500)] }),
      wishOf(1),
      "already-refunded",
    ],
    ["over the rest", { state: "shipped" }, bought("shipped"), wishOf(3001), "refund-over-rest"],
    ["of no money", { state: "shipped" }, bought("shipped"), wishOf(0), "refund-over-rest"],
    [
      "in another currency",
      { state: "shipped" },
      bought("shipped"),
      { ...wishOf(1), amount: { minor: 1, currency: "PLN" } },
      "refund-currency",
    ],
  ])("%s", (_, changes, line, wish, why) => {
    const whole = order({ ...changes, lines: [line] });
    expect(whyRefused(whole, line, wish, [])).toBe(why);
    expect(hasRefundable(whole, () => [])).toBe(
      why === null || why === "refund-over-rest" || why === "refund-currency",
    );
  });
});
