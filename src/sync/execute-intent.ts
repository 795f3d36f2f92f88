import { type IntentKind, type IntentState, isOpen, type ParkReason } from "../domain/intent";
import { backoff, intentAfter, mayResend, settleUntil } from "../domain/retry";
import type { FailedReply, Reply } from "../lib/http";
import type { Effect } from "./effect";
import { label } from "./effects/buy-label";
import { cancelLabel } from "./effects/cancel-label";
import { accept, refuse } from "./effects/decide-acceptance";
import { tracking } from "./effects/send-tracking";
import { ship } from "./effects/ship-order";
import { type AnyIntent, changeIntent, type Evidence, findIntent, findOrphans, type IntentChange } from "./intents";
import { queueIntent, recordFact, settleById } from "./settle-order";
import type { StoreDesk } from "./store-desk";
import { noteKeyRefused } from "./store-trouble";

// One effect is one small file and one row here.
const EFFECTS = { accept, refuse, label, "cancel-label": cancelLabel, tracking, ship };

const PAUSED_AGAIN_MS = 3_600_000;
const STEPS_AT_ONCE = 4;
const EVIDENCE_KEPT = 20;

type AnyEffect = Effect<IntentKind, unknown>;

/**
 * Carries an intent as far as it goes now: check, send, read back (reliability.md 2.4). Safe to call twice at once: each
 * step is a compare-and-set, and whoever comes second stops. Gives the intent as it stands.
 */
export async function executeIntent(desk: StoreDesk, id: string): Promise<AnyIntent | null> {
  for (let step = 0; step < STEPS_AT_ONCE; step += 1) {
    const intent = findIntent(desk.ports.sql, id);
    if (!intent || !isOpen(intent.state) || intent.state === "sent") return intent;
    if (intent.nextAt === null || intent.nextAt > desk.ports.now()) return intent;
    const effect = EFFECTS[intent.kind] as unknown as AnyEffect;
    const went =
      intent.state === "unknown" || intent.state === "reconciling"
        ? readBack(desk, effect, intent)
        : sendChecked(desk, effect, intent);
    if (!(await went)) return findIntent(desk.ports.sql, id);
  }
  return findIntent(desk.ports.sql, id);
}

/** What a dead process left `sent` may have happened or not: only a read-back tells. */
export function recoverOrphans(desk: StoreDesk): void {
  const { sql, now } = desk.ports;
  sql.transaction(() => {
    for (const orphan of findOrphans(sql, desk.epoch)) {
      const until = settleUntil(orphan.kind, orphan.sentAt ?? now());
      move(
        desk,
        orphan,
        { state: "unknown", wasUnknown: true, settleUntil: until, nextAt: until },
        "process ended",
        null,
      );
    }
  });
}

async function sendChecked(desk: StoreDesk, effect: AnyEffect, planned: AnyIntent): Promise<boolean> {
  const { ports, store } = desk;
  if (store.pausedBecause !== null) return move(desk, planned, { nextAt: ports.now() + PAUSED_AGAIN_MS }, null, null);
  const check = await effect.check(desk, planned);
  switch (check.go) {
    case "skip":
      return end(desk, effect, planned, "skipped", check.reason);
    case "fail":
      return end(desk, effect, planned, "failed", check.reason, check.words ?? "");
    case "park":
      return park(desk, planned, check.reason);
    case "later":
      return move(desk, planned, { nextAt: check.at }, null, null);
    case "blind":
      return wait(desk, effect, planned, check.reply);
    case "send":
      return send(desk, effect, planned);
  }
}

