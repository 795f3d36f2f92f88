import type { SqlValue } from "../lib/ports";
import { parseTime } from "../lib/time";
import { lagOf } from "./lag";
import { type Call, refuse } from "./mirakl-access";
import { tellShipment } from "./mirakl-shipments";

const DEFAULT_LIMIT = 10;
const MOST_ROWS = 100;

type Row = { seq: number; created_at: number; shipped_at: number | null; state: string; body: string };

/** ST11 (mirakl.md 1.6, 3.6): by seek; a page token makes every other parameter ignored. 404 where the feature is off. */
export function listShipmentsOf(call: Call): Response {
  if (!call.marketplace.multiShipment) return refuse(404, "Not Found");
  const token = call.url.searchParams.get("page_token");
  const asked = token === null ? call.url.searchParams : readToken(token);
  const limit = Number(asked.get("limit") ?? DEFAULT_LIMIT);
  if (!Number.isInteger(limit) || limit < 1 || limit > MOST_ROWS) return badParameter("limit");
  const [from, to] = ["last_updated_from", "last_updated_to"].map((name) => momentIn(asked.get(name)));
  if (from === null || to === null) return badParameter("last_updated_from");
  const rows = rowsOf(call, asked, limit + 1, [from ?? 0, to ?? Number.MAX_SAFE_INTEGER]);
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return Response.json({
    data: page.map((row) =>
      tellShipment(JSON.parse(row.body), row.created_at, { shippedAt: row.shipped_at, orderState: row.state }),
    ),
    next_page_token: rows.length > limit && last ? tokenOf(asked, last.seq) : null,
    previous_page_token: null,
  });
}

function rowsOf(
  { world, marketplace, shop }: Call,
  asked: URLSearchParams,
  limit: number,
  [from, to]: [number, number],
): Row[] {
  const ids = asked.getAll("order_id");
  const states = asked.getAll("shipment_state_code");
  const where = ["s.seq > ?", "s.created_at <= ?", "coalesce(s.shipped_at, s.created_at) BETWEEN ? AND ?"];
  const values: SqlValue[] = [Number(asked.get("after") ?? 0), world.now() - lagOf(world, "mirakl"), from, to];
  if (ids.length > 0) {
    where.push("s.order_id IN (SELECT value FROM json_each(?))");
    values.push(JSON.stringify(ids));
  }
  if (states.length > 0) {
    where.push(
      `CASE WHEN s.shipped_at IS NULL THEN 'SHIPPING' WHEN o.state = 'SHIPPING' THEN 'SHIPPED' ELSE o.state END
       IN (SELECT value FROM json_each(?))`,
    );
    values.push(JSON.stringify(states));
  }
  return world.sql.all<Row>(
    `SELECT s.seq, s.created_at, s.shipped_at, s.body, o.state FROM mirakl_shipments s
     JOIN mirakl_orders o ON o.order_id = s.order_id
     WHERE s.marketplace = ? AND s.shop_id = ? AND ${where.join(" AND ")} ORDER BY s.seq LIMIT ?`,
    marketplace.id,
    shop.id,
    ...values,
    limit,
  );
}

// Undefined when not asked for, null when unreadable.
function momentIn(text: string | null): number | null | undefined {
  return text === null ? undefined : parseTime(text);
}

function tokenOf(asked: URLSearchParams, after: number): string {
  const next = new URLSearchParams(asked);
  next.set("after", String(after));
  return btoa(next.toString());
}

function readToken(token: string): URLSearchParams {
  return new URLSearchParams(/^[A-Za-z0-9+/=]+$/.test(token) ? atob(token) : "limit=0");
}

function badParameter(name: string): Response {
  return refuse(400, `Invalid value for parameter '${name}'`);
}
