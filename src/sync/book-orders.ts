import { isTerminal, type Order } from "../domain/order";
import type { FailedReply } from "../lib/http";
import type { ReadOrder, SetAsideOrder } from "../mirakl/translate";
import { type Numbered, numberOrders } from "./claim-numbers";
import { recordFact } from "./facts";
import { learnRefusal } from "./learn-refusal";
import { type BookedOrder, findBooked, keepRaw, noteRead, rawOf } from "./order-book";
import { planNext } from "./plan-next";
import { bringBack, countFailedBooking, MOST_BOOKING_TRIES, setAside } from "./set-aside";
import { settleOrder, withRebasedCorrections } from "./settle-order";
import { learnFacts } from "./sku-facts";
import type { StoreDesk } from "./store-desk";
import { tellDeadlines } from "./tell-deadlines";

/** How long one reading of an order serves the writes to it (design.md 5). */
export const FRESH_MS = 60_000;

export type Haul = { orders: readonly ReadOrder[]; setAside: readonly SetAsideOrder[] };

/**
 * Books what the marketplace told: new orders get their number, changed ones their new state, unreadable ones are set
 * aside with their JSON. `then` joins the same synchronous block, so a cursor moves with its rows.
 */
export async function bookOrders(desk: StoreDesk, haul: Haul, quiet: boolean, then: () => void): Promise<void> {
  const { sql } = desk.ports;
  const news = haul.orders
    .filter(({ order }) => order.state !== "staging")
    .map((read) => ({ order: read.order, raw: JSON.stringify(read.raw) }))
    .filter(({ order, raw }) => rawOf(sql, order.orderId) !== raw);
  const strangers = news.filter(({ order }) => !findBooked(sql, order.orderId)).map(({ order }) => order);
  const [numbers] = await Promise.all([
    numberOrders(desk, strangers),
    learnFacts(
      desk,
      news.map(({ order }) => order),
    ),
  ]);
  const book = ({ order, raw }: News) => bookOne(desk, order, raw, numbers, quiet);
  const rest = () => {
    for (const aside of haul.setAside) setAside(desk, aside);
    then();
  };
  try {
    sql.transaction(() => {
      news.forEach(book);
      rest();
    });
  } catch {
    bookApart(desk, news, book, rest);
  }
}

type News = { order: Order; raw: string };

/**
 * One of them cannot be booked: each gets its own synchronous block, so that it spoils no neighbour. Until it failed five
 * times nothing moves on past it; then it is set aside with its JSON (reliability.md 2.6).
 */
function bookApart(desk: StoreDesk, news: readonly News[], book: (one: News) => void, rest: () => void): void {
  const { sql } = desk.ports;
  const faults: unknown[] = [];
  for (const one of news) {
    try {
      sql.transaction(() => book(one));
    } catch (fault) {
      const { orderId } = one.order;
      if (countFailedBooking(sql, orderId) < MOST_BOOKING_TRIES) faults.push(fault);
      else sql.transaction(() => setAside(desk, { orderId, reason: "order_error", raw: JSON.parse(one.raw) }));
    }
  }
  if (faults.length > 0) throw faults[0];
  sql.transaction(rest);
}

/**
 * Reads one order again unless that was done within the last minute; `force` reads in any case. Gives what is booked
 * afterwards, null when the marketplace does not know the order, or the failed reply.
 */
export async function readAgain(
  desk: StoreDesk,
  orderId: string,
  force: boolean,
): Promise<BookedOrder | null | FailedReply> {
  const { ports, mirakl } = desk;
  const known = findBooked(ports.sql, orderId);
  if (known && !force && ports.now() - known.readAt < FRESH_MS) return known;
  const reply = await mirakl.allOrders({ orderIds: [orderId] });
  if (reply.kind !== "ok") return reply;
  const found = reply.value.orders.length > 0;
  await bookOrders(desk, reply.value, false, () => noteRead(ports.sql, orderId, ports.now()));
  return found ? findBooked(ports.sql, orderId) : null;
}

export function isFailedReply(read: BookedOrder | null | FailedReply): read is FailedReply {
  return read !== null && "kind" in read;
}

function bookOne(desk: StoreDesk, order: Order, raw: string, numbers: Map<string, Numbered>, quiet: boolean): void {
  const { sql, now } = desk.ports;
  const known = findBooked(sql, order.orderId);
  if (known && order.updatedAt < known.order.updatedAt) return;
  const number = known ?? numbers.get(order.orderId);
  // Booked and dropped again between two awaits: the next poll brings it back.
  if (!number) return;
  const booked: BookedOrder = known
    ? withRebasedCorrections({ ...known, order: keepAddress(known.order, order), readAt: now() })
    : {
        order,
        ...number,
        corrections: {},
        place: null,
        state: null,
        stateRow: 0,
        quiet: quiet && isOver(order),
        readAt: now(),
      };
  tellWhatChanged(desk, known, booked.order);
  const isLearnt = known !== null && learnRefusal(desk, known.order, order);
  const verdict = settleOrder(desk, forgetAnonymised(booked));
  if (!verdict) return;
  keepRaw(sql, order.orderId, raw);
  bringBack(desk, order.orderId);
  planNext(desk, order.orderId, verdict);
  if (isLearnt) tellDeadlines(desk);
}

function tellWhatChanged(desk: StoreDesk, known: BookedOrder | null, order: Order): void {
  if (!known) {
    recordFact(desk, order.orderId, "imported", { state: order.stateText }, null);
    return;
  }
  if (known.order.stateText !== order.stateText) {
    recordFact(desk, order.orderId, "changed", { from: known.order.stateText, to: order.stateText }, null);
  }
  if (!known.order.shippingAddress && order.shippingAddress)
    recordFact(desk, order.orderId, "address-arrived", {}, null);
}

// A null from Mirakl never overwrites an address (design.md 4), but on an order that is over, where it was anonymised.
function keepAddress(known: Order, order: Order): Order {
  if (order.shippingAddress || isTerminal(order.state)) return order;
  return {
    ...order,
    shippingAddress: known.shippingAddress,
    billingAddress: order.billingAddress ?? known.billingAddress,
  };
}

function forgetAnonymised(booked: BookedOrder): BookedOrder {
  return isTerminal(booked.order.state) && !booked.order.shippingAddress ? { ...booked, corrections: {} } : booked;
}

function isOver({ state }: Order): boolean {
  return isTerminal(state) || state === "shipped" || state === "received" || state === "to-collect";
}
