import type { CancellationWay } from "../domain/cancellation";
import type { Sql } from "../lib/ports";
import { wayOf } from "./acts-cancel";
import { bookOrders, FRESH_MS } from "./book-orders";
import { askIfCancelled } from "./cancelled-there";
import { PASSERELLE } from "./intents";
import { leaveTombstone } from "./leave-tombstone";
import { type BookedOrder, findBooked, noteRead, parcelsOf } from "./order-book";
import { type Cancellation, planCancellation } from "./plan-cancellation";
import { contentHash, findPushed, isThere, type Pushed } from "./pushed-book";
import { overCap } from "./refund-caps";
import { ORDERS_A_CALL } from "./reread-orders";
import { settleById } from "./settle-order";
import type { StoreDesk } from "./store-desk";
import type { Actor } from "./stub-answers";

/** An order that Sendcloud holds for us and that has no parcel yet: worth a look whether it is still there. */
export type WatchedOrder = {
  orderId: string;
  sendcloudId: number;
  externalId: string;
  number: string;
  /** At the marketplace, as Sendcloud was told. */
  createdAt: number;
  /** Names its content there as we know it, with what a person is known to have changed. */
  hash: string;
};

/**
 * What to do for orders that are gone from Sendcloud: `settle` as the store's settings say, `hold` for the word that a
 * person gives for all of them, and then `cancel` or `keep`.
 */
export type Verdict = "settle" | "hold" | "cancel" | "keep";

/** The orders whose place at Sendcloud is to be watched; none that we are taking out, or labelling, ourselves. */
export function watchedOrders({ ports: { sql } }: Pick<StoreDesk, "ports">): WatchedOrder[] {
  return sql
    .all<{ order_id: string; sendcloud_id: number; external_id: string; number: string; created_at: number }>(
      `SELECT p.order_id, p.sendcloud_id, p.external_id, o.number, json_extract(o.content, '$.createdAt') AS created_at FROM pushed p JOIN orders o USING (order_id)
       WHERE p.state = 'there' AND o.open = 1
         AND NOT EXISTS (SELECT 1 FROM parcels b WHERE b.order_id = p.order_id)
         AND NOT EXISTS (SELECT 1 FROM intents i WHERE i.order_id = p.order_id AND i.next_at IS NOT NULL
           AND i.kind IN ('push', 'unpush', 'cancel', 'label'))
       ORDER BY p.order_id`,
    )
    .map((row) => ({
      hash: hashThere(sql, row.order_id),
      orderId: row.order_id,
      sendcloudId: row.sendcloud_id,
      externalId: row.external_id,
      number: row.number,
      createdAt: row.created_at,
    }));
}

function hashThere(sql: Sql, orderId: string): string {
  const pushed = findPushed(sql, orderId);
  return pushed?.there ? contentHash({ ...pushed.content, ...pushed.there }) : (pushed?.hash ?? "");
}

/** Settles orders that vanished from Sendcloud; gives the ids of those that need no second telling. */
export async function settleVanished(
  desk: StoreDesk,
  orderIds: readonly string[],
  verdict: Verdict,
  actor: Actor = PASSERELLE,
): Promise<string[]> {
  const told = orderIds.slice(0, ORDERS_A_CALL);
  const vanished = told.filter((orderId) => isVanished(desk, orderId, verdict));
  const acts = verdict === "cancel" || (verdict === "settle" && desk.store.settings.cancelInMirakl);
  // Whether they may be cancelled, and what is left of them, is the marketplace's to say, now.
  if (acts && !(await readAnew(desk, vanished))) return told.filter((orderId) => !vanished.includes(orderId));
  for (const orderId of vanished) desk.ports.sql.transaction(() => settleOne(desk, orderId, verdict, { acts, actor }));
  return told;
}

async function readAnew(desk: StoreDesk, orderIds: readonly string[]): Promise<boolean> {
  const { sql, now } = desk.ports;
  const stale = orderIds.filter((orderId) => now() - (findBooked(sql, orderId)?.readAt ?? 0) >= FRESH_MS);
  if (stale.length === 0) return true;
  const reply = await desk.mirakl.allOrders({ orderIds: stale });
  if (reply.kind !== "ok") return false;
  await bookOrders(desk, reply.value, false, () => {
    for (const { order } of reply.value.orders) noteRead(sql, order.orderId, now());
  });
  return true;
}

function settleOne(desk: StoreDesk, orderId: string, verdict: Verdict, by: { acts: boolean; actor: Actor }): void {
  const { sql } = desk.ports;
  const booked = findBooked(sql, orderId);
  const pushed = findPushed(sql, orderId);
  // What was read just now may have moved it.
  if (!booked || !pushed || !isVanished(desk, orderId, verdict)) return;
  leaveTombstone(desk, orderId);
  settleById(desk, orderId);
  if (verdict === "cancel" || verdict === "settle") callOff(desk, booked, pushed, by.acts, by.actor);
}

/** True for an order that we knew to be there, or, once a person has decided, for its tombstone. No parcel was ever seen. */
function isVanished({ ports: { sql } }: StoreDesk, orderId: string, verdict: Verdict): boolean {
  const pushed = findPushed(sql, orderId);
  const booked = findBooked(sql, orderId);
  if (!pushed || !booked || booked.quiet || parcelsOf(sql, orderId).length > 0) return false;
  return verdict === "settle" || verdict === "hold" ? isThere(pushed) : pushed.state === "gone";
}

function callOff(desk: StoreDesk, booked: BookedOrder, pushed: Pushed, acts: boolean, actor: Actor): void {
  const { orderId } = booked.order;
  const way = wayOf(desk, booked);
  if (way.how === "none" && (way.why === "over" || way.why === "nothing-left")) return;
  const why = acts ? whyNot(desk, way) : "off";
  if (why === null) {
    planCancellation(desk, orderId, cancellationOf(desk, way, pushed), actor);
    return;
  }
  // What has left and was not to be cancelled by itself was only tidied away there.
  if (why === "off" && way.how === "none" && way.why === "shipped") return;
  const amount = way.how === "refund" ? { amount: way.total } : {};
  askIfCancelled(desk, orderId, "order-cancelled-there", { why, how: way.how, ...amount });
}

/** Why it is left to a person; null when it may go. */
function whyNot(desk: StoreDesk, way: CancellationWay): string | null {
  if (way.how === "none") return way.why;
  if (way.how === "cancel") return null;
  if (way.total.currency !== desk.store.currency) return "currency";
  if (desk.store.settings.refunds.reason === null) return "no-reason";
  return overCap(desk, way.total) === null ? null : "over-cap";
}

function cancellationOf(desk: StoreDesk, way: CancellationWay, { sendcloudId }: Pushed): Cancellation {
  if (way.how !== "refund") return { how: "cancel" };
  const reason = desk.store.settings.refunds.reason ?? "";
  return { ...way, reason, keyOf: (lineId) => `refund:${lineId}:vanished-${sendcloudId}` };
}
