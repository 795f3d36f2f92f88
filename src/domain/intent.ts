/** What we may do at a remote API. */
export type IntentKind = "accept" | "refuse" | "label" | "cancel-label" | "tracking" | "ship";

/** reliability.md 2.4. Only a read-back leads out of `unknown`; `parked` never moves by time. */
export type IntentState =
  | "planned"
  | "ready"
  | "sent"
  | "unknown"
  | "reconciling"
  | "done"
  | "failed"
  | "skipped"
  | "parked";

export type ParkReason =
  | "someone-else-acted"
  | "opposite-happened"
  | "different-tracking-there"
  | "not-explained"
  | "resends-used-up"
  | "answer-does-not-match";

const OPEN: ReadonlySet<IntentState> = new Set(["planned", "ready", "sent", "unknown", "reconciling"]);

/** Open intents still move by themselves. */
export function isOpen(state: IntentState): boolean {
  return OPEN.has(state);
}

/** What pages may know of an intent. */
export type IntentView = {
  intentId: string;
  kind: IntentKind;
  state: IntentState;
  /** Why it failed, was skipped or parked: a code of ours, or the remote's own words after a colon. */
  reason: string | null;
  attempts: number;
  at: number;
};
