import { CORRECTABLE_FIELDS, type CorrectableField, correctionsFrom } from "../domain/address";
import { isOpen } from "../domain/intent";
import { openLines } from "../domain/order";
import { allowedActions, type OrderAction } from "../domain/order-state";
import { isLive } from "../domain/parcel";
import { sha256Hex } from "../lib/crypto";
import { isFailedReply, readAgain } from "./book-orders";
import { executeIntent } from "./execute-intent";
import { type AnyIntent, findIntentByKey, intentsOf, type LabelPayload, planIntent } from "./intents";
import { optionsFor } from "./label-options";
import { type BookedOrder, findBooked, marketplaceRecipient, parcelsOf } from "./order-book";
import { plan } from "./plan-telling";
import { miraklRefusal, refuse, toFailure } from "./refusals";
import { queueIntent, recordFact, settleOrder, stateInput } from "./settle-order";
import type { StoreDesk } from "./store-desk";
import type { Actor, ActResult, LabelRequest, RefusalCode } from "./stub";

/** How long a page waits for what was clicked (design.md 5). */
const PAGE_WAITS_MS = 5_000;
const REFERENCE_LENGTH = 26;
const BASE32 = "abcdefghijklmnopqrstuvwxyz234567";

/** Accepts or refuses all lines of an order (OR21). */
export async function decideAcceptance(
  desk: StoreDesk,
  kind: "accept" | "refuse",
  orderId: string,
  actor: Actor,
): Promise<ActResult> {
  const booked = findBooked(desk.ports.sql, orderId);
  if (!booked || !may(desk, booked, kind)) return repeated(desk, `${kind}:${orderId}`, booked);
  const payload = { lineIds: booked.order.lines.map((line) => line.lineId) };
  const result = await carryOut(desk, { kind, businessKey: `${kind}:${orderId}`, orderId, payload, actor });
  // The order has just moved at the marketplace: the page should say so, not the next poll.
  if (result.result === "done") await readAgain(desk, orderId, true);
  return result;
}

/** Buys one label for all lines that still want a parcel. A second click finds the first one's intent. */
export async function createLabel(desk: StoreDesk, request: LabelRequest, actor: Actor): Promise<ActResult> {
  const { sql } = desk.ports;
  const { orderId } = request;
  const booked = findBooked(sql, orderId);
  if (!booked || !may(desk, booked, "create-label")) return underWayOr(desk, orderId, booked);
  const offered = await optionsFor(desk, orderId, request.weightGrams);
  if (offered.result === "refused") return offered;
  const option = offered.options.find(
    ({ code, contractId }) => code === request.optionCode && contractId === request.contractId,
  );
  if (!option) return { result: "refused", refusal: refuse("no-shipping-option", request.optionCode, "optionCode") };
  if (option.needs.includes("carrier-mapping"))
    return { result: "refused", refusal: refuse("carrier-unmapped", option.carrierName) };
  if (option.needs.length > 0)
    return { result: "refused", refusal: refuse("no-shipping-option", option.name, "optionCode") };
  const sender = await desk.accountObject.sender(desk.store.settings.senderAddressId);
  if (!sender) return { result: "refused", refusal: refuse("no-sender-address") };
  const { parcelNo, generation, lineIds } = nextBox(desk, booked);
  const payload: LabelPayload = {
    parcelNo,
    generation,
    reference: await referenceOf(desk, orderId, parcelNo, generation),
    optionCode: option.code,
    optionName: option.name,
    contractId: option.contractId,
    carrierCode: option.carrierCode,
    carrierName: option.carrierName,
    price: option.price,
    weightGrams: request.weightGrams,
    senderAddressId: sender.id,
    lineIds,
  };
  const businessKey = `label:${orderId}:${parcelNo}:${generation}`;
  const planned = sql.transaction(() => {
    // Between the options and this line another click may have planned the same box, or bought it.
    const { id, now } = desk.ports;
    const still = findBooked(sql, orderId);
    if (!still || !may(desk, still, "create-label")) return false;
    planIntent(sql, { id: id(), businessKey, orderId, kind: "label", payload, actor, now: now(), nextAt: now() });
    announce(desk, businessKey);
    return true;
  });
  return planned ? execute(desk, businessKey) : underWayOr(desk, orderId, findBooked(sql, orderId));
}

