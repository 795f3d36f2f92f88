import { moneyGoing, REFUNDABLE, type ReversalWish } from "../domain/refund";
import { type ReturnStage, refundOfReturn } from "../domain/return";
import type { RefundSettings } from "../domain/store";
import { raiseAttention } from "./attention";
import { recordFact } from "./facts";
import { findBooked } from "./order-book";
import { plan } from "./plan-intent";
import { countRefund, overCap, sumOf } from "./refund-caps";
import { refundsOfReturn, termsOf } from "./refund-terms";
import { refundItem, type SeenReturn } from "./return-book";
import { reversalsAhead } from "./reversals-ahead";
import type { StoreDesk } from "./store-desk";
import { UNDO_MS } from "./undo";

/** What became of a return's refund, and what of it is kept on the return. */
export type Verdict = Pick<SeenReturn, "decided" | "why">;

const NOT_DUE: Verdict = { decided: false };

/**
 * Plans the refunds that a return entitles to, as the store's settings say, once for each return, in the synchronous
 * block of the news; each leaves when a person has had the time to undo it. What a person must decide says why.
 */
export function planReturnRefund(desk: StoreDesk, seen: SeenReturn): Verdict {
  const booked = findBooked(desk.ports.sql, seen.orderId);
  const terms = termsOf(desk);
  const hasReason = [null, ...seen.items.map(({ reason }) => reason)].some((told) => terms.reasonOf(told) !== null);
  if (!booked || booked.quiet || !hasReason || !isDue(desk.store.settings.refunds.when, seen.stage)) return NOT_DUE;
  if (refundsOfReturn(desk, seen).length > 0) return { decided: true };
  const refund = REFUNDABLE.has(booked.order.state)
    ? refundOfReturn(booked.order, seen.items, (line) => reversalsAhead(desk, seen.orderId, line), terms)
    : { byHand: "order-over" as const };
  if ("byHand" in refund)
    return leaveToAPerson(desk, seen, { kind: "refund-by-hand", why: refund.byHand }, { byHand: refund.byHand });
  if (seen.returnId === null) return { decided: false, why: { wantsId: true } };
  return planWithinCaps(desk, seen, seen.returnId, refund.wishes);
}

function isDue(when: RefundSettings["when"], stage: ReturnStage): boolean {
  if (when === "back") return stage === "back";
  return when === "created" && (stage === "announced" || stage === "on-its-way" || stage === "back");
}

function planWithinCaps(desk: StoreDesk, seen: SeenReturn, returnId: string, wishes: ReversalWish[]): Verdict {
  const { orderId, key } = seen;
  const amount = sumOf(wishes.map(moneyGoing)) ?? { minor: 0, currency: desk.store.currency };
  const cap = overCap(desk, amount);
  if (cap) return leaveToAPerson(desk, seen, { kind: "refund-over-cap", cap, amount }, { overCap: cap });
  const nextAt = desk.ports.now() + UNDO_MS;
  for (const wish of wishes) {
    const businessKey = `refund:${wish.lineId}:${returnId}`;
    plan(desk, { kind: "refund", businessKey, orderId, payload: { ...wish, returnId, returnKey: key }, nextAt });
  }
  countRefund(desk, amount);
  return { decided: true };
}

type Left = { kind: "refund-by-hand" | "refund-over-cap" } & Record<string, unknown>;

function leaveToAPerson(
  desk: StoreDesk,
  { orderId, returnId, key }: SeenReturn,
  { kind, ...details }: Left,
  why: Verdict["why"] & object,
): Verdict {
  recordFact(desk, orderId, kind, { ...details, returnId }, null);
  raiseAttention(desk, { key: refundItem(key), kind, orderId, details: { ...details, returnKey: key } });
  return { decided: true, why };
}
