import type { IntentKind } from "./intent";
import { isOpen } from "./intent";
import type { MarketplaceState, Order } from "./order";
import { nothingLeft, openLines } from "./order";
import type { OrderFacts, OrderFlag, OrderState, OrderStateName, StateInput, StateReason } from "./order-state";
import type { Parcel } from "./parcel";
import { isLive, isScanned } from "./parcel";

/** One row of design.md 5a. `state` gives null for an order that is not stored. */
type StateRow = {
  row: number;
  fits: (input: StateInput) => boolean;
  state: (input: StateInput) => OrderState | null;
  flags?: OrderFlag[];
};

const stateOf = (name: OrderStateName, reason: StateReason | null = null) => {
  const state: OrderState = { name, reason };
  return () => state;
};

/** Row 2: a value nobody knows. Nothing is written until a person or a new word of the marketplace explains it. */
export const UNKNOWN_ROW: StateRow = {
  row: 2,
  fits: ({ order }) => order.state === "unknown" || (order.state === "shipping" && hasLine(order, "unknown")),
  state: ({ facts }) => facts.lastState ?? { name: "waiting", reason: null },
  flags: ["unknown-state"],
};

/** The rows of design.md 5a in their order: the first that fits wins, so each may count on those above it. */
export const STATE_TABLE: readonly StateRow[] = [
  { row: 1, fits: at("staging"), state: () => null },
  UNKNOWN_ROW,
  { row: 3, fits: diedWithGoodsAtHand, state: ({ order }) => ({ name: "stopped", reason: deathOf(order) }) },
  { row: 4, fits: at("canceled"), state: stateOf("closed", "cancelled") },
  { row: 5, fits: at("refused"), state: stateOf("closed", "refused") },
  {
    row: 6,
    fits: (input) => at("waiting-acceptance")(input) && hasOpen(input.facts, "accept", "refuse"),
    state: stateOf("to_accept", "sending"),
  },
  { row: 7, fits: at("waiting-acceptance"), state: stateOf("to_accept") },
  { row: 8, fits: at("waiting-debit", "waiting-debit-payment"), state: stateOf("waiting", "payment") },
  { row: 9, fits: shipping(notOurs), state: (input) => ({ name: "not_ours", reason: whoseItIs(input) }) },
  { row: 10, fits: shipping(({ order }) => nothingLeft(order)), state: stateOf("closed", "refunded") },
  { row: 11, fits: shipping(({ facts }) => facts.cancelling === true), state: stateOf("stopped", "cancelling") },
  {
    row: 12,
    fits: shipping(({ order, facts }) => hasLine(order, "incident-open") && !hasLive(facts)),
    state: stateOf("stopped", "incident"),
  },
  { row: 13, fits: shipping(({ order }) => order.shippingAddress === null), state: stateOf("waiting", "address") },
  { row: 14, fits: shipping(({ facts }) => hasOpen(facts, "label")), state: stateOf("labelling") },
  {
    row: 15,
    fits: shipping((input) => goesOtherwise(input.facts) || isAllLabelled(input)),
    state: ({ facts }) => ({ name: "labelled", reason: whatHoldsShipping(facts) }),
  },
  {
    row: 16,
    fits: shipping((input) => labelledLines(input) > 0 || hasPartGone(input)),
    state: stateOf("labelled", "part"),
  },
  { row: 17, fits: shipping(({ facts }) => facts.pushed && !hasLive(facts)), state: stateOf("at_sendcloud") },
  { row: 18, fits: shipping(({ facts }) => facts.problems.length > 0), state: stateOf("to_fix", "problems") },
  { row: 19, fits: shipping(({ facts }) => facts.place === "sendcloud"), state: stateOf("ready", "pushing") },
  { row: 20, fits: shipping(({ order }) => openLines(order).length > 0), state: stateOf("ready") },
  {
    row: 21,
    fits: (input) => at("shipped")(input) && (hasLive(input.facts) || input.facts.shippedByOtherMeans),
    state: stateOf("shipped"),
  },
  {
    row: 22,
    fits: (input) => at("shipped")(input) && !toldShipped(input.facts),
    state: stateOf("shipped", "elsewhere"),
  },
  { row: 23, fits: at("shipped"), state: stateOf("shipped", "no-parcel"), flags: ["attention"] },
  { row: 24, fits: at("to-collect"), state: stateOf("shipped", "to-collect") },
  { row: 25, fits: at("received"), state: stateOf("delivered") },
  {
    row: 26,
    fits: at("closed"),
    state: ({ order }) => ({ name: "closed", reason: order.fullyRefunded ? "refunded" : "done" }),
  },
  { row: 27, fits: at("waiting-refund", "waiting-refund-payment"), state: stateOf("closed", "refunded") },
];

