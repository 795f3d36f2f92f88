// The platform's alarms and the watchdog: on time, late, twice, overlapping, or lost for good.
import { listSilentStores } from "../../src/db/stores";
import type { SimObject } from "./incarnation";
import type { Sim } from "./sim";

export type LazyAlarms = {
  /** Sees whether an alarm was moved in the last step. */
  follow(): void;
  /** From now on no alarm is lost, and one for later with nothing due may come thirty minutes late. */
  becalm(): void;
  /** The same with a day: idle polls prove nothing. */
  rarely(): void;
};

const MINUTE_MS = 60_000;
const LATE_MS = 3 * MINUTE_MS;
const WATCH_EVERY_MS = 5 * MINUTE_MS;
const SILENT_AFTER_MS = 30 * MINUTE_MS;
const CALM_LATE_MS = 30 * MINUTE_MS;
const RARE_LATE_MS = 24 * 60 * MINUTE_MS;

export function keepAlarms(sim: Sim): LazyAlarms {
  const { timeline, streams, plan } = sim;
  const tokens = new Map<SimObject, number>();
  let idleMs: number | null = null;
  const objects = [sim.account, ...sim.stores];
  watch(sim);

  function arm(object: SimObject): void {
    const token = (tokens.get(object) ?? 0) + 1;
    tokens.set(object, token);
    if (object.alarmAt === null) return;
    const due = Math.max(object.alarmAt - object.skew, timeline.now());
    const at = idleMs === null ? due + lateness() : due > timeline.now() ? calmMoment(object, due, idleMs) : due;
    timeline.add(at, `alarm ${object.name}`, () => {
      if (tokens.get(object) === token) ring(object);
    });
  }

  function lateness(): number {
    return plan.alarms === "late" && streams.sched.chance(0.5) ? streams.sched.below(LATE_MS) : 0;
  }

  function ring(object: SimObject): void {
    if (idleMs === null && plan.alarms === "lost" && streams.sched.chance(0.15)) {
      sim.note(() => `alarm of ${object.name} is lost`);
      sim.faults.struck += 1;
      return;
    }
    sim.knock(object, "alarm");
    if (idleMs !== null) return;
    if (plan.alarms === "overlapping" && streams.sched.chance(0.3)) sim.knock(object, "alarm");
    if (plan.alarms === "twice" && streams.sched.chance(0.3))
      timeline.add(timeline.now() + streams.sched.below(2_000), `alarm ${object.name} again`, () =>
        sim.knock(object, "alarm"),
      );
  }

  return {
    follow() {
      for (const object of objects) {
        if (!object.alarmMoved) continue;
        object.alarmMoved = false;
        arm(object);
      }
    },
    becalm() {
      idleMs = CALM_LATE_MS;
      for (const object of objects) arm(object);
    },
    rarely() {
      idleMs = RARE_LATE_MS;
      sim.rare = true;
      for (const object of objects) arm(object);
    },
  };
}

function calmMoment(object: SimObject, due: number, idleMs: number): number {
  const waits =
    object.kind === "store"
      ? "SELECT 1 FROM intents WHERE next_at IS NOT NULL UNION ALL SELECT 1 FROM outbox LIMIT 1"
      : "SELECT 1 FROM inbox WHERE read_at IS NULL LIMIT 1";
  return object.sql.all(waits).length > 0 ? due : due + idleMs;
}

// worker.ts `scheduled`, every five minutes.
function watch(sim: Sim): void {
  const { timeline } = sim;
  const every = sim.rare ? RARE_LATE_MS : WATCH_EVERY_MS;
  timeline.add(timeline.now() + every, "watchdog", async () => {
    const silent = await listSilentStores(sim.openD1, timeline.now() - SILENT_AFTER_MS, 500);
    for (const { id, workspaceId } of silent) sim.knock(sim.objectNamed(id), "begin", workspaceId, id);
    sim.knock(sim.account, "ensureAlive");
    watch(sim);
  });
}
