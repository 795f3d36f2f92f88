import type { LinkableParcel } from "../domain/parcel";
import { clearAttention, raiseAttention } from "./attention";
import { recordFact } from "./facts";
import { keep, recall } from "./keeping";
import type { StoreDesk } from "./store-desk";

const LINKABLE = "linkable_parcels";

/** `refused`: a person said that it is not this order's. */
type Kept = LinkableParcel & { refused: boolean };
type Book = Record<string, Kept[]>;

/** Parcels that others made and that look like this order's: a person says whether one is. */
export function linkableOf(desk: Pick<StoreDesk, "ports">, orderId: string): LinkableParcel[] {
  return (bookOf(desk)[orderId] ?? []).filter(({ refused }) => !refused).map(({ refused: _, ...parcel }) => parcel);
}

/** Offers a parcel, in the synchronous block of its news; one that was refused stays so. True when it is news. */
export function offerParcel(desk: StoreDesk, orderId: string, number: string, parcel: LinkableParcel): boolean {
  const known = (bookOf(desk)[orderId] ?? []).find(({ shipmentId }) => shipmentId === parcel.shipmentId);
  if (known?.refused || (known && JSON.stringify({ ...known }) === JSON.stringify({ ...parcel, refused: false })))
    return false;
  const others = (bookOf(desk)[orderId] ?? []).filter((one) => one !== known);
  write(desk, orderId, [...others, { ...parcel, refused: false }]);
  const { shipmentId, carrier, trackingNumber } = parcel;
  const details = { orderNumber: number, carrier, trackingNumber };
  raiseAttention(desk, { key: itemOf(shipmentId), kind: "unmatched-shipment", orderId, details });
  if (!known) recordFact(desk, orderId, "parcel-offered", { carrier, trackingNumber }, null);
  return true;
}

/** A person said no, or the parcel is no more: it is not offered again. */
export function withdrawParcel(desk: StoreDesk, orderId: string, shipmentId: string): boolean {
  const all = bookOf(desk)[orderId] ?? [];
  if (!all.some((one) => one.shipmentId === shipmentId && !one.refused)) return false;
  write(
    desk,
    orderId,
    all.map((one) => (one.shipmentId === shipmentId ? { ...one, refused: true } : one)),
  );
  clearAttention(desk, itemOf(shipmentId));
  return true;
}

/** The order has its parcel, or is over: nothing is offered any more. */
export function forgetLinkable(desk: StoreDesk, orderId: string): void {
  const all = bookOf(desk)[orderId];
  if (!all) return;
  for (const { shipmentId } of all) clearAttention(desk, itemOf(shipmentId));
  write(desk, orderId, []);
}

function bookOf({ ports: { sql } }: Pick<StoreDesk, "ports">): Book {
  return recall<Book>(sql, LINKABLE) ?? {};
}

function write(desk: StoreDesk, orderId: string, parcels: Kept[]): void {
  const { [orderId]: _, ...others } = bookOf(desk);
  keep(desk.ports.sql, LINKABLE, parcels.length === 0 ? others : { ...others, [orderId]: parcels });
}

const itemOf = (shipmentId: string) => `unmatched-shipment:${shipmentId}`;
