import type { Sql } from "../lib/ports";
import type { World } from "./world";

const FOREVER = Number.MAX_SAFE_INTEGER;
const COLUMNS = "order_id, marketplace, shop_id, kind, created_at, updated_at, state, body";

export function createVersions(sql: Sql): void {
  sql.run(`CREATE TABLE IF NOT EXISTS mirakl_versions
    (seq INTEGER PRIMARY KEY, order_id TEXT NOT NULL, marketplace TEXT, shop_id INTEGER, kind TEXT,
     created_at INTEGER, updated_at INTEGER, state TEXT, body TEXT, at INTEGER NOT NULL, until INTEGER NOT NULL)`);
  sql.run("CREATE INDEX IF NOT EXISTS mirakl_versions_of_order ON mirakl_versions (order_id, until)");
  sql.run(
    "CREATE INDEX IF NOT EXISTS mirakl_versions_by_age ON mirakl_versions (marketplace, shop_id, created_at, order_id)",
  );
}

/** From now on every change of an order keeps the version before it; what is here now counts as always having been so. */
export function beginVersions(world: World): void {
  world.sql.run(
    `INSERT INTO mirakl_versions SELECT NULL, ${COLUMNS}, 0, ? FROM mirakl_orders
     WHERE NOT EXISTS (SELECT 1 FROM mirakl_versions)`,
    FOREVER,
  );
}

/** Keeps the version an order has just become. */
export function keepVersion(world: World, orderId: string, at: number): void {
  world.sql.run("UPDATE mirakl_versions SET until = ? WHERE order_id = ? AND until = ?", at, orderId, FOREVER);
  world.sql.run(
    `INSERT INTO mirakl_versions SELECT NULL, ${COLUMNS}, ?, ? FROM mirakl_orders WHERE order_id = ?`,
    at,
    FOREVER,
    orderId,
  );
}

/** In place of `mirakl_orders`: the orders as they were at a moment, which is bound twice. */
export const ORDERS_THEN = `(SELECT ${COLUMNS} FROM mirakl_versions WHERE at <= ? AND until > ?)`;
