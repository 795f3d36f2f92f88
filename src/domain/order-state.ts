import type { IntentKind, IntentState } from "./intent";
import { isOpen, isUnderWay } from "./intent";
import type { Order, ShippingTypeFlags } from "./order";
import type { Parcel } from "./parcel";
import { isLive, isScanned } from "./parcel";
import type { Problem } from "./problem";
import { hasRefundable } from "./refund";
import { STATE_TABLE, UNKNOWN_ROW } from "./state-table";

/** Where the order's labels are made: fixed at its first push or first label. */
export type Place = "here" | "sendcloud";

export type OrderStateName =
  | "to_accept"
  | "waiting"
  | "not_ours"
  | "to_fix"
  | "ready"
  | "at_sendcloud"
  | "labelling"
  | "labelled"
  | "stopped"
  | "shipped"
  | "delivered"
  | "closed";

export type StateReason =
  | "sending"
  | "payment"
  | "address"
  | "fulfilled-by-operator"
  | "click-and-collect"
  | "cancelled"
  | "refused"
  | "refunded"
  | "cancelling"
  | "incident"
  | "telling-mirakl"
  | "waits-for-scan"
  | "refused-by-mirakl"
  | "part"
  | "other-means"
  | "pushing"
  | "elsewhere"
  | "no-parcel"
  | "to-collect"
  | "done"
  | "problems";

export type OrderFlag = "unknown-state" | "attention" | "no-customer-reference";
export type OrderState = { name: OrderStateName; reason: StateReason | null };

/** Row 1 of the table is not stored: `null` says so. `row` is the number in design.md 5a. */
export type StateVerdict = { row: number; state: OrderState; flags: OrderFlag[] } | null;
export type StoredVerdict = Exclude<StateVerdict, null>;

/** What we and people did to the order. */
export type OrderFacts = {
  place: Place | null;
  /** Every intent of the order, open or ended, oldest first. `unsent`: nothing of it ever left. */
  intents: { kind: IntentKind; state: IntentState; parcelNo: number | null; unsent?: boolean }[];
  parcels: readonly Parcel[];
  problems: Problem[];
  /** Pushed to Sendcloud and confirmed by a read, not deleted there. */
  pushed: boolean;
  /** A cancel or a full refund of the whole order is under way. */
  cancelling?: boolean;
  /** When a label is told to the marketplace: at once, or when the carrier scans it. */
  shipWhen: "label-made" | "carrier-scan";
  /** A person said that the order travels by other means. */
  shippedByOtherMeans: boolean;
  shippingType: ShippingTypeFlags;
  /** The last state that was not row 2's: it stays while the marketplace uses a word nobody knows. */
  lastState: OrderState | null;
};

export type OrderAction =
  | "accept"
  | "refuse"
  | "create-label"
  | "edit"
  | "print"
  | "cancel-label"
  | "cancel-order"
  | "undo-cancel"
  | "track"
  | "refund"
  | "ship-otherwise"
  | "undo-otherwise"
  | "correct-tracking"
  | "link-parcel"
  | "label-here"
  | "push-again"
  | "check-again";

export type StateInput = { order: Order; facts: OrderFacts };

/** The tabs of the orders list (design.md 5a); `waiting` and `stopped` hold what no other tab shows. */
export const TABS = [
  "to-accept",
  "to-ship",
  "to-fix",
  "at-sendcloud",
  "label-ready",
  "waiting",
  "stopped",
  "shipped",
  "done",
] as const;
export type Tab = (typeof TABS)[number];

/**
 * The state of an order with its reason: the first row of design.md 5a that fits. Null for row 1, an order that is not
 * stored yet. What no row foresees keeps its last state and is flagged, like a word nobody knows.
 */
export function orderState(input: StateInput): StateVerdict {
  const row = STATE_TABLE.find(({ fits }) => fits(input)) ?? UNKNOWN_ROW;
  const state = row.state(input);
  if (state === null) return null;
  const flags = new Set(row.flags);
  if (input.facts.intents.some((intent) => intent.state === "parked")) flags.add("attention");
  return { row: row.row, state, flags: [...flags] };
}

const MONEY_ROWS: ReadonlySet<number> = new Set([16, 20, 23]);

/** Only these rows let money go for a label; the fresh read before the call must give one of them again. */
export function mayBuyLabel(verdict: StateVerdict): boolean {
  return verdict !== null && MONEY_ROWS.has(verdict.row);
}

const TAB_OF: Record<OrderStateName, Tab> = {
  to_accept: "to-accept",
  waiting: "waiting",
  not_ours: "waiting",
  to_fix: "to-fix",
  ready: "to-ship",
  at_sendcloud: "at-sendcloud",
  labelling: "label-ready",
  labelled: "label-ready",
  stopped: "stopped",
  shipped: "shipped",
  delivered: "done",
  closed: "done",
};

/** The tab of the orders list that shows the order; under row 2 that of the state it had. */
export function tabOf(verdict: StoredVerdict): Tab {
  return TAB_OF[verdict.state.name];
}

