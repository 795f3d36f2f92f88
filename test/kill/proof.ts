import type { AppProcess } from "./app-process";
import type { Kill } from "./killer";
import type { Clock } from "./life";
import type { Merchant } from "./merchant";
import type { Cast } from "./people";
import type { Simulators } from "./simulators-process";

export const MINUTE_MS = 60_000;

/** One run: who takes part, and what has happened so far. */
export type Proof = {
  seed: number;
  wanted: { kills: number; effects: number };
  app: AppProcess;
  simulators: Simulators;
  merchant: Merchant;
  cast: Cast;
  clock: Clock;
  kills: Kill[];
};
