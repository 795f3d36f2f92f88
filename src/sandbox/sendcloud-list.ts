import type { SqlValue } from "../lib/ports";
import { parseTime } from "../lib/time";
import { lagOf } from "./lag";
import { type ScError, scError } from "./sendcloud-errors";
import { parcelsOf, type ShipmentRow } from "./sendcloud-parcels";
import { shipmentView } from "./sendcloud-shipment-view";
import { SANDBOX_SENDCLOUD_HOST, type World } from "./world";

const DEFAULT_PAGE = 40;
const LARGEST_PAGE = 100;
const MOST_IDS = 100;

/** Filters of `GET /shipments`, as SQL. Names that are not here are ignored, as Sendcloud does (sendcloud.md 2.2). */
const FILTERS: Record<string, string> = {
  external_reference_id: "s.external_reference_id = ?",
  order_number: "s.order_number = ?",
  integration_id: "s.integration_id = CAST(? AS INTEGER)",
  tracking_number: "EXISTS (SELECT 1 FROM sc_parcels p WHERE p.shipment_id = s.id AND p.tracking_number = ?)",
  parcel_status: "EXISTS (SELECT 1 FROM sc_parcels p WHERE p.shipment_id = s.id AND p.status = ?)",
};
const MOMENTS: Record<string, string> = {
  updated_after: "s.updated_at > ?",
  updated_before: "s.updated_at < ?",
  announced_after: "EXISTS (SELECT 1 FROM sc_parcels p WHERE p.shipment_id = s.id AND p.announced_at > ?)",
  announced_before: "EXISTS (SELECT 1 FROM sc_parcels p WHERE p.shipment_id = s.id AND p.announced_at < ?)",
};
const LISTS: Record<string, string> = {
  ids: "s.id IN (SELECT p.shipment_id FROM sc_parcels p WHERE CAST(p.id AS TEXT) IN (SELECT value FROM json_each(?)))",
  shipment_uuids: "s.id IN (SELECT value FROM json_each(?))",
};

type Condition = { clause: string; value: SqlValue };
export type ShipmentPage = { data: object[]; link: string | null } | { errors: ScError[] };

/** One page of shipments, newest first; `link` is the value of the `Link` header where a page follows. */
export function listShipments(world: World, query: URLSearchParams): ShipmentPage {
  const size = Number(query.get("page_size") ?? DEFAULT_PAGE);
  if (!Number.isInteger(size) || size < 1 || size > LARGEST_PAGE) {
    return { errors: [scError(400, "invalid", `page_size must be between 1 and ${LARGEST_PAGE}.`)] };
  }
  const before = cursorOf(query.get("cursor"));
  if (before === null) return { errors: [scError(400, "invalid", "Invalid cursor.")] };
  const visible = "s.integration_id NOT IN (SELECT id FROM sc_gone_integrations) AND +s.seq < ?";
  const conditions: Condition[] = [{ clause: visible, value: before }];
  const behind = lagOf(world, "sendcloud");
  if (behind > 0) conditions.push({ clause: "s.created_at <= ?", value: world.now() - behind });
  for (const [name, value] of query) {
    const condition = conditionOf(name, value);
    if (condition === "invalid") return { errors: [scError(400, "invalid", `Invalid value for ${name}.`)] };
    if (condition) conditions.push(condition);
  }
  // The plus keeps SQLite from walking all shipments when few of them changed.
  const rows = world.sql.all<ShipmentRow>(
    `SELECT s.* FROM sc_shipments s WHERE ${conditions.map(({ clause }) => clause).join(" AND ")}
     ORDER BY ${query.has("updated_after") ? "+s.seq" : "s.seq"} DESC LIMIT ?`,
    ...conditions.map(({ value }) => value),
    size + 1,
  );
  const page = rows.slice(0, size);
  const last = page.at(-1);
  return {
    data: page.map((row) => shipmentView(row, parcelsOf(world.sql, row.id))),
    link: rows.length > size && last ? nextLink(query, last.seq) : null,
  };
}

function conditionOf(name: string, value: string): Condition | "invalid" | null {
  const filter = FILTERS[name];
  if (filter) return { clause: filter, value };
  const moment = MOMENTS[name];
  if (moment) {
    const at = parseTime(value);
    return at === null ? "invalid" : { clause: moment, value: at };
  }
  const list = LISTS[name];
  if (!list) return null;
  const ids = value.split(",").map((id) => id.trim());
  return ids.length > MOST_IDS ? "invalid" : { clause: list, value: JSON.stringify(ids) };
}

function cursorOf(cursor: string | null): number | null {
  if (cursor === null) return Number.MAX_SAFE_INTEGER;
  const match = /^b(\d+)$/.exec(cursor);
  return match ? Number(match[1]) : null;
}

function nextLink(query: URLSearchParams, seq: number): string {
  const next = new URLSearchParams(query);
  next.set("cursor", `b${seq}`);
  return `<https://${SANDBOX_SENDCLOUD_HOST}/api/v3/shipments?${next}>; rel="next"`;
}
