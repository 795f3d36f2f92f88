import type { Sql, SqlRow } from "../lib/ports";
import { createAccountTables } from "./sendcloud-account";
import { findOption } from "./sendcloud-options";
import { createOrderTables, tieShipment } from "./sendcloud-order-rows";
import { nextParcelId } from "./sendcloud-parcel-ids";
import { createReturnTable, nextReturnStep, stepReturns } from "./sendcloud-return-rows";
import type { Announce } from "./sendcloud-schema";
import { isStatusCode, type StatusCode } from "./sendcloud-statuses";
import { queueStatus } from "./sendcloud-webhook-bodies";
import { createWebhookTable, nextWebhookAt, sendDueWebhooks } from "./sendcloud-webhooks";
import { createSettings } from "./settings";
import type { World } from "./world";

const HOUR_MS = 3_600_000;
/** A cancellation asked late is watched for 14 days before it is granted (sendcloud.md 3.3). */
const WATCHED_MS = 14 * 24 * HOUR_MS;

/** Where a parcel goes next by itself, and after how long: about two days from label to door. */
const ONWARD: Partial<Record<StatusCode, { to: StatusCode; afterMs: number }>> = {
  READY_TO_SEND: { to: "PICKED_UP_BY_DRIVER", afterMs: 10 * HOUR_MS },
  PICKED_UP_BY_DRIVER: { to: "AT_SORTING_CENTRE", afterMs: 6 * HOUR_MS },
  AT_SORTING_CENTRE: { to: "DRIVER_ON_ROUTE", afterMs: 22 * HOUR_MS },
  DRIVER_ON_ROUTE: { to: "DELIVERED", afterMs: 8 * HOUR_MS },
  CANCELLING: { to: "CANCELLED", afterMs: WATCHED_MS },
};

export type ShipmentRow = SqlRow & {
  seq: number;
  id: string;
  integration_id: number;
  external_reference_id: string | null;
  order_number: string | null;
  option_code: string;
  request: string;
  errors: string;
  created_at: number;
  updated_at: number;
};
export type ParcelRow = SqlRow & {
  id: number;
  shipment_id: string;
  position: number;
  status: StatusCode;
  tracking_number: string;
  grams: number;
  created_at: number;
  announced_at: number | null;
  updated_at: number;
  next_at: number | null;
};
/** One line of what the account paid: a label, or the credit for a cancelled one (negative). */
export type LedgerEntry = SqlRow & {
  parcel_id: number;
  kind: "label" | "credit";
  shipment_id: string;
  integration_id: number;
  amount_minor: number;
  currency: string;
  at: number;
};

export function createSendcloudTables(sql: Sql): void {
  createSettings(sql);
  createAccountTables(sql);
  createWebhookTable(sql);
  createOrderTables(sql);
  createReturnTable(sql);
  sql.run(`CREATE TABLE IF NOT EXISTS sc_shipments (
    seq INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, integration_id INTEGER NOT NULL,
    external_reference_id TEXT UNIQUE, order_number TEXT, option_code TEXT NOT NULL, request TEXT NOT NULL,
    errors TEXT NOT NULL, created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL)`);
  sql.run("CREATE INDEX IF NOT EXISTS sc_shipments_order ON sc_shipments (order_number)");
  sql.run("CREATE INDEX IF NOT EXISTS sc_shipments_updated ON sc_shipments (updated_at)");
  sql.run(`CREATE TABLE IF NOT EXISTS sc_parcels (
    id INTEGER PRIMARY KEY, shipment_id TEXT NOT NULL, position INTEGER NOT NULL, status TEXT NOT NULL,
    tracking_number TEXT NOT NULL, grams INTEGER NOT NULL, created_at INTEGER NOT NULL, announced_at INTEGER,
    updated_at INTEGER NOT NULL, next_at INTEGER)`);
  sql.run("CREATE INDEX IF NOT EXISTS sc_parcels_shipment ON sc_parcels (shipment_id, position)");
  sql.run("CREATE INDEX IF NOT EXISTS sc_parcels_next ON sc_parcels (next_at) WHERE next_at IS NOT NULL");
  sql.run(`CREATE TABLE IF NOT EXISTS sc_ledger (
    parcel_id INTEGER NOT NULL, kind TEXT NOT NULL, shipment_id TEXT NOT NULL, integration_id INTEGER NOT NULL,
    amount_minor INTEGER NOT NULL, currency TEXT NOT NULL, at INTEGER NOT NULL, PRIMARY KEY (parcel_id, kind))`);
}

/** Lets the carriers work up to now: moves every parcel that is due, in order of time, then sends due webhooks. */
export async function stepSendcloud(world: World): Promise<void> {
  for (let due = dueParcel(world); due; due = dueParcel(world)) {
    const onward = ONWARD[due.status];
    changeStatus(world, due, onward?.to ?? due.status, due.next_at ?? world.now());
  }
  stepReturns(world);
  await sendDueWebhooks(world);
}

function dueParcel(world: World): ParcelRow | undefined {
  return world.sql.all<ParcelRow>(
    "SELECT * FROM sc_parcels WHERE next_at IS NOT NULL AND next_at <= ? ORDER BY next_at, id LIMIT 1",
    world.now(),
  )[0];
}

