import { isOpen } from "../domain/intent";
import type { StateVerdict } from "../domain/order-state";
import { isLive, isScanned } from "../domain/parcel";
import type { PushedView } from "../sendcloud/push";
import { type Push, pushOf } from "./build-push";
import { findIntentByKey, intentsOf } from "./intents";
import { type BookedOrder, findBooked, parcelsOf, saveBooked } from "./order-book";
import { plan } from "./plan-intent";
import { findPushed, isThere, type Pushed } from "./pushed-book";
import { settleById } from "./settle-order";
import type { StoreDesk } from "./store-desk";

const STOPPED = 3;
const AT_SENDCLOUD = 17;
const PUSHABLE = new Set([19, 20]);

/**
 * What follows by itself from an order's new state, in the synchronous block of the change: a dead order's label is
 * voided and its copy at Sendcloud deleted, a ready order goes to Sendcloud where labels are made there, and what the
 * marketplace holds of a tracking number is mended. Nothing happens to an order that was over when it was imported.
 */
export function planNext(desk: StoreDesk, orderId: string, verdict: StateVerdict): void {
  const booked = findBooked(desk.ports.sql, orderId);
  if (!booked || booked.quiet || !verdict) return;
  if (verdict.row === STOPPED) stopAll(desk, orderId);
  else if (desk.store.settings.labels === "sendcloud" || booked.place === "sendcloud")
    planPush(desk, booked, verdict.row);
  mendTracking(desk, booked);
}

/** Voids what is live and deletes what is at Sendcloud, each once: when the carrier refuses, a person decides. */
function stopAll(desk: StoreDesk, orderId: string): void {
  const { sql, now } = desk.ports;
  for (const parcel of parcelsOf(sql, orderId)) {
    const businessKey = `cancel-label:${parcel.shipmentId}`;
    if (!isLive(parcel) || isScanned(parcel) || parcel.stage === "cancelling" || findIntentByKey(sql, businessKey))
      continue;
    const { parcelNo, generation, shipmentId } = parcel;
    plan(desk, {
      kind: "cancel-label",
      businessKey,
      orderId,
      payload: { parcelNo, generation, shipmentId },
      nextAt: now(),
    });
  }
  const pushed = findPushed(sql, orderId);
  if (pushed && isThere(pushed)) planUnpush(desk, pushed);
}

/** Takes a pushed order back out of Sendcloud; the same generation twice changes nothing. */
export function planUnpush(desk: StoreDesk, { orderId, generation, sendcloudId }: Pushed): void {
  const businessKey = `unpush:${orderId}:${generation}`;
  if (findIntentByKey(desk.ports.sql, businessKey)) return;
  plan(desk, { kind: "unpush", businessKey, orderId, payload: { generation, sendcloudId }, nextAt: desk.ports.now() });
}

function planPush(desk: StoreDesk, booked: BookedOrder, row: number): void {
  const { sql, now } = desk.ports;
  const { orderId } = booked.order;
  const pushed = findPushed(sql, orderId);
  if (booked.place === "here" || pushed?.state === "gone") return;
  if (pushed ? row !== AT_SENDCLOUD : !PUSHABLE.has(row)) return;
  const wanted = pushOf(desk, booked);
  if (!wanted || wanted.hash === pushed?.hash) return;
  if (pushed && sameValue(pushed.content.items, wanted.content.items)) {
    planPatches(desk, pushed, wanted);
    return;
  }
  const { hash, externalId } = wanted;
  const payload = { generation: pushed?.generation ?? 1, externalId, hash };
  plan(desk, { kind: "push", businessKey: `push:${orderId}:${hash}`, orderId, payload, nextAt: now() });
  // The place is fixed at the first push (design.md 2).
  if (booked.place === null) saveBooked(sql, { ...booked, place: "sendcloud" }, true);
  settleById(desk, orderId);
}

/**
 * Changes go field by field, the parts of an address together: half of our new address beside half of what a person
 * typed at Sendcloud would send the parcel nowhere.
 */
function planPatches(desk: StoreDesk, { orderId, generation, sendcloudId, content }: Pushed, wanted: Push): void {
  const names = Object.keys(wanted.content) as (keyof PushedView)[];
  const changed = names.filter((name) => !sameValue(wanted.content[name], content[name]));
  const groups = {
    weight: changed.filter((name) => name === "weightGrams"),
    address: changed.filter((name) => name !== "weightGrams"),
  };
  for (const [group, fields] of Object.entries(groups)) {
    if (fields.length === 0) continue;
    const businessKey = `patch:${orderId}:${group}:${wanted.hash}`;
    const payload = { generation, sendcloudId, hash: wanted.hash, fields };
    plan(desk, { kind: "patch", businessKey, orderId, payload, nextAt: desk.ports.now() });
  }
}

function sameValue(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

/**
 * A late commit of an older number may overwrite the one we told last: when the marketplace shows a number of ours that
 * is not the live parcel's, the right one is told again.
 */
function mendTracking(desk: StoreDesk, { order }: BookedOrder): void {
  const { sql, now } = desk.ports;
  const there = order.tracking.number;
  if (!there || (order.state !== "shipping" && order.state !== "shipped")) return;
  const told = intentsOf(sql, order.orderId).filter((intent) => intent.kind === "tracking");
  if (told.some(({ state }) => isOpen(state))) return;
  const live = parcelsOf(sql, order.orderId).filter(isLive);
  if (live.some(({ trackingNumber }) => trackingNumber === there)) return;
  const ours = told.some((intent) => intent.kind === "tracking" && intent.payload.trackingNumber === there);
  const last = told.findLast(
    (intent) =>
      intent.state === "done" &&
      intent.kind === "tracking" &&
      live.some(({ trackingNumber }) => trackingNumber === intent.payload.trackingNumber),
  );
  if (!ours || last?.kind !== "tracking") return;
  const { payload, businessKey } = last;
  const again = `${businessKey}:again-over:${there}`;
  plan(desk, { kind: "tracking", businessKey: again, orderId: order.orderId, payload, nextAt: now() });
}
