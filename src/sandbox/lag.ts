import type { Sql } from "../lib/ports";
import type { Api } from "./api";
import { beginVersions } from "./order-versions";
import type { World } from "./world";

export function createLags(sql: Sql): void {
  sql.run(`CREATE TABLE IF NOT EXISTS sandbox_lags
    (api TEXT PRIMARY KEY, seconds INTEGER NOT NULL, until INTEGER NOT NULL) WITHOUT ROWID`);
}

/** For so many seconds from now, reads show the state of so many seconds ago. Zero only begins to keep the past. */
export function plantLag(world: World, api: Api, seconds: number): void {
  if (api === "mirakl" && !keepsPast(world, "mirakl")) beginVersions(world);
  world.sql.run(
    "INSERT OR REPLACE INTO sandbox_lags (api, seconds, until) VALUES (?, ?, ?)",
    api,
    seconds,
    world.now() + seconds * 1000,
  );
}

/** How far behind an API's reads are now, in milliseconds; 0 when they are fresh. */
export function lagOf(world: World, api: Api): number {
  const [row] = world.sql.all<{ seconds: number }>(
    "SELECT seconds FROM sandbox_lags WHERE api = ? AND until > ?",
    api,
    world.now(),
  );
  return (row?.seconds ?? 0) * 1000;
}

/** True from the first lag on. */
export function keepsPast(world: World, api: Api): boolean {
  return world.sql.all("SELECT 1 FROM sandbox_lags WHERE api = ?", api).length > 0;
}

export function plantedLags(world: World): { api: Api; seconds: number }[] {
  return world.sql.all("SELECT api, seconds FROM sandbox_lags WHERE until > ? ORDER BY api", world.now());
}

/** Makes reads fresh again; the past is still kept. */
export function endLags(world: World): void {
  world.sql.run("UPDATE sandbox_lags SET until = 0");
}