async function send(desk: StoreDesk, effect: AnyEffect, checked: AnyIntent): Promise<boolean> {
  const { ports } = desk;
  if (effect.remote === "sendcloud") {
    const permit = await desk.accountObject.permit(claimOf(desk, checked));
    if (!permit.granted) return move(desk, checked, { state: "ready", nextAt: permit.askAgainAt }, null, null);
  }
  const sentAt = ports.now();
  const sending: IntentChange = { state: "sent", epoch: desk.epoch, sends: checked.sends + 1, sentAt, nextAt: null };
  const sent = ports.sql.transaction(() => changeAndTell(desk, checked, sending));
  if (!sent) return false;
  const reply = await effect.send(desk, sent);
  return settleAnswer(desk, effect, sent, reply);
}

async function settleAnswer(
  desk: StoreDesk,
  effect: AnyEffect,
  sent: AnyIntent,
  reply: Reply<unknown>,
): Promise<boolean> {
  const { ports } = desk;
  if (reply.kind === "ok") return finish(desk, effect, sent, reply.value, reply.status);
  // A rejection of this attempt says nothing about an earlier one that ended unknown.
  const sends = sent.wasUnknown ? Math.max(sent.sends, 2) : 1;
  const { state } = intentAfter(sent.kind, { state: "sent", sends }, reply.kind);
  if (state === "failed")
    return end(desk, effect, sent, "failed", `remote:${wordsOf(reply)}`, wordsOf(reply), statusOf(reply));
  if (state === "ready") return wait(desk, effect, { ...sent, sends: sent.sends - 1 }, reply);
  const settle = state === "reconciling" ? ports.now() : settleUntil(sent.kind, sent.sentAt ?? ports.now());
  const change: IntentChange = {
    state,
    wasUnknown: sent.wasUnknown || state === "unknown",
    settleUntil: settle,
    nextAt: settle,
    reason: reply.kind === "rejected" ? `remote:${wordsOf(reply)}` : null,
  };
  return move(desk, sent, change, `${effect.name} answered ${reply.kind}`, reply);
}

async function readBack(desk: StoreDesk, effect: AnyEffect, doubtful: AnyIntent): Promise<boolean> {
  const { ports } = desk;
  const found = await effect.readBack(desk, doubtful);
  switch (found.found) {
    case "done":
      return finish(desk, effect, doubtful, found.outcome, null);
    case "failed":
      return end(desk, effect, doubtful, "failed", found.reason, found.words);
    case "conflict":
      return park(desk, doubtful, found.reason);
    case "blind":
      return move(desk, doubtful, { nextAt: retryAt(desk, doubtful, found.reply) }, "read-back failed", found.reply);
    case "absent":
      // The only answer ever was a no, and the goal does not hold: that no was the truth.
      if (doubtful.reason && !doubtful.wasUnknown)
        return end(desk, effect, doubtful, "failed", doubtful.reason, saidBefore(doubtful));
      if (!mayResend(doubtful.kind, doubtful.sends)) return park(desk, doubtful, "resends-used-up");
      return move(desk, doubtful, { state: "ready", nextAt: ports.now(), reason: null }, "read back: absent", null);
  }
}

/**
 * Nothing was done. What a person asked for comes back to him with the reason when a key is refused; everything else
 * goes again later, under the same number.
 */
async function wait(desk: StoreDesk, effect: AnyEffect, intent: AnyIntent, reply: FailedReply): Promise<boolean> {
  if (reply.kind === "rejected") {
    return end(desk, effect, intent, "failed", `remote:${wordsOf(reply)}`, wordsOf(reply), reply.status);
  }
  if (reply.kind === "key-refused") {
    const refusal = noteKeyRefused(desk, effect.remote, reply);
    if (intent.actor.personId !== "")
      return end(desk, effect, intent, "failed", refusal.code, refusal.words, reply.status);
  }
  if (reply.kind === "wait" && effect.remote === "sendcloud") await desk.accountObject.holdUntil(reply.until);
  const change: IntentChange = { state: "ready", sends: intent.sends, nextAt: retryAt(desk, intent, reply) };
  return move(desk, intent, change, `${effect.name} not done: ${reply.kind}`, reply);
}

