import { isLive } from "../domain/parcel";
import type { CarrierMapping } from "../domain/store";
import type { Sql } from "../lib/ports";
import { intentsOf } from "./intents";
import { imagineKept, keep, recall } from "./keeping";
import { parcelsOf } from "./order-book";

/** How long a person may take a parcel back before the marketplace hears "shipped" (design.md 7). */
export const SHIP_UNDO_MS = 60_000;

/** What a person said of an order's parcel. `shipped`: it travels without a label of ours. An empty number is none. */
export type ToldByHand = { carrier: CarrierMapping | null; trackingNumber: string; shipped: boolean; at: number };

/** What a person last said, unless a label made since says otherwise. */
export function toldByHand(sql: Sql, orderId: string): ToldByHand | null {
  // Whoever says it plans what the marketplace hears: without that nobody did.
  if (!intentsOf(sql, orderId).some(({ kind }) => kind === "ship" || kind === "tracking")) return null;
  const told = recall<ToldByHand | null>(sql, placeOf(orderId));
  if (!told) return null;
  return parcelsOf(sql, orderId).some((parcel) => isLive(parcel) && parcel.createdAt > told.at) ? null : told;
}

/** What a page may know of it; `until`: when the marketplace hears that it left. */
export function viewOtherwise({ carrier, trackingNumber, at }: ToldByHand) {
  return { carrier: nameOfCarrier(carrier), trackingNumber, until: at + SHIP_UNDO_MS };
}

export function nameOfCarrier(carrier: CarrierMapping | null): string {
  if (carrier === null) return "";
  return carrier.to === "carrier" ? carrier.label : carrier.name;
}

export function isShippedOtherwise(sql: Sql, orderId: string): boolean {
  return toldByHand(sql, orderId)?.shipped === true;
}

export function keepToldByHand(sql: Sql, orderId: string, told: ToldByHand | null): void {
  keep(sql, placeOf(orderId), told);
}

/** Lets a desk believe that a person said it: what a plan would be checked beside. */
export function imagineToldByHand(sql: Sql, orderId: string, told: ToldByHand): void {
  imagineKept(sql, placeOf(orderId), told);
}

const placeOf = (orderId: string) => `told_by_hand ${orderId}`;
