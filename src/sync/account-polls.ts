import type { Reply } from "../lib/http";
import type { Page } from "../sendcloud/paging";
import type { AccountDesk } from "./account-desk";
import { RETURNS, type Road, SHIPMENTS, tellStores } from "./account-news";
import { noteAnswer } from "./account-trouble";
import { keep, recall } from "./keeping";

const MINUTE_MS = 60_000;
const OVERLAP_MS = 10 * MINUTE_MS;
/** Returns are listed by the day they were made, whatever happened to them since (sendcloud.md 5.3). */
const RETURNS_WINDOW_MS = 30 * 24 * 60 * MINUTE_MS;
/** A poll that failed comes again so soon, however seldom it comes otherwise. */
const FAILED_AGAIN_MS = 10 * MINUTE_MS;

/** One list that is walked for all stores of the account. */
type Poll<N> = {
  name: "shipments" | "returns";
  everyMs: number;
  road: Road<N>;
  /** Rows since a moment, up to another, from the cursor on. */
  ask(desk: AccountDesk, since: number, until: number, cursor: string | undefined): Promise<Reply<Page<N>>>;
};

/** Webhooks may never come: polling alone reaches the same state, only later (reliability.md 2.6). */
const SHIPMENTS_POLL: Poll<Parameters<typeof SHIPMENTS.keyOf>[0]> = {
  name: "shipments",
  everyMs: 10 * MINUTE_MS,
  road: SHIPMENTS,
  ask: ({ sendcloud, account: { integrationId } }, since, _until, cursor) =>
    sendcloud.shipments({ integrationId, updatedAfter: since - OVERLAP_MS }, cursor),
};

const RETURNS_POLL: Poll<Parameters<typeof RETURNS.keyOf>[0]> = {
  name: "returns",
  everyMs: 60 * MINUTE_MS,
  road: RETURNS,
  ask: ({ sendcloud }, since, until, cursor) => sendcloud.returns(since - RETURNS_WINDOW_MS, until, cursor),
};

/** Polls what is due, for all stores of the account at once. */
export async function pollAccount(desk: AccountDesk): Promise<void> {
  await pollOne(desk, SHIPMENTS_POLL);
  await pollOne(desk, RETURNS_POLL);
}

export function nextPollAt(desk: AccountDesk): number {
  return Math.min(dueAt(desk, SHIPMENTS_POLL.name), dueAt(desk, RETURNS_POLL.name));
}

/** A returned parcel moved: its list is read soon, but not for every parcel anew. */
export function hurryReturns(desk: AccountDesk): void {
  const { sql, now } = desk.ports;
  const last = recall<number>(sql, "returns_since") ?? now();
  keep(sql, "returns_due", Math.min(dueAt(desk, "returns"), Math.max(now(), last + FAILED_AGAIN_MS)));
}

/** New keys: what the old ones could not read is read at once. */
export function pollAtOnce({ ports: { sql, now } }: AccountDesk): void {
  for (const { name } of [SHIPMENTS_POLL, RETURNS_POLL]) keep(sql, `${name}_due`, now());
}

/** A walk of many pages goes on in the next slice; `startedAt` is where the next one's window will open. */
type Walk = { startedAt: number; cursor: string };

async function pollOne<N>(desk: AccountDesk, { name, everyMs, road, ask }: Poll<N>): Promise<void> {
  const { sql, now } = desk.ports;
  if (dueAt(desk, name) > now()) return;
  const begun = recall<Walk | null>(sql, `${name}_walk`);
  const startedAt = begun?.startedAt ?? now();
  keep(sql, `${name}_due`, startedAt + everyMs);
  const since = recall<number>(sql, `${name}_since`) ?? startedAt;
  // Written before the first answer: should that fail, the next poll's window opens here all the same.
  keep(sql, `${name}_since`, since);
  const reply = await ask(desk, since, startedAt, begun?.cursor);
  noteAnswer(desk, reply);
  if (reply.kind !== "ok") {
    // The window stays where it is: the next poll walks it again from the start.
    keep(sql, `${name}_walk`, null);
    const again = now() + FAILED_AGAIN_MS;
    keep(sql, `${name}_due`, reply.kind === "wait" ? Math.max(reply.until, again) : again);
    return;
  }
  await tellStores(desk, road, reply.value.rows);
  const cursor = reply.value.next;
  sql.transaction(() => {
    keep(sql, `${name}_walk`, cursor === null ? null : ({ startedAt, cursor } satisfies Walk));
    if (cursor === null) keep(sql, `${name}_since`, startedAt);
    else keep(sql, `${name}_due`, now());
  });
}

function dueAt({ ports: { sql } }: AccountDesk, name: Poll<unknown>["name"]): number {
  return recall<number>(sql, `${name}_due`) ?? 0;
}
