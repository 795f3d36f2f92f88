// A store that is disconnected asks nothing and sends nothing: I22.
import type { Sending } from "../calls";
import type { SimObject } from "../incarnation";
import type { Sim } from "../sim";
import { remember } from "./memory";
import type { Invariant } from "./table";

const awaySince = remember<Map<string, number>>(() => new Map());

/** What was under way when the owner left may still ask its last question. */
const UNDER_WAY_MS = 60_000;

export const LIFE: readonly Invariant[] = [{ id: "I22", when: "departs", check: callsWhileAway }];

export function noteAway(sim: Sim, store: SimObject): void {
  awaySince(sim).set(store.name, sim.timeline.now());
}

export function noteBack(sim: Sim, store: SimObject): void {
  awaySince(sim).delete(store.name);
}

function callsWhileAway(sim: Sim, { effect, object, operation }: Sending): string | null {
  const since = awaySince(sim).get(object.name);
  if (since === undefined) return null;
  const rest = effect === null ? UNDER_WAY_MS : 0;
  return sim.timeline.now() - since > rest ? `${object.name} calls ${operation} though it is disconnected` : null;
}
