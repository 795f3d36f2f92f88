import type { IntentKind } from "./intent";

/**
 * How far one kind of intent may be trusted. `settleMs`: how long after sending a read-back starts to count.
 * `maxSends`: sends in all, the first included. `stateGuarded`: the remote refuses when the goal already holds, so a
 * rejection is read back first.
 */
export type IntentPolicy = { settleMs: number; maxSends: number; stateGuarded: boolean };

const SECOND_MS = 1_000;

/** reliability.md 2.5 with the rows that design.md 5 replaces; a cancelled label answers 409 (reliability.md 2.3). */
export const INTENT_POLICIES: Record<IntentKind, IntentPolicy> = {
  label: { settleMs: 60 * SECOND_MS, maxSends: 5, stateGuarded: false },
  "cancel-label": { settleMs: 60 * SECOND_MS, maxSends: 5, stateGuarded: true },
  accept: { settleMs: 60 * SECOND_MS, maxSends: 3, stateGuarded: true },
  refuse: { settleMs: 60 * SECOND_MS, maxSends: 3, stateGuarded: true },
  tracking: { settleMs: 30 * SECOND_MS, maxSends: 5, stateGuarded: false },
  ship: { settleMs: 60 * SECOND_MS, maxSends: 5, stateGuarded: true },
};
