import { type IntentKind, isOpen, isUnderWay } from "../domain/intent";
import { CLEAN_READ_GAP_MS, excludes, INTENT_POLICIES, LATEST_COMMIT_MS } from "../domain/intent-policy";
import type { Baseline } from "../domain/refund";
import { backoff, intentAfter, mayResend, settleUntil } from "../domain/retry";
import type { FailedReply, Reply } from "../lib/http";
import type { Check } from "./effect";
import { type AnyEffect, effectOf } from "./effects";
import { tapedDesk } from "./exchanges";
import { type AnyIntent, claimOn, findIntent, findOrphans, type IntentChange, intentsOf } from "./intents";
import { end, finish, move, moveAndTell, park, statusOf, tellingOf, wordsOf } from "./move-intent";
import { noteRead } from "./order-book";
import type { StoreDesk } from "./store-desk";
import { noteKeyRefused } from "./store-trouble";

const PAUSED_AGAIN_MS = 3_600_000;
const BEHIND_ANOTHER_MS = 10_000;
const STEPS_AT_ONCE = 4;
/** How the evidence of a read-back that found nothing ends. */
const LOOKED_IN_VAIN = ": absent";
/** After these the order's state, or what may go back on it, is another. */
const CHANGES_THE_ORDER = new Set<IntentKind>([
  "accept",
  "refuse",
  "ship",
  "shipment",
  "cancel",
  "cancel-line",
  "refund",
]);

/**
 * Carries an intent as far as it goes now: check, send, read back (reliability.md 2.4). Safe to call twice at once: each
 * step is a compare-and-set, and whoever comes second stops. Gives the intent as it stands.
 */
export async function executeIntent(desk: StoreDesk, id: string): Promise<AnyIntent | null> {
  for (let step = 0; step < STEPS_AT_ONCE; step += 1) {
    const intent = findIntent(desk.ports.sql, id);
    if (!intent || !isOpen(intent.state) || intent.state === "sent") return intent;
    if (intent.nextAt === null || intent.nextAt > desk.ports.now()) return intent;
    const effect = effectOf(intent.kind);
    const doubtful = intent.state === "unknown" || intent.state === "reconciling";
    const went = await (doubtful ? readBack(desk, effect, intent) : sendChecked(desk, effect, intent));
    if (!went) return findIntent(desk.ports.sql, id);
  }
  return findIntent(desk.ports.sql, id);
}

/** What a dead process left `sent` may have happened or not: only a read-back tells. */
export function recoverOrphans(desk: StoreDesk): void {
  const { sql, now } = desk.ports;
  for (const orphan of findOrphans(sql, desk.epoch, now() - LATEST_COMMIT_MS)) {
    const until = settleUntil(orphan.kind, orphan.sentAt ?? now());
    const change = { state: "unknown", wasUnknown: true, settleUntil: until, nextAt: until } as const;
    move(desk, orphan, { ...change, cleanReads: 0, cleanAt: null }, { what: "process ended" });
  }
}

async function sendChecked(desk: StoreDesk, effect: AnyEffect, planned: AnyIntent): Promise<boolean> {
  const { ports, store } = desk;
  if (store.pausedBecause !== null)
    return move(desk, planned, { nextAt: ports.now() + PAUSED_AGAIN_MS, reason: "store-paused" }, null);
  if (isLocked(desk, planned)) return move(desk, planned, { nextAt: ports.now() + BEHIND_ANOTHER_MS }, null);
  const check = await effect.check(desk, planned);
  const told = `${effect.name} checked`;
  switch (check.go) {
    case "skip":
    case "fail":
      return giveUp(desk, effect, planned, check);
    case "park":
      return park(desk, planned, check.reason, { what: told });
    case "later":
      return move(desk, planned, { nextAt: check.at }, null);
    case "look":
      return move(desk, planned, { state: "reconciling", nextAt: ports.now() }, { what: told });
    case "blind":
      return wait(desk, effect, planned, check.reply);
    case "send":
      return send(desk, effect, planned, check.baseline ?? planned.baseline);
  }
}

