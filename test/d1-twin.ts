import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync, type StatementSync } from "node:sqlite";
import type { D1 } from "../src/lib/ports";

const MIGRATIONS = join(import.meta.dirname, "..", "migrations");

/** D1 in plain Node, with the project's own migrations applied from zero. */
export function d1Twin(): D1 {
  const database = new DatabaseSync(":memory:");
  for (const file of readdirSync(MIGRATIONS)
    .filter((name) => name.endsWith(".sql"))
    .sort()) {
    database.exec(readFileSync(join(MIGRATIONS, file), "utf8").replaceAll("--> statement-breakpoint", ""));
  }
  const twin = {
    prepare: (statement: string) => statementOf(database, statement, []),
    async batch(statements: ReturnType<typeof statementOf>[]) {
      database.exec("BEGIN");
      try {
        const results = statements.map((statement) => statement.execute());
        database.exec("COMMIT");
        return results;
      } catch (error) {
        database.exec("ROLLBACK");
        throw error;
      }
    },
  };
  return twin as unknown as D1;
}

type Bound = string | number | null;

function statementOf(database: DatabaseSync, statement: string, values: Bound[]) {
  const changes = () => Number((database.prepare("SELECT total_changes() AS n").get() as { n: number }).n);
  const execute = () => {
    const before = changes();
    const results = database
      .prepare(statement)
      .all(...values)
      .map((row) => ({ ...row }));
    return { results, success: true, meta: { changes: changes() - before } };
  };
  return {
    execute,
    bind(...bound: Bound[]) {
      if (bound.some((value) => value === undefined)) throw new Error("D1_TYPE_ERROR: undefined cannot be bound");
      if (bound.length > 100) throw new Error("too many SQL variables");
      return statementOf(database, statement, bound);
    },
    all: async () => execute(),
    run: async () => execute(),
    async first(column?: string) {
      const row = execute().results[0] as Record<string, unknown> | undefined;
      if (!row) return null;
      return column === undefined ? row : (row[column] ?? null);
    },
    // By place, not by name: a join may have two columns of one name.
    async raw() {
      const arrays = database.prepare(statement) as StatementSync & { setReturnArrays(on: boolean): void };
      arrays.setReturnArrays(true);
      return arrays.all(...values);
    },
  };
}
