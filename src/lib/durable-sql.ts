import type { Sql, SqlRow, SqlValue } from "./ports";

/** A Durable Object's SQLite as the engine's port. */
export function durableSql(storage: DurableObjectStorage): Sql {
  const memo = new Map<string, unknown>();
  return {
    memo,
    all: <T extends SqlRow>(statement: string, ...values: SqlValue[]) =>
      storage.sql.exec(statement, ...values).toArray() as T[],
    // `rowsWritten` counts every index a row touches; `changes()` counts rows.
    run(statement, ...values) {
      storage.sql.exec(statement, ...values);
      return storage.sql.exec<{ changed: number }>("SELECT changes() AS changed").one().changed;
    },
    transaction(work) {
      try {
        return storage.transactionSync(work);
      } catch (error) {
        memo.clear();
        throw error;
      }
    },
  };
}
