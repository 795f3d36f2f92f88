import { backoff } from "../domain/retry";
import { bookOrders, FRESH_MS } from "./book-orders";
import { type AnyIntent, dueIntents, nextIntentAt } from "./intents";
import { move } from "./move-intent";
import { findBooked, noteRead } from "./order-book";
import type { StoreDesk } from "./store-desk";

/** OR11 takes this many ids in one call (mirakl.md 3.1). */
const ORDERS_A_CALL = 100;
/** A reading serves the writes of the next minute: what falls due later wants its own. */
const SERVES_MS = FRESH_MS - 5_000;

/**
 * Reads the orders of what is about to be written in one call, where each write would read its own (design.md 5): those
 * due now, and those due while the reading is still good. When the marketplace does not answer, what was due waits.
 */
export async function freshenOrders(desk: StoreDesk): Promise<void> {
  const { sql, now } = desk.ports;
  if (desk.store.pausedBecause !== null || (nextIntentAt(sql) ?? Number.POSITIVE_INFINITY) > now()) return;
  const soon = dueIntents(sql, now() + SERVES_MS, ORDERS_A_CALL).filter(asksTheMarketplace);
  const stale = staleOf(desk, soon);
  const waiting = soon.filter(({ nextAt, orderId }) => (nextAt ?? 0) <= now() && stale.has(orderId));
  // One order is read by its own check.
  if (waiting.length === 0 || stale.size < 2) return;
  const reply = await desk.mirakl.allOrders({ orderIds: [...stale] });
  if (reply.kind === "ok") {
    const at = now();
    await bookOrders(desk, reply.value, false, () => {
      for (const { order } of reply.value.orders) noteRead(sql, order.orderId, at);
    });
    return;
  }
  if (reply.kind === "wait") for (const intent of waiting) move(desk, intent, { nextAt: reply.until }, null);
  if (reply.kind !== "unknown") return;
  // The first asks alone: an answer that only the many spoil must not stop them all.
  const nextAt = now() + backoff(1, desk.ports.random());
  for (const intent of waiting.slice(1)) move(desk, intent, { nextAt }, null);
}

// What is doubtful reads back for itself, and these look at Sendcloud alone.
function asksTheMarketplace({ kind, state }: AnyIntent): boolean {
  const isDoubtful = state === "unknown" || state === "reconciling";
  return !isDoubtful && kind !== "cancel-label" && kind !== "patch" && kind !== "unpush";
}

function staleOf(desk: StoreDesk, intents: readonly AnyIntent[]): Set<string> {
  const { sql, now } = desk.ports;
  const orderIds = new Set(intents.map(({ orderId }) => orderId));
  return new Set(
    [...orderIds].filter((orderId) => {
      const booked = findBooked(sql, orderId);
      return booked !== null && now() - booked.readAt >= FRESH_MS;
    }),
  );
}