/** Ends what has no goal any more, but never while an earlier send of it may still land. */
function giveUp(
  desk: StoreDesk,
  effect: AnyEffect,
  intent: AnyIntent,
  check: Extract<Check, { go: "skip" | "fail" }>,
): boolean {
  const now = desk.ports.now();
  const landsUntil = (intent.sentAt ?? 0) + LATEST_COMMIT_MS;
  const telling = { what: `${effect.name} ${check.go}: ${check.reason}` };
  // It may have waited since its last look: for a pause, a permit, another intent.
  const lookedAt = intent.evidence.findLast(({ what }) => what.endsWith(LOOKED_IN_VAIN))?.at ?? 0;
  if (intent.wasUnknown && lookedAt < landsUntil) {
    const nextAt = now < landsUntil ? Math.min(landsUntil, now + CLEAN_READ_GAP_MS) : now;
    return move(desk, intent, { state: "reconciling", nextAt }, telling);
  }
  if (check.go === "skip") return end(desk, effect, intent, "skipped", check.reason, telling);
  return end(desk, effect, intent, "failed", check.reason, { ...telling, words: check.words ?? "" });
}

/** Something that excludes this is under way on the same order: a queue in place of a race (reliability.md 2.4). */
function isLocked(desk: StoreDesk, intent: AnyIntent): boolean {
  const claim = claimOn(intent);
  return intentsOf(desk.ports.sql, intent.orderId).some(
    (other) => other.id !== intent.id && isUnderWay(other.state) && excludes(claimOn(other), claim),
  );
}

async function send(
  desk: StoreDesk,
  effect: AnyEffect,
  checked: AnyIntent,
  baseline: Baseline | null,
): Promise<boolean> {
  const { ports } = desk;
  if (effect.remote === "sendcloud") {
    const permit = await desk.accountObject.permit(claimOf(desk, checked));
    if (!permit.granted) return move(desk, checked, { state: "ready", nextAt: ports.now() + permit.waitMs }, null);
  }
  const sent = markSent(desk, effect, checked, baseline);
  if (!sent) return false;
  // What is about to change at the marketplace is no longer as it was read: the next write reads it again.
  if (CHANGES_THE_ORDER.has(sent.kind)) noteRead(ports.sql, sent.orderId, 0);
  const reply = await effect.send(tapedDesk(desk, sent.id, "send"), sent);
  return settleAnswer(desk, effect, sent, reply);
}

/**
 * Writes `sent` down before the call. Between the check and this line the lock may have gone to another, or a pause have
 * come: whoever writes `sent` first holds it; null for everyone else.
 */
export function markSent(
  desk: StoreDesk,
  effect: AnyEffect,
  checked: AnyIntent,
  baseline: Baseline | null,
): AnyIntent | null {
  const { sql, now } = desk.ports;
  const sending: IntentChange = {
    ...{ state: "sent", epoch: desk.epoch, sends: checked.sends + 1, sentAt: now(), nextAt: null },
    ...{ baseline, cleanReads: 0, cleanAt: null },
  };
  return sql.transaction(() =>
    isLocked(desk, checked) || desk.store.pausedBecause !== null
      ? null
      : moveAndTell(desk, checked, sending, { what: `${effect.name} sent` }),
  );
}

/** Books what the remote answered to an intent that was `sent`. */
export async function settleAnswer(
  desk: StoreDesk,
  effect: AnyEffect,
  sent: AnyIntent,
  reply: Reply<unknown>,
): Promise<boolean> {
  const { ports } = desk;
  if (reply.kind === "ok")
    return finish(desk, effect, sent, reply.value, { what: `${effect.name} done`, status: reply.status });
  // A rejection of this attempt says nothing about an earlier one that ended unknown.
  const sends = sent.wasUnknown ? Math.max(sent.sends, 2) : 1;
  const { state } = intentAfter(sent.kind, { state: "sent", sends }, reply.kind);
  const telling = tellingOf(`${effect.name} answered ${reply.kind}`, reply);
  if (state === "failed") return end(desk, effect, sent, "failed", `remote:${wordsOf(reply)}`, telling);
  if (state === "ready") return wait(desk, effect, { ...sent, sends: sent.sends - 1 }, reply);
  const settle = state === "reconciling" ? ports.now() : settleUntil(sent.kind, sent.sentAt ?? ports.now());
  const change: IntentChange = {
    state,
    wasUnknown: sent.wasUnknown || state === "unknown",
    settleUntil: settle,
    nextAt: settle,
    reason: reply.kind === "rejected" ? `remote:${wordsOf(reply)}` : null,
  };
  return move(desk, sent, change, telling);
}

