import type { StoreSettings } from "../domain/store";
import type { D1 } from "../lib/ports";

/** A connected store. The key is sealed with `workspace|store|key`. */
export type StoreRow = {
  id: string;
  workspaceId: string;
  accountId: string;
  name: string;
  baseUrl: string;
  shopId: number;
  shopName: string;
  currency: string;
  sealedKey: string;
  keyHint: string;
  /** 6 lower-case base32 characters, fixed at connect: names the store at Sendcloud. */
  tag: string;
  settings: StoreSettings;
  settingsVersion: number;
  importDays: number;
  createdAt: number;
  pausedBecause: string | null;
};

/** What the connect wizard has so far. */
export type DraftRow<Answers> = {
  id: string;
  workspaceId: string;
  baseUrl: string;
  sealedKey: string;
  keyHint: string;
  answers: Answers;
  createdAt: number;
};

type Raw = Omit<StoreRow, "settings"> & { settings: string };

const COLUMNS = `s.id, s.workspace_id AS workspaceId, s.account_id AS accountId, s.name, s.base_url AS baseUrl,
  s.shop_id AS shopId, s.shop_name AS shopName, s.currency, s.sealed_key AS sealedKey, s.key_hint AS keyHint, s.tag,
  s.settings, s.settings_version AS settingsVersion, s.import_days AS importDays, s.created_at AS createdAt,
  p.reason AS pausedBecause`;
const FROM = "FROM stores s LEFT JOIN store_pauses p ON p.store_id = s.id";

export async function listStores(d1: D1, workspaceId: string): Promise<StoreRow[]> {
  const { results } = await d1
    .prepare(`SELECT ${COLUMNS} ${FROM} WHERE s.workspace_id = ? ORDER BY s.created_at, s.id`)
    .bind(workspaceId)
    .all<Raw>();
  return results.map(readStore);
}

export async function findStore(d1: D1, workspaceId: string, storeId: string): Promise<StoreRow | null> {
  const raw = await d1
    .prepare(`SELECT ${COLUMNS} ${FROM} WHERE s.id = ? AND s.workspace_id = ?`)
    .bind(storeId, workspaceId)
    .first<Raw>();
  return raw && readStore(raw);
}

/** The stores that one Sendcloud account serves. */
export async function listStoresOfAccount(
  d1: D1,
  workspaceId: string,
  accountId: string,
): Promise<{ id: string; tag: string }[]> {
  const { results } = await d1
    .prepare("SELECT id, tag FROM stores WHERE account_id = ? AND workspace_id = ? ORDER BY id")
    .bind(accountId, workspaceId)
    .all<{ id: string; tag: string }>();
  return results;
}

