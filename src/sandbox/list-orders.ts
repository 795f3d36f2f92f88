import type { SqlValue } from "../lib/ports";
import { parseTime } from "../lib/time";
import type { DirtyKind } from "./dirty-orders";
import { lagOf } from "./lag";
import { type Call, refuse } from "./mirakl-access";
import { ORDERS_THEN } from "./order-versions";
import { secondsToWait, tooSoon } from "./walks";
import type { WireOrder } from "./wire-order";

/** Mirakl takes an unstated delta off `start_update_date` "so that nothing is missed" (mirakl.md 3.1). */
const UPDATE_DELTA_MS = 3 * 60_000;
const DEFAULT_MAX = 10;
const MOST_ROWS = 100;
const MOST_IN_LIST = 100;

type Filter = { where: string; value: SqlValue };
type Page = { max: number; offset: number; order: "asc" | "desc" };

class BadParameter extends Error {}

/** OR11 `GET /api/orders` with its quirks (mirakl.md 1.6, 3.1, 5): parameters it does not know are ignored. */
export function listOrders(call: Call): Response {
  const asked = call.url.searchParams;
  try {
    const page = pageOf(asked);
    const filters = filtersOf(asked);
    // A walk begins at offset 0; the pages that follow belong to it.
    const wait = asked.has("order_ids") || page.offset > 0 ? 0 : secondsToWait(call, "OR11");
    if (wait > 0) return tooSoon("OR11", wait);
    return answerPage(call, filters, page);
  } catch (error) {
    if (error instanceof BadParameter) return refuse(400, `Invalid value for parameter '${error.message}'`);
    throw error;
  }
}

function pageOf(asked: URLSearchParams): Page {
  const max = wholeNumber(asked, "max", DEFAULT_MAX);
  if (max < 1) throw new BadParameter("max");
  const order = asked.get("order") ?? "asc";
  if (order !== "asc" && order !== "desc") throw new BadParameter("order");
  if ((asked.get("sort") ?? "dateCreated") !== "dateCreated") throw new BadParameter("sort");
  return { max: Math.min(max, MOST_ROWS), offset: wholeNumber(asked, "offset", 0), order };
}

function wholeNumber(asked: URLSearchParams, name: string, otherwise: number): number {
  const text = asked.get(name);
  if (text === null) return otherwise;
  if (!/^\d{1,9}$/.test(text)) throw new BadParameter(name);
  return Number(text);
}

const IN = "IN (SELECT value FROM json_each(?))";
const LISTS: Record<string, string> = {
  order_ids: `order_id ${IN}`,
  order_state_codes: `state ${IN}`,
  order_references_for_customer: `json_extract(body, '$.references.order_reference_for_customer') ${IN}`,
  order_references_for_seller: `json_extract(body, '$.references.order_reference_for_seller') ${IN}`,
  channel_codes: `json_extract(body, '$.channel.code') ${IN}`,
};
const DATES: Record<string, { where: string; delta: number }> = {
  start_date: { where: "created_at >= ?", delta: 0 },
  end_date: { where: "created_at <= ?", delta: 0 },
  start_update_date: { where: "updated_at >= ?", delta: UPDATE_DELTA_MS },
  end_update_date: { where: "updated_at <= ?", delta: 0 },
};
const BOOLEANS: Record<string, string> = {
  has_incident: "json_extract(body, '$.has_incident') = ?",
  customer_debited: "(json_extract(body, '$.customer_debited_date') IS NOT NULL) = ?",
};
const WORDS: Record<string, string> = {
  payment_workflow: "json_extract(body, '$.payment_workflow') = ?",
  order_tax_mode: "json_extract(body, '$.order_tax_mode') = ?",
};

