import { carrierRows, readMapping } from "./carrier-mapping";
import { CarrierTable } from "./carrier-table";
import { Button, Card, Notice } from "./components";
import type { AppContext } from "./context";
import { SelectField } from "./fields";
import { type FieldErrors, readTyped } from "./forms";
import { type Answered, answered, type Draft, keepDraft, stepPath } from "./wizard-draft";
import { type Again, FIRST_TIME, faultOf, wizardPage } from "./wizard-page";

/** Step 4: carriers side by side, the sender, and the reason a cancelation is given. */
export function showCarriers(c: AppContext, draft: Draft): Promise<Response> {
  return render(c, draft, FIRST_TIME);
}

export async function saveCarriers(c: AppContext, draft: Draft): Promise<Response> {
  const typed = await readTyped(c);
  const { finding, account } = answered(draft.answers);
  const { mapping, errors } = readMapping(typed, account.found.carriers, finding);
  const sender = account.found.senderAddresses.find(({ id }) => String(id) === typed.sender);
  const reason = finding.cancelReasons.find(({ code }) => code === typed.cancelReason);
  const faults: FieldErrors = { ...errors };
  if (!sender) faults.sender = "wizard.fault.sender";
  if (!reason && finding.cancelReasons.length > 0) faults.cancelReason = "wizard.fault.cancelReason";
  if (!sender || Object.keys(faults).length > 0) return render(c, draft, { typed, errors: faults, refusal: null });
  draft.answers.carriers = { mapping, senderAddressId: sender.id, cancelReason: reason?.code ?? null };
  await keepDraft(c, draft);
  return c.redirect(stepPath(draft.id, "confirmation"), 303);
}

function render(c: AppContext, draft: Draft, again: Again): Promise<Response> {
  const { t } = c.var;
  const { finding, account } = answered(draft.answers);
  const saved = draft.answers.carriers;
  const rows = carrierRows(account.found.carriers, finding, saved?.mapping ?? null, again.typed);
  const unmapped = rows.filter((row) => row.choice === "").length;
  return wizardPage(
    c,
    "carriers",
    draft.id,
    again,
    <form method="post">
      <Card title={t("wizard.carriers.mapping")}>
        {unmapped > 0 ? <Notice>{t("wizard.carriers.unmapped", { count: unmapped })}</Notice> : null}
        <CarrierTable
          t={t}
          rows={rows}
          marketplace={finding.carriers}
          allowsOther={finding.allowsOtherCarriers}
          errors={again.errors}
        />
      </Card>
      <Card>
        <Sender c={c} account={account} again={again} saved={saved?.senderAddressId ?? null} />
        <CancelReason c={c} finding={finding} again={again} saved={saved?.cancelReason ?? null} />
      </Card>
      <Button>{t("common.continue")}</Button>
    </form>,
  );
}

type SenderProps = { c: AppContext; account: Answered["account"]; again: Again; saved: number | null };

function Sender({ c, account, again, saved }: SenderProps) {
  const { t } = c.var;
  const { senderAddresses } = account.found;
  const only = senderAddresses.length === 1 ? senderAddresses[0]?.id : undefined;
  return (
    <SelectField
      name="sender"
      label={t("wizard.carriers.sender")}
      hint={t("wizard.carriers.senderHint")}
      error={faultOf(c, again, "sender")}
      value={again.typed.sender ?? String(saved ?? only ?? "")}
      empty={only === undefined ? t("wizard.choose") : undefined}
      choices={senderAddresses.map(({ id, label, country }) => ({ value: String(id), label: `${label} (${country})` }))}
    />
  );
}

type ReasonProps = { c: AppContext; finding: Answered["finding"]; again: Again; saved: string | null };

function CancelReason({ c, finding, again, saved }: ReasonProps) {
  const { t } = c.var;
  if (finding.cancelReasons.length === 0) return <Notice>{t("wizard.carriers.noReason")}</Notice>;
  return (
    <SelectField
      name="cancelReason"
      label={t("wizard.carriers.reason")}
      hint={t("wizard.carriers.reasonHint")}
      error={faultOf(c, again, "cancelReason")}
      value={again.typed.cancelReason ?? saved ?? ""}
      empty={t("wizard.choose")}
      choices={finding.cancelReasons.map(({ code, label }) => ({ value: code, label }))}
    />
  );
}
