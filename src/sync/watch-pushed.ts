import { listStoresOfAccount } from "../db/stores";
import type { Reply } from "../lib/http";
import { clearForAccount, raiseForAccount } from "./account-attention";
import type { AccountDesk } from "./account-desk";
import { SHIPMENTS, tellStores } from "./account-news";
import { isTroubled, noteAnswer } from "./account-trouble";
import { judgeVanished } from "./judge-vanished";
import { keep, recall } from "./keeping";
import { tellChanges } from "./notice-changes";
import type { WatchedOrder } from "./settle-vanished";
import {
  addVanished,
  countWatched,
  dropUndecided,
  dropWatched,
  isAnyoneUndecided,
  keepOnlyStores,
  lastMissedAt,
  markUnseen,
  nextToLook,
  noteLook,
  replaceWatched,
  unmarkAll,
  type Watched,
} from "./vanished-book";

const MINUTE_MS = 60_000;
const EVERY_MS = 10 * MINUTE_MS;
/** Two looks so far apart must find an order nowhere (issue 4, 6b). */
const LOOKS_APART_MS = 10 * MINUTE_MS;
/** So few are asked for one by one; more than that are first held against the list. */
const FEW = 12;
/** Each look is up to three reads: one slice makes at most 40 requests (reliability.md 2.6). */
const LOOKS_A_SLICE = 12;
const AT_ONCE = 4;
const DAY_MS = 86_400_000;
const DUE = "watch_due";
const ROUND = "watch_round";
const DIFFERS = "integration-differs";

/** The list as far as it is walked; a process that dies walks it again. */
type Walk = { cursor: string | undefined; seen: Set<number> };
const WALKS = new WeakMap<AccountDesk["ports"]["sql"], Walk>();

/**
 * Looks every ten minutes whether the orders that we pushed are still at Sendcloud: nothing else tells that somebody
 * deleted one (sendcloud.md 6.7). One round asks the stores, walks the list, looks for whatever it did not show, and
 * judges what two rounds found nowhere. A round in which anything stays unanswered proves nothing.
 */
export async function watchPushed(desk: AccountDesk): Promise<void> {
  const { sql, now } = desk.ports;
  if ((recall<number>(sql, DUE) ?? 0) > now()) return;
  if (isTroubled(sql)) return endRound(desk);
  const phase = recall<"listing" | "looking" | null>(sql, ROUND) ?? null;
  if (phase === null && !(await beginRound(desk))) return endRound(desk);
  if (recall(sql, ROUND) === "listing" && !(await walkList(desk))) return;
  if (recall(sql, ROUND) !== "looking") return endRound(desk);
  const doubts = countWatched(sql).toLook > 0 || recall(sql, DIFFERS) === true;
  if (doubts && !(await isStillOurs(desk))) return endRound(desk);
  await lookAtSome(desk);
  if (countWatched(sql).toLook > 0) return keep(sql, DUE, now());
  if (isAnyoneUndecided(sql) && !(await isStillOurs(desk))) return endRound(desk);
  judgeVanished(desk);
  endRound(desk);
}

export function nextWatchAt({ ports: { sql } }: AccountDesk): number {
  return recall<number>(sql, DUE) ?? 0;
}

/** Asks the stores what they have at Sendcloud; false when there is nothing to look for. */
async function beginRound(desk: AccountDesk): Promise<boolean> {
  const { sql, d1 } = desk.ports;
  const stores = await listStoresOfAccount(d1, desk.account.workspaceId, desk.account.id);
  // A store that cannot be asked now keeps what it said last.
  const told = await Promise.all(stores.map(async ({ id }) => ({ id, orders: await watchedBy(desk, id) })));
  sql.transaction(() => {
    for (const { id, orders } of told) if (orders) replaceWatched(sql, id, orders);
    keepOnlyStores(
      sql,
      stores.map(({ id }) => id),
    );
    const { watched } = countWatched(sql);
    if (watched === 0) return;
    WALKS.delete(sql);
    if (watched <= FEW) markUnseen(sql, null);
    keep(sql, ROUND, watched <= FEW ? "looking" : "listing");
  });
  return recall(sql, ROUND) !== null;
}

async function watchedBy(desk: AccountDesk, storeId: string): Promise<WatchedOrder[] | null> {
  try {
    return await desk.storeObject(storeId).watchedOrders();
  } catch {
    return null;
  }
}

