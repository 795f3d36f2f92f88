import type { Sql } from "./ports";

/** An object has 128 MB: some thousands of orders with what hangs on them take a tenth of it. */
const MOST_KEPT = 5_000;

/**
 * What `read` finds in the object's own tables, read once: this process alone writes them. Whoever writes forgets or
 * replaces it in the same synchronous block; a transaction that is taken back forgets everything. The value is shared:
 * nobody changes it in place.
 */
export function remembered<T>(sql: Pick<Sql, "memo">, key: string, read: () => T): T {
  const known = sql.memo.get(key);
  return known === undefined ? remember(sql, key, read()) : (known as T);
}

/** Keeps what was just written, or read. */
export function remember<T>({ memo }: Pick<Sql, "memo">, key: string, value: T): T {
  if (memo.size >= MOST_KEPT) memo.clear();
  memo.set(key, value);
  return value;
}
