import { applyOutbox, noteHeartbeat, type OutboxRow, type OutboxTarget, outboxKey } from "../db/outbox";
import type { Sql } from "../lib/ports";
import { keep, recall } from "./keeping";
import type { StoreDesk } from "./store-desk";

const ROWS_A_BATCH = 1_000;
/** D1 takes 2 MB in one bound value; a batch of one target stays well below. */
const CHARACTERS_A_BATCH = 900_000;
const HEARTBEAT_EVERY_MS = 10 * 60_000;

type Queued = { seq: number; target: OutboxTarget; content: string };

/**
 * Carries what changed to D1, oldest first, until nothing waits or `rounds` are done. A batch is deleted here only once
 * D1 has it: after a crash it is applied again, which changes nothing.
 */
export async function flushOutbox(desk: StoreDesk, rounds = 50): Promise<void> {
  const { sql, d1 } = desk.ports;
  const place = { workspaceId: desk.store.workspaceId, storeId: desk.store.id };
  for (let round = 0; round < rounds; round += 1) {
    const batch = takeBatch(sql);
    const last = batch.at(-1);
    if (!last) return;
    await applyOutbox(d1, place, groupNewest(batch));
    sql.run("DELETE FROM outbox WHERE seq <= ?", last.seq);
  }
}

export function outboxDepth(sql: Sql): number {
  return sql.all<{ n: number }>("SELECT count(*) AS n FROM outbox")[0]?.n ?? 0;
}

export function isOutboxWaiting(sql: Sql): boolean {
  return sql.all("SELECT 1 FROM outbox LIMIT 1").length > 0;
}

/** Tells the watchdog that this store lives, seldom enough that an empty poll writes nothing to D1. */
export async function beat(desk: StoreDesk): Promise<void> {
  const { sql, d1, now } = desk.ports;
  const at = now();
  if (at - (recall<number>(sql, "beat_at") ?? 0) < HEARTBEAT_EVERY_MS) return;
  await noteHeartbeat(d1, { workspaceId: desk.store.workspaceId, storeId: desk.store.id, at });
  keep(sql, "beat_at", at);
}

function takeBatch(sql: Sql): Queued[] {
  const rows = sql.all<Queued>("SELECT seq, target, content FROM outbox ORDER BY seq LIMIT ?", ROWS_A_BATCH);
  let characters = 0;
  const fits = rows.findIndex((row) => {
    characters += row.content.length;
    return characters > CHARACTERS_A_BATCH;
  });
  return fits < 1 ? rows : rows.slice(0, fits);
}

// D1 refuses to update a row twice in one statement, and only the newest word counts.
function groupNewest(batch: Queued[]): Map<OutboxTarget, OutboxRow[]> {
  const newest = new Map<string, { target: OutboxTarget; row: OutboxRow }>();
  for (const { seq, target, content } of batch) {
    const row: OutboxRow = { ...(JSON.parse(content) as OutboxRow), version: seq };
    newest.set(outboxKey(target, row), { target, row });
  }
  const groups = new Map<OutboxTarget, OutboxRow[]>();
  for (const { target, row } of newest.values()) {
    const group = groups.get(target);
    if (group) group.push(row);
    else groups.set(target, [row]);
  }
  return groups;
}
