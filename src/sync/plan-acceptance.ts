import { isOpen } from "../domain/intent";
import { forgetHeldBack } from "./hold-back";
import { findIntentByKey, intentsOf } from "./intents";
import { keep, recall } from "./keeping";
import type { BookedOrder } from "./order-book";
import { plan } from "./plan-intent";
import type { StoreDesk } from "./store-desk";

const SINCE = "accepts_by_itself_since";

/** The key of the acceptance that nobody clicked: it is tried once, and a person's own goes beside it. */
export function acceptsByItselfKey(orderId: string): string {
  return `accept:${orderId}:by-itself`;
}

/** Notes from when on this store accepts by itself: orders that were here before stay with their people (design.md 5). */
export function followAcceptance(desk: StoreDesk): void {
  const { sql, now } = desk.ports;
  const isOn = desk.store.settings.acceptance.how !== "by-hand";
  if ((recall<number | null>(sql, SINCE) !== null) === isOn) return;
  keep(sql, SINCE, isOn ? now() : null);
}

/** Plans the acceptance of an order that waits for it, or forgets why it was held back once it is answered. */
export function planAcceptance(desk: StoreDesk, { order }: BookedOrder): void {
  const { sql, now } = desk.ports;
  const { orderId } = order;
  if (order.state !== "waiting-acceptance") {
    if (intentsOf(sql, orderId).some(({ businessKey }) => businessKey === acceptsByItselfKey(orderId)))
      forgetHeldBack(desk, orderId);
    return;
  }
  const since = recall<number | null>(sql, SINCE);
  const businessKey = acceptsByItselfKey(orderId);
  if (since === null || desk.store.settings.acceptance.how === "by-hand" || findIntentByKey(sql, businessKey)) return;
  if (isBeingAnswered(desk, orderId) || firstSeenAt(desk, orderId) < since) return;
  const payload = { lineIds: order.lines.map(({ lineId }) => lineId) };
  plan(desk, { kind: "accept", businessKey, orderId, payload, nextAt: now() });
}

function isBeingAnswered({ ports: { sql } }: StoreDesk, orderId: string): boolean {
  return intentsOf(sql, orderId).some(({ kind, state }) => (kind === "accept" || kind === "refuse") && isOpen(state));
}

function firstSeenAt({ ports: { sql } }: StoreDesk, orderId: string): number {
  const [first] = sql.all<{ at: number }>("SELECT at FROM facts WHERE order_id = ? ORDER BY seq LIMIT 1", orderId);
  return first?.at ?? 0;
}
