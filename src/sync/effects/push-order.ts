import { orderState } from "../../domain/order-state";
import type { Reply } from "../../lib/http";
import { PROCESSING_WAIT_MS } from "../../sendcloud/order-calls";
import type { PushedOrder } from "../../sendcloud/push";
import { answersOf, isStillProcessing } from "../../sendcloud/push-answers";
import { isFailedReply, readAgain } from "../book-orders";
import { pushOf } from "../build-push";
import { noteThere } from "../changed-there";
import type { Check, Effect, ReadBack } from "../effect";
import { recordFact } from "../facts";
import { type Intent, intentsOf, type Payloads } from "../intents";
import { findBooked, saveBooked } from "../order-book";
import { planNext } from "../plan-next";
import { contentHash, findPushed, isThere, type Pushed, savePushed } from "../pushed-book";
import { settleById, stateInput } from "../settle-order";
import type { StoreDesk } from "../store-desk";

/** Rows of design.md 5a in which an order may go to Sendcloud, or be sent there again with other lines. */
const PUSHABLE = new Set([17, 19, 20]);
const CANCELLING = 11;
const ASK_AGAIN_MS = 30_000;
const CHANGED = { kind: "not-sent", why: "order-changed" } as const;

/**
 * POST /orders: puts an order into Sendcloud's incoming orders, or its new lines over the old ones. Sendcloud saves
 * later than it answers (sendcloud.md 2.1), so only a read-back proves it; a repeat is an upsert.
 */
export const push: Effect<"push", PushedOrder> = {
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
    // What is being cancelled may stay after all, and nothing else would bring it to Sendcloud then.
    if (verdict?.row === CANCELLING) return { go: "later", at: desk.ports.now() + ASK_AGAIN_MS };
    if (!verdict || !PUSHABLE.has(verdict.row)) return { go: "skip", reason: "order-over" };
    if (pushOf(desk, read)?.hash !== payload.hash) {
      // What it is now may have come while it could not be pushed.
      desk.ports.sql.transaction(() => planNext(desk, orderId, verdict));
      return { go: "skip", reason: "order-changed" };
    }
    if (pushed && isThere(pushed)) return checkThere(desk, pushed, payload.hash);
    return checkLanded(desk, orderId, payload);
  },
  async send(desk, { orderId, payload }): Promise<Reply<PushedOrder>> {
    const wanted = bookedPush(desk, orderId);
    // It changed again since the check: the next check sees it.
    if (wanted?.hash !== payload.hash) return CHANGED;
    const reply = await desk.sendcloud.pushOrder(wanted.body);
    return reply.kind === "ok" ? { kind: "unknown", why: "accepted", status: reply.status, message: "" } : reply;
  },
  async readBack(desk, { orderId, payload }): Promise<ReadBack<PushedOrder>> {
    const reply = await desk.sendcloud.findOrder(payload.externalId, desk.account.integrationId);
    if (reply.kind !== "ok") return { found: "blind", reply };
    if (!reply.value) return { found: "absent" };
    const { id: _, ...there } = reply.value;
    if (contentHash(there) === payload.hash) return { found: "done", outcome: reply.value };
    const before = findPushed(desk.ports.sql, orderId);
    return contentHash(there) === before?.hash
      ? { found: "absent" }
      : { found: "conflict", reason: "someone-else-acted" };
  },
  async sendMany(desk, intents) {
    const bodies = intents.map(({ orderId, payload }) => {
      const wanted = bookedPush(desk, orderId);
      return wanted?.hash === payload.hash ? wanted.body : null;
    });
    const sent = bodies.filter((body) => body !== null);
    const reply = sent.length === 0 ? CHANGED : await desk.sendcloud.pushOrders(sent);
    const now = desk.ports.now();
    const isBusy = isStillProcessing(reply);
    // An order that stays busy must not hold up the others: they part after the first wait.
    if (isBusy && intents.some(hasWaited)) return "split";
    const busy = { kind: "wait", until: now + PROCESSING_WAIT_MS, alone: true } as const;
    const answers = answersOf(isBusy ? busy : reply, sent.length, now);
    if (!answers) return "split";
    return bodies.map((body) => (body && answers.shift()) || CHANGED);
  },
  async readBackMany(desk, intents) {
    const wanted = new Set(intents.map(({ payload }) => payload.externalId));
    const reply = await desk.sendcloud.newestOrders(desk.account.integrationId, wanted);
    if (reply.kind !== "ok") return intents.map(() => null);
    const there = Map.groupBy(reply.value, ({ externalOrderId }) => externalOrderId);
    return intents.map(({ payload }) => {
      const [row, ...more] = there.get(payload.externalId) ?? [];
      if (!row || more.length > 0) return null;
      const { id: _, ...content } = row;
      return contentHash(content) === payload.hash ? { found: "done", outcome: row } : null;
    });
  },
  land(desk, { orderId, payload }, { id: sendcloudId, ...content }) {
    const { sql, now } = desk.ports;
    const { generation, externalId, hash } = payload;
    savePushed(sql, { orderId, generation, externalId, sendcloudId, hash, content, state: "there", at: now() });
    const booked = findBooked(sql, orderId);
    if (booked) saveBooked(sql, { ...booked, place: "sendcloud" }, true);
    recordFact(desk, orderId, "pushed", { number: booked?.number ?? "" }, null);
    // The order may have died or changed while it was pushed.
    planNext(desk, orderId, settleById(desk, orderId));
    return String(sendcloudId);
  },
  tellFailure(desk, { orderId }, words) {
    recordFact(desk, orderId, "push-failed", { words }, null);
  },
};

function hasWaited({ evidence }: Intent<"push">): boolean {
  return evidence.at(-1)?.what.endsWith(": wait") ?? false;
}

/** A second push goes over all of the order: not over one that a person deleted, or changed (design.md 2). */
async function checkThere(desk: StoreDesk, pushed: Pushed, hash: string): Promise<Check> {
  const reply = await desk.sendcloud.order(pushed.sendcloudId);
  if (reply.kind !== "ok") return { go: "blind", reply };
  // Whether somebody deleted it is not for one look to say: the account's watch looks twice.
  if (!reply.value) return { go: "skip", reason: "deleted-there" };
  const { id: _, ...there } = reply.value;
  if (contentHash(there) === hash) return { go: "look" };
  if (contentHash(there) === pushed.hash) return { go: "send" };
  noteThere(desk.ports.sql, pushed, reply.value);
  return { go: "park", reason: "someone-else-acted" };
}

/** What was sent and not found may have landed since, and a person may have changed what came of it. */
async function checkLanded(desk: StoreDesk, orderId: string, wish: Payloads["push"]): Promise<Check> {
  const sent = intentsOf(desk.ports.sql, orderId).flatMap((one) =>
    one.kind === "push" && one.sends > 0 ? [one.payload.hash] : [],
  );
  if (sent.length === 0) return { go: "send" };
  const reply = await desk.sendcloud.findOrder(wish.externalId, desk.account.integrationId);
  if (reply.kind !== "ok") return { go: "blind", reply };
  if (!reply.value) return { go: "send" };
  const { id: _, ...there } = reply.value;
  const found = contentHash(there);
  if (found === wish.hash) return { go: "look" };
  return sent.includes(found) ? { go: "send" } : { go: "park", reason: "someone-else-acted" };
}

function bookedPush(desk: StoreDesk, orderId: string) {
  const booked = findBooked(desk.ports.sql, orderId);
  return booked && pushOf(desk, booked);
}
