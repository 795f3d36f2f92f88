import { findAccount } from "../db/accounts";
import { findTimeZone } from "../db/people";
import { findStore } from "../db/stores";
import { fnv1a32 } from "../domain/order-number";
import {
  intervalMinutes,
  isBusy,
  planSync,
  pollDueAt,
  pollFloor,
  type SyncPlan,
  type SyncSituation,
} from "../domain/sync-plan";
import type { Http } from "../lib/http";
import type { Ports } from "../lib/ports";
import { createMiraklClient } from "../mirakl/client";
import { checkShop } from "./check-shop";
import { learnSender } from "./customs-route";
import { recoverOrphans } from "./execute-intent";
import { followSettings, nextWalkAt, walkSettings } from "./follow-settings";
import { gated, heldUntil, LIST_ORDERS } from "./gate";
import { nextIntentAt } from "./intents";
import { nextJobAt, reportJobs } from "./job-book";
import { keep, recall } from "./keeping";
import { planJobs } from "./label-many";
import { integrationOf, openSendcloud, type SendcloudAddresses } from "./open-sendcloud";
import { beat, flushOutbox, isOutboxWaiting, outboxDepth } from "./outbox";
import { followAcceptance } from "./plan-acceptance";
import { lastProof, proofDueAt, proveNothingMissing } from "./prove-nothing-missing";
import { importPage, importWalk, lastWalk, pollOrders, recentWaits } from "./pull-orders";
import { nextDailyAt, readDaily } from "./read-daily";
import { readRules } from "./read-rules";
import { nextRebuildAt, rebuildOn } from "./rebuild";
import { runDueIntents } from "./run-intents";
import { readStale } from "./sku-facts";
import { type AccountPort, marketplaceRules, type StoreDesk } from "./store-desk";
import { followPause, lastTrouble, writePause } from "./store-trouble";
import type { SyncStrip } from "./stub-stores";
import { tidy } from "./tidy";
import { isAnythingUnderWay, underWay } from "./under-way";

const REARM_MS = 60_000;
const SLICE_MS = 50_000;
const BUSY_AGAIN_MS = 1_000;
/** A click carries its own work out: the loop looks after it when the page has stopped waiting. */
const CLICK_TAKES_MS = 5_000;
const PAGES_A_SLICE = 20;
const HOME_ZONE = "Europe/Paris";

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
  const timeZone = (await findTimeZone(ports.d1, workspaceId)) ?? HOME_ZONE;
  const { now, random, seal } = ports;
  // The key of a disconnected store is destroyed: its desk reads what is here, and nothing leaves it.
  const isConnected = store.disconnectedAt === null;
  const key = isConnected ? await seal.open(store.sealedKey, `${workspaceId}|${storeId}|key`) : "";
  const { clientOver } = await openSendcloud(ports, parts, account);
  const access = { now, random, baseUrl: store.baseUrl, key, shopId: store.shopId };
  const clientsOver = (way: Http) => {
    const http = isConnected ? gated(ports, way) : nowhere;
    return { mirakl: createMiraklClient({ ...access, http }), sendcloud: clientOver(http) };
  };
  return {
    ports,
    store,
    timeZone,
    account,
    integration: integrationOf(account),
    ...clientsOver(ports.http),
    clientsOver,
    accountObject: parts.accountObject(account.id),
    epoch,
  };
}

const nowhere: Http = async () => ({ arrived: false, failure: "blocked" });

/**
 * One bounded slice of a store's work, in the order of design.md 5, and the next alarm. Everything in it may be cut off
 * at any await and run again. What hangs goes on beside the next slice: nothing waits for it longer than this one.
 */
export async function runSlice(desk: StoreDesk): Promise<void> {
  const { ports } = desk;
  const startedAt = ports.now();
  ports.alarm.set(startedAt + REARM_MS);
  followPause(desk);
  followSettings(desk);
  followAcceptance(desk);
  recoverOrphans(desk);
  const until = startedAt + SLICE_MS;
  const work = Promise.allSettled([
    runDueIntents(desk, until),
    runJobs(desk, until),
    look(desk, until),
    walkSettings(desk, until),
  ]);
  const outcomes = await Promise.race([work, ports.sleep(SLICE_MS, work).then(() => [])]);
  await writePause(desk);
  tidy(desk);
  reportJobs(ports.sql);
  await flushOutbox(desk);
  await beat(desk);
  const { nextAlarm } = planNow(desk);
  // What is under way may look due until it ends.
  const again = ports.now() + (ports.now() - startedAt < SLICE_MS ? CLICK_TAKES_MS : BUSY_AGAIN_MS);
  ports.alarm.set(isAnythingUnderWay(desk) ? Math.max(nextAlarm, again) : nextAlarm);
  for (const outcome of outcomes) if (outcome.status === "rejected") throw outcome.reason;
}

