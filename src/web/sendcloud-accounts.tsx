import { Hono } from "hono";
import { type AccountRow, findAccount, listAccounts } from "../db/accounts";
import { type SendcloudProbe, sendcloudAccount } from "../sync/stub";
import { isReachable, openAccountKeys, webhookUrl } from "./account-access";
import { AccountsPage, type AccountsView, WebhookState } from "./accounts-page";
import { type AppContext, type AppEnv, signedIn, wantsFragment } from "./context";
import { readTyped } from "./forms";
import { page } from "./layout";
import { readerOf } from "./reader";

export const sendcloudAccounts = new Hono<AppEnv>();

/** The list comes from D1. `?check=` also asks Sendcloud about one account: its webhook lives there. */
sendcloudAccounts.get("/", async (c) => {
  const asked = c.req.query("check");
  const account = asked ? await findAccount(c.env.DB, signedIn(c).workspaceId, asked) : null;
  if (!account) return asked ? c.notFound() : show(c, {});
  const probe = await look(c, account);
  if (!wantsFragment(c)) return show(c, { checked: { accountId: account.id, probe } });
  return c.html(<WebhookState {...viewOf(c)} account={account} probe={probe} refusal={null} />);
});

sendcloudAccounts.post("/:accountId/webhook", async (c) => {
  const account = await findAccount(c.env.DB, signedIn(c).workspaceId, c.req.param("accountId"));
  if (!account) return c.notFound();
  const { replaceWebhook } = await readTyped(c);
  const act = await sendcloudAccount(c.env, account.id).installWebhook(
    webhookUrl(c, account.webhookId),
    replaceWebhook === "on",
  );
  if (act.result !== "refused") return c.redirect(`/sendcloud-accounts?check=${account.id}`, 303);
  const probe = await look(c, account);
  return show(c, {
    checked: { accountId: account.id, probe },
    refused: { accountId: account.id, refusal: act.refusal },
  });
});

async function look(c: AppContext, account: AccountRow): Promise<SendcloudProbe> {
  const keys = await openAccountKeys(c, account);
  return sendcloudAccount(c.env, account.id).probe(keys, webhookUrl(c, account.webhookId));
}

async function show(c: AppContext, view: Pick<AccountsView, "checked" | "refused">): Promise<Response> {
  const accounts = await listAccounts(c.env.DB, signedIn(c).workspaceId);
  const body = <AccountsPage {...viewOf(c)} {...view} accounts={accounts} />;
  return page(c, c.var.t("nav.accounts"), body, view.refused ? 409 : 200);
}

function viewOf(c: AppContext) {
  return { reader: readerOf(c), isOwner: signedIn(c).role === "owner", reachable: isReachable(c) };
}
