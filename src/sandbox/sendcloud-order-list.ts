import type { SqlValue } from "../lib/ports";
import { isoTime } from "../lib/time";
import { integrationRow } from "./sendcloud-account";
import { type ScError, scError } from "./sendcloud-errors";
import { orderOf, type SavedOrder, saveDueOrders } from "./sendcloud-order-rows";
import { readSetting } from "./settings";
import { SANDBOX_SENDCLOUD_HOST, type World } from "./world";

const DEFAULT_PAGE = 100;
const LARGEST_PAGE = 200;

/** Filters of `GET /orders`, as SQL. Names that are not here are ignored, as Sendcloud does (sendcloud.md 2.2). */
const FILTERS: Record<string, string> = {
  order_number: "order_number = ?",
  order_id: "order_id = ?",
  integration: "integration_id IN (SELECT value FROM json_each('[' || ? || ']'))",
  status: "lower(json_extract(body, '$.order_details.status.code')) = lower(?)",
  order_created_at: `${dayOf("order_created_at")} = date(?)`,
  order_created_at_min: `${dayOf("order_created_at")} >= date(?)`,
  order_created_at_max: `${dayOf("order_created_at")} <= date(?)`,
  order_updated_at: `${dayOf("order_updated_at")} = date(?)`,
  order_updated_at_min: `${dayOf("order_updated_at")} >= date(?)`,
  order_updated_at_max: `${dayOf("order_updated_at")} <= date(?)`,
};
const VISIBLE = "body IS NOT NULL AND integration_id NOT IN (SELECT id FROM sc_gone_integrations)";

export type OrderPage = { data: object[]; link: string | null } | { errors: ScError[] };

function dayOf(field: string): string {
  return `date(json_extract(body, '$.order_details.${field}'))`;
}

/** One page of saved orders, newest first (`sort=pk`: oldest first); `link` leads to the page that follows. */
export function listOrders(world: World, query: URLSearchParams): OrderPage {
  const errors = queryErrors(world, query);
  if (errors.length > 0) return { errors };
  saveDueOrders(world);
  const size = Number(query.get("page_size") ?? DEFAULT_PAGE);
  const isRising = query.get("sort") === "pk";
  const cursor = query.get("cursor");
  const clauses = [VISIBLE];
  const values: SqlValue[] = [];
  if (hidesLabelled(world)) clauses.push("labelled_at IS NULL");
  if (cursor !== null) {
    clauses.push(isRising ? "id > ?" : "id < ?");
    values.push(Number(cursor.slice(1)));
  }
  for (const [name, value] of query) {
    const filter = FILTERS[name];
    if (!filter) continue;
    clauses.push(filter);
    values.push(value);
  }
  const rows = world.sql.all<SavedOrder>(
    `SELECT * FROM sc_orders WHERE ${clauses.join(" AND ")} ORDER BY id ${isRising ? "" : "DESC"} LIMIT ?`,
    ...values,
    size + 1,
  );
  const page = rows.slice(0, size);
  const last = page.at(-1);
  return { data: page.map(orderView), link: rows.length > size && last ? nextLink(query, last.id) : null };
}

/** True when orders that have a label left the incoming orders; which of the two Sendcloud does is not documented. */
export function hidesLabelled(world: World): boolean {
  return readSetting(world.sql, "labelled-orders-leave") === 1;
}

/** An order as the answers show it: its id is a text here (sendcloud.md 2.1). */
export function orderView(row: SavedOrder) {
  return {
    ...orderOf(row),
    id: String(row.id),
    created_at: isoTime(row.created_at),
    modified_at: isoTime(row.modified_at),
  };
}

function queryErrors(world: World, query: URLSearchParams): ScError[] {
  const size = Number(query.get("page_size") ?? DEFAULT_PAGE);
  if (!Number.isInteger(size) || size < 1 || size > LARGEST_PAGE) {
    return [fieldError("invalid", `Ensure this value is between 1 and ${LARGEST_PAGE}.`, "page_size")];
  }
  if (!/^b\d+$/.test(query.get("cursor") ?? "b0")) return [scError(404, "not_found", "Invalid cursor")];
  const wrong = query
    .getAll("integration")
    .flatMap((list) => list.split(","))
    .find((id) => !/^\d+$/.test(id) || !integrationRow(world.sql, Number(id)));
  if (wrong === undefined) return [];
  const words = `Select a valid choice. ${wrong} is not one of the available choices.`;
  return [fieldError("invalid_choice", words, "integration")];
}

function fieldError(code: string, words: string, parameter: string): ScError {
  return { ...scError(400, code, words), source: { parameter } };
}

function nextLink(query: URLSearchParams, id: number): string {
  const next = new URLSearchParams(query);
  next.set("cursor", `b${id}`);
  return `<https://${SANDBOX_SENDCLOUD_HOST}/api/v3/orders?${next}>; rel="next"`;
}
