import type { MarketplaceTracking } from "../../domain/order";
import type { CarrierMapping } from "../../domain/store";
import { isFailedReply, readAgain } from "../book-orders";
import type { Check, Effect, ReadBack } from "../effect";
import { recordFact } from "../facts";
import { intentsOf, type Payloads } from "../intents";
import { isTrackingLive } from "../order-book";
import type { StoreDesk } from "../store-desk";
import { clearTellingRefused, raiseTellingRefused } from "../telling-refused";
import { toldByHand } from "../told-by-hand";
import { trackingToSend } from "../tracking-to-send";

type Payload = Payloads["tracking"];

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
    const { orderId, payload } = intent;
    const stale = whyStale(desk, orderId, payload);
    if (stale) return { go: "skip", reason: stale };
    if (!carrierOf(desk, payload)) return { go: "fail", reason: "carrier-unmapped" };
    if (holds(order.tracking, payload)) return { go: "skip", reason: "already" };
    const there = order.tracking.number;
    const isKnown = !there || there === payload.typed?.over || wasSentByUs(desk, orderId, there);
    if (!isKnown) return { go: "park", reason: "different-tracking-there" };
    return { go: "send" };
  },
  async send(desk, intent) {
    const mapping = carrierOf(desk, intent.payload);
    if (!mapping) throw new Error("a carrier lost its mapping between check and send");
    return desk.mirakl.sendTracking(intent.orderId, trackingToSend(mapping, intent.payload));
  },
  async readBack(desk, { orderId, payload }): Promise<ReadBack<"done">> {
    const read = await readAgain(desk, orderId, true);
    if (isFailedReply(read)) return { found: "blind", reply: read };
    return read && holds(read.order.tracking, payload) ? { found: "done", outcome: "done" } : { found: "absent" };
  },
  land(desk, { orderId, payload }) {
    const mapping = carrierOf(desk, payload);
    const carrier = mapping?.to === "carrier" ? mapping.label : (mapping?.name ?? payload.carrierCode);
    recordFact(desk, orderId, "tracking-sent", { carrier, trackingNumber: payload.trackingNumber }, null);
    clearTellingRefused(desk, orderId, "tracking");
    return payload.trackingNumber;
  },
  tellFailure(desk, { orderId }, words) {
    recordFact(desk, orderId, "tracking-failed", { words }, null);
    raiseTellingRefused(desk, orderId, "tracking", words);
  },
};

/** What a person said counts before any label, until a newer label is made. */
function whyStale({ ports: { sql } }: StoreDesk, orderId: string, payload: Payload): string | null {
  const told = toldByHand(sql, orderId);
  if (payload.typed) return told?.at === payload.typed.at ? null : "replaced";
  if (told?.carrier) return "replaced";
  return isTrackingLive(sql, orderId, payload.trackingNumber) ? null : "label-cancelled";
}

function carrierOf({ store }: StoreDesk, { carrierCode, typed }: Payload): CarrierMapping | undefined {
  return typed?.carrier ?? store.settings.carriers[carrierCode];
}

// A label's number names its carrier; what a person typed may only have put the carrier right.
function holds(there: MarketplaceTracking, { trackingNumber, typed }: Payload): boolean {
  if ((there.number ?? "") !== trackingNumber) return false;
  if (!typed) return true;
  const { carrier } = typed;
  return carrier.to === "carrier" ? there.carrierCode === carrier.code : there.carrierName === carrier.name;
}

function wasSentByUs(desk: StoreDesk, orderId: string, number: string): boolean {
  return intentsOf(desk.ports.sql, orderId).some(
    (intent) => intent.kind === "tracking" && intent.state === "done" && intent.payload.trackingNumber === number,
  );
}
