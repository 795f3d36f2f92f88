import type { Sql } from "../lib/ports";
import { isoSeconds } from "../lib/time";
import type { DirtyKind } from "./dirty-orders";
import { keepsPast } from "./lag";
import type { MarketplaceId } from "./marketplaces";
import { enter, type NextStep, nextStepOf } from "./order-life";
import { createVersions, keepVersion } from "./order-versions";
import type { WireOrder, WireState } from "./wire-order";
import type { World } from "./world";

export type StoredOrder = { order: WireOrder; marketplace: MarketplaceId; shopId: number; kind: DirtyKind | null };

export function createOrderTables(sql: Sql): void {
  sql.run(`CREATE TABLE IF NOT EXISTS mirakl_orders
    (order_id TEXT PRIMARY KEY, marketplace TEXT NOT NULL, shop_id INTEGER NOT NULL, kind TEXT,
     created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL, state TEXT NOT NULL,
     next_at INTEGER, next_state TEXT, body TEXT NOT NULL)`);
  sql.run(
    "CREATE INDEX IF NOT EXISTS mirakl_orders_by_age ON mirakl_orders (marketplace, shop_id, created_at, order_id)",
  );
  sql.run("CREATE INDEX IF NOT EXISTS mirakl_orders_due ON mirakl_orders (next_at) WHERE next_at IS NOT NULL");
  sql.run(`CREATE TABLE IF NOT EXISTS mirakl_history
    (seq INTEGER PRIMARY KEY, order_id TEXT NOT NULL, state TEXT NOT NULL, at INTEGER NOT NULL)`);
  sql.run("CREATE INDEX IF NOT EXISTS mirakl_history_of_order ON mirakl_history (order_id, seq)");
  createVersions(sql);
}

export function findOrder(world: World, orderId: string): StoredOrder | null {
  const [row] = world.sql.all<{ body: string; marketplace: MarketplaceId; shop_id: number; kind: DirtyKind | null }>(
    "SELECT body, marketplace, shop_id, kind FROM mirakl_orders WHERE order_id = ?",
    orderId,
  );
  if (!row) return null;
  return { order: JSON.parse(row.body), marketplace: row.marketplace, shopId: row.shop_id, kind: row.kind };
}

export function insertOrder(world: World, { order, marketplace, shopId, kind }: StoredOrder, at: number): void {
  const next = nextStepOf(order, at);
  world.sql.run(
    "INSERT INTO mirakl_orders VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
    order.order_id,
    marketplace,
    shopId,
    kind,
    at,
    at,
    order.order_state,
    next?.at ?? null,
    next?.state ?? null,
    JSON.stringify(order),
  );
  noteState(world, order, at);
  if (keepsPast(world, "mirakl")) keepVersion(world, order.order_id, at);
}

/** Brings an order into a state at a moment and plans what follows by itself. */
export function moveOrder(world: World, order: WireOrder, state: WireState, at: number): void {
  const moved = enter(order, state, at);
  writeOrder(world, moved, at);
  planNext(world, moved.order_id, nextStepOf(moved, at));
  noteState(world, moved, at);
}

/** Stores a change that leaves the state alone. */
export function writeOrder(world: World, order: WireOrder, at: number): void {
  world.sql.run(
    "UPDATE mirakl_orders SET body = ?, state = ?, updated_at = ? WHERE order_id = ?",
    JSON.stringify({ ...order, last_updated_date: isoSeconds(at) }),
    order.order_state,
    at,
    order.order_id,
  );
  if (keepsPast(world, "mirakl")) keepVersion(world, order.order_id, at);
}

/** Sets what happens next to an order by itself; null leaves it where it is. */
export function planNext(world: World, orderId: string, next: NextStep | null): void {
  world.sql.run(
    "UPDATE mirakl_orders SET next_at = ?, next_state = ? WHERE order_id = ?",
    next?.at ?? null,
    next?.state ?? null,
    orderId,
  );
}

function noteState(world: World, { order_id: id, order_state: state }: WireOrder, at: number): void {
  world.sql.run("INSERT INTO mirakl_history (order_id, state, at) VALUES (?, ?, ?)", id, state, at);
}

/** Every state an order has come into, and when: the whole story of every order. */
export function orderHistories(world: World): Map<string, { state: WireState; at: number }[]> {
  const histories = new Map<string, { state: WireState; at: number }[]>();
  const rows = world.sql.all<{ order_id: string; state: WireState; at: number }>(
    "SELECT order_id, state, at FROM mirakl_history ORDER BY seq",
  );
  for (const { order_id: id, state, at } of rows) {
    const known = histories.get(id);
    if (known) known.push({ state, at });
    else histories.set(id, [{ state, at }]);
  }
  return histories;
}
