import { and, eq, inArray, sql } from "drizzle-orm";
import type { D1 } from "../lib/ports";
import { ask, selectRow } from "./client";
import { orderNumbers as numbers } from "./schema-orders";

export type NumberClaim = { orderId: string; number: string; numberUpper: string };
type Place = { workspaceId: string; storeId: string; integration: string };

/** Numbers these orders hold already, by order id. One that was given another number and holds both is left out. */
export async function findNumbers(d1: D1, storeId: string, orderIds: readonly string[]): Promise<Map<string, string>> {
  const { orderId, number } = numbers;
  const asked = inArray(orderId, sql`(select value from json_each(${JSON.stringify(orderIds)}))`);
  const rows = await ask(d1, (db) =>
    db
      .select({ orderId, number })
      .from(numbers)
      .where(and(eq(numbers.storeId, storeId), asked)),
  );
  const held = new Map(rows.map((row) => [row.orderId, row.number]));
  for (const { orderId, number } of rows) if (held.get(orderId) !== number) held.delete(orderId);
  return held;
}

/** Claims numbers in the given order, first come first served; gives the ids of the orders that got theirs. */
export async function claimNumbers(d1: D1, place: Place, claims: readonly NumberClaim[]): Promise<Set<string>> {
  const wanted = sql`json_each(${JSON.stringify(claims.map((claim) => [claim.orderId, claim.number, claim.numberUpper]))}) as claim`;
  const [orderId, number, numberUpper] = [sql`claim.value->>0`, sql`claim.value->>1`, sql`claim.value->>2`];
  const held = and(
    eq(numbers.integration, place.integration),
    eq(numbers.numberUpper, numberUpper),
    eq(numbers.storeId, place.storeId),
    eq(numbers.orderId, orderId),
  );
  const row = selectRow(numbers, { ...place, orderId, number, numberUpper });
  const [, got] = await ask(d1, (db) =>
    db.batch([
      // Without its WHERE, SQLite would read ON CONFLICT as a join condition.
      db.insert(numbers).select(sql`${row} from ${wanted} where true`).onConflictDoNothing(),
      // Claims first, for certain: the other way round SQLite would read every number of the store.
      db.select({ orderId: numbers.orderId }).from(wanted).crossJoin(numbers).where(held),
    ]),
  );
  return new Set(got.map((won) => won.orderId));
}

/** Which orders hold these numbers within the integration, by number in upper case. */
export async function findOrdersByNumbers(
  d1: D1,
  workspaceId: string,
  integration: string,
  numbersUpper: readonly string[],
): Promise<Map<string, { storeId: string; orderId: string }>> {
  const { storeId, orderId, numberUpper } = numbers;
  const held = and(
    eq(numbers.integration, integration),
    inArray(numberUpper, sql`(select value from json_each(${JSON.stringify(numbersUpper)}))`),
    eq(numbers.workspaceId, workspaceId),
  );
  const rows = await ask(d1, (db) => db.select({ storeId, orderId, numberUpper }).from(numbers).where(held));
  return new Map(rows.map((row) => [row.numberUpper, { storeId: row.storeId, orderId: row.orderId }]));
}
