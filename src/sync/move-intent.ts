import type { IntentState, ParkReason } from "../domain/intent";
import type { FailedReply } from "../lib/http";
import type { AnyEffect } from "./effects";
import { recordFact } from "./facts";
import { type AnyIntent, changeIntent, type Evidence, type IntentChange, nextIntentAt } from "./intents";
import { queueIntent, settleById } from "./settle-order";
import type { StoreDesk } from "./store-desk";
import type { Actor } from "./stub-answers";

const EVIDENCE_KEPT = 20;

/** How one step is told: by whom where a person decided, and what the remote said. */
export type Telling = { what: string; status?: number | null; words?: string; actor?: Actor };

/** Ends an intent whose goal is reached, and books what was achieved; false when somebody else moved it meanwhile. */
export function finish(
  desk: StoreDesk,
  effect: AnyEffect,
  intent: AnyIntent,
  outcome: unknown,
  telling: Telling,
): boolean {
  return desk.ports.sql.transaction(() => {
    const evidence = addEvidence(desk, intent, telling);
    const done = changeIntent(desk.ports.sql, intent, { state: "done", evidence, reason: null });
    if (!done) return false;
    tellState(desk, done, telling);
    const remoteRef = effect.land(desk, done, outcome);
    showMove(desk, changeIntent(desk.ports.sql, done, { remoteRef }) ?? done);
    return true;
  });
}

/** Ends an intent without effect. */
export function end(
  desk: StoreDesk,
  effect: AnyEffect,
  intent: AnyIntent,
  state: Extract<IntentState, "skipped" | "failed">,
  reason: string,
  telling: Telling,
): boolean {
  return desk.ports.sql.transaction(() => {
    const evidence = addEvidence(desk, intent, telling);
    const ended = changeIntent(desk.ports.sql, intent, { state, reason, evidence });
    if (!ended) return false;
    tellState(desk, ended, telling);
    if (state === "failed") effect.tellFailure(desk, ended, telling.words || reason);
    showMove(desk, ended);
    return true;
  });
}

/** Stops an intent that only a person can decide. */
export function park(desk: StoreDesk, intent: AnyIntent, reason: ParkReason, telling: Telling): boolean {
  return desk.ports.sql.transaction(() => {
    const evidence = addEvidence(desk, intent, telling);
    const parked = changeIntent(desk.ports.sql, intent, { state: "parked", reason, evidence });
    if (!parked) return false;
    tellState(desk, parked, telling);
    recordFact(desk, intent.orderId, "parked", { intent: intent.kind, reason }, null);
    showMove(desk, parked);
    return true;
  });
}

/** Moves an intent on; without a telling only its next moment changes, which is no news. */
export function move(desk: StoreDesk, intent: AnyIntent, change: IntentChange, telling: Telling | null): boolean {
  const evidence = telling ? addEvidence(desk, intent, telling) : intent.evidence;
  return desk.ports.sql.transaction(() => moveAndTell(desk, intent, { ...change, evidence }, telling)) !== null;
}

/** The same inside a synchronous block of the caller; gives the intent as it now stands, null when somebody moved it. */
export function moveAndTell(
  desk: StoreDesk,
  intent: AnyIntent,
  change: IntentChange,
  telling: Telling | null,
): AnyIntent | null {
  const changed = changeIntent(desk.ports.sql, intent, change);
  if (!changed) return null;
  if (intent.state !== changed.state) tellState(desk, changed, telling);
  // Looking at a parked intent again changes nothing that a page shows, least of all since when it waits.
  const isNews = intent.state !== changed.state || (telling !== null && changed.state !== "parked");
  if (isNews) showMove(desk, changed);
  else wakeForDue(desk);
  return changed;
}

// The order's state follows its intents, in the same synchronous block.
function showMove(desk: StoreDesk, intent: AnyIntent): void {
  queueIntent(desk.ports.sql, intent);
  settleById(desk, intent.orderId);
  wakeForDue(desk);
}

function wakeForDue({ ports: { alarm, sql } }: StoreDesk): void {
  const next = alarm.at();
  const wanted = nextIntentAt(sql);
  if (wanted !== null && (next === null || next > wanted)) alarm.set(wanted);
}

/** One line of the timeline for each change of an intent's state: replayed, they give its state (reliability.md 2.7). */
export function tellState(desk: StoreDesk, intent: AnyIntent, telling: Telling | null): void {
  const { id, kind, state, sends, reason } = intent;
  const { what, status, words } = telling ?? {};
  const details = { intentId: id, kind, state, sends, reason, what, status, words };
  recordFact(desk, intent.orderId, "intent", details, telling?.actor?.name ?? null);
}

export function tellingOf(what: string, reply: FailedReply): Telling {
  return { what, status: statusOf(reply), words: wordsOf(reply) };
}

export function statusOf(reply: FailedReply): number | null {
  return "status" in reply ? reply.status : null;
}

export function wordsOf(reply: FailedReply): string {
  if ("message" in reply && reply.message) return reply.message;
  return reply.kind === "unknown" || reply.kind === "not-sent" ? reply.why : reply.kind;
}

function addEvidence(desk: StoreDesk, intent: AnyIntent, { what, status, words }: Telling): Evidence[] {
  const step = { at: desk.ports.now(), what, status: status ?? null, words: words ?? "" };
  return [...intent.evidence, step].slice(-EVIDENCE_KEPT);
}
