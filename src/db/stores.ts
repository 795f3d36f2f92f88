import { and, desc, eq, getTableColumns, inArray, isNotNull, isNull, lt, or, sql } from "drizzle-orm";
import { withDefaults } from "../domain/settings";
import type { StoreSettings } from "../domain/store";
import type { D1 } from "../lib/ports";
import { ask, selectRow } from "./client";
import { storeDrafts, storeHealth, storePauses, stores } from "./schema";

/** A connected store. */
export type StoreRow = typeof stores.$inferSelect & {
  pausedBecause: string | null;
  /** A person's name; null when the engine paused the store by itself, or nobody did. */
  pausedBy: string | null;
  pausedAt: number | null;
};

/** What the connect wizard has so far. */
export type DraftRow<Answers> = Omit<typeof storeDrafts.$inferSelect, "answers"> & { answers: Answers };

const STORE = {
  ...getTableColumns(stores),
  pausedBecause: storePauses.reason,
  pausedBy: storePauses.pausedBy,
  pausedAt: storePauses.pausedAt,
};

export async function listStores(d1: D1, workspaceId: string): Promise<StoreRow[]> {
  const rows = await ask(d1, (db) =>
    db
      .select(STORE)
      .from(stores)
      .leftJoin(storePauses, eq(storePauses.storeId, stores.id))
      .where(eq(stores.workspaceId, workspaceId))
      .orderBy(stores.createdAt, stores.id),
  );
  return rows.map(whole);
}

// A setting younger than the row has its default until somebody sets it.
function whole(row: StoreRow): StoreRow {
  return { ...row, settings: withDefaults(row.settings) };
}

export async function findStore(d1: D1, workspaceId: string, storeId: string): Promise<StoreRow | null> {
  const found = await ask(d1, (db) =>
    db
      .select(STORE)
      .from(stores)
      .leftJoin(storePauses, eq(storePauses.storeId, stores.id))
      .where(and(eq(stores.id, storeId), eq(stores.workspaceId, workspaceId)))
      .get(),
  );
  return found ? whole(found) : null;
}

/** The connected stores that one Sendcloud account serves. */
export async function listStoresOfAccount(
  d1: D1,
  workspaceId: string,
  accountId: string,
): Promise<{ id: string; tag: string; settingsVersion: number }[]> {
  const { id, tag, settingsVersion, disconnectedAt } = stores;
  const served = and(eq(stores.accountId, accountId), eq(stores.workspaceId, workspaceId), isNull(disconnectedAt));
  return ask(d1, (db) => db.select({ id, tag, settingsVersion }).from(stores).where(served).orderBy(id));
}

/** False when this shop of this marketplace is connected already. */
export async function insertStore(d1: D1, row: typeof stores.$inferInsert): Promise<boolean> {
  const outcome = await ask(d1, (db) => db.insert(stores).values(row).onConflictDoNothing());
  return outcome.meta.changes > 0;
}

/** Saves settings over the version they were read at, and the store's name with them; false when someone else saved meanwhile. */
export async function saveSettings(
  d1: D1,
  workspaceId: string,
  storeId: string,
  settings: StoreSettings,
  readAtVersion: number,
  name?: string,
): Promise<boolean> {
  const asRead = and(
    eq(stores.id, storeId),
    eq(stores.workspaceId, workspaceId),
    eq(stores.settingsVersion, readAtVersion),
  );
  const settingsVersion = sql`${stores.settingsVersion} + 1`;
  const outcome = await ask(d1, (db) =>
    db
      .update(stores)
      .set({ settings, settingsVersion, ...(name === undefined ? {} : { name }) })
      .where(asRead),
  );
  return outcome.meta.changes > 0;
}

/**
 * Pauses a store that is not paused yet. With `whileKey`, a sealed key, only while that is the store's: the refusal of
 * an old key must not stop the new one.
 */
export async function pauseStore(
  d1: D1,
  pause: { workspaceId: string; storeId: string; reason: string; pausedBy: string | null; pausedAt: number },
  whileKey?: string,
): Promise<void> {
  const own = and(eq(stores.id, pause.storeId), eq(stores.workspaceId, pause.workspaceId));
  const meant = whileKey === undefined ? own : and(own, eq(stores.sealedKey, whileKey));
  const row = selectRow(storePauses, pause);
  await ask(d1, (db) => db.insert(storePauses).select(sql`${row} from ${stores} where ${meant}`).onConflictDoNothing());
}

export async function resumeStore(d1: D1, workspaceId: string, storeId: string): Promise<void> {
  const own = and(eq(storePauses.storeId, storeId), eq(storePauses.workspaceId, workspaceId));
  await ask(d1, (db) => db.delete(storePauses).where(own));
}

/** Pauses that the engine decides by itself over a key; any other reason is a person's. */
const PAUSED_BY_KEY = ["key-wrong", "shop-differs"];

