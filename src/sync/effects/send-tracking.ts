import { isFailedReply, readAgain } from "../book-orders";
import type { Check, Effect, ReadBack } from "../effect";
import { recordFact } from "../facts";
import { intentsOf } from "../intents";
import { isTrackingLive } from "../order-book";
import type { StoreDesk } from "../store-desk";
import { trackingToSend } from "../tracking-to-send";

/** OR23: overwrites what is there, so it is safe to repeat, but never over a number that is not ours (design.md 5). */
export const tracking: Effect<"tracking", "done"> = {
  kind: "tracking",
  name: "OR23",
  remote: "mirakl",
  async check(desk, intent): Promise<Check> {
    const read = await readAgain(desk, intent.orderId, false);
    if (isFailedReply(read)) return { go: "blind", reply: read };
    if (!read) return { go: "fail", reason: "not-found" };
    const { order } = read;
    if (order.state !== "shipping" && order.state !== "shipped") return { go: "skip", reason: "order-over" };
    if (!isTrackingLive(desk.ports.sql, intent.orderId, intent.payload.trackingNumber))
      return { go: "skip", reason: "label-cancelled" };
    if (!desk.store.settings.carriers[intent.payload.carrierCode]) return { go: "fail", reason: "carrier-unmapped" };
    const there = order.tracking.number;
    if (there === intent.payload.trackingNumber) return { go: "skip", reason: "already" };
    if (there && !wasSentByUs(desk, intent.orderId, there)) return { go: "park", reason: "different-tracking-there" };
    return { go: "send" };
  },
  async send(desk, intent) {
    const mapping = desk.store.settings.carriers[intent.payload.carrierCode];
    if (!mapping) throw new Error("a carrier lost its mapping between check and send");
    return desk.mirakl.sendTracking(intent.orderId, trackingToSend(mapping, intent.payload));
  },
  async readBack(desk, { orderId, payload }): Promise<ReadBack<"done">> {
    const read = await readAgain(desk, orderId, true);
    if (isFailedReply(read)) return { found: "blind", reply: read };
    const there = read?.order.tracking.number;
    return there === payload.trackingNumber ? { found: "done", outcome: "done" } : { found: "absent" };
  },
  land(desk, { orderId, payload }) {
    const mapping = desk.store.settings.carriers[payload.carrierCode];
    const carrier = mapping?.to === "carrier" ? mapping.label : (mapping?.name ?? payload.carrierCode);
    recordFact(desk, orderId, "tracking-sent", { carrier, trackingNumber: payload.trackingNumber }, null);
    return payload.trackingNumber;
  },
  tellFailure(desk, { orderId }, words) {
    recordFact(desk, orderId, "tracking-failed", { words }, null);
  },
};

function wasSentByUs(desk: StoreDesk, orderId: string, number: string): boolean {
  return intentsOf(desk.ports.sql, orderId).some(
    (intent) => intent.kind === "tracking" && intent.state === "done" && intent.payload.trackingNumber === number,
  );
}
