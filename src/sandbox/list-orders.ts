import type { SqlValue } from "../lib/ports";
import { parseTime } from "../lib/time";
import type { DirtyKind } from "./dirty-orders";
import { type Call, refuse } from "./mirakl-access";
import type { WireOrder } from "./wire-order";

/** OR11 without ids: once a minute (mirakl.md 1.5). */
const HOUR_MS = 3_600_000;
const WALKS_AN_HOUR = 60;
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
    const wait = asked.has("order_ids") || page.offset > 0 ? 0 : secondsUntilNextWalk(call);
    if (wait > 0) return tooSoon(wait);
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

// A walk begins at offset 0; the pages that follow belong to it. "Once per minute" is a budget: Mirakl's own 429 speaks
// of the calls of the last hour (mirakl.md 1.5), so a short burst passes and a steady excess does not.
function secondsUntilNextWalk({ world, key }: Call): number {
  const { sql } = world;
  const now = world.now();
  sql.run("DELETE FROM mirakl_walks WHERE began_at <= ?", now - HOUR_MS);
  const walks = sql.all<{ began_at: number }>(
    "SELECT began_at FROM mirakl_walks WHERE key = ? ORDER BY began_at",
    key.key,
  );
  const [oldest] = walks;
  if (oldest && walks.length >= WALKS_AN_HOUR) return Math.ceil((oldest.began_at + HOUR_MS - now) / 1000);
  sql.run("INSERT INTO mirakl_walks VALUES (?, ?)", key.key, now);
  return 0;
}

function tooSoon(seconds: number): Response {
  const answer = refuse(429, "Too many requests: OR11 may be called once per minute");
  answer.headers.set("retry-after", String(seconds));
  return answer;
}

function answerPage(
  { world, marketplace, shop, url }: Call,
  filters: Filter[],
  { max, offset, order }: Page,
): Response {
  const where = ["marketplace = ?", "shop_id = ?", ...filters.map((filter) => filter.where)].join(" AND ");
  const values: SqlValue[] = [marketplace.id, shop.id, ...filters.map((filter) => filter.value)];
  const [counted] = world.sql.all<{ total: number }>(
    `SELECT count(*) AS total FROM mirakl_orders WHERE ${where}`,
    ...values,
  );
  const rows = world.sql.all<{ body: string; kind: DirtyKind | null }>(
    `SELECT body, kind FROM mirakl_orders WHERE ${where}
     ORDER BY created_at ${order}, order_id ${order} LIMIT ? OFFSET ?`,
    ...values,
    max,
    offset,
  );
  const total = counted?.total ?? 0;
  const headers = linksOf(url, { max, offset, total });
  return Response.json(
    { orders: rows.map((row) => asTold(JSON.parse(row.body), row.kind)), total_count: total },
    { headers },
  );
}

/** Addresses are null until the buyer is debited (mirakl.md 2.1); an unreadable order lacks what it must have. */
function asTold(order: WireOrder, kind: DirtyKind | null): unknown {
  const customer = order.customer_debited_date
    ? order.customer
    : { ...order.customer, shipping_address: null, billing_address: null };
  const told = { ...order, customer };
  if (kind !== "unreadable") return told;
  const { total_price: _, ...rest } = told;
  return { ...rest, order_lines: null };
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
