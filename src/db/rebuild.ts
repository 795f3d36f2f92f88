import { sql } from "drizzle-orm";
import { getTableConfig } from "drizzle-orm/sqlite-core";
import type { D1 } from "../lib/ports";
import { ask } from "./client";
import { attentionItems, events, intents, orderLines, orders, parcels, returns, setAsideOrders } from "./schema-orders";

const EMPTIED = [orders, orderLines, parcels, intents, events, setAsideOrders, attentionItems, returns];

/** How many tables hold copies of what a store's object knows. Numbers are no copies: they stay claimed for ever. */
export const EMPTIED_TABLES = EMPTIED.length;

/** Deletes at most `limit` rows that one of those tables holds of a store; gives how many there were. */
export async function emptyRows(
  d1: D1,
  place: { workspaceId: string; storeId: string },
  index: number,
  limit: number,
): Promise<number> {
  const table = EMPTIED[index];
  if (!table) return 0;
  const own = sql`${table.workspaceId} = ${place.workspaceId} and ${table.storeId} = ${place.storeId}`;
  const [key] = getTableConfig(table).primaryKeys;
  const rest = sql.join(
    (key?.columns ?? []).slice(2).map((column) => sql.identifier(column.name)),
    sql`, `,
  );
  const some = sql`(${rest}) in (select ${rest} from ${table} where ${own} limit ${limit})`;
  const outcome = await ask(d1, (db) => db.delete(table).where(sql`${own} and ${some}`));
  return outcome.meta.changes;
}
