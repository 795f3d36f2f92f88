import { openLines } from "../domain/order";
import { isScanned, type Parcel } from "../domain/parcel";
import { intentsOf } from "./intents";
import { findBooked } from "./order-book";
import { plan } from "./plan-intent";
import { marketplaceRules, type StoreDesk } from "./store-desk";
import { SHIP_UNDO_MS } from "./told-by-hand";

/**
 * Plans what the marketplace must hear of a parcel: its tracking at once, "shipped" after the undo window, or both
 * when the carrier scans it, as the store's setting says. Planning twice changes nothing.
 */
export function planTelling(desk: StoreDesk, orderId: string, parcel: Parcel): void {
  const onScan = desk.store.settings.shipWhen === "carrier-scan";
  if (onScan && !isScanned(parcel)) return;
  const now = desk.ports.now();
  if (parcel.trackingNumber && tellsByShipment(desk, orderId, parcel)) {
    planShipment(
      desk,
      orderId,
      { ...parcel, trackingNumber: parcel.trackingNumber },
      onScan ? now : now + SHIP_UNDO_MS,
    );
    return;
  }
  if (parcel.trackingNumber) {
    const { parcelNo, trackingNumber, carrierCode, trackingUrl } = parcel;
    const payload = { parcelNo, trackingNumber, carrierCode, trackingUrl };
    plan(desk, {
      kind: "tracking",
      businessKey: `tracking:${orderId}:${trackingNumber}`,
      orderId,
      payload,
      nextAt: now,
    });
  }
  const nextAt = onScan ? now : now + SHIP_UNDO_MS;
  plan(desk, { kind: "ship", businessKey: `ship:${orderId}`, orderId, payload: { parcelNo: parcel.parcelNo }, nextAt });
}

/**
 * Where the marketplace knows several parcels of one order, a parcel that does not hold all of it is told as a shipment
 * of its own; an order goes one way or the other, never both (mirakl.md 3.6).
 */
function tellsByShipment(desk: StoreDesk, orderId: string, parcel: Parcel): boolean {
  const booked = findBooked(desk.ports.sql, orderId);
  if (!booked || marketplaceRules(desk)?.platform?.multiShipment !== true) return false;
  const intents = intentsOf(desk.ports.sql, orderId);
  if (intents.some(({ kind }) => kind === "tracking" || kind === "ship")) return false;
  if (intents.some(({ kind }) => kind === "shipment")) return true;
  return parcel.lineIds.length > 0 && parcel.lineIds.length < openLines(booked.order).length;
}

function planShipment(
  desk: StoreDesk,
  orderId: string,
  parcel: Parcel & { trackingNumber: string },
  nextAt: number,
): void {
  const { parcelNo, generation, trackingNumber, carrierCode, trackingUrl, lineIds } = parcel;
  const open = findBooked(desk.ports.sql, orderId)?.order;
  const lines = (open ? openLines(open) : [])
    .filter(({ lineId }) => lineIds.includes(lineId))
    .map(({ lineId, quantity }) => ({ lineId, quantity }));
  if (lines.length === 0) return;
  const payload = { parcelNo, generation, trackingNumber, carrierCode, trackingUrl, lines };
  plan(desk, { kind: "shipment", businessKey: `st01:${orderId}:${parcelNo}:${generation}`, orderId, payload, nextAt });
}
