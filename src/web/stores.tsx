import { Hono } from "hono";
import { findAccount } from "../db/accounts";
import { findStore, listDrafts, listHeartbeats, listStores, type StoreRow } from "../db/stores";
import { storeSync } from "../sync/stub";
import type { Refusal } from "../sync/stub-answers";
import type { SyncStrip } from "../sync/stub-stores";
import { type AppContext, type AppEnv, signedIn, wantsFragment } from "./context";
import { page } from "./layout";
import { readerOf } from "./reader";
import { StorePage } from "./store-page";
import { StoresPage } from "./stores-page";
import { SyncStripView } from "./sync-strip";

export const stores = new Hono<AppEnv>();

stores.get("/", async (c) => {
  const { workspaceId, role } = signedIn(c);
  const [rows, heartbeats, drafts] = await Promise.all([
    listStores(c.env.DB, workspaceId),
    listHeartbeats(c.env.DB, workspaceId),
    listDrafts(c.env.DB, workspaceId),
  ]);
  const isOwner = role === "owner";
  const body = (
    <StoresPage reader={readerOf(c)} stores={rows} heartbeats={heartbeats} drafts={drafts} isOwner={isOwner} />
  );
  return page(c, c.var.t("nav.stores"), body);
});

stores.get("/:storeId", (c) => withStore(c, (store) => showStore(c, store, null)));

/** The strip alone for htmx; a whole page for anyone who opens its address. */
stores.get("/:storeId/strip", (c) =>
  withStore(c, async (store) => {
    if (!wantsFragment(c) || store.disconnectedAt !== null) return showStore(c, store, null);
    const strip = await storeSync(c.env, store.id).strip();
    return c.html(<SyncStripView reader={readerOf(c)} storeId={store.id} strip={strip} />);
  }),
);

stores.post("/:storeId/imports", (c) =>
  withStore(c, async (store) => {
    const { personId, name } = signedIn(c);
    const act = await storeSync(c.env, store.id).importNow({ personId, name });
    if (act.result === "refused") return showStore(c, store, act.refusal);
    return c.redirect(`/stores/${store.id}`, 303);
  }),
);

async function withStore(c: AppContext, open: (store: StoreRow) => Promise<Response>): Promise<Response> {
  const store = await findStore(c.env.DB, signedIn(c).workspaceId, c.req.param("storeId") ?? "");
  return store ? open(store) : c.notFound();
}

async function showStore(c: AppContext, store: StoreRow, refusal: Refusal | null): Promise<Response> {
  const [account, strip] = await Promise.all([
    findAccount(c.env.DB, store.workspaceId, store.accountId),
    store.disconnectedAt === null ? storeSync(c.env, store.id).strip() : null,
  ]);
  const webhookFailed = c.req.query("webhook") === "refused";
  const body = (
    <StorePage
      reader={readerOf(c)}
      store={store}
      account={account}
      strip={strip}
      refusal={refusal}
      webhookFailed={webhookFailed}
      webhookLeft={c.req.query("webhook") === "left"}
      isOwner={signedIn(c).role === "owner"}
    />
  );
  return page(c, store.name, body, refusal ? 409 : 200, { underWay: isMoving(store, strip) });
}

// A first import and a deletion are watched.
function isMoving(store: StoreRow, strip: SyncStrip | null): boolean {
  return store.deletingAt !== null || (strip !== null && strip.importing !== null);
}
