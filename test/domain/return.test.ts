import { describe, expect, it } from "vitest";
import {
  isSameReturn,
  mergeReturn,
  type ReturnMoney,
  type ReturnSight,
  type ReturnStage,
  type ReturnTab,
  refundOfReturn,
  returnKey,
  returnTab,
} from "../../src/domain/return";
import { line, order } from "./cast";

const euros = (minor: number) => ({ minor, currency: "EUR" });
const TERMS = { reasonOf: () => "17", withShipping: false, currency: "EUR" };
const GOODS = [{ lineId: "L1", sku: null, quantity: 1, reason: null }];
const SIGHT: ReturnSight = { returnId: null, trackingNumber: null, createdAt: null, stage: "announced", items: GOODS };

/** Three of a thing whose price does not divide by three. */
const three = (changes = {}) => ({
  ...line("L1", "shipped", 3),
  ...{ unitPrice: euros(333), price: euros(1000), shippingPrice: euros(490) },
  ...changes,
});
const refund = (quantity: number, amount: number, shipping = 0) => ({
  ...{
    id: `r${quantity}-${amount}`,
    quantity,
    amount: euros(amount),
    shipping: euros(shipping),
    reason: "17",
    at: null,
  },
});

describe("two looks", () => {
  it.each<[string, Partial<ReturnSight>, Partial<ReturnSight>, boolean]>([
    ["equal ids", { returnId: "7", trackingNumber: "A" }, { returnId: "7", trackingNumber: "B" }, true],
    [
      "two ids of one tracking number",
      { returnId: "7", trackingNumber: "A" },
      { returnId: "8", trackingNumber: "A" },
      false,
    ],
    ["one id, one tracking number", { returnId: "7", trackingNumber: "A" }, { trackingNumber: "A" }, true],
    [
      "two tracking numbers of one moment",
      { trackingNumber: "A", createdAt: 1 },
      { trackingNumber: "B", createdAt: 1 },
      false,
    ],
    ["one moment and the same goods", { returnId: "7", createdAt: 1 }, { trackingNumber: "A", createdAt: 1 }, true],
    ["one moment and other goods", { createdAt: 1 }, { createdAt: 1, items: [] }, false],
    ["no moment", {}, {}, false],
  ])("with %s", (_, one, other, same) => {
    expect(isSameReturn({ ...SIGHT, ...one }, { ...SIGHT, ...other })).toBe(same);
    expect(isSameReturn({ ...SIGHT, ...other }, { ...SIGHT, ...one })).toBe(same);
  });

  it("add up, and never go back a stage", () => {
    const back = { ...SIGHT, returnId: "7", stage: "back" as const };
    const merged = { ...back, trackingNumber: "A", createdAt: 1 };
    expect(mergeReturn(back, { ...SIGHT, trackingNumber: "A", createdAt: 1, stage: "cancelled" })).toEqual(merged);
    expect(mergeReturn(SIGHT, { ...SIGHT, stage: "unknown" })).toEqual(SIGHT);
  });

  it("have a name by the best that is known", () => {
    const row = { ...SIGHT, orderNumber: "N", createdAt: 5 };
    expect(returnKey({ ...row, returnId: "7", trackingNumber: "A" })).toBe("tracking:A");
    expect(returnKey({ ...row, returnId: "7" })).toBe("id:7");
    expect(returnKey(row)).toBe('order:N|5|["L1||1"]');
  });
});

