import { Hono } from "hono";
import * as z from "zod";
import { type AccountRow, changeAccountKeys, findAccount } from "../db/accounts";
import { listStoresOfAccount } from "../db/stores";
import type { Translate } from "../i18n/index";
import { sendcloudAccount, storeSync } from "../sync/stub";
import type { Refusal } from "../sync/stub-answers";
import { accountPlace, openAccountKeys, webhookUrl } from "./account-access";
import { Button, ButtonLink, Card, Notice, PageHead } from "./components";
import { type AppContext, type AppEnv, signedIn } from "./context";
import { Faults, RefusalNotice } from "./faults";
import { TextField } from "./fields";
import { type FieldErrors, readForm, type Typed } from "./forms";
import { page } from "./layout";
import { hintOf } from "./wizard-connection";
import { type Again, FIRST_TIME, faultOf } from "./wizard-page";

const key = z.string("form.required").trim().max(500, "form.tooLong");
const form = z.object({
  publicKey: key.min(1, "form.required"),
  secretKey: key.min(1, "form.required"),
  signatureKey: key.optional().default(""),
});
type TypedKeys = z.output<typeof form>;

/** New keys for a Sendcloud account that is connected already. */
export const accountKeys = new Hono<AppEnv>();

accountKeys.get("/:accountId/keys", async (c) => {
  const account = await ownAccount(c);
  return account ? show(c, account, FIRST_TIME, 200) : c.notFound();
});

/** Only keys of the same integration are taken; the ones before go on proving webhooks that are on their way. */
accountKeys.post("/:accountId/keys", async (c) => {
  const account = await ownAccount(c);
  if (!account) return c.notFound();
  const typed = await readForm(c, form);
  if (!typed.ok) return again(c, account, typed.typed, { errors: typed.errors });
  const object = sendcloudAccount(c.env, account.id);
  const probe = await object.probe(typed.values, webhookUrl(c, account.webhookId));
  if (probe.result === "refused") return again(c, account, typed.typed, { refusal: probe.refusal });
  if (probe.integrationId !== account.integrationId) return again(c, account, typed.typed, { other: probe });
  if (!(await changeKeys(c, account, typed.values, probe.auth)))
    return again(c, account, typed.typed, { errors: { secretKey: "accountKey.changedMeanwhile" } });
  await object.keysChanged();
  const stores = await listStoresOfAccount(c.env.DB, account.workspaceId, account.id);
  await Promise.all(stores.map(({ id, settingsVersion }) => storeSync(c.env, id).settingsChanged(settingsVersion)));
  return c.redirect(`/sendcloud-accounts?check=${account.id}`, 303);
});

function ownAccount(c: AppContext): Promise<AccountRow | null> {
  return findAccount(c.env.DB, signedIn(c).workspaceId, c.req.param("accountId") ?? "");
}

async function changeKeys(
  c: AppContext,
  account: AccountRow,
  { publicKey, secretKey, signatureKey }: TypedKeys,
  auth: AccountRow["auth"],
): Promise<boolean> {
  const { seal } = c.var;
  const before = await openAccountKeys(c, account);
  const keys = {
    auth,
    sealedPublicKey: await seal.seal(publicKey, accountPlace(account, "publicKey")),
    sealedSecretKey: await seal.seal(secretKey, accountPlace(account, "secretKey")),
    sealedSignatureKey: signatureKey
      ? await seal.seal(signatureKey, accountPlace(account, "signatureKey"))
      : account.sealedSignatureKey,
    keyHint: hintOf(publicKey),
  };
  const changed = {
    secretKey: secretKey !== before.secretKey,
    signatureKey: signatureKey !== "" && signatureKey !== (await openSignatureKey(c, account)),
  };
  return changeAccountKeys(c.env.DB, account, keys, changed, c.var.now);
}

async function openSignatureKey(c: AppContext, account: AccountRow): Promise<string | null> {
  const sealed = account.sealedSignatureKey;
  return sealed && c.var.seal.open(sealed, accountPlace(account, "signatureKey"));
}

/** `other`: what the keys open in place of this account's integration. */
type Objection = { errors?: FieldErrors; refusal?: Refusal; other?: Other };
type Other = { integrationId: number; integrationName: string };

function again(c: AppContext, account: AccountRow, typed: Typed, objection: Objection): Promise<Response> {
  const { errors = {}, refusal = null, other } = objection;
  return show(c, account, { typed: { publicKey: typed.publicKey ?? "" }, errors, refusal }, 422, other);
}

function show(c: AppContext, account: AccountRow, shown: Again, status: 200 | 422, other?: Other): Promise<Response> {
  const { t } = c.var;
  const title = t("accountKey.title");
  const field = (name: keyof TypedKeys) => ({ name, error: faultOf(c, shown, name) });
  const body = (
    <article class="narrow">
      <PageHead
        title={title}
        lead={t("accountKey.lead", { id: String(account.integrationId) })}
        back={{ href: "/sendcloud-accounts", label: t("nav.accounts") }}
      />
      <RefusalNotice t={t} refusal={shown.refusal} />
      {other ? <OtherIntegration t={t} account={account} other={other} /> : null}
      <Faults t={t} errors={shown.errors} />
      <form method="post">
        <Card>
          <TextField
            {...field("publicKey")}
            label={t("wizard.sendcloud.publicKey")}
            value={shown.typed.publicKey}
            required
          />
          <TextField
            {...field("secretKey")}
            type="password"
            label={t("wizard.sendcloud.secretKey")}
            hint={t("wizard.connection.keyHint")}
            required
          />
          <TextField
            {...field("signatureKey")}
            type="password"
            label={t("accountKey.signature")}
            hint={t("accountKey.signatureHint")}
          />
        </Card>
        <Button>{t("accountKey.button")}</Button>
      </form>
    </article>
  );
  return page(c, title, body, status);
}

/** An account is its integration for ever: another one has its own numbers, orders and webhook. */
function OtherIntegration({ t, account, other }: { t: Translate; account: AccountRow; other: Other }) {
  const values = { found: other.integrationName, foundId: String(other.integrationId) };
  return (
    <Notice
      tone="danger"
      title={t("accountKey.otherIntegration.title")}
      actions={
        <ButtonLink href="/sendcloud-accounts/new" weight="plain">
          {t("accountAdd.title")}
        </ButtonLink>
      }
    >
      <p>{t("accountKey.otherIntegration", { ...values, name: account.name, id: String(account.integrationId) })}</p>
    </Notice>
  );
}
