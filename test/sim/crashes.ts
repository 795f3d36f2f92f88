import type { SimObject } from "./incarnation";
import type { Stream } from "./random";

export type Death = "before" | "during" | "after";
export type CrashWish = { point: string; death: Death };
export type CrashPlan = { counts: number[]; wishes: CrashWish[] };

/** Says at each point where a process may die whether it dies there. */
export type CrashDriver = { on: boolean; at(object: SimObject, point: string): Death | null };

const DEATHS: Death[] = ["before", "during", "after"];

/** `counts` are numbers of points to pass before each crash; wishes name the point itself. */
export function createCrashes(plan: CrashPlan, draw: Stream): CrashDriver {
  const counts = [...plan.counts];
  const wishes = [...plan.wishes];
  let left = counts.shift() ?? Number.POSITIVE_INFINITY;
  const driver: CrashDriver = {
    on: true,
    at(_, point) {
      if (!driver.on) return null;
      const at = wishes.length === 0 ? -1 : wishes.findIndex((wish) => wish.point === point);
      if (at >= 0) return wishes.splice(at, 1)[0]?.death ?? null;
      left -= 1;
      if (left > 0) return null;
      left = counts.shift() ?? Number.POSITIVE_INFINITY;
      return draw.pick(DEATHS);
    },
  };
  return driver;
}