/** Gives a store another sealed key and lifts a pause that the old one brought about; false when there is no such store. */
export async function changeStoreKey(
  d1: D1,
  workspaceId: string,
  storeId: string,
  key: { sealedKey: string; keyHint: string },
): Promise<boolean> {
  const settingsVersion = sql`${stores.settingsVersion} + 1`;
  const own = and(eq(stores.id, storeId), eq(stores.workspaceId, workspaceId));
  const lifted = and(
    eq(storePauses.storeId, storeId),
    eq(storePauses.workspaceId, workspaceId),
    inArray(storePauses.reason, PAUSED_BY_KEY),
  );
  const [changed] = await ask(d1, (db) =>
    db.batch([
      db
        .update(stores)
        .set({ ...key, settingsVersion })
        .where(own),
      db.delete(storePauses).where(lifted),
    ]),
  );
  return changed.meta.changes > 0;
}

export async function saveDraft<Answers>(d1: D1, draft: DraftRow<Answers>): Promise<void> {
  const { id, workspaceId, createdAt, ...news } = draft;
  await ask(d1, (db) =>
    db
      .insert(storeDrafts)
      .values(draft)
      .onConflictDoUpdate({ target: storeDrafts.id, set: news, setWhere: eq(storeDrafts.workspaceId, workspaceId) }),
  );
}

export async function findDraft<Answers>(
  d1: D1,
  workspaceId: string,
  draftId: string,
): Promise<DraftRow<Answers> | null> {
  const found = await ask(d1, (db) => db.select().from(storeDrafts).where(ownDraft(workspaceId, draftId)).get());
  return found ? { ...found, answers: found.answers as Answers } : null;
}

// A connection that was refused is no work to go on with.
const FOUND_A_SHOP = sql`json_array_length(${storeDrafts.answers}, '$.shops') > 0`;

/** The drafts of a workspace, newest first: what a person may take up again. */
export async function listDrafts(
  d1: D1,
  workspaceId: string,
): Promise<{ id: string; baseUrl: string; createdAt: number }[]> {
  const { id, baseUrl, createdAt } = storeDrafts;
  return ask(d1, (db) =>
    db
      .select({ id, baseUrl, createdAt })
      .from(storeDrafts)
      .where(and(eq(storeDrafts.workspaceId, workspaceId), FOUND_A_SHOP))
      .orderBy(desc(createdAt), id)
      .limit(20),
  );
}

export async function deleteDraft(d1: D1, workspaceId: string, draftId: string): Promise<void> {
  await ask(d1, (db) => db.delete(storeDrafts).where(ownDraft(workspaceId, draftId)));
}

/** Every store of the deployment: for the watchdog and the sandbox's clock alone. */
export async function listStoreIds(d1: D1): Promise<string[]> {
  const rows = await ask(d1, (db) => db.select({ id: stores.id }).from(stores).orderBy(stores.id));
  return rows.map((row) => row.id);
}

/** The hosts of every store of the deployment: the sandbox refuses to start beside a real shop. */
export async function listStoreHosts(d1: D1): Promise<string[]> {
  const rows = await ask(d1, (db) => db.selectDistinct({ baseUrl: stores.baseUrl }).from(stores));
  return rows.map(({ baseUrl }) => new URL(baseUrl).host);
}

/** Stores whose object has not shown a heartbeat since: for the watchdog. */
export async function listSilentStores(
  d1: D1,
  heartbeatBefore: number,
  limit: number,
): Promise<{ id: string; workspaceId: string }[]> {
  const { heartbeatAt } = storeHealth;
  const { id, workspaceId, disconnectedAt, deletingAt } = stores;
  // A disconnected store sleeps for good; one that is being deleted must finish.
  const hasWork = or(isNull(disconnectedAt), isNotNull(deletingAt));
  return ask(d1, (db) =>
    db
      .select({ id, workspaceId })
      .from(stores)
      .leftJoin(storeHealth, eq(storeHealth.storeId, stores.id))
      .where(and(hasWork, or(isNull(heartbeatAt), lt(heartbeatAt, heartbeatBefore))))
      .orderBy(id)
      .limit(limit),
  );
}

/** When each store of a workspace last showed that it is awake; a store that never did is left out. */
export async function listHeartbeats(d1: D1, workspaceId: string): Promise<Map<string, number>> {
  const { storeId, heartbeatAt } = storeHealth;
  const rows = await ask(d1, (db) =>
    db.select({ storeId, heartbeatAt }).from(storeHealth).where(eq(storeHealth.workspaceId, workspaceId)),
  );
  return new Map(rows.map((row) => [row.storeId, row.heartbeatAt]));
}

function ownDraft(workspaceId: string, draftId: string) {
  return and(eq(storeDrafts.id, draftId), eq(storeDrafts.workspaceId, workspaceId));
}

/** Lets go of connections that were begun and left: their sealed keys should not wait for ever. */
export async function deleteDraftsBefore(d1: D1, moment: number): Promise<void> {
  await ask(d1, (db) => db.delete(storeDrafts).where(lt(storeDrafts.createdAt, moment)));
}
