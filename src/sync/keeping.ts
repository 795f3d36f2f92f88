import { remember, remembered } from "../lib/memo";
import type { Sql } from "../lib/ports";

type Kept = { text: string | null; value: unknown };

/** One named value of an object, kept as JSON; written only when it differs. */
export function keep(sql: Sql, key: string, value: unknown): void {
  const text = JSON.stringify(value);
  if (find(sql, key).text === text) return;
  sql.run(
    "INSERT INTO kv (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
    key,
    text,
  );
  remember(sql, placeOf(key), { text, value: JSON.parse(text) } satisfies Kept);
}

/** Lets a desk recall what is not written, until its next block is over. */
export function imagineKept(sql: Sql, key: string, value: unknown): void {
  remember(sql, placeOf(key), { text: JSON.stringify(value), value } satisfies Kept);
}

export function recall<T>(sql: Sql, key: string): T | null {
  return find(sql, key).value as T | null;
}

function find(sql: Sql, key: string): Kept {
  return remembered(sql, placeOf(key), () => {
    const [row] = sql.all<{ value: string }>("SELECT value FROM kv WHERE key = ?", key);
    return row ? { text: row.value, value: JSON.parse(row.value) } : { text: null, value: null };
  });
}

function placeOf(key: string): string {
  return `kv ${key}`;
}
