import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";

// The table in which wrangler notes what it applied: either may go on where the other stopped.
const NOTES = `CREATE TABLE IF NOT EXISTS d1_migrations (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT UNIQUE,
  applied_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP NOT NULL)`;

/**
 * Applies the migrations a local D1 lacks, all or none: the worker serves meanwhile, and half of the tables would pass
 * for all of them. What `wrangler d1 migrations apply` does in five seconds.
 */
export async function applyMigrations(database, folder) {
  await database.prepare(NOTES).run();
  const { results } = await database.prepare("SELECT name FROM d1_migrations").all();
  const applied = new Set(results.map((row) => row.name));
  const files = readdirSync(folder).filter((name) => name.endsWith(".sql") && !applied.has(name));
  const statements = files.sort().flatMap((name) => [
    ...readFileSync(path.join(folder, name), "utf8")
      .split("--> statement-breakpoint")
      .map((statement) => database.prepare(statement)),
    database.prepare("INSERT INTO d1_migrations (name) VALUES (?)").bind(name),
  ]);
  if (statements.length > 0) await database.batch(statements);
}
