import { DatabaseSync } from "node:sqlite";
import type { Sql, SqlRow, SqlValue } from "../src/lib/ports";

/** The object's SQLite in plain Node. */
export function sqlTwin(path = ":memory:"): Sql {
  const database = new DatabaseSync(path);
  let depth = 0;
  const bound = (values: SqlValue[]) =>
    values.map((value) => (value instanceof ArrayBuffer ? new Uint8Array(value) : value));
  return {
    all<T extends SqlRow>(statement: string, ...values: SqlValue[]): T[] {
      const rows = database.prepare(statement).all(...bound(values)) as SqlRow[];
      return rows.map((row) => withBuffers(row) as T);
    },
    run(statement, ...values) {
      if (values.length === 0) {
        database.exec(statement);
        return 0;
      }
      return Number(database.prepare(statement).run(...bound(values)).changes);
    },
    transaction(work) {
      if (depth > 0) return work();
      depth += 1;
      database.exec("BEGIN");
      try {
        const result = work();
        database.exec("COMMIT");
        return result;
      } catch (error) {
        database.exec("ROLLBACK");
        throw error;
      } finally {
        depth -= 1;
      }
    },
  };
}

function withBuffers(row: SqlRow): SqlRow {
  const plain: SqlRow = {};
  for (const [name, value] of Object.entries(row)) {
    const bytes: unknown = value;
    plain[name] = bytes instanceof Uint8Array ? new Uint8Array(bytes).buffer : value;
  }
  return plain;
}
