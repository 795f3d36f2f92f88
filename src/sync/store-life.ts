import { disconnectStore, markDeleting } from "../db/store-life";
import { resumeStore } from "../db/stores";
import { type IntentKind, isOpen } from "../domain/intent";
import { effectOf } from "./effects";
import { recordFact, STORE_ITSELF } from "./facts";
import { findIntent } from "./intents";
import { keep, recall } from "./keeping";
import { end } from "./move-intent";
import { flushOutbox } from "./outbox";
import { refuse } from "./refusals";
import type { StoreDesk } from "./store-desk";
import { followPause, pauseByHand, wakeHeldIntents, writePause } from "./store-trouble";
import type { Actor, ActResult } from "./stub-answers";

/** What must not move money long after the merchant left. Everything else goes on where it stood. */
const MOVES_MONEY: ReadonlySet<IntentKind> = new Set(["label", "refund", "cancel-line", "cancel"]);
const DISCONNECTED = "disconnected";

/** Sends nothing and imports nothing until somebody ends it; what is planned waits. */
export async function pauseFor(desk: StoreDesk, reason: string, actor: Actor): Promise<ActResult> {
  if (desk.store.pausedBecause !== null) return { result: "done" };
  desk.ports.sql.transaction(() => {
    recordFact(desk, STORE_ITSELF, "paused", { reason }, actor.name);
    pauseByHand(desk, reason, actor.name);
  });
  await writePause(desk);
  return { result: "done" };
}

/** Ends a pause; what it held goes at once. */
export async function resume(desk: StoreDesk, actor: Actor): Promise<ActResult> {
  const { ports, store } = desk;
  if (store.pausedBecause === null) return { result: "done" };
  await resumeStore(ports.d1, store.workspaceId, store.id);
  ports.sql.transaction(() => {
    keep(ports.sql, "pause_wish", null);
    recordFact(desk, STORE_ITSELF, "resumed", {}, actor.name);
    store.pausedBecause = null;
    followPause(desk);
    ports.alarm.set(ports.now());
  });
  return { result: "done" };
}

/**
 * Ends the connection and keeps the history: money that was planned and has never left is dropped, the key is destroyed.
 * What was sent without an answer is settled when the shop is connected again.
 */
export async function disconnect(desk: StoreDesk, actor: Actor): Promise<ActResult> {
  const { ports, store } = desk;
  if (store.disconnectedAt !== null) return { result: "done" };
  ports.sql.transaction(() => {
    // Whatever runs at this moment looks here before it sends.
    store.pausedBecause ??= DISCONNECTED;
    keep(ports.sql, "pause_wish", null);
    keep(ports.sql, "trouble", null);
    keep(ports.sql, DISCONNECTED, true);
    const dropped = dropMoney(desk, actor);
    recordFact(desk, STORE_ITSELF, "disconnected", { dropped }, actor.name);
  });
  await flushOutbox(desk);
  await disconnectStore(ports.d1, { workspaceId: store.workspaceId, storeId: store.id }, ports.now());
  return { result: "done" };
}

/** A shop that has a key again goes on from where its last import ended. */
export function goOn(desk: StoreDesk, by: Actor | null): void {
  const { sql } = desk.ports;
  if (!recall<boolean>(sql, DISCONNECTED)) return;
  sql.transaction(() => {
    keep(sql, DISCONNECTED, false);
    recordFact(desk, STORE_ITSELF, "reconnected", {}, by?.name ?? null);
    wakeHeldIntents(desk);
  });
}

function dropMoney(desk: StoreDesk, actor: Actor): number {
  const { sql } = desk.ports;
  const rows = sql.all<{ id: string }>("SELECT id FROM intents WHERE next_at IS NOT NULL AND sends = 0 ORDER BY id");
  let dropped = 0;
  for (const { id } of rows) {
    const intent = findIntent(sql, id);
    if (!intent || !MOVES_MONEY.has(intent.kind) || intent.wasUnknown || !isOpen(intent.state)) continue;
    const telling = { what: "dropped by a person", actor };
    if (end(desk, effectOf(intent.kind), intent, "skipped", "store-disconnected", telling)) dropped += 1;
  }
  return dropped;
}

/** Begins the deletion of a disconnected store; the object goes on by itself until nothing is left. */
export async function beginDeletion(desk: StoreDesk): Promise<ActResult> {
  const { ports, store } = desk;
  const place = { workspaceId: store.workspaceId, storeId: store.id };
  if (!(await markDeleting(ports.d1, place, ports.now())))
    return { result: "refused", refusal: refuse("not-allowed-now") };
  keep(ports.sql, "deleting", place);
  ports.alarm.set(ports.now());
  return { result: "under-way" };
}
