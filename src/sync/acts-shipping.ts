import type { CarrierMapping } from "../domain/store";
import { execute, planByHand, resultOf } from "./carry-out";
import { recordFact } from "./facts";
import { findIntentByKey, intentsOf } from "./intents";
import { may } from "./may";
import { type BookedOrder, findBooked } from "./order-book";
import { plan } from "./plan-intent";
import { refuse } from "./refusals";
import { settleOrder } from "./settle-order";
import { marketplaceRules, type StoreDesk, shippingFlags } from "./store-desk";
import type { Actor, ActResult } from "./stub-answers";
import type { CarrierWish, ShippingChoices } from "./stub-orders";
import { keepToldByHand, nameOfCarrier, SHIP_UNDO_MS, type ToldByHand, toldByHand } from "./told-by-hand";

/** What a person may choose from who tells the marketplace of a parcel without a label of ours; null for no such order. */
export function shippingChoices(desk: StoreDesk, orderId: string): ShippingChoices | null {
  const booked = findBooked(desk.ports.sql, orderId);
  if (!booked) return null;
  const rules = marketplaceRules(desk);
  const { order } = booked;
  return {
    carriers: (rules?.carriers ?? []).map(({ code, label, trackingUrl }) => ({
      code,
      label,
      needsNumber: trackingUrl !== null,
    })),
    // A key that may not ask what is allowed (PC01) leaves it to the marketplace to refuse.
    allowsOther: rules?.platform?.allowsOtherCarriers !== false,
    mandatoryTracking: shippingFlags(rules, order.shippingType).mandatoryTracking,
    there: order.tracking,
  };
}

/** Tells the marketplace of a parcel that travels without a label of ours: its carrier at once, "shipped" after the undo window. */
export async function shipOtherwise(
  desk: StoreDesk,
  orderId: string,
  wish: CarrierWish,
  actor: Actor,
): Promise<ActResult> {
  const { sql, now } = desk.ports;
  const booked = findBooked(sql, orderId);
  if (!booked) return { result: "refused", refusal: refuse("not-found") };
  if (!may(desk, booked, "ship-otherwise")) return repeated(desk, orderId);
  const carrier = carrierOf(desk, booked, wish, false);
  if (carrier !== null && "result" in carrier) return carrier;
  const told: ToldByHand = { carrier, trackingNumber: wish.trackingNumber, shipped: true, at: now() };
  const key = planByHand(desk, () => {
    keepToldByHand(sql, orderId, told);
    const words = { carrier: nameOfCarrier(carrier), trackingNumber: wish.trackingNumber };
    recordFact(desk, orderId, "shipped-otherwise", words, actor.name);
    const tracking = planTypedTracking(desk, booked, told, actor);
    const nextAt = now() + SHIP_UNDO_MS;
    plan(desk, { kind: "ship", businessKey: `ship:${orderId}`, orderId, payload: { parcelNo: 0 }, actor, nextAt });
    settleOrder(desk, booked);
    return tracking;
  });
  return key === null ? { result: "done" } : execute(desk, key);
}

/** Takes back, within the undo window, that an order travels without a label of ours. */
export function undoOtherwise(desk: StoreDesk, orderId: string, actor: Actor): ActResult {
  const { sql } = desk.ports;
  const booked = findBooked(sql, orderId);
  if (!booked) return { result: "refused", refusal: refuse("not-found") };
  if (!may(desk, booked, "undo-otherwise")) return { result: "refused", refusal: refuse("undo-too-late") };
  sql.transaction(() => {
    keepToldByHand(sql, orderId, null);
    recordFact(desk, orderId, "otherwise-undone", {}, actor.name);
    settleOrder(desk, booked);
  });
  return { result: "done" };
}

