import { getTableColumns, lt, type SQL, sql } from "drizzle-orm";
import { getTableConfig, type SQLiteTable } from "drizzle-orm/sqlite-core";
import type { D1 } from "../lib/ports";
import { ask, selectRow } from "./client";
import { events, intents, orderLines, orders, parcels, setAsideOrders, storeHealth } from "./schema";

const TABLES = { orders, order_lines: orderLines, parcels, intents, events, set_aside_orders: setAsideOrders };

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
  await ask(d1, async (db) => {
    const [first, ...others] = [...batch].map(([target, rows]) => {
      const table: SQLiteTable = TABLES[target];
      const insert = db.insert(table).select(selectRows(table, place, rows));
      if (table === events) return insert.onConflictDoNothing({ target: keyOf(table) });
      const setWhere = sql`excluded.version > ${getTableColumns(table).version}`;
      return insert.onConflictDoUpdate({ target: keyOf(table), set: excluded(table), setWhere });
    });
    if (first) await db.batch([first, ...others]);
  });
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

// One bound value carries every row, by place: D1 binds a hundred at most, and names would cost time at each row.
function selectRows(table: SQLiteTable, { workspaceId, storeId }: Place, rows: readonly OutboxRow[]): SQL {
  const place = { workspaceId, storeId };
  const columns = Object.entries(getTableColumns(table)).filter(([field]) => !(field in place));
  const values = rows.map((row) => columns.map(([, { name }]) => row[name as ColumnName] ?? null));
  const read = columns.map(([field], index) => [field, sql.raw(`value->>${index}`)]);
  const row = selectRow(table, { ...Object.fromEntries(read), ...place });
  return sql`${row} from json_each(${JSON.stringify(values)}) where true`;
}

function excluded(table: SQLiteTable): Record<string, SQL> {
  const key = new Set(keyOf(table).map((column) => column.name));
  const others = Object.entries(getTableColumns(table)).filter(([, { name }]) => !key.has(name));
  return Object.fromEntries(others.map(([field, { name }]) => [field, sql.raw(`excluded.${name}`)]));
}
