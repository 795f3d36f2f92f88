import type { IntentKind } from "./intent";

/**
 * How far one kind of intent may be trusted. `settleMs`: how long after sending a read-back starts to count.
 * `maxSends`: sends in all, the first included. `stateGuarded`: the remote refuses when the goal already holds, so a
 * rejection is read back first. `cleanReads`: how many read-backs, `CLEAN_READ_GAP_MS` apart, must find nothing before
 * nothing is believed. `limited`: a second send needs leave by the store's resend limit.
 */
export type IntentPolicy = {
  settleMs: number;
  maxSends: number;
  stateGuarded: boolean;
  cleanReads: number;
  limited: boolean;
};

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
/** Between two read-backs that must both find nothing (reliability.md 2.5). */
export const CLEAN_READ_GAP_MS = 5 * MINUTE_MS;

/** No commit comes later than this after its request (reliability.md 2.5): before it, nobody gives up what may still land. */
export const LATEST_COMMIT_MS = 15 * MINUTE_MS;

const repeatable = (settleMs: number, maxSends: number, stateGuarded = false): IntentPolicy => ({
  settleMs,
  maxSends,
  stateGuarded,
  cleanReads: 1,
  limited: false,
});
/** No key and no state guards these: longer than the latest commit, looked for twice, sent again once. */
const keyless = (limited: boolean): IntentPolicy => ({
  settleMs: LATEST_COMMIT_MS,
  maxSends: 2,
  stateGuarded: false,
  cleanReads: 2,
  limited,
});

/** reliability.md 2.5 with the rows that design.md 5 replaces; a cancelled label answers 409 (reliability.md 2.3). */
export const INTENT_POLICIES: Record<IntentKind, IntentPolicy> = {
  label: repeatable(MINUTE_MS, 5),
  "cancel-label": repeatable(MINUTE_MS, 5, true),
  accept: repeatable(MINUTE_MS, 3, true),
  refuse: repeatable(MINUTE_MS, 3, true),
  tracking: repeatable(30 * SECOND_MS, 5),
  ship: repeatable(MINUTE_MS, 5, true),
  shipment: keyless(false),
  refund: keyless(true),
  "cancel-line": keyless(true),
  cancel: repeatable(2 * MINUTE_MS, 3, true),
  reference: repeatable(MINUTE_MS, 5),
  push: repeatable(30 * SECOND_MS, 5),
  patch: repeatable(30 * SECOND_MS, 5),
  unpush: repeatable(30 * SECOND_MS, 5, true),
};

/** One intent as the lock sees it: what it does, and to which order line where it concerns only one. */
export type Claim = { kind: IntentKind; lineId: string | null };

/** Kinds that must never be under way together on one order (reliability.md 2.4): a queue in place of a race. */
const EXCLUSIVE: readonly ReadonlySet<IntentKind>[] = [
  new Set(["label", "cancel-label", "ship", "shipment", "cancel", "push", "patch", "unpush"]),
  new Set(["accept", "refuse", "cancel"]),
  // A late commit of an older number must not overwrite a newer one.
  new Set(["tracking"]),
];
const REVERSALS: ReadonlySet<IntentKind> = new Set(["refund", "cancel-line"]);

/** Whether the second must wait while the first is under way on the same order. */
export function excludes(first: Claim, second: Claim): boolean {
  const kinds = [first.kind, second.kind] as const;
  if (EXCLUSIVE.some((set) => kinds.every((kind) => set.has(kind)))) return true;
  if (kinds.every((kind) => REVERSALS.has(kind))) return first.lineId === second.lineId;
  return kinds.includes("cancel") && kinds.some((kind) => REVERSALS.has(kind));
}
