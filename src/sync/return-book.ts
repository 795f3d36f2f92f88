import type { ByHand, ReturnSight } from "../domain/return";
import { remembered } from "../lib/memo";
import type { Sql } from "../lib/ports";

/**
 * A return of ours. `key` never changes once given; `decided` when its refund was planned or left to a person, for
 * whom `why` says what stood in the way.
 */
export type SeenReturn = ReturnSight & {
  key: string;
  orderId: string;
  decided: boolean;
  seenAt?: number;
  why?: { byHand: ByHand } | { overCap: "largest" | "daily" } | { wantsId: true };
  /** A person said that no money goes back for it. */
  dismissedBy?: string;
};

export function returnsOf(sql: Sql, orderId: string): readonly SeenReturn[] {
  return remembered(sql, returnsPlace(orderId), () =>
    sql
      .all<{ content: string }>("SELECT content FROM returns WHERE order_id = ? ORDER BY return_key", orderId)
      .map(({ content }) => JSON.parse(content) as SeenReturn),
  );
}

export function findReturn(sql: Sql, orderId: string, key: string): SeenReturn | null {
  return returnsOf(sql, orderId).find((one) => one.key === key) ?? null;
}

export function saveReturn(sql: Sql, seen: SeenReturn, at: number): void {
  sql.run(
    `INSERT INTO returns (return_key, order_id, return_id, tracking_number, created_at, content, stage, at)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (return_key) DO UPDATE SET return_id = excluded.return_id,
     tracking_number = excluded.tracking_number, created_at = excluded.created_at, content = excluded.content,
     stage = excluded.stage, at = excluded.at`,
    seen.key,
    seen.orderId,
    seen.returnId,
    seen.trackingNumber,
    seen.createdAt,
    JSON.stringify(seen),
    seen.stage,
    at,
  );
  sql.memo.delete(returnsPlace(seen.orderId));
}

/** Two looks turned out to be one return: this row's name is no longer used. */
export function forgetReturn(sql: Sql, { key, orderId }: SeenReturn): void {
  sql.run("DELETE FROM returns WHERE return_key = ?", key);
  sql.memo.delete(returnsPlace(orderId));
}

/** Returns made before a moment whose goods have not arrived, those looked at longest ago first. */
export function returnsOnTheirWay(sql: Sql, made: { from: number; before: number }, limit: number): SeenReturn[] {
  return sql
    .all<{ content: string }>(
      `SELECT content FROM returns WHERE created_at >= ? AND created_at < ? AND stage IN ('announced', 'on-its-way')
       ORDER BY created_at LIMIT ?`,
      made.from,
      made.before,
      limit,
    )
    .map(({ content }) => JSON.parse(content) as SeenReturn);
}

/** What the list of what waits for a person calls a return's refund, and a return that nobody's id proves. */
export const refundItem = (key: string) => `refund:${key}`;
export const noIdItem = (key: string) => `return-without-id:${key}`;

const returnsPlace = (orderId: string) => `returns ${orderId}`;
