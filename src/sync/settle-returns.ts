import { isSameReturn, mergeReturn, type ReturnSight } from "../domain/return";
import type { Sql } from "../lib/ports";
import type { ReturnNews } from "../sendcloud/translate-return";
import { clearAttention, raiseAttention } from "./attention";
import { recordFact } from "./facts";
import { findBooked } from "./order-book";
import { planReturnRefund, type SeenReturn } from "./plan-refund";
import type { StoreDesk } from "./store-desk";

/** News of a return, and the order that its number names. */
export type OwnReturn = ReturnNews & { orderId: string };

/**
 * Books what Sendcloud says of a return; false when its order is not here. A webhook's look, which has an id, and the
 * list's, which may have none, may come in any order and twice: they meet in one row (design.md 5).
 */
export function applyReturnNews(desk: StoreDesk, told: OwnReturn): boolean {
  const { sql } = desk.ports;
  const { orderId } = told;
  if (!findBooked(sql, orderId)) return false;
  const known = returnsOf(sql, orderId).filter((one) => isSameReturn(one, told));
  // A look without an id that fits two returns with different ids tells nothing of either.
  if (new Set(known.flatMap(({ returnId }) => returnId ?? [])).size > 1) return true;
  sql.transaction(() => bookReturn(desk, known, told));
  return true;
}

function bookReturn(desk: StoreDesk, known: SeenReturn[], told: OwnReturn): void {
  const { sql } = desk.ports;
  const [first, ...others] = known.toSorted((a, b) => Number(b.returnId !== null) - Number(a.returnId !== null));
  const before = first && others.reduce((one, other) => joined(one, other), first);
  const next: SeenReturn = before
    ? mergeReturn(before, told)
    : { ...sightOf(told), key: desk.ports.id(), orderId: told.orderId, decided: false };
  for (const { key } of others) {
    sql.run("DELETE FROM returns WHERE return_key = ?", key);
    clearAttention(desk, noIdItem(key));
  }
  if (next.returnId !== null) clearAttention(desk, noIdItem(next.key));
  const moved = next.stage !== first?.stage;
  if (moved) tellSeen(desk, next);
  const named = next.returnId !== (first?.returnId ?? null);
  // Only news decides: a setting that is switched on later pays for nothing that was seen before.
  const verdict = (moved || named) && !next.decided ? planReturnRefund(desk, next) : null;
  if (verdict === "wants-id") {
    const details = { trackingNumber: next.trackingNumber, stage: next.stage };
    raiseAttention(desk, { key: noIdItem(next.key), kind: "return-without-id", orderId: next.orderId, details });
  }
  saveReturn(desk, { ...next, decided: next.decided || verdict === "decided" });
}

function joined(one: SeenReturn, other: SeenReturn): SeenReturn {
  return { ...mergeReturn(one, other), decided: one.decided || other.decided };
}

function sightOf({ returnId, trackingNumber, createdAt, stage, items }: ReturnNews): ReturnSight {
  return { returnId, trackingNumber, createdAt, stage, items };
}

function tellSeen(desk: StoreDesk, { orderId, stage, items, returnId, trackingNumber }: SeenReturn): void {
  const count = items.reduce((sum, { quantity }) => sum + quantity, 0);
  recordFact(desk, orderId, "return-seen", { stage, items: count, returnId, trackingNumber }, null);
}

function noIdItem(key: string): string {
  return `return-without-id:${key}`;
}

function returnsOf(sql: Sql, orderId: string): SeenReturn[] {
  return sql
    .all<{ content: string }>("SELECT content FROM returns WHERE order_id = ? ORDER BY return_key", orderId)
    .map(({ content }) => JSON.parse(content) as SeenReturn);
}

function saveReturn({ ports: { sql, now } }: StoreDesk, seen: SeenReturn): void {
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
    now(),
  );
}
