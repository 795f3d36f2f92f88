import type { Sql } from "../lib/ports";

/** One named value of an object, kept as JSON. */
export function keep(sql: Sql, key: string, value: unknown): void {
  sql.run(
    "INSERT INTO kv (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
    key,
    JSON.stringify(value),
  );
}

export function recall<T>(sql: Sql, key: string): T | null {
  const [row] = sql.all<{ value: string }>("SELECT value FROM kv WHERE key = ?", key);
  return row ? (JSON.parse(row.value) as T) : null;
}
