import { isOpen } from "../domain/intent";
import { pushOf } from "./build-push";
import { carryOut } from "./carry-out";
import { recordFact } from "./facts";
import { findIntentByKey } from "./intents";
import { may } from "./may";
import { type BookedOrder, findBooked, saveBooked } from "./order-book";
import { plan } from "./plan-intent";
import { planNext } from "./plan-next";
import { findPushed, isThere, type Pushed, pushedWithoutParcel } from "./pushed-book";
import { refuse } from "./refusals";
import { settleById } from "./settle-order";
import type { StoreDesk } from "./store-desk";
import type { Actor, ActResult } from "./stub-answers";

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
  sql.transaction(() => {
    saveBooked(sql, { ...booked, place: "here" }, true);
    recordFact(desk, orderId, "label-here", { number: booked.number }, actor.name);
    planNext(desk, orderId, settleById(desk, orderId));
  });
  return { result: "done" };
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

/** How many orders are at Sendcloud and have no parcel: what a switch of the place of labels asks about. */
export function countWithoutParcel({ ports: { sql } }: Pick<StoreDesk, "ports">): number {
  return pushedWithoutParcel(sql).length;
}

/** The same as `labelHere` for all of them, one after the other as fast as Sendcloud lets us write. */
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