/** When `stepSendcloud` has something to do next, in epoch milliseconds; null when nothing is under way. */
export function nextSendcloudStep(world: World): number | null {
  const [row] = world.sql.all<{ at: number | null }>(
    "SELECT min(next_at) AS at FROM sc_parcels WHERE next_at IS NOT NULL",
  );
  const moments = [row?.at ?? null, nextReturnStep(world.sql), nextWebhookAt(world.sql)].filter((at) => at !== null);
  return moments.length === 0 ? null : Math.min(...moments);
}

/** Moves a parcel to any status at once, as its carrier could. False when there is no such parcel or status. */
export function moveParcel(world: World, parcelId: number, code: string): boolean {
  const parcel = parcelOf(world.sql, parcelId);
  if (!parcel || !isStatusCode(code)) return false;
  changeStatus(world, parcel, code, world.now());
  return true;
}

/** Writes a status that became true at `at`, credits a cancelled label, and queues the webhook. */
export function changeStatus(world: World, parcel: ParcelRow, status: StatusCode, at: number): void {
  world.sql.transaction(() => {
    const shipment = shipmentOf(world.sql, parcel.shipment_id);
    world.sql.run(
      "UPDATE sc_parcels SET status = ?, updated_at = ?, next_at = ? WHERE id = ?",
      status,
      world.now(),
      onwardAt(shipment.option_code, status, at),
      parcel.id,
    );
    world.sql.run("UPDATE sc_shipments SET updated_at = ? WHERE id = ?", world.now(), shipment.id);
    if (status === "CANCELLED" || status === "CANCELLED_UPSTREAM") credit(world, parcel.id);
    queueStatus(world, shipment, { ...parcel, status }, at);
  });
}

// Nobody scans an untracked letter: it stays as it was announced.
function onwardAt(optionCode: string, status: StatusCode, at: number): number | null {
  const onward = ONWARD[status];
  const isTracked = findOption(optionCode)?.functionalities.tracked ?? false;
  return onward && (isTracked || status === "CANCELLING") ? at + onward.afterMs : null;
}

function credit(world: World, parcelId: number): void {
  world.sql.run(
    `INSERT OR IGNORE INTO sc_ledger SELECT parcel_id, 'credit', shipment_id, integration_id, -amount_minor, currency, ?
     FROM sc_ledger WHERE parcel_id = ? AND kind = 'label'`,
    world.now(),
    parcelId,
  );
}

export type NewShipment = {
  id: string;
  integrationId: number;
  request: Announce;
  optionCode: string;
  errors: unknown[];
  parcels: { grams: number; trackingNumber: string; priceMinor: number }[];
  order?: { id: number; order_id: string } | undefined;
};

/** Writes an announced shipment with its parcels and, unless it failed, one charge for each label: all or nothing. */
export function keepShipment(world: World, made: NewShipment): ShipmentRow {
  const { sql } = world;
  const now = world.now();
  return sql.transaction(() => {
    sql.run(
      `INSERT INTO sc_shipments (id, integration_id, external_reference_id, order_number, option_code, request, errors,
        created_at, updated_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      made.id,
      made.integrationId,
      made.request.external_reference_id ?? null,
      made.request.order_number ?? null,
      made.optionCode,
      JSON.stringify(made.request),
      JSON.stringify(made.errors),
      now,
      now,
    );
    const shipment = shipmentOf(sql, made.id);
    if (made.order) tieShipment(world, shipment.id, made.order);
    made.parcels.forEach((_, position) => {
      keepParcel(world, shipment, made, position);
    });
    return shipment;
  });
}

function keepParcel(world: World, shipment: ShipmentRow, made: NewShipment, position: number): void {
  const parcel = made.parcels[position];
  if (!parcel) return;
  const now = world.now();
  const failed = made.errors.length > 0;
  const status = failed ? "ANNOUNCEMENT_FAILED" : "READY_TO_SEND";
  const id = nextParcelId(world.sql);
  world.sql.run(
    "INSERT INTO sc_parcels VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
    id,
    shipment.id,
    position,
    status,
    failed ? "" : parcel.trackingNumber,
    parcel.grams,
    now,
    failed ? null : now,
    now,
    onwardAt(made.optionCode, status, now),
  );
  if (!failed) {
    world.sql.run(
      "INSERT INTO sc_ledger VALUES (?, 'label', ?, ?, ?, 'EUR', ?)",
      id,
      shipment.id,
      shipment.integration_id,
      parcel.priceMinor,
      now,
    );
  }
  const row = parcelOf(world.sql, id);
  if (row) queueStatus(world, shipment, row, now);
}

export function parcelOf(sql: Sql, id: number): ParcelRow | undefined {
  return sql.all<ParcelRow>("SELECT * FROM sc_parcels WHERE id = ?", id)[0];
}

export function parcelsOf(sql: Sql, shipmentId: string): ParcelRow[] {
  return sql.all<ParcelRow>("SELECT * FROM sc_parcels WHERE shipment_id = ? ORDER BY position", shipmentId);
}

function shipmentOf(sql: Sql, id: string): ShipmentRow {
  const [row] = sql.all<ShipmentRow>("SELECT * FROM sc_shipments WHERE id = ?", id);
  if (!row) throw new Error("a parcel without its shipment");
  return row;
}
