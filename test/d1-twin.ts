import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync, type StatementSync } from "node:sqlite";
import type { D1 } from "../src/lib/ports";
import { statementCache } from "./twins";

const MIGRATIONS = join(import.meta.dirname, "..", "migrations");

/** D1 in plain Node, with the project's own migrations applied from zero. */
export function d1Twin(): D1 {
  return d1Over(migratedDatabase(MIGRATIONS));
}

/** An empty database with every migration of that folder. */
export function migratedDatabase(folder: string): DatabaseSync {
  const database = new DatabaseSync(":memory:");
  for (const file of readdirSync(folder)
    .filter((name) => name.endsWith(".sql"))
    .sort()) {
    database.exec(readFileSync(join(folder, file), "utf8").replaceAll("--> statement-breakpoint", ""));
  }
  return database;
}

/** Carries a piece of work to the database and its result back: the place where a way can be slow, or cut. */
export type Way = <T>(work: () => T) => Promise<T>;

/** D1 over a database that is there already; all that leaves for it goes by `way`. */
export function d1Over(database: DatabaseSync, way: Way = async (work) => work()): D1 {
  const tools = toolsOf(database);
  const twin = {
    prepare: (statement: string) => new Statement(tools, way, statement, []),
    batch: (statements: Statement[]) => way(() => runAll(tools, statements)),
  };
  return twin as unknown as D1;
}

type Bound = string | number | null;
type Tools = {
  rows: (text: string) => StatementSync;
  /** By place, not by name: a join may have two columns of one name. */
  arrays: (text: string) => StatementSync;
  changes(): number;
};

const TOOLS = new WeakMap<DatabaseSync, Tools>();

function toolsOf(database: DatabaseSync): Tools {
  const known = TOOLS.get(database);
  if (known) return known;
  const rows = statementCache(database);
  const prepareArrays = statementCache(database);
  const total = database.prepare("SELECT total_changes() AS n");
  const tools: Tools = {
    rows,
    arrays(text) {
      const prepared = prepareArrays(text) as StatementSync & { setReturnArrays(on: boolean): void };
      prepared.setReturnArrays(true);
      return prepared;
    },
    changes: () => Number((total.get() as { n: number }).n),
  };
  TOOLS.set(database, tools);
  return tools;
}

function runAll(tools: Tools, statements: Statement[]) {
  tools.rows("BEGIN").run();
  try {
    const results = statements.map((statement) => statement.execute());
    tools.rows("COMMIT").run();
    return results;
  } catch (error) {
    tools.rows("ROLLBACK").run();
    throw error;
  }
}

const READS = /^\s*select\b/i;

class Statement {
  constructor(
    private readonly tools: Tools,
    private readonly way: Way,
    private readonly text: string,
    private readonly values: Bound[],
  ) {}

  bind(...bound: Bound[]): Statement {
    if (bound.some((value) => value === undefined)) throw new Error("D1_TYPE_ERROR: undefined cannot be bound");
    if (bound.length > 100) throw new Error("too many SQL variables");
    return new Statement(this.tools, this.way, this.text, bound);
  }

  execute() {
    const statement = this.tools.rows(this.text);
    if (READS.test(this.text)) return { results: statement.all(...this.values), success: true, meta: { changes: 0 } };
    const before = this.tools.changes();
    const results = statement.all(...this.values);
    return { results, success: true, meta: { changes: this.tools.changes() - before } };
  }

  all() {
    return this.way(() => this.execute());
  }

  run() {
    return this.way(() => this.execute());
  }

  first(column?: string) {
    return this.way(() => {
      const row = this.execute().results[0] as Record<string, unknown> | undefined;
      if (!row) return null;
      return column === undefined ? row : (row[column] ?? null);
    });
  }

  raw() {
    return this.way(() => this.tools.arrays(this.text).all(...this.values));
  }
}
