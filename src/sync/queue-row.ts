import type { OutboxRow, OutboxTarget } from "../db/outbox";
import type { Sql } from "../lib/ports";

/** Puts a row on its way to D1. Its sequence number is its version. */
export function queueRow(sql: Sql, target: OutboxTarget, row: OutboxRow): void {
  sql.run("INSERT INTO outbox (target, content) VALUES (?, ?)", target, JSON.stringify(row));
}
