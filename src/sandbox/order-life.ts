import { isoSeconds } from "../lib/time";
import type { PaymentWorkflow, WireLine, WireOrder, WireState } from "./wire-order";

const SECOND_MS = 1000;
const DAY_MS = 86_400_000;

/** An order nobody accepts is refused by the marketplace. */
const ACCEPT_WITHIN_MS = 2 * DAY_MS;
const DEBIT_ASKED_AFTER_MS = 5 * SECOND_MS;
const DEBIT_TAKES_MS = 40 * SECOND_MS;
const OPERATOR_SHIPS_AFTER_MS = DAY_MS;
const TRAVELS_FOR_MS = 3 * DAY_MS;
const CLOSES_AFTER_MS = 14 * DAY_MS;

export type NextStep = { at: number; state: WireState };

/** What the marketplace will do by itself with an order that has just come into its state. */
export function nextStepOf(order: WireOrder, at: number): NextStep | null {
  switch (order.order_state) {
    case "WAITING_ACCEPTANCE":
      return { at: at + ACCEPT_WITHIN_MS, state: "REFUSED" };
    case "WAITING_DEBIT":
      return { at: at + DEBIT_ASKED_AFTER_MS, state: "WAITING_DEBIT_PAYMENT" };
    case "WAITING_DEBIT_PAYMENT":
      return { at: at + DEBIT_TAKES_MS, state: "SHIPPING" };
    case "SHIPPING":
      return order.can_shop_ship ? null : { at: at + OPERATOR_SHIPS_AFTER_MS, state: "SHIPPED" };
    case "SHIPPED":
      return { at: at + TRAVELS_FOR_MS, state: order.shipping_type_code === "CLC" ? "TO_COLLECT" : "RECEIVED" };
    case "TO_COLLECT":
      return { at: at + TRAVELS_FOR_MS, state: "RECEIVED" };
    case "RECEIVED":
      // What buyer and shop still argue about stays open.
      return order.has_incident ? null : { at: at + CLOSES_AFTER_MS, state: "CLOSED" };
    default:
      return null;
  }
}

/** Brings an order and its living lines into a state, with the stamps and flags that belong to it. */
export function enter(order: WireOrder, state: WireState, at: number): WireOrder {
  const stamp = isoSeconds(at);
  const moved: WireOrder = { ...order, order_state: state, last_updated_date: stamp };
  moved.order_lines = order.order_lines.map((line) => (isOver(line) ? line : enterLine(line, state, stamp)));
  moved.can_shop_ship = state === "SHIPPING" && order.shipping_type_code !== "OPE";
  moved.can_cancel = CANCELABLE[order.payment_workflow].includes(state);
  if (order.order_state === "WAITING_ACCEPTANCE") moved.acceptance_decision_date = stamp;
  if (state === "SHIPPING") {
    moved.customer_debited_date = stamp;
    moved.transaction_date = stamp;
  }
  return moved;
}

// Before the debit, or before the first parcel (mirakl.md 3.8). In WAITING_ACCEPTANCE the shop refuses instead.
const CANCELABLE: Record<PaymentWorkflow, WireState[]> = {
  PAY_ON_ACCEPTANCE: ["WAITING_DEBIT", "WAITING_DEBIT_PAYMENT"],
  NO_CUSTOMER_PAYMENT_CONFIRMATION: ["WAITING_DEBIT", "WAITING_DEBIT_PAYMENT", "SHIPPING"],
};

/** True for a line that nothing moves any more. */
export function isOver({ order_line_state: state }: WireLine): boolean {
  return state === "REFUSED" || state === "CANCELED" || state === "REFUNDED";
}

const REFUNDABLE = new Set<string>(["SHIPPING", "SHIPPED", "TO_COLLECT", "RECEIVED"]);

function enterLine(line: WireLine, state: WireState, stamp: string): WireLine {
  return {
    ...line,
    // An incident stays open whatever becomes of the parcel.
    order_line_state: line.order_line_state === "INCIDENT_OPEN" ? "INCIDENT_OPEN" : state,
    last_updated_date: stamp,
    // "Whether the line's full amount can be refunded" (mirakl.md 3.1).
    can_refund: REFUNDABLE.has(state) && line.refunds.length === 0,
    debited_date: state === "SHIPPING" ? stamp : line.debited_date,
    shipped_date: state === "SHIPPED" ? (line.shipped_date ?? stamp) : line.shipped_date,
    received_date: state === "RECEIVED" ? stamp : line.received_date,
  };
}
