import { isOpen } from "../domain/intent";
import { isLive } from "../domain/parcel";
import type { Check } from "./effect";
import { intentsOf } from "./intents";
import { parcelsOf } from "./order-book";
import { findPushed, isThere } from "./pushed-book";
import type { StoreDesk } from "./store-desk";

const ASK_AGAIN_MS = 30_000;

/**
 * What must go before the marketplace hears that an order is called off: nothing may be packed for a dead order. Null when
 * neither a label nor the order at Sendcloud is left.
 */
export function goodsFirst(desk: StoreDesk, orderId: string): Check | null {
  const { sql, now } = desk.ports;
  const live = parcelsOf(sql, orderId).filter(isLive);
  const pushed = findPushed(sql, orderId);
  if (live.length === 0 && !(pushed && isThere(pushed))) return null;
  if (isClearing(desk, orderId)) return { go: "later", at: now() + ASK_AGAIN_MS };
  return { go: "fail", reason: "label-not-cancellable" };
}

/** True while a label is being voided or the order taken out of Sendcloud. */
function isClearing({ ports: { sql } }: StoreDesk, orderId: string): boolean {
  const isQueued = parcelsOf(sql, orderId).some(({ stage }) => stage === "cancelling");
  const clears = intentsOf(sql, orderId).some(
    ({ kind, state }) => (kind === "cancel-label" || kind === "unpush") && isOpen(state),
  );
  return isQueued || clears;
}

/** The label of the order that is still to be voided, for which its taking out of Sendcloud waits. */
export function isVoiding({ ports: { sql } }: StoreDesk, orderId: string): boolean {
  const isQueued = parcelsOf(sql, orderId).some(({ stage }) => stage === "cancelling");
  return isQueued || intentsOf(sql, orderId).some(({ kind, state }) => kind === "cancel-label" && isOpen(state));
}
