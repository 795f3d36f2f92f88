import { isTerminal } from "../domain/order";
import { bookOrders } from "./book-orders";
import { keep, recall } from "./keeping";
import { findBooked } from "./order-book";
import { noteFailure } from "./pull-orders";
import type { StoreDesk } from "./store-desk";

/** OR11 takes this many ids in one call (mirakl.md 3.1). */
export const ORDERS_A_CALL = 100;
/** Readings by ids that are no hurry keep this far apart (design.md 4, 5). */
const BETWEEN_CALLS_MS = 60_000;
/** A reading of an order that lies no further back outweighs a list that does not hold it: a list may lag behind. */
const SURELY_THERE_MS = 10 * 60_000;

const OPEN: ReadonlySet<string> = new Set(["waiting-acceptance", "waiting-debit", "waiting-debit-payment", "shipping"]);

/** What the marketplace said of each order: open, over for the merchant, unreadable, or not there. */
export type Sighting = "open" | "past" | "unreadable" | "absent";

/**
 * Reads at most 100 orders again by their ids and books what is new. Null when the marketplace did not answer: that is
 * noted like a failed poll.
 */
export async function rereadOrders(
  desk: StoreDesk,
  orderIds: readonly string[],
): Promise<Map<string, Sighting> | null> {
  const { sql, now } = desk.ports;
  keep(sql, "ids_read_at", now());
  const reply = await desk.mirakl.allOrders({ orderIds: [...orderIds] });
  if (reply.kind !== "ok") {
    noteFailure(desk, reply);
    return null;
  }
  await bookOrders(desk, reply.value, false, () => undefined);
  const seen = new Map<string, Sighting>(orderIds.map((orderId) => [orderId, "absent"]));
  for (const { orderId } of reply.value.setAside) seen.set(orderId, "unreadable");
  for (const { order } of reply.value.orders) seen.set(order.orderId, isOpenState(order.state) ? "open" : "past");
  return seen;
}

export function isOpenState(state: string): boolean {
  return OPEN.has(state);
}

/** When the next reading by ids may be: a minute after the last, and not while the marketplace asks us to wait. */
export function nextRereadAt({ ports: { sql } }: StoreDesk): number {
  const readAt = recall<number>(sql, "ids_read_at");
  return Math.max(readAt === null ? 0 : readAt + BETWEEN_CALLS_MS, recall<number | null>(sql, "backed_off_until") ?? 0);
}

/** True when an order that the marketplace does not show ought to be there: it lives, and nobody saw it just now. */
export function isLost({ ports: { sql, now } }: StoreDesk, orderId: string): boolean {
  const booked = findBooked(sql, orderId);
  return booked !== null && !isTerminal(booked.order.state) && now() - booked.readAt >= SURELY_THERE_MS;
}