/** False when this shop of this marketplace is connected already. */
export async function insertStore(d1: D1, row: Omit<StoreRow, "pausedBecause">): Promise<boolean> {
  const outcome = await d1
    .prepare(
      `INSERT INTO stores (id, workspace_id, account_id, name, base_url, shop_id, shop_name, currency, sealed_key, key_hint,
         tag, settings, settings_version, import_days, created_at)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
    )
    .bind(
      row.id,
      row.workspaceId,
      row.accountId,
      row.name,
      row.baseUrl,
      row.shopId,
      row.shopName,
      row.currency,
      row.sealedKey,
      row.keyHint,
      row.tag,
      JSON.stringify(row.settings),
      row.settingsVersion,
      row.importDays,
      row.createdAt,
    )
    .run();
  return outcome.meta.changes > 0;
}

/** Saves settings over the version they were read at; false when someone else saved meanwhile. */
export async function saveSettings(
  d1: D1,
  workspaceId: string,
  storeId: string,
  settings: StoreSettings,
  readAtVersion: number,
): Promise<boolean> {
  const outcome = await d1
    .prepare(
      `UPDATE stores SET settings = ?, settings_version = settings_version + 1
        WHERE id = ? AND workspace_id = ? AND settings_version = ?`,
    )
    .bind(JSON.stringify(settings), storeId, workspaceId, readAtVersion)
    .run();
  return outcome.meta.changes > 0;
}

export async function pauseStore(
  d1: D1,
  pause: { workspaceId: string; storeId: string; reason: string; pausedBy: string | null; pausedAt: number },
): Promise<void> {
  await d1
    .prepare(
      "INSERT INTO store_pauses (store_id, workspace_id, reason, paused_by, paused_at) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
    )
    .bind(pause.storeId, pause.workspaceId, pause.reason, pause.pausedBy, pause.pausedAt)
    .run();
}

export async function resumeStore(d1: D1, workspaceId: string, storeId: string): Promise<void> {
  await d1.prepare("DELETE FROM store_pauses WHERE store_id = ? AND workspace_id = ?").bind(storeId, workspaceId).run();
}

export async function saveDraft<Answers>(d1: D1, draft: DraftRow<Answers>): Promise<void> {
  await d1
    .prepare(
      `INSERT INTO store_drafts (id, workspace_id, base_url, sealed_key, key_hint, answers, created_at) VALUES (?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT (id) DO UPDATE SET base_url = excluded.base_url, sealed_key = excluded.sealed_key,
         key_hint = excluded.key_hint, answers = excluded.answers WHERE workspace_id = excluded.workspace_id`,
    )
    .bind(
      draft.id,
      draft.workspaceId,
      draft.baseUrl,
      draft.sealedKey,
      draft.keyHint,
      JSON.stringify(draft.answers),
      draft.createdAt,
    )
    .run();
}

export async function findDraft<Answers>(
  d1: D1,
  workspaceId: string,
  draftId: string,
): Promise<DraftRow<Answers> | null> {
  const raw = await d1
    .prepare(
      `SELECT id, workspace_id AS workspaceId, base_url AS baseUrl, sealed_key AS sealedKey, key_hint AS keyHint, answers,
              created_at AS createdAt FROM store_drafts WHERE id = ? AND workspace_id = ?`,
    )
    .bind(draftId, workspaceId)
    .first<DraftRow<string>>();
  return raw && { ...raw, answers: JSON.parse(raw.answers) as Answers };
}

/** The drafts of a workspace, newest first: what a person may take up again. */
export async function listDrafts(
  d1: D1,
  workspaceId: string,
): Promise<{ id: string; baseUrl: string; createdAt: number }[]> {
  const { results } = await d1
    .prepare(
      `SELECT id, base_url AS baseUrl, created_at AS createdAt FROM store_drafts
        WHERE workspace_id = ? ORDER BY created_at DESC, id LIMIT 20`,
    )
    .bind(workspaceId)
    .all<{ id: string; baseUrl: string; createdAt: number }>();
  return results;
}

export async function deleteDraft(d1: D1, workspaceId: string, draftId: string): Promise<void> {
  await d1.prepare("DELETE FROM store_drafts WHERE id = ? AND workspace_id = ?").bind(draftId, workspaceId).run();
}

/** Every store of the deployment: for the watchdog and the sandbox's clock alone. */
export async function listStoreIds(d1: D1): Promise<string[]> {
  const { results } = await d1.prepare("SELECT id FROM stores ORDER BY id").all<{ id: string }>();
  return results.map((row) => row.id);
}

/** The hosts of every store of the deployment: the sandbox refuses to start beside a real shop. */
export async function listStoreHosts(d1: D1): Promise<string[]> {
  const { results } = await d1.prepare("SELECT DISTINCT base_url AS baseUrl FROM stores").all<{ baseUrl: string }>();
  return results.map(({ baseUrl }) => new URL(baseUrl).host);
}

/** Stores whose object has not shown a heartbeat since: for the watchdog. */
export async function listSilentStores(d1: D1, heartbeatBefore: number, limit: number): Promise<string[]> {
  const { results } = await d1
    .prepare(
      `SELECT s.id FROM stores s LEFT JOIN store_health h ON h.store_id = s.id
        WHERE h.heartbeat_at IS NULL OR h.heartbeat_at < ? ORDER BY s.id LIMIT ?`,
    )
    .bind(heartbeatBefore, limit)
    .all<{ id: string }>();
  return results.map((row) => row.id);
}

/** When each store of a workspace last showed that it is awake; a store that never did is left out. */
export async function listHeartbeats(d1: D1, workspaceId: string): Promise<Map<string, number>> {
  const { results } = await d1
    .prepare("SELECT store_id AS storeId, heartbeat_at AS at FROM store_health WHERE workspace_id = ?")
    .bind(workspaceId)
    .all<{ storeId: string; at: number }>();
  return new Map(results.map((row) => [row.storeId, row.at]));
}

function readStore(raw: Raw): StoreRow {
  return { ...raw, settings: JSON.parse(raw.settings) as StoreSettings };
}
