import type { OutboxRow, OutboxTarget } from "../db/outbox";
import type { Sql } from "../lib/ports";

/** Keeps the last word on what left the object but stays in D1 as settled: a rebuilt store has that row too. */
export function keepResolved(sql: Sql, target: OutboxTarget, key: string, row: OutboxRow): void {
  sql.run(
    `INSERT INTO resolved (target, row_key, content) VALUES (?, ?, ?)
     ON CONFLICT (target, row_key) DO UPDATE SET content = excluded.content`,
    target,
    key,
    JSON.stringify(row),
  );
}

/** It is open again. */
export function forgetResolved(sql: Sql, target: OutboxTarget, key: string): void {
  sql.run("DELETE FROM resolved WHERE target = ? AND row_key = ?", target, key);
}
