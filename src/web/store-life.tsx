import { Hono } from "hono";
import * as z from "zod";
import { findAccount } from "../db/accounts";
import { countOpenWork, hasOtherStore } from "../db/store-life";
import { findStore, type StoreRow } from "../db/stores";
import { type StoreCalls, sendcloudAccount, storeSync } from "../sync/stub";
import type { Actor, ActResult, Refusal } from "../sync/stub-answers";
import { webhookUrl } from "./account-access";
import { type AppContext, type AppEnv, signedIn } from "./context";
import { type FieldErrors, readForm, type Typed } from "./forms";
import { page } from "./layout";
import { exportOrders } from "./orders-export";
import { readerOf } from "./reader";
import { DeletionPage, DisconnectionPage, PausePage } from "./store-life-pages";

const REASON_LENGTH = 200;
const reasonForm = z.object({
  reason: z.string("form.required").trim().min(1, "form.required").max(REASON_LENGTH, "form.tooLong"),
});
const nameForm = z.object({ name: z.string("form.required").trim().min(1, "form.required") });

/** A store's pause, its end, and its deletion. */
export const storeLife = new Hono<AppEnv>();

storeLife.get("/:storeId/pause", (c) => withStore(c, (store) => showPause(c, store, {}, {}, 200)));

storeLife.post("/:storeId/pause", (c) =>
  withStore(c, async (store) => {
    const form = await readForm(c, reasonForm);
    if (!form.ok) return showPause(c, store, form.typed, form.errors, 422);
    return act(c, store, (desk, actor) => desk.pause(form.values.reason, actor));
  }),
);

storeLife.post("/:storeId/resumption", (c) =>
  withStore(c, (store) => act(c, store, (desk, actor) => desk.resume(actor))),
);

storeLife.get("/:storeId/disconnection", (c) =>
  withStore(c, (store) => (isConnected(store) ? showDisconnection(c, store, null) : back(c, store))),
);

storeLife.post("/:storeId/disconnection", (c) =>
  withStore(c, async (store) => {
    if (!isConnected(store)) return back(c, store);
    const outcome = await storeSync(c.env, store.id).disconnect(actorOf(c));
    if (outcome.result === "refused") return showDisconnection(c, store, outcome.refusal);
    const webhook = await leaveWebhook(c, store);
    return c.redirect(`/stores/${store.id}${webhook ? "?webhook=left" : ""}`, 303);
  }),
);

storeLife.get("/:storeId/export", (c) => withStore(c, (store) => exportOrders(c, store)));

storeLife.get("/:storeId/deletion", (c) =>
  withStore(c, (store) => (mayDelete(store) ? showDeletion(c, store, {}, {}, 200) : back(c, store))),
);

storeLife.post("/:storeId/deletion", (c) =>
  withStore(c, async (store) => {
    if (!mayDelete(store)) return back(c, store);
    const form = await readForm(c, nameForm);
    if (!form.ok) return showDeletion(c, store, form.typed, form.errors, 422);
    if (form.values.name !== store.name)
      return showDeletion(c, store, form.typed, { name: "life.delete.otherName" }, 422);
    await storeSync(c.env, store.id).destroy();
    return c.redirect("/stores", 303);
  }),
);

/** Takes our address out of Sendcloud when no other store needs it. Gives why that failed; it stops nothing. */
async function leaveWebhook(c: AppContext, store: StoreRow): Promise<Refusal | null> {
  const place = { workspaceId: store.workspaceId, storeId: store.id };
  const account = await findAccount(c.env.DB, store.workspaceId, store.accountId);
  if (!account || (await hasOtherStore(c.env.DB, place, account.id))) return null;
  const outcome = await sendcloudAccount(c.env, account.id).removeWebhook(webhookUrl(c, account.webhookId));
  return outcome.result === "refused" ? outcome.refusal : null;
}

async function act(
  c: AppContext,
  store: StoreRow,
  call: (desk: StoreCalls, actor: Actor) => Promise<ActResult>,
): Promise<Response> {
  const outcome = await call(storeSync(c.env, store.id), actorOf(c));
  return c.redirect(
    `/stores/${store.id}${outcome.result === "refused" ? `?refused=${outcome.refusal.code}` : ""}`,
    303,
  );
}

function isConnected({ disconnectedAt }: StoreRow): boolean {
  return disconnectedAt === null;
}

function mayDelete({ disconnectedAt, deletingAt }: StoreRow): boolean {
  return disconnectedAt !== null && deletingAt === null;
}

function actorOf(c: AppContext): Actor {
  const { personId, name } = signedIn(c);
  return { personId, name };
}

function back(c: AppContext, store: StoreRow): Response {
  return c.redirect(`/stores/${store.id}`, 303);
}

function showPause(c: AppContext, store: StoreRow, typed: Typed, errors: FieldErrors, status: 200 | 422) {
  const body = <PausePage c={c} store={store} typed={typed} errors={errors} />;
  return page(c, c.var.t("life.pause.title"), body, status);
}

async function showDisconnection(c: AppContext, store: StoreRow, refusal: Refusal | null): Promise<Response> {
  const open = await countOpenWork(c.env.DB, { workspaceId: store.workspaceId, storeId: store.id });
  const body = <DisconnectionPage reader={readerOf(c)} store={store} open={open} refusal={refusal} />;
  return page(c, c.var.t("life.disconnect.title"), body, refusal ? 409 : 200);
}

function showDeletion(c: AppContext, store: StoreRow, typed: Typed, errors: FieldErrors, status: 200 | 422) {
  const body = <DeletionPage c={c} store={store} typed={typed} errors={errors} />;
  return page(c, c.var.t("life.delete.title"), body, status);
}

async function withStore(c: AppContext, open: (store: StoreRow) => Response | Promise<Response>): Promise<Response> {
  const store = await findStore(c.env.DB, signedIn(c).workspaceId, c.req.param("storeId") ?? "");
  return store ? open(store) : c.notFound();
}
