import { type Choice, isOpen, legalChoices, type ParkReason } from "../domain/intent";
import type { FailedReply } from "../lib/http";
import type { Candidate } from "./effect";
import { type AnyEffect, effectOf } from "./effects";
import { exchangesOf, tapedDesk } from "./exchanges";
import { executeIntent } from "./execute-intent";
import { recordFact } from "./facts";
import { type AnyIntent, findIntent, moneyOf } from "./intents";
import { end, finish, move } from "./move-intent";
import { miraklRefusal, refuse, sendcloudRefusal, toFailure } from "./refusals";
import type { StoreDesk } from "./store-desk";
import type { Actor, ActResult } from "./stub-answers";
import type { Decision, EvidenceResult, RemoteCandidate } from "./stub-orders";

/** All that is known of one intent; `look` asks the remote now what it holds that may be it. */
export async function evidenceOf(desk: StoreDesk, intentId: string, look: boolean): Promise<EvidenceResult> {
  const before = findIntent(desk.ports.sql, intentId);
  if (!before) return { result: "refused", refusal: refuse("not-found") };
  const found = look && before.state === "parked" ? await candidatesOf(desk, before) : null;
  const intent = findIntent(desk.ports.sql, intentId) ?? before;
  const parkReason = intent.state === "parked" ? (intent.reason as ParkReason) : null;
  const lastLook = intent.evidence.findLast(({ what }) => what.includes("read back"));
  return {
    result: "evidence",
    evidence: {
      intentId,
      orderId: intent.orderId,
      kind: intent.kind,
      state: intent.state,
      reason: intent.reason,
      money: moneyOf(intent),
      attempts: intent.sends,
      sentAt: intent.sentAt,
      lastLook: lastLook ? { at: lastLook.at, words: lastLook.what } : null,
      steps: intent.evidence,
      exchanges: exchangesOf(desk.ports, intentId),
      candidates: found && !isFailed(found) ? found.map(withoutOutcome) : null,
      choices: parkReason ? choicesOf(desk, parkReason) : [],
      parkReason,
    },
  };
}

/** Carries out what a person decided about a parked intent; whoever comes second finds it decided. */
export async function decideIntent(
  desk: StoreDesk,
  intentId: string,
  decision: Decision,
  actor: Actor,
): Promise<ActResult> {
  const intent = findIntent(desk.ports.sql, intentId);
  if (!intent) return refused("not-found");
  if (intent.state !== "parked") return refused("already-decided");
  if (!choicesOf(desk, intent.reason as ParkReason).includes(decision.choice))
    return refused(desk.store.disconnectedAt === null ? "not-allowed-now" : "store-disconnected");
  const effect = effectOf(intent.kind);
  switch (decision.choice) {
    case "check":
      return checkAgain(desk, effect, intent, actor);
    case "happened":
      return itHappened(desk, effect, intent, decision.remoteId, actor);
    case "send-again":
      return sendAgain(desk, intent, actor);
    case "drop": {
      const telling = { what: "dropped by a person", actor };
      return decided(desk, intent, "drop", actor, () => end(desk, effect, intent, "skipped", "dropped", telling));
    }
  }
}

// Without its key nobody can look or send: it can only be given up.
function choicesOf({ store }: StoreDesk, reason: ParkReason): Choice[] {
  return store.disconnectedAt === null ? legalChoices(reason) : ["drop"];
}

/** Looks again, and nothing more: what is proved ends, what is not stays parked with the new look as evidence. */
async function checkAgain(desk: StoreDesk, effect: AnyEffect, intent: AnyIntent, actor: Actor): Promise<ActResult> {
  const found = await effect.readBack(tapedDesk(desk, intent.id, "read-back"), intent);
  const what = `${effect.name} read back: ${found.found}`;
  if (found.found === "done") {
    return decided(desk, intent, "check", actor, () => finish(desk, effect, intent, found.outcome, { what, actor }));
  }
  if (found.found === "failed") {
    const telling = { what, words: found.words, actor };
    return decided(desk, intent, "check", actor, () => end(desk, effect, intent, "failed", found.reason, telling));
  }
  if (found.found === "blind") return failed(effect, found.reply);
  return decided(desk, intent, "check", actor, () => move(desk, intent, {}, { what, actor }));
}

async function itHappened(
  desk: StoreDesk,
  effect: AnyEffect,
  intent: AnyIntent,
  remoteId: string,
  actor: Actor,
): Promise<ActResult> {
  const found = await candidatesOf(desk, intent);
  if (isFailed(found)) return failed(effect, found);
  const chosen = found.find((one) => one.remoteId === remoteId);
  if (!chosen) return refused("remote-unknown");
  const telling = { what: `${effect.name} happened, says a person: ${remoteId}`, actor };
  return decided(desk, intent, "happened", actor, () => finish(desk, effect, intent, chosen.outcome, telling));
}

/** A new attempt on a person's word: what the remote holds now is known not to be it, so a new baseline is taken. */
async function sendAgain(desk: StoreDesk, intent: AnyIntent, actor: Actor): Promise<ActResult> {
  const { now } = desk.ports;
  const change = { state: "ready", sends: 0, baseline: null, cleanReads: 0, cleanAt: null, nextAt: now() } as const;
  const moved = decided(desk, intent, "send-again", actor, () =>
    move(desk, intent, { ...change, reason: null }, { what: "sent again by a person", actor }),
  );
  if (moved.result === "refused") return moved;
  const ended = await executeIntent(desk, intent.id);
  return ended && isOpen(ended.state) ? { result: "under-way" } : { result: "done" };
}

function decided(
  desk: StoreDesk,
  { id, orderId, kind }: AnyIntent,
  choice: Decision["choice"],
  actor: Actor,
  work: () => boolean,
): ActResult {
  return desk.ports.sql.transaction(() => {
    if (!work()) return refused("already-decided");
    recordFact(desk, orderId, "decided", { choice, kind, intentId: id }, actor.name);
    return { result: "done" };
  });
}

async function candidatesOf(desk: StoreDesk, intent: AnyIntent): Promise<Candidate<unknown>[] | FailedReply> {
  const effect = effectOf(intent.kind);
  const taped = tapedDesk(desk, intent.id, "read-back");
  if (effect.candidates) return effect.candidates(taped, intent);
  const found = await effect.readBack(taped, intent);
  if (found.found === "blind") return found.reply;
  if (found.found !== "done") return [];
  return [{ remoteId: intent.orderId, words: "", money: moneyOf(intent), at: null, outcome: found.outcome }];
}

function isFailed(found: Candidate<unknown>[] | FailedReply): found is FailedReply {
  return !Array.isArray(found);
}

function withoutOutcome({ remoteId, words, money, at }: Candidate<unknown>): RemoteCandidate {
  return { remoteId, words, money, at };
}

function failed({ remote }: AnyEffect, reply: FailedReply): ActResult {
  const failure = toFailure(reply);
  return { result: "refused", refusal: remote === "mirakl" ? miraklRefusal(failure) : sendcloudRefusal(failure) };
}

function refused(code: Parameters<typeof refuse>[0]): ActResult {
  return { result: "refused", refusal: refuse(code) };
}
