import type { Sql } from "../lib/ports";

/**
 * Numbers the sandbox remembers: the clock's offset, the buyers' pace, counters; `webhooks` is a place in
 * `WEBHOOK_WAYS` counted from 1, `labelled-orders-leave` is 1 when an order with a label leaves the incoming orders.
 */
export type SettingName =
  | "offset"
  | "pace-seconds"
  | "next-buyer-at"
  | "stream-turn"
  | "last-order-number"
  | "webhooks"
  | "labelled-orders-leave";

/** Creates the table of settings. */
export function createSettings(sql: Sql): void {
  sql.run("CREATE TABLE IF NOT EXISTS sandbox_settings (name TEXT PRIMARY KEY, value REAL NOT NULL) WITHOUT ROWID");
}

/** The value last written, or 0. */
export function readSetting(sql: Sql, name: SettingName): number {
  const [row] = sql.all<{ value: number }>("SELECT value FROM sandbox_settings WHERE name = ?", name);
  return row?.value ?? 0;
}

export function writeSetting(sql: Sql, name: SettingName, value: number): void {
  sql.run("INSERT INTO sandbox_settings VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value", name, value);
}

/** Adds one and gives the new value. */
export function countUp(sql: Sql, name: SettingName): number {
  const value = readSetting(sql, name) + 1;
  writeSetting(sql, name, value);
  return value;
}
