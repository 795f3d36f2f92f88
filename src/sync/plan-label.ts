import { linesToSend } from "../domain/order";
import { isLive } from "../domain/parcel";
import { sha256Hex } from "../lib/crypto";
import { type AnyIntent, findIntentByKey, intentsOf, type LabelPayload } from "./intents";
import { may } from "./may";
import { type BookedOrder, findBooked, parcelsOf } from "./order-book";
import { plan } from "./plan-intent";
import { settleById } from "./settle-order";
import type { StoreDesk } from "./store-desk";
import type { Actor } from "./stub-answers";
import type { OptionView } from "./stub-orders";

const REFERENCE_LENGTH = 26;
const BASE32 = "abcdefghijklmnopqrstuvwxyz234567";

/** What was chosen for a label: the way it goes, its weight, and where it starts. */
export type LabelChoice = {
  option: OptionView;
  weightGrams: number;
  senderAddressId: number;
  /** Only these lines; null for all that still want a parcel. */
  lineIds: readonly string[] | null;
};

export function mayCreateLabel(desk: StoreDesk, booked: BookedOrder): boolean {
  return may(desk, booked, "create-label");
}

/** Writes out the label of lines that still want a parcel; nothing is planned yet. */
export async function draftLabel(desk: StoreDesk, booked: BookedOrder, choice: LabelChoice): Promise<LabelPayload> {
  const { option, weightGrams, senderAddressId } = choice;
  const { parcelNo, generation, lineIds } = nextBox(desk, booked);
  const wanted = choice.lineIds && new Set(choice.lineIds);
  return {
    parcelNo,
    generation,
    reference: await referenceOf(desk, booked.order.orderId, parcelNo, generation),
    optionCode: option.code,
    optionName: option.name,
    contractId: option.contractId,
    carrierCode: option.carrierCode,
    carrierName: option.carrierName,
    price: option.price,
    weightGrams,
    senderAddressId,
    lineIds: wanted ? lineIds.filter((lineId) => wanted.has(lineId)) : lineIds,
    ...(option.documents ? { documents: true } : {}),
  };
}

/**
 * Plans a drafted label, inside a synchronous block of the caller. Null when the order may not have it any more: since the draft another
 * click or list may have planned the same box, or bought it.
 */
export function planLabel(
  desk: StoreDesk,
  orderId: string,
  payload: LabelPayload,
  { actor, nextAt }: { actor: Actor; nextAt: number },
): AnyIntent | null {
  const { sql } = desk.ports;
  const booked = findBooked(sql, orderId);
  if (!booked || !mayCreateLabel(desk, booked) || !isNextBox(desk, booked, payload)) return null;
  const businessKey = `label:${orderId}:${payload.parcelNo}:${payload.generation}`;
  if (!plan(desk, { kind: "label", businessKey, orderId, payload, actor, nextAt })) return null;
  settleById(desk, orderId);
  return findIntentByKey(sql, businessKey);
}

function isNextBox(desk: StoreDesk, booked: BookedOrder, payload: LabelPayload): boolean {
  const { parcelNo, generation } = nextBox(desk, booked);
  return parcelNo === payload.parcelNo && generation === payload.generation;
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
  const lineIds = linesToSend(order).map((line) => line.lineId);
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
