import { LATEST_COMMIT_MS } from "../../domain/intent-policy";
import { isLive } from "../../domain/parcel";
import type { Reply } from "../../lib/http";
import type { PushedOrder } from "../../sendcloud/push";
import type { Check, Effect, ReadBack } from "../effect";
import { recordFact } from "../facts";
import { isVoiding } from "../goods-at-hand";
import { intentsOf, type Payloads } from "../intents";
import { leaveTombstone } from "../leave-tombstone";
import { findBooked, parcelsOf } from "../order-book";
import { applyShipmentNews } from "../parcel-news";
import { findPushed } from "../pushed-book";
import type { StoreDesk } from "../store-desk";

const ASK_AGAIN_MS = 30_000;

/** DELETE /orders/{id}: takes an order out of Sendcloud for good; what stays here is a tombstone (sendcloud.md 6.7). */
export const unpush: Effect<"unpush", "done"> = {
  kind: "unpush",
  name: "delete-orders",
  remote: "sendcloud",
  async check(desk, { orderId, payload }): Promise<Check> {
    const lands = latestPush(desk, orderId);
    if (lands > desk.ports.now()) return { go: "later", at: lands };
    if (isVoiding(desk, orderId)) return { go: "later", at: desk.ports.now() + ASK_AGAIN_MS };
    if (parcelsOf(desk.ports.sql, orderId).some(isLive)) return { go: "fail", reason: "label-not-cancellable" };
    const parcels = await desk.sendcloud.shipments({ orderNumber: findBooked(desk.ports.sql, orderId)?.number ?? "" });
    if (parcels.kind !== "ok") return { go: "blind", reply: parcels };
    // A label that was made there just now is told by nobody yet.
    for (const news of parcels.value.rows) applyShipmentNews(desk, news);
    if (parcelsOf(desk.ports.sql, orderId).some(isLive)) return { go: "later", at: desk.ports.now() };
    const reply = await whatIsThere(desk, orderId, payload);
    if (reply.kind !== "ok") return { go: "blind", reply };
    return reply.value ? { go: "send" } : { go: "look" };
  },
  async send(desk, { orderId, payload }) {
    const there = latestPush(desk, orderId) > 0 ? await whatIsThere(desk, orderId, payload) : null;
    if (there && there.kind !== "ok") return there;
    const reply = await desk.sendcloud.deleteOrder(there?.value?.id ?? payload.sendcloudId);
    if (reply.kind !== "ok") return reply;
    // Its label may be made here from now on: only what is no more to be found is gone.
    const gone = await whatIsThere(desk, orderId, payload);
    if (gone.kind === "ok" && gone.value === null) return { ...reply, value: "done" as const };
    return { kind: "unknown", why: "accepted", status: reply.status, message: "" };
  },
  async readBack(desk, { orderId, payload }): Promise<ReadBack<"done">> {
    const reply = await whatIsThere(desk, orderId, payload);
    if (reply.kind !== "ok") return { found: "blind", reply };
    return reply.value ? { found: "absent" } : { found: "done", outcome: "done" };
  },
  land(desk, { orderId, payload }) {
    leaveTombstone(desk, orderId);
    return String(payload.sendcloudId);
  },
  tellFailure(desk, { orderId }, words) {
    recordFact(desk, orderId, "unpush-failed", { words }, null);
  },
};

/** The order as Sendcloud holds it now. A push that landed late made it anew, under another id. */
async function whatIsThere(
  desk: StoreDesk,
  orderId: string,
  { sendcloudId }: Payloads["unpush"],
): Promise<Reply<PushedOrder | null>> {
  const reply = await desk.sendcloud.order(sendcloudId);
  const pushed = findPushed(desk.ports.sql, orderId);
  if (reply.kind !== "ok" || reply.value || !pushed || latestPush(desk, orderId) === 0) return reply;
  return desk.sendcloud.findOrder(pushed.externalId, desk.account.integrationId);
}

// A push without a proof may land as late as any commit, and would bring back what was deleted.
function latestPush(desk: StoreDesk, orderId: string): number {
  const doubtful = intentsOf(desk.ports.sql, orderId).filter(
    ({ kind, sends }) => (kind === "push" || kind === "patch") && sends > 1,
  );
  return Math.max(0, ...doubtful.map(({ sentAt }) => (sentAt ?? 0) + LATEST_COMMIT_MS));
}
