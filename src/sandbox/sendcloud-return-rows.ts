import type { Sql, SqlRow } from "../lib/ports";
import { isoTime } from "../lib/time";
import { integrationRow, SENDER_ADDRESSES } from "./sendcloud-account";
import { type StatusCode, statusOf } from "./sendcloud-statuses";
import { statusChanged } from "./sendcloud-webhook-bodies";
import { queueWebhook } from "./sendcloud-webhooks";
import type { World } from "./world";

const HOUR_MS = 3_600_000;

/** Where a parcel that comes back goes next by itself, and after how long: three days from the label to the shop. */
const ONWARD: Partial<Record<StatusCode, { to: StatusCode; afterMs: number }>> = {
  READY_TO_SEND: { to: "PICKED_UP_BY_DRIVER", afterMs: 24 * HOUR_MS },
  PICKED_UP_BY_DRIVER: { to: "AT_SORTING_CENTRE", afterMs: 12 * HOUR_MS },
  AT_SORTING_CENTRE: { to: "DRIVER_ON_ROUTE", afterMs: 28 * HOUR_MS },
  DRIVER_ON_ROUTE: { to: "DELIVERED", afterMs: 8 * HOUR_MS },
  CANCELLING: { to: "CANCELLED", afterMs: HOUR_MS },
};

export type ReturnedItem = { item_id: string; quantity: number; reason: number };
export type ReturnRow = SqlRow & {
  id: number;
  integration_id: number;
  order_number: string;
  made_by: "portal" | "form";
  parcel_id: number;
  shipment_uuid: string;
  option_code: string;
  tracking_number: string;
  grams: number;
  status: StatusCode;
  from_address: string;
  items: string;
  reason: number;
  refund_type: string;
  history: string;
  created_at: number;
  delivered_at: number | null;
  next_at: number | null;
};

export function createReturnTable(sql: Sql): void {
  sql.run(`CREATE TABLE IF NOT EXISTS sc_returns (
    id INTEGER PRIMARY KEY AUTOINCREMENT, integration_id INTEGER NOT NULL, order_number TEXT NOT NULL,
    made_by TEXT NOT NULL, parcel_id INTEGER NOT NULL UNIQUE, shipment_uuid TEXT NOT NULL, option_code TEXT NOT NULL,
    tracking_number TEXT NOT NULL, grams INTEGER NOT NULL, status TEXT NOT NULL, from_address TEXT NOT NULL,
    items TEXT NOT NULL, reason INTEGER NOT NULL, refund_type TEXT NOT NULL, history TEXT NOT NULL,
    created_at INTEGER NOT NULL, delivered_at INTEGER, next_at INTEGER)`);
  sql.run("CREATE INDEX IF NOT EXISTS sc_returns_next ON sc_returns (next_at) WHERE next_at IS NOT NULL");
}

/** Lets the parcels that come back travel up to now. */
export function stepReturns(world: World): void {
  for (let due = dueReturn(world); due; due = dueReturn(world)) {
    setReturnStatus(world, due, ONWARD[due.status]?.to ?? due.status, due.next_at ?? world.now());
  }
}

function dueReturn(world: World): ReturnRow | undefined {
  return world.sql.all<ReturnRow>(
    "SELECT * FROM sc_returns WHERE next_at IS NOT NULL AND next_at <= ? ORDER BY next_at, id LIMIT 1",
    world.now(),
  )[0];
}

export function nextReturnStep(sql: Sql): number | null {
  const [row] = sql.all<{ at: number | null }>("SELECT min(next_at) AS at FROM sc_returns WHERE next_at IS NOT NULL");
  return row?.at ?? null;
}

export function returnRow(world: World, id: number): ReturnRow | undefined {
  return world.sql.all<ReturnRow>("SELECT * FROM sc_returns WHERE id = ?", id)[0];
}

type Passed = { carrier_update_timestamp: string; parcel_status_history_id: string; parent_status: string };

/** Writes a status that became true at `at`; the portal's returns tell it by webhook, a form's never. */
export function setReturnStatus(world: World, row: ReturnRow, status: StatusCode, at: number): void {
  const onward = ONWARD[status];
  const passed = JSON.parse(row.history) as Passed[];
  const now: Passed = {
    carrier_update_timestamp: isoTime(at),
    parcel_status_history_id: `${row.parcel_id}-${passed.length + 1}`,
    parent_status: slugOf(status),
  };
  world.sql.transaction(() => {
    world.sql.run(
      "UPDATE sc_returns SET status = ?, history = ?, delivered_at = ?, next_at = ? WHERE id = ?",
      status,
      JSON.stringify([...passed, { ...now, carrier_message: statusOf(status).message }]),
      status === "DELIVERED" ? at : row.delivered_at,
      onward ? at + onward.afterMs : null,
      row.id,
    );
    if (row.made_by === "portal") tellStatus(world, { ...row, status }, at);
  });
}

/** `READY_TO_SEND` as the returns write it: `ready-to-send` (sendcloud.md 5.1). */
export function slugOf(status: StatusCode): string {
  return status.toLowerCase().replaceAll("_", "-");
}

function tellStatus(world: World, row: ReturnRow, at: number): void {
  const [merchant] = SENDER_ADDRESSES;
  if (!merchant) return;
  queueWebhook(world, integrationRow(world.sql, row.integration_id), () =>
    statusChanged({
      parcel: { ...row, id: row.parcel_id },
      at,
      to: merchant,
      optionCode: row.option_code,
      orderNumber: row.order_number,
      shipmentId: row.shipment_uuid,
      externalOrderId: "",
      isReturn: true,
    }),
  );
}
