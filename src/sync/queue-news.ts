import type { OutboxRow } from "../db/outbox";
import { remember } from "../lib/memo";
import type { Sql } from "../lib/ports";
import { queueRow } from "./queue-row";

/** Queues a row unless D1 was told just that already: each row costs a write there. */
export function queueNews(sql: Sql, target: "orders" | "order_lines" | "returns", key: string, row: OutboxRow): void {
  const place = `told ${target} ${key}`;
  const text = JSON.stringify(row);
  if (sql.memo.get(place) === text) return;
  queueRow(sql, target, row);
  remember(sql, place, text);
}
