import { uuidv7 } from "uuidv7";
import * as z from "zod";
import { type AccountRow, findAccount, listAccounts } from "../db/accounts";
import { randomToken } from "../lib/crypto";
import { sendcloudAccount } from "../sync/stub";
import type { SendcloudKeys } from "../sync/stub-stores";
import { isReachable, openAccountKeys, webhookUrl } from "./account-access";
import { Card } from "./components";
import { type AppContext, signedIn } from "./context";
import { checkForm, type FieldErrors, readTyped, type Typed } from "./forms";
import { hintOf } from "./wizard-connection";
import { type Draft, keepDraft, placeOf, type SendcloudAnswer, stepPath } from "./wizard-draft";
import { type Again, FIRST_TIME, wizardPage } from "./wizard-page";
import { AccountForm, FoundForm, NEW_ACCOUNT } from "./wizard-sendcloud-forms";

const key = z.string().trim().max(500, "form.tooLong").optional().default("");
const keysForm = z.object({ publicKey: key, secretKey: key });

/** Step 3: which Sendcloud account makes the labels. It is named before anything is kept of it. */
export async function showSendcloud(c: AppContext, draft: Draft): Promise<Response> {
  return render(c, draft, FIRST_TIME);
}

export async function saveSendcloud(c: AppContext, draft: Draft): Promise<Response> {
  const typed = await readTyped(c);
  if (typed.action === "continue") return agree(c, draft, typed.replaceWebhook === "on");
  if (typed.account && typed.account !== NEW_ACCOUNT) return tryAccount(c, draft, typed.account, typed);
  return tryKeys(c, draft, typed);
}

async function agree(c: AppContext, draft: Draft, mayReplace: boolean): Promise<Response> {
  const { sendcloud } = draft.answers;
  if (!sendcloud?.found) return c.redirect(stepPath(draft.id, "sendcloud"), 303);
  sendcloud.webhook = isReachable(c) ? webhookChoice(sendcloud.found.webhook.installed, mayReplace) : "leave";
  sendcloud.agreed = true;
  await keepDraft(c, draft);
  return c.redirect(stepPath(draft.id, "carriers"), 303);
}

function webhookChoice(installed: "ours" | "none" | "foreign", mayReplace: boolean): SendcloudAnswer["webhook"] {
  if (installed === "none") return "install";
  return installed === "foreign" && mayReplace ? "replace" : "leave";
}

async function tryAccount(c: AppContext, draft: Draft, accountId: string, typed: Typed): Promise<Response> {
  const account = await findAccount(c.env.DB, signedIn(c).workspaceId, accountId);
  if (!account) return render(c, draft, { typed, errors: { account: "form.invalid" }, refusal: null });
  return useStored(c, draft, account, typed);
}

async function useStored(c: AppContext, draft: Draft, account: AccountRow, typed: Typed): Promise<Response> {
  draft.answers.sendcloud = { accountId: account.id, keys: null, found: null, webhook: "leave", agreed: false };
  return look(c, draft, await openAccountKeys(c, account), account.webhookId, typed);
}

async function tryKeys(c: AppContext, draft: Draft, typed: Typed): Promise<Response> {
  const form = checkForm(typed, keysForm);
  if (!form.ok) return render(c, draft, { typed, errors: form.errors, refusal: null });
  const kept = await keptKeys(c, draft);
  const publicKey = form.values.publicKey || kept.publicKey;
  const secretKey = form.values.secretKey || kept.secretKey;
  const sealed = await sealKeys(c, draft, { publicKey, secretKey });
  const accountId = draft.answers.sendcloud?.keys ? draft.answers.sendcloud.accountId : uuidv7();
  draft.answers.sendcloud = { accountId, keys: sealed, found: null, webhook: "leave", agreed: false };
  const errors: FieldErrors = {};
  if (!publicKey) errors.publicKey = "form.required";
  if (!secretKey) errors.secretKey = "form.required";
  if (publicKey && secretKey) return look(c, draft, { publicKey, secretKey }, sealed.webhookId, typed);
  await keepDraft(c, draft);
  return render(c, draft, { typed, errors, refusal: null });
}

async function keptKeys(c: AppContext, draft: Draft): Promise<SendcloudKeys> {
  const kept = draft.answers.sendcloud?.keys;
  if (!kept) return { publicKey: "", secretKey: "" };
  return {
    publicKey: await c.var.seal.open(kept.sealedPublicKey, placeOf(draft, "publicKey")),
    secretKey: await c.var.seal.open(kept.sealedSecretKey, placeOf(draft, "secretKey")),
  };
}

async function sealKeys(
  c: AppContext,
  draft: Draft,
  keys: SendcloudKeys,
): Promise<NonNullable<SendcloudAnswer["keys"]>> {
  return {
    sealedPublicKey: await c.var.seal.seal(keys.publicKey, placeOf(draft, "publicKey")),
    sealedSecretKey: await c.var.seal.seal(keys.secretKey, placeOf(draft, "secretKey")),
    publicHint: hintOf(keys.publicKey),
    secretHint: hintOf(keys.secretKey),
    webhookId: draft.answers.sendcloud?.keys?.webhookId ?? randomToken(),
  };
}

/** Looks at the draft's account with these keys. What it says is kept; so are the keys when it refuses. */
async function look(
  c: AppContext,
  draft: Draft,
  keys: SendcloudKeys,
  webhookId: string,
  typed: Typed,
): Promise<Response> {
  const { sendcloud } = draft.answers;
  if (!sendcloud) throw new Error("no account to look at");
  const probe = await sendcloudAccount(c.env, sendcloud.accountId).probe(keys, webhookUrl(c, webhookId));
  const twin = probe.result === "found" && sendcloud.keys ? await connectedTwin(c, probe.integrationId) : null;
  // One integration is one account: its numbers and its permits are shared by all its stores.
  if (twin) return useStored(c, draft, twin, typed);
  sendcloud.found = probe.result === "found" ? probe : null;
  draft.answers.carriers = null;
  await keepDraft(c, draft);
  if (probe.result === "refused") return render(c, draft, { typed, errors: {}, refusal: probe.refusal });
  return c.redirect(stepPath(draft.id, "sendcloud"), 303);
}

async function connectedTwin(c: AppContext, integrationId: number): Promise<AccountRow | null> {
  const accounts = await listAccounts(c.env.DB, signedIn(c).workspaceId);
  return accounts.find((account) => account.integrationId === integrationId) ?? null;
}

async function render(c: AppContext, draft: Draft, again: Again): Promise<Response> {
  const accounts = await listAccounts(c.env.DB, signedIn(c).workspaceId);
  const { sendcloud } = draft.answers;
  const choice = <AccountForm c={c} accounts={accounts} answer={sendcloud} again={again} />;
  if (!sendcloud?.found) return wizardPage(c, "sendcloud", draft.id, again, <Card>{choice}</Card>);
  return wizardPage(
    c,
    "sendcloud",
    draft.id,
    again,
    <>
      <FoundForm c={c} answer={sendcloud} found={sendcloud.found} />
      <Card>
        <details open={Object.keys(again.errors).length > 0}>
          <summary>{c.var.t("wizard.sendcloud.other")}</summary>
          {choice}
        </details>
      </Card>
    </>,
  );
}
