import { durableSql } from "../lib/durable-sql";
import { readSetting, writeSetting } from "./settings";
import type { World } from "./world";

/** The world as it stands on the platform: the object's SQLite, real time plus the offset, and the app's front door. */
export function worldOf({ storage, exports }: DurableObjectState): World {
  const sql = durableSql(storage);
  // Webhooks enter the app as the real ones do: through its own fetch.
  const { default: app } = exports as unknown as { default: Fetcher };
  return {
    sql,
    now: () => Date.now() + readSetting(sql, "offset"),
    random: Math.random,
    deliver: (url, headers, body) =>
      app.fetch(url, { method: "POST", headers, body }).then(
        (answer) => answer.status,
        () => 0,
      ),
  };
}

/** Adds to the offset and gives the sandbox's time after it. */
export function shiftClock(world: World, milliseconds: number): number {
  writeSetting(world.sql, "offset", readSetting(world.sql, "offset") + milliseconds);
  return world.now();
}

/** Sets the object's alarm to the moment, in real time, when something is next due. */
export async function rearm(storage: DurableObjectStorage, due: number | null, offset: number): Promise<void> {
  const armed = await storage.getAlarm();
  if (due === null) {
    if (armed !== null) await storage.deleteAlarm();
    return;
  }
  const at = Math.max(Date.now(), due - offset);
  if (armed !== at) await storage.setAlarm(at);
}
