import type { Api } from "../../src/sandbox/api";
import { type FaultKind, plantFault } from "../../src/sandbox/faults";
import type { World } from "../../src/sandbox/world";
import type { Stream } from "../sim/random";

/** How an answer goes wrong. Refused keys are left out: they pause a store, and then nothing is proved. */
const KINDS: readonly FaultKind[] = [
  "drop-before",
  "drop-after",
  "500-before",
  "500-after",
  "503-after",
  "timeout-before",
  "timeout-after",
  "truncated",
  "429-seconds",
  "late",
];
const LONGEST_BUSY_S = 20;
/** reliability.md 2.5: no commit comes later. */
const LATEST_COMMIT_S = 600;

/** Spoils, by lot, the next answer of this API: the lot decides whether, how, and how late. */
export function drawFault(world: World, api: Api, stream: Stream, share: number): void {
  if (!stream.chance(share)) return;
  const kind = stream.pick(KINDS);
  const seconds = 1 + stream.below(kind === "late" ? LATEST_COMMIT_S : LONGEST_BUSY_S);
  plantFault(world, { api, operation: "*", kind, times: 1, seconds });
}
