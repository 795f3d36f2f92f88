import type { AccountRow } from "../db/accounts";
import type { Refusal, SendcloudProbe } from "../sync/stub";
import { Badge, Button, ButtonLink, Card, EmptyState, Facts, Notice, PageHead } from "./components";
import { RefusalNotice } from "./faults";
import { CheckField } from "./fields";
import type { Reader } from "./reader";

type Viewer = { reader: Reader; isOwner: boolean; reachable: boolean };
export type AccountsView = Viewer & {
  accounts: AccountRow[];
  /** What Sendcloud said about one account just now. */
  checked?: { accountId: string; probe: SendcloudProbe };
  refused?: { accountId: string; refusal: Refusal };
};

export function AccountsPage({ accounts, checked, refused, ...viewer }: AccountsView) {
  const { t } = viewer.reader;
  return (
    <>
      <PageHead title={t("nav.accounts")} lead={t("accounts.lead")} />
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
            ]}
          />
          <WebhookState
            {...viewer}
            account={account}
            probe={checked?.accountId === account.id ? checked.probe : null}
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

type StateProps = Viewer & { account: AccountRow; probe: SendcloudProbe | null; refusal: Refusal | null };

/** What stands as webhook at Sendcloud. Nobody has asked yet: the page asks by itself, once, after it is shown. */
export function WebhookState({ reader, isOwner, reachable, account, probe, refusal }: StateProps) {
  const { t } = reader;
  const check = `/sendcloud-accounts?check=${account.id}`;
  if (!probe) {
    return (
      <p hx-get={check} hx-trigger="load" hx-swap="outerHTML">
        <a href={check}>{t("accounts.webhook.check")}</a>
      </p>
    );
  }
  if (probe.result === "refused") {
    return <RefusalNotice t={t} refusal={probe.refusal} />;
  }
  const { installed, url } = probe.webhook;
  return (
    <div>
      <RefusalNotice t={t} refusal={refusal} />
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