/** True when the list is walked to its end, or cannot be: then the round is over. */
async function walkList(desk: AccountDesk): Promise<boolean> {
  const { sql, now } = desk.ports;
  const walk = WALKS.get(sql) ?? { cursor: undefined, seen: new Set<number>() };
  const readAt = now();
  const createdSince = (countWatched(sql).oldest ?? now()) - DAY_MS;
  const { integrationId } = desk.account;
  const reply = await desk.sendcloud.listOrders({ integrationId, createdSince }, walk.cursor);
  noteAnswer(desk, reply);
  if (reply.kind !== "ok") {
    keep(sql, ROUND, null);
    return true;
  }
  for (const { id } of reply.value.rows) walk.seen.add(id);
  const read = reply.value.rows.flatMap(({ order }) => order ?? []);
  await tellChanges(desk, read, readAt);
  walk.cursor = reply.value.next ?? undefined;
  if (reply.value.next !== null) {
    WALKS.set(sql, walk);
    keep(sql, DUE, now());
    return false;
  }
  WALKS.delete(sql);
  sql.transaction(() => {
    markUnseen(sql, walk.seen);
    keep(sql, ROUND, "looking");
  });
  return true;
}

/** What is not there may be another integration's: the keys must still open the one that we pushed to. */
async function isStillOurs(desk: AccountDesk): Promise<boolean> {
  const { sql } = desk.ports;
  const reply = await desk.sendcloud.identify();
  noteAnswer(desk, reply);
  if (reply.kind !== "ok") return false;
  const { id, name, integrationId } = desk.account;
  const differs = reply.value.integrationId !== integrationId;
  keep(sql, DIFFERS, differs);
  const details = { accountId: id, name, integrationId };
  if (differs) raiseForAccount(desk, { key: DIFFERS, kind: "integration-deleted", details });
  else clearForAccount(desk, DIFFERS);
  return !differs;
}

async function lookAtSome(desk: AccountDesk): Promise<void> {
  const queue = nextToLook(desk.ports.sql, LOOKS_A_SLICE);
  const lane = async () => {
    for (let one = queue.shift(); one; one = queue.shift()) await lookAt(desk, one);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, lane));
}

async function lookAt(desk: AccountDesk, one: Watched): Promise<void> {
  const { sql, now } = desk.ports;
  const found = await findThere(desk, one);
  sql.transaction(() => {
    // Unanswered: what an earlier look found still counts, this one does not.
    if (found === null) return noteLook(sql, one.sendcloudId, one.missingAt);
    if (found) return noteLook(sql, one.sendcloudId, null);
    if (one.missingAt === null || now() - one.missingAt < LOOKS_APART_MS)
      return noteLook(sql, one.sendcloudId, one.missingAt ?? now());
    addVanished(sql, one, now());
    dropWatched(sql, one.sendcloudId);
  });
}

/** By its id, by ours, and by a parcel of its number, which takes an order out of the list too; null when unanswered. */
async function findThere(desk: AccountDesk, one: Watched): Promise<boolean | null> {
  const { integrationId } = desk.account;
  const readAt = desk.ports.now();
  const byId = await desk.sendcloud.order(one.sendcloudId);
  if (byId.kind === "ok" && byId.value) await tellChanges(desk, [byId.value], readAt);
  if (byId.kind !== "ok" || byId.value) return presence(byId);
  const byOurs = await desk.sendcloud.findOrder(one.externalId, integrationId);
  if (byOurs.kind !== "ok" || byOurs.value) return presence(byOurs);
  const parcels = await desk.sendcloud.shipments({ orderNumber: one.number });
  if (parcels.kind !== "ok") return null;
  await tellStores(desk, SHIPMENTS, parcels.value.rows);
  return parcels.value.rows.length > 0 || parcels.value.unreadable > 0;
}

function presence(reply: Reply<unknown>): boolean | null {
  return reply.kind === "ok" ? true : null;
}

function endRound(desk: AccountDesk): void {
  const { sql, now } = desk.ports;
  WALKS.delete(sql);
  sql.transaction(() => {
    unmarkAll(sql);
    // What a round that was broken off found nowhere is looked for twice anew.
    dropUndecided(sql);
    keep(sql, ROUND, null);
    // Whoever is missed once is looked for as soon as a second look counts.
    const missed = lastMissedAt(sql);
    const second = missed !== null && missed > now() - LOOKS_APART_MS ? missed + LOOKS_APART_MS : null;
    keep(sql, DUE, second ?? now() + EVERY_MS);
  });
}
