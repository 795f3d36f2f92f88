import type { Sql } from "../lib/ports";
import { isoSeconds } from "../lib/time";
import { someBuyer } from "./buyers";
import type { BuyerAct } from "./calls";
import { type DirtyKind, isDirtyKind, kindInStream, soil } from "./dirty-orders";
import { createFaults } from "./faults";
import { isMarketplace, MARKETPLACES, type MarketplaceId } from "./marketplaces";
import { orderFrom } from "./new-order";
import { draftOf } from "./order-draft";
import { enter, nextStepOf } from "./order-life";
import { countUp, createSettings, readSetting, writeSetting } from "./settings";
import type { WireOrder, WireState } from "./wire-order";
import type { World } from "./world";

// Buyers who would have ordered while nobody ran the sandbox did not.
const MOST_BUYERS_AT_ONCE = 100;

export type StoredOrder = { order: WireOrder; marketplace: MarketplaceId; shopId: number; kind: DirtyKind | null };

export function createMiraklTables(sql: Sql): void {
  createSettings(sql);
  createFaults(sql);
  sql.run(`CREATE TABLE IF NOT EXISTS mirakl_orders
    (order_id TEXT PRIMARY KEY, marketplace TEXT NOT NULL, shop_id INTEGER NOT NULL, kind TEXT,
     created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL, state TEXT NOT NULL,
     next_at INTEGER, next_state TEXT, body TEXT NOT NULL)`);
  sql.run(
    "CREATE INDEX IF NOT EXISTS mirakl_orders_by_age ON mirakl_orders (marketplace, shop_id, created_at, order_id)",
  );
  sql.run("CREATE INDEX IF NOT EXISTS mirakl_orders_due ON mirakl_orders (next_at) WHERE next_at IS NOT NULL");
  sql.run("CREATE TABLE IF NOT EXISTS mirakl_walks (key TEXT NOT NULL, began_at INTEGER NOT NULL)");
}

/** A buyer orders. Without a kind the order is clean; without a shop it is the marketplace's first. Gives the order id. */
export function placeOrder(
  world: World,
  marketplaceId: string,
  options: { kind?: DirtyKind; shopId?: number; at?: number } = {},
): string {
  if (!isMarketplace(marketplaceId)) throw new Error(`no marketplace ${marketplaceId}`);
  const marketplace = MARKETPLACES[marketplaceId];
  const at = options.at ?? world.now();
  const shop = marketplace.shops.find(({ id }) => id === options.shopId) ?? marketplace.shops[0];
  const clean = draftOf(marketplace, shop, someBuyer(world.random), world.random);
  const draft = options.kind ? soil(clean, options.kind) : clean;
  const placed = orderFrom(draft, countUp(world.sql, "last-order-number"), at);
  // An auto-accepting marketplace has debited the buyer before the shop sees the order (PC01 order_acceptance).
  const order = marketplace.acceptsByItself ? enter(placed, "SHIPPING", at) : placed;
  insertOrder(world, { order, marketplace: marketplaceId, shopId: shop.id, kind: options.kind ?? null }, at);
  return order.order_id;
}

/** As `placeOrder`, with a kind as a form sends it: `mixed` takes the next of the stream, an empty one is clean. */
export function placeByName(world: World, marketplaceId: string, wanted = ""): string {
  const kind = wanted === "mixed" ? kindInStream(countUp(world.sql, "stream-turn")) : wanted;
  return placeOrder(world, marketplaceId, kind !== null && isDirtyKind(kind) ? { kind } : {});
}

/** How often a buyer orders, in seconds; 0 stops them. */
export function setBuyersPace(world: World, seconds: number): void {
  writeSetting(world.sql, "pace-seconds", seconds);
  writeSetting(world.sql, "next-buyer-at", seconds > 0 ? world.now() + seconds * 1000 : 0);
}

/** Applies everything that is due by now, each thing at its own moment. */
export function stepMirakl(world: World): void {
  const now = world.now();
  let buyers = 0;
  for (let due = nextMiraklStep(world); due !== null && due <= now; due = nextMiraklStep(world)) {
    if (readSetting(world.sql, "next-buyer-at") === due) {
      buyers += 1;
      nextBuyer(world, due, buyers > MOST_BUYERS_AT_ONCE ? now : due);
    } else {
      moveDueOrders(world, due);
    }
  }
}