/** Voids a label that the carrier has not scanned. */
export async function cancelLabelOf(
  desk: StoreDesk,
  orderId: string,
  parcelNo: number,
  actor: Actor,
): Promise<ActResult> {
  const booked = findBooked(desk.ports.sql, orderId);
  const parcel = parcelsOf(desk.ports.sql, orderId).find((one) => one.parcelNo === parcelNo && isLive(one));
  if (!booked || !parcel) return { result: "refused", refusal: refuse("not-found") };
  const businessKey = `cancel-label:${parcel.shipmentId}`;
  if (!may(desk, booked, "cancel-label")) return repeated(desk, businessKey, booked);
  const payload = { parcelNo, generation: parcel.generation, shipmentId: parcel.shipmentId };
  return carryOut(desk, { kind: "cancel-label", businessKey, orderId, payload, actor });
}

/** Lays what a person typed over the marketplace's address; the marketplace's own value typed again lifts it. */
export function correctAddress(
  desk: StoreDesk,
  orderId: string,
  typed: Partial<Record<CorrectableField, string>>,
  actor: Actor,
): ActResult {
  const { sql, now } = desk.ports;
  const booked = findBooked(sql, orderId);
  const recipient = booked && marketplaceRecipient(booked.order);
  if (!booked || !recipient) return { result: "refused", refusal: refuse("not-found") };
  if (!may(desk, booked, "edit")) return { result: "refused", refusal: refuse("not-allowed-now") };
  const untouched = CORRECTABLE_FIELDS.filter((field) => typed[field] === undefined);
  const kept = Object.fromEntries(
    untouched.flatMap((field) => (booked.corrections[field] ? [[field, booked.corrections[field]]] : [])),
  );
  const corrections = { ...kept, ...correctionsFrom(recipient, typed, actor.name, now()) };
  sql.transaction(() => {
    settleOrder(desk, { ...booked, corrections });
    recordFact(desk, orderId, "correction", { fields: Object.keys(corrections) }, actor.name);
  });
  return { result: "done" };
}

/** Reads one order again at the marketplace, now. */
export async function checkOrder(desk: StoreDesk, orderId: string, actor: Actor): Promise<ActResult> {
  const read = await readAgain(desk, orderId, true);
  if (isFailedReply(read)) return { result: "refused", refusal: miraklRefusal(toFailure(read)) };
  if (!read) return { result: "refused", refusal: refuse("not-found") };
  desk.ports.sql.transaction(() => recordFact(desk, orderId, "checked", {}, actor.name));
  return { result: "done" };
}

function may(desk: StoreDesk, booked: BookedOrder, action: OrderAction): boolean {
  return allowedActions(stateInput(desk, booked)).includes(action);
}

async function carryOut(desk: StoreDesk, wish: Omit<Parameters<typeof plan>[1], "nextAt">): Promise<ActResult> {
  const { sql, now } = desk.ports;
  sql.transaction(() => {
    plan(desk, { ...wish, nextAt: now() });
    announce(desk, wish.businessKey);
  });
  return execute(desk, wish.businessKey);
}

function announce(desk: StoreDesk, businessKey: string): void {
  const intent = findIntentByKey(desk.ports.sql, businessKey);
  const booked = intent && findBooked(desk.ports.sql, intent.orderId);
  if (!booked) return;
  queueIntent(desk.ports.sql, intent, desk.ports.now());
  settleOrder(desk, booked);
  desk.ports.alarm.set(desk.ports.now());
}

