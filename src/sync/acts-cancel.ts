import {
  type CancellationWay,
  cancellableLines,
  cancellationWay,
  partOf,
  type ReversalPart,
} from "../domain/cancellation";
import type { OrderLine } from "../domain/order";
import { isLive } from "../domain/parcel";
import { recordFact } from "./facts";
import { findIntentByKey } from "./intents";
import { may } from "./may";
import { type BookedOrder, findBooked, parcelsOf } from "./order-book";
import { planCancellation } from "./plan-cancellation";
import { plan } from "./plan-intent";
import { planNext } from "./plan-next";
import { plannedCancellation, plannedClearance } from "./planned-cancellation";
import { findPushed, isThere } from "./pushed-book";
import { overCap } from "./refund-caps";
import { refuse } from "./refusals";
import { reversalsAhead } from "./reversals-ahead";
import { settleById } from "./settle-order";
import { marketplaceRules, type StoreDesk } from "./store-desk";
import type { Actor, ActResult, RefusalCode } from "./stub-answers";
import type { CancelLinesWish, CancellationView, CancelWish } from "./stub-orders";
import { takeBack, UNDO_MS } from "./undo";

/** What calling an order off would mean now, for the page that asks. */
export function cancellationOf(desk: StoreDesk, orderId: string): CancellationView | null {
  const { sql } = desk.ports;
  const booked = findBooked(sql, orderId);
  if (!booked) return null;
  const { cancelReason, refunds } = desk.store.settings;
  const rules = marketplaceRules(desk);
  const way = wayOf(desk, booked);
  const total = way.how === "refund" ? way.total : null;
  const pushed = findPushed(sql, orderId);
  return {
    way: way.how,
    why: way.how === "none" ? way.why : null,
    allowed: may(desk, booked, "cancel-order"),
    total,
    isOverCap: total !== null && overCap(desk, total) !== null,
    hasLabel: parcelsOf(sql, orderId).some(isLive),
    isPushed: pushed !== null && isThere(pushed),
    lines: mayTakeOff(desk, booked)
      ? cancellableLines(booked.order).map(({ lineId, title, quantity }) => ({ lineId, title, quantity }))
      : [],
    cancelReasons: (rules?.cancelReasons ?? []).map(({ code, label }) => ({ code, label })),
    refundReasons: (rules?.refundReasons ?? []).map(({ code, label }) => ({ code, label })),
    cancelReason,
    refundReason: refunds.reason,
  };
}

/** Calls the whole order off: at the marketplace by OR29, or by a refund of all that is left where it must be one. */
export function cancelOrder(desk: StoreDesk, orderId: string, actor: Actor, wish: CancelWish | null = null): ActResult {
  const booked = findBooked(desk.ports.sql, orderId);
  if (!booked) return refused("not-found");
  const nonce = wish?.nonce ?? "";
  const keyOf = (lineId: string) => `refund:manual:${lineId}:${nonce}`;
  if (isAskedAlready(desk, booked, keyOf)) return { result: "under-way" };
  const way = wayOf(desk, booked);
  if (way.how === "none" || !may(desk, booked, "cancel-order")) return refused("not-allowed-now");
  // What the page said before the click is what happens, or nothing.
  if (way.how !== (wish?.expects ?? "cancel")) return refused(wish ? "order-changed" : "not-allowed-now");
  const reason = wish?.reason ?? desk.store.settings.refunds.reason;
  if (way.how === "refund" && !isReason(desk, "refundReasons", reason)) return refused("reason-missing", "reason");
  if (way.how === "refund" && overCap(desk, way.total) !== null && !wish?.overCap) return refused("refund-over-cap");
  desk.ports.sql.transaction(() => {
    planCancellation(desk, orderId, way.how === "cancel" ? way : { ...way, reason: reason ?? "", keyOf }, actor);
  });
  return { result: "under-way" };
}