describe("the money of a return", () => {
  const wish = (quantity: number, amount: number, shipping = 0) => ({
    wishes: [{ lineId: "L1", quantity, amount: euros(amount), shipping: euros(shipping), reason: "17" }],
  });
  const of = (bought: ReturnType<typeof three>, quantity: number, terms = {}) =>
    refundOfReturn(
      order({ lines: [bought], total: euros(1490) }),
      [{ ...GOODS[0], lineId: "L1", sku: null, quantity, reason: null }],
      () => [],
      { ...TERMS, ...terms },
    );

  it.each([
    ["one of three", three(), 1, wish(1, 333)],
    ["two of three", three(), 2, wish(2, 666)],
    ["all three: the whole line", three(), 3, wish(3, 1000)],
    ["the last one: what is left", three({ refunds: [refund(2, 666)] }), 1, wish(1, 334)],
    ["more than is left", three({ refunds: [refund(2, 666)] }), 2, { byHand: "over-rest" }],
    ["one after money went back without goods", three({ refunds: [refund(0, 800)] }), 1, { byHand: "over-rest" }],
    ["what was given away", three({ price: euros(0), unitPrice: euros(0) }), 1, { wishes: [] }],
  ])("%s", (_, bought, quantity, expected) => {
    expect(of(bought, quantity)).toEqual(expected);
  });

  it("holds the shipping only when the whole order comes back", () => {
    const withShipping = { withShipping: true };
    expect(of(three(), 2, withShipping)).toEqual(wish(2, 666));
    expect(of(three(), 3, withShipping)).toEqual(wish(3, 1000, 490));
    expect(of(three({ refunds: [refund(2, 666, 90)] }), 1, withShipping)).toEqual(wish(1, 334, 400));
    const two = order({ lines: [three(), line("L2", "shipped")], total: euros(2490) });
    const all = [{ lineId: "L1", sku: null, quantity: 3, reason: null }];
    expect(refundOfReturn(two, all, () => [], { ...TERMS, ...withShipping })).toEqual(wish(3, 1000));
  });

  it("counts what we have asked for and the marketplace does not show yet", () => {
    const ahead = [{ lineId: "L1", quantity: 2, amount: euros(666), shipping: euros(0), reason: "17" }];
    const whole = order({ lines: [three()], total: euros(1490) });
    expect(refundOfReturn(whole, GOODS, () => ahead, TERMS)).toEqual(wish(1, 334));
  });

  it("finds a line by its SKU where no line is named, and none where two have it", () => {
    const sku = [{ lineId: null, sku: "P-1", quantity: 1, reason: null }];
    expect(refundOfReturn(order({ lines: [three()] }), sku, () => [], TERMS)).toEqual(wish(1, 333));
    const twins = order({ lines: [three(), line("L2")] });
    expect(refundOfReturn(twins, sku, () => [], TERMS)).toEqual({ byHand: "unknown-line" });
  });

  it("takes the only line of an order for what nobody names, and none of two", () => {
    const unnamed = [{ lineId: "X", sku: "?", quantity: 1, reason: null }];
    expect(refundOfReturn(order({ lines: [three()] }), unnamed, () => [], TERMS)).toEqual(wish(1, 333));
    const two = order({ lines: [three(), line("L2")] });
    expect(refundOfReturn(two, unnamed, () => [], TERMS)).toEqual({ byHand: "unknown-line" });
  });

  it("gives the reason of what comes back, the first of a line", () => {
    const reasonOf = (told: string | null) => (told === "25" ? "19" : "17");
    const items = [
      { lineId: "L1", sku: null, quantity: 1, reason: "25" },
      { lineId: "L1", sku: null, quantity: 1, reason: "8" },
    ];
    const refund = refundOfReturn(order({ lines: [three()] }), items, () => [], { ...TERMS, reasonOf });
    expect(refund).toMatchObject({ wishes: [{ quantity: 2, reason: "19" }] });
  });

  it("adds up items of one line", () => {
    const whole = order({ lines: [three()] });
    expect(refundOfReturn(whole, [...GOODS, ...GOODS], () => [], TERMS)).toEqual(wish(2, 666));
  });

  it.each([
    ["in another currency", GOODS, { ...TERMS, currency: "PLN" }, "currency"],
    ["of nothing", [], TERMS, "no-goods-named"],
    ["without a reason to give", GOODS, { ...TERMS, reasonOf: () => null }, "no-reason"],
    ["of half a thing", [{ lineId: "L1", sku: null, quantity: 0.5, reason: null }], TERMS, "unknown-line"],
    ["of less than nothing", [{ lineId: "L1", sku: null, quantity: -1, reason: null }], TERMS, "unknown-line"],
  ])("%s is a person's", (_, items, terms, byHand) => {
    expect(refundOfReturn(order({ lines: [three()] }), items, () => [], terms)).toEqual({ byHand });
  });
});

describe("where a return stands", () => {
  type Left = "refundable" | "closed" | "nothing";
  const money = (state: ReturnMoney["state"]) => ({ state, amount: euros(100) }) as ReturnMoney;
  it.each<[ReturnStage, ReturnMoney["state"], Left, ReturnTab]>([
    ["announced", "none", "refundable", "under-way"],
    ["on-its-way", "none", "refundable", "under-way"],
    ["back", "none", "refundable", "to-decide"],
    ["cancelled", "none", "refundable", "over"],
    ["back", "none", "closed", "over"],
    ["back", "none", "nothing", "over"],
    ["announced", "by-hand", "refundable", "to-decide"],
    ["announced", "over-cap", "refundable", "to-decide"],
    ["announced", "wants-id", "refundable", "to-decide"],
    ["back", "by-hand", "closed", "to-decide"],
    ["back", "by-hand", "nothing", "over"],
    ["cancelled", "over-cap", "refundable", "over"],
    ["back", "planned", "refundable", "under-way"],
    ["back", "sending", "nothing", "under-way"],
    ["back", "parked", "nothing", "to-decide"],
    ["back", "undone", "refundable", "to-decide"],
    ["back", "failed", "refundable", "to-decide"],
    ["back", "failed", "closed", "to-decide"],
    ["back", "failed", "nothing", "over"],
    ["announced", "done", "nothing", "refunded"],
    ["back", "dismissed", "refundable", "over"],
  ])("%s, its money %s, %s left: %s", (stage, state, left, tab) => {
    const may = { owed: left !== "nothing", refundable: left === "refundable" };
    expect(returnTab(stage, money(state), may)).toBe(tab);
  });
});
