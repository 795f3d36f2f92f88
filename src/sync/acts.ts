import { CORRECTABLE_FIELDS, type CorrectableField, correctionsFrom } from "../domain/address";
import { isOpen } from "../domain/intent";
import { isLive } from "../domain/parcel";
import { isFailedReply, readAgain } from "./book-orders";
import { carryOut, execute, planByHand, resultOf } from "./carry-out";
import { recordFact } from "./facts";
import { findIntentByKey, intentsOf } from "./intents";
import { optionsFor } from "./label-options";
import { may } from "./may";
import { type BookedOrder, findBooked, marketplaceRecipient, parcelsOf } from "./order-book";
import { draftLabel, planLabel } from "./plan-label";
import { planNext } from "./plan-next";
import { miraklRefusal, refuse, toFailure } from "./refusals";
import { settleOrder } from "./settle-order";
import type { StoreDesk } from "./store-desk";
import type { Actor, ActResult } from "./stub-answers";
import type { LabelRequest } from "./stub-orders";

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

/** Buys one label for the lines that still want a parcel, or those of them that were named. A second click finds the first one's intent. */
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
  if (option.needs.includes("customs")) return { result: "refused", refusal: refuse("customs-missing", option.name) };
  if (option.needs.length > 0)
    return { result: "refused", refusal: refuse("no-shipping-option", option.name, "optionCode") };
  const sender = await desk.accountObject.sender(desk.store.settings.senderAddressId);
  if (!sender) return { result: "refused", refusal: refuse("no-sender-address") };
  const { weightGrams, lineIds = null } = request;
  const choice = { option, weightGrams, senderAddressId: sender.id, lineIds };
  const draft = await draftLabel(desk, booked, choice);
  if (draft.lineIds.length === 0) return { result: "refused", refusal: refuse("not-allowed-now", "", "lineIds") };
  const planned = planByHand(desk, () => planLabel(desk, orderId, draft, { actor, nextAt: desk.ports.now() }));
  return planned ? execute(desk, planned.businessKey) : underWayOr(desk, orderId, findBooked(sql, orderId));
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
    recordFact(desk, orderId, "correction", { fields: Object.keys(corrections) }, actor.name);
    planNext(desk, orderId, settleOrder(desk, { ...booked, corrections }));
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
