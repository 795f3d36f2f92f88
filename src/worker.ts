import { operator } from "./api/operator";
import { readConfig } from "./config";
import { listAccountIds } from "./db/accounts";
import { deleteJobsBefore, listWaitingParts } from "./db/jobs";
import { deleteDraftsBefore, listSilentStores, listStoreIds } from "./db/stores";
import { sandboxWorld } from "./sandbox/calls";
import { noteCspReport, sandboxEdge } from "./sandbox/edge";
import { sendcloudAccount, storeSync } from "./sync/stub";
import { createApp } from "./web/app";
import { webhooks } from "./webhooks/sendcloud";

export { Sandbox } from "./sandbox/sandbox-object";
export { SendcloudAccount } from "./sync/sendcloud-account";
export { StoreSync } from "./sync/store-sync";

/** A store shows a sign of life every ten minutes, or with its next import. One that is well is asked in vain. */
const SILENT_AFTER_MS = 16 * 60_000;
const SILENT_AT_ONCE = 500;
/** A part of a job that waits this long may never have reached its store; after a day nobody wants its labels. */
const JOBS_TAKEN_MS = 60_000;
const JOBS_BROUGHT_MS = 86_400_000;
const ITEMS_AT_ONCE = 2_000;
const JOBS_KEPT_MS = 30 * 86_400_000;
const DRAFTS_KEPT_MS = 7 * 86_400_000;

const app = createApp({
  clock,
  noteCspReport,
  mount: (site) => {
    site.route("/hooks", webhooks);
    site.route("/operator", operator);
    site.route(
      "/sandbox",
      sandboxEdge({ stores: (env) => listStoreIds(env.DB), accounts: (env) => listAccountIds(env.DB) }),
    );
  },
});

export default {
  fetch: app.fetch,
  /** The watchdog: wakes every store that is silent, every account whose alarm died, and lets old drafts and lists go. */
  async scheduled(_controller, env) {
    const now = await clock(env, readConfig(env).sandbox);
    const silent = await listSilentStores(env.DB, now - SILENT_AFTER_MS, SILENT_AT_ONCE);
    const accountIds = await listAccountIds(env.DB);
    // Side by side, and each for itself: one that cannot be woken leaves no other asleep.
    await Promise.allSettled([
      ...silent.map(({ id, workspaceId }) => wakeStore(env, workspaceId, id)),
      ...accountIds.map((accountId) => sendcloudAccount(env, accountId).ensureAlive()),
      bringWaitingParts(env, now),
      deleteDraftsBefore(env.DB, now - DRAFTS_KEPT_MS),
      deleteJobsBefore(env.DB, now - JOBS_KEPT_MS),
    ]);
  },
} satisfies ExportedHandler<Env>;

/** A process that died between a job's rows and a store's object left a part that nobody works on. */
async function bringWaitingParts(env: Env, now: number): Promise<void> {
  const parts = await listWaitingParts(env.DB, now - JOBS_BROUGHT_MS, now - JOBS_TAKEN_MS, ITEMS_AT_ONCE);
  const calls = parts.map(({ storeId, jobId, orderIds, createdBy }) =>
    storeSync(env, storeId).labelMany({ jobId, orderIds, actor: createdBy }),
  );
  await Promise.allSettled(calls);
}

async function clock(env: Env, sandbox: boolean): Promise<number> {
  return Date.now() + (sandbox ? await sandboxWorld(env).offset() : 0);
}

async function wakeStore(env: Env, workspaceId: string, storeId: string): Promise<void> {
  const store = storeSync(env, storeId);
  await store.ensureAlive();
  // Its connection broke off between its row and its object.
  if ((await store.nextWake()) === null) await store.begin(workspaceId, storeId);
}
