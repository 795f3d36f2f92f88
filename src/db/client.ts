import { getTableColumns, is, SQL, sql, type Table } from "drizzle-orm";
import { type DrizzleD1Database, drizzle } from "drizzle-orm/d1";
import type { D1 } from "../lib/ports";

/**
 * Asks D1 through drizzle: the only way to it. Drizzle writes a failed query's values into its error, buyers and sealed
 * keys among them: the error of D1 itself, which names columns only, is passed on in its place.
 */
export async function ask<T>(d1: D1, question: (db: DrizzleD1Database) => PromiseLike<T>): Promise<T> {
  try {
    return await question(database(d1));
  } catch (error) {
    // By its shape, not its class: the class is another one where drizzle is loaded twice.
    throw error instanceof Error && "params" in error ? error.cause : error;
  }
}

/** `SELECT row` for an insert: one value, or one piece of SQL, for each column, in the table's own order. */
export function selectRow<T extends Table>(
  table: T,
  row: { [Column in keyof T["_"]["columns"]]: T["$inferInsert"][Column & keyof T["$inferInsert"]] | SQL },
): SQL {
  const values = Object.keys(getTableColumns(table)).map((column) => {
    const value = row[column as keyof typeof row];
    return is(value, SQL) ? value : sql`${value}`;
  });
  return sql`select ${sql.join(values, sql.raw(", "))}`;
}

// Drizzle calls nothing but `prepare` and `batch` of D1.
function database(d1: D1): DrizzleD1Database {
  return drizzle(d1 as D1Database);
}
