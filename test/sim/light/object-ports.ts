// Stands in for src/sync/object-ports.ts: the shells get the simulator's ports.
import { reviveAlarm as revive } from "../../../src/sync/object-ports";
import type { SimContext } from "../incarnation";

export const reviveAlarm = revive;

export function createObjectPorts(context: unknown) {
  const { ports, config } = context as SimContext;
  return { ports, config, refresh: async () => undefined };
}

let told: (event: string, error: unknown) => void = () => undefined;

/** Hears of every piece of work that failed. */
export function hearFailures(listener: typeof told): void {
  told = listener;
}

export function tellKind(event: string, error: unknown): void {
  told(event, error);
}
