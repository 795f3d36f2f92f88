import { pauseStore } from "../db/stores";
import { fnv1a32 } from "../domain/order-number";
import type { FailedReply } from "../lib/http";
import { recordFact, STORE_ITSELF } from "./facts";
import { changeIntent, findIntent } from "./intents";
import { keep, recall } from "./keeping";
import { miraklRefusal, refuse, sendcloudRefusal, toFailure } from "./refusals";
import type { StoreDesk } from "./store-desk";
import type { Refusal, RefusalCode } from "./stub-answers";

export type Trouble = Refusal & { at: number };

const UNAUTHORISED = 401;

/** The last thing that went wrong with the store's remotes; null when the last poll was good. */
export function lastTrouble(desk: StoreDesk): Trouble | null {
  return recall<Trouble | null>(desk.ports.sql, "trouble");
}

export function noteTrouble(desk: StoreDesk, refusal: Refusal): void {
  keep(desk.ports.sql, "trouble", { ...refusal, at: desk.ports.now() });
}

export function clearTrouble(desk: StoreDesk): void {
  if (!lastTrouble(desk)) return;
  keep(desk.ports.sql, "trouble", null);
  keep(desk.ports.sql, refusedAs("key-wrong"), null);
}

/**
 * A refused key is said once. Mirakl's 401 concerns the whole store: it pauses itself and loses nothing. A missing role
 * (403) or a refused Sendcloud key stops what needs it, while orders go on arriving.
 */
export function noteKeyRefused(
  desk: StoreDesk,
  remote: "mirakl" | "sendcloud",
  reply: Extract<FailedReply, { kind: "key-refused" }>,
): Refusal {
  const { ports, store, account } = desk;
  const failure = toFailure(reply);
  const refusal = remote === "mirakl" ? miraklRefusal(failure) : sendcloudRefusal(failure);
  const key = fnv1a32(remote === "mirakl" ? store.sealedKey : account.sealedSecretKey);
  if (recall<number>(ports.sql, refusedAs(refusal.code)) !== key) {
    keep(ports.sql, refusedAs(refusal.code), key);
    recordFact(desk, STORE_ITSELF, "key-refused", { remote }, null);
  }
  noteTrouble(desk, refusal);
  if (refusal.code === "key-wrong") wantPause(desk, refusal.code);
  return refusal;
}

function refusedAs(code: RefusalCode): string {
  return `refused_${code}`;
}

/** Pauses the store for a reason of ours, and says so once. */
export function pauseFor(desk: StoreDesk, reason: RefusalCode): void {
  if (desk.store.pausedBecause !== null) return;
  recordFact(desk, STORE_ITSELF, "paused", { reason }, null);
  noteTrouble(desk, refuse(reason));
  wantPause(desk, reason);
}

/** Pauses the store at a person's word, whatever its key. */
export function pauseByHand(desk: StoreDesk, reason: string, by: string): void {
  wantPause(desk, reason, by);
}

type PauseWish = { reason: string; sealedKey: string; by?: string | null };

function wantPause(desk: StoreDesk, reason: string, by: string | null = null): void {
  if (desk.store.pausedBecause !== null) return;
  desk.store.pausedBecause = reason;
  keep(desk.ports.sql, "pause_wish", { reason, sealedKey: desk.store.sealedKey, by } satisfies PauseWish);
  keep(desk.ports.sql, "paused", true);
}

/** Tells D1 of a pause that was decided in a synchronous block, unless the key has been changed since. */
export async function writePause(desk: StoreDesk): Promise<void> {
  const { ports, store } = desk;
  const wish = recall<PauseWish | null>(ports.sql, "pause_wish");
  if (!wish) return;
  const place = { workspaceId: store.workspaceId, storeId: store.id };
  const { reason, sealedKey, by = null } = wish;
  const pause = { ...place, reason, pausedBy: by, pausedAt: ports.now() };
  await pauseStore(ports.d1, pause, by === null ? sealedKey : undefined);
  keep(ports.sql, "pause_wish", null);
}

/** Notices in each slice that a pause began or ended, whoever ended it and whether or not he told this object. */
export function followPause(desk: StoreDesk): void {
  const { sql } = desk.ports;
  const isPaused = desk.store.pausedBecause !== null;
  if ((recall<boolean>(sql, "paused") ?? false) === isPaused) return;
  keep(sql, "paused", isPaused);
  if (!isPaused) wakeHeldIntents(desk);
}

/** Lets go at once what waited for the end of a pause, or for a key that is taken. */
export function wakeHeldIntents({ ports: { sql, now, alarm } }: StoreDesk): void {
  const at = now();
  const rows = sql.all<{ id: string }>("SELECT id FROM intents WHERE next_at > ? ORDER BY next_at, id", at);
  sql.transaction(() => {
    for (const { id } of rows) {
      const intent = findIntent(sql, id);
      const isHeld = intent?.reason === "store-paused" || intent?.evidence.at(-1)?.status === UNAUTHORISED;
      if (intent && isHeld) changeIntent(sql, intent, { nextAt: at, reason: null });
    }
    alarm.set(at);
  });
}
