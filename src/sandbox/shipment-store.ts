import type { Sql } from "../lib/ports";
import type { World } from "./world";

/** A parcel of an order as ST01 took it; `lines` with what of each is in it. */
export type ShipmentBody = {
  id: string;
  order_id: string;
  shipment_lines: { order_line_id: string; offer_sku: string; quantity: number; package_reference: string | null }[];
  [told: string]: unknown;
};
export type StoredShipment = { seq: number; createdAt: number; shippedAt: number | null; body: ShipmentBody };

export function createShipmentTables(sql: Sql): void {
  sql.run(`CREATE TABLE IF NOT EXISTS mirakl_shipments
    (seq INTEGER PRIMARY KEY, order_id TEXT NOT NULL, marketplace TEXT NOT NULL, shop_id INTEGER NOT NULL,
     created_at INTEGER NOT NULL, shipped_at INTEGER, body TEXT NOT NULL)`);
  sql.run("CREATE INDEX IF NOT EXISTS mirakl_shipments_of_order ON mirakl_shipments (order_id, seq)");
  sql.run("CREATE INDEX IF NOT EXISTS mirakl_shipments_of_shop ON mirakl_shipments (marketplace, shop_id, seq)");
}

/** The id the next shipment will have. */
export function nextShipmentId(world: World): string {
  const [row] = world.sql.all<{ seq: number | null }>("SELECT max(seq) AS seq FROM mirakl_shipments");
  return `3d5e7f90-0000-4000-8000-${String((row?.seq ?? 0) + 1).padStart(12, "0")}`;
}

type Owner = { marketplace: string; shopId: number };

export function insertShipment(world: World, { marketplace, shopId }: Owner, body: ShipmentBody, isShipped: boolean) {
  const now = world.now();
  world.sql.run(
    "INSERT INTO mirakl_shipments VALUES (NULL, ?, ?, ?, ?, ?, ?)",
    body.order_id,
    marketplace,
    shopId,
    now,
    isShipped ? now : null,
    JSON.stringify(body),
  );
}

/** The shipments of an order, oldest first. */
export function shipmentsOf(world: World, orderId: string): StoredShipment[] {
  const rows = world.sql.all<{ seq: number; created_at: number; shipped_at: number | null; body: string }>(
    "SELECT seq, created_at, shipped_at, body FROM mirakl_shipments WHERE order_id = ? ORDER BY seq",
    orderId,
  );
  return rows.map((row) => ({
    seq: row.seq,
    createdAt: row.created_at,
    shippedAt: row.shipped_at,
    body: JSON.parse(row.body),
  }));
}