function filtersOf(asked: URLSearchParams): Filter[] {
  const filters: Filter[] = [];
  for (const [name, value] of asked) {
    const list = LISTS[name];
    const date = DATES[name];
    const boolean = BOOLEANS[name];
    const word = WORDS[name];
    if (list) filters.push({ where: list, value: listIn(name, value) });
    else if (date) filters.push({ where: date.where, value: dateIn(name, value) - date.delta });
    else if (boolean) filters.push({ where: boolean, value: booleanIn(name, value) });
    else if (word) filters.push({ where: word, value });
  }
  const centers = asked.getAll("fulfillment_center_code");
  const center = `json_extract(body, '$.fulfillment.center.code') ${IN}`;
  if (centers.length > 0) filters.push({ where: center, value: JSON.stringify(centers) });
  return filters;
}

function listIn(name: string, value: string): string {
  const items = value.split(",").map((item) => item.trim());
  if (items.length > MOST_IN_LIST) throw new BadParameter(name);
  return JSON.stringify(items);
}

function dateIn(name: string, value: string): number {
  const moment = parseTime(value);
  if (moment === null) throw new BadParameter(name);
  return moment;
}

function booleanIn(name: string, value: string): number {
  if (value !== "true" && value !== "false") throw new BadParameter(name);
  return value === "true" ? 1 : 0;
}

function answerPage(call: Call, filters: Filter[], { max, offset, order }: Page): Response {
  const { world, marketplace, shop, url } = call;
  const lag = lagOf(world, "mirakl");
  const orders = lag > 0 ? ORDERS_THEN : "mirakl_orders";
  const then: SqlValue[] = lag > 0 ? [world.now() - lag, world.now() - lag] : [];
  // The plus keeps SQLite from reading the whole shop where single orders are asked for.
  const plus = url.searchParams.has("order_ids") ? "+" : "";
  const where = [`${plus}marketplace = ?`, `${plus}shop_id = ?`, ...filters.map((filter) => filter.where)].join(
    " AND ",
  );
  const values: SqlValue[] = [...then, marketplace.id, shop.id, ...filters.map((filter) => filter.value)];
  const rows = world.sql.all<{ body: string; kind: DirtyKind | null }>(
    `SELECT body, kind FROM ${orders} WHERE ${where} ORDER BY created_at ${order}, order_id ${order} LIMIT ? OFFSET ?`,
    ...values,
    max,
    offset,
  );
  const isWhole = offset === 0 && rows.length < max;
  const total = isWhole ? rows.length : countOf(call, `SELECT count(*) AS total FROM ${orders} WHERE ${where}`, values);
  const told = rows.map((row) => asTold(row.body, row.kind)).join(",");
  return new Response(`{"orders":[${told}],"total_count":${total}}`, {
    headers: { "content-type": "application/json", ...linksOf(url, { max, offset, total }) },
  });
}

function countOf({ world }: Call, statement: string, values: SqlValue[]): number {
  return world.sql.all<{ total: number }>(statement, ...values)[0]?.total ?? 0;
}

/** Addresses are null until the buyer is debited (mirakl.md 2.1); an unreadable order lacks what it must have. */
function asTold(body: string, kind: DirtyKind | null): string {
  const isDebited = !body.includes('"customer_debited_date":null');
  if (isDebited && kind !== "unreadable") return body;
  const order: WireOrder = JSON.parse(body);
  const customer = isDebited ? order.customer : { ...order.customer, shipping_address: null, billing_address: null };
  if (kind !== "unreadable") return JSON.stringify({ ...order, customer });
  const { total_price: _, ...rest } = order;
  return JSON.stringify({ ...rest, customer, order_lines: null });
}

function linksOf(
  url: URL,
  { max, offset, total }: { max: number; offset: number; total: number },
): Record<string, string> {
  const links: string[] = [];
  const link = (rel: string, start: number) => {
    const other = new URL(url);
    other.searchParams.set("offset", String(start));
    links.push(`<${other}>; rel="${rel}"`);
  };
  if (offset > 0) link("previous", Math.max(0, offset - max));
  if (offset + max < total) link("next", offset + max);
  return links.length > 0 ? { link: links.join(", ") } : {};
}