/** Plans the labels that lists wait for; what prices cost to ask delays no intent that is due. */
async function runJobs(desk: StoreDesk, until: number): Promise<void> {
  const dueAt = nextJobAt(desk.ports.sql);
  if (dueAt === null || dueAt > desk.ports.now()) return;
  await planJobs(desk);
  await runDueIntents(desk, until);
}

/** All reading of the marketplace, one after the other and never twice at once. */
async function look(desk: StoreDesk, until: number): Promise<void> {
  const now = underWay(desk);
  if (now.looking) return;
  now.looking = true;
  try {
    if (desk.store.pausedBecause === null && !marketplaceRules(desk)) await readRules(desk);
    await checkShop(desk);
    await importSome(desk, until);
    await pollWhenDue(desk);
    if (desk.store.pausedBecause === null) await readRules(desk);
    await readDaily(desk);
    await rebuildOn(desk);
    await readStale(desk);
    await learnSender(desk);
  } finally {
    now.looking = false;
  }
}

async function pollWhenDue(desk: StoreDesk): Promise<void> {
  const { poll, proof, late } = planNow(desk);
  if (poll) await (proof ? proveNothingMissing(desk) : pollOrders(desk, late));
}

async function importSome(desk: StoreDesk, until: number): Promise<void> {
  for (let page = 0; page < PAGES_A_SLICE && desk.ports.now() <= until; page += 1) {
    const walk = importWalk(desk);
    const backedOffUntil = recall<number | null>(desk.ports.sql, "backed_off_until");
    if (!walk || desk.store.pausedBecause !== null || (backedOffUntil ?? 0) > desk.ports.now()) return;
    await importPage(desk, walk);
    await flushOutbox(desk);
  }
}

function planNow(desk: StoreDesk): SyncPlan {
  return planSync(situationOf(desk));
}

function situationOf(desk: StoreDesk): SyncSituation {
  const { sql, now } = desk.ports;
  return {
    now: now(),
    lastPollAt: recall<number>(sql, "polled_at"),
    lastWalk: lastWalk(sql),
    proofDueAt: proofDueAt(sql),
    spread: fnv1a32(desk.store.id),
    ...rhythm(desk),
    backedOffUntil: later(recall<number | null>(sql, "backed_off_until"), heldUntil(desk.ports, LIST_ORDERS)),
    dueIntentAt: earlier(nextIntentAt(sql), nextJobAt(sql)),
    choreAt: earlier(earlier(nextDailyAt(desk), nextRebuildAt(desk)), nextWalkAt(desk)),
    outboxWaiting: isOutboxWaiting(sql),
    paused: desk.store.pausedBecause !== null,
    importing: importWalk(desk) !== null,
  };
}

function later(one: number | null, other: number | null): number | null {
  return one === null || other === null ? (one ?? other) : Math.max(one, other);
}

function earlier(one: number | null, other: number | null): number | null {
  return one === null || other === null ? (one ?? other) : Math.min(one, other);
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
  const situation = situationOf(desk);
  const paused = desk.store.pausedBecause;
  return {
    lastImportAt: recall<number>(sql, "imported_at"),
    nextImportAt: paused !== null || situation.lastPollAt === null ? null : Math.max(now(), pollDueAt(situation)),
    importing: walk && { walk: walk.walk, done: walk.done, total: walk.total },
    intervalMinutes: intervalMinutes(situation),
    lastError: lastTrouble(desk),
    pausedBecause: paused,
    setAside: sql.all<{ n: number }>("SELECT count(*) AS n FROM set_aside")[0]?.n ?? 0,
    waitsForOutbox: outboxDepth(sql),
    proof: lastProof(desk),
  };
}
