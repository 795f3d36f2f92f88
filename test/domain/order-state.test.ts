import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { MARKETPLACE_STATES, type Order, openLines } from "../../src/domain/order";
import { mayBuyLabel, type OrderFacts, type OrderState, orderState, TABS, tabOf } from "../../src/domain/order-state";
import { isLive } from "../../src/domain/parcel";
import { facts, intent, line, order, parcel } from "./cast";

type Case = [row: number, what: string, order: Partial<Order>, facts: Partial<OrderFacts>, state: string];

const normal = { clickAndCollect: false, deliveryByOperator: false, mandatoryTracking: false };
const live = [parcel()];
const two = [line("L1"), line("L2")];
const gone = [line("L1", "refunded"), line("L2", "canceled", 0)];
const cancelled = [parcel("cancelled")];

const CASES: Case[] = [
  [2, "unknown word", { state: "unknown" }, { lastState: { name: "ready", reason: null } }, "ready"],
  [2, "unknown word, never seen before", { state: "unknown" }, {}, "waiting"],
  [2, "unknown word of a line", { lines: [line("L1", "unknown")] }, {}, "waiting"],
  [2, "no line to ship, none over", { lines: [line("L1", "shipped")] }, {}, "waiting"],
  [2, "no line at all", { lines: [] }, {}, "waiting"],
  [3, "cancelled, label live", { state: "canceled" }, { parcels: live }, "stopped:cancelled"],
  [
    3,
    "cancelled, cancellation of the label failed",
    { state: "canceled" },
    { parcels: [parcel("unknown")] },
    "stopped:cancelled",
  ],
  [
    3,
    "cancelled, label being cancelled",
    { state: "canceled" },
    { parcels: [parcel("cancelling")] },
    "stopped:cancelled",
  ],
  [3, "cancelled, still at Sendcloud", { state: "canceled" }, { pushed: true }, "stopped:cancelled"],
  [3, "refused, label live", { state: "refused" }, { parcels: live }, "stopped:refused"],
  [3, "all refunded before shipping", { lines: gone }, { parcels: live }, "stopped:refunded"],
  [3, "all cancelled before shipping", { lines: [line("L1", "canceled")] }, { parcels: live }, "stopped:cancelled"],
  [3, "closed with all refunded", { state: "closed", lines: gone }, { parcels: live }, "stopped:refunded"],
  [4, "cancelled", { state: "canceled" }, {}, "closed:cancelled"],
  [4, "cancelled, label void", { state: "canceled" }, { parcels: cancelled }, "closed:cancelled"],
  [5, "refused", { state: "refused" }, {}, "closed:refused"],
  [6, "accept open", { state: "waiting-acceptance" }, { intents: [intent("accept", "sent")] }, "to_accept:sending"],
  [6, "refuse open", { state: "waiting-acceptance" }, { intents: [intent("refuse", "unknown")] }, "to_accept:sending"],
  [7, "to accept", { state: "waiting-acceptance", shippingAddress: null }, {}, "to_accept"],
  [7, "accept failed", { state: "waiting-acceptance" }, { intents: [intent("accept", "failed")] }, "to_accept"],
  [8, "debit", { state: "waiting-debit" }, {}, "waiting:payment"],
  [8, "debit asked", { state: "waiting-debit-payment" }, {}, "waiting:payment"],
  [9, "shop may not ship", { canShip: false }, {}, "not_ours:fulfilled-by-operator"],
  [9, "other centre", { fulfilmentCenter: "OPERATOR" }, {}, "not_ours:fulfilled-by-operator"],
  [
    9,
    "operator delivers",
    {},
    { shippingType: { ...normal, deliveryByOperator: true } },
    "not_ours:fulfilled-by-operator",
  ],
  [9, "collected", {}, { shippingType: { ...normal, clickAndCollect: true } }, "not_ours:click-and-collect"],
  [10, "all refunded, no label", { lines: gone }, {}, "closed:refunded"],
  [11, "cancelling", {}, { cancelling: true }, "stopped:cancelling"],
  [12, "incident", { lines: [line("L1"), line("L2", "incident-open")] }, {}, "stopped:incident"],
  [12, "only line in incident", { lines: [line("L1", "incident-open")] }, { parcels: cancelled }, "stopped:incident"],
  [13, "no address yet", { shippingAddress: null }, {}, "waiting:address"],
  [14, "label planned", {}, { intents: [intent("label", "planned", 1)] }, "labelling"],
  [14, "label unknown", {}, { intents: [intent("label", "unknown", 1)], pushed: true }, "labelling"],
  [14, "second label open", { lines: two }, { parcels: live, intents: [intent("label", "sent", 2)] }, "labelling"],
  [15, "label", {}, { parcels: live }, "labelled:telling-mirakl"],
  [15, "told, not yet read", {}, { parcels: live, intents: [intent("ship", "done")] }, "labelled:telling-mirakl"],
  [15, "by other means", {}, { shippedByOtherMeans: true, pushed: true }, "labelled:other-means"],
  [
    15,
    "by other means, refused",
    {},
    { shippedByOtherMeans: true, intents: [intent("ship", "failed")] },
    "labelled:refused-by-mirakl",
  ],
  [15, "a label made since", {}, { parcels: live, shippedByOtherMeans: true }, "labelled:telling-mirakl"],
  [15, "waits for the scan", {}, { parcels: live, shipWhen: "carrier-scan" }, "labelled:waits-for-scan"],
  [15, "scanned", {}, { parcels: [parcel("picked-up")], shipWhen: "carrier-scan" }, "labelled:telling-mirakl"],
  [
    15,
    "tracking refused",
    {},
    { parcels: live, intents: [intent("tracking", "failed", 1)] },
    "labelled:refused-by-mirakl",
  ],
  [15, "ship refused", {}, { parcels: live, intents: [intent("ship", "failed")] }, "labelled:refused-by-mirakl"],
  [
    15,
    "the tracking of a new label after a refusal",
    {},
    { parcels: live, intents: [intent("tracking", "failed", 1), intent("tracking", "planned", 1)] },
    "labelled:telling-mirakl",
  ],
  [
    15,
    "two parcels",
    { lines: two },
    { parcels: [parcel(), parcel("announcing", ["L2"], 2)] },
    "labelled:telling-mirakl",
  ],
  [
    15,
    "content of the parcel unknown",
    { lines: two },
    { parcels: [parcel("label-ready", [])] },
    "labelled:telling-mirakl",
  ],
  [15, "incident with a label", { lines: [line("L1", "incident-open")] }, { parcels: live }, "labelled:telling-mirakl"],
  [
    15,
    "the other line refunded",
    { lines: [line("L1"), line("L2", "refunded")] },
    { parcels: live },
    "labelled:telling-mirakl",
  ],
  [16, "part", { lines: two }, { parcels: live }, "labelled:part"],
  [
    17,
    "at Sendcloud",
    {},
    { pushed: true, place: "sendcloud", problems: [{ code: "zip-missing", field: "zip" }] },
    "at_sendcloud",
  ],
  [17, "label made there is void", {}, { pushed: true, place: "sendcloud", parcels: cancelled }, "at_sendcloud"],
  [18, "problem", {}, { problems: [{ code: "zip-missing", field: "zip" }], place: "sendcloud" }, "to_fix:problems"],
  [19, "push due", {}, { place: "sendcloud" }, "ready:pushing"],
  [20, "ready", {}, {}, "ready"],
  [20, "label failed", {}, { intents: [intent("label", "failed", 1)], parcels: [parcel("failed")] }, "ready"],
  [20, "label void", {}, { parcels: cancelled, place: "here" }, "ready"],
  [20, "only a dead line is labelled", { lines: [line("L1", "refunded"), line("L2")] }, { parcels: live }, "ready"],
  [21, "shipped", { state: "shipped" }, { parcels: [parcel("delivered")] }, "shipped"],
  [21, "by other means", { state: "shipped" }, { shippedByOtherMeans: true }, "shipped"],
  [22, "shipped elsewhere", { state: "shipped" }, {}, "shipped:elsewhere"],
  [22, "our label void before", { state: "shipped" }, { parcels: cancelled }, "shipped:elsewhere"],
  [22, "our OR24 came too late", { state: "shipped" }, { intents: [intent("ship", "skipped")] }, "shipped:elsewhere"],
  [
    23,
    "label void after",
    { state: "shipped" },
    { parcels: cancelled, intents: [intent("ship", "done")] },
    "shipped:no-parcel",
  ],
  [24, "to collect", { state: "to-collect" }, { parcels: live }, "shipped:to-collect"],
  [25, "received", { state: "received" }, { parcels: live }, "delivered"],
  [26, "closed", { state: "closed" }, { parcels: [parcel("delivered")] }, "closed:done"],
  [
    26,
    "refunded after delivery",
    { state: "closed", fullyRefunded: true, lines: gone },
    { parcels: [parcel("delivered")] },
    "closed:refunded",
  ],
  [
    26,
    "refunded after OR24",
    { state: "closed", lines: gone },
    { parcels: live, intents: [intent("ship", "done")] },
    "closed:done",
  ],
  [27, "old refund state", { state: "waiting-refund" }, { parcels: live }, "closed:refunded"],
  [27, "old refund state, asked", { state: "waiting-refund-payment" }, {}, "closed:refunded"],
];