/** The actions of design.md 5a for each row, in the order of the buttons. */
const ACTIONS_OF_ROW: ReadonlyMap<number, readonly OrderAction[]> = new Map([
  [2, ["check-again"]],
  [7, ["accept", "refuse"]],
  [8, ["cancel-order", "undo-cancel"]],
  [11, ["undo-cancel"]],
  [9, ["ship-otherwise", "undo-otherwise"]],
  [15, ["print", "cancel-label", "undo-otherwise", "cancel-order", "undo-cancel"]],
  [16, ["create-label", "print", "cancel-label"]],
  [17, ["label-here", "cancel-order", "undo-cancel"]],
  [
    18,
    [
      "edit",
      "push-again",
      "label-here",
      "ship-otherwise",
      "link-parcel",
      "cancel-label",
      "cancel-order",
      "undo-cancel",
    ],
  ],
  [19, ["edit", "label-here", "cancel-label", "cancel-order", "undo-cancel"]],
  [20, ["create-label", "edit", "ship-otherwise", "link-parcel", "cancel-label", "cancel-order", "undo-cancel"]],
  [12, ["refund"]],
  [21, ["track", "correct-tracking", "refund", "print", "cancel-label"]],
  [22, ["link-parcel", "refund"]],
  [23, ["create-label", "link-parcel", "refund"]],
  [24, ["track", "refund"]],
  [25, ["refund"]],
]);

/** What a person may do to the order now: the only source of its buttons, and asked again when one is pressed. */
export function allowedActions(input: StateInput): OrderAction[] {
  const verdict = orderState(input);
  const ofRow = verdict === null ? [] : (ACTIONS_OF_ROW.get(verdict.row) ?? []);
  return ofRow.filter((action) => isPossible(action, input));
}

function isPossible(action: OrderAction, { order, facts }: StateInput): boolean {
  const { intents, parcels } = facts;
  switch (action) {
    case "create-label":
      // One label at a time; what a parked one bought is not known until a person has settled it.
      return !intents.some(({ kind, state }) => kind === "label" && (isOpen(state) || state === "parked"));
    case "print":
      return parcels.some((parcel) => isLive(parcel) && parcel.stage !== "announcing");
    case "track":
      return parcels.some(isLive);
    case "cancel-label":
      return parcels.some((parcel) => isCancellable(parcel, intents));
    case "ship-otherwise":
      return shopShips(order, facts) && !facts.shippedByOtherMeans && mayHoldAnother(facts) && !isToldShipped(intents);
    case "undo-otherwise":
      return facts.shippedByOtherMeans && !isToldShipped(intents);
    case "link-parcel":
      return mayHoldAnother(facts);
    case "label-here":
      return mayLeaveSendcloud(facts);
    case "push-again":
      return facts.problems.some(({ code }) => code === "push-refused") && mayLeaveSendcloud(facts);
    case "refund":
      return hasRefundable(order, () => []);
    case "cancel-order":
      return (order.state === "shipping" || order.canCancel) && mayCallOff(facts);
    case "undo-cancel":
      return intents.some(({ kind, state }) => CALLS_OFF.has(kind) && state === "planned");
    default:
      return true;
  }
}

// What Sendcloud holds is taken out first, once; what it would not take, or was not sent yet, is not there. What a parked
// push did is not known until a person has settled it.
function mayLeaveSendcloud({ place, pushed, problems, intents }: OrderFacts): boolean {
  if (intents.some(({ kind, state }) => kind === "unpush" && isOpen(state))) return false;
  const pushes = intents.filter(({ kind }) => kind === "push");
  if (pushed) return !pushes.some(({ state }) => isOpen(state));
  if (pushes.some(({ state, unsent }) => state === "parked" || (isOpen(state) && !unsent))) return false;
  return problems.some(({ code }) => OF_SENDCLOUD.has(code)) || (place === "sendcloud" && pushes.length > 0);
}

const OF_SENDCLOUD: ReadonlySet<Problem["code"]> = new Set(["currency-not-accepted", "push-refused"]);

// Of an order that is collected the shop may still say that it left.
function shopShips(order: Order, { shippingType }: OrderFacts): boolean {
  return order.canShip && order.fulfilmentCenter === "DEFAULT" && !shippingType.deliveryByOperator;
}

function mayHoldAnother({ intents, parcels }: OrderFacts): boolean {
  const isLabelling = intents.some(({ kind, state }) => kind === "label" && (isOpen(state) || state === "parked"));
  return !isLabelling && !parcels.some(isLive);
}

const CALLS_OFF: ReadonlySet<IntentKind> = new Set(["cancel", "cancel-line", "refund"]);

// Not what has left, nor what is being called off; what a parked cancellation did is not known until a person has settled it.
function mayCallOff({ intents, parcels }: OrderFacts): boolean {
  if (parcels.some((parcel) => isLive(parcel) && isScanned(parcel)) || isToldShipped(intents)) return false;
  return !intents.some(({ kind, state }) => kind === "cancel" && (isOpen(state) || state === "parked"));
}

// The marketplace has heard "shipped", or is hearing it: our copy of the order may not show it yet.
function isToldShipped(intents: OrderFacts["intents"]): boolean {
  return intents.some(({ kind, state }) => kind === "ship" && (state === "done" || isUnderWay(state)));
}

function isCancellable(parcel: Parcel, intents: OrderFacts["intents"]): boolean {
  if (!isLive(parcel) || isScanned(parcel) || parcel.stage === "cancelling") return false;
  if (isToldShipped(intents)) return false;
  return !intents.some(
    ({ kind, state, parcelNo }) => kind === "cancel-label" && parcelNo === parcel.parcelNo && isOpen(state),
  );
}
