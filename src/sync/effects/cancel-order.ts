import { isOpen } from "../../domain/intent";
import { isLive } from "../../domain/parcel";
import { isFailedReply, readAgain } from "../book-orders";
import type { Check, Effect, ReadBack } from "../effect";
import { recordFact } from "../facts";
import { intentsOf } from "../intents";
import { parcelsOf } from "../order-book";
import { findPushed, isThere } from "../pushed-book";
import type { StoreDesk } from "../store-desk";

const ASK_AGAIN_MS = 30_000;
const GONE = new Set(["shipped", "to-collect", "received", "closed"]);

/** OR29: the whole order. Mirakl refuses it twice, and once the order has left (mirakl.md 3.8). */
export const cancel: Effect<"cancel", "done"> = {
  kind: "cancel",
  name: "OR29",
  remote: "mirakl",
  async check(desk, { orderId }): Promise<Check> {
    const read = await readAgain(desk, orderId, false);
    if (isFailedReply(read)) return { go: "blind", reply: read };
    if (!read) return { go: "fail", reason: "not-found" };
    if (read.order.state === "canceled") return { go: "skip", reason: "already" };
    if (!read.order.canCancel) return { go: "fail", reason: "not-allowed-now", words: read.order.stateText };
    return checkGoods(desk, orderId);
  },
  send: (desk, { orderId }) => desk.mirakl.cancel(orderId),
  async readBack(desk, { orderId }): Promise<ReadBack<"done">> {
    const read = await readAgain(desk, orderId, true);
    if (isFailedReply(read)) return { found: "blind", reply: read };
    if (read?.order.state === "canceled") return { found: "done", outcome: "done" };
    if (read && GONE.has(read.order.state))
      return { found: "failed", reason: "order-over", words: read.order.stateText };
    return { found: "absent" };
  },
  land(desk, { orderId, actor }) {
    recordFact(desk, orderId, "order-cancelled", {}, actor.name);
    return orderId;
  },
  tellFailure(desk, { orderId }, words) {
    recordFact(desk, orderId, "cancel-failed", { words }, null);
  },
};

// A label, or the order at Sendcloud, goes first: nothing may be packed for a dead order.
function checkGoods(desk: StoreDesk, orderId: string): Check {
  const { sql, now } = desk.ports;
  const live = parcelsOf(sql, orderId).filter(isLive);
  const pushed = findPushed(sql, orderId);
  if (live.length === 0 && !(pushed && isThere(pushed))) return { go: "send" };
  const clearing = intentsOf(sql, orderId).some(
    ({ kind, state }) => (kind === "cancel-label" || kind === "unpush") && isOpen(state),
  );
  if (clearing || live.some(({ stage }) => stage === "cancelling")) return { go: "later", at: now() + ASK_AGAIN_MS };
  return { go: "fail", reason: "label-not-cancellable" };
}