// The page waits a little; whatever takes longer goes on by itself and shows on the order.
async function execute(desk: StoreDesk, businessKey: string): Promise<ActResult> {
  const planned = findIntentByKey(desk.ports.sql, businessKey);
  if (!planned) return { result: "refused", refusal: refuse("not-allowed-now") };
  const late = desk.ports.sleep(PAGE_WAITS_MS).then(() => null);
  const ended = await Promise.race([executeIntent(desk, planned.id), late]);
  return ended ? resultOf(ended) : { result: "under-way" };
}

const REMOTE_NO: Record<AnyIntent["kind"], RefusalCode> = {
  accept: "mirakl-refused",
  refuse: "mirakl-refused",
  label: "announcement-failed",
  "cancel-label": "label-not-cancellable",
  tracking: "mirakl-refused",
  ship: "mirakl-refused",
};

function resultOf(intent: AnyIntent): ActResult {
  if (isOpen(intent.state)) return { result: "under-way" };
  if (intent.state !== "failed") return { result: "done" };
  const words = intent.evidence.at(-1)?.words ?? "";
  const { reason } = intent;
  if (reason === null || reason.startsWith("remote:"))
    return { result: "refused", refusal: refuse(REMOTE_NO[intent.kind], words) };
  return { result: "refused", refusal: refuse(reason as RefusalCode, words) };
}

// The second click of a double click gets the first one's answer, not an error.
function repeated(desk: StoreDesk, businessKey: string, booked: BookedOrder | null): ActResult {
  if (!booked) return { result: "refused", refusal: refuse("not-found") };
  const before = findIntentByKey(desk.ports.sql, businessKey);
  return before ? resultOf(before) : { result: "refused", refusal: refuse("not-allowed-now") };
}

function underWayOr(desk: StoreDesk, orderId: string, booked: BookedOrder | null): ActResult {
  if (!booked) return { result: "refused", refusal: refuse("not-found") };
  const labels = intentsOf(desk.ports.sql, orderId).filter(({ kind }) => kind === "label");
  if (labels.some(({ state }) => isOpen(state))) return { result: "under-way" };
  const live = parcelsOf(desk.ports.sql, orderId).some(isLive);
  return live ? { result: "done" } : { result: "refused", refusal: refuse("not-allowed-now") };
}

// A box keeps its number when its label was voided or failed; its generation rises.
function nextBox(desk: StoreDesk, { order }: BookedOrder): { parcelNo: number; generation: number; lineIds: string[] } {
  const live = parcelsOf(desk.ports.sql, order.orderId).filter(isLive);
  const covered = new Set(live.flatMap((parcel) => parcel.lineIds));
  const taken = new Set(live.map((parcel) => parcel.parcelNo));
  let parcelNo = 1;
  while (taken.has(parcelNo)) parcelNo += 1;
  const before = intentsOf(desk.ports.sql, order.orderId).flatMap((intent) =>
    intent.kind === "label" && intent.payload.parcelNo === parcelNo ? [intent.payload.generation] : [],
  );
  const lineIds = openLines(order).map((line) => line.lineId);
  return {
    parcelNo,
    generation: Math.max(0, ...before) + 1,
    lineIds: lineIds.filter((lineId) => !covered.has(lineId)),
  };
}

/** Unique for ever at Sendcloud, and the same for the same box (reliability.md 2.5). */
async function referenceOf(
  { store }: StoreDesk,
  orderId: string,
  parcelNo: number,
  generation: number,
): Promise<string> {
  const digest = await sha256Hex(`${store.id}:${orderId}:${parcelNo}:${generation}`);
  let bits = BigInt(`0x${digest}`);
  let text = "";
  while (text.length < REFERENCE_LENGTH) {
    text += BASE32[Number(bits & 31n)] ?? "";
    bits >>= 5n;
  }
  return `mk1-${text}`;
}
