import { keep, recall } from "./keeping";
import type { StoreDesk } from "./store-desk";

const WALK = "settings_walk";
const SEEN = "settings_seen";

/** A walk over the open orders: which settings it is for, what changed, and the last order done. */
export type Walk = { version: number; changed: string[]; after: string };

export function walkUnderWay({ ports: { sql } }: Pick<StoreDesk, "ports">): Walk | null {
  return recall<Walk | null>(sql, WALK);
}

export function keepWalk({ ports: { sql } }: Pick<StoreDesk, "ports">, walk: Walk | null): void {
  keep(sql, WALK, walk);
}

/** Has every open order derived anew, from the first on, for what changed now and for what a walk under way is for. */
export function walkOrders(desk: Pick<StoreDesk, "ports">, changed: readonly string[]): void {
  const { sql, now, alarm } = desk.ports;
  const seen = recall<{ version: number }>(sql, SEEN);
  // An object that has seen no settings yet holds no order either.
  if (!seen) return;
  const before = walkUnderWay(desk)?.changed ?? [];
  keepWalk(desk, { version: seen.version, changed: [...new Set([...before, ...changed])], after: "" });
  alarm.set(now());
}
