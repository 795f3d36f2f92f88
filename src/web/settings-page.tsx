import type { Child } from "hono/jsx";
import type { OrderEvent } from "../db/order-record";
import type { StoreRow } from "../db/stores";
import { SETTINGS_SECTIONS, type SettingChange, type SettingsSection } from "../domain/settings";
import type { StoreSettings } from "../domain/store";
import type { Refusal } from "../sync/stub-answers";
import type { SettingsView } from "../sync/stub-stores";
import { Button, Card, Moment, Notice, PageHead } from "./components";
import { eventNotes, eventWords } from "./event-words";
import { Faults, refusalText } from "./faults";
import { distanceText, type Reader } from "./reader";
import { settingName, settingValue } from "./setting-words";
import { RefreshLists } from "./settings-carriers";
import { SectionFields } from "./settings-fields";
import type { Shown } from "./settings-inputs";
import { SectionPreview } from "./settings-preview";
import { TakeBack } from "./settings-take-back";

export type SettingsPageProps = {
  reader: Reader;
  store: StoreRow;
  view: SettingsView;
  mayEdit: boolean;
  shown: Record<SettingsSection, Shown>;
  /** The section that was typed in last, with the settings that it wishes. */
  touched: { section: SettingsSection; wished: StoreSettings } | null;
  /** What another person saved while somebody typed. */
  conflict: SettingChange[] | null;
  saved: { section: SettingsSection; count: number | null } | null;
  refusal: Refusal | null;
  /** Where to go on after saving. */
  back: string | null;
  events: OrderEvent[];
};

/** Every setting of a store, each group a form of its own with its consequence on real orders. */
export function SettingsPage(props: SettingsPageProps) {
  const { reader, store, shown, refusal, back, touched, mayEdit } = props;
  const { t } = reader;
  return (
    <article class="narrow settings">
      <PageHead
        title={t("settings.title")}
        lead={t(mayEdit ? "settings.lead" : "settings.lead.viewer")}
        back={
          back ? { href: back, label: t("settings.backToOrder") } : { href: `/stores/${store.id}`, label: store.name }
        }
      />
      {touched ? <Faults t={t} errors={shown[touched.section].errors} /> : null}
      {refusal ? <Refused reader={reader} refusal={refusal} /> : null}
      <nav aria-label={t("settings.sections")}>
        <ul class="links">
          {SETTINGS_SECTIONS.map((section) => (
            <li>
              <a href={`#${section}`}>{t(`settings.section.${section}`)}</a>
            </li>
          ))}
        </ul>
      </nav>
      {SETTINGS_SECTIONS.map((section) => (
        <Section {...props} section={section} />
      ))}
      <History reader={reader} events={props.events} />
    </article>
  );
}

function Section(props: SettingsPageProps & { section: SettingsSection }) {
  const { reader, store, section, shown, mayEdit, touched, conflict, saved } = props;
  const { t } = reader;
  const path = `/stores/${store.id}/settings/${section}`;
  return (
    <Card id={section} title={t(`settings.section.${section}`)}>
      <p class="muted">{t(`settings.section.${section}.lead`)}</p>
      {saved?.section === section ? <Saved reader={reader} count={saved.count} /> : null}
      {conflict && touched?.section === section ? <Conflict reader={reader} changes={conflict} /> : null}
      <form
        method="post"
        action={path}
        hx-get={`${path}/preview`}
        hx-trigger="change delay:200ms"
        hx-target={`#preview-${section}`}
        hx-swap="outerHTML"
        hx-sync="this:replace"
      >
        <input type="hidden" name="version" value={String(store.settingsVersion)} />
        {props.back && section === "carriers" ? <input type="hidden" name="back" value={props.back} /> : null}
        <fieldset class="bare" disabled={!mayEdit}>
          <SectionFields section={section} shown={shown[section]} />
          {section === "name" ? null : <Preview {...props} />}
          {mayEdit ? <Foot {...props} path={path} /> : null}
        </fieldset>
      </form>
      {section === "labels" && mayEdit ? <TakeBack reader={reader} store={store} counts={props.view.counts} /> : null}
      {section === "carriers" && mayEdit ? <RefreshLists shown={shown[section]} storeId={store.id} /> : null}
    </Card>
  );
}

function Preview({ reader, section, view, store, touched, shown }: SettingsPageProps & { section: SettingsSection }) {
  const wished = touched?.section === section ? touched.wished : store.settings;
  const hasErrors = Object.keys(shown[section].errors).length > 0;
  return <SectionPreview section={section} reader={reader} view={view} wished={wished} hasErrors={hasErrors} />;
}

function Foot({ reader, section, path }: SettingsPageProps & { section: SettingsSection; path: string }): Child {
  const { t } = reader;
  return (
    <div class="form-foot">
      <Button>{t("settings.save")}</Button>
      {section === "name" ? null : (
        <button type="submit" class="outline" formmethod="get" formaction={`${path}/preview#${section}`}>
          {t("settings.preview")}
        </button>
      )}
    </div>
  );
}

function Saved({ reader, count }: { reader: Reader; count: number | null }) {
  const { t } = reader;
  return (
    <Notice tone="success" live={true} title={t("settings.saved")}>
      {count === null ? null : <p>{t("settings.saved.touches", { count })}</p>}
    </Notice>
  );
}

// Both are shown, and nothing is overwritten: the form below holds what was typed, with the version it is now over.
function Conflict({ reader, changes }: { reader: Reader; changes: SettingChange[] }) {
  const { t } = reader;
  return (
    <Notice tone="warning" title={t("settings.conflict")}>
      <p>{t("settings.conflict.lead")}</p>
      <ul>
        {changes.map(({ setting, from, to }) => (
          <li>
            {settingName(reader, setting)}
            {" : "}
            {t("settings.conflict.both", {
              theirs: settingValue(reader, setting, from),
              yours: settingValue(reader, setting, to),
            })}
          </li>
        ))}
      </ul>
    </Notice>
  );
}

// "Too soon" says in its words after how many seconds it is not.
function Refused({ reader, refusal }: { reader: Reader; refusal: Refusal }) {
  const { t, now } = reader;
  const seconds = refusal.code === "too-soon" ? Number(refusal.words) : Number.NaN;
  const distance = seconds > 0 ? distanceText(reader, now + seconds * 1000) : null;
  return (
    <Notice tone="warning">
      <p>{distance ? t("settings.carriers.refresh.at", { distance }) : refusalText(t, refusal)}</p>
    </Notice>
  );
}

function History({ reader, events }: { reader: Reader; events: OrderEvent[] }) {
  const { t } = reader;
  return (
    <Card id="history" title={t("settings.history")}>
      {events.length === 0 ? <p class="muted">{t("settings.history.empty")}</p> : null}
      <ol class="timeline">
        {events.map((event) => (
          <li>
            {eventWords(reader, event)}
            {eventNotes(reader, event).map((note) => (
              <small class="note">{note}</small>
            ))}
            <span class="when">
              <Moment reader={reader} at={event.at} />
              {event.actor ? ` · ${event.actor}` : ""}
            </span>
          </li>
        ))}
      </ol>
    </Card>
  );
}
