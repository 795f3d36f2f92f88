import { invoiceNumberOf } from "../../domain/customs-block";
import { mayBuyLabel, orderState } from "../../domain/order-state";
import type { Parcel } from "../../domain/parcel";
import type { Reply } from "../../lib/http";
import { type AnnounceBody, buildAnnounce } from "../../sendcloud/announce";
import { announcementFailure, hasPapers, type ParcelNews, type ShipmentNews } from "../../sendcloud/translate-shipment";
import { isFailedReply, readAgain } from "../book-orders";
import { type Declaration, declarationOf } from "../declare-parcel";
import type { Check, Effect, ReadBack } from "../effect";
import { recordFact } from "../facts";
import type { Intent, LabelPayload } from "../intents";
import { type BookedOrder, findBooked, recipientOf, saveBooked, saveParcel } from "../order-book";
import { planNext } from "../plan-next";
import { planTelling } from "../plan-telling";
import { queueParcel, settleById, stateInput } from "../settle-order";
import type { StoreDesk } from "../store-desk";

type Label = Intent<"label">;

const LARGEST_FILE_BYTES = 1_500_000;

/** Announcing a shipment buys its label. The reference makes a repeat safe: a 409 brings the first one back. */
export const label: Effect<"label", ShipmentNews> = {
  kind: "label",
  name: "announce",
  remote: "sendcloud",
  async check(desk, intent): Promise<Check> {
    const read = await readAgain(desk, intent.orderId, false);
    if (isFailedReply(read)) return { go: "blind", reply: read };
    if (!read) return { go: "fail", reason: "not-found" };
    return mayBuyLabel(orderState(withoutThis(desk, read, intent))) && declarationOf(desk, read, intent.payload)
      ? { go: "send" }
      : { go: "fail", reason: "order-changed" };
  },
  async send(desk, intent): Promise<Reply<ShipmentNews>> {
    const booked = findBooked(desk.ports.sql, intent.orderId);
    if (!booked) throw new Error("a booked order is gone between check and send");
    const declaration = declarationOf(desk, booked, intent.payload);
    // A product lost its code since the check: the next check sees it.
    if (!declaration) return { kind: "not-sent", why: "order-changed" };
    const reply = await desk.sendcloud.announce(announcement(desk, booked, intent, declaration));
    if (reply.kind !== "ok") return reply;
    const { shipment, failed } = reply.value;
    if (!isOurs(shipment, intent))
      return { kind: "unknown", why: "unexpected-shape", status: reply.status, message: "" };
    if (failed.length === 0) return { ...reply, value: shipment };
    return {
      kind: "rejected",
      status: reply.status,
      code: "announcement-failed",
      message: failed.join(" "),
      body: null,
    };
  },
  async readBack(desk, intent): Promise<ReadBack<ShipmentNews>> {
    const reply = await desk.sendcloud.shipments({ externalReference: intent.payload.reference });
    if (reply.kind !== "ok") return { found: "blind", reply };
    const [shipment, ...more] = reply.value.rows;
    if (!shipment) return { found: "absent" };
    if (more.length > 0) return { found: "conflict", reason: "not-explained" };
    if (!isOurs(shipment, intent)) return { found: "conflict", reason: "answer-does-not-match" };
    const failed = announcementFailure(shipment);
    if (failed.length > 0) return { found: "failed", reason: "announcement-failed", words: failed.join(" ") };
    return { found: "done", outcome: shipment };
  },
  land(desk, intent, shipment) {
    const booked = findBooked(desk.ports.sql, intent.orderId);
    const parcel = toParcel(desk, booked, intent, shipment);
    saveParcel(desk.ports.sql, intent.orderId, parcel);
    queueParcel(desk.ports.sql, intent.orderId, parcel);
    keepFile(desk, intent, shipment);
    if (booked) saveBooked(desk.ports.sql, { ...booked, place: "here" }, true);
    const { carrierName, optionName, price } = intent.payload;
    const told = { carrier: carrierName, option: optionName, trackingNumber: parcel.trackingNumber, price };
    recordFact(desk, intent.orderId, "label-created", told, intent.actor.name);
    if (booked && !booked.quiet) planTelling(desk, intent.orderId, parcel);
    // The order may have died while its label was bought: then the label goes at once.
    planNext(desk, intent.orderId, settleById(desk, intent.orderId));
    return shipment.shipmentId;
  },
  tellFailure(desk, { orderId }, words) {
    recordFact(desk, orderId, "label-failed", { words }, null);
  },
  async candidates(desk, { payload }) {
    const reply = await desk.sendcloud.shipments({ externalReference: payload.reference });
    if (reply.kind !== "ok") return reply;
    return reply.value.rows.map((shipment) => ({
      remoteId: shipment.shipmentId,
      words: shipment.parcels
        .map(({ trackingNumber, statusText }) => `${trackingNumber ?? ""} ${statusText}`)
        .join(", "),
      money: shipment.price,
      at: shipment.parcels[0]?.updatedAt ?? null,
      outcome: shipment,
    }));
  },
};

