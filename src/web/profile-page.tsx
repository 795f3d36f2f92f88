import type { Passkey } from "../db/passkeys";
import type { OpenSession, Who } from "../db/sessions";
import { AskFirst } from "./ask-first";
import { Badge, Button, Card, Distance, Facts, Moment, PageHead } from "./components";
import { deviceName } from "./device";
import type { Reader } from "./reader";

export type ProfileShown = { sessions: OpenSession[]; passkeys: Passkey[]; who: Who; email: string };
type Props = { reader: Reader; shown: ProfileShown };

export function ProfilePage({ reader, shown }: Props) {
  const { t } = reader;
  const { who, email } = shown;
  return (
    <article class="narrow">
      <PageHead title={t("profile.title")} lead={t("profile.lead")} />
      <Card>
        <Facts
          rows={[
            [t("people.name"), who.name],
            [t("people.email"), email],
            [t("people.role"), t(`people.role.${who.role}`)],
          ]}
        />
      </Card>
      <PasskeysCard reader={reader} shown={shown} />
      <SessionsCard reader={reader} shown={shown} />
    </article>
  );
}

function PasskeysCard({ reader, shown }: Props) {
  const { t } = reader;
  return (
    <Card title={t("profile.passkeys")} id="passkeys">
      <p>{t("profile.passkeys.lead")}</p>
      <ul class="rows">
        {shown.passkeys.map((passkey) => (
          <li>
            <p>
              <strong>{deviceName(t, passkey.name)}</strong>
              <br />
              <span class="muted">
                {t("profile.added")} <Moment reader={reader} at={passkey.createdAt} /> · {t("profile.used")}{" "}
                {passkey.usedAt === null ? t("profile.neverUsed") : <Distance reader={reader} at={passkey.usedAt} />}
              </span>
            </p>
            <AskFirst
              path={`/profile/passkeys/${passkey.id}/removal`}
              act={t("profile.remove")}
              ask={t("profile.remove.ask")}
              sure={t("profile.remove.sure")}
            />
          </li>
        ))}
      </ul>
      <PasskeyButton action="/profile/passkeys" options="/profile/passkeys/options" label={t("profile.add")} t={t} />
    </Card>
  );
}

/** Shown by its script alone: without JavaScript a browser has no way to its keys. */
export function PasskeyButton(props: { action: string; options: string; label: string; t: Reader["t"] }) {
  const { action, options, label, t } = props;
  return (
    <div data-passkey={action} data-passkey-options={options} hidden>
      <Button weight="plain" icon="key">
        {label}
      </Button>
      <p class="error" role="alert" hidden>
        {t("signin.passkey.failed")}
      </p>
    </div>
  );
}

function SessionsCard({ reader, shown }: Props) {
  const { t } = reader;
  const { who, sessions } = shown;
  return (
    <Card title={t("profile.sessions")} id="sessions">
      <ul class="rows">
        {sessions.map((session) => (
          <li>
            <p>
              <strong>{deviceName(t, session.device)}</strong>{" "}
              {session.ref === who.sessionRef ? <Badge tone="success">{t("profile.here")}</Badge> : null}
              <br />
              <span class="muted">
                {t("profile.since")} <Moment reader={reader} at={session.createdAt} /> · {t("profile.seen")}{" "}
                <Distance reader={reader} at={session.seenAt} />
              </span>
            </p>
            {session.ref === who.sessionRef ? null : (
              <form method="post" action={`/profile/sessions/${session.ref}/end`}>
                <Button weight="plain">{t("profile.end")}</Button>
              </form>
            )}
          </li>
        ))}
      </ul>
      {sessions.length > 1 ? (
        <form method="post" action="/profile/sessions">
          <Button weight="danger">{t("profile.endOthers")}</Button>
        </form>
      ) : null}
    </Card>
  );
}
