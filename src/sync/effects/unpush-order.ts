import { LATEST_COMMIT_MS } from "../../domain/intent-policy";
import { isLive } from "../../domain/parcel";
import type { Check, Effect, ReadBack } from "../effect";
import { recordFact } from "../facts";
import { intentsOf } from "../intents";
import { findBooked, parcelsOf, saveBooked } from "../order-book";
import { findPushed, savePushed } from "../pushed-book";
import type { StoreDesk } from "../store-desk";

/** DELETE /orders/{id}: takes an order out of Sendcloud for good; what stays here is a tombstone (sendcloud.md 6.7). */
export const unpush: Effect<"unpush", "done"> = {
  kind: "unpush",
  name: "delete-orders",
  remote: "sendcloud",
  async check(desk, { orderId, payload }): Promise<Check> {
    const lands = latestPush(desk, orderId);
    if (lands > desk.ports.now()) return { go: "later", at: lands };
    if (parcelsOf(desk.ports.sql, orderId).some(isLive)) return { go: "fail", reason: "label-not-cancellable" };
    const reply = await desk.sendcloud.order(payload.sendcloudId);
    if (reply.kind !== "ok") return { go: "blind", reply };
    return reply.value ? { go: "send" } : { go: "look" };
  },
  async send(desk, { payload }) {
    const reply = await desk.sendcloud.deleteOrder(payload.sendcloudId);
    return reply.kind === "ok" ? { ...reply, value: "done" as const } : reply;
  },
  async readBack(desk, { payload }): Promise<ReadBack<"done">> {
    const reply = await desk.sendcloud.order(payload.sendcloudId);
    if (reply.kind !== "ok") return { found: "blind", reply };
    return reply.value ? { found: "absent" } : { found: "done", outcome: "done" };
  },
  land(desk, { orderId, payload }) {
    const { sql, now } = desk.ports;
    const pushed = findPushed(sql, orderId);
    const booked = findBooked(sql, orderId);
    if (pushed) savePushed(sql, { ...pushed, state: "gone", at: now() });
    if (booked) saveBooked(sql, { ...booked, place: "here" }, true);
    recordFact(desk, orderId, "push-deleted", { number: booked?.number ?? "" }, null);
    return String(payload.sendcloudId);
  },
  tellFailure(desk, { orderId }, words) {
    recordFact(desk, orderId, "unpush-failed", { words }, null);
  },
};

// A push without a proof may land as late as any commit, and would bring back what was deleted.
function latestPush(desk: StoreDesk, orderId: string): number {
  const doubtful = intentsOf(desk.ports.sql, orderId).filter(
    ({ kind, sends }) => (kind === "push" || kind === "patch") && sends > 1,
  );
  return Math.max(0, ...doubtful.map(({ sentAt }) => (sentAt ?? 0) + LATEST_COMMIT_MS));
}