async function readBack(desk: StoreDesk, effect: AnyEffect, doubtful: AnyIntent): Promise<boolean> {
  const { ports } = desk;
  const found = await effect.readBack(tapedDesk(desk, doubtful.id, "read-back"), doubtful);
  const looked = `${effect.name} read back`;
  switch (found.found) {
    case "done":
      return finish(desk, effect, doubtful, found.outcome, { what: `${looked}: done` });
    case "failed":
      return end(desk, effect, doubtful, "failed", found.reason, { what: `${looked}: failed`, words: found.words });
    case "conflict":
      return park(desk, doubtful, found.reason, { what: `${looked}: ${found.reason}` });
    case "not-yet":
      return move(desk, doubtful, { state: "reconciling", nextAt: found.at }, { what: `${looked}: not yet` });
    case "blind":
      return move(
        desk,
        doubtful,
        { state: "reconciling", nextAt: retryAt(desk, doubtful, found.reply) },
        tellingOf(`${looked}: no answer`, found.reply),
      );
    case "absent":
      return believeAbsent(desk, effect, doubtful, { at: ports.now(), looked });
  }
}

/** One look that finds nothing may lie; as many as the policy asks for, apart from each other, are believed. */
function believeAbsent(
  desk: StoreDesk,
  effect: AnyEffect,
  doubtful: AnyIntent,
  { at, looked }: { at: number; looked: string },
): boolean {
  const { cleanReads: needed, limited } = INTENT_POLICIES[doubtful.kind];
  const telling = { what: `${looked}${LOOKED_IN_VAIN}` };
  // The only answer ever was a no, and the goal does not hold: that no was the truth.
  if (doubtful.reason?.startsWith("remote:") && !doubtful.wasUnknown) {
    const words = doubtful.reason.replace(/^remote:/, "");
    return end(desk, effect, doubtful, "failed", doubtful.reason, { ...telling, words });
  }
  const cleanReads = doubtful.cleanReads + 1;
  if (cleanReads < needed) {
    const change = { state: "reconciling", cleanReads, cleanAt: at, nextAt: at + CLEAN_READ_GAP_MS } as const;
    return move(desk, doubtful, change, telling);
  }
  if (!mayResend(doubtful.kind, doubtful.sends)) return park(desk, doubtful, "resends-used-up", telling);
  if (limited && effect.mayGoAgain?.(desk, doubtful) !== true)
    return park(desk, doubtful, "over-resend-limit", telling);
  return move(desk, doubtful, { state: "ready", nextAt: at, reason: null }, telling);
}

/**
 * Nothing was done. What a person asked for comes back to him with the reason when a key is refused; everything else
 * goes again later, under the same number.
 */
async function wait(desk: StoreDesk, effect: AnyEffect, intent: AnyIntent, reply: FailedReply): Promise<boolean> {
  const telling = tellingOf(`${effect.name} not done: ${reply.kind}`, reply);
  if (reply.kind === "rejected" && !intent.wasUnknown)
    return end(desk, effect, intent, "failed", `remote:${wordsOf(reply)}`, telling);
  if (reply.kind === "key-refused") {
    const refusal = noteKeyRefused(desk, effect.remote, reply);
    const isFirst = !intent.wasUnknown;
    if (intent.actor.personId !== "" && isFirst)
      return end(desk, effect, intent, "failed", refusal.code, {
        ...telling,
        words: refusal.words,
        status: statusOf(reply),
      });
  }
  if (reply.kind === "wait" && !reply.alone && effect.remote === "sendcloud")
    await desk.accountObject.holdFor(reply.until - desk.ports.now());
  const change: IntentChange = { state: "ready", sends: intent.sends, nextAt: retryAt(desk, intent, reply) };
  return move(desk, intent, change, telling);
}

function claimOf(desk: StoreDesk, intent: AnyIntent) {
  if (intent.kind !== "label")
    return { urgency: intent.kind === "push" ? ("push" as const) : ("rest" as const), label: null };
  const { reference } = intent.payload;
  return { urgency: "label" as const, label: { reference, storeId: desk.store.id, orderId: intent.orderId } };
}

function retryAt(desk: StoreDesk, intent: AnyIntent, reply: FailedReply): number {
  const { now, random } = desk.ports;
  if (reply.kind === "wait") return reply.until;
  return now() + backoff(Math.max(1, intent.evidence.length), random());
}
