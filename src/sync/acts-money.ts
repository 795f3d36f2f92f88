import type { Money } from "../domain/money";
import { fitsRest, restOf } from "../domain/refund";
import { carryOut } from "./carry-out";
import { findIntentByKey } from "./intents";
import { findBooked } from "./order-book";
import { planUnpush } from "./plan-next";
import { findPushed, isThere } from "./pushed-book";
import { refuse } from "./refusals";
import { reversalsAhead } from "./reversals-ahead";
import type { StoreDesk } from "./store-desk";
import type { Actor, ActResult } from "./stub-answers";

/** What a person asks of one line; `nonce` names the form he filled in, so that sending it twice is once. */
export type LineWish = {
  orderId: string;
  lineId: string;
  quantity: number;
  amount: Money;
  shipping: Money;
  reason: string;
  nonce: string;
};

/** Sends money back on one line (OR28), or takes a quantity off it before it leaves (OR30). */
export async function reverseLine(
  desk: StoreDesk,
  kind: "refund" | "cancel-line",
  wish: LineWish,
  actor: Actor,
): Promise<ActResult> {
  const { orderId, lineId, nonce } = wish;
  const businessKey = kind === "refund" ? `refund:manual:${lineId}:${nonce}` : `cancel:${orderId}:${lineId}:${nonce}`;
  const line = findBooked(desk.ports.sql, orderId)?.order.lines.find((one) => one.lineId === lineId);
  if (!line) return { result: "refused", refusal: refuse("not-found") };
  const { quantity, amount, shipping, reason } = wish;
  const payload = { lineId, quantity, amount, shipping, reason, returnId: null };
  const isNew = findIntentByKey(desk.ports.sql, businessKey) === null;
  // The amount is computed against what the line holds now, our own open wishes included; the form is never believed.
  if (isNew && !fitsRest(payload, restOf(line, reversalsAhead(desk, orderId, line))))
    return { result: "refused", refusal: refuse("refund-over-rest") };
  return carryOut(desk, { kind, businessKey, orderId, payload, actor });
}

/** Writes our number into the marketplace's reference for the seller (OR04). */
export async function writeReference(desk: StoreDesk, orderId: string, actor: Actor): Promise<ActResult> {
  const booked = findBooked(desk.ports.sql, orderId);
  if (!booked) return { result: "refused", refusal: refuse("not-found") };
  const { number } = booked;
  const businessKey = `ref:${orderId}:${number}`;
  return carryOut(desk, { kind: "reference", businessKey, orderId, payload: { number }, actor });
}

/** Takes a pushed order back, so that its label can be made here (design.md 2). */
export function takeBack(desk: StoreDesk, orderId: string): ActResult {
  const pushed = findPushed(desk.ports.sql, orderId);
  if (!pushed || !isThere(pushed)) return { result: "refused", refusal: refuse("not-allowed-now") };
  desk.ports.sql.transaction(() => planUnpush(desk, pushed));
  return { result: "under-way" };
}
