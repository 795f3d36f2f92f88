import { and, asc, between, count, eq, lt, notExists, or, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/sqlite-core";
import type { D1 } from "../lib/ports";
import { ask, selectRow } from "./client";
import { people, stores } from "./schema";
import { jobItems, jobs, orders } from "./schema-orders";

export type ItemState = (typeof jobItems.$inferSelect)["state"];
export type OrderPlace = { storeId: string; orderId: string };
/** What one store is asked of a job. */
export type JobPart = { storeId: string; orderIds: string[] };
export type JobItemRow = OrderPlace & { number: string; storeName: string; state: ItemState; reason: string | null };
export type JobReport = {
  id: string;
  createdAt: number;
  total: number;
  counts: Record<ItemState, number>;
  /** While something waits only what was refused; the whole list afterwards. */
  items: JobItemRow[];
};
export type NewJob = {
  workspaceId: string;
  id: string;
  createdBy: string;
  createdAt: number;
  orders: readonly OrderPlace[];
};

const JOBS_A_TURN = 100;

const ITS_ORDER = and(
  eq(orders.workspaceId, jobItems.workspaceId),
  eq(orders.storeId, jobItems.storeId),
  eq(orders.orderId, jobItems.orderId),
);
const ITS_STORE = and(eq(stores.id, jobItems.storeId), eq(stores.workspaceId, jobItems.workspaceId));

/**
 * Writes a job with those of its orders that this workspace has, and gives each store's part; a job that is there
 * already stays as it is. No part: none of the orders is of this workspace, and no job is written.
 */
export async function createJob(d1: D1, job: NewJob): Promise<JobPart[]> {
  const { workspaceId, id, createdBy, createdAt } = job;
  const of = and(eq(jobItems.workspaceId, workspaceId), eq(jobItems.jobId, id));
  const place = { storeId: sql`value->>0`, orderId: sql`value->>1` };
  const asked = JSON.stringify(job.orders.map(({ storeId, orderId }) => [storeId, orderId]));
  const theirs = and(
    eq(orders.workspaceId, workspaceId),
    eq(orders.storeId, place.storeId),
    eq(orders.orderId, place.orderId),
  );
  const known = and(eq(jobs.workspaceId, workspaceId), eq(jobs.id, id));
  const wanted = sql`exists (select 1 from ${orders} where ${theirs}) and not exists (select 1 from ${jobs} where ${known})`;
  const item = selectRow(jobItems, { workspaceId, jobId: id, ...place, state: "waiting", reason: null, version: 0 });
  const total = sql`count(*)`;
  const head = selectRow(jobs, { workspaceId, id, kind: "labels", createdBy, createdAt, total });
  const [, , rows] = await ask(d1, (db) =>
    db.batch([
      db.insert(jobItems).select(sql`${item} from json_each(${asked}) where ${wanted}`).onConflictDoNothing(),
      db
        .insert(jobs)
        .select(sql`${head} from ${jobItems} where ${of} group by ${jobItems.jobId}`)
        .onConflictDoNothing(),
      db.select({ storeId: jobItems.storeId, orderId: jobItems.orderId }).from(jobItems).where(of),
    ]),
  );
  return partsOf(rows);
}

const others = alias(jobItems, "others");

/** How a job stands; null when this workspace has no such job. */
export async function findJob(d1: D1, workspaceId: string, jobId: string): Promise<JobReport | null> {
  const of = and(eq(jobItems.workspaceId, workspaceId), eq(jobItems.jobId, jobId));
  const { id, createdAt, total } = jobs;
  const { storeId, orderId, state, reason } = jobItems;
  const waits = and(eq(others.workspaceId, workspaceId), eq(others.jobId, jobId), eq(others.state, "waiting"));
  const [[job], counts, items] = await ask(d1, (db) =>
    db.batch([
      db
        .select({ id, createdAt, total })
        .from(jobs)
        .where(and(eq(jobs.workspaceId, workspaceId), eq(id, jobId))),
      db.select({ state, held: count() }).from(jobItems).where(of).groupBy(state),
      db
        .select({ storeId, orderId, number: orders.number, storeName: stores.name, state, reason })
        .from(jobItems)
        .innerJoin(orders, ITS_ORDER)
        .innerJoin(stores, ITS_STORE)
        .where(
          and(of, or(eq(state, "refused"), notExists(db.select({ state: others.state }).from(others).where(waits)))),
        )
        .orderBy(asc(orders.number), asc(orderId)),
    ]),
  );
  if (!job) return null;
  const held: Record<ItemState, number> = { waiting: 0, done: 0, refused: 0 };
  for (const row of counts) held[row.state] = row.held;
  return { ...job, counts: held, items };
}

export type UntakenPart = JobPart & { jobId: string; createdBy: { personId: string; name: string } };

/**
 * Parts of jobs of that time that still wait: a process that died between the job's rows and a store's object left one
 * that nobody works on. A store that has its part takes it a second time without effect.
 */
export async function listWaitingParts(d1: D1, from: number, until: number, limit: number): Promise<UntakenPart[]> {
  const { jobId, storeId, orderId } = jobItems;
  const rows = await ask(d1, (db) =>
    db
      .select({ jobId, storeId, orderId, personId: jobs.createdBy, name: people.name })
      .from(jobs)
      .innerJoin(jobItems, and(eq(jobItems.workspaceId, jobs.workspaceId), eq(jobId, jobs.id)))
      .innerJoin(people, eq(people.id, jobs.createdBy))
      .where(and(between(jobs.createdAt, from, until), eq(jobItems.state, "waiting")))
      .limit(limit),
  );
  const parts = new Map<string, UntakenPart>();
  for (const { jobId, storeId, orderId, personId, name } of rows) {
    const key = `${jobId} ${storeId}`;
    const part = parts.get(key) ?? { jobId, storeId, orderIds: [], createdBy: { personId, name } };
    part.orderIds.push(orderId);
    parts.set(key, part);
  }
  return [...parts.values()];
}

/** Lets go of jobs made before that moment, with their items; those beyond one turn's worth go with the next. */
export async function deleteJobsBefore(d1: D1, moment: number): Promise<void> {
  const { workspaceId, id, createdAt } = jobs;
  const old = await ask(d1, (db) =>
    db.select({ workspaceId, id }).from(jobs).where(lt(createdAt, moment)).limit(JOBS_A_TURN),
  );
  for (const job of old) {
    const items = and(eq(jobItems.workspaceId, job.workspaceId), eq(jobItems.jobId, job.id));
    const head = and(eq(workspaceId, job.workspaceId), eq(id, job.id));
    await ask(d1, (db) => db.batch([db.delete(jobItems).where(items), db.delete(jobs).where(head)]));
  }
}

function partsOf(rows: readonly OrderPlace[]): JobPart[] {
  const byStore = Map.groupBy(rows, ({ storeId }) => storeId);
  return [...byStore].map(([storeId, own]) => ({ storeId, orderIds: own.map(({ orderId }) => orderId) }));
}
