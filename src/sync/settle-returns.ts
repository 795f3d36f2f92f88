import { isSameReturn, mergeReturn, type ReturnSight } from "../domain/return";
import type { ReturnNews } from "../sendcloud/translate-return";
import { clearAttention, raiseAttention } from "./attention";
import { recordFact } from "./facts";
import { findBooked } from "./order-book";
import { planReturnRefund } from "./plan-refund";
import { forgetReturn, noIdItem, refundItem, returnsOf, type SeenReturn, saveReturn } from "./return-book";
import { settleById } from "./settle-order";
import { forgetShownReturn } from "./show-returns";
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
  const { sql, now, id } = desk.ports;
  const [first, ...others] = known.toSorted((a, b) => Number(b.returnId !== null) - Number(a.returnId !== null));
  const before = first && others.reduce((one, other) => joined(one, other), first);
  const next: SeenReturn = before
    ? mergeReturn(before, told)
    : { ...sightOf(told), key: id(), orderId: told.orderId, decided: false, seenAt: now() };
  for (const other of others) {
    forgetReturn(sql, other);
    forgetShownReturn(desk, other);
    for (const item of [noIdItem(other.key), refundItem(other.key)]) clearAttention(desk, item);
  }
  if (next.returnId !== null) clearAttention(desk, noIdItem(next.key));
  const moved = next.stage !== first?.stage;
  if (moved) tellSeen(desk, next);
  const named = next.returnId !== (first?.returnId ?? null);
  // Only news decides: a setting that is switched on later pays for nothing that was seen before.
  const verdict = (moved || named) && !next.decided ? planReturnRefund(desk, next) : null;
  if (verdict?.why && "wantsId" in verdict.why) {
    const details = { trackingNumber: next.trackingNumber, stage: next.stage, returnKey: next.key };
    raiseAttention(desk, { key: noIdItem(next.key), kind: "return-without-id", orderId: next.orderId, details });
  }
  const { why: _, ...undecided } = next;
  saveReturn(sql, verdict?.decided || verdict?.why ? { ...undecided, ...verdict } : next, now());
  settleById(desk, next.orderId);
}

function joined(one: SeenReturn, other: SeenReturn): SeenReturn {
  const why = one.why ?? other.why;
  return { ...mergeReturn(one, other), decided: one.decided || other.decided, ...(why ? { why } : {}) };
}

function sightOf({ returnId, trackingNumber, createdAt, stage, items }: ReturnNews): ReturnSight {
  return { returnId, trackingNumber, createdAt, stage, items };
}

function tellSeen(desk: StoreDesk, { orderId, stage, items, returnId, trackingNumber }: SeenReturn): void {
  const count = items.reduce((sum, { quantity }) => sum + quantity, 0);
  recordFact(desk, orderId, "return-seen", { stage, items: count, returnId, trackingNumber }, null);
}
