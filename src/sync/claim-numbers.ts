import { claimNumbers, findNumbers } from "../db/order-numbers";
import type { Order } from "../domain/order";
import { baseNumber, candidateNumber, lastResortNumber, MAX_TRIES, numberKey } from "../domain/order-number";
import { sha256Hex } from "../lib/crypto";
import type { StoreDesk } from "./store-desk";

export type Numbered = { number: string; noReference: boolean };

/**
 * Gives each order its number, unique within the Sendcloud integration (design.md 5b.7, 5b.8). The older order claims
 * first, and what an earlier run claimed stays claimed, so a batch that is replayed gives the same numbers.
 */
export async function numberOrders(desk: StoreDesk, orders: readonly Order[]): Promise<Map<string, Numbered>> {
  if (orders.length === 0) return new Map();
  const known = await findNumbers(
    desk.ports.d1,
    desk.store.id,
    orders.map(({ orderId }) => orderId),
  );
  const strangers = orders.filter(({ orderId }) => !known.has(orderId));
  const numbered = await claimAnew(desk, strangers);
  for (const order of orders) {
    const number = known.get(order.orderId);
    if (number !== undefined) numbered.set(order.orderId, { number, noReference: baseOf(desk, order).noReference });
  }
  return numbered;
}

/** The same as the settings say now, whatever number each holds already: that one stays claimed (design.md 5b.9). */
export async function claimAnew(desk: StoreDesk, orders: readonly Order[]): Promise<Map<string, Numbered>> {
  const { store, integration, ports } = desk;
  const place = { workspaceId: store.workspaceId, storeId: store.id, integration };
  const numbered = new Map<string, Numbered>();
  const bases = new Map(orders.map((order) => [order.orderId, baseOf(desk, order)]));
  let left = orders.toSorted(byAge);
  for (let n = 0; left.length > 0; n += 1) {
    const claims = await Promise.all(
      left.map((order) => claimOf(desk, order, bases.get(order.orderId)?.base ?? "", n)),
    );
    const won = await claimNumbers(ports.d1, place, claims);
    for (const { orderId, number } of claims)
      if (won.has(orderId)) numbered.set(orderId, { number, noReference: bases.get(orderId)?.noReference ?? false });
    left = left.filter((order) => !won.has(order.orderId));
    if (n > MAX_TRIES && left.length > 0) throw new Error("an order's last resort number is taken");
  }
  return numbered;
}

function baseOf({ store }: StoreDesk, order: Order) {
  return baseNumber(order, store.settings.numberField, store.settings.shortenNumber);
}

async function claimOf({ store }: StoreDesk, order: Order, base: string, n: number) {
  const number =
    n > MAX_TRIES
      ? lastResortNumber(await sha256Hex(`${store.tag}:${order.orderId}`))
      : candidateNumber(base, n, store.settings.shortenNumber, store.tag, order.orderId);
  return { orderId: order.orderId, number, numberUpper: numberKey(number) };
}

function byAge(a: Order, b: Order): number {
  if (a.createdAt !== b.createdAt) return a.createdAt - b.createdAt;
  return a.orderId < b.orderId ? -1 : Number(a.orderId > b.orderId);
}
