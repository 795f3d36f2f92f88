import { isTerminal, type Order } from "../domain/order";
import { coveredTwice } from "../domain/parcel";
import { clearAttention, raiseAttention } from "./attention";
import { parcelsOf } from "./order-book";
import type { StoreDesk } from "./store-desk";

/**
 * Puts two live parcels of the same goods before a person: at Sendcloud nothing keeps anybody from making a second label
 * (design.md 2). It is taken away as soon as one of them is void, or the order is over.
 */
export function watchParcels(desk: StoreDesk, { orderId, lines, state }: Order): void {
  const parcels = parcelsOf(desk.ports.sql, orderId);
  if (parcels.length < 2) return;
  const key = `two-parcels:${orderId}`;
  const twice = isTerminal(state) ? [] : coveredTwice(lines, parcels);
  if (twice.length === 0) clearAttention(desk, key);
  else raiseAttention(desk, { key, kind: "two-parcels", orderId, details: {} });
}
