import type { IntentKind, IntentState } from "./intent";
import { INTENT_POLICIES } from "./intent-policy";

/** The kinds of answer of lib/http.ts, by their own names. */
export type ReplyClass = "ok" | "rejected" | "key-refused" | "wait" | "unknown" | "not-sent";

/** `sends` counts the times the request may have reached the remote, the one under way included. */
export type IntentProgress = { state: IntentState; sends: number };

const FIRST_BACKOFF_MS = 1_000;
const LONGEST_BACKOFF_MS = 30 * 60_000;

/**
 * Milliseconds to wait after the given number of failed polls in a row (1 for the first): full jitter between 1 s and
 * a ceiling that doubles up to 30 min. `random` is from 0 up to 1.
 */
export function backoff(attempt: number, random: number): number {
  const ceiling = Math.min(LONGEST_BACKOFF_MS, FIRST_BACKOFF_MS * 2 ** attempt);
  return Math.max(FIRST_BACKOFF_MS, Math.floor(random * ceiling));
}

/** The moment (epoch ms) before which a read-back of this intent proves nothing: the remote may still commit. */
export function settleUntil(kind: IntentKind, sentAt: number): number {
  return sentAt + INTENT_POLICIES[kind].settleMs;
}

/** True while an intent that was sent this many times, and read back as absent, may go again. */
export function mayResend(kind: IntentKind, sends: number): boolean {
  return sends < INTENT_POLICIES[kind].maxSends;
}

/**
 * What an answer makes of an intent (reliability.md 2.4). An answer that comes late, while the intent is unknown or
 * reconciling, may prove it done and nothing else; one that comes after the end changes nothing. `unknown` and
 * `reconciling` wait for `settleUntil` before the read-back.
 */
export function intentAfter(kind: IntentKind, intent: IntentProgress, reply: ReplyClass): IntentProgress {
  const { state, sends } = intent;
  if (state === "sent") return afterSending(kind, sends, reply);
  const awaitsProof = state === "unknown" || state === "reconciling";
  return awaitsProof && reply === "ok" ? { state: "done", sends } : intent;
}

function afterSending(kind: IntentKind, sends: number, reply: ReplyClass): IntentProgress {
  switch (reply) {
    case "ok":
      return { state: "done", sends };
    case "unknown":
      return { state: "unknown", sends };
    case "rejected":
      return { state: provesNothing(kind, sends) ? "reconciling" : "failed", sends };
    case "wait":
    case "key-refused":
    case "not-sent":
      // Nothing was done: the same attempt goes again, under the same number.
      return { state: "ready", sends: Math.max(0, sends - 1) };
  }
}

// A second send only follows an unknown one, and its rejection is often the proof that the first one landed.
function provesNothing(kind: IntentKind, sends: number): boolean {
  return sends > 1 || INTENT_POLICIES[kind].stateGuarded;
}
