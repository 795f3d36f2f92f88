import { fnv1a32 } from "../domain/order-number";
import type { Sql } from "../lib/ports";
import type { SetAsideOrder } from "../mirakl/translate";
import { keep, recall } from "./keeping";
import { queueRow } from "./queue-row";
import { forgetResolved, keepResolved } from "./resolved";
import type { StoreDesk } from "./store-desk";

/** After this many failed bookings an order is set aside, and the poll goes on without it (reliability.md 2.6, F15). */
export const MOST_BOOKING_TRIES = 5;

const FAILED_BOOKINGS = "failed_bookings";

/** Keeps an order that cannot be read or booked, with its JSON and the reason; the same again is no news. */
export function setAside({ ports: { sql, now } }: StoreDesk, aside: SetAsideOrder): void {
  const { reason, raw } = aside;
  const text = JSON.stringify(raw);
  const key = asideKey(aside);
  const [known] = sql.all<{ raw: string; reason: string; at: number }>(
    "SELECT raw, reason, at FROM set_aside WHERE order_id = ?",
    key,
  );
  if (known?.raw === text && known.reason === reason) return;
  const at = known?.at ?? now();
  sql.run(
    `INSERT INTO set_aside (order_id, reason, raw, at) VALUES (?, ?, ?, ?)
     ON CONFLICT (order_id) DO UPDATE SET reason = excluded.reason, raw = excluded.raw`,
    key,
    reason,
    text,
    at,
  );
  forgetResolved(sql, "set_aside_orders", key);
  queueRow(sql, "set_aside_orders", { order_id: key, reason, at, resolved: 0 });
}

/** The order's own id, or a name made of its JSON where it has none. */
export function asideKey({ orderId, raw }: SetAsideOrder): string {
  return orderId || `no-order-id-${fnv1a32(JSON.stringify(raw)).toString(16)}`;
}

/** An order that could be booked after all is no longer set aside. */
export function bringBack({ ports: { sql, now } }: StoreDesk, orderId: string): void {
  if (sql.run("DELETE FROM set_aside WHERE order_id = ?", orderId) === 0) return;
  forgetFailedBookings(sql, orderId);
  const row = { order_id: orderId, reason: "", at: now(), resolved: 1 };
  keepResolved(sql, "set_aside_orders", orderId, row);
  queueRow(sql, "set_aside_orders", row);
}

/** Counts one more failed booking of this order; gives how many in all. */
export function countFailedBooking(sql: Sql, orderId: string): number {
  const failed = recall<Record<string, number>>(sql, FAILED_BOOKINGS) ?? {};
  const times = (failed[orderId] ?? 0) + 1;
  keep(sql, FAILED_BOOKINGS, { ...failed, [orderId]: times });
  return times;
}

function forgetFailedBookings(sql: Sql, orderId: string): void {
  const failed = recall<Record<string, number>>(sql, FAILED_BOOKINGS);
  if (!failed?.[orderId]) return;
  const { [orderId]: _, ...others } = failed;
  keep(sql, FAILED_BOOKINGS, others);
}