/** Tells the marketplace another carrier or number for what is on its way, over what it holds now. */
export async function correctTracking(
  desk: StoreDesk,
  orderId: string,
  wish: CarrierWish,
  actor: Actor,
): Promise<ActResult> {
  const { sql, now } = desk.ports;
  const booked = findBooked(sql, orderId);
  if (!booked) return { result: "refused", refusal: refuse("not-found") };
  if (!may(desk, booked, "correct-tracking")) return { result: "refused", refusal: refuse("not-allowed-now") };
  const carrier = carrierOf(desk, booked, wish, true);
  if (carrier === null) return { result: "refused", refusal: refuse("carrier-unknown", "", "carrier") };
  if ("result" in carrier) return carrier;
  const before = toldByHand(sql, orderId);
  if (before && before.trackingNumber === wish.trackingNumber && same(before.carrier, carrier))
    return repeated(desk, orderId);
  const told: ToldByHand = {
    carrier,
    trackingNumber: wish.trackingNumber,
    shipped: before?.shipped ?? false,
    at: now(),
  };
  const key = planByHand(desk, () => {
    keepToldByHand(sql, orderId, told);
    const words = { carrier: nameOfCarrier(carrier), trackingNumber: wish.trackingNumber };
    recordFact(desk, orderId, "tracking-corrected", words, actor.name);
    const tracking = planTypedTracking(desk, booked, told, actor);
    settleOrder(desk, booked);
    return tracking;
  });
  return key === null ? { result: "done" } : execute(desk, key);
}

/** Each saying is an intent of its own: the same number may be told again under another carrier. */
function planTypedTracking(
  desk: StoreDesk,
  { order }: BookedOrder,
  { carrier, trackingNumber, at }: ToldByHand,
  actor: Actor,
): string | null {
  if (carrier === null) return null;
  const { orderId } = order;
  const before = intentsOf(desk.ports.sql, orderId).filter(({ kind }) => kind === "tracking").length;
  const businessKey = `tracking:${orderId}:by-hand:${before + 1}`;
  const typed = { carrier, at, over: order.tracking.number };
  const payload = { parcelNo: 0, trackingNumber, carrierCode: "", trackingUrl: null, typed };
  plan(desk, { kind: "tracking", businessKey, orderId, payload, actor, nextAt: at });
  return businessKey;
}

/** The carrier as the marketplace takes it; null for none, where the order may go without. */
function carrierOf(
  desk: StoreDesk,
  { order }: BookedOrder,
  { carrierCode, carrierName, trackingUrl, trackingNumber }: CarrierWish,
  isWanted: boolean,
): CarrierMapping | null | Extract<ActResult, { result: "refused" }> {
  const no = (...why: Parameters<typeof refuse>) => ({ result: "refused" as const, refusal: refuse(...why) });
  const rules = marketplaceRules(desk);
  const isMandatory = isWanted || shippingFlags(rules, order.shippingType).mandatoryTracking;
  if (isMandatory && trackingNumber === "") return no("tracking-needed", "", "trackingNumber");
  if (carrierCode !== null) {
    const known = rules?.carriers.find(({ code }) => code === carrierCode);
    if (!known) return no("carrier-unknown", carrierCode, "carrier");
    if (known.trackingUrl !== null && trackingNumber === "") return no("tracking-needed", "", "trackingNumber");
    const { code, label, standardCode } = known;
    return { to: "carrier", code, label, standardCode };
  }
  if (carrierName === "") return trackingNumber === "" && !isMandatory ? null : no("carrier-unknown", "", "carrier");
  if (rules?.platform?.allowsOtherCarriers === false) return no("carrier-not-allowed", carrierName, "carrier");
  return { to: "other", name: carrierName, urlPattern: trackingUrl };
}

// The second click of a double click gets the first one's answer, not an error.
function repeated({ ports: { sql } }: StoreDesk, orderId: string): ActResult {
  const told = toldByHand(sql, orderId);
  if (!told) return { result: "refused", refusal: refuse("not-allowed-now") };
  const last = intentsOf(sql, orderId).findLast(
    (intent) => intent.kind === "tracking" && intent.payload.typed?.at === told.at,
  );
  const intent = last ?? findIntentByKey(sql, `ship:${orderId}`);
  return intent ? resultOf(intent) : { result: "done" };
}

function same(one: CarrierMapping | null, other: CarrierMapping): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
