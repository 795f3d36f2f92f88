import type { MarketplaceShipment } from "../../mirakl/translate";
import { isFailedReply, readAgain } from "../book-orders";
import type { Check, Effect, ReadBack } from "../effect";
import { recordFact } from "../facts";
import type { Intent } from "../intents";
import { isTrackingLive } from "../order-book";
import { clearTellingRefused, raiseTellingRefused } from "../telling-refused";
import { trackingToSend } from "../tracking-to-send";

type Shipping = Intent<"shipment">;

/** ST01: one of several parcels of an order, where the marketplace knows that (mirakl.md 3.6). */
export const shipment: Effect<"shipment", { shipmentId: string }> = {
  kind: "shipment",
  name: "ST01",
  remote: "mirakl",
  async check(desk, intent): Promise<Check> {
    const read = await readAgain(desk, intent.orderId, false);
    if (isFailedReply(read)) return { go: "blind", reply: read };
    if (!read) return { go: "fail", reason: "not-found" };
    const { order } = read;
    if (order.state !== "shipping") return { go: "skip", reason: "order-over" };
    if (!isTrackingLive(desk.ports.sql, intent.orderId, intent.payload.trackingNumber))
      return { go: "skip", reason: "label-cancelled" };
    if (!desk.store.settings.carriers[intent.payload.carrierCode]) return { go: "fail", reason: "carrier-unmapped" };
    const there = await desk.mirakl.shipments(intent.orderId);
    if (there.kind !== "ok") return { go: "blind", reply: there };
    if (there.value.some((one) => isThis(one, intent))) return { go: "look" };
    const fits = intent.payload.lines.every(({ lineId, quantity }) => {
      const line = order.lines.find((one) => one.lineId === lineId);
      return line !== undefined && shippedOf(there.value, lineId) + quantity <= line.quantity;
    });
    if (!fits) return { go: "park", reason: "someone-else-acted" };
    return { go: "send", baseline: intent.baseline ?? { ids: there.value.map(({ shipmentId }) => shipmentId) } };
  },
  async send(desk, { orderId, payload }) {
    const mapping = desk.store.settings.carriers[payload.carrierCode];
    if (!mapping) throw new Error("a carrier lost its mapping between check and send");
    return desk.mirakl.createShipment({
      orderId,
      lines: payload.lines,
      tracking: trackingToSend(mapping, payload),
      shipped: true,
    });
  },
  async readBack(desk, intent): Promise<ReadBack<{ shipmentId: string }>> {
    const there = await desk.mirakl.shipments(intent.orderId);
    if (there.kind !== "ok") return { found: "blind", reply: there };
    const [found, ...more] = there.value.filter((one) => isThis(one, intent));
    if (more.length > 0) return { found: "conflict", reason: "not-explained" };
    return found ? { found: "done", outcome: { shipmentId: found.shipmentId } } : { found: "absent" };
  },
  land(desk, { orderId, payload }, { shipmentId }) {
    recordFact(desk, orderId, "shipment-created", { trackingNumber: payload.trackingNumber }, null);
    clearTellingRefused(desk, orderId, "shipment");
    return shipmentId;
  },
  tellFailure(desk, { orderId }, words) {
    recordFact(desk, orderId, "shipment-failed", { words }, null);
    raiseTellingRefused(desk, orderId, "shipment", words);
  },
};

function isThis({ trackingNumber, lines }: MarketplaceShipment, { payload }: Shipping): boolean {
  if (trackingNumber !== payload.trackingNumber) return false;
  const quantities = new Map(lines.map(({ lineId, quantity }) => [lineId, quantity]));
  return (
    quantities.size === payload.lines.length &&
    payload.lines.every(({ lineId, quantity }) => quantities.get(lineId) === quantity)
  );
}

function shippedOf(shipments: readonly MarketplaceShipment[], lineId: string): number {
  const lines = shipments.filter(({ status }) => status !== "CANCELED").flatMap((one) => one.lines);
  return lines.reduce((sum, line) => sum + (line.lineId === lineId ? line.quantity : 0), 0);
}
