import { Hono } from "hono";
import { listStoreEvents } from "../db/store-events";
import { findStore, type StoreRow, saveSettings } from "../db/stores";
import { changedSettings, SETTINGS_SECTIONS, type SettingChange, type SettingsSection } from "../domain/settings";
import { sendcloudAccount, storeSync } from "../sync/stub";
import type { Refusal } from "../sync/stub-answers";
import type { SendcloudCatalogue, SettingsView } from "../sync/stub-stores";
import { type AppContext, type AppEnv, signedIn, wantsFragment } from "./context";
import { readTyped, type Typed } from "./forms";
import { page } from "./layout";
import { readerOf } from "./reader";
import { type Ground, type Reading, readSection } from "./settings-forms";
import type { Shown } from "./settings-inputs";
import { SettingsPage } from "./settings-page";
import { SectionPreview, touchedBy } from "./settings-preview";
import { typedOf } from "./settings-typed";

const EVENTS_SHOWN = 20;

/** The settings of one store: each section is a form of its own. */
export const settings = new Hono<AppEnv>();

settings.get("/:storeId/settings", async (c) => {
  const store = await ownStore(c);
  return store ? show(c, store, {}, 200) : c.notFound();
});

/** SH21 and RE01 read anew, where a day has passed. */
settings.post("/:storeId/settings/carriers/list", async (c) => {
  const store = await ownStore(c);
  if (!store) return c.notFound();
  const act = await storeSync(c.env, store.id).refreshRules();
  if (act.result === "refused") return show(c, store, { refusal: act.refusal }, 409);
  return c.redirect(`/stores/${store.id}/settings#carriers`, 303);
});

/** What waits at Sendcloud is taken out, so that its labels are made here. */
settings.post("/:storeId/settings/labels/take-back", async (c) => {
  const store = await ownStore(c);
  if (!store) return c.notFound();
  const { personId, name } = signedIn(c);
  const act = await storeSync(c.env, store.id).takeBackAll({ personId, name });
  if (act.result === "refused") return show(c, store, { refusal: act.refusal }, 409);
  return c.redirect(`/stores/${store.id}/settings#labels`, 303);
});

/** What a section would mean, saved or not: the fragment alone for htmx, else the page with what was typed. */
settings.get("/:storeId/settings/:section/preview", async (c) => {
  const [store, section] = [await ownStore(c), sectionOf(c)];
  if (!store || !section) return c.notFound();
  const typed: Typed = c.req.query();
  const ground = await groundOf(c, store);
  const reading = readSection(section, typed, ground);
  if (!wantsFragment(c)) return show(c, store, { typed: { section, fields: typed, reading, ground } }, 200);
  const view = await storeSync(c.env, store.id).viewSettings(reading.settings);
  const hasErrors = Object.keys(reading.errors).length > 0;
  return c.html(
    <SectionPreview
      section={section}
      reader={readerOf(c)}
      view={view}
      wished={reading.settings}
      hasErrors={hasErrors}
    />,
  );
});

/** Where a form that was refused stands: opened again, it is the page at that section. */
settings.get("/:storeId/settings/:section", async (c) => {
  const [store, section] = [await ownStore(c), sectionOf(c)];
  return store && section ? c.redirect(`/stores/${store.id}/settings#${section}`, 303) : c.notFound();
});

settings.post("/:storeId/settings/:section", async (c) => {
  const [store, section] = [await ownStore(c), sectionOf(c)];
  if (!store || !section) return c.notFound();
  const fields = await readTyped(c);
  const ground = await groundOf(c, store);
  const reading = readSection(section, fields, ground);
  const typed = { section, fields, reading, ground };
  if (Object.keys(reading.errors).length > 0) return show(c, store, { typed }, 422);
  const object = storeSync(c.env, store.id);
  const { counts } = await object.viewSettings(reading.settings);
  const { workspaceId, id } = store;
  const version = Number(fields.version) || 0;
  if (!(await saveSettings(c.env.DB, workspaceId, id, reading.settings, version, reading.name)))
    return showConflict(c, store, section, fields);
  const { personId, name } = signedIn(c);
  await object.settingsChanged(version + 1, { personId, name });
  const count = touchedBy(section, counts);
  return c.redirect(placeAfter(store, section, count, fields.back), 303);
});

type Typing = {
  section: SettingsSection;
  fields: Typed;
  reading: Reading;
  ground: Awaited<ReturnType<typeof groundOf>>;
};
type Circumstance = { typed?: Typing; refusal?: Refusal; conflict?: SettingChange[] };

