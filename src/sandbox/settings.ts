import type { Sql } from "../lib/ports";

/** Numbers the sandbox remembers: the clock's offset, the buyers' pace, counters. */
export type SettingName = "offset" | "pace-seconds" | "next-buyer-at" | "stream-turn" | "last-order-number";

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
