import { isOpen } from "../domain/intent";
import { isTerminal, type MarketplaceState } from "../domain/order";
import type { StateVerdict } from "../domain/order-state";
import { isLive, isScanned } from "../domain/parcel";
import type { PushedView } from "../sendcloud/push";
import { type Push, pushOf } from "./build-push";
import { dropIfAnswered } from "./cancelled-there";
import { findIntentByKey, intentsOf } from "./intents";
import { forgetLinkable } from "./linkable";
import { type BookedOrder, findBooked, parcelsOf, saveBooked } from "./order-book";
import { planAcceptance } from "./plan-acceptance";
import { plan } from "./plan-intent";
import { findPushed, isThere, type Pushed } from "./pushed-book";
import { settleById } from "./settle-order";
import type { StoreDesk } from "./store-desk";
import { clearTellingRefused } from "./telling-refused";
import { toldByHand } from "./told-by-hand";

const STOPPED = 3;
const ALL_LABELLED = 15;
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
  dropIfAnswered(desk, orderId, verdict.row);
  planAcceptance(desk, booked);
  if (isTerminal(booked.order.state)) clearTellingRefused(desk, orderId);
  planReference(desk, booked);
  if (verdict.row === STOPPED) stopAll(desk, orderId);
  else if (desk.store.settings.labels === "sendcloud" || booked.place === "sendcloud")
    planPush(desk, booked, verdict.row);
  if (isTerminal(booked.order.state) || parcelsOf(desk.ports.sql, orderId).some(isLive)) forgetLinkable(desk, orderId);
  leaveOthersOrder(desk, booked);
  mendTracking(desk, booked);
  if (verdict.row === ALL_LABELLED) resumeShip(desk, orderId);
}

/** "Shipped" was put off while a line had no parcel; the line has gone since, and all that is left is on its way. */
function resumeShip(desk: StoreDesk, orderId: string): void {
  const ship = findIntentByKey(desk.ports.sql, `ship:${orderId}`);
  if (ship?.kind !== "ship" || ship.state !== "skipped" || ship.reason !== "label-cancelled") return;
  const { kind, businessKey, payload } = ship;
  plan(desk, { kind, businessKey, orderId, payload, nextAt: desk.ports.now() });
}

const HAS_LEFT = new Set<MarketplaceState>(["shipped", "to-collect", "received", "closed"]);

/** What left without a parcel of ours is packed by nobody here: its copy at Sendcloud goes (design.md 5a, row 22). */
function leaveOthersOrder(desk: StoreDesk, { order, place }: BookedOrder): void {
  if (place !== "sendcloud" || !HAS_LEFT.has(order.state)) return;
  const { sql } = desk.ports;
  const pushed = findPushed(sql, order.orderId);
  const isTold = intentsOf(sql, order.orderId).some(({ kind, state }) => kind === "ship" && state === "done");
  // Told by us, it lost its label: a new one may be made there.
  if (isTold || !pushed || !isThere(pushed) || parcelsOf(sql, order.orderId).some(isLive)) return;
  planUnpush(desk, pushed);
}

/** Writes the number to the marketplace once, where the store wants that; a refusal is told and not repeated. */
function planReference(desk: StoreDesk, { order, number }: BookedOrder): void {
  const { writeReference, numberField } = desk.store.settings;
  if (!writeReference || numberField.field === "seller-reference" || order.state !== "shipping") return;
  const { orderId } = order;
  const businessKey = `ref:${orderId}:${number}`;
  if (order.references.seller === number || findIntentByKey(desk.ports.sql, businessKey)) return;
  plan(desk, { kind: "reference", businessKey, orderId, payload: { number }, nextAt: desk.ports.now() });
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

/**
 * Takes a pushed order back out of Sendcloud. The same generation twice changes nothing, unless what stood in the way is
 * gone: a label that still lived, or a person who took it back.
 */
export function planUnpush(
  desk: StoreDesk,
  { orderId, generation, sendcloudId }: Pushed,
  nextAt: number = desk.ports.now(),
): void {
  const businessKey = `unpush:${orderId}:${generation}`;
  const known = findIntentByKey(desk.ports.sql, businessKey);
  const mayGoAgain =
    known?.reason === "undone" || (known?.reason === "label-not-cancellable" && known.state === "failed");
  if (known && !(mayGoAgain && !parcelsOf(desk.ports.sql, orderId).some(isLive))) return;
  plan(desk, { kind: "unpush", businessKey, orderId, payload: { generation, sendcloudId }, nextAt });
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
  const typed = toldByHand(sql, order.orderId);
  const live = parcelsOf(sql, order.orderId).filter(isLive);
  const isRight = (number: string) =>
    typed ? number === typed.trackingNumber : live.some(({ trackingNumber }) => trackingNumber === number);
  if (isRight(there)) return;
  const ours = told.some((intent) => intent.kind === "tracking" && intent.payload.trackingNumber === there);
  const last = told.findLast(
    (intent) => intent.state === "done" && intent.kind === "tracking" && isRight(intent.payload.trackingNumber),
  );
  if (!ours || last?.kind !== "tracking") return;
  const { payload, businessKey } = last;
  const again = `${businessKey}:again-over:${there}`;
  plan(desk, { kind: "tracking", businessKey: again, orderId: order.orderId, payload, nextAt: now() });
}
