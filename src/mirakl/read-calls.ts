import type { Offer } from "../domain/acceptance";
import type { Reply } from "../lib/http";
import { isoTime } from "../lib/time";
import { gatherOrders } from "./gather-orders";
import {
  type Carrier,
  type OrdersPage,
  type Platform,
  type ReadOrder,
  type Reason,
  type SetAsideOrder,
  type ShippingType,
  type Shop,
  translateAccount,
  translateCarriers,
  translateOffers,
  translateOrdersPage,
  translatePlatform,
  translateReasons,
  translateShippingTypes,
} from "./translate";
import { createTransport, type MiraklAccess, type Query } from "./transport";

/** Orders a page and ids a filter, at most (mirakl.md 1.6, 3.1). Mirakl's own default page is 10. */
const ORDERS_PER_CALL = 100;

/** One SKU has one offer, or one for each condition it is sold in. */
const OFFERS_OF_A_SKU = 100;

/** Times in epoch milliseconds; `orderIds` 1 to 100; `states` in Mirakl's words. */
export type OrdersQuery = { startUpdateDate?: number; orderIds?: string[]; states?: string[] };
export type OrdersPageQuery = OrdersQuery & { offset: number; max?: number };

export type ReadCalls = {
  /** V01: is the platform up. Only the code counts, but a page of HTML is some other site. */
  version(): Promise<Reply<"up">>;
  /** A01: the key's default shop, or another of its shops. */
  account(otherShopId?: number): Promise<Reply<Shop>>;
  /** OR11, one page by creation date. Orders outside the asked ids make the whole answer `unexpected-shape`. */
  ordersPage(query: OrdersPageQuery): Promise<Reply<OrdersPage>>;
  /** OR11, all pages one after the other, each order once; a second walk when the list changed meanwhile. */
  allOrders(query: OrdersQuery): Promise<Reply<{ orders: ReadOrder[]; setAside: SetAsideOrder[] }>>;
  /** SH21: the carriers the marketplace knows. */
  carriers(): Promise<Reply<Carrier[]>>;
  /** SH12: the shipping types with what each asks of the shop. */
  shippingTypes(): Promise<Reply<ShippingType[]>>;
  /** RE01: reasons of every type; use those with `isShopRight`. */
  reasons(): Promise<Reply<Reason[]>>;
  /** OF21: the shop's offers of one SKU of its own; few keys may read them (mirakl.md 1.1 lists no such role). */
  offers(sku: string): Promise<Reply<Offer[]>>;
  /** PC01: what the marketplace allows; null when the key may not ask, which is normal (mirakl.md 1.1). */
  platform(): Promise<Reply<Platform | null>>;
};

/** The calls that only look: at orders, and at the marketplace itself. */
export function readCalls(access: MiraklAccess): ReadCalls {
  const { read } = createTransport(access);
  // V01 knows no shop, unlike every other call.
  const shopless = createTransport({ ...access, shopId: null });
  const ordersPage = (query: OrdersPageQuery) =>
    read("/orders", orderFilters(query), (body) => onlyAsked(translateOrdersPage(body), query.orderIds));
  return {
    version: async () => whateverTheBody(await shopless.read("/version", {}, () => "up" as const)),
    account: (otherShopId) =>
      read("/account", otherShopId === undefined ? {} : { shop_id: otherShopId }, translateAccount),
    ordersPage,
    allOrders: (query) => gatherOrders((offset) => ordersPage({ ...query, offset })),
    carriers: () => read("/shipping/carriers", {}, translateCarriers),
    shippingTypes: () => read("/shipping/types", {}, translateShippingTypes),
    reasons: () => read("/reasons", {}, translateReasons),
    offers: (sku) => read("/offers", { sku, max: OFFERS_OF_A_SKU }, (body) => translateOffers(body, sku)),
    platform: async () => nullWhenForbidden(await read("/platform/configuration", {}, translatePlatform)),
  };
}

// Never an `end_update_date`: an order updated while we page would leave the window and shift the rest (mirakl.md 5.2).
function orderFilters({ startUpdateDate, orderIds, states, offset, max = ORDERS_PER_CALL }: OrdersPageQuery): Query {
  if (orderIds && (orderIds.length === 0 || orderIds.length > ORDERS_PER_CALL)) {
    throw new Error(`OR11 takes 1 to ${ORDERS_PER_CALL} order ids, not ${orderIds.length}`);
  }
  return {
    ...(startUpdateDate === undefined ? {} : { start_update_date: isoTime(startUpdateDate) }),
    ...(orderIds ? { order_ids: orderIds.join(",") } : {}),
    ...(states ? { order_state_codes: states.join(",") } : {}),
    max,
    offset,
    sort: "dateCreated",
    order: "asc",
  };
}

// A filter that Mirakl does not know is ignored without a word and gives every order (mirakl.md 5.20).
function onlyAsked(page: OrdersPage | null, orderIds: string[] | undefined): OrdersPage | null {
  if (!page || !orderIds) return page;
  const asked = new Set(orderIds);
  const ids = [...page.orders.map(({ order }) => order.orderId), ...page.setAside.map(({ orderId }) => orderId)];
  return ids.every((id) => asked.has(id)) ? page : null;
}

function whateverTheBody(reply: Reply<"up">): Reply<"up"> {
  if (reply.kind !== "unknown" || reply.why !== "not-json" || reply.status === null) return reply;
  return { kind: "ok", value: "up", status: reply.status, headers: {} };
}

function nullWhenForbidden(reply: Reply<Platform>): Reply<Platform | null> {
  if (reply.kind !== "key-refused" || reply.status !== 403) return reply;
  return { kind: "ok", value: null, status: reply.status, headers: {} };
}
