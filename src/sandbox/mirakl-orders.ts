import type { Sql } from "../lib/ports";
import { someBuyer } from "./buyers";
import type { BuyerAct } from "./calls";
import { type DirtyKind, isDirtyKind, kindInStream, soil } from "./dirty-orders";
import { createFaults } from "./faults";
import { isMarketplace, MARKETPLACES, type MarketplaceId } from "./marketplaces";
import { createOffers } from "./mirakl-offers";
import { createMoneyLedger } from "./money-ledger";
import { orderFrom } from "./new-order";
import { draftOf } from "./order-draft";
import { enter } from "./order-life";
import { withPaidRefunds } from "./order-money";
import { createOrderTables, findOrder, insertOrder, moveOrder, writeOrder } from "./order-store";
import {
  anonymise,
  cancelByOperator,
  changeAddress,
  closeIncident,
  openIncident,
  refundByOperator,
} from "./others-acts";
import { countUp, createSettings, readSetting, writeSetting } from "./settings";
import { createShipmentTables } from "./shipment-store";
import type { WireState } from "./wire-order";
import type { World } from "./world";

export { findOrder } from "./order-store";

// Buyers who would have ordered while nobody ran the sandbox did not.
const MOST_BUYERS_AT_ONCE = 100;
const SEVERAL_PIECES = 3;

export function createMiraklTables(sql: Sql): void {
  createSettings(sql);
  createFaults(sql);
  createOrderTables(sql);
  createMoneyLedger(sql);
  createShipmentTables(sql);
  createOffers(sql);
  sql.run("CREATE TABLE IF NOT EXISTS mirakl_walks (key TEXT NOT NULL, began_at INTEGER NOT NULL)");
  sql.run("CREATE INDEX IF NOT EXISTS mirakl_walks_of_key ON mirakl_walks (key, began_at)");
}

/** A buyer orders. Without a kind the order is clean; without a shop it is the marketplace's first. Gives the order id. */
export function placeOrder(
  world: World,
  marketplaceId: string,
  options: { kind?: DirtyKind; shopId?: number; at?: number; pieces?: number } = {},
): string {
  if (!isMarketplace(marketplaceId)) throw new Error(`no marketplace ${marketplaceId}`);
  const marketplace = MARKETPLACES[marketplaceId];
  const at = options.at ?? world.now();
  const shop = marketplace.shops.find(({ id }) => id === options.shopId) ?? marketplace.shops[0];
  const clean = draftOf(marketplace, shop, someBuyer(world.random), world.random);
  const chosen = options.kind ? soil(clean, options.kind) : clean;
  const { pieces } = options;
  const draft = pieces
    ? { ...chosen, lines: chosen.lines.slice(0, 1).map((line) => ({ ...line, quantity: pieces })) }
    : chosen;
  const placed = orderFrom(draft, countUp(world.sql, "last-order-number"), at);
  // An auto-accepting marketplace has debited the buyer before the shop sees the order (PC01 order_acceptance).
  const order = marketplace.acceptsByItself ? enter(placed, "SHIPPING", at) : placed;
  insertOrder(world, { order, marketplace: marketplaceId, shopId: shop.id, kind: options.kind ?? null }, at);
  return order.order_id;
}

/**
 * As `placeOrder`, with a kind as a form sends it: `mixed` takes the next of the stream, `several` is a few pieces of
 * one product, an empty one is clean.
 */
export function placeByName(world: World, marketplaceId: string, wanted = ""): string {
  if (wanted === "several")
    return placeOrder(world, marketplaceId, { kind: "house-number-twice", pieces: SEVERAL_PIECES });
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
  for (let due = dueOf(world); due.at <= now; due = dueOf(world)) {
    if (due.buyer === due.at) {
      buyers += 1;
      nextBuyer(world, due.at, buyers > MOST_BUYERS_AT_ONCE ? now : due.at);
    } else if (due.move === due.at) {
      moveDueOrders(world, due.at);
    } else {
      payDueRefunds(world, due.at);
    }
  }
}

/** When the marketplace next does something by itself. */
export function nextMiraklStep(world: World): number | null {
  const { at } = dueOf(world);
  return at === Number.POSITIVE_INFINITY ? null : at;
}

type Due = { buyer: number | null; move: number | null; pay: number | null };

function dueOf(world: World): Due & { at: number } {
  const [due] = world.sql.all<Due>(
    `SELECT (SELECT nullif(value, 0) FROM sandbox_settings WHERE name = 'next-buyer-at') AS buyer,
      (SELECT min(next_at) FROM mirakl_orders WHERE next_at IS NOT NULL) AS move,
      (SELECT min(due_at) FROM mirakl_money WHERE due_at IS NOT NULL) AS pay`,
  );
  const { buyer = null, move = null, pay = null } = due ?? {};
  const never = Number.POSITIVE_INFINITY;
  return { buyer, move, pay, at: Math.min(buyer ?? never, move ?? never, pay ?? never) };
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

/** Shipped in the back office, without any word of a carrier. False when it is not to ship. */
function shipInBackOffice(world: World, orderId: string): boolean {
  return moveFrom(world, orderId, ["SHIPPING"], "SHIPPED");
}

/** What others than the shop do, as a form names it. */
const ACTS: Record<BuyerAct, (world: World, orderId: string) => boolean> = {
  cancel: cancelOrder,
  receive: markReceived,
  pay: payOrder,
  ship: shipInBackOffice,
  "open-incident": openIncident,
  "close-incident": closeIncident,
  refund: refundByOperator,
  "cancel-one": cancelByOperator,
  "move-house": changeAddress,
  anonymise,
};

export function actAsBuyer(world: World, orderId: string, act: BuyerAct): boolean {
  return ACTS[act](world, orderId);
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

function payDueRefunds(world: World, due: number): void {
  const rows = world.sql.all<{ id: number; order_id: string }>(
    "SELECT id, order_id FROM mirakl_money WHERE due_at = ? ORDER BY id",
    due,
  );
  world.sql.run("UPDATE mirakl_money SET due_at = NULL WHERE due_at = ?", due);
  const ids = new Set(rows.map(({ id }) => String(id)));
  for (const orderId of new Set(rows.map((row) => row.order_id))) {
    const stored = findOrder(world, orderId);
    if (stored) writeOrder(world, withPaidRefunds(stored.order, ids, due), due);
  }
}

function moveFrom(world: World, orderId: string, states: WireState[], to: WireState): boolean {
  const stored = findOrder(world, orderId);
  if (!stored || !states.includes(stored.order.order_state)) return false;
  moveOrder(world, stored.order, to, world.now());
  return true;
}
