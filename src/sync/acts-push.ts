import { isOpen } from "../domain/intent";
import { LATEST_COMMIT_MS } from "../domain/intent-policy";
import { pushOf } from "./build-push";
import { carryOut } from "./carry-out";
import { effectOf } from "./effects";
import { recordFact } from "./facts";
import { findIntentByKey, intentsOf } from "./intents";
import { may } from "./may";
import { end } from "./move-intent";
import { type BookedOrder, findBooked, saveBooked } from "./order-book";
import { plan } from "./plan-intent";
import { planNext } from "./plan-next";
import { contentHash, findPushed, isThere, type Pushed, pushedWithoutParcel, savePushed } from "./pushed-book";
import { refuse, sendcloudRefusal, toFailure } from "./refusals";
import { settleById } from "./settle-order";
import type { StoreDesk } from "./store-desk";
import type { Actor, ActResult } from "./stub-answers";
import { isUnsent } from "./unsent";

/**
 * The label is made here instead. What Sendcloud holds of the order is deleted first, and the order's place changes only
 * once a look found nothing of it there (design.md 2); what never came there stays away.
 */
export async function labelHere(desk: StoreDesk, orderId: string, actor: Actor): Promise<ActResult> {
  const { sql } = desk.ports;
  const booked = findBooked(sql, orderId);
  if (!booked) return { result: "refused", refusal: refuse("not-found") };
  const pushed = findPushed(sql, orderId);
  if (!may(desk, booked, "label-here")) return askedBefore(desk, booked, pushed);
  if (pushed && isThere(pushed)) return carryOut(desk, { ...takingOut(pushed), actor });
  const stray = await findStray(desk, orderId);
  if ("result" in stray) return stray;
  const { found } = stray;
  if (found) {
    sql.transaction(() => savePushed(sql, found));
    return carryOut(desk, { ...takingOut(found), actor });
  }
  sql.transaction(() => stayHere(desk, orderId, actor));
  return { result: "done" };
}

/** What was sent without a proof may be at Sendcloud all the same, or come there still. */
async function findStray(
  { ports: { sql, now }, sendcloud, account }: StoreDesk,
  orderId: string,
): Promise<{ found: Pushed | null } | Extract<ActResult, { result: "refused" }>> {
  const sent = intentsOf(sql, orderId).findLast((intent) => intent.kind === "push" && intent.sentAt !== null);
  if (sent?.kind !== "push") return { found: null };
  const { generation, externalId } = sent.payload;
  const reply = await sendcloud.findOrder(externalId, account.integrationId);
  if (reply.kind !== "ok") return { result: "refused", refusal: sendcloudRefusal(toFailure(reply)) };
  if (reply.value) {
    const { id: sendcloudId, ...content } = reply.value;
    const hash = contentHash(content);
    return { found: { orderId, generation, externalId, sendcloudId, hash, content, state: "there", at: now() } };
  }
  const mayLand = !isUnsent(sent) && sent.state !== "failed" && now() < (sent.sentAt ?? 0) + LATEST_COMMIT_MS;
  return mayLand ? { result: "refused", refusal: refuse("sendcloud-busy") } : { found: null };
}

function stayHere(desk: StoreDesk, orderId: string, actor: Actor): void {
  const { sql } = desk.ports;
  const booked = findBooked(sql, orderId);
  if (!booked || !may(desk, booked, "label-here")) return;
  for (const one of intentsOf(sql, orderId)) {
    const telling = { what: "dropped by a person", actor };
    if (one.kind === "push" && isOpen(one.state)) end(desk, effectOf("push"), one, "skipped", "dropped", telling);
  }
  saveBooked(sql, { ...booked, place: "here" }, true);
  recordFact(desk, orderId, "label-here", { number: booked.number }, actor.name);
  planNext(desk, orderId, settleById(desk, orderId));
}

/** Sends once more what Sendcloud refused: its own rules may be others now. */
export async function pushAgain(desk: StoreDesk, orderId: string, actor: Actor): Promise<ActResult> {
  const booked = findBooked(desk.ports.sql, orderId);
  if (!booked) return { result: "refused", refusal: refuse("not-found") };
  const wanted = pushOf(desk, booked);
  if (!wanted || !may(desk, booked, "push-again")) return { result: "refused", refusal: refuse("not-allowed-now") };
  const { hash, externalId } = wanted;
  const payload = { generation: findPushed(desk.ports.sql, orderId)?.generation ?? 1, externalId, hash };
  return carryOut(desk, { kind: "push", businessKey: `push:${orderId}:${hash}`, orderId, payload, actor });
}

/** The same as `labelHere` for all that have no parcel yet, one after the other as fast as Sendcloud lets us write. */
export function takeBackAll(desk: StoreDesk, actor: Actor): ActResult {
  const { sql, now } = desk.ports;
  const pushed = pushedWithoutParcel(sql);
  if (pushed.length === 0) return { result: "done" };
  sql.transaction(() => {
    for (const one of pushed) {
      if (plan(desk, { ...takingOut(one), actor, nextAt: now() })) settleById(desk, one.orderId);
    }
  });
  return { result: "under-way" };
}

function takingOut({ orderId, generation, sendcloudId }: Pushed) {
  const payload = { generation, sendcloudId };
  return { kind: "unpush", businessKey: `unpush:${orderId}:${generation}`, orderId, payload } as const;
}

// The second click of a double click gets the first one's answer.
function askedBefore({ ports: { sql } }: StoreDesk, { order, place }: BookedOrder, pushed: Pushed | null): ActResult {
  if (place === "here") return { result: "done" };
  const asked = pushed && findIntentByKey(sql, `unpush:${order.orderId}:${pushed.generation}`);
  if (asked && isOpen(asked.state)) return { result: "under-way" };
  return { result: "refused", refusal: refuse("not-allowed-now") };
}