/** When the marketplace next does something by itself. */
export function nextMiraklStep(world: World): number | null {
  const buyer = readSetting(world.sql, "next-buyer-at") || null;
  const [row] = world.sql.all<{ at: number | null }>(
    "SELECT min(next_at) AS at FROM mirakl_orders WHERE next_at IS NOT NULL",
  );
  const order = row?.at ?? null;
  if (buyer === null || order === null) return buyer ?? order;
  return Math.min(buyer, order);
}

/** The buyer or the operator cancels; false when the parcel is already on its way or the order is over. */
export function cancelOrder(world: World, orderId: string): boolean {
  const open: WireState[] = ["WAITING_ACCEPTANCE", "WAITING_DEBIT", "WAITING_DEBIT_PAYMENT", "SHIPPING"];
  return moveFrom(world, orderId, open, "CANCELED");
}

/** The buyer has it; false when it was never sent. */
export function markReceived(world: World, orderId: string): boolean {
  return moveFrom(world, orderId, ["SHIPPED", "TO_COLLECT"], "RECEIVED");
}

/** Accepted in the back office and paid: ready to ship. False when it is past that. */
export function payOrder(world: World, orderId: string): boolean {
  return moveFrom(world, orderId, ["WAITING_ACCEPTANCE", "WAITING_DEBIT", "WAITING_DEBIT_PAYMENT"], "SHIPPING");
}

const ACTS: Record<BuyerAct, (world: World, orderId: string) => boolean> = {
  cancel: cancelOrder,
  receive: markReceived,
  pay: payOrder,
};

export function actAsBuyer(world: World, orderId: string, act: BuyerAct): boolean {
  return ACTS[act](world, orderId);
}

export function findOrder(world: World, orderId: string): StoredOrder | null {
  const [row] = world.sql.all<{ body: string; marketplace: MarketplaceId; shop_id: number; kind: DirtyKind | null }>(
    "SELECT body, marketplace, shop_id, kind FROM mirakl_orders WHERE order_id = ?",
    orderId,
  );
  if (!row) return null;
  return { order: JSON.parse(row.body), marketplace: row.marketplace, shopId: row.shop_id, kind: row.kind };
}

/** Brings an order into a state at a moment and plans what follows by itself. */
export function moveOrder(world: World, order: WireOrder, state: WireState, at: number): void {
  const moved = enter(order, state, at);
  const next = nextStepOf(moved, at);
  writeOrder(world, moved, at);
  world.sql.run(
    "UPDATE mirakl_orders SET next_at = ?, next_state = ? WHERE order_id = ?",
    next?.at ?? null,
    next?.state ?? null,
    moved.order_id,
  );
}

/** Stores a change that leaves the state alone. */
export function writeOrder(world: World, order: WireOrder, at: number): void {
  const stamped = { ...order, last_updated_date: isoSeconds(at) };
  world.sql.run(
    "UPDATE mirakl_orders SET body = ?, state = ?, updated_at = ? WHERE order_id = ?",
    JSON.stringify(stamped),
    stamped.order_state,
    at,
    stamped.order_id,
  );
}

function insertOrder(world: World, { order, marketplace, shopId, kind }: StoredOrder, at: number): void {
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
}

function nextBuyer(world: World, at: number, resumeFrom: number): void {
  const turn = countUp(world.sql, "stream-turn");
  const kind = kindInStream(turn);
  const [marketplace, shopId] = shopInStream(turn);
  placeOrder(world, marketplace, { ...(kind ? { kind } : {}), shopId, at });
  writeSetting(world.sql, "next-buyer-at", resumeFrom + readSetting(world.sql, "pace-seconds") * 1000);
}

function shopInStream(turn: number): [MarketplaceId, number] {
  const [main, other] = MARKETPLACES.sport.shops;
  if (turn % 2 === 1) return ["brico", MARKETPLACES.brico.shops[0].id];
  return ["sport", turn % 4 === 0 && other ? other.id : main.id];
}

function moveDueOrders(world: World, due: number): void {
  const rows = world.sql.all<{ body: string; next_state: WireState }>(
    "SELECT body, next_state FROM mirakl_orders WHERE next_at = ? ORDER BY order_id",
    due,
  );
  for (const row of rows) moveOrder(world, JSON.parse(row.body), row.next_state, due);
}

function moveFrom(world: World, orderId: string, states: WireState[], to: WireState): boolean {
  const stored = findOrder(world, orderId);
  if (!stored || !states.includes(stored.order.order_state)) return false;
  moveOrder(world, stored.order, to, world.now());
  return true;
}
