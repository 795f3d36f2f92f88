import type { Translate } from "../i18n/index";
import { Button, ButtonLink, PageHead } from "./components";
import { Faults } from "./faults";
import { SelectField, TextField } from "./fields";
import type { FieldErrors, Typed } from "./forms";

import { PasskeyButton } from "./profile-page";

type SignInProps = { t: Translate; way: "sandbox" | "first-owner" | "link"; typed: Typed; errors: FieldErrors };

export function SignInPage({ t, way, typed, errors }: SignInProps) {
  return (
    <article class="narrow">
      <PageHead title={t("signin.title")} lead={t(`signin.way.${way}`)} />
      {way === "first-owner" ? (
        <SetupForm t={t} typed={typed} errors={errors} />
      ) : (
        <>
          <PasskeyButton
            action="/sign-in/passkey"
            options="/sign-in/passkey/options"
            label={t("signin.passkey")}
            t={t}
          />
          <EmailForm t={t} typed={typed} errors={errors} />
        </>
      )}
    </article>
  );
}

function EmailForm({ t, typed, errors }: Omit<SignInProps, "way">) {
  return (
    <form method="post" action="/sign-in">
      <Faults t={t} errors={errors} />
      <TextField
        name="email"
        type="email"
        label={t("signin.email")}
        value={typed.email}
        error={errors.email && t(errors.email)}
        autocomplete="email"
        inputmode="email"
        required
      />
      <Button>{t("signin.sendLink")}</Button>
    </form>
  );
}

export function LetterSentPage({ t, email }: { t: Translate; email: string }) {
  return (
    <article class="narrow">
      <PageHead title={t("signin.sent")} lead={t("signin.sent.lead", { email })} />
      <p>{t("signin.sent.none")}</p>
      <ButtonLink href="/sign-in" weight="plain">
        {t("signin.sent.again")}
      </ButtonLink>
    </article>
  );
}

function SetupForm({ t, typed, errors }: Omit<SignInProps, "way">) {
  const field = (name: string) => ({
    name,
    value: typed[name] ?? "",
    error: errors[name] && t(errors[name]),
    required: true,
  });
  const zones = Intl.supportedValuesOf("timeZone").map((zone) => ({ value: zone, label: zone.replaceAll("_", " ") }));
  return (
    <form method="post" action="/setup">
      <Faults t={t} errors={errors} />
      <TextField {...field("token")} type="password" label={t("signin.token")} hint={t("signin.token.hint")} value="" />
      <TextField {...field("company")} label={t("signin.company")} autocomplete="organization" />
      <TextField {...field("name")} label={t("signin.name")} autocomplete="name" />
      <TextField {...field("email")} type="email" label={t("signin.email")} autocomplete="email" inputmode="email" />
      <SelectField
        {...field("timeZone")}
        label={t("signin.timeZone")}
        hint={t("signin.timeZone.hint")}
        choices={zones}
      />
      <Button>{t("signin.setup")}</Button>
    </form>
  );
}

export function EnterPage({ t, token }: { t: Translate; token: string }) {
  return (
    <article class="narrow">
      <PageHead title={t("signin.enter")} lead={t("signin.enter.lead")} />
      <form method="post" action="/enter">
        <input type="hidden" name="token" value={token} />
        <Button>{t("signin.enter.button")}</Button>
      </form>
    </article>
  );
}

/** A door that no longer opens: a used-up link, or the first owner's once someone came. */
export function ClosedDoorPage({ t, door }: { t: Translate; door: "link" | "setup" | "invitation" }) {
  return (
    <article class="narrow">
      <PageHead title={t(`signin.closed.${door}`)} lead={t(`signin.closed.${door}.lead`)} />
      <ButtonLink href="/sign-in" weight="plain">
        {t("signin.closed.how")}
      </ButtonLink>
    </article>
  );
}
