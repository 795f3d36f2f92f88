import type { Invitation } from "../db/invitations";
import type { Member } from "../db/members";
import type { Role } from "../db/people";
import type { Who } from "../db/sessions";
import { AskFirst } from "./ask-first";
import { Badge, Button, Card, Distance, Hidden, Notice, PageHead } from "./components";
import { Faults } from "./faults";
import { SelectField, TextField } from "./fields";
import type { FieldErrors, Typed } from "./forms";
import type { Reader } from "./reader";

export type PeopleShown = {
  members: Member[];
  invitations: Invitation[];
  who: Who;
  typed: Typed;
  errors: FieldErrors;
  /** An act was refused that would leave nobody to own the workspace. */
  lastOwner: boolean;
  invited: { email: string; link: string; sent: boolean } | null;
};
type Props = { reader: Reader; shown: PeopleShown };

const ROLES = ["owner", "shipper", "viewer"] as const satisfies readonly Role[];

export function PeoplePage({ reader, shown }: Props) {
  const { t } = reader;
  const mayChange = shown.who.role === "owner";
  return (
    <article>
      <PageHead title={t("people.title")} lead={t("people.lead")} />
      {shown.lastOwner ? <Notice tone="danger">{t("people.error.lastOwner")}</Notice> : null}
      {shown.invited ? <InvitedNotice reader={reader} invited={shown.invited} /> : null}
      <Card title={t("people.members", { count: shown.members.length })}>
        <ul class="rows">
          {shown.members.map((member) => (
            <MemberRow reader={reader} member={member} who={shown.who} />
          ))}
        </ul>
      </Card>
      {shown.invitations.length > 0 ? <InvitationsCard reader={reader} shown={shown} mayChange={mayChange} /> : null}
      {mayChange ? <InviteCard reader={reader} shown={shown} /> : null}
    </article>
  );
}

function InvitedNotice({ reader, invited }: { reader: Reader; invited: NonNullable<PeopleShown["invited"]> }) {
  const { t } = reader;
  return (
    <Notice tone="success" title={t("people.invited", { email: invited.email })} live>
      <p>{t(invited.sent ? "people.invited.sent" : "people.invited.notSent")}</p>
      <p>
        <code class="whole-link">{invited.link}</code>
      </p>
    </Notice>
  );
}

function MemberRow({ reader, member, who }: { reader: Reader; member: Member; who: Who }) {
  const { t } = reader;
  const isSelf = member.personId === who.personId;
  return (
    <li id={`person-${member.personId}`}>
      <p>
        <strong>{member.name}</strong> {isSelf ? <Badge>{t("people.you")}</Badge> : null}{" "}
        {member.suspendedAt === null ? null : <Badge tone="warning">{t("people.suspended")}</Badge>}
        <br />
        <span class="muted">
          {member.email} · {t(`people.role.${member.role}`)} ·{" "}
          {member.seenAt === null ? t("people.neverSeen") : <Distance reader={reader} at={member.seenAt} />}
        </span>
      </p>
      {who.role === "owner" ? <MemberActs reader={reader} member={member} isSelf={isSelf} /> : null}
    </li>
  );
}

function MemberActs({ reader, member, isSelf }: { reader: Reader; member: Member; isSelf: boolean }) {
  const { t } = reader;
  const path = `/people/${member.personId}`;
  return (
    <div class="actions">
      <form method="post" action={`${path}/role`} class="inline-form">
        <label>
          <Hidden>{t("people.roleOf", { name: member.name })}</Hidden>
          <select name="role">
            {ROLES.map((role) => (
              <option value={role} selected={role === member.role}>
                {t(`people.role.${role}`)}
              </option>
            ))}
          </select>
        </label>
        <Button weight="plain">{t("people.changeRole")}</Button>
      </form>
      {member.suspendedAt === null ? (
        <form method="post" action={`${path}/suspension`}>
          <Button weight="quiet">{t("people.suspend")}</Button>
        </form>
      ) : (
        <form method="post" action={`${path}/readmission`}>
          <Button weight="plain">{t("people.readmit")}</Button>
        </form>
      )}
      <AskFirst
        path={`${path}/removal`}
        act={t(isSelf ? "people.leave" : "people.remove")}
        ask={t(isSelf ? "people.leave.ask" : "people.remove.ask", { name: member.name })}
        sure={t(isSelf ? "people.leave.sure" : "people.remove.sure")}
      />
    </div>
  );
}

function InvitationsCard({ reader, shown, mayChange }: Props & { mayChange: boolean }) {
  const { t, now } = reader;
  return (
    <Card title={t("people.invitations")}>
      <ul class="rows">
        {shown.invitations.map(({ id, email, role, expiresAt }) => (
          <li>
            <p>
              {email} · {t(`people.role.${role}`)}
              <br />
              <span class="muted">
                {t(expiresAt > now ? "people.expires" : "people.expired")} <Distance reader={reader} at={expiresAt} />
              </span>
            </p>
            {mayChange ? (
              <form method="post" action={`/people/invitations/${id}/withdrawal`}>
                <Button weight="quiet">{t("people.withdraw")}</Button>
              </form>
            ) : null}
          </li>
        ))}
      </ul>
    </Card>
  );
}

function InviteCard({ reader, shown }: Props) {
  const { t } = reader;
  const { typed, errors } = shown;
  return (
    <Card title={t("people.invite")} id="invite">
      <form method="post" action="/people/invitations">
        <Faults t={t} errors={errors} />
        <TextField
          name="email"
          type="email"
          label={t("people.email")}
          value={typed.email}
          error={errors.email && t(errors.email)}
          inputmode="email"
          required
        />
        <SelectField
          name="role"
          label={t("people.role")}
          value={typed.role ?? "shipper"}
          choices={ROLES.map((role) => ({
            value: role,
            label: `${t(`people.role.${role}`)} – ${t(`people.role.${role}.may`)}`,
          }))}
          required
        />
        <Button icon="user">{t("people.invite.button")}</Button>
      </form>
    </Card>
  );
}