const wordsOf = ({ name, reason }: OrderState) => (reason === null ? name : `${name}:${reason}`);

describe("the state of an order", () => {
  it("row 1: staging is not stored", () => {
    expect(orderState({ order: order({ state: "staging" }), facts: facts({ parcels: live }) })).toBeNull();
  });

  it.each(CASES)("row %i: %s", (row, _what, orderChanges, factChanges, state) => {
    const verdict = orderState({ order: order(orderChanges), facts: facts(factChanges) });
    expect(verdict?.row).toBe(row);
    expect(verdict && wordsOf(verdict.state)).toBe(state);
  });

  it("has a case for each row of the table", () => {
    const rows = new Set(CASES.map(([row]) => row));
    expect([...rows].sort((a, b) => a - b)).toEqual(Array.from({ length: 26 }, (_, index) => index + 2));
  });
});

describe("flags", () => {
  it("says what nobody knows, and keeps the tab of the last state", () => {
    const lastState: OrderState = { name: "shipped", reason: null };
    const verdict = orderState({ order: order({ state: "unknown" }), facts: facts({ lastState }) });
    expect(verdict).toEqual({ row: 2, state: lastState, flags: ["unknown-state"] });
    expect(verdict && tabOf(verdict)).toBe("shipped");
  });

  it("raises attention for a parked intent and changes nothing else", () => {
    const parked = facts({ intents: [intent("tracking", "parked", 1)], parcels: live });
    expect(orderState({ order: order(), facts: parked })).toEqual({
      row: 15,
      state: { name: "labelled", reason: "telling-mirakl" },
      flags: ["attention"],
    });
  });

  it("raises attention once for a shipped order without parcel", () => {
    const told = facts({ intents: [intent("ship", "done"), intent("cancel-label", "parked", 1)] });
    expect(orderState({ order: order({ state: "shipped" }), facts: told })?.flags).toEqual(["attention"]);
  });
});

