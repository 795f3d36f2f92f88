import { and, count, eq, type SQL, sql } from "drizzle-orm";
import { type SQLiteColumn, unionAll } from "drizzle-orm/sqlite-core";
import type { AttentionItem } from "../domain/attention";
import type { IntentKind } from "../domain/intent";
import type { Money } from "../domain/money";
import type { D1 } from "../lib/ports";
import { ask } from "./client";
import { moneyOrNone } from "./order-record";
import { storePauses, stores } from "./schema";
import { attentionItems, intents, orders, setAsideOrders } from "./schema-orders";

/** What waits for a person comes from four tables; of one moment, in this order. */
export const SOURCES = ["intent", "item", "set-aside", "pause"] as const;
export type Source = (typeof SOURCES)[number];

type Place = { at: number; storeId: string; storeName: string | null };
/** `number` is the order's, null where the order is not here. */
type OfOrder = { orderId: string; number: string | null };
export type Waiting = Place & { key: string } & (
    | ({ source: "intent"; kind: IntentKind; reason: string | null; money: Money | null } & OfOrder)
    | ({ source: "item"; number: string | null } & Pick<AttentionItem, "kind" | "orderId" | "details">)
    | ({ source: "set-aside"; reason: string } & OfOrder)
    | { source: "pause"; reason: string }
  );

/** Where a page ends: the last thing shown. */
export type AttentionCursor = { at: number; source: Source; storeId: string; key: string };

const PARKED = sql`${intents.state} = 'parked'`;
const OPEN_ITEM = sql`${attentionItems.resolved} = 0`;
const OPEN_ASIDE = sql`${setAsideOrders.resolved} = 0`;

/** How many things wait for a person in a workspace, from indexes alone. */
export async function countAttention(d1: D1, workspaceId: string): Promise<number> {
  const rows = await ask(d1, (db) => {
    const of = (table: Table, open?: SQL) =>
      db
        .select({ held: count() })
        .from(table)
        .where(and(eq(table.workspaceId, workspaceId), open));
    return unionAll(
      of(intents, PARKED),
      of(attentionItems, OPEN_ITEM),
      of(setAsideOrders, OPEN_ASIDE),
      of(storePauses),
    );
  });
  return rows.reduce((sum, { held }) => sum + held, 0);
}

/** What waits for a person, oldest first, from the keyset `after` on, in one round trip. */
export async function listAttention(
  d1: D1,
  workspaceId: string,
  { after, limit }: { after: AttentionCursor | null; limit: number },
): Promise<Waiting[]> {
  const of = (table: Table, source: Source, keyset: Keyset, open?: SQL) =>
    and(eq(table.workspaceId, workspaceId), open, afterOf(after, source, keyset));
  const [parked, items, aside, pauses] = await ask(d1, (db) =>
    db.batch([
      db
        .select(INTENT)
        .from(intents)
        .innerJoin(stores, inItsStore(intents))
        .leftJoin(orders, itsOrder(intents))
        .where(of(intents, "intent", KEYSETS.intent, PARKED))
        .orderBy(...KEYSETS.intent)
        .limit(limit),
      db
        .select(ITEM)
        .from(attentionItems)
        .leftJoin(stores, inItsStore(attentionItems))
        .leftJoin(orders, itsOrder(attentionItems))
        .where(of(attentionItems, "item", KEYSETS.item, OPEN_ITEM))
        .orderBy(...KEYSETS.item)
        .limit(limit),
      db
        .select(ASIDE)
        .from(setAsideOrders)
        .innerJoin(stores, inItsStore(setAsideOrders))
        .where(of(setAsideOrders, "set-aside", KEYSETS["set-aside"], OPEN_ASIDE))
        .orderBy(...KEYSETS["set-aside"])
        .limit(limit),
      db
        .select(PAUSE)
        .from(storePauses)
        .innerJoin(stores, inItsStore(storePauses))
        .where(of(storePauses, "pause", KEYSETS.pause))
        .orderBy(...KEYSETS.pause)
        .limit(limit),
    ]),
  );
  const found: Waiting[] = [
    ...parked.map(({ minor, currency, ...row }) => ({
      source: "intent" as const,
      ...row,
      money: moneyOrNone(minor, currency),
    })),
    ...items.map((row) => ({ source: "item" as const, ...row })),
    ...aside.map((row) => ({ source: "set-aside" as const, ...row, key: row.orderId, number: null })),
    ...pauses.map((row) => ({ source: "pause" as const, ...row, key: row.storeId })),
  ];
  return found.sort(byAge).slice(0, limit);
}

type Table = typeof intents | typeof attentionItems | typeof setAsideOrders | typeof storePauses;
type Keyset = readonly [at: SQLiteColumn, key: SQLiteColumn, storeId: SQLiteColumn];

/** The order of each source: its index's own, the store last where a key may stand in two. */
const KEYSETS = {
  intent: [intents.at, intents.intentId, intents.storeId],
  item: [attentionItems.at, attentionItems.itemKey, attentionItems.storeId],
  "set-aside": [setAsideOrders.at, setAsideOrders.orderId, setAsideOrders.storeId],
  pause: [storePauses.pausedAt, storePauses.storeId, storePauses.storeId],
} satisfies Record<Source, Keyset>;

// D1 gives the rows of a batch by column name, so no column may stand twice in one of these.
const INTENT = {
  at: intents.at,
  key: intents.intentId,
  storeId: intents.storeId,
  storeName: stores.name,
  orderId: intents.orderId,
  number: orders.number,
  kind: intents.kind,
  reason: intents.reason,
  minor: intents.amountMinor,
  currency: intents.currency,
};
const ITEM = {
  at: attentionItems.at,
  key: attentionItems.itemKey,
  storeId: attentionItems.storeId,
  storeName: stores.name,
  orderId: attentionItems.orderId,
  number: orders.number,
  kind: attentionItems.kind,
  details: attentionItems.details,
};
const ASIDE = {
  at: setAsideOrders.at,
  orderId: setAsideOrders.orderId,
  storeId: setAsideOrders.storeId,
  storeName: stores.name,
  reason: setAsideOrders.reason,
};
const PAUSE = {
  at: storePauses.pausedAt,
  storeId: storePauses.storeId,
  storeName: stores.name,
  reason: storePauses.reason,
};

function inItsStore(table: Table): SQL | undefined {
  return and(eq(stores.id, table.storeId), eq(stores.workspaceId, table.workspaceId));
}

function itsOrder(table: typeof intents | typeof attentionItems): SQL | undefined {
  return and(
    eq(orders.workspaceId, table.workspaceId),
    eq(orders.storeId, table.storeId),
    eq(orders.orderId, table.orderId),
  );
}

// As one row value: SQLite seeks to it in the index, but not to an OR of the two (platform.md 5).
function afterOf(after: AttentionCursor | null, source: Source, [at, key, storeId]: Keyset): SQL | undefined {
  if (!after) return undefined;
  const rank = SOURCES.indexOf(source) - SOURCES.indexOf(after.source);
  if (rank !== 0) return rank > 0 ? sql`${at} >= ${after.at}` : sql`${at} > ${after.at}`;
  return sql`(${at}, ${key}, ${storeId}) > (${after.at}, ${after.key}, ${after.storeId})`;
}

function byAge(a: Waiting, b: Waiting): number {
  return (
    a.at - b.at ||
    SOURCES.indexOf(a.source) - SOURCES.indexOf(b.source) ||
    compare(a.key, b.key) ||
    compare(a.storeId, b.storeId)
  );
}

// By UTF-8 as SQLite does; a locale's order would be another.
function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
