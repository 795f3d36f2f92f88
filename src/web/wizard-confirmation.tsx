import { formatNumber } from "../i18n/format";
import { Button, Card, Facts, Notice } from "./components";
import { connectStore } from "./connect-store";
import type { AppContext } from "./context";
import { type Answered, answered, type Draft, dropDraft, type Step, stepPath } from "./wizard-draft";
import { type Again, FIRST_TIME, wizardPage } from "./wizard-page";
import { historyText } from "./wizard-shop";

/** Step 5: all of it once more; nothing is stored before the button. */
export function showConfirmation(c: AppContext, draft: Draft): Promise<Response> {
  return render(c, draft, FIRST_TIME);
}

export async function confirm(c: AppContext, draft: Draft): Promise<Response> {
  const outcome = await connectStore(c, draft);
  if (outcome.result === "refused") return render(c, draft, { ...FIRST_TIME, refusal: outcome.refusal });
  await dropDraft(c, draft);
  const note = outcome.webhookRefusal ? "?webhook=refused" : "";
  return c.redirect(`/stores/${outcome.storeId}${note}`, 303);
}

function render(c: AppContext, draft: Draft, again: Again): Promise<Response> {
  const { t } = c.var;
  const given = answered(draft.answers);
  return wizardPage(
    c,
    "confirmation",
    draft.id,
    again,
    <>
      <Section c={c} draft={draft} step="shop" rows={shopRows(c, draft, given)} />
      <Section c={c} draft={draft} step="sendcloud" rows={accountRows(c, given)} />
      <Section c={c} draft={draft} step="carriers" rows={carrierRows(c, draft, given)} />
      <form method="post">
        <Notice>{t("wizard.confirmation.quiet")}</Notice>
        <Button>{t("wizard.confirmation.button")}</Button>
      </form>
    </>,
  );
}

type Rows = readonly (readonly [string, string])[];

function Section({ c, draft, step, rows }: { c: AppContext; draft: Draft; step: Step; rows: Rows }) {
  const { t } = c.var;
  const name = t(`wizard.step.${step}`);
  const edit = (
    <a href={stepPath(draft.id, step)} aria-label={t("wizard.confirmation.editStep", { step: name })}>
      {t("wizard.confirmation.edit")}
    </a>
  );
  return (
    <Card title={name} actions={edit}>
      <Facts rows={rows} />
    </Card>
  );
}

function shopRows(c: AppContext, draft: Draft, { shop, finding }: Answered): Rows {
  const { t, language } = c.var;
  const { counts } = finding;
  return [
    [t("wizard.shop.name"), shop.name],
    [t("wizard.confirmation.address"), draft.baseUrl],
    [t("wizard.shop.shop"), t("wizard.confirmation.shop", { name: finding.shop.name, id: String(shop.shopId) })],
    [
      t("wizard.shop.open"),
      t("wizard.shop.openCount", { count: counts.open, shown: formatNumber(language, counts.open) }),
    ],
    [t("wizard.confirmation.history"), historyText(t, language, shop.importDays, finding)],
  ];
}

function accountRows(c: AppContext, { account }: Answered): Rows {
  const { t } = c.var;
  const { found } = account;
  return [
    [t("wizard.sendcloud.name"), found.integrationName],
    [t("wizard.sendcloud.id"), String(found.integrationId)],
    [t("wizard.confirmation.webhook"), t(`wizard.confirmation.webhook.${webhookPlan(account)}`)],
  ];
}

function webhookPlan({ webhook, found }: Answered["account"]): "install" | "replace" | "leave" | "ours" {
  return webhook === "leave" && found.webhook.installed === "ours" ? "ours" : webhook;
}

function carrierRows(c: AppContext, draft: Draft, { account, finding }: Answered): Rows {
  const { t } = c.var;
  const { carriers } = draft.answers;
  if (!carriers) return [];
  const { senderAddresses, carriers: all } = account.found;
  const missing = all.filter((carrier) => !carriers.mapping[carrier.code]).map((carrier) => carrier.name);
  const mapped = all.length - missing.length;
  return [
    [t("wizard.carriers.mapping"), t("wizard.confirmation.mapped", { mapped, all: all.length })],
    [t("wizard.confirmation.missing"), missing.join(", ")],
    [t("wizard.carriers.sender"), senderAddresses.find(({ id }) => id === carriers.senderAddressId)?.label ?? ""],
    [
      t("wizard.carriers.reason"),
      finding.cancelReasons.find(({ code }) => code === carriers.cancelReason)?.label ?? "",
    ],
  ];
}
