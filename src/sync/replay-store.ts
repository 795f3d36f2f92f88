import { claimNumbers } from "../db/order-numbers";
import type { OutboxRow, OutboxTarget } from "../db/outbox";
import { numberKey } from "../domain/order-number";
import type { Sql, SqlRow } from "../lib/ports";
import type { Fact } from "./facts";
import { intentsOf } from "./intents";
import { parcelsOf } from "./order-book";
import { queueRow } from "./queue-row";
import { queueIntent, queueParcel, settleById } from "./settle-order";
import type { StoreDesk } from "./store-desk";

const ORDERS_A_STEP = 100;
const ROWS_A_STEP = 500;

/**
 * The next rows of one kind that the object holds: how many, where the step after this goes on (null when none is left),
 * and the writing itself, for the caller's synchronous block.
 */
export type ReplayStep = { rows: number; after: string | null; write(): void };
type Replay = (desk: StoreDesk, after: string) => Promise<ReplayStep>;

/** All that D1 is told of a store, one kind after the other; each step may be repeated. */
export const REPLAYS: readonly Replay[] = [replayOrders, replayFacts, replaySetAside, replayAttention, replayResolved];

export function countReplayed(sql: Sql): number {
  const tables = ["orders", "facts", "set_aside", "attention", "resolved"];
  return tables.reduce(
    (sum, table) => sum + (sql.all<{ n: number }>(`SELECT count(*) AS n FROM ${table}`)[0]?.n ?? 0),
    0,
  );
}

async function replayOrders(desk: StoreDesk, after: string): Promise<ReplayStep> {
  const { sql, d1 } = desk.ports;
  const rows = sql.all<{ order_id: string; number: string }>(
    "SELECT order_id, number FROM orders WHERE order_id > ? ORDER BY order_id LIMIT ?",
    after,
    ORDERS_A_STEP,
  );
  const place = { workspaceId: desk.store.workspaceId, storeId: desk.store.id, integration: desk.integration };
  const claims = rows.map((row) => ({
    orderId: row.order_id,
    number: row.number,
    numberUpper: numberKey(row.number),
  }));
  if (claims.length > 0) await claimNumbers(d1, place, claims);
  return {
    rows: rows.length,
    after: rows.length < ORDERS_A_STEP ? null : (rows.at(-1)?.order_id ?? null),
    write: () => {
      for (const { order_id } of rows) replayOrder(desk, order_id);
    },
  };
}

function replayOrder(desk: StoreDesk, orderId: string): void {
  const { sql } = desk.ports;
  // D1 may have lost what it was told.
  sql.memo.clear();
  settleById(desk, orderId);
  for (const parcel of parcelsOf(sql, orderId)) queueParcel(sql, orderId, parcel);
  for (const intent of intentsOf(sql, orderId)) queueIntent(sql, intent);
}

async function replayFacts({ ports: { sql } }: StoreDesk, after: string): Promise<ReplayStep> {
  const facts = sql.all<Fact>("SELECT * FROM facts WHERE seq > ? ORDER BY seq LIMIT ?", Number(after), ROWS_A_STEP);
  return stepOf(
    sql,
    "events",
    facts,
    ({ hash: _, ...event }) => event,
    (last) => String(last.seq),
  );
}

async function replaySetAside({ ports: { sql } }: StoreDesk, after: string): Promise<ReplayStep> {
  const rows = sql.all<{ order_id: string; reason: string; at: number }>(
    "SELECT order_id, reason, at FROM set_aside WHERE order_id > ? ORDER BY order_id LIMIT ?",
    after,
    ROWS_A_STEP,
  );
  return stepOf(
    sql,
    "set_aside_orders",
    rows,
    (row) => ({ ...row, resolved: 0 }),
    (last) => last.order_id,
  );
}

async function replayAttention({ ports: { sql } }: StoreDesk, after: string): Promise<ReplayStep> {
  type Item = { item_key: string; kind: string; order_id: string | null; details: string; at: number };
  const rows = sql.all<Item>(
    "SELECT item_key, kind, order_id, details, at FROM attention WHERE item_key > ? ORDER BY item_key LIMIT ?",
    after,
    ROWS_A_STEP,
  );
  return stepOf(
    sql,
    "attention_items",
    rows,
    (row) => ({ ...row, resolved: 0 }),
    (last) => last.item_key,
  );
}

async function replayResolved({ ports: { sql } }: StoreDesk, after: string): Promise<ReplayStep> {
  type Resolved = { target: OutboxTarget; row_key: string; content: string };
  const [target = "", key = ""] = after === "" ? [] : (JSON.parse(after) as string[]);
  const rows = sql.all<Resolved>(
    "SELECT target, row_key, content FROM resolved WHERE (target, row_key) > (?, ?) ORDER BY target, row_key LIMIT ?",
    target,
    key,
    ROWS_A_STEP,
  );
  return {
    ...stepOf(
      sql,
      "events",
      rows,
      () => ({}),
      (last) => JSON.stringify([last.target, last.row_key]),
    ),
    write: () => {
      for (const row of rows) queueRow(sql, row.target, JSON.parse(row.content) as OutboxRow);
    },
  };
}

function stepOf<T extends SqlRow>(
  sql: Sql,
  target: OutboxTarget,
  rows: readonly T[],
  toRow: (row: T) => OutboxRow,
  placeOf: (last: T) => string,
): ReplayStep {
  const last = rows.at(-1);
  return {
    rows: rows.length,
    after: last && rows.length === ROWS_A_STEP ? placeOf(last) : null,
    write: () => {
      for (const row of rows) queueRow(sql, target, toRow(row));
    },
  };
}
