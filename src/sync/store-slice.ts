import { findAccount } from "../db/accounts";
import { findStore } from "../db/stores";
import { intervalMinutes, isBusy, planSync, pollFloor, type SyncPlan } from "../domain/sync-plan";
import type { Ports } from "../lib/ports";
import { createMiraklClient } from "../mirakl/client";
import { executeIntent, recoverOrphans } from "./execute-intent";
import { dueIntents, nextIntentAt } from "./intents";
import { keep, recall } from "./keeping";
import { integrationOf, openSendcloud, type SendcloudAddresses } from "./open-sendcloud";
import { beat, flushOutbox, isOutboxWaiting, outboxDepth } from "./outbox";
import { importPage, importWalk, pollOrders, recentWaits } from "./pull-orders";
import { readRules } from "./read-rules";
import type { AccountPort, StoreDesk } from "./store-desk";
import { lastTrouble, writePause } from "./store-trouble";
import type { SyncStrip } from "./stub";
import { tidy } from "./tidy";

const REARM_MS = 60_000;
const INTENTS_A_SLICE = 50;
const PAGES_A_SLICE = 20;

export type DeskParts = SendcloudAddresses & {
  ports: Ports;
  epoch: string;
  accountObject(accountId: string): AccountPort;
};

/** Sets the engine of one store on its feet: its row, its account's, and clients that hold the opened keys. */
export async function openDesk(parts: DeskParts, workspaceId: string, storeId: string): Promise<StoreDesk | null> {
  const { ports, epoch } = parts;
  const store = await findStore(ports.d1, workspaceId, storeId);
  const account = store && (await findAccount(ports.d1, workspaceId, store.accountId));
  if (!store || !account) return null;
  const { http, now, random, seal } = ports;
  const key = await seal.open(store.sealedKey, `${workspaceId}|${storeId}|key`);
  const { sendcloud } = await openSendcloud(ports, parts, account);
  return {
    ports,
    store,
    account,
    integration: integrationOf(account),
    mirakl: createMiraklClient({ http, now, random, baseUrl: store.baseUrl, key, shopId: store.shopId }),
    sendcloud,
    accountObject: parts.accountObject(account.id),
    epoch,
  };
}

/**
 * One bounded slice of a store's work, in the order of design.md 5, and the next alarm. Everything in it may be cut off
 * at any await and run again.
 */
export async function runSlice(desk: StoreDesk): Promise<void> {
  const { ports } = desk;
  ports.alarm.set(ports.now() + REARM_MS);
  recoverOrphans(desk);
  await runDueIntents(desk);
  if (desk.store.pausedBecause === null) await readRules(desk);
  await importSome(desk);
  if (planNow(desk).poll) await pollOrders(desk);
  await writePause(desk);
  tidy(desk);
  await flushOutbox(desk);
  await beat(desk);
  ports.alarm.set(planNow(desk).nextAlarm);
}

/** One order in sequence, many orders side by side (design.md 5): a poisoned order never blocks its neighbours. */
async function runDueIntents(desk: StoreDesk): Promise<void> {
  const { sql, now } = desk.ports;
  const byOrder = new Map<string, string[]>();
  for (const { orderId, id } of dueIntents(sql, now(), INTENTS_A_SLICE)) {
    byOrder.set(orderId, [...(byOrder.get(orderId) ?? []), id]);
  }
  await Promise.all(
    [...byOrder.values()].map(async (ids) => {
      for (const id of ids) await executeIntent(desk, id);
    }),
  );
}

async function importSome(desk: StoreDesk): Promise<void> {
  for (let page = 0; page < PAGES_A_SLICE; page += 1) {
    const walk = importWalk(desk);
    const backedOffUntil = recall<number | null>(desk.ports.sql, "backed_off_until");
    if (!walk || desk.store.pausedBecause !== null || (backedOffUntil ?? 0) > desk.ports.now()) return;
    await importPage(desk, walk);
    await flushOutbox(desk);
  }
}

function planNow(desk: StoreDesk): SyncPlan {
  const { sql, now } = desk.ports;
  return planSync({
    now: now(),
    lastPollAt: recall<number>(sql, "polled_at"),
    ...rhythm(desk),
    backedOffUntil: recall<number | null>(sql, "backed_off_until"),
    dueIntentAt: nextIntentAt(sql),
    outboxWaiting: isOutboxWaiting(sql),
    paused: desk.store.pausedBecause !== null,
    importing: importWalk(desk) !== null,
  });
}

function rhythm(desk: StoreDesk) {
  const { sql, now } = desk.ports;
  const [moved] = sql.all<{ at: number | null }>("SELECT max(updated_at) AS at FROM orders WHERE open = 1");
  const signs = { now: now(), openOrderChangedAt: moved?.at ?? null, lookedAt: recall<number>(sql, "looked_at") };
  return {
    interval: desk.store.settings.pollInterval,
    busy: isBusy(signs),
    floorMinutes: pollFloor(recentWaits(desk), now()),
  };
}

/** The live sync strip; asking for it counts as looking at the store. */
export function stripOf(desk: StoreDesk): SyncStrip {
  const { sql, now } = desk.ports;
  keep(sql, "looked_at", now());
  const walk = importWalk(desk);
  const plan = planNow(desk);
  const polledAt = recall<number>(sql, "polled_at");
  const minutes = intervalMinutes(rhythm(desk));
  const paused = desk.store.pausedBecause;
  const wait = recall<number | null>(sql, "backed_off_until") ?? 0;
  return {
    lastImportAt: recall<number>(sql, "imported_at"),
    nextImportAt:
      paused !== null || polledAt === null ? null : Math.max(plan.poll ? now() : polledAt + minutes * 60_000, wait),
    importing: walk && { walk: walk.walk, done: walk.done, total: walk.total },
    intervalMinutes: minutes,
    lastError: lastTrouble(desk),
    pausedBecause: paused,
    setAside: sql.all<{ n: number }>("SELECT count(*) AS n FROM set_aside")[0]?.n ?? 0,
    waitsForOutbox: outboxDepth(sql),
  };
}
