import type { IntentState } from "../domain/intent";
import type { Ports, Sql } from "../lib/ports";
import { queueRow } from "./queue-row";
import type { Actor } from "./stub-answers";
import type { BulkLabels } from "./stub-orders";

/** One order of a list that still waits. */
export type JobItem = { jobId: string; orderId: string; actor: Actor };

/** Books this store's part of a job; false when it was taken before. Whoever calls sets the alarm with it. */
export function takePart({ sql, now }: Pick<Ports, "sql" | "now">, { jobId, orderIds, actor }: BulkLabels): boolean {
  const taken = sql.run(
    "INSERT INTO jobs (job_id, actor, at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
    jobId,
    JSON.stringify(actor),
    now(),
  );
  if (taken === 0) return false;
  sql.run(
    `INSERT INTO job_items (job_id, order_id, place, state, next_at)
     SELECT ?, value, key, 'waiting', ? FROM json_each(?) WHERE true ON CONFLICT DO NOTHING`,
    jobId,
    now(),
    JSON.stringify(orderIds),
  );
  return true;
}

/** Orders of lists that nobody has looked at yet, or that wait for another look, in the order of the lists. */
export function dueItems({ sql, now }: Pick<Ports, "sql" | "now">, limit: number): JobItem[] {
  return sql
    .all<{ job_id: string; order_id: string; actor: string }>(
      `SELECT job_items.job_id, order_id, actor FROM job_items JOIN jobs ON jobs.job_id = job_items.job_id
       WHERE state = 'waiting' AND intent_id IS NULL AND next_at <= ? ORDER BY next_at, place LIMIT ?`,
      now(),
      limit,
    )
    .map(({ job_id, order_id, actor }) => ({
      jobId: job_id,
      orderId: order_id,
      actor: JSON.parse(actor) as Actor,
    }));
}

/** The earliest moment at which an order of a list wants to be looked at. */
export function nextJobAt(sql: Sql): number | null {
  const [row] = sql.all<{ at: number | null }>(
    "SELECT min(next_at) AS at FROM job_items WHERE state = 'waiting' AND intent_id IS NULL",
  );
  return row?.at ?? null;
}

/** How many labels of lists are planned and not yet on their way. */
export function queuedLabels(sql: Sql): number {
  const [row] = sql.all<{ n: number }>(
    `SELECT count(DISTINCT intent_id) AS n FROM job_items JOIN intents ON intents.id = intent_id
     WHERE job_items.state = 'waiting' AND intents.state IN ('planned', 'ready')`,
  );
  return row?.n ?? 0;
}

export function isJobWaiting(sql: Sql, jobId: string): boolean {
  return sql.all("SELECT 1 FROM job_items WHERE job_id = ? AND state = 'waiting' LIMIT 1", jobId).length > 0;
}

/** Whether nobody else looked at this order of a list meanwhile. */
export function stillWaits(sql: Sql, { jobId, orderId }: JobItem): boolean {
  const waiting = "state = 'waiting' AND intent_id IS NULL";
  return sql.all(`SELECT 1 FROM job_items WHERE job_id = ? AND order_id = ? AND ${waiting}`, jobId, orderId).length > 0;
}

/** The reason of a label that another click or list made. */
export const BY_ANOTHER = "by-another";
/** What becomes of one order of a list. */
export type ItemFate =
  | { waits: "another-look"; nextAt: number }
  | { waits: "its-label"; intentId: string; byAnother: boolean }
  | { ends: "done" | "refused"; reason: string | null };

/** Writes it down, and tells D1 of an end; what has ended stays as it is. */
export function writeItem(sql: Sql, { jobId, orderId }: Pick<JobItem, "jobId" | "orderId">, fate: ItemFate): void {
  const change = (columns: string, ...values: (string | number | null)[]) =>
    sql.run(
      `UPDATE job_items SET ${columns} WHERE job_id = ? AND order_id = ? AND state = 'waiting'`,
      ...values,
      jobId,
      orderId,
    );
  if (!("waits" in fate)) {
    const ended = change("state = ?, reason = ?", fate.ends, fate.reason);
    if (ended > 0)
      queueRow(sql, "job_items", { job_id: jobId, order_id: orderId, state: fate.ends, reason: fate.reason });
  } else if (fate.waits === "another-look") change("next_at = ?", fate.nextAt);
  else change("intent_id = ?, reason = ?", fate.intentId, fate.byAnother ? BY_ANOTHER : null);
}

type Ended = {
  job_id: string;
  order_id: string;
  reason: string | null;
  intent_state: IntentState;
  intent_reason: string | null;
};

/** Tells the lists what became of the labels they waited for. */
export function reportJobs(sql: Sql): void {
  sql.transaction(() => {
    const ended = sql.all<Ended>(
      `SELECT job_id, job_items.order_id, job_items.reason, intents.state AS intent_state, intents.reason AS intent_reason
       FROM job_items JOIN intents ON intents.id = intent_id
       WHERE job_items.state = 'waiting' AND intents.state IN ('done', 'failed', 'skipped', 'parked')`,
    );
    for (const one of ended) writeItem(sql, { jobId: one.job_id, orderId: one.order_id }, endOf(one));
  });
}

// A parked label waits for a person: the order's page says so and has the buttons.
function endOf({ reason, intent_state, intent_reason }: Ended): ItemFate {
  if (intent_state === "done") return { ends: "done", reason };
  return { ends: "refused", reason: intent_reason ?? "not-explained" };
}

/** Lets go of the parts of jobs that were taken before that moment. */
export function forgetOldJobs(sql: Sql, before: number): void {
  sql.run("DELETE FROM job_items WHERE job_id IN (SELECT job_id FROM jobs WHERE at < ?)", before);
  sql.run("DELETE FROM jobs WHERE at < ?", before);
}
