import { isLive, isScanned, type Parcel, type ParcelStage } from "../domain/parcel";
import type { ParcelNews, ShipmentNews } from "../sendcloud/translate-shipment";
import { recordFact } from "./facts";
import { findBooked, findParcelByShipment, findPushedByNumber, parcelsOf, saveParcel } from "./order-book";
import { planNext } from "./plan-next";
import { planTelling } from "./plan-telling";
import { queueParcel, settleById } from "./settle-order";
import type { StoreDesk } from "./store-desk";

/** Stages a parcel never leaves on the word of older news. */
const ENDS: ReadonlySet<ParcelStage> = new Set(["delivered", "cancelled", "failed"]);

/**
 * Applies what Sendcloud says of a shipment now; gives false when no parcel of this store is it. News may come twice,
 * late and in any order: the newest wins, and an end stays an end.
 */
export function applyShipmentNews(desk: StoreDesk, news: ShipmentNews): boolean {
  const found = findParcelByShipment(desk.ports.sql, news.shipmentId);
  const [told] = news.parcels;
  if (!found) return told !== undefined && adopt(desk, news, told);
  if (!told) return true;
  const next = merge(found.parcel, told, desk.ports.now());
  if (!next) return true;
  desk.ports.sql.transaction(() => {
    saveParcel(desk.ports.sql, found.orderId, next);
    queueParcel(desk.ports.sql, found.orderId, next);
    if (next.stage !== found.parcel.stage) tellMove(desk, found.orderId, next);
    const booked = findBooked(desk.ports.sql, found.orderId);
    if (booked && !booked.quiet && isLive(next) && (isScanned(next) || isFirstNumber(found.parcel, next)))
      planTelling(desk, found.orderId, next);
    planNext(desk, found.orderId, settleById(desk, found.orderId));
    desk.ports.alarm.set(desk.ports.now());
  });
  return true;
}

function isFirstNumber(before: Parcel, after: Parcel): boolean {
  return before.trackingNumber === null && after.trackingNumber !== null;
}

/** A label made at Sendcloud for an order that we pushed: by its number, and never for one whose labels are made here. */
function adopt(desk: StoreDesk, news: ShipmentNews, told: ParcelNews): boolean {
  const { sql, now } = desk.ports;
  const booked = news.orderNumber ? findPushedByNumber(sql, news.orderNumber) : null;
  if (booked?.place !== "sendcloud") return false;
  const { orderId } = booked.order;
  const parcelNo = 1 + Math.max(0, ...parcelsOf(sql, orderId).map((one) => one.parcelNo));
  const parcel: Parcel = {
    parcelNo,
    generation: 1,
    shipmentId: news.shipmentId,
    sendcloudParcelId: told.sendcloudParcelId,
    carrierCode: news.carrierCode ?? "",
    carrierName: news.carrierName ?? "",
    optionCode: news.optionCode ?? "",
    optionName: news.optionCode ?? "",
    trackingNumber: told.trackingNumber,
    trackingUrl: told.trackingUrl,
    stage: told.stage,
    statusText: told.statusText,
    price: news.price,
    lineIds: [],
    createdAt: now(),
    seenAt: told.updatedAt ?? now(),
  };
  sql.transaction(() => {
    saveParcel(sql, orderId, parcel);
    queueParcel(sql, orderId, parcel);
    const { carrierName, optionName, trackingNumber, price } = parcel;
    const details = { carrier: carrierName, option: optionName, trackingNumber, price };
    recordFact(desk, orderId, "label-created", details, "Sendcloud");
    if (!booked.quiet && isLive(parcel)) planTelling(desk, orderId, parcel);
    planNext(desk, orderId, settleById(desk, orderId));
    desk.ports.alarm.set(now());
  });
  return true;
}

function merge(parcel: Parcel, told: ParcelNews, now: number): Parcel | null {
  const seenAt = told.updatedAt ?? now;
  if (seenAt < parcel.seenAt || told.stage === "unknown") return null;
  // A cancellation that is queued shows in newer news than the parcel had when it was asked for.
  if (parcel.stage === "cancelling" && seenAt === parcel.seenAt) return null;
  if (ENDS.has(parcel.stage) && told.stage !== parcel.stage) return null;
  const next: Parcel = {
    ...parcel,
    stage: told.stage,
    statusText: told.statusText,
    trackingNumber: told.trackingNumber ?? parcel.trackingNumber,
    trackingUrl: told.trackingUrl ?? parcel.trackingUrl,
    sendcloudParcelId: told.sendcloudParcelId ?? parcel.sendcloudParcelId,
    seenAt,
  };
  const same =
    next.stage === parcel.stage &&
    next.trackingNumber === parcel.trackingNumber &&
    next.trackingUrl === parcel.trackingUrl;
  return same ? null : next;
}

function tellMove(desk: StoreDesk, orderId: string, { stage, statusText }: Parcel): void {
  if (stage === "cancelled") recordFact(desk, orderId, "label-cancelled", {}, "Sendcloud");
  else recordFact(desk, orderId, "parcel-moved", { stage, words: statusText }, null);
}
