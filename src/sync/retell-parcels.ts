import { isLive } from "../domain/parcel";
import { intentsOf } from "./intents";
import { findBooked, parcelsOf } from "./order-book";
import { planTelling } from "./plan-telling";
import type { StoreDesk } from "./store-desk";

/**
 * Tells the marketplace of live parcels after a change of the settings: what it refused under the old mapping, and what
 * waited for a scan that is no longer waited for.
 */
export function retellParcels(desk: StoreDesk, orderId: string): void {
  const { sql } = desk.ports;
  const booked = findBooked(sql, orderId);
  if (!booked || booked.quiet || !TOLD.has(booked.order.state)) return;
  const intents = intentsOf(sql, orderId);
  const last = intents.findLast(({ kind }) => kind === "tracking" || kind === "shipment");
  const waits =
    booked.order.state === "shipping" && !intents.some(({ kind, state }) => TELLS.has(kind) && IS_ON.has(state));
  if (last?.state !== "failed" && !waits) return;
  for (const parcel of parcelsOf(sql, orderId).filter(isLive)) planTelling(desk, orderId, parcel);
}

const TOLD = new Set(["shipping", "shipped"]);
const TELLS = new Set(["tracking", "ship", "shipment"]);
/** What is on its way, or a person's to decide, is left alone. */
const IS_ON = new Set(["planned", "ready", "sent", "unknown", "reconciling", "parked"]);
