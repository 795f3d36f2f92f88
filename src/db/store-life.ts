import { and, count, eq, getTableName, inArray, isNotNull, isNull, ne, type SQL, sql } from "drizzle-orm";
import { getTableConfig, type SQLiteTable } from "drizzle-orm/sqlite-core";
import type { IntentKind } from "../domain/intent";
import type { StoreSettings } from "../domain/store";
import type { D1 } from "../lib/ports";
import { ask } from "./client";
import * as schema from "./schema";
import * as ordersSchema from "./schema-orders";

const { storePauses, stores } = schema;
const { intents, orders } = ordersSchema;

type Place = { workspaceId: string; storeId: string };

/** What still wants somebody in a store that is about to be disconnected. */
export type OpenWork = {
  toAccept: number;
  toShip: number;
  labelsUnderWay: number;
  parked: number;
  refundsPlanned: number;
};

const ENDED = ["done", "failed", "skipped", "parked"] as const;
const MONEY_BACK: readonly IntentKind[] = ["refund", "cancel-line"];

export async function countOpenWork(d1: D1, { workspaceId, storeId }: Place): Promise<OpenWork> {
  const ofOrders = and(eq(orders.workspaceId, workspaceId), eq(orders.storeId, storeId));
  const ofIntents = and(eq(intents.workspaceId, workspaceId), eq(intents.storeId, storeId));
  const isOpen = sql`${intents.state} not in ${ENDED}`;
  const [tabs, [labels], [parked], [refunds]] = await ask(d1, (db) =>
    db.batch([
      db.select({ tab: orders.tab, held: count() }).from(orders).where(ofOrders).groupBy(orders.tab),
      db
        .select({ held: count() })
        .from(intents)
        .where(and(ofIntents, eq(intents.kind, "label"), isOpen)),
      db
        .select({ held: count() })
        .from(intents)
        .where(and(ofIntents, eq(intents.state, "parked"))),
      db
        .select({ held: count() })
        .from(intents)
        .where(and(ofIntents, inArray(intents.kind, [...MONEY_BACK]), isOpen)),
    ]),
  );
  const held = (...names: string[]) => tabs.reduce((sum, row) => sum + (names.includes(row.tab) ? row.held : 0), 0);
  return {
    toAccept: held("to-accept"),
    toShip: held("to-ship", "to-fix", "at-sendcloud", "label-ready"),
    labelsUnderWay: labels?.held ?? 0,
    parked: parked?.held ?? 0,
    refundsPlanned: refunds?.held ?? 0,
  };
}

/** Destroys a store's key and ends its pause; its history stays. */
export async function disconnectStore(d1: D1, { workspaceId, storeId }: Place, at: number): Promise<void> {
  const own = and(eq(stores.id, storeId), eq(stores.workspaceId, workspaceId), isNull(stores.disconnectedAt));
  const pause = and(eq(storePauses.storeId, storeId), eq(storePauses.workspaceId, workspaceId));
  await ask(d1, (db) =>
    db.batch([
      db
        .update(stores)
        .set({ disconnectedAt: at, sealedKey: "", keyHint: "", settingsVersion: sql`${stores.settingsVersion} + 1` })
        .where(own),
      db.delete(storePauses).where(pause),
    ]),
  );
}

export type Reconnection = { name: string; sealedKey: string; keyHint: string; settings: StoreSettings };

/** Gives a disconnected store a key again: it goes on under its id, tag and numbers. False when it is not disconnected. */
export async function reconnectStore(d1: D1, { workspaceId, storeId }: Place, news: Reconnection): Promise<boolean> {
  const waiting = and(
    eq(stores.id, storeId),
    eq(stores.workspaceId, workspaceId),
    isNotNull(stores.disconnectedAt),
    isNull(stores.deletingAt),
  );
  const settingsVersion = sql`${stores.settingsVersion} + 1`;
  const outcome = await ask(d1, (db) =>
    db
      .update(stores)
      .set({ ...news, settingsVersion, disconnectedAt: null })
      .where(waiting),
  );
  return outcome.meta.changes > 0;
}

/** Marks a disconnected store as being deleted; false when it is connected, or not there. */
export async function markDeleting(d1: D1, { workspaceId, storeId }: Place, at: number): Promise<boolean> {
  const waiting = and(eq(stores.id, storeId), eq(stores.workspaceId, workspaceId), isNotNull(stores.disconnectedAt));
  const outcome = await ask(d1, (db) => db.update(stores).set({ deletingAt: at }).where(waiting));
  return outcome.meta.changes > 0;
}

/** Every table with rows of a store, and the store's own row last. */
const TABLES_OF_STORE: readonly SQLiteTable[] = Object.values({ ...schema, ...ordersSchema }).filter(
  (table) => "storeId" in table,
);
export const DELETED_TABLES = TABLES_OF_STORE.map((table) => getTableName(table));

/** Deletes at most `limit` rows of a store from one of its tables; gives how many there were. */
export async function deleteStoreRows(d1: D1, place: Place, index: number, limit: number): Promise<number> {
  const table = TABLES_OF_STORE[index];
  if (!table) return 0;
  const own = sql`workspace_id = ${place.workspaceId} and store_id = ${place.storeId}`;
  const names = namesOf(table);
  const key = names.length === 1 ? list(names) : sql`(${list(names)})`;
  const some = sql`${key} in (select ${list(names)} from ${table} where ${own} limit ${limit})`;
  const outcome = await ask(d1, (db) => db.delete(table).where(some));
  return outcome.meta.changes;
}

/** The last row of a store. */
export async function deleteStoreRow(d1: D1, { workspaceId, storeId }: Place): Promise<void> {
  const own = and(eq(stores.id, storeId), eq(stores.workspaceId, workspaceId), isNotNull(stores.deletingAt));
  await ask(d1, (db) => db.delete(stores).where(own));
}

/** The other connected stores of an account. */
export async function hasOtherStore(d1: D1, place: Place, accountId: string): Promise<boolean> {
  const others = and(
    eq(stores.workspaceId, place.workspaceId),
    eq(stores.accountId, accountId),
    ne(stores.id, place.storeId),
    isNull(stores.disconnectedAt),
  );
  const found = await ask(d1, (db) => db.select({ id: stores.id }).from(stores).where(others).limit(1).get());
  return found !== undefined;
}

// A key of several columns, or the one column that is marked as the key.
function namesOf(table: SQLiteTable): string[] {
  const { primaryKeys, columns } = getTableConfig(table);
  const key = primaryKeys[0]?.columns ?? columns.filter((column) => column.primary);
  return key.map((column) => column.name);
}

function list(names: readonly string[]): SQL {
  return sql.join(
    names.map((name) => sql.identifier(name)),
    sql`, `,
  );
}
