import { isLive } from "../domain/parcel";
import { remember, remembered } from "../lib/memo";
import { clearAttention, raiseAttention } from "./attention";
import { type BookedOrder, findBooked, parcelsOf } from "./order-book";
import type { StoreDesk } from "./store-desk";

/** What a person did at Sendcloud that may mean "cancelled", and only he knows. */
export type CancelledThere = "order-cancelled-there" | "label-voided-there";

/** Rows of design.md 5a in which the order still wants a parcel. */
const STILL_TO_SHIP = new Set([12, 13, 17, 18, 19, 20]);
/** Besides, the order that was shipped although Sendcloud holds it no more. */
const SHIPPED_ROW = 22;

/** Asks a person whether the order is to be called off, once for each order. */
export function askIfCancelled(desk: StoreDesk, orderId: string, kind: CancelledThere, details: object): void {
  raiseAttention(desk, { key: keyOf(orderId), kind, orderId, details });
  remember(desk.ports.sql, placeOf(orderId), true);
}

/** Takes the question away once it is answered: a new label, the order called off, or over by itself. */
export function dropIfAnswered(desk: StoreDesk, orderId: string, row: number): void {
  const { sql } = desk.ports;
  const isAsked = remembered(
    sql,
    placeOf(orderId),
    () => sql.all("SELECT 1 FROM attention WHERE item_key = ?", keyOf(orderId)).length > 0,
  );
  if (!isAsked) return;
  const isOpen = (STILL_TO_SHIP.has(row) || row === SHIPPED_ROW) && !parcelsOf(sql, orderId).some(isLive);
  if (isOpen) return;
  clearAttention(desk, keyOf(orderId));
  remember(sql, placeOf(orderId), false);
}

/** A label made here that was voided in Sendcloud's panel says nothing of the order (sendcloud.md 6.7). */
export function noteVoidedThere(desk: StoreDesk, orderId: string): void {
  const { sql } = desk.ports;
  const booked = findBooked(sql, orderId);
  if (!booked || !isToShipHere(booked) || parcelsOf(sql, orderId).some(isLive)) return;
  askIfCancelled(desk, orderId, "label-voided-there", {});
}

function isToShipHere({ order, place, quiet }: BookedOrder): boolean {
  return !quiet && place === "here" && order.state === "shipping";
}

const keyOf = (orderId: string) => `cancelled-there:${orderId}`;
const placeOf = (orderId: string) => `asked if cancelled ${orderId}`;
