import type { CancellationWay } from "../domain/cancellation";
import { isLive, isScanned } from "../domain/parcel";
import { dropIfAnswered } from "./cancelled-there";
import { recordFact } from "./facts";
import { parcelsOf } from "./order-book";
import { plan } from "./plan-intent";
import { planUnpush } from "./plan-next";
import { findPushed, isThere } from "./pushed-book";
import { countRefund } from "./refund-caps";
import { settleById } from "./settle-order";
import type { StoreDesk } from "./store-desk";
import type { Actor } from "./stub-answers";
import { UNDO_MS } from "./undo";

/** A way that leads somewhere; a refund says the marketplace's reason, and what makes its business key. */
export type Cancellation =
  | { how: "cancel" }
  | (Extract<CancellationWay, { how: "refund" }> & { reason: string; keyOf(lineId: string): string });

/**
 * Plans that an order is called off, in a synchronous block of the caller: its label is voided and its copy at Sendcloud
 * deleted first, then the marketplace hears of it. All of it waits for the undo window.
 */
export function planCancellation(desk: StoreDesk, orderId: string, cancellation: Cancellation, actor: Actor): void {
  const nextAt = desk.ports.now() + UNDO_MS;
  planGoodsAway(desk, orderId, actor, nextAt);
  if (cancellation.how === "cancel") {
    plan(desk, { kind: "cancel", businessKey: `cancel:${orderId}`, orderId, payload: {}, actor, nextAt });
  } else {
    const { parts, total, reason, keyOf } = cancellation;
    for (const part of parts) {
      const payload = { ...part, reason, returnId: null, afterGoods: true } as const;
      plan(desk, { kind: "refund", businessKey: keyOf(part.lineId), orderId, payload, actor, nextAt });
    }
    countRefund(desk, total);
  }
  const amount = cancellation.how === "refund" ? { amount: cancellation.total } : {};
  recordFact(desk, orderId, "cancel-asked", { how: cancellation.how, ...amount }, actor.name);
  dropIfAnswered(desk, orderId, settleById(desk, orderId)?.row ?? 0);
}

function planGoodsAway(desk: StoreDesk, orderId: string, actor: Actor, nextAt: number): void {
  const { sql } = desk.ports;
  for (const parcel of parcelsOf(sql, orderId)) {
    if (!isLive(parcel) || isScanned(parcel) || parcel.stage === "cancelling") continue;
    const { parcelNo, generation, shipmentId } = parcel;
    const payload = { parcelNo, generation, shipmentId };
    plan(desk, { kind: "cancel-label", businessKey: `cancel-label:${shipmentId}`, orderId, payload, actor, nextAt });
  }
  const pushed = findPushed(sql, orderId);
  if (pushed && isThere(pushed)) planUnpush(desk, pushed, nextAt);
}