function finish(
  desk: StoreDesk,
  effect: AnyEffect,
  intent: AnyIntent,
  outcome: unknown,
  status: number | null,
): boolean {
  return desk.ports.sql.transaction(() => {
    const evidence = addEvidence(desk, intent, `${effect.name} done`, status, "");
    const done = changeIntent(desk.ports.sql, intent, { state: "done", evidence, reason: null });
    if (!done) return false;
    const remoteRef = effect.land(desk, done, outcome);
    const named = changeIntent(desk.ports.sql, done, { remoteRef });
    tell(desk, named ?? done);
    return true;
  });
}

function end(
  desk: StoreDesk,
  effect: AnyEffect,
  intent: AnyIntent,
  state: Extract<IntentState, "skipped" | "failed">,
  reason: string,
  words = "",
  status: number | null = null,
): boolean {
  return desk.ports.sql.transaction(() => {
    const evidence = addEvidence(desk, intent, `${effect.name} ${state}`, status, words);
    const ended = changeIntent(desk.ports.sql, intent, { state, reason, evidence });
    if (!ended) return false;
    if (state === "failed") effect.tellFailure(desk, ended, words || reason);
    tell(desk, ended);
    return true;
  });
}

function park(desk: StoreDesk, intent: AnyIntent, reason: ParkReason): boolean {
  return desk.ports.sql.transaction(() => {
    const parked = changeIntent(desk.ports.sql, intent, { state: "parked", reason });
    if (!parked) return false;
    recordFact(desk, intent.orderId, "parked", { intent: intent.kind, reason }, null);
    tell(desk, parked);
    return true;
  });
}

function move(
  desk: StoreDesk,
  intent: AnyIntent,
  change: IntentChange,
  what: string | null,
  reply: FailedReply | null,
): boolean {
  const evidence =
    what === null
      ? intent.evidence
      : addEvidence(desk, intent, what, reply && statusOf(reply), reply ? wordsOf(reply) : "");
  return desk.ports.sql.transaction(() => changeAndTell(desk, intent, { ...change, evidence })) !== null;
}

function changeAndTell(desk: StoreDesk, intent: AnyIntent, change: IntentChange): AnyIntent | null {
  const changed = changeIntent(desk.ports.sql, intent, change);
  if (changed) tell(desk, changed);
  return changed;
}

// The order's state follows its intents, in the same synchronous block; the loop wakes for what comes next.
function tell(desk: StoreDesk, intent: AnyIntent): void {
  const { sql, now, alarm } = desk.ports;
  queueIntent(sql, intent, now());
  settleById(desk, intent.orderId);
  const next = alarm.at();
  const wanted = intent.nextAt ?? now();
  if (next === null || next > wanted) alarm.set(wanted);
}

function claimOf(desk: StoreDesk, intent: AnyIntent) {
  if (intent.kind !== "label") return { urgency: "rest" as const, label: null };
  const { reference } = intent.payload;
  return { urgency: "label" as const, label: { reference, storeId: desk.store.id, orderId: intent.orderId } };
}

function retryAt(desk: StoreDesk, intent: AnyIntent, reply: FailedReply): number {
  const { now, random } = desk.ports;
  if (reply.kind === "wait") return reply.until;
  return now() + backoff(Math.max(1, intent.evidence.length), random());
}

function addEvidence(
  desk: StoreDesk,
  intent: AnyIntent,
  what: string,
  status: number | null,
  words: string,
): Evidence[] {
  return [...intent.evidence, { at: desk.ports.now(), what, status, words }].slice(-EVIDENCE_KEPT);
}

function saidBefore({ reason }: AnyIntent): string {
  return reason?.replace(/^remote:/, "") ?? "";
}

function statusOf(reply: FailedReply): number | null {
  return "status" in reply ? reply.status : null;
}

function wordsOf(reply: FailedReply): string {
  if ("message" in reply && reply.message) return reply.message;
  return reply.kind === "unknown" || reply.kind === "not-sent" ? reply.why : reply.kind;
}
