import { clearAttention, raiseAttention } from "./attention";
import type { StoreDesk } from "./store-desk";

/** What tells the marketplace of a parcel. */
type Telling = "tracking" | "ship" | "shipment";
const TELLINGS: readonly Telling[] = ["tracking", "ship", "shipment"];

/** The marketplace said no to what it was told of a parcel: a person mends the mapping or tells it by hand. */
export function raiseTellingRefused(desk: StoreDesk, orderId: string, kind: Telling, words: string): void {
  raiseAttention(desk, { key: keyOf(orderId, kind), kind: "telling-refused", orderId, details: { what: kind, words } });
}

/** It was told after all; without a kind, the order is over and nothing is left to tell. */
export function clearTellingRefused(desk: StoreDesk, orderId: string, kind?: Telling): void {
  for (const one of kind ? [kind] : TELLINGS) clearAttention(desk, keyOf(orderId, one));
}

function keyOf(orderId: string, kind: Telling): string {
  return `telling-refused:${kind}:${orderId}`;
}
