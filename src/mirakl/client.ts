import { type Http, type HttpRequest, type Reply, readReply } from "../lib/http";
import { isoTime } from "../lib/time";
import { gatherOrders } from "./gather-orders";
import { readMiraklError } from "./read-error";
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
  translateOrdersPage,
  translatePlatform,
  translateReasons,
  translateShippingTypes,
} from "./translate";

const READ_TIMEOUT_MS = 20_000;
const WRITE_TIMEOUT_MS = 60_000;
/** Orders a page and ids a filter, at most (mirakl.md 1.6, 3.1). Mirakl's own default page is 10. */
const ORDERS_PER_CALL = 100;

/** `baseUrl` with or without `/api`; `shopId` null leaves the choice to the key's default shop. */
export type MiraklAccess = {
  http: Http;
  now: () => number;
  random: () => number;
  baseUrl: string;
  key: string;
  shopId: number | null;
};

/** Times in epoch milliseconds; `orderIds` 1 to 100; `states` in Mirakl's words. */
export type OrdersQuery = { startUpdateDate?: number; orderIds?: string[]; states?: string[] };
export type OrdersPageQuery = OrdersQuery & { offset: number; max?: number };
export type LineDecision = { lineId: string; accepted: boolean };
/** A carrier of SH21 by its code, or another one by name, with its tracking page where there is one. */
export type TrackingToSend = {
  carrierCode?: string;
  carrierName?: string;
  carrierUrl?: string;
  trackingNumber: string;
};

/** Every call is sent once, never retried, and answers with what the answer means (reliability.md 2.3). */
export type MiraklClient = {
  /** V01: is the platform up. Only the code counts, but a page of HTML is some other site. */
  version(): Promise<Reply<"up">>;
  /** A01: the key's default shop, or another of its shops. */
  account(otherShopId?: number): Promise<Reply<Shop>>;
  /** OR11, one page by creation date. Orders outside the asked ids make the whole answer `unexpected-shape`. */
  ordersPage(query: OrdersPageQuery): Promise<Reply<OrdersPage>>;
  /** OR11, all pages one after the other, each order once; a second walk when the list changed meanwhile. */
  allOrders(query: OrdersQuery): Promise<Reply<{ orders: ReadOrder[]; setAside: SetAsideOrder[] }>>;
  /** OR21: accepts or refuses the lines of an order; all of its lines must be named (mirakl.md 3.3). */
  decideLines(orderId: string, decisions: LineDecision[]): Promise<Reply<"done">>;
  /** OR23: sets the order's one tracking; a second call overwrites (mirakl.md 3.4). */
  sendTracking(orderId: string, tracking: TrackingToSend): Promise<Reply<"done">>;
  /** OR24: says that the order is shipped. Send the tracking first (mirakl.md 3.5). */
  ship(orderId: string): Promise<Reply<"done">>;
  /** SH21: the carriers the marketplace knows. */
  carriers(): Promise<Reply<Carrier[]>>;
  /** SH12: the shipping types with what each asks of the shop. */
  shippingTypes(): Promise<Reply<ShippingType[]>>;
  /** RE01: reasons of every type; use those with `isShopRight`. */
  reasons(): Promise<Reply<Reason[]>>;
  /** PC01: what the marketplace allows; null when the key may not ask, which is normal (mirakl.md 1.1). */
  platform(): Promise<Reply<Platform | null>>;
};

/** A client of one shop of one Mirakl marketplace. */
export function createMiraklClient(access: MiraklAccess): MiraklClient {
  const read = <T>(path: string, query: Query, parse: Parse<T>) =>
    send(access, { method: "GET", path, query, timeoutMs: READ_TIMEOUT_MS }, parse);
  const write = (orderId: string, verb: string, body?: object) =>
    send(
      access,
      { method: "PUT", path: `/orders/${encodeURIComponent(orderId)}/${verb}`, body, timeoutMs: WRITE_TIMEOUT_MS },
      () => "done" as const,
    );
  const ordersPage = (query: OrdersPageQuery) =>
    read("/orders", orderFilters(query), (body) => onlyAsked(translateOrdersPage(body), query.orderIds));
  return {
    // V01 knows no shop, unlike every other call.
    version: async () => {
      const call = { method: "GET", path: "/version", timeoutMs: READ_TIMEOUT_MS } as const;
      return whateverTheBody(await send({ ...access, shopId: null }, call, () => "up" as const));
    },
    account: (otherShopId) =>
      read("/account", otherShopId === undefined ? {} : { shop_id: otherShopId }, translateAccount),
    ordersPage,
    allOrders: (query) => gatherOrders((offset) => ordersPage({ ...query, offset })),
    decideLines: (orderId, decisions) => {
      const lines = decisions.map(({ lineId, accepted }) => ({ id: lineId, accepted }));
      return write(orderId, "accept", { order_lines: lines });
    },
    sendTracking: (orderId, tracking) => write(orderId, "tracking", trackingBody(tracking)),
    ship: (orderId) => write(orderId, "ship"),
    carriers: () => read("/shipping/carriers", {}, translateCarriers),
    shippingTypes: () => read("/shipping/types", {}, translateShippingTypes),
    reasons: () => read("/reasons", {}, translateReasons),
    platform: async () => nullWhenForbidden(await read("/platform/configuration", {}, translatePlatform)),
  };
}

type Query = Record<string, string | number>;
type Parse<T> = (body: unknown) => T | null;
type Call = { method: "GET" | "PUT"; path: string; query?: Query; body?: object | undefined; timeoutMs: number };

async function send<T>(access: MiraklAccess, call: Call, parse: Parse<T>): Promise<Reply<T>> {
  const answer = await access.http(requestOf(access, call));
  return readReply(answer, { now: access.now(), random: access.random(), readError: readMiraklError, parse });
}

// A write without a body still needs `content-length: 0` (mirakl.md 3.5), which an empty text sends.
function requestOf(
  { baseUrl, key, shopId }: MiraklAccess,
  { method, path, query, body, timeoutMs }: Call,
): HttpRequest {
  const fields = { ...(shopId === null ? {} : { shop_id: shopId }), ...query };
  const search = new URLSearchParams(Object.entries(fields).map(([name, value]) => [name, String(value)])).toString();
  const root = baseUrl.replace(/\/+$/, "").replace(/\/api$/, "");
  const url = `${root}/api${path}${search && `?${search}`}`;
  const headers = { Authorization: key, Accept: "application/json" };
  if (method === "GET") return { method, url, headers, timeoutMs };
  if (!body) return { method, url, headers, body: "", timeoutMs };
  return {
    method,
    url,
    headers: { ...headers, "Content-Type": "application/json" },
    body: JSON.stringify(body),
    timeoutMs,
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

function trackingBody({ carrierCode, carrierName, carrierUrl, trackingNumber }: TrackingToSend): object {
  return {
    carrier_code: carrierCode,
    carrier_name: carrierName,
    carrier_url: carrierUrl,
    tracking_number: trackingNumber,
  };
}

function whateverTheBody(reply: Reply<"up">): Reply<"up"> {
  if (reply.kind !== "unknown" || reply.why !== "not-json" || reply.status === null) return reply;
  return { kind: "ok", value: "up", status: reply.status, headers: {} };
}

function nullWhenForbidden(reply: Reply<Platform>): Reply<Platform | null> {
  if (reply.kind !== "key-refused" || reply.status !== 403) return reply;
  return { kind: "ok", value: null, status: reply.status, headers: {} };
}
