import { baseNumber } from "../domain/order-number";
import type { StoreSettings } from "../domain/store";
import { claimAnew, type Numbered } from "./claim-numbers";
import { recordFact } from "./facts";
import { type BookedOrder, findBooked } from "./order-book";
import type { StoreDesk } from "./store-desk";

// What buys under a number, or writes it somewhere else, or may have done so.
const FIXED = `SELECT wanted.value AS order_id FROM json_each(?) AS wanted
  WHERE EXISTS (SELECT 1 FROM parcels WHERE order_id = wanted.value)
    OR EXISTS (SELECT 1 FROM pushed WHERE order_id = wanted.value)
    OR EXISTS (SELECT 1 FROM intents WHERE order_id = wanted.value AND kind IN ('label', 'push', 'reference')
      AND state NOT IN ('failed', 'skipped'))`;

/** Those of the orders that keep their number for ever: pushed, labelled, or written to the marketplace (design.md 5b.9). */
export function fixedNumbers({ ports: { sql } }: Pick<StoreDesk, "ports">, orderIds: readonly string[]): Set<string> {
  return new Set(sql.all<{ order_id: string }>(FIXED, JSON.stringify(orderIds)).map((row) => row.order_id));
}

/** Whether other settings would give an order another number, were it not fixed. */
export function wouldRenumber(
  { store: { settings } }: StoreDesk,
  { order, number }: BookedOrder,
  wished: Pick<StoreSettings, "numberField" | "shortenNumber">,
): boolean {
  const now = baseNumber(order, settings.numberField, settings.shortenNumber);
  const then = baseNumber(order, wished.numberField, wished.shortenNumber);
  // A number with four more characters depends on whether it is short.
  const sameHash = number === now.base || settings.shortenNumber === wished.shortenNumber;
  return now.base !== then.base || !sameHash;
}

/** Claims the numbers that the settings give these orders now, for those that may change theirs. */
export async function newNumbers(desk: StoreDesk, orderIds: readonly string[]): Promise<Map<string, Numbered>> {
  const fixed = fixedNumbers(desk, orderIds);
  const orders = orderIds.flatMap((orderId) => {
    const booked = fixed.has(orderId) ? null : findBooked(desk.ports.sql, orderId);
    return booked ? [booked.order] : [];
  });
  return orders.length === 0 ? new Map() : claimAnew(desk, orders);
}

/** The order under its new number, unless the old one has been used meanwhile; that one stays reserved. */
export function renumbered(desk: StoreDesk, booked: BookedOrder, numbers: Map<string, Numbered>): BookedOrder {
  const { orderId } = booked.order;
  const next = numbers.get(orderId);
  if (!next || fixedNumbers(desk, [orderId]).has(orderId)) return booked;
  if (next.number !== booked.number)
    recordFact(desk, orderId, "renumbered", { from: booked.number, to: next.number }, null);
  return { ...booked, ...next };
}
