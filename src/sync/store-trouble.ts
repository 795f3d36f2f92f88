import { pauseStore } from "../db/stores";
import type { FailedReply } from "../lib/http";
import { keep, recall } from "./keeping";
import { miraklRefusal, sendcloudRefusal, toFailure } from "./refusals";
import { recordFact } from "./settle-order";
import type { StoreDesk } from "./store-desk";
import type { Refusal } from "./stub";

export type Trouble = Refusal & { at: number };

/** Facts about the store itself carry no order. */
const STORE = "";

/** The last thing that went wrong with the store's remotes; null when the last poll was good. */
export function lastTrouble(desk: StoreDesk): Trouble | null {
  return recall<Trouble | null>(desk.ports.sql, "trouble");
}

export function noteTrouble(desk: StoreDesk, refusal: Refusal): void {
  keep(desk.ports.sql, "trouble", { ...refusal, at: desk.ports.now() });
}

export function clearTrouble(desk: StoreDesk): void {
  if (lastTrouble(desk)) keep(desk.ports.sql, "trouble", null);
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
  const failure = toFailure(reply);
  const refusal = remote === "mirakl" ? miraklRefusal(failure) : sendcloudRefusal(failure);
  if (lastTrouble(desk)?.code !== refusal.code) recordFact(desk, STORE, "key-refused", { remote }, null);
  noteTrouble(desk, refusal);
  if (refusal.code === "key-wrong" && desk.store.pausedBecause === null) {
    desk.store.pausedBecause = refusal.code;
    keep(desk.ports.sql, "pause_wanted", refusal.code);
  }
  return refusal;
}

/** Tells D1 of a pause that was decided in a synchronous block. */
export async function writePause(desk: StoreDesk): Promise<void> {
  const { ports, store } = desk;
  const reason = recall<string | null>(ports.sql, "pause_wanted");
  if (!reason) return;
  await pauseStore(ports.d1, {
    workspaceId: store.workspaceId,
    storeId: store.id,
    reason,
    pausedBy: null,
    pausedAt: ports.now(),
  });
  keep(ports.sql, "pause_wanted", null);
}
