import type { Parcel } from "../domain/parcel";
import { hasPapers, type ParcelNews, type ShipmentNews } from "../sendcloud/translate-shipment";
import { recordFact } from "./facts";
import { parcelsOf, saveParcel } from "./order-book";
import { queueParcel } from "./settle-order";
import type { StoreDesk } from "./store-desk";

/** Books a parcel that was made elsewhere as this order's, in the synchronous block of the caller. It holds all of it. */
export function adoptParcel(
  desk: StoreDesk,
  orderId: string,
  { news, told }: { news: ShipmentNews; told: ParcelNews },
  { kind, by }: { kind: "label-created" | "parcel-linked"; by: string },
): Parcel {
  const { sql, now } = desk.ports;
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
    ...(told.contents ? { contents: told.contents } : {}),
    ...(hasPapers(told) ? { papers: { invoiceNumber: null } } : {}),
    createdAt: now(),
    seenAt: told.updatedAt ?? now(),
  };
  saveParcel(sql, orderId, parcel);
  queueParcel(sql, orderId, parcel);
  const { carrierName, optionName, trackingNumber, price } = parcel;
  recordFact(desk, orderId, kind, { carrier: carrierName, option: optionName, trackingNumber, price }, by);
  return parcel;
}
