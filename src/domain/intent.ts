import type { Money } from "./money";

/** What we may do at a remote API. */
export type IntentKind =
  | "accept"
  | "refuse"
  | "label"
  | "cancel-label"
  | "tracking"
  | "ship"
  | "shipment"
  | "refund"
  | "cancel"
  | "cancel-line"
  | "reference"
  | "push"
  | "patch"
  | "unpush";

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

export const PARK_REASONS = [
  "someone-else-acted",
  "opposite-happened",
  "different-tracking-there",
  "not-explained",
  "resends-used-up",
  "answer-does-not-match",
  "over-resend-limit",
] as const;
export type ParkReason = (typeof PARK_REASONS)[number];

const OPEN: ReadonlySet<IntentState> = new Set(["planned", "ready", "sent", "unknown", "reconciling"]);

/** Open intents still move by themselves. */
export function isOpen(state: IntentState): boolean {
  return OPEN.has(state);
}

/** The remote may have it, or get it at any moment: what excludes it must wait. */
export function isUnderWay(state: IntentState): boolean {
  return state === "sent" || state === "unknown" || state === "reconciling";
}

/** What a person may decide about a parked intent (design.md 8). Looking again is always safe. */
export type Choice = "check" | "happened" | "send-again" | "drop";

const NO_SECOND_SEND: ReadonlySet<ParkReason> = new Set(["opposite-happened", "answer-does-not-match"]);

/** The legal buttons of a parked intent. What went the opposite way at the remote cannot be sent again. */
export function legalChoices(reason: ParkReason): Choice[] {
  return NO_SECOND_SEND.has(reason) ? ["check", "happened", "drop"] : ["check", "happened", "send-again", "drop"];
}

/** What pages may know of an intent. */
export type IntentView = {
  intentId: string;
  kind: IntentKind;
  state: IntentState;
  /** Why it failed, was skipped or parked: a code of ours, or the remote's own words after a colon. */
  reason: string | null;
  attempts: number;
  /** The money that moves with it; null where none does, or nobody knows. */
  money: Money | null;
  at: number;
};
