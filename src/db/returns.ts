import { and, count, desc, eq, inArray, ne, type SQL, sql } from "drizzle-orm";
import type { Money } from "../domain/money";
import { RETURN_TABS, type ReturnedItem, type ReturnMoney, type ReturnStage, type ReturnTab } from "../domain/return";
import type { D1 } from "../lib/ports";
import { ask } from "./client";
import { stores } from "./schema";
import { orders, returns } from "./schema-orders";

/** What only a return's own row shows. `lineId` and `title` are of the order's line, where it is known for sure. */
export type ReturnDetails = {
  returnId: string | null;
  items: (ReturnedItem & { title: string | null })[];
  money: ReturnMoney;
  /** The refund that was planned last for it. */
  refundIntentId: string | null;
  /** When that leaves, or left. */
  refundAt: number | null;
  dismissedBy: string | null;
};

/** A return as the lists show it. */
export type ReturnRecord = {
  storeId: string;
  storeName: string;
  orderId: string;
  number: string;
  buyerName: string;
  returnKey: string;
  stage: ReturnStage;
  tab: ReturnTab;
  trackingNumber: string | null;
  createdAt: number | null;
  at: number;
  details: ReturnDetails;
};

export type ReturnCursor = { at: number; returnKey: string };
export type ReturnQuery = { tab: ReturnTab | null; storeId: string | null; after: ReturnCursor | null; limit: number };

const RECORD = {
  storeId: returns.storeId,
  storeName: stores.name,
  orderId: returns.orderId,
  number: orders.number,
  buyerName: orders.buyerName,
  returnKey: returns.returnKey,
  stage: returns.stage,
  tab: returns.tab,
  trackingNumber: returns.trackingNumber,
  createdAt: returns.createdAt,
  at: returns.at,
  details: returns.details,
};
const IN_ITS_STORE = and(eq(stores.id, returns.storeId), eq(stores.workspaceId, returns.workspaceId));
const ITS_ORDER = and(
  eq(orders.workspaceId, returns.workspaceId),
  eq(orders.storeId, returns.storeId),
  eq(orders.orderId, returns.orderId),
);

/** One page of returns, newest first, from the keyset `after` on. */
export async function listReturns(d1: D1, workspaceId: string, query: ReturnQuery): Promise<ReturnRecord[]> {
  const { at, returnKey } = returns;
  const { tab, storeId, after, limit } = query;
  const wanted = and(
    eq(returns.workspaceId, workspaceId),
    tab ? eq(returns.tab, tab) : ne(returns.tab, "gone"),
    storeId ? ofStore(storeId, tab !== null) : undefined,
    // As one row value: SQLite seeks to it in the index, but not to an OR of the two (platform.md 5).
    after ? sql`(${at}, ${returnKey}) < (${after.at}, ${after.returnKey})` : undefined,
  );
  const rows = await ask(d1, (db) =>
    db
      .select(RECORD)
      .from(returns)
      .innerJoin(stores, IN_ITS_STORE)
      .innerJoin(orders, ITS_ORDER)
      .where(wanted)
      .orderBy(desc(at), desc(returnKey))
      .limit(limit),
  );
  return rows as ReturnRecord[];
}

/** The returns of one order, oldest first. */
export async function listReturnsOfOrder(
  d1: D1,
  workspaceId: string,
  storeId: string,
  orderId: string,
): Promise<ReturnRecord[]> {
  const own = and(eq(returns.workspaceId, workspaceId), eq(returns.storeId, storeId), eq(returns.orderId, orderId));
  const rows = await ask(d1, (db) =>
    db
      .select(RECORD)
      .from(returns)
      .innerJoin(stores, IN_ITS_STORE)
      .innerJoin(orders, ITS_ORDER)
      .where(and(own, ne(returns.tab, "gone")))
      .orderBy(returns.at, returns.returnKey),
  );
  return rows as ReturnRecord[];
}

/** How many returns each tab holds; of one store when it is named. */
export async function countReturnTabs(
  d1: D1,
  workspaceId: string,
  storeId: string | null = null,
): Promise<Record<ReturnTab, number>> {
  const { tab } = returns;
  const own = and(
    eq(returns.workspaceId, workspaceId),
    inArray(tab, RETURN_TABS),
    storeId ? ofStore(storeId, true) : undefined,
  );
  const rows = await ask(d1, (db) => db.select({ tab, held: count() }).from(returns).where(own).groupBy(tab));
  const tabs = Object.fromEntries(RETURN_TABS.map((name) => [name, 0])) as Record<ReturnTab, number>;
  for (const row of rows) if (row.tab !== "gone") tabs[row.tab] = row.held;
  return tabs;
}

// Returns of a tab are few beside all of a store: `+` keeps SQLite from going through the store's.
function ofStore(storeId: string, narrowed: boolean): SQL {
  return narrowed ? sql`+${returns.storeId} = ${storeId}` : eq(returns.storeId, storeId);
}

/** A refund on a line, as the order's page shows it: the marketplace's, or one of ours on its way. */
export type RefundReceipt = {
  /** The marketplace's own id; null until it gave one. */
  refundId: string | null;
  /** Our intent; null for a refund that somebody else made. */
  intentId: string | null;
  state: "planned" | "sending" | "done" | "parked" | "failed" | "undone";
  lineId: string;
  title: string;
  quantity: number;
  amount: Money;
  shipping: Money;
  taxes: Money | null;
  /** The marketplace's words for the reason, else its code. */
  reason: string;
  at: number | null;
  by: string | null;
  /** Until then one click takes it back. */
  undoUntil: number | null;
  /** How the marketplace answered. */
  answer: { what: string; status: number | null } | null;
  returnKey: string | null;
};
