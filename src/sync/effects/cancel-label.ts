import { isLive, isScanned, type Parcel, type ParcelStage } from "../../domain/parcel";
import type { FailedReply, Reply } from "../../lib/http";
import type { ShipmentNews } from "../../sendcloud/translate-shipment";
import type { Check, Effect, ReadBack } from "../effect";
import { recordFact } from "../facts";
import type { Intent } from "../intents";
import { parcelsOf, saveParcel } from "../order-book";
import { queueParcel } from "../settle-order";
import type { StoreDesk } from "../store-desk";

type Cancellation = "cancelled" | "queued";

/** Voids a label. "queued" is not cancelled yet: the parcel's own news says how it ends (sendcloud.md 3.3). */
export const cancelLabel: Effect<"cancel-label", Cancellation> = {
  kind: "cancel-label",
  name: "cancel",
  remote: "sendcloud",
  async check(desk, intent): Promise<Check> {
    const reply = await desk.sendcloud.shipment(intent.payload.shipmentId);
    if (reply.kind !== "ok") return { go: "blind", reply };
    const stages = stagesOf(reply.value);
    if (isScanned({ stage: stages[0] ?? "unknown" }))
      return { go: "fail", reason: "label-not-cancellable", words: wordsOf(reply.value) };
    return { go: "send" };
  },
  async send(desk, { payload }): Promise<Reply<Cancellation>> {
    const reply = await desk.sendcloud.cancel(payload.shipmentId);
    return reply.kind === "ok" ? { ...reply, value: reply.value.cancellation } : reply;
  },
  async readBack(desk, { payload }): Promise<ReadBack<Cancellation>> {
    const reply = await desk.sendcloud.shipment(payload.shipmentId);
    if (reply.kind !== "ok") return { found: "blind", reply: reply satisfies FailedReply };
    const stages = stagesOf(reply.value);
    if (stages.every((stage) => stage === "cancelled")) return { found: "done", outcome: "cancelled" };
    if (stages.includes("cancelling")) return { found: "done", outcome: "queued" };
    return { found: "failed", reason: "label-not-cancellable", words: wordsOf(reply.value) };
  },
  land(desk, intent, outcome) {
    const parcel = parcelOf(desk, intent);
    if (parcel && isLive(parcel)) {
      const stage: ParcelStage = outcome === "cancelled" ? "cancelled" : "cancelling";
      // The answer names no moment of the remote's, and our clock is another: what counts as older stays as it was.
      const changed = { ...parcel, stage };
      saveParcel(desk.ports.sql, intent.orderId, changed);
      queueParcel(desk.ports.sql, intent.orderId, changed);
    }
    recordFact(
      desk,
      intent.orderId,
      outcome === "cancelled" ? "label-cancelled" : "label-cancel-queued",
      {},
      intent.actor.name,
    );
    return intent.payload.shipmentId;
  },
  tellFailure(desk, { orderId }, words) {
    recordFact(desk, orderId, "label-cancel-refused", { words }, null);
  },
};

function parcelOf(desk: StoreDesk, { orderId, payload }: Intent<"cancel-label">): Parcel | undefined {
  return parcelsOf(desk.ports.sql, orderId).find((parcel) => parcel.shipmentId === payload.shipmentId);
}

function stagesOf(shipment: ShipmentNews): ParcelStage[] {
  return shipment.parcels.map((parcel) => parcel.stage);
}

function wordsOf(shipment: ShipmentNews): string {
  return shipment.parcels[0]?.statusText ?? "";
}
