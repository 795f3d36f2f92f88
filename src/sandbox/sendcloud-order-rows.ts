import type { Sql, SqlRow } from "../lib/ports";
import { lagOf } from "./lag";
import type { PushedOrder } from "./sendcloud-order-schema";
import type { World } from "./world";

/** Saving is asynchronous: what a POST sent can be read this much later (sendcloud.md 2.1). */
export const SAVED_AFTER_MS = 2_000;

/** An order as it is saved. `body` is null before the first save; `pending` is what the last POST sent and waits. */
export type OrderRow = SqlRow & {
  id: number;
  integration_id: number;
  order_id: string;
  order_number: string;
  body: string | null;
  pending: string | null;
  pending_at: number | null;
  created_at: number;
  modified_at: number;
  labelled_at: number | null;
};
export type SavedOrder = OrderRow & { body: string };

export function createOrderTables(sql: Sql): void {
  // AUTOINCREMENT: the id of a deleted order is never given again.
  sql.run(`CREATE TABLE IF NOT EXISTS sc_orders (
    id INTEGER PRIMARY KEY AUTOINCREMENT, integration_id INTEGER NOT NULL, order_id TEXT NOT NULL,
    order_number TEXT NOT NULL, body TEXT, pending TEXT, pending_at INTEGER, created_at INTEGER NOT NULL,
    modified_at INTEGER NOT NULL, labelled_at INTEGER, UNIQUE (order_id, integration_id))`);
  sql.run("CREATE INDEX IF NOT EXISTS sc_orders_number ON sc_orders (order_number)");
  sql.run("CREATE INDEX IF NOT EXISTS sc_orders_pending ON sc_orders (pending_at) WHERE pending IS NOT NULL");
  sql.run(`CREATE TABLE IF NOT EXISTS sc_order_shipments (
    shipment_id TEXT PRIMARY KEY, sendcloud_order_id INTEGER NOT NULL, order_id TEXT NOT NULL)`);
  sql.run("CREATE INDEX IF NOT EXISTS sc_order_shipments_order ON sc_order_shipments (sendcloud_order_id)");
}

/** Saves what was posted long enough ago. Every reader of orders calls it first. */
export function saveDueOrders(world: World): void {
  world.sql.run(
    `UPDATE sc_orders SET body = pending, order_number = json_extract(pending, '$.order_number'),
     modified_at = pending_at, pending = NULL, pending_at = NULL WHERE pending IS NOT NULL AND pending_at <= ?`,
    world.now() - lagOf(world, "sendcloud"),
  );
}

/** A saved order by Sendcloud's id; undefined when there is none, or not yet. */
export function savedOrder(world: World, id: number): SavedOrder | undefined {
  saveDueOrders(world);
  return world.sql.all<SavedOrder>(
    `SELECT * FROM sc_orders WHERE id = ? AND body IS NOT NULL
     AND integration_id NOT IN (SELECT id FROM sc_gone_integrations)`,
    id,
  )[0];
}

export function orderOf(row: SavedOrder): PushedOrder {
  return JSON.parse(row.body) as PushedOrder;
}

/** Ties a shipment to the order whose label it is. */
export function tieShipment(world: World, shipmentId: string, order: Pick<OrderRow, "id" | "order_id">): void {
  world.sql.run("INSERT INTO sc_order_shipments VALUES (?, ?, ?)", shipmentId, order.id, order.order_id);
  world.sql.run("UPDATE sc_orders SET labelled_at = ? WHERE id = ?", world.now(), order.id);
}

/** The shop's own id of the order a shipment was made from, empty when it was announced by itself. */
export function externalOrderIdOf(sql: Sql, shipmentId: string): string {
  return (
    sql.all<{ order_id: string }>("SELECT order_id FROM sc_order_shipments WHERE shipment_id = ?", shipmentId)[0]
      ?.order_id ?? ""
  );
}
