import { isOpen } from "../domain/intent";
import { isLive, isScanned, type Parcel, type ParcelStage } from "../domain/parcel";
import { goesTo } from "../domain/parcel-match";
import type { ParcelNews, ShipmentNews } from "../sendcloud/translate-shipment";
import { adoptParcel } from "./adopt-parcel";
import { noteVoidedThere } from "./cancelled-there";
import { recordFact } from "./facts";
import { findIntentByKey } from "./intents";
import { offerParcel, withdrawParcel } from "./linkable";
import { may } from "./may";
import {
  findBooked,
  findByNumber,
  findParcelByShipment,
  findPushedByNumber,
  parcelsOf,
  recipientOf,
  saveParcel,
} from "./order-book";
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
  const told = firstOf(news, found?.parcel);
  if (!found) return told !== undefined && (adopt(desk, news, told) || offer(desk, news, told));
  if (!told) return true;
  followOthers(desk, found.orderId, news, told);
  const next = merge(found.parcel, told, desk.ports.now());
  if (!next) return true;
  desk.ports.sql.transaction(() => {
    saveParcel(desk.ports.sql, found.orderId, next);
    queueParcel(desk.ports.sql, found.orderId, next);
    if (next.stage !== found.parcel.stage) tellMove(desk, found.orderId, next);
    if (next.stage === "cancelled" && !isVoidedByUs(desk, next)) noteVoidedThere(desk, found.orderId);
    const booked = findBooked(desk.ports.sql, found.orderId);
    if (booked && !booked.quiet && isLive(next) && (isScanned(next) || isFirstNumber(found.parcel, next)))
      planTelling(desk, found.orderId, next);
    planNext(desk, found.orderId, settleById(desk, found.orderId));
    desk.ports.alarm.set(desk.ports.now());
  });
  return true;
}

// A shipment's parcels may come in any order.
function firstOf({ parcels }: ShipmentNews, known: Parcel | undefined): ParcelNews | undefined {
  return parcels.find(({ sendcloudParcelId: id }) => id === known?.sendcloudParcelId) ?? parcels[0];
}

/** The other boxes of a shipment of several: each shows, while the marketplace hears of the first (sendcloud.md 11.12). */
function followOthers(desk: StoreDesk, orderId: string, news: ShipmentNews, first: ParcelNews): void {
  const { sql, now } = desk.ports;
  for (const told of news.parcels) {
    if (told === first) continue;
    const known = parcelsOf(sql, orderId).find(
      ({ shipmentId, sendcloudParcelId: id }) => shipmentId === news.shipmentId && id === told.sendcloudParcelId,
    );
    const next = known && merge(known, told, now());
    if (known && !next) continue;
    sql.transaction(() => {
      if (next) saveParcel(sql, orderId, next);
      if (next) queueParcel(sql, orderId, next);
      if (next && next.stage !== known.stage) tellMove(desk, orderId, next);
      if (!known) adoptParcel(desk, orderId, { news, told }, { kind: "label-created", by: "Sendcloud" });
      planNext(desk, orderId, settleById(desk, orderId));
      desk.ports.alarm.set(now());
    });
  }
}

function isVoidedByUs({ ports: { sql } }: StoreDesk, { shipmentId }: Parcel): boolean {
  const state = findIntentByKey(sql, `cancel-label:${shipmentId}`)?.state;
  return state !== undefined && (isOpen(state) || state === "done");
}

function isFirstNumber(before: Parcel, after: Parcel): boolean {
  return before.trackingNumber === null && after.trackingNumber !== null;
}

/**
 * A label made at Sendcloud for an order that we pushed, by its number; where the order was taken out since, only one that
 * is surely not ours: the panel may have made it just before, and it is paid.
 */
function adopt(desk: StoreDesk, news: ShipmentNews, told: ParcelNews): boolean {
  const { sql, now } = desk.ports;
  const booked = news.orderNumber ? findPushedByNumber(sql, news.orderNumber) : null;
  if (!booked || (booked.place !== "sendcloud" && news.externalReference !== null)) return false;
  const { orderId } = booked.order;
  sql.transaction(() => {
    const parcel = adoptParcel(desk, orderId, { news, told }, { kind: "label-created", by: "Sendcloud" });
    if (!booked.quiet && isLive(parcel)) planTelling(desk, orderId, parcel);
    followOthers(desk, orderId, news, told);
    planNext(desk, orderId, settleById(desk, orderId));
    desk.ports.alarm.set(now());
  });
  return true;
}

/** A parcel that others made, under an order's number and for its recipient: a person says whether it is its own. */
function offer(desk: StoreDesk, news: ShipmentNews, told: ParcelNews): boolean {
  const { sql } = desk.ports;
  const booked = news.orderNumber ? findByNumber(sql, news.orderNumber) : null;
  const recipient = booked && recipientOf(booked);
  // Under a reference of ours it is a label that is still being bought.
  if (!booked || booked.quiet || !recipient || !news.recipient || news.externalReference?.startsWith("mk1-"))
    return false;
  const { orderId } = booked.order;
  if (!goesTo(recipient, news.recipient) || !may(desk, booked, "link-parcel")) return false;
  const { shipmentId, carrierName, orderNumber } = news;
  const { trackingNumber, stage } = told;
  const parcel = { shipmentId, carrier: carrierName ?? "", trackingNumber: trackingNumber ?? "", stage };
  sql.transaction(() => {
    const isNews = isLive(parcel)
      ? offerParcel(desk, orderId, orderNumber ?? "", parcel)
      : withdrawParcel(desk, orderId, shipmentId);
    if (isNews) settleById(desk, orderId);
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
