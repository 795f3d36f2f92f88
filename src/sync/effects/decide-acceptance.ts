import type { Order } from "../../domain/order";
import { isFailedReply, readAgain } from "../book-orders";
import type { Check, Effect, ReadBack } from "../effect";
import { recordFact } from "../facts";

const AGAINST = new Set(["refused", "canceled"]);

/** OR21 with every line accepted. Mirakl refuses it twice, so a repeat is harmless (reliability.md 2.1). */
export const accept = decision("accept");
/** OR21 with every line refused: that is how an order is refused as a whole (mirakl.md 3.8). */
export const refuse = decision("refuse");

function decision<K extends "accept" | "refuse">(kind: K): Effect<K, "done"> {
  return {
    kind,
    name: "OR21",
    remote: "mirakl",
    async check(desk, { orderId, payload }): Promise<Check> {
      const read = await readAgain(desk, orderId, false);
      if (isFailedReply(read)) return { go: "blind", reply: read };
      if (!read) return { go: "fail", reason: "not-found" };
      const { order } = read;
      if (order.state === "waiting-acceptance") {
        return sameLines(order, payload.lineIds) ? { go: "send" } : { go: "fail", reason: "order-changed" };
      }
      return wentOurWay(kind, order) ? { go: "skip", reason: "already" } : { go: "park", reason: "opposite-happened" };
    },
    send: (desk, { orderId, payload }) =>
      desk.mirakl.decideLines(
        orderId,
        payload.lineIds.map((lineId) => ({ lineId, accepted: kind === "accept" })),
      ),
    async readBack(desk, { orderId }): Promise<ReadBack<"done">> {
      const read = await readAgain(desk, orderId, true);
      if (isFailedReply(read)) return { found: "blind", reply: read };
      if (!read || read.order.state === "waiting-acceptance") return { found: "absent" };
      if (wentOurWay(kind, read.order)) return { found: "done", outcome: "done" };
      return { found: "conflict", reason: "opposite-happened" };
    },
    land(desk, { orderId, actor }) {
      recordFact(desk, orderId, kind === "accept" ? "accepted" : "refused", {}, actor.name);
      return null;
    },
    tellFailure(desk, { orderId }, words) {
      recordFact(desk, orderId, "acceptance-failed", { words }, null);
    },
  };
}

function wentOurWay(kind: "accept" | "refuse", order: Order): boolean {
  return AGAINST.has(order.state) === (kind === "refuse");
}

function sameLines(order: Order, lineIds: readonly string[]): boolean {
  const now = new Set(order.lines.map((line) => line.lineId));
  return now.size === lineIds.length && lineIds.every((lineId) => now.has(lineId));
}