const TAB_OF_ROW: Record<string, number[]> = {
  "to-accept": [6, 7],
  "to-ship": [19, 20],
  "to-fix": [18],
  "at-sendcloud": [17],
  "label-ready": [14, 15, 16],
  waiting: [8, 9, 13],
  stopped: [3, 11, 12],
  shipped: [21, 22, 23, 24],
  done: [4, 5, 10, 25, 26, 27],
};

describe("tabs and money", () => {
  it.each(CASES.filter(([row]) => row !== 2))("row %i: %s", (row, _what, orderChanges, factChanges) => {
    const verdict = orderState({ order: order(orderChanges), facts: facts(factChanges) });
    expect(verdict && TAB_OF_ROW[tabOf(verdict)]).toContain(row);
    expect(mayBuyLabel(verdict)).toBe([16, 20, 23].includes(row));
  });

  it("never lets money go under an unknown state, even one that was ready", () => {
    const lastState: OrderState = { name: "ready", reason: null };
    expect(mayBuyLabel(orderState({ order: order({ state: "unknown" }), facts: facts({ lastState }) }))).toBe(false);
    expect(mayBuyLabel(null)).toBe(false);
  });

  const anyLine = fc.tuple(
    fc.constantFrom("shipping", "refunded", "canceled", "refused", "incident-open", "shipped", "unknown"),
    fc.nat(2),
  );
  const anyParcel = fc.tuple(
    fc.constantFrom("no-label", "announcing", "label-ready", "failed", "in-transit", "cancelling", "cancelled"),
    fc.subarray(["L0", "L1", "L2"]),
  );
  const anyIntent = fc.tuple(
    fc.constantFrom("accept", "refuse", "label", "cancel-label", "tracking", "ship"),
    fc.constantFrom("planned", "ready", "sent", "unknown", "reconciling", "done", "failed", "skipped", "parked"),
  );
  const anyInput = fc.record({
    state: fc.constantFrom(...MARKETPLACE_STATES, "unknown"),
    lines: fc.array(anyLine, { maxLength: 3 }),
    parcels: fc.array(anyParcel, { maxLength: 3 }),
    intents: fc.array(anyIntent, { maxLength: 4 }),
    pushed: fc.boolean(),
    canShip: fc.boolean(),
  });

  it("gives each order one tab, and money only where a line still wants a label", () => {
    fc.assert(
      fc.property(anyInput, ({ state, lines, parcels, intents, pushed, canShip }) => {
        const input = {
          order: order({ state, canShip, lines: lines.map(([word, left], at) => line(`L${at}`, word, left)) }),
          facts: facts({
            pushed,
            parcels: parcels.map(([stage, lineIds], at) => parcel(stage, lineIds, at)),
            intents: intents.map(([kind, word]) => intent(kind, word, 1)),
          }),
        };
        const verdict = orderState(input);
        expect(verdict === null).toBe(state === "staging");
        if (verdict === null) return;
        expect(TABS).toContain(tabOf(verdict));
        if (!mayBuyLabel(verdict) || state === "shipped") return;
        const labelled = new Set(input.facts.parcels.filter(isLive).flatMap(({ lineIds }) => lineIds));
        expect(openLines(input.order).some(({ lineId }) => !labelled.has(lineId))).toBe(true);
        expect(intents.some(([kind, word]) => kind === "label" && word === "unknown")).toBe(false);
      }),
      { numRuns: 2000 },
    );
  });
});
