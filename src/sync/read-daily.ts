import type { Parcel } from "../domain/parcel";
import { keep, recall } from "./keeping";
import { applyShipmentNews } from "./parcel-news";
import { clearMissing, raiseMissing } from "./prove-nothing-missing";
import { readLateReturns } from "./read-late-returns";
import { isLost, nextRereadAt, ORDERS_A_CALL, rereadOrders } from "./reread-orders";
import type { StoreDesk } from "./store-desk";

const DAY_MS = 24 * 3_600_000;
/** A cancellation that Sendcloud queued may fail for 14 days (sendcloud.md 3.3): on the next one it is settled. */
const CANCELLING_FOR_MS = 15 * DAY_MS;
const SHIPMENTS_A_CALL = 100;

/** Where today's reading stands: after which order, null between two readings. */
const AFTER = "daily_after";
const DUE = "daily_due_at";

/**
 * Once a day every order of ours that lives is read again by its ids, a hundred a call and a call a minute, and so are
 * the labels whose cancellation is still open (design.md 5). One call at a time: a dead process goes on where it was.
 */
export async function readDaily(desk: StoreDesk): Promise<void> {
  const { sql, now } = desk.ports;
  if (recall(sql, DUE) === null) keep(sql, DUE, now() + DAY_MS);
  const dueAt = nextDailyAt(desk);
  if (dueAt === null || dueAt > now()) return;
  const after = recall<string | null>(sql, AFTER);
  if (after === null) await readCancelling(desk);
  if (after === null) await readLateReturns(desk);
  const ids = livingAfter(desk, after ?? "");
  const seen = ids.length > 0 ? await rereadOrders(desk, ids) : new Map();
  if (!seen) return;
  sql.transaction(() => {
    for (const [orderId, sighting] of seen) {
      if (sighting !== "absent") clearMissing(desk, orderId);
      else if (isLost(desk, orderId)) raiseMissing(desk, orderId, "there");
    }
    const isOver = ids.length < ORDERS_A_CALL;
    keep(sql, AFTER, isOver ? null : (ids.at(-1) ?? null));
    if (isOver) keep(sql, DUE, now() + DAY_MS);
  });
}

/** When the daily reading goes on; null while the store is paused or has not imported yet. */
export function nextDailyAt(desk: StoreDesk): number | null {
  const { sql } = desk.ports;
  const dueAt = recall<number>(sql, DUE);
  if (dueAt === null || desk.store.pausedBecause !== null || recall(sql, "cursor") === null) return null;
  return Math.max(dueAt, nextRereadAt(desk));
}

// It cannot fail the orders: what Sendcloud does not answer today, it may answer tomorrow.
async function readCancelling(desk: StoreDesk): Promise<void> {
  const { sql, now } = desk.ports;
  const rows = sql.all<{ content: string }>(
    "SELECT content FROM parcels WHERE json_extract(content, '$.stage') = 'cancelling'",
  );
  const parcels = rows.map((row) => JSON.parse(row.content) as Parcel);
  const shipmentIds = parcels
    .filter(({ seenAt }) => now() - seenAt < CANCELLING_FOR_MS)
    .map(({ shipmentId }) => shipmentId);
  for (let from = 0; from < shipmentIds.length; from += SHIPMENTS_A_CALL) {
    const reply = await desk.sendcloud.shipments({ shipmentIds: shipmentIds.slice(from, from + SHIPMENTS_A_CALL) });
    if (reply.kind !== "ok") return;
    for (const news of reply.value.rows) applyShipmentNews(desk, news);
  }
}

function livingAfter({ ports: { sql } }: StoreDesk, after: string): string[] {
  const living = "SELECT order_id FROM orders WHERE open = 1 AND order_id > ? ORDER BY order_id LIMIT ?";
  return sql.all<{ order_id: string }>(living, after, ORDERS_A_CALL).map((row) => row.order_id);
}
