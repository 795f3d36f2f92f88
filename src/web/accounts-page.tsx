import type { Child } from "hono/jsx";
import type { AccountRow } from "../db/accounts";
import type { StoreRow } from "../db/stores";
import type { Refusal } from "../sync/stub-answers";
import type { BudgetView, SendcloudProbe } from "../sync/stub-stores";
import { Badge, Button, ButtonLink, Card, EmptyState, Facts, Notice, PageHead } from "./components";
import { RefusalNotice } from "./faults";
import { CheckField } from "./fields";
import { momentText, type Reader } from "./reader";

type Viewer = { reader: Reader; isOwner: boolean; reachable: boolean };
export type Looked = { probe: SendcloudProbe; budget: BudgetView };
export type AccountsView = Viewer & {
  accounts: AccountRow[];
  stores: StoreRow[];
  /** What Sendcloud and the account's object said about one account just now. */
  checked?: { accountId: string; looked: Looked };
  refused?: { accountId: string; refusal: Refusal };
};

export function AccountsPage({ accounts, stores, checked, refused, ...viewer }: AccountsView) {
  const { t } = viewer.reader;
  return (
    <>
      <PageHead
        title={t("nav.accounts")}
        lead={t("accounts.lead")}
        actions={
          viewer.isOwner ? (
            <ButtonLink href="/sendcloud-accounts/new" weight="plain" icon="plug">
              {t("accountAdd.title")}
            </ButtonLink>
          ) : null
        }
      />
      {accounts.length === 0 ? <NoAccounts viewer={viewer} /> : null}
      {accounts.map((account) => (
        <Card
          title={account.name}
          actions={
            viewer.isOwner ? (
              <ButtonLink href={`/sendcloud-accounts/${account.id}/keys`} weight="plain">
                {t("accountKey.title")}
              </ButtonLink>
            ) : null
          }
        >
          <Facts
            rows={[
              [t("wizard.sendcloud.id"), String(account.integrationId)],
              [t("wizard.sendcloud.auth"), t(`accounts.auth.${account.auth}`)],
              [t("accounts.key"), t("stores.endsWith", { hint: account.keyHint })],
              [t("accounts.previous"), previousText(viewer.reader, account)],
              [t("accounts.stores"), storesOf(viewer.reader, account, stores)],
            ]}
          />
          <AccountState
            {...viewer}
            account={account}
            looked={checked?.accountId === account.id ? checked.looked : null}
            refusal={refused?.accountId === account.id ? refused.refusal : null}
          />
        </Card>
      ))}
    </>
  );
}

function NoAccounts({ viewer }: { viewer: Viewer }) {
  const { t } = viewer.reader;
  const connect = <ButtonLink href="/stores/new">{t("stores.connect")}</ButtonLink>;
  return (
    <EmptyState icon="plug" title={t("accounts.empty")} action={viewer.isOwner ? connect : null}>
      <p>{t("accounts.empty.lead")}</p>
    </EmptyState>
  );
}

function previousText(reader: Reader, { previousUntil }: AccountRow): string | null {
  if (previousUntil === null || previousUntil <= reader.now) return null;
  return reader.t("accounts.previous.until", { moment: momentText(reader, previousUntil) });
}

function storesOf({ t }: Reader, account: AccountRow, stores: readonly StoreRow[]): Child {
  const own = stores.filter(({ accountId, disconnectedAt }) => accountId === account.id && disconnectedAt === null);
  if (own.length === 0) return t("accounts.stores.none");
  return own.map((store, place) => (
    <>
      {place > 0 ? ", " : null}
      <a href={`/stores/${store.id}`}>{store.name}</a>
    </>
  ));
}

type StateProps = Viewer & { account: AccountRow; looked: Looked | null; refusal: Refusal | null };

/** Whether the keys work, what stands as webhook at Sendcloud, and how the budget of writes stands. Nobody has asked yet: the page asks by itself, once, after it is shown. */
export function AccountState({ reader, isOwner, reachable, account, looked, refusal }: StateProps) {
  const { t } = reader;
  const check = `/sendcloud-accounts?check=${account.id}`;
  if (!looked) {
    return (
      <p hx-get={check} hx-trigger="load" hx-swap="outerHTML">
        <a href={check}>{t("accounts.test")}</a>
      </p>
    );
  }
  const { probe, budget } = looked;
  if (probe.result === "refused") {
    return (
      <div>
        <RefusalNotice t={t} refusal={probe.refusal} />
        <Budget reader={reader} budget={budget} />
        <a href={check}>{t("accounts.test")}</a>
      </div>
    );
  }
  const { installed, url } = probe.webhook;
  return (
    <div>
      <RefusalNotice t={t} refusal={refusal} />
      <p>
        <Badge tone="success">{t("accounts.works")}</Badge> <a href={check}>{t("accounts.test")}</a>
      </p>
      <Budget reader={reader} budget={budget} />
      <Facts
        rows={[
          [t("wizard.sendcloud.carriers"), probe.carriers.map(({ name }) => name).join(", ")],
          [t("accounts.senders"), probe.senderAddresses.map(({ label }) => label).join(", ")],
        ]}
      />
      <p>
        <Badge tone={installed === "ours" ? "success" : "warning"}>{t(`accounts.webhook.${installed}`)}</Badge>{" "}
        {t(`accounts.webhook.${installed}.lead`)} {installed === "foreign" ? <code>{url}</code> : null}
      </p>
      {reachable ? null : <Notice>{t("wizard.sendcloud.webhook.unreachable")}</Notice>}
      {isOwner && reachable && installed !== "ours" ? (
        <form method="post" action={`/sendcloud-accounts/${account.id}/webhook`}>
          {installed === "foreign" ? (
            <CheckField name="replaceWebhook" label={t("accounts.webhook.replace")} checked={false} />
          ) : null}
          <Button weight="plain">{t("accounts.webhook.install")}</Button>
        </form>
      ) : null}
    </div>
  );
}

/** Sendcloud takes so many writes a minute, for all stores of the account together. */
function Budget({ reader, budget }: { reader: Reader; budget: BudgetView }) {
  const { t } = reader;
  const { used, most, heldUntil, trouble } = budget;
  return (
    <>
      <Facts rows={[[t("accounts.budget"), t("accounts.budget.used", { used, most })]]} />
      {heldUntil === null ? null : <p>{t("accounts.budget.held", { moment: momentText(reader, heldUntil) })}</p>}
      {trouble === null ? null : (
        <Notice tone="danger" live={false}>
          <p>{t(`accounts.trouble.${trouble}`)}</p>
        </Notice>
      )}
    </>
  );
}
