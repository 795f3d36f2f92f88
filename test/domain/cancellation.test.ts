import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type CancellationWay,
  cancellableLines,
  cancellationWay,
  type NoWay,
  partOf,
} from "../../src/domain/cancellation";
import type { Order, OrderLine } from "../../src/domain/order";
import { MARKETPLACE_STATES } from "../../src/domain/order";
import { restOf } from "../../src/domain/refund";
import { line, order } from "./cast";

const eur = (minor: number) => ({ minor, currency: "EUR" });
const priced = (lineId: string, minor: number, parts: Partial<OrderLine> = {}): OrderLine => ({
  ...line(lineId),
  price: eur(minor),
  unitPrice: eur(minor),
  shippingPrice: eur(500),
  ...parts,
});
const refund = (minor: number) => ({ id: "r", quantity: 0, amount: eur(minor), shipping: eur(0), reason: "15", at: 1 });
const none = (why: NoWay) => ({ how: "none", why }) as const;
const two = [priced("L1", 1000), priced("L2", 2000)];

const CASES: [what: string, Partial<Order>, Partial<CancellationWay>][] = [
  ["waits to be accepted", { state: "waiting-acceptance", canCancel: true }, none("not-accepted")],
  ["waits for the debit, may be cancelled", { state: "waiting-debit", canCancel: true }, { how: "cancel" }],
  ["waits for the debit, may not", { state: "waiting-debit-payment" }, none("not-paid")],
  ["is to ship, may be cancelled", { canCancel: true }, { how: "cancel" }],
  ["is to ship and paid", { lines: two }, { how: "refund", total: eur(4000) }],
  [
    "was paid back in part",
    { lines: [priced("L1", 1000, { refunds: [refund(400)] })] },
    { how: "refund", total: eur(1100) },
  ],
  [
    "has a line that is over already",
    { lines: [priced("L1", 1000), priced("L2", 2000, { state: "refunded" })] },
    { how: "refund", total: eur(1500) },
  ],
  ["has a line in dispute", { lines: [priced("L1", 1000, { state: "incident-open" })] }, { how: "refund" }],
  ["has nothing left", { lines: [priced("L1", 0, { shippingPrice: eur(0) })] }, none("nothing-left")],
  ["is shipped", { state: "shipped", canCancel: true }, none("shipped")],
  ["waits at the counter", { state: "to-collect" }, none("shipped")],
  ["was received", { state: "received" }, none("shipped")],
  ["is closed", { state: "closed" }, none("over")],
  ["is cancelled", { state: "canceled" }, none("over")],
  ["is in a state nobody knows", { state: "unknown", canCancel: true }, none("over")],
];

describe("calling an order off", () => {
  it.each(CASES)("that %s", (_, changes, way) => {
    expect(cancellationWay(order(changes), () => [])).toMatchObject(way);
  });

  it("counts what of ours is on its way already", () => {
    const ahead = [{ lineId: "L1", quantity: 1, amount: eur(1000), shipping: eur(500), reason: "15" }];
    const way = cancellationWay(order({ lines: two }), ({ lineId }) => (lineId === "L1" ? ahead : []));
    expect(way).toMatchObject({ how: "refund", total: eur(2500), parts: [{ lineId: "L2" }] });
  });

  it("never pays what is not left of each line, in any state", () => {
    const money = fc.record({ price: fc.nat(9000), shipping: fc.nat(900), back: fc.nat(9000) });
    const state = fc.constantFrom(...MARKETPLACE_STATES, "unknown" as const);
    fc.assert(
      fc.property(state, fc.boolean(), fc.array(money, { minLength: 1, maxLength: 5 }), (at, canCancel, lines) => {
        const drawn = lines.map(({ price, shipping, back }, index) =>
          priced(`L${index}`, price, { shippingPrice: eur(shipping), refunds: [refund(Math.min(price, back))] }),
        );
        const way = cancellationWay(order({ state: at, canCancel, lines: drawn }), () => []);
        if (way.how !== "refund") return way.how === "cancel" ? canCancel : true;
        const left = drawn.reduce((sum, one) => {
          const { amount, shipping } = restOf(one, []);
          return sum + amount.minor + shipping.minor;
        }, 0);
        return at === "shipping" && !canCancel && way.total.minor === left && left > 0;
      }),
    );
  });
});

describe("taking pieces off a line", () => {
  const three = priced("L1", 1000, { quantity: 3, unitPrice: eur(333) });
  it.each([
    ["one piece at its price", 1, { quantity: 1, amount: eur(333), shipping: eur(0) }],
    ["all of them with what is left, shipping included", 3, { quantity: 3, amount: eur(1000), shipping: eur(500) }],
    ["none", 0, null],
    ["more than there are", 4, null],
    ["half a piece", 0.5, null],
  ])("%s", (_, quantity, part) => {
    const found = partOf(three, quantity, []);
    if (part === null) expect(found).toBeNull();
    else expect(found).toEqual({ lineId: "L1", ...part });
  });

  it("holds our own wishes back", () => {
    const ahead = [{ lineId: "L1", quantity: 2, amount: eur(666), shipping: eur(0), reason: "51" }];
    expect(partOf(three, 2, ahead)).toBeNull();
    expect(partOf(three, 1, ahead)).toMatchObject({ amount: eur(334), shipping: eur(500) });
  });

  it("is possible only while the marketplace lets the shop cancel", () => {
    const lines = [priced("L1", 1000), priced("L2", 2000, { state: "canceled" })];
    expect(cancellableLines(order({ lines })).map(({ lineId }) => lineId)).toEqual([]);
    expect(cancellableLines(order({ lines, canCancel: true })).map(({ lineId }) => lineId)).toEqual(["L1"]);
  });
});