// The second click of a double click, or the same form once more.
function isAskedAlready(
  { ports: { sql } }: StoreDesk,
  { order }: BookedOrder,
  keyOf: (lineId: string) => string,
): boolean {
  const isWaiting = findIntentByKey(sql, `cancel:${order.orderId}`)?.state === "planned";
  return isWaiting || order.lines.some(({ lineId }) => findIntentByKey(sql, keyOf(lineId)) !== null);
}

/** Takes pieces of some lines off an order before it leaves (OR30), one intent a line. */
export function cancelLines(desk: StoreDesk, orderId: string, actor: Actor, wish: CancelLinesWish): ActResult {
  const booked = findBooked(desk.ports.sql, orderId);
  if (!booked) return refused("not-found");
  const wanted = Object.entries(wish.quantities).filter(([, quantity]) => quantity > 0);
  const keyOf = (lineId: string) => `cancel:${orderId}:${lineId}:${wish.nonce}`;
  if (wanted.some(([lineId]) => findIntentByKey(desk.ports.sql, keyOf(lineId)))) return { result: "under-way" };
  if (!mayTakeOff(desk, booked)) return refused("not-allowed-now");
  if (wanted.length === 0) return refused("nothing-chosen", "quantities");
  if (!isReason(desk, "cancelReasons", wish.reason)) return refused("reason-missing", "reason");
  const parts = partsOf(desk, booked, wanted);
  if (!parts) return refused("refund-over-rest", "quantities");
  desk.ports.sql.transaction(() => {
    for (const part of parts) {
      const payload = { ...part, reason: wish.reason, returnId: null };
      const businessKey = keyOf(part.lineId);
      plan(desk, { kind: "cancel-line", businessKey, orderId, payload, actor, nextAt: desk.ports.now() + UNDO_MS });
    }
    const pieces = parts.reduce((sum, { quantity }) => sum + quantity, 0);
    recordFact(desk, orderId, "cancel-asked", { how: "lines", quantity: pieces }, actor.name);
    settleById(desk, orderId);
  });
  return { result: "under-way" };
}

function partsOf(desk: StoreDesk, { order }: BookedOrder, wanted: [string, number][]): ReversalPart[] | null {
  const lines = cancellableLines(order);
  const parts = wanted.flatMap(([lineId, quantity]) => {
    const line = lines.find((one) => one.lineId === lineId);
    return (line && partOf(line, quantity, reversalsAhead(desk, order.orderId, line))) ?? [];
  });
  return parts.length === wanted.length ? parts : null;
}

/** Takes a cancellation back while nothing of it has left; what was to be cleared away for it stays. */
export function undoCancellation(desk: StoreDesk, orderId: string, actor: Actor): ActResult {
  const { sql } = desk.ports;
  const planned = plannedCancellation(sql, orderId);
  if (planned.length === 0) return refused("undo-too-late");
  sql.transaction(() => {
    takeBack(desk, [...planned, ...plannedClearance(sql, orderId)], actor);
    recordFact(desk, orderId, "cancel-undone", {}, actor.name);
    planNext(desk, orderId, settleById(desk, orderId));
  });
  return { result: "done" };
}

export function wayOf(desk: StoreDesk, { order }: BookedOrder): CancellationWay {
  return cancellationWay(order, (line: OrderLine) => reversalsAhead(desk, order.orderId, line));
}

// A label that lives holds the pieces: it is voided first, by hand.
function mayTakeOff(desk: StoreDesk, booked: BookedOrder): boolean {
  return may(desk, booked, "cancel-order") && !parcelsOf(desk.ports.sql, booked.order.orderId).some(isLive);
}

function isReason(desk: StoreDesk, list: "cancelReasons" | "refundReasons", reason: string | null): boolean {
  const known = marketplaceRules(desk)?.[list] ?? [];
  return reason !== null && reason !== "" && (known.length === 0 || known.some(({ code }) => code === reason));
}

function refused(code: RefusalCode, field?: string): ActResult {
  return { result: "refused", refusal: field === undefined ? refuse(code) : refuse(code, "", field) };
}
