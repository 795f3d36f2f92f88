import { isLive, type Parcel } from "../domain/parcel";
import type { LabelFormat } from "../domain/store";
import { documentFormatOf } from "../sendcloud/document-calls";
import { type BookedOrder, findBooked, parcelsOf } from "./order-book";
import { refuse, sendcloudRefusal, toFailure } from "./refusals";
import type { StoreDesk } from "./store-desk";
import type { LabelFile } from "./stub-orders";

/** A kept file serves this long; after that Sendcloud is asked again (design.md 4). */
const KEPT_MS = 14 * 86_400_000;

type Kept = { bytes: ArrayBuffer; content_type: string };

/**
 * The label of a parcel: the kept file, or Sendcloud's document where another format is wanted, the file is gone or it
 * never came. `format` null means the store's own.
 */
export async function labelFileOf(
  desk: StoreDesk,
  orderId: string,
  parcelNo: number,
  format: LabelFormat | null,
): Promise<LabelFile> {
  const { sql } = desk.ports;
  const booked = findBooked(sql, orderId);
  const parcel = parcelsOf(sql, orderId).findLast((one) => one.parcelNo === parcelNo && isLive(one));
  if (!booked || !parcel) return { result: "refused", refusal: refuse("not-found") };
  const wanted = format ?? desk.store.settings.labelFormat;
  const kept = wanted === desk.store.settings.labelFormat ? findKept(desk, orderId, parcel) : null;
  const name = fileName("label", booked);
  if (kept) return file(kept.bytes, kept.content_type, name);
  if (parcel.sendcloudParcelId === null) return { result: "refused", refusal: refuse("label-not-available") };
  const reply = await desk.sendcloud.document(parcel.sendcloudParcelId, "label", documentFormatOf(wanted));
  if (reply.kind !== "ok") {
    const missing = reply.kind === "rejected" && reply.status === 404;
    return {
      result: "refused",
      refusal: missing ? refuse("label-not-available", reply.message) : sendcloudRefusal(toFailure(reply)),
    };
  }
  return file(new Uint8Array(reply.value.bytes).buffer, reply.value.contentType, name);
}

/** The customs papers of a parcel, one file of CN23 and commercial invoice, as Sendcloud has them now. */
export async function customsFileOf(desk: StoreDesk, orderId: string, parcelNo: number): Promise<LabelFile> {
  const { sql } = desk.ports;
  const booked = findBooked(sql, orderId);
  const parcel = parcelsOf(sql, orderId).findLast((one) => one.parcelNo === parcelNo && isLive(one));
  if (!booked || !parcel?.papers) return { result: "refused", refusal: refuse("not-found") };
  if (parcel.sendcloudParcelId === null) return { result: "refused", refusal: refuse("customs-not-available") };
  const format = { format: "pdf", paperSize: "A4" } as const;
  const reply = await desk.sendcloud.document(parcel.sendcloudParcelId, "customs-declaration", format);
  if (reply.kind !== "ok") {
    const missing = reply.kind === "rejected" && reply.status === 404;
    const refusal = missing ? refuse("customs-not-available", reply.message) : sendcloudRefusal(toFailure(reply));
    return { result: "refused", refusal };
  }
  return file(new Uint8Array(reply.value.bytes).buffer, reply.value.contentType, fileName("customs", booked));
}

function fileName(what: string, { number }: BookedOrder): string {
  return `${what}-${number.replace(/[^A-Za-z0-9._-]+/g, "-")}`;
}

function findKept(desk: StoreDesk, orderId: string, parcel: Parcel): Kept | null {
  const { sql, now } = desk.ports;
  const [row] = sql.all<Kept>(
    "SELECT bytes, content_type FROM files WHERE order_id = ? AND parcel_no = ? AND generation = ? AND made_at > ?",
    orderId,
    parcel.parcelNo,
    parcel.generation,
    now() - KEPT_MS,
  );
  return row ?? null;
}

function file(bytes: ArrayBuffer, contentType: string, name: string): LabelFile {
  return {
    result: "file",
    bytes,
    contentType,
    fileName: `${name}.${contentType === "application/pdf" ? "pdf" : "zpl"}`,
  };
}
