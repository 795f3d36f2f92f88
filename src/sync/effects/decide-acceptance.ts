import type { Order } from "../../domain/order";
import { isFailedReply, readAgain } from "../book-orders";
import type { Check, Effect, ReadBack } from "../effect";
import { recordFact } from "../facts";
import { guardAcceptance, nextAcceptanceAt, takeTurn } from "../hold-back";
import { acceptsByItselfKey } from "../plan-acceptance";
import type { StoreDesk } from "../store-desk";

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
    async check(desk, intent): Promise<Check> {
      const { orderId, payload } = intent;
      const isOurs = intent.businessKey === acceptsByItselfKey(orderId);
      const wait = isOurs ? waitForTurn(desk, orderId) : null;
      if (wait) return wait;
      const read = await readAgain(desk, orderId, false);
      if (isFailedReply(read)) return { go: "blind", reply: read };
      if (!read) return { go: "fail", reason: "not-found" };
      const { order } = read;
      if (order.state === "waiting-acceptance") {
        if (!sameLines(order, payload.lineIds)) return { go: "fail", reason: "order-changed" };
        return isOurs ? acceptGuarded(desk, order) : { go: "send" };
      }
      // What we would have done by ourselves, and another did or undid, asks for nobody.
      if (isOurs && !intent.wasUnknown) return { go: "skip", reason: "already" };
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

// The settings may have changed since it was planned, and only so many go within an hour.
function waitForTurn(desk: StoreDesk, orderId: string): Check | null {
  if (desk.store.settings.acceptance.how === "by-hand") return { go: "skip", reason: "by-hand" };
  const at = nextAcceptanceAt(desk, orderId);
  return at > desk.ports.now() ? { go: "later", at } : null;
}

async function acceptGuarded(desk: StoreDesk, order: Order): Promise<Check> {
  const objection = await guardAcceptance(desk, order);
  // Others of this store may have taken the last turn while the offers were read.
  const wait = objection ?? waitForTurn(desk, order.orderId);
  if (wait) return wait;
  takeTurn(desk, order.orderId);
  return { go: "send" };
}

function wentOurWay(kind: "accept" | "refuse", order: Order): boolean {
  return AGAINST.has(order.state) === (kind === "refuse");
}

function sameLines(order: Order, lineIds: readonly string[]): boolean {
  const now = new Set(order.lines.map((line) => line.lineId));
  return now.size === lineIds.length && lineIds.every((lineId) => now.has(lineId));
}
