import type { Sql } from "../lib/ports";
import type { Verdict, WatchedOrder } from "./settle-vanished";

/** A watched order of one store; `missingAt`: when a look first found it nowhere, null while it is there. */
export type Watched = WatchedOrder & { storeId: string; missingAt: number | null };

type WatchedRow = { sendcloud_id: number; store_id: string; content: string; missing_at: number | null };

export function countWatched(sql: Sql): { watched: number; toLook: number; missing: number; oldest: number | null } {
  const [row] = sql.all<{ watched: number; to_look: number | null; missing: number; oldest: number | null }>(
    `SELECT count(*) AS watched, sum(to_look) AS to_look, count(missing_at) AS missing,
       min(json_extract(content, '$.createdAt')) AS oldest FROM watched`,
  );
  return {
    watched: row?.watched ?? 0,
    toLook: row?.to_look ?? 0,
    missing: row?.missing ?? 0,
    oldest: row?.oldest ?? null,
  };
}

/** Takes over what a store has at Sendcloud now; what is missing already keeps the moment when it was first missed. */
export function replaceWatched(sql: Sql, storeId: string, orders: readonly WatchedOrder[]): void {
  const known = new Set(
    sql.all<{ sendcloud_id: number }>("SELECT sendcloud_id FROM watched WHERE store_id = ?", storeId).map(idOf),
  );
  for (const order of orders) {
    known.delete(order.sendcloudId);
    sql.run(
      `INSERT INTO watched (sendcloud_id, store_id, content, to_look, missing_at) VALUES (?, ?, ?, 0, NULL)
       ON CONFLICT (sendcloud_id) DO UPDATE SET content = excluded.content
       WHERE store_id = excluded.store_id AND content <> excluded.content`,
      order.sendcloudId,
      storeId,
      JSON.stringify(order),
    );
  }
  for (const id of known) dropWatched(sql, id);
}

/** Forgets what stores that the account serves no more had there. */
export function keepOnlyStores(sql: Sql, storeIds: readonly string[]): void {
  for (const table of ["watched", "vanished"])
    sql.run(`DELETE FROM ${table} WHERE store_id NOT IN (SELECT value FROM json_each(?))`, JSON.stringify(storeIds));
}

export function dropWatched(sql: Sql, sendcloudId: number): void {
  sql.run("DELETE FROM watched WHERE sendcloud_id = ?", sendcloudId);
}

/** The watched orders among these whose content is another than their store knows. */
export function changedWatched(
  sql: Sql,
  seen: readonly { id: number; hash: string }[],
): { id: number; storeId: string; orderId: string }[] {
  return sql.all(
    `SELECT w.sendcloud_id AS id, w.store_id AS storeId, w.content->>'orderId' AS orderId
     FROM json_each(?) AS seen JOIN watched w ON w.sendcloud_id = seen.value->>'id'
     WHERE w.content->>'hash' <> seen.value->>'hash'`,
    JSON.stringify(seen),
  );
}

/** Marks for a look of its own what the list did not show; what it did show is there. `null`: there was no list. */
export function markUnseen(sql: Sql, seen: ReadonlySet<number> | null): void {
  for (const { sendcloud_id: id, missing_at } of sql.all<WatchedRow>("SELECT * FROM watched")) {
    if (seen?.has(id)) {
      if (missing_at !== null) sql.run("UPDATE watched SET missing_at = NULL WHERE sendcloud_id = ?", id);
    } else sql.run("UPDATE watched SET to_look = 1 WHERE sendcloud_id = ?", id);
  }
}

export function unmarkAll(sql: Sql): void {
  sql.run("UPDATE watched SET to_look = 0 WHERE to_look = 1");
}

export function nextToLook(sql: Sql, limit: number): Watched[] {
  return sql
    .all<WatchedRow>("SELECT * FROM watched WHERE to_look = 1 ORDER BY sendcloud_id LIMIT ?", limit)
    .map((row) => ({ ...(JSON.parse(row.content) as WatchedOrder), storeId: row.store_id, missingAt: row.missing_at }));
}

