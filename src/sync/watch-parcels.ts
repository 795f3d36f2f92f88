import type { AttentionKind } from "../domain/attention";
import { isTerminal, type Order } from "../domain/order";
import { coveredTwice, isUnneeded } from "../domain/parcel";
import { clearAttention, raiseAttention } from "./attention";
import { parcelsOf } from "./order-book";
import type { StoreDesk } from "./store-desk";

/**
 * Puts labels before a person that should not travel: two of the same goods, because at Sendcloud nothing keeps anybody
 * from making a second one (design.md 2), and one whose goods were called off while others of the order still go. Taken
 * away as soon as they are void, or the order is over.
 */
export function watchParcels(desk: StoreDesk, { orderId, lines, state }: Order): void {
  const parcels = parcelsOf(desk.ports.sql, orderId);
  const concerns: [AttentionKind, boolean, () => boolean][] = [
    ["two-parcels", parcels.length > 1, () => !isTerminal(state) && coveredTwice(lines, parcels).length > 0],
    [
      "label-unneeded",
      parcels.length > 0 && lines.length > 1,
      () => state === "shipping" && parcels.some((parcel) => isUnneeded(lines, parcel)),
    ],
  ];
  for (const [kind, isPossible, holds] of concerns) {
    const key = `${kind}:${orderId}`;
    if (!isPossible) continue;
    if (holds()) raiseAttention(desk, { key, kind, orderId, details: {} });
    else clearAttention(desk, key);
  }
}