/** A shipment under our reference that was asked for otherwise is none of ours (reliability.md 2.5). */
function isOurs({ optionCode }: ShipmentNews, { payload }: Label): boolean {
  return optionCode === null || optionCode === payload.optionCode;
}

// The intent itself makes the order "labelling": the question is what the order would be without it.
function withoutThis(desk: StoreDesk, booked: BookedOrder, { payload }: Label) {
  const input = stateInput(desk, booked);
  const intents = input.facts.intents.filter(({ kind, parcelNo }) => kind !== "label" || parcelNo !== payload.parcelNo);
  return { ...input, facts: { ...input.facts, intents } };
}

function announcement(
  desk: StoreDesk,
  booked: BookedOrder,
  { payload }: Label,
  declaration: Declaration,
): AnnounceBody {
  const { settings } = desk.store;
  const recipient = recipientOf(booked);
  if (!recipient) throw new Error("a label was planned without an address");
  return buildAnnounce({
    externalReference: payload.reference,
    orderNumber: booked.number,
    recipient,
    senderAddressId: payload.senderAddressId,
    option: { code: payload.optionCode, contractId: payload.contractId },
    weightGrams: payload.weightGrams,
    box: settings.box,
    labelFormat: settings.labelFormat,
    orderTotal: booked.order.total,
    servicePointId: booked.order.pickupPointId,
    ...declaration,
  });
}

function toParcel(desk: StoreDesk, booked: BookedOrder | null, { payload }: Label, shipment: ShipmentNews): Parcel {
  const now = desk.ports.now();
  const [first] = shipment.parcels;
  return {
    parcelNo: payload.parcelNo,
    generation: payload.generation,
    shipmentId: shipment.shipmentId,
    sendcloudParcelId: first?.sendcloudParcelId ?? null,
    carrierCode: payload.carrierCode,
    carrierName: payload.carrierName,
    optionCode: payload.optionCode,
    optionName: payload.optionName,
    trackingNumber: first?.trackingNumber ?? null,
    trackingUrl: first?.trackingUrl ?? null,
    stage: first?.stage ?? "unknown",
    statusText: first?.statusText ?? "",
    price: payload.price,
    lineIds: payload.lineIds,
    ...papersOf(booked, payload, first),
    createdAt: now,
    seenAt: first?.updatedAt ?? now,
  };
}

function papersOf(
  booked: BookedOrder | null,
  payload: LabelPayload,
  news: ParcelNews | undefined,
): Pick<Parcel, "papers"> {
  if (!payload.documents && !(news && hasPapers(news))) return {};
  return { papers: { invoiceNumber: booked && payload.documents ? invoiceNumberOf(booked.number, payload) : null } };
}

function keepFile(desk: StoreDesk, { orderId, payload }: Label, shipment: ShipmentNews): void {
  const base64 = shipment.parcels[0]?.labelFile;
  if (!base64) return;
  const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  // A larger file is fetched from Sendcloud whenever it is wanted: a row of the object holds 2 MB.
  if (bytes.length > LARGEST_FILE_BYTES) return;
  const contentType = desk.store.settings.labelFormat.startsWith("zpl") ? "application/zpl" : "application/pdf";
  desk.ports.sql.run(
    `INSERT INTO files (order_id, parcel_no, generation, content_type, bytes, made_at) VALUES (?, ?, ?, ?, ?, ?)
     ON CONFLICT DO NOTHING`,
    orderId,
    payload.parcelNo,
    payload.generation,
    contentType,
    bytes.buffer,
    desk.ports.now(),
  );
}
