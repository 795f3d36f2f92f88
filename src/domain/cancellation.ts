import type { Money } from "./money";
import { type Order, type OrderLine, openLines } from "./order";
import { type ReversalWish, restOf } from "./refund";

/** Why an order cannot be called off any more, or not yet. */
export type NoWay = "not-accepted" | "not-paid" | "shipped" | "over" | "nothing-left";
export type ReversalPart = Omit<ReversalWish, "reason">;
export type CancellationWay =
  | { how: "cancel" }
  /** Paid and no longer to be cancelled: the buyer gets back all that is left, line by line. */
  | { how: "refund"; parts: ReversalPart[]; total: Money }
  | { how: "none"; why: NoWay };

type AheadOf = (line: OrderLine) => readonly ReversalWish[];

/**
 * How a whole order is called off at the marketplace (mirakl.md 3.8): by cancelling it while that is allowed, else by a
 * refund of every line. `aheadOf` are our own wishes on a line that the marketplace does not show yet.
 */
export function cancellationWay(order: Order, aheadOf: AheadOf): CancellationWay {
  const why = noWay(order);
  if (why !== null) return { how: "none", why };
  if (order.canCancel) return { how: "cancel" };
  if (order.state !== "shipping") return { how: "none", why: "not-paid" };
  const parts = order.lines.filter(isStillOwed).flatMap((line) => wholeOf(line, aheadOf(line)) ?? []);
  const minor = parts.reduce((sum, { amount, shipping }) => sum + amount.minor + shipping.minor, 0);
  if (minor === 0) return { how: "none", why: "nothing-left" };
  return { how: "refund", parts, total: { minor, currency: order.total.currency } };
}

function noWay({ state }: Order): NoWay | null {
  switch (state) {
    case "waiting-debit":
    case "waiting-debit-payment":
    case "shipping":
      return null;
    case "staging":
    case "waiting-acceptance":
      return "not-accepted";
    case "shipped":
    case "to-collect":
    case "received":
      return "shipped";
    default:
      return "over";
  }
}

function isStillOwed({ state }: OrderLine): boolean {
  return state === "shipping" || state === "incident-open";
}

function wholeOf(line: OrderLine, ahead: readonly ReversalWish[]): ReversalPart | null {
  const { quantity, amount, shipping } = restOf(line, ahead);
  if (amount.minor < 0 || shipping.minor < 0 || amount.minor + shipping.minor === 0) return null;
  return { lineId: line.lineId, quantity: Math.max(0, quantity), amount, shipping };
}

/**
 * So many pieces of one line, taken off before they leave (OR30): at their unit price, the last piece taking what is left
 * of the line and its shipping. Null when the line does not hold so many.
 */
export function partOf(line: OrderLine, quantity: number, ahead: readonly ReversalWish[]): ReversalPart | null {
  const rest = restOf(line, ahead);
  if (!Number.isSafeInteger(quantity) || quantity < 1 || quantity > rest.quantity) return null;
  const isLast = quantity === rest.quantity;
  const minor = isLast ? rest.amount.minor : line.unitPrice.minor * quantity;
  if (minor > rest.amount.minor) return null;
  const shipping = { ...rest.shipping, minor: isLast ? rest.shipping.minor : 0 };
  return { lineId: line.lineId, quantity, amount: { ...rest.amount, minor }, shipping };
}

/** The lines of which pieces may still be taken off, where the marketplace lets the shop cancel. */
export function cancellableLines(order: Order): OrderLine[] {
  if (!order.canCancel) return [];
  return order.state === "shipping"
    ? openLines(order)
    : order.lines.filter(({ state, quantity }) => state === order.state && quantity > 0);
}
