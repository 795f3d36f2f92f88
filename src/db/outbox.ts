import { getTableColumns, lt } from "drizzle-orm";
import { getTableConfig, type SQLiteTable } from "drizzle-orm/sqlite-core";
import type { D1 } from "../lib/ports";
import { ask } from "./client";
import { countLines, markAbroad } from "./products-sold";
import { storeHealth } from "./schema";
import {
  attentionItems,
  events,
  intents,
  jobItems,
  orderLines,
  orders,
  parcels,
  returns,
  setAsideOrders,
} from "./schema-orders";

const TABLES = {
  orders,
  order_lines: orderLines,
  parcels,
  intents,
  events,
  set_aside_orders: setAsideOrders,
  attention_items: attentionItems,
  job_items: jobItems,
  returns,
};

export type OutboxTarget = keyof typeof TABLES;
/** A row bound for D1, by the names of its columns; workspace and store are added here. */
export type OutboxRow = { [Name in ColumnName]?: string | number | null };

type Columns = (typeof TABLES)[OutboxTarget]["_"]["columns"];
type ColumnOf<T> = T extends unknown ? T[keyof T] : never;
type ColumnName = ColumnOf<Columns>["_"]["name"];
type Place = { workspaceId: string; storeId: string };

/** The columns of each target's key, without its workspace and store. */
const KEYS = Object.fromEntries(
  Object.entries(TABLES).map(([target, table]) => [
    target,
    keyOf(table)
      .slice(2)
      .map((column) => column.name),
  ]),
) as Record<OutboxTarget, ColumnName[]>;

/**
 * Writes a batch of rows, all or none. An older version never replaces a newer one, so any prefix of the outbox may be
 * applied twice. Rows of one target must not name a key twice.
 */
export async function applyOutbox(
  d1: D1,
  place: Place,
  batch: ReadonlyMap<OutboxTarget, readonly OutboxRow[]>,
): Promise<void> {
  const write = (target: OutboxTarget) => {
    const rows = batch.get(target);
    if (rows === undefined) return [];
    const { text, names } = upsertOf(target);
    const values = rows.map((row) => names.map((name) => row[name] ?? null));
    return [d1.prepare(text).bind(place.workspaceId, place.storeId, JSON.stringify(values))];
  };
  const statements = [
    ...write("orders"),
    ...countLines(d1, place, batch),
    ...[...batch.keys()].filter((target) => target !== "orders").flatMap(write),
    ...markAbroad(d1, place, batch),
  ];
  if (statements.length > 0) await d1.batch(statements);
}

type Upsert = { text: string; names: ColumnName[] };
const UPSERTS = new Map<OutboxTarget, Upsert>();

// The text depends on nothing but the table: it is written once, for the outbox is flushed after every act.
function upsertOf(target: OutboxTarget): Upsert {
  const known = UPSERTS.get(target);
  if (known) return known;
  const table = TABLES[target];
  const key = keyOf(table).map((column) => column.name);
  const names = Object.values(getTableColumns(table) as Columns)
    .map((column) => column.name)
    .filter((name) => name !== "workspace_id" && name !== "store_id");
  // One bound value carries every row, by place: D1 binds a hundred at most, and names would cost time at each row.
  const read = names.map((_, index) => `value->>${index}`);
  const set = names.filter((name) => !key.includes(name)).map((name) => `${name} = excluded.${name}`);
  const versioned = `DO UPDATE SET ${set.join(", ")} WHERE excluded.version > ${target}.version`;
  const text = `INSERT INTO ${target} (workspace_id, store_id, ${names.join(", ")}) SELECT ?1, ?2, ${read.join(", ")}
    FROM json_each(?3) WHERE true ON CONFLICT (${key.join(", ")}) ${table === events ? "DO NOTHING" : versioned}`;
  const made = { text, names };
  UPSERTS.set(target, made);
  return made;
}

/** What makes two outbox rows the same row of D1. */
export function outboxKey(target: OutboxTarget, row: OutboxRow): string {
  return JSON.stringify([target, ...KEYS[target].map((column) => row[column])]);
}

/** Writes the heartbeat of a store for the watchdog; older news never replaces newer. */
export async function noteHeartbeat(d1: D1, beat: Place & { at: number }): Promise<void> {
  const { workspaceId, storeId, at } = beat;
  const news = { heartbeatAt: at, version: at };
  await ask(d1, (db) =>
    db
      .insert(storeHealth)
      .values({ storeId, workspaceId, ...news })
      .onConflictDoUpdate({ target: storeHealth.storeId, set: news, setWhere: lt(storeHealth.version, at) }),
  );
}

function keyOf(table: SQLiteTable) {
  return getTableConfig(table).primaryKeys.flatMap((key) => key.columns);
}
