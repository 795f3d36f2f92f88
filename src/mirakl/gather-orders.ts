import type { FailedReply, Reply } from "../lib/http";
import type { OrdersPage, ReadOrder, SetAsideOrder } from "./translate";

export type GatheredOrders = { orders: ReadOrder[]; setAside: SetAsideOrder[] };

type Reader = (offset: number) => Promise<Reply<OrdersPage>>;
type Basket = { orders: Map<string, ReadOrder>; setAside: Map<string, SetAsideOrder> };

/**
 * Reads all pages one after the other. Orders move between pages while we read (mirakl.md 5.2): when the total changed
 * or fewer orders than the total came, the list is walked once more, and only once. Each order comes once, in its
 * newest form. The first page that fails is the answer.
 */
export async function gatherOrders(readPage: Reader): Promise<Reply<GatheredOrders>> {
  const basket: Basket = { orders: new Map(), setAside: new Map() };
  const first = await walk(readPage, basket);
  if (first.kind !== "walked") return first;
  const last = first.drifted ? await walk(readPage, basket) : first;
  if (last.kind !== "walked") return last;
  const orders = [...basket.orders.values()];
  const setAside = [...basket.setAside.values()].filter(({ orderId }) => !basket.orders.has(orderId));
  return { kind: "ok", value: { orders, setAside }, status: last.status, headers: {} };
}

type Walk = { kind: "walked"; drifted: boolean; status: number } | FailedReply;

// The next offset counts what came, not what was asked for: a server may give shorter pages.
async function walk(readPage: Reader, basket: Basket): Promise<Walk> {
  const seen = new Set<string>();
  let offset = 0;
  let firstTotal: number | null = null;
  while (true) {
    const reply = await readPage(offset);
    if (reply.kind !== "ok") return reply;
    const { totalCount } = reply.value;
    firstTotal ??= totalCount;
    const keys = fill(basket, reply.value);
    for (const key of keys) seen.add(key);
    offset += keys.length;
    if (keys.length > 0 && offset < totalCount) continue;
    return { kind: "walked", drifted: totalCount !== firstTotal || seen.size < totalCount, status: reply.status };
  }
}

/** Keeps the newest form of each order; gives one key for each row of the page. */
function fill(basket: Basket, page: OrdersPage): string[] {
  const keys: string[] = [];
  for (const read of page.orders) {
    const { orderId, updatedAt } = read.order;
    const known = basket.orders.get(orderId);
    if (!known || known.order.updatedAt <= updatedAt) basket.orders.set(orderId, read);
    keys.push(orderId);
  }
  for (const aside of page.setAside) {
    const key = aside.orderId || JSON.stringify(aside.raw);
    basket.setAside.set(key, aside);
    keys.push(key);
  }
  return keys;
}