/** Null also for a disconnected store: its settings come back with its connection. */
async function ownStore(c: AppContext): Promise<StoreRow | null> {
  const store = await findStore(c.env.DB, signedIn(c).workspaceId, c.req.param("storeId") ?? "");
  return store?.disconnectedAt === null ? store : null;
}

function sectionOf(c: AppContext): SettingsSection | null {
  return SETTINGS_SECTIONS.find((section) => section === c.req.param("section")) ?? null;
}

const NO_CATALOGUE: SendcloudCatalogue = { carriers: [], senderAddresses: [], stale: true };

/** The store with what both remotes offer; nothing here is asked of them more than once an hour. */
async function groundOf(c: AppContext, store: StoreRow): Promise<Ground & { view: SettingsView }> {
  const [view, catalogue] = await Promise.all([
    storeSync(c.env, store.id).viewSettings(store.settings),
    // An account that cannot be opened hinders no other setting.
    sendcloudAccount(c.env, store.accountId)
      .catalogue()
      .catch(() => NO_CATALOGUE),
  ]);
  return { store, lists: view.lists, view, catalogue, now: c.var.now };
}

async function show(
  c: AppContext,
  store: StoreRow,
  circumstance: Circumstance,
  status: 200 | 409 | 422,
): Promise<Response> {
  const { typed, refusal = null, conflict = null } = circumstance;
  const [ground, events] = await Promise.all([
    typed ? typed.ground : groundOf(c, store),
    listStoreEvents(c.env.DB, store.workspaceId, store.id, EVENTS_SHOWN),
  ]);
  const view = typed ? await storeSync(c.env, store.id).viewSettings(typed.reading.settings) : ground.view;
  const body = (
    <SettingsPage
      reader={readerOf(c)}
      store={store}
      view={view}
      mayEdit={signedIn(c).role === "owner"}
      shown={shownSections(c, ground, typed)}
      touched={typed ? { section: typed.section, wished: typed.reading.settings } : null}
      conflict={conflict}
      saved={savedOf(c)}
      refusal={refusal}
      back={backOf(typed?.fields.back ?? c.req.query("back"))}
      events={events}
    />
  );
  return wantsFragment(c) ? c.html(body, status) : page(c, c.var.t("settings.title"), body, status);
}

function shownSections(
  c: AppContext,
  { view, ...ground }: Ground & { view: SettingsView },
  typed: Typing | undefined,
): Record<SettingsSection, Shown> {
  const customCodes = view.preview.numbers.others.flatMap(({ field }) =>
    field.field === "custom" ? [field.code] : [],
  );
  const common = { reader: readerOf(c), ground, customCodes, focused: focusedCarrier(c) };
  const shownOf = (section: SettingsSection): Shown =>
    typed?.section === section
      ? { ...common, typed: typed.fields, errors: typed.reading.errors }
      : { ...common, typed: typedOf(section, ground, c.var.language), errors: {} };
  const entries = SETTINGS_SECTIONS.map((section) => [section, shownOf(section)] as const);
  return Object.fromEntries(entries) as Record<SettingsSection, Shown>;
}

/** Someone else saved meanwhile: theirs and what was typed, side by side, and nothing is overwritten. */
async function showConflict(c: AppContext, read: StoreRow, section: SettingsSection, fields: Typed) {
  const store = (await ownStore(c)) ?? read;
  const ground = await groundOf(c, store);
  const reading = readSection(section, fields, ground);
  const conflict = changedSettings(store, { name: reading.name, settings: reading.settings }, store.currency);
  return show(c, store, { typed: { section, fields, reading, ground }, conflict }, 409);
}

function placeAfter(store: StoreRow, section: SettingsSection, count: number | null, back: string | undefined): string {
  const order = backOf(back);
  if (order) return order;
  const touched = count === null ? "" : `&touched=${count}`;
  return `/stores/${store.id}/settings?saved=${section}${touched}#${section}`;
}

function savedOf(c: AppContext): { section: SettingsSection; count: number | null } | null {
  const section = SETTINGS_SECTIONS.find((one) => one === c.req.query("saved"));
  const touched = c.req.query("touched");
  return section ? { section, count: touched === undefined || !/^\d+$/.test(touched) ? null : Number(touched) } : null;
}

// Only to an order's page of this site: a link from elsewhere must lead nowhere else.
function backOf(path: string | undefined): string | null {
  return path !== undefined && /^\/orders\/[^/?#\\]+\/[^/?#\\]+(\/options)?$/.test(path) ? path : null;
}

function focusedCarrier(c: AppContext): { code: string; name: string } | null {
  const code = c.req.query("carrier") ?? "";
  if (!/^[\w-]{1,60}$/.test(code)) return null;
  return { code, name: c.req.query("carrierName")?.slice(0, 60) || code };
}