function at(...states: MarketplaceState[]): StateRow["fits"] {
  return ({ order }) => states.includes(order.state);
}

function shipping(fits: StateRow["fits"]): StateRow["fits"] {
  return (input) => input.order.state === "shipping" && fits(input);
}

function hasLine(order: Order, state: "unknown" | "incident-open"): boolean {
  return order.lines.some((line) => line.state === state);
}

function hasOpen({ intents }: OrderFacts, ...kinds: IntentKind[]): boolean {
  return intents.some((intent) => kinds.includes(intent.kind) && isOpen(intent.state));
}

function hasLive({ parcels }: OrderFacts): boolean {
  return parcels.some(isLive);
}

function diedWithGoodsAtHand({ order, facts }: StateInput): boolean {
  if (!hasLive(facts) && !facts.pushed) return false;
  if (order.state === "canceled" || order.state === "refused") return true;
  if (!nothingLeft(order)) return false;
  return order.state === "shipping" || (order.state === "closed" && !hasTravelled(facts));
}

// A closed order whose lines all went back may have been delivered long ago: then nothing needs stopping.
function hasTravelled(facts: OrderFacts): boolean {
  return toldShipped(facts) || facts.parcels.some(isScanned);
}

function toldShipped({ intents }: OrderFacts): boolean {
  return intents.some((intent) => intent.kind === "ship" && intent.state === "done");
}

function deathOf(order: Order): StateReason {
  if (order.state === "refused") return "refused";
  if (order.state === "canceled") return "cancelled";
  return order.lines.some((line) => line.state === "refunded") ? "refunded" : "cancelled";
}

// Ship signal of mirakl.md 2.1; a center other than DEFAULT means that the operator fulfils.
function operatorShips({ order, facts }: StateInput): boolean {
  return !order.canShip || order.fulfilmentCenter !== "DEFAULT" || facts.shippingType.deliveryByOperator;
}

function notOurs(input: StateInput): boolean {
  return operatorShips(input) || input.facts.shippingType.clickAndCollect;
}

function whoseItIs(input: StateInput): StateReason {
  return operatorShips(input) ? "fulfilled-by-operator" : "click-and-collect";
}

// A label made since a person said so takes its place.
function goesOtherwise(facts: OrderFacts): boolean {
  return facts.shippedByOtherMeans && !hasLive(facts);
}

function isAllLabelled(input: StateInput): boolean {
  return hasLive(input.facts) && labelledLines(input) === openLines(input.order).length;
}

function labelledLines({ order, facts }: StateInput): number {
  const live = facts.parcels.filter(isLive);
  return openLines(order).filter((line) => live.some((parcel) => carries(parcel, line.lineId))).length;
}

// Where the marketplace knows several parcels, a line that has left is no longer open.
function hasPartGone({ order, facts }: StateInput): boolean {
  return hasLive(facts) && order.lines.some((line) => line.state === "shipped");
}

// A parcel whose content nobody told may hold the whole order: no second label is bought beside it.
function carries(parcel: Parcel, lineId: string): boolean {
  return parcel.lineIds.length === 0 || parcel.lineIds.includes(lineId);
}

function whatHoldsShipping(facts: OrderFacts): StateReason {
  if (lastFailed(facts, "tracking") || lastFailed(facts, "ship")) return "refused-by-mirakl";
  if (goesOtherwise(facts)) return "other-means";
  const unscanned = facts.parcels.some((parcel) => isLive(parcel) && !isScanned(parcel));
  return facts.shipWhen === "carrier-scan" && unscanned ? "waits-for-scan" : "telling-mirakl";
}

// A new label is told by a new intent, which outlives the refusal of an old one.
function lastFailed({ intents }: OrderFacts, kind: IntentKind): boolean {
  return intents.findLast((intent) => intent.kind === kind)?.state === "failed";
}
