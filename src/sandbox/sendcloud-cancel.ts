import { changeStatus, type ParcelRow } from "./sendcloud-parcels";
import type { StatusCode } from "./sendcloud-statuses";
import type { World } from "./world";

const DAY_MS = 24 * 3_600_000;
const CANCELLABLE_DAYS = 42;
const CANCELLED: ReadonlySet<StatusCode> = new Set(["CANCELLED", "CANCELLED_UPSTREAM"]);
const BEING_CANCELLED: ReadonlySet<StatusCode> = new Set(["CANCELLING", "CANCELLING_UPSTREAM"]);

export type Cancelled =
  | { status: 200 | 202; word: "cancelled" | "queued"; message: string }
  | { status: 409; detail: string };

/**
 * Cancels all parcels of a shipment (sendcloud.md 3.3): at once within a day of the announcement, queued and watched
 * after that, refused once a carrier has had a parcel or 42 days have passed.
 */
export function cancelShipment(world: World, parcels: readonly ParcelRow[]): Cancelled {
  const refusal = refusalOf(world, parcels);
  if (refusal !== null) return { status: 409, detail: refusal };
  const isFresh = parcels.every(({ announced_at: at }) => at !== null && world.now() - at < DAY_MS);
  for (const parcel of parcels) changeStatus(world, parcel, isFresh ? "CANCELLED" : "CANCELLING", world.now());
  if (isFresh) return { status: 200, word: "cancelled", message: "Shipment has been cancelled" };
  return { status: 202, word: "queued", message: "Shipment cancellation has been queued" };
}

function refusalOf(world: World, parcels: readonly ParcelRow[]): string | null {
  if (parcels.some(({ status }) => CANCELLED.has(status))) return "This shipment is already cancelled.";
  if (parcels.some(({ status }) => BEING_CANCELLED.has(status))) return "This shipment is already being cancelled.";
  if (parcels.some(({ status }) => status === "ANNOUNCEMENT_FAILED")) return "This shipment was never announced.";
  if (parcels.some(({ announced_at: at }) => at !== null && world.now() - at > CANCELLABLE_DAYS * DAY_MS)) {
    return `A shipment cannot be cancelled ${CANCELLABLE_DAYS} days after its announcement.`;
  }
  if (parcels.some(({ status }) => status !== "READY_TO_SEND")) {
    return "This shipment is already on its way and cannot be cancelled.";
  }
  return null;
}
