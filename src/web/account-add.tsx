import { Hono } from "hono";
import { uuidv7 } from "uuidv7";
import * as z from "zod";
import { insertAccount, listAccounts } from "../db/accounts";
import { randomToken } from "../lib/crypto";
import { sendcloudAccount } from "../sync/stub";
import type { SendcloudKeys, SendcloudProbe } from "../sync/stub-stores";
import { accountPlace, webhookUrl } from "./account-access";
import { Button, Card, Notice, PageHead } from "./components";
import { type AppContext, type AppEnv, signedIn } from "./context";
import { Faults, RefusalNotice } from "./faults";
import { TextField } from "./fields";
import { readForm } from "./forms";
import { page } from "./layout";
import { hintOf } from "./wizard-connection";
import { type Again, FIRST_TIME, faultOf } from "./wizard-page";

const key = z.string("form.required").trim().min(1, "form.required").max(500, "form.tooLong");
const form = z.object({ publicKey: key, secretKey: key });

/** A Sendcloud account before any store needs it. */
export const accountAdd = new Hono<AppEnv>();

accountAdd.get("/new", (c) => show(c, FIRST_TIME, 200));

accountAdd.post("/new", async (c) => {
  const typed = await readForm(c, form);
  const kept = { publicKey: typed.typed.publicKey ?? "" };
  if (!typed.ok) return show(c, { typed: kept, errors: typed.errors, refusal: null }, 422);
  const [id, webhookId] = [uuidv7(), randomToken()];
  const probe = await sendcloudAccount(c.env, id).probe(typed.values, webhookUrl(c, webhookId));
  if (probe.result === "refused") return show(c, { typed: kept, errors: {}, refusal: probe.refusal }, 422);
  const { workspaceId } = signedIn(c);
  const accounts = await listAccounts(c.env.DB, workspaceId);
  const twin = accounts.find(({ integrationId }) => integrationId === probe.integrationId);
  // One integration is one account: its numbers and its permits are shared by all its stores.
  if (twin) return show(c, { typed: kept, errors: {}, refusal: null }, 422, twin.name);
  await keep(c, { id, workspaceId, webhookId }, typed.values, probe);
  return c.redirect(`/sendcloud-accounts?check=${id}`, 303);
});

async function keep(
  c: AppContext,
  place: { id: string; workspaceId: string; webhookId: string },
  { publicKey, secretKey }: SendcloudKeys,
  { integrationName, integrationId, auth }: Extract<SendcloudProbe, { result: "found" }>,
): Promise<void> {
  const { seal } = c.var;
  await insertAccount(c.env.DB, {
    ...place,
    name: integrationName,
    integrationId,
    auth,
    sealedPublicKey: await seal.seal(publicKey, accountPlace(place, "publicKey")),
    sealedSecretKey: await seal.seal(secretKey, accountPlace(place, "secretKey")),
    sealedSignatureKey: null,
    keyHint: hintOf(publicKey),
    createdAt: c.var.now,
  });
  await sendcloudAccount(c.env, place.id).begin(place.workspaceId, place.id);
}

function show(c: AppContext, again: Again, status: 200 | 422, twin?: string): Promise<Response> {
  const { t } = c.var;
  const title = t("accountAdd.title");
  const body = (
    <article class="narrow">
      <PageHead
        title={title}
        lead={t("accountAdd.lead")}
        back={{ href: "/sendcloud-accounts", label: t("nav.accounts") }}
      />
      <RefusalNotice t={t} refusal={again.refusal} />
      {twin === undefined ? null : (
        <Notice tone="warning">
          <p>{t("accountAdd.twin", { name: twin })}</p>
        </Notice>
      )}
      <Faults t={t} errors={again.errors} />
      <form method="post">
        <Card>
          <TextField
            name="publicKey"
            label={t("wizard.sendcloud.publicKey")}
            value={again.typed.publicKey}
            error={faultOf(c, again, "publicKey")}
            required
          />
          <TextField
            name="secretKey"
            type="password"
            label={t("wizard.sendcloud.secretKey")}
            hint={t("wizard.connection.keyHint")}
            error={faultOf(c, again, "secretKey")}
            required
          />
          <details class="field">
            <summary>{t("wizard.sendcloud.help")}</summary>
            <ol>
              <li>{t("wizard.sendcloud.help.open")}</li>
              <li>{t("wizard.sendcloud.help.name")}</li>
              <li>{t("wizard.sendcloud.help.copy")}</li>
            </ol>
          </details>
        </Card>
        <Button>{t("accountAdd.button")}</Button>
      </form>
    </article>
  );
  return page(c, title, body, status);
}
