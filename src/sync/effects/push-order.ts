import { orderState } from "../../domain/order-state";
import type { Reply } from "../../lib/http";
import { isFailedReply, readAgain } from "../book-orders";
import { pushOf } from "../build-push";
import type { Check, Effect, ReadBack } from "../effect";
import { recordFact } from "../facts";
import { findBooked, saveBooked } from "../order-book";
import { contentHash, findPushed, savePushed } from "../pushed-book";
import { stateInput } from "../settle-order";
import type { StoreDesk } from "../store-desk";

/** Rows of design.md 5a in which an order may go to Sendcloud, or be sent there again with other lines. */
const PUSHABLE = new Set([17, 19, 20]);

/**
 * POST /orders: puts an order into Sendcloud's incoming orders, or its new lines over the old ones. Sendcloud saves
 * later than it answers (sendcloud.md 2.1), so only a read-back proves it; a repeat is an upsert.
 */
export const push: Effect<"push", { sendcloudId: number }> = {
  kind: "push",
  name: "post-orders",
  remote: "sendcloud",
  async check(desk, { orderId, payload }): Promise<Check> {
    const read = await readAgain(desk, orderId, false);
    if (isFailedReply(read)) return { go: "blind", reply: read };
    if (!read) return { go: "fail", reason: "not-found" };
    const pushed = findPushed(desk.ports.sql, orderId);
    if (pushed?.state === "gone" && pushed.generation >= payload.generation)
      return { go: "skip", reason: "deleted-there" };
    const verdict = orderState(stateInput(desk, read));
    if (!verdict || !PUSHABLE.has(verdict.row)) return { go: "skip", reason: "order-over" };
    return pushOf(desk, read)?.hash === payload.hash ? { go: "send" } : { go: "skip", reason: "order-changed" };
  },
  async send(desk, { orderId }): Promise<Reply<{ sendcloudId: number }>> {
    const wanted = bookedPush(desk, orderId);
    if (!wanted) throw new Error("a pushable order is gone between check and send");
    const reply = await desk.sendcloud.pushOrder(wanted.body);
    return reply.kind === "ok" ? { kind: "unknown", why: "accepted", status: reply.status, message: "" } : reply;
  },
  async readBack(desk, { orderId, payload }): Promise<ReadBack<{ sendcloudId: number }>> {
    const reply = await desk.sendcloud.findOrder(payload.externalId, desk.account.integrationId);
    if (reply.kind !== "ok") return { found: "blind", reply };
    if (!reply.value) return { found: "absent" };
    const { id: sendcloudId, ...there } = reply.value;
    if (contentHash(there) === payload.hash) return { found: "done", outcome: { sendcloudId } };
    const before = findPushed(desk.ports.sql, orderId);
    return contentHash(there) === before?.hash
      ? { found: "absent" }
      : { found: "conflict", reason: "someone-else-acted" };
  },
  land(desk, { orderId, payload }, { sendcloudId }) {
    const { sql, now } = desk.ports;
    const { generation, externalId, hash } = payload;
    const wanted = bookedPush(desk, orderId);
    const content = wanted?.hash === hash ? wanted.content : (findPushed(sql, orderId)?.content ?? wanted?.content);
    if (!content) throw new Error("a pushed order has no content");
    savePushed(sql, { orderId, generation, externalId, sendcloudId, hash, content, state: "there", at: now() });
    const booked = findBooked(sql, orderId);
    if (booked) saveBooked(sql, { ...booked, place: "sendcloud" }, true);
    recordFact(desk, orderId, "pushed", { number: booked?.number ?? "" }, null);
    return String(sendcloudId);
  },
  tellFailure(desk, { orderId }, words) {
    recordFact(desk, orderId, "push-failed", { words }, null);
  },
};

function bookedPush(desk: StoreDesk, orderId: string) {
  const booked = findBooked(desk.ports.sql, orderId);
  return booked && pushOf(desk, booked);
}