/** Ends a look: it is there (`null`), or it is missing since. */
export function noteLook(sql: Sql, sendcloudId: number, missingAt: number | null): void {
  sql.run("UPDATE watched SET to_look = 0, missing_at = ? WHERE sendcloud_id = ?", missingAt, sendcloudId);
}

/** When the last of those that are missing was first missed. */
export function lastMissedAt(sql: Sql): number | null {
  return sql.all<{ at: number | null }>("SELECT max(missing_at) AS at FROM watched")[0]?.at ?? null;
}

/** An order that two looks found nowhere. Without a verdict the round that found it is not over. */
export type Vanished = { sendcloudId: number; storeId: string; orderId: string; number: string; at: number };

type VanishedRow = { sendcloud_id: number; store_id: string; order_id: string; number: string; at: number };

export function addVanished(sql: Sql, { sendcloudId, storeId, orderId, number }: Watched, at: number): void {
  sql.run(
    `INSERT INTO vanished (sendcloud_id, store_id, order_id, number, at, verdict, told) VALUES (?, ?, ?, ?, ?, NULL, 0)
     ON CONFLICT (sendcloud_id) DO NOTHING`,
    sendcloudId,
    storeId,
    orderId,
    number,
    at,
  );
}

/** True while a round has found something nowhere and not judged it yet. */
export function isAnyoneUndecided(sql: Sql): boolean {
  return sql.all("SELECT 1 FROM vanished WHERE verdict IS NULL LIMIT 1").length > 0;
}

export function dropUndecided(sql: Sql): void {
  sql.run("DELETE FROM vanished WHERE verdict IS NULL");
}

export function countVanishedSince(sql: Sql, since: number): { all: number; undecided: number } {
  const [row] = sql.all<{ n: number; undecided: number }>(
    "SELECT count(*) AS n, count(*) - count(verdict) AS undecided FROM vanished WHERE at >= ? OR verdict IS NULL",
    since,
  );
  return { all: row?.n ?? 0, undecided: row?.undecided ?? 0 };
}

/** Those with this verdict; `untold` only where their store has not heard of it. */
export function vanishedWith(sql: Sql, verdict: Verdict, which: "all" | "untold"): Vanished[] {
  const rows = sql.all<VanishedRow>(
    "SELECT * FROM vanished WHERE verdict = ? AND told <= ? ORDER BY at, sendcloud_id",
    verdict,
    which === "untold" ? 0 : 1,
  );
  return rows.map(({ sendcloud_id, store_id, order_id, number, at }) => ({
    sendcloudId: sendcloud_id,
    storeId: store_id,
    orderId: order_id,
    number,
    at,
  }));
}

/** Gives what had the first verdict (or none yet) the second, of which its store is still to hear. */
export function changeVerdict(sql: Sql, from: Verdict | null, to: Verdict): void {
  sql.run("UPDATE vanished SET verdict = ?, told = 0 WHERE verdict IS ?", to, from);
}

export function noteTold(sql: Sql, storeId: string, orderIds: readonly string[], verdict: Verdict): void {
  sql.run(
    `UPDATE vanished SET told = 1 WHERE store_id = ? AND verdict = ? AND order_id IN (SELECT value FROM json_each(?))`,
    storeId,
    verdict,
    JSON.stringify(orderIds),
  );
}

export function isAnyoneUntold(sql: Sql): boolean {
  return sql.all("SELECT 1 FROM vanished WHERE verdict IS NOT NULL AND told = 0 LIMIT 1").length > 0;
}

/** Lets go of what is settled and counts no more. */
export function forgetVanished(sql: Sql, before: number): void {
  sql.run("DELETE FROM vanished WHERE verdict IS NOT 'hold' AND told = 1 AND at < ?", before);
}

function idOf({ sendcloud_id }: { sendcloud_id: number }): number {
  return sendcloud_id;
}
