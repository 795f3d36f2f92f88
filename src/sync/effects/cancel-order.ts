import { isFailedReply, readAgain } from "../book-orders";
import { askIfCancelled } from "../cancelled-there";
import type { Check, Effect, ReadBack } from "../effect";
import { recordFact } from "../facts";
import { goodsFirst } from "../goods-at-hand";
import { PASSERELLE } from "../intents";
import { planNext } from "../plan-next";
import { settleById } from "../settle-order";

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
    return goodsFirst(desk, orderId) ?? { go: "send" };
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
  tellFailure(desk, { orderId, actor }, words) {
    recordFact(desk, orderId, "cancel-failed", { words }, null);
    // Nobody waits for what went by itself.
    if (actor.personId === PASSERELLE.personId)
      askIfCancelled(desk, orderId, "order-cancelled-there", { why: "failed", how: "cancel" });
    // What changed meanwhile was not sent for an order that was being called off.
    planNext(desk, orderId, settleById(desk, orderId));
  },
};
