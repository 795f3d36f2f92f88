import { isFailedReply, readAgain } from "../book-orders";
import type { Check, Effect, ReadBack } from "../effect";
import { recordFact } from "../facts";

/** OR04: writes our number into the order's reference for the seller (mirakl.md 3.9). A repeat overwrites. */
export const reference: Effect<"reference", "done"> = {
  kind: "reference",
  name: "OR04",
  remote: "mirakl",
  async check(desk, { orderId, payload }): Promise<Check> {
    const read = await readAgain(desk, orderId, false);
    if (isFailedReply(read)) return { go: "blind", reply: read };
    if (!read) return { go: "fail", reason: "not-found" };
    return read.order.references.seller === payload.number ? { go: "skip", reason: "already" } : { go: "send" };
  },
  send: (desk, { orderId, payload }) => desk.mirakl.setReference(orderId, payload.number),
  async readBack(desk, { orderId, payload }): Promise<ReadBack<"done">> {
    const read = await readAgain(desk, orderId, true);
    if (isFailedReply(read)) return { found: "blind", reply: read };
    return read?.order.references.seller === payload.number ? { found: "done", outcome: "done" } : { found: "absent" };
  },
  land(desk, { orderId, payload }) {
    recordFact(desk, orderId, "reference-sent", { number: payload.number }, null);
    return payload.number;
  },
  tellFailure(desk, { orderId }, words) {
    recordFact(desk, orderId, "reference-failed", { words }, null);
  },
};
