import { Hono } from "hono";
import { type AccountRow, findAccount, listAccounts } from "../db/accounts";
import { listStores } from "../db/stores";
import { sendcloudAccount } from "../sync/stub";
import { isReachable, openAccountKeys, webhookUrl } from "./account-access";
import { AccountState, AccountsPage, type AccountsView, type Looked } from "./accounts-page";
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
  const looked = await look(c, account);
  if (!wantsFragment(c)) return show(c, { checked: { accountId: account.id, looked } });
  return c.html(<AccountState {...viewOf(c)} account={account} looked={looked} refusal={null} />);
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
  const looked = await look(c, account);
  return show(c, {
    checked: { accountId: account.id, looked },
    refused: { accountId: account.id, refusal: act.refusal },
  });
});

async function look(c: AppContext, account: AccountRow): Promise<Looked> {
  const keys = await openAccountKeys(c, account);
  const object = sendcloudAccount(c.env, account.id);
  const probe = await object.probe(keys, webhookUrl(c, account.webhookId));
  return { probe, budget: await object.budget() };
}

async function show(c: AppContext, view: Pick<AccountsView, "checked" | "refused">): Promise<Response> {
  const { workspaceId } = signedIn(c);
  const [accounts, stores] = await Promise.all([
    listAccounts(c.env.DB, workspaceId),
    listStores(c.env.DB, workspaceId),
  ]);
  const body = <AccountsPage {...viewOf(c)} {...view} accounts={accounts} stores={stores} />;
  return page(c, c.var.t("nav.accounts"), body, view.refused ? 409 : 200);
}

function viewOf(c: AppContext) {
  return { reader: readerOf(c), isOwner: signedIn(c).role === "owner", reachable: isReachable(c) };
}
