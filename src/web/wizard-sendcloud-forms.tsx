import type { AccountRow } from "../db/accounts";
import { isReachable } from "./account-access";
import { Button, Card, Facts, Notice } from "./components";
import type { AppContext } from "./context";
import { CheckField, RadioField, TextField } from "./fields";
import type { SendcloudAnswer, SendcloudFinding } from "./wizard-draft";
import { type Again, faultOf } from "./wizard-page";

/** The choice that stands for keys to paste. */
export const NEW_ACCOUNT = "new";

type AccountFormProps = { c: AppContext; accounts: AccountRow[]; answer: SendcloudAnswer | null; again: Again };

/** Asks for an account that is connected already, or for the keys of another. */
export function AccountForm({ c, accounts, answer, again }: AccountFormProps) {
  const { t } = c.var;
  const chosen = again.typed.account ?? (answer && !answer.keys ? answer.accountId : (accounts[0]?.id ?? NEW_ACCOUNT));
  const choices = [
    ...accounts.map((account) => ({
      value: account.id,
      label: account.name,
      note: t("wizard.sendcloud.integration", { id: String(account.integrationId) }),
    })),
    { value: NEW_ACCOUNT, label: t("wizard.sendcloud.new") },
  ];
  return (
    <form method="post">
      {accounts.length > 0 ? (
        <RadioField
          name="account"
          label={t("wizard.sendcloud.which")}
          error={faultOf(c, again, "account")}
          value={chosen}
          choices={choices}
        />
      ) : null}
      <KeyField c={c} name="publicKey" kept={answer?.keys?.publicHint} again={again} />
      <KeyField c={c} name="secretKey" kept={answer?.keys?.secretHint} again={again} />
      <details class="field">
        <summary>{t("wizard.sendcloud.help")}</summary>
        <ol>
          <li>{t("wizard.sendcloud.help.open")}</li>
          <li>{t("wizard.sendcloud.help.name")}</li>
          <li>{t("wizard.sendcloud.help.copy")}</li>
        </ol>
      </details>
      <Button name="action" value="look">
        {t("wizard.sendcloud.button")}
      </Button>
    </form>
  );
}

type KeyFieldProps = { c: AppContext; name: "publicKey" | "secretKey"; kept: string | undefined; again: Again };

function KeyField({ c, name, kept, again }: KeyFieldProps) {
  const { t } = c.var;
  return (
    <TextField
      name={name}
      type={name === "secretKey" ? "password" : "text"}
      label={t(`wizard.sendcloud.${name}`)}
      hint={kept ? t("wizard.keyKept", { hint: kept }) : undefined}
      value={name === "secretKey" ? "" : again.typed[name]}
      error={faultOf(c, again, name)}
    />
  );
}

type FoundFormProps = { c: AppContext; answer: SendcloudAnswer; found: SendcloudFinding };

/** Names the account that was found and settles its webhook. */
export function FoundForm({ c, answer, found }: FoundFormProps) {
  const { t } = c.var;
  return (
    <form method="post">
      <Card>
        <Facts
          rows={[
            [t("wizard.sendcloud.name"), found.integrationName],
            [t("wizard.sendcloud.id"), String(found.integrationId)],
            [t("wizard.sendcloud.auth"), t(`accounts.auth.${found.auth}`)],
            [t("wizard.sendcloud.carriers"), found.carriers.map((carrier) => carrier.name).join(", ")],
          ]}
        />
      </Card>
      {answer.keys ? null : <Notice>{t("wizard.sendcloud.stored")}</Notice>}
      {found.auth === "oauth2" ? <Notice>{t("wizard.sendcloud.oauth")}</Notice> : null}
      <WebhookQuestion c={c} found={found} replaces={answer.webhook === "replace"} />
      <p>
        <Button name="action" value="continue">
          {t("common.continue")}
        </Button>
      </p>
    </form>
  );
}

function WebhookQuestion({ c, found, replaces }: { c: AppContext; found: SendcloudFinding; replaces: boolean }) {
  const { t } = c.var;
  const { installed, url } = found.webhook;
  if (!isReachable(c)) return <Notice>{t("wizard.sendcloud.webhook.unreachable")}</Notice>;
  if (installed !== "foreign") return <Notice>{t(`wizard.sendcloud.webhook.${installed}`)}</Notice>;
  return (
    <>
      <Notice tone="warning" title={t("wizard.sendcloud.webhook.foreign")}>
        <p>
          <code>{url}</code>
        </p>
        <p>{t("wizard.sendcloud.webhook.foreignLead")}</p>
      </Notice>
      <CheckField name="replaceWebhook" label={t("accounts.webhook.replace")} checked={replaces} />
    </>
  );
}
