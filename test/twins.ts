import { DatabaseSync, type StatementSync } from "node:sqlite";
import type { Sql, SqlRow, SqlValue } from "../src/lib/ports";

/** The object's SQLite in plain Node. */
export function sqlTwin(path = ":memory:"): Sql {
  return sqlOver(new DatabaseSync(path));
}

/** The same over a database that somebody else opened and may look into. A statement is prepared once. */
export function sqlOver(database: DatabaseSync): Sql {
  const prepare = statementCache(database);
  const memo = new Map<string, unknown>();
  let depth = 0;
  return {
    memo,
    all<T extends SqlRow>(statement: string, ...values: SqlValue[]): T[] {
      const rows = prepareLimited(prepare, statement, values) as T[];
      for (const row of rows) toBuffers(row);
      return rows;
    },
    run(statement, ...values) {
      if (values.length === 0 && !/^\s*(INSERT|UPDATE|DELETE)/i.test(statement)) {
        database.exec(statement);
        return 0;
      }
      return Number(prepare(statement).run(...bound(values)).changes);
    },
    transaction(work) {
      if (depth > 0) return work();
      depth += 1;
      prepare("BEGIN").run();
      try {
        const result = work();
        prepare("COMMIT").run();
        return result;
      } catch (error) {
        memo.clear();
        prepare("ROLLBACK").run();
        throw error;
      } finally {
        depth -= 1;
      }
    },
  };
}

// SQLite plans a statement anew whenever a bound LIMIT is bound again: written into the text it is planned once.
function prepareLimited(prepare: (text: string) => StatementSync, statement: string, values: SqlValue[]): unknown[] {
  const last = values.at(-1);
  if (typeof last !== "number" || !statement.endsWith(" LIMIT ?")) return prepare(statement).all(...bound(values));
  return prepare(`${statement.slice(0, -1)}${last}`).all(...bound(values.slice(0, -1)));
}

/** Prepares each text once for this database. */
export function statementCache(database: DatabaseSync): (text: string) => StatementSync {
  const known = new Map<string, StatementSync>();
  return (text) => {
    const kept = known.get(text);
    if (kept) return kept;
    const prepared = database.prepare(text);
    known.set(text, prepared);
    return prepared;
  };
}

function bound(values: SqlValue[]): (string | number | null | Uint8Array)[] {
  return values.map((value) => (value instanceof ArrayBuffer ? new Uint8Array(value) : value));
}

// The object's own SQLite gives a blob as an ArrayBuffer.
function toBuffers(row: SqlRow): void {
  for (const name in row) {
    const bytes: unknown = row[name];
    if (bytes instanceof Uint8Array) row[name] = new Uint8Array(bytes).buffer;
  }
}
