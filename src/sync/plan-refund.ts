import { isOpen } from "../domain/intent";
import type { OrderLine } from "../domain/order";
import type { ReversalWish } from "../domain/refund";
import { type ReturnSight, refundOfReturn } from "../domain/return";
import type { RefundSettings } from "../domain/store";
import { recordFact } from "./facts";
import { type AnyIntent, intentsOf } from "./intents";
import { keep, recall } from "./keeping";
import { findBooked } from "./order-book";
import { plan } from "./plan-intent";
import type { StoreDesk } from "./store-desk";

/** The cap of a day counts by UTC days: the object does not know the workspace's time zone. */
const DAY_MS = 86_400_000;
const SPENT = "refunded_on_day";

/** A return of ours. `key` never changes once given; `decided` when its refund was planned or left to a person. */
export type SeenReturn = ReturnSight & { key: string; orderId: string; decided: boolean };

/**
 * Plans the refunds that a return entitles to, as the store's settings say, once for each return, in the synchronous
 * block of the news. `decided`: planned, or left to a person with the reason told; `wants-id`: it would have paid, but
 * nobody's id proves the return.
 */
export function planReturnRefund(desk: StoreDesk, seen: SeenReturn): "decided" | "wants-id" | "not-due" {
  const booked = findBooked(desk.ports.sql, seen.orderId);
  const { when, reason, withShipping } = desk.store.settings.refunds;
  if (!booked || booked.quiet || reason === null || !isDue(when, seen.stage)) return "not-due";
  const terms = { reason, withShipping, currency: desk.store.currency };
  const refund = refundOfReturn(booked.order, seen.items, (line) => aheadOf(desk, seen.orderId, line), terms);
  if ("byHand" in refund) return leaveToAPerson(desk, seen, "refund-by-hand", { why: refund.byHand });
  if (seen.returnId === null) return "wants-id";
  return planWithinCaps(desk, seen, seen.returnId, refund.wishes);
}

function isDue(when: RefundSettings["when"], stage: SeenReturn["stage"]): boolean {
  if (when === "back") return stage === "back";
  return when === "created" && (stage === "announced" || stage === "on-its-way" || stage === "back");
}

function planWithinCaps(desk: StoreDesk, seen: SeenReturn, returnId: string, wishes: ReversalWish[]): "decided" {
  const { sql, now } = desk.ports;
  const { orderId } = seen;
  const { largestMinor, dailyMinor } = desk.store.settings.refunds;
  const minor = wishes.reduce((sum, { amount, shipping }) => sum + amount.minor + shipping.minor, 0);
  const day = Math.floor(now() / DAY_MS);
  const spent = recall<{ day: number; minor: number }>(sql, SPENT);
  const today = spent?.day === day ? spent.minor : 0;
  const cap = minor > largestMinor ? "largest" : today + minor > dailyMinor ? "daily" : null;
  if (cap) {
    const amount = { minor, currency: desk.store.currency };
    return leaveToAPerson(desk, seen, "refund-over-cap", { cap, amount });
  }
  for (const wish of wishes) {
    const businessKey = `refund:${wish.lineId}:${returnId}`;
    plan(desk, { kind: "refund", businessKey, orderId, payload: { ...wish, returnId }, nextAt: now() });
  }
  keep(sql, SPENT, { day, minor: today + minor });
  return "decided";
}

function leaveToAPerson(desk: StoreDesk, { orderId, returnId }: SeenReturn, kind: string, details: object): "decided" {
  recordFact(desk, orderId, kind, { ...details, returnId }, null);
  return "decided";
}

/** Our own wishes on a line that the marketplace does not show yet: open, parked, or done since its last word. */
function aheadOf(desk: StoreDesk, orderId: string, line: OrderLine): ReversalWish[] {
  const shown = new Set([...line.refunds, ...line.cancelations].map(({ id }) => id));
  return intentsOf(desk.ports.sql, orderId).flatMap((intent) => {
    const reverses = intent.kind === "refund" || intent.kind === "cancel-line";
    if (!reverses || intent.payload.lineId !== line.lineId) return [];
    return isAhead(intent, shown) ? [intent.payload] : [];
  });
}

function isAhead({ state, remoteRef }: AnyIntent, shown: ReadonlySet<string>): boolean {
  if (state === "done") return remoteRef !== null && !shown.has(remoteRef);
  return isOpen(state) || state === "parked";
}
