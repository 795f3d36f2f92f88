import type { Order, OrderLine } from "../domain/order";
import { moneyGoing, type ReversalWish, restOf, whyNoRefund, whyRefused, withTaxes } from "../domain/refund";
import { lineOf, returnedByLine } from "../domain/return";
import { clearAttention } from "./attention";
import { recordFact } from "./facts";
import { findIntentByKey } from "./intents";
import { may } from "./may";
import { findBooked } from "./order-book";
import { plan } from "./plan-intent";
import { countRefund, leftToday, overCap, sumOf } from "./refund-caps";
import { refundsOfReturn, termsOf } from "./refund-terms";
import { refuse } from "./refusals";
import { findReturn, noIdItem, refundItem, type SeenReturn, saveReturn } from "./return-book";
import { reversalsAhead } from "./reversals-ahead";
import { settleById } from "./settle-order";
import { marketplaceRules, type StoreDesk } from "./store-desk";
import type { Actor, ActResult, RefusalCode } from "./stub-answers";
import type { RefundOfferResult, RefundRequest } from "./stub-orders";
import { UNDO_MS } from "./undo";

/** What may go back on each line of an order now, and what of it a return would give back. */
export function offerRefund(desk: StoreDesk, orderId: string, returnKey: string | null): RefundOfferResult {
  const booked = findBooked(desk.ports.sql, orderId);
  const seen = returnKey === null ? null : findReturn(desk.ports.sql, orderId, returnKey);
  if (!booked || (returnKey !== null && !seen)) return refused("not-found");
  const { order } = booked;
  const { reasonOf, withShipping, currency } = termsOf(desk);
  const returned = seen ? returnedOf(order, seen) : new Map<OrderLine, number>();
  const told = seen?.items.find(({ reason }) => reason !== null)?.reason ?? null;
  return {
    result: "offer",
    offer: {
      currency: order.total.currency,
      taxesOnTop: order.taxesOnTop === true,
      lines: order.lines.map((line) => {
        const ahead = reversalsAhead(desk, orderId, line);
        const rest = restOf(line, ahead);
        const { lineId, title, offerSku: sku, unitPrice } = line;
        const wanted = Math.min(returned.get(line) ?? 0, Math.max(0, rest.quantity));
        return { lineId, title, sku, unitPrice, ...rest, wanted, why: whyNoRefund(order, line, ahead) };
      }),
      reasons: (marketplaceRules(desk)?.refundReasons ?? []).map(({ code, label }) => ({ code, label })),
      reason: reasonOf(told),
      withShipping,
      caps: { largest: { minor: desk.store.settings.refunds.largestMinor, currency }, leftToday: leftToday(desk) },
      ofReturn: seen && { returnKey: seen.key, isMatched: isMatched(order, seen), isPaid: isPaid(desk, seen) },
    },
  };
}

/** The items of a return that are of one line for sure; a person ticks the rest. */
function returnedOf(order: Order, { items }: SeenReturn): Map<OrderLine, number> {
  const quantities = new Map<OrderLine, number>();
  for (const item of items) {
    const line = lineOf(order, item);
    if (line) quantities.set(line, (quantities.get(line) ?? 0) + item.quantity);
  }
  return quantities;
}

function isMatched(order: Order, { items }: SeenReturn): boolean {
  return (returnedByLine(order, items)?.size ?? 0) > 0;
}

function isPaid(desk: StoreDesk, seen: SeenReturn): boolean {
  return refundsOfReturn(desk, seen).some(({ state }) => state !== "skipped" && state !== "failed");
}

/** Plans what a person asked for, each line an intent of its own; it leaves when the undo window has closed. */
export function refundByHand(desk: StoreDesk, request: RefundRequest, actor: Actor): ActResult {
  const { orderId, returnKey, nonce, reason } = request;
  const { sql } = desk.ports;
  const booked = findBooked(sql, orderId);
  const seen = returnKey === null ? null : findReturn(sql, orderId, returnKey);
  if (!booked || (returnKey !== null && !seen)) return refused("not-found");
  const keyOf = (lineId: string) => `refund:manual:${lineId}:${nonce}`;
  if (request.lines.some(({ lineId }) => findIntentByKey(sql, keyOf(lineId)) !== null)) return { result: "under-way" };
  if (seen && isPaid(desk, seen)) return refused("already-decided");
  if (request.lines.length === 0) return refused("nothing-chosen", "lines");
  if (!marketplaceRules(desk)?.refundReasons?.some(({ code }) => code === reason))
    return refused("reason-missing", "reason");
  const wishes: ReversalWish[] = [];
  for (const line of request.lines) {
    const wish = wishOf(desk, booked.order, line, reason);
    if (typeof wish === "string") return refused(wish, `amount.${line.lineId}`);
    wishes.push(wish);
  }
  if (!may(desk, booked, "refund")) return refused("not-allowed-now");
  const amount = sumOf(wishes.map(moneyGoing));
  if (!amount) return refused("refund-currency");
  if (!request.overCap && overCap(desk, amount)) return refused("refund-over-cap");
  sql.transaction(() => {
    const ofReturn = { returnId: seen?.returnId ?? null, ...(seen ? { returnKey: seen.key } : {}) };
    for (const wish of wishes) {
      const payload = { ...wish, ...ofReturn };
      const nextAt = desk.ports.now() + UNDO_MS;
      plan(desk, { kind: "refund", businessKey: keyOf(wish.lineId), orderId, payload, actor, nextAt });
    }
    countRefund(desk, amount);
    if (seen) settleReturn(desk, { ...seen, decided: true });
    settleById(desk, orderId);
  });
  return { result: "under-way" };
}

function wishOf(
  desk: StoreDesk,
  order: Order,
  { lineId, quantity, amount, shipping }: RefundRequest["lines"][number],
  reason: string,
): ReversalWish | RefusalCode {
  const line = order.lines.find((one) => one.lineId === lineId);
  if (!line) return "not-found";
  const ahead = reversalsAhead(desk, order.orderId, line);
  const wish: ReversalWish = { lineId, quantity, amount, shipping, reason };
  // The amount is held against what the line holds now, our own open wishes included; the form is never believed.
  return whyRefused(order, line, wish, ahead) ?? withTaxes(wish, order, line, ahead);
}

/** A person says that a return gives nothing back. */
export function dismissReturn(desk: StoreDesk, orderId: string, returnKey: string, actor: Actor): ActResult {
  const seen = findReturn(desk.ports.sql, orderId, returnKey);
  if (!seen) return refused("not-found");
  if (seen.dismissedBy !== undefined) return { result: "done" };
  if (isPaid(desk, seen)) return refused("already-decided");
  desk.ports.sql.transaction(() => {
    settleReturn(desk, { ...seen, decided: true, dismissedBy: actor.name });
    const { returnId, trackingNumber } = seen;
    recordFact(desk, orderId, "return-dismissed", { returnId, trackingNumber }, actor.name);
    settleById(desk, orderId);
  });
  return { result: "done" };
}

function settleReturn(desk: StoreDesk, seen: SeenReturn): void {
  saveReturn(desk.ports.sql, seen, desk.ports.now());
  for (const item of [refundItem(seen.key), noIdItem(seen.key)]) clearAttention(desk, item);
}

function refused(code: RefusalCode, field?: string) {
  return { result: "refused", refusal: refuse(code, "", field) } as const;
}
