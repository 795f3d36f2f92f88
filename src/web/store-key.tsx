import { Hono } from "hono";
import * as z from "zod";
import { changeStoreKey, findStore, type StoreRow } from "../db/stores";
import type { Translate } from "../i18n/index";
import { storeSync } from "../sync/stub";
import { Button, Card, Notice, PageHead } from "./components";
import { type AppContext, type AppEnv, signedIn } from "./context";
import { Faults, RefusalNotice } from "./faults";
import { TextField } from "./fields";
import { readForm } from "./forms";
import { page } from "./layout";
import { hintOf } from "./wizard-connection";
import { placeOf } from "./wizard-draft";
import { type Again, FIRST_TIME, faultOf } from "./wizard-page";

const form = z.object({
  key: z.string("form.required").trim().min(1, "form.required").max(500, "form.tooLong"),
});

/** A new key for a store that is connected already. */
export const storeKey = new Hono<AppEnv>();

storeKey.get("/:storeId/key", async (c) => {
  const store = await ownStore(c);
  if (store && store.disconnectedAt !== null) return c.redirect(`/stores/${store.id}`, 303);
  return store ? show(c, store, FIRST_TIME, 200) : c.notFound();
});

/** Only a key that opens the same shop is taken; then whatever waited for it goes on at once. */
storeKey.post("/:storeId/key", async (c) => {
  const store = await ownStore(c);
  if (!store) return c.notFound();
  // The key of a disconnected store comes with its connection.
  if (store.disconnectedAt !== null) return c.redirect(`/stores/${store.id}`, 303);
  const typed = await readForm(c, form);
  if (!typed.ok) return show(c, store, { typed: {}, errors: typed.errors, refusal: null }, 422);
  const { key } = typed.values;
  const object = storeSync(c.env, store.id);
  const act = await object.checkKey(key);
  if (act.result === "refused") return show(c, store, { ...FIRST_TIME, refusal: act.refusal }, 422);
  const { workspaceId, id } = store;
  const sealedKey = await c.var.seal.seal(key, placeOf(store, "key"));
  await changeStoreKey(c.env.DB, workspaceId, id, { sealedKey, keyHint: hintOf(key) });
  await object.settingsChanged(store.settingsVersion + 1);
  return c.redirect(`/stores/${id}`, 303);
});

// Both shops by name: who has several back offices sees at once whose key this is.
function otherShopWords(t: Translate, store: StoreRow, found: string): string {
  const connected = { shop: store.shopName, id: String(store.shopId) };
  return found === "" ? t("storeKey.otherShop.unnamed", connected) : t("storeKey.otherShop", { ...connected, found });
}

function ownStore(c: AppContext): Promise<StoreRow | null> {
  return findStore(c.env.DB, signedIn(c).workspaceId, c.req.param("storeId") ?? "");
}

function show(c: AppContext, store: StoreRow, again: Again, status: 200 | 422): Promise<Response> {
  const { t } = c.var;
  const title = t("storeKey.title");
  const body = (
    <article class="narrow">
      <PageHead
        title={title}
        lead={t("storeKey.lead", { shop: store.shopName })}
        back={{ href: `/stores/${store.id}`, label: store.name }}
      />
      {again.refusal?.code === "shop-differs" ? (
        <Notice tone="danger">
          <p>{otherShopWords(t, store, again.refusal.words)}</p>
        </Notice>
      ) : (
        <RefusalNotice t={t} refusal={again.refusal} />
      )}
      <Faults t={t} errors={again.errors} />
      <form method="post">
        <Card>
          <TextField
            name="key"
            type="password"
            label={t("wizard.connection.key")}
            hint={t("wizard.connection.keyHint")}
            error={faultOf(c, again, "key")}
            required
          />
        </Card>
        <Button>{t("storeKey.button")}</Button>
      </form>
    </article>
  );
  return page(c, title, body, status);
}
