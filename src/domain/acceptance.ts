import type { Money } from "./money";
import type { Order } from "./order";

/** An offer of the shop as the marketplace sells it now; `price` is null where it names none. */
export type Offer = { sku: string; quantity: number; price: Money | null };

/** What a guard saw of one article of an order, and what the offer says; `paid` is what the buyer pays for one piece. */
export type GuardSight = {
  sku: string;
  title: string;
  ordered: number;
  offered: number;
  paid: Money;
  offerPrice: Money | null;
};

/** Why an order is not accepted by itself. `cannot-check` leaves it to a person, as if all were accepted by hand. */
export type HeldBack =
  | ({ why: "guard-stock" | "guard-price" } & GuardSight)
  | { why: "cannot-check"; sku: string; title: string };

/**
 * Holds an order against the shop's own offers, keyed by their SKU: enough in stock for all its lines of one offer, and
 * a price that lies at most `priceDropPercent` below the offer's. Null when nothing speaks against accepting it; an
 * offer that is not there, or whose price is in another currency, cannot be checked.
 */
export function heldBackBy(
  order: Order,
  offers: ReadonlyMap<string, Offer>,
  priceDropPercent: number,
): HeldBack | null {
  for (const line of order.lines) {
    const { offerSku: sku, title } = line;
    const offer = offers.get(sku);
    const isComparable = offer && (offer.price === null || offer.price.currency === line.unitPrice.currency);
    if (!offer || !isComparable) return { why: "cannot-check", sku, title };
    const ordered = orderedOf(order, sku);
    const sight = { sku, title, ordered, offered: offer.quantity, paid: line.unitPrice, offerPrice: offer.price };
    if (offer.quantity < ordered) return { why: "guard-stock", ...sight };
    if (offer.price === null) return { why: "cannot-check", sku, title };
    if (line.unitPrice.minor * 100 < offer.price.minor * (100 - priceDropPercent))
      return { why: "guard-price", ...sight };
  }
  return null;
}

function orderedOf({ lines }: Order, sku: string): number {
  return lines.filter(({ offerSku }) => offerSku === sku).reduce((sum, { quantity }) => sum + quantity, 0);
}

const HOUR_MS = 3_600_000;

/** When the marketplace accepted nothing by itself any more within an hour, the moment from which it may again. */
export function nextAcceptance(acceptedAts: readonly number[], mostAnHour: number, now: number): number {
  const recent = acceptedAts.filter((at) => at > now - HOUR_MS).toSorted((a, b) => a - b);
  if (recent.length < mostAnHour) return now;
  return (recent[recent.length - mostAnHour] ?? now) + HOUR_MS;
}

/** How old an order was, in whole hours, when the marketplace refused it by itself; null within the first hour. */
export function hoursUntilRefused(createdAt: number, refusedAt: number): number | null {
  const hours = Math.floor((refusedAt - createdAt) / HOUR_MS);
  return hours > 0 ? hours : null;
}

/** The hours after which a marketplace refuses what nobody accepted; `learntAt` is null for a typed value. */
export type RefusesAfter = { hours: number; learntAt: number | null };

/** Until when an order waits for its answer. */
export function acceptBefore(createdAt: number, { hours }: RefusesAfter): number {
  return createdAt + hours * HOUR_MS;
}
