import { type Context, Hono } from "hono";
import { type AccountRow, findAccount } from "../db/accounts";
import { sendcloudAccount } from "../sync/stub";
import type { Refusal } from "../sync/stub-answers";
import type { VanishedView } from "../sync/stub-stores";
import { AskFirst } from "./ask-first";
import { Button, Card, EmptyState, Moment, PageHead } from "./components";
import { type AppEnv, goTo, signedIn, wantsFragment } from "./context";
import { RefusalNotice } from "./faults";
import { readTyped } from "./forms";
import { page } from "./layout";
import { orderPath } from "./order-words";
import { type Reader, readerOf } from "./reader";

/** Orders that vanished from one account in such numbers that a person decides about all of them. */
export const vanished = new Hono<AppEnv>();

vanished.get("/:accountId/cancellations", async (c) => {
  const account = await findOwn(c);
  return account ? show(c, account, null) : c.notFound();
});

vanished.post("/:accountId/cancellations", async (c) => {
  const account = await findOwn(c);
  if (!account) return c.notFound();
  const typed = await readTyped(c);
  const choice = typed.choice === "cancel" ? "cancel" : "keep";
  const { personId, name } = signedIn(c);
  const decided = sendcloudAccount(c.env, account.id);
  const outcome = await decided.decideVanished(choice, Number(typed.count ?? ""), { personId, name });
  if (outcome.result === "refused") return show(c, account, outcome.refusal, 422);
  return goTo(c, "/attention");
});

function findOwn(c: Context<AppEnv>): Promise<AccountRow | null> {
  return findAccount(c.env.DB, signedIn(c).workspaceId, c.req.param("accountId") ?? "");
}

async function show(
  c: Context<AppEnv>,
  account: AccountRow,
  refusal: Refusal | null,
  status: 200 | 422 = 200,
): Promise<Response> {
  const orders = await sendcloudAccount(c.env, account.id).vanished();
  const article = <VanishedPage reader={readerOf(c)} account={account} orders={orders} refusal={refusal} />;
  return wantsFragment(c) ? c.html(article, status) : page(c, c.var.t("vanished.title"), article, status);
}

type Shown = { reader: Reader; account: AccountRow; orders: VanishedView; refusal: Refusal | null };

function VanishedPage({ reader, account, orders, refusal }: Shown) {
  const { t } = reader;
  const count = orders.length;
  const back = { href: "/attention", label: t("attention.title") };
  if (count === 0) {
    return (
      <article class="narrow" id="vanished">
        <PageHead title={t("vanished.title")} back={back} />
        <RefusalNotice t={t} refusal={refusal} />
        <EmptyState icon="circle-check" title={t("vanished.nothing")} />
      </article>
    );
  }
  return (
    <article class="narrow" id="vanished">
      <PageHead title={t("vanished.title")} lead={t("vanished.lead", { count, name: account.name })} back={back} />
      <RefusalNotice t={t} refusal={refusal} />
      {reader.mayAct ? <Choices reader={reader} account={account} count={count} /> : null}
      <Card>
        <ul class="rows">
          {orders.map((order) => (
            <li>
              <a href={orderPath(order)}>{t("attention.order", { number: order.number })}</a>
              <span>
                {t("vanished.gone-at")} <Moment reader={reader} at={order.at} />
              </span>
            </li>
          ))}
        </ul>
      </Card>
    </article>
  );
}

function Choices({ reader, account, count }: { reader: Reader; account: AccountRow; count: number }) {
  const { t } = reader;
  const path = `/sendcloud-accounts/${encodeURIComponent(account.id)}/cancellations`;
  return (
    <Card>
      <p>{t("vanished.cancel.body")}</p>
      <AskFirst
        path={path}
        act={t("vanished.cancel", { count })}
        ask={t("vanished.cancel.body")}
        sure={t("vanished.cancel.sure", { count })}
        fields={{ choice: "cancel", count: String(count) }}
      />
      <p>{t("vanished.keep.body")}</p>
      <form method="post" action={path}>
        <input type="hidden" name="choice" value="keep" />
        <input type="hidden" name="count" value={String(count)} />
        <Button weight="plain">{t("vanished.keep")}</Button>
      </form>
    </Card>
  );
}
