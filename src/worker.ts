import { listAccountIds } from "./db/accounts";
import { deleteDraftsBefore, listSilentStores, listStoreIds } from "./db/stores";
import { sandboxWorld } from "./sandbox/calls";
import { noteCspReport, sandboxEdge } from "./sandbox/edge";
import { sendcloudAccount, storeSync } from "./sync/stub";
import { createApp } from "./web/app";
import { webhooks } from "./webhooks/sendcloud";

export { Sandbox } from "./sandbox/sandbox-object";
export { SendcloudAccount } from "./sync/sendcloud-account";
export { StoreSync } from "./sync/store-sync";

/** A heartbeat older than this means that the store's alarm is dead: the longest interval, twice over. */
const SILENT_AFTER_MS = 30 * 60_000;
const WOKEN_AT_ONCE = 500;
const DRAFTS_KEPT_MS = 7 * 86_400_000;

const app = createApp({
  clock: async (env, sandbox) => Date.now() + (sandbox ? await sandboxWorld(env).offset() : 0),
  noteCspReport,
  mount: (site) => {
    site.route("/hooks", webhooks);
    site.route(
      "/sandbox",
      sandboxEdge({ stores: (env) => listStoreIds(env.DB), accounts: (env) => listAccountIds(env.DB) }),
    );
  },
});

export default {
  fetch: app.fetch,
  /** The watchdog: wakes every store whose heartbeat is stale, every account whose alarm died, and lets old drafts go. */
  async scheduled(_controller, env) {
    const silent = await listSilentStores(env.DB, Date.now() - SILENT_AFTER_MS, WOKEN_AT_ONCE);
    // Beginning again wakes a store, and starts one whose connection broke off between its row and its object.
    for (const { id, workspaceId } of silent) await storeSync(env, id).begin(workspaceId, id);
    for (const accountId of await listAccountIds(env.DB)) await sendcloudAccount(env, accountId).ensureAlive();
    await deleteDraftsBefore(env.DB, Date.now() - DRAFTS_KEPT_MS);
  },
} satisfies ExportedHandler<Env>;
