import * as z from "zod";
import { listStores, type StoreRow } from "../db/stores";
import { formatNumber } from "../i18n/format";
import type { Language, Translate } from "../i18n/index";
import { Button, Card, Facts, Notice } from "./components";
import { type AppContext, signedIn } from "./context";
import { RadioField, TextField } from "./fields";
import { checkForm, readTyped, type Typed } from "./forms";
import { wordsFor } from "./reader";
import { findShop, shopNumber } from "./wizard-connection";
import { type Draft, IMPORT_DAYS, type ImportDays, keepDraft, type ShopFinding, stepPath } from "./wizard-draft";
import { type Again, FIRST_TIME, faultOf, wizardPage } from "./wizard-page";

const NAME_LENGTH = 120;

const chosen = z.object({
  shopId: z.coerce.number("wizard.fault.shop").int("wizard.fault.shop"),
  name: z.string().trim().max(NAME_LENGTH, "form.tooLong"),
  importDays: z.coerce.number().pipe(z.literal(IMPORT_DAYS, "form.invalid")),
});
const added = z.object({ addShopId: shopNumber });

/** Step 2: which shop, what it is called here, and how far back the import goes. */
export async function showShop(c: AppContext, draft: Draft): Promise<Response> {
  return render(c, draft, FIRST_TIME);
}

export async function saveShop(c: AppContext, draft: Draft): Promise<Response> {
  const typed = await readTyped(c);
  // The Enter key presses the first button of a form: without a number to add it means Continue.
  if (typed.action === "add" && typed.addShopId?.trim()) return addShop(c, draft, typed);
  const form = checkForm(typed, chosen);
  if (!form.ok) return render(c, draft, { typed, errors: form.errors, refusal: null });
  const { shopId, importDays } = form.values;
  const finding = draft.answers.shops.find(({ shop }) => shop.shopId === shopId);
  if (!finding) return render(c, draft, { typed, errors: { shopId: "wizard.fault.shop" }, refusal: null });
  if ((await connectedShops(c, draft)).has(shopId)) {
    return render(c, draft, { typed, errors: {}, refusal: { code: "store-already-connected", words: "" } });
  }
  draft.answers.shop = { shopId, name: nameFor(draft, finding, form.values.name), importDays };
  await keepDraft(c, draft);
  return c.redirect(stepPath(draft.id, "sendcloud"), 303);
}

async function addShop(c: AppContext, draft: Draft, typed: Typed): Promise<Response> {
  const form = checkForm(typed, added);
  if (!form.ok) return render(c, draft, { typed, errors: form.errors, refusal: null });
  const refusal = await findShop(c, draft, form.values.addShopId);
  if (refusal) return render(c, draft, { typed, errors: {}, refusal });
  const finding = draft.answers.shops.at(-1);
  if (finding) {
    const name = nameFor(draft, finding, typed.name?.trim().slice(0, NAME_LENGTH) ?? "");
    draft.answers.shop = { shopId: finding.shop.shopId, name, importDays: daysOf(typed.importDays) };
  }
  await keepDraft(c, draft);
  return c.redirect(stepPath(draft.id, "shop"), 303);
}

// A name left as it was proposed for another shop was not meant for this one.
function nameFor(draft: Draft, finding: ShopFinding, typed: string): string {
  const proposed = draft.answers.shops.some(({ shop }) => shop.name === typed);
  return typed === "" || proposed ? finding.shop.name : typed;
}

function daysOf(typed: string | undefined): ImportDays {
  return IMPORT_DAYS.find((days) => String(days) === typed) ?? IMPORT_DAYS[0];
}

async function connectedShops(c: AppContext, draft: Draft): Promise<Map<number, StoreRow>> {
  const stores = await listStores(c.env.DB, signedIn(c).workspaceId);
  return new Map(
    stores
      .filter((store) => store.baseUrl === draft.baseUrl && store.disconnectedAt === null)
      .map((store) => [store.shopId, store]),
  );
}

async function render(c: AppContext, draft: Draft, again: Again): Promise<Response> {
  const { t } = c.var;
  const { shops, shop } = draft.answers;
  const connected = await connectedShops(c, draft);
  const free = shops.filter((finding) => !connected.has(finding.shop.shopId));
  const only = shops.length === 1 ? shops[0] : undefined;
  const first = free.find((finding) => finding.shop.shopId === shop?.shopId) ?? free[0];
  const typed: Typed = {
    shopId: String(first?.shop.shopId ?? ""),
    name: shop?.name ?? first?.shop.name ?? "",
    importDays: String(shop?.importDays ?? IMPORT_DAYS[0]),
    ...again.typed,
  };
  return wizardPage(
    c,
    "shop",
    draft.id,
    again,
    <form method="post">
      <Card>
        {only ? <OnlyShop c={c} finding={only} twin={connected.get(only.shop.shopId)} /> : null}
        {only ? null : (
          <ShopChoice c={c} shops={shops} connected={connected} value={typed.shopId ?? ""} again={again} />
        )}
        <AddShop c={c} again={again} typed={typed} />
      </Card>
      <Card>
        <TextField
          name="name"
          label={t("wizard.shop.name")}
          hint={t("wizard.shop.nameHint")}
          error={faultOf(c, again, "name")}
          value={typed.name}
          maxlength={NAME_LENGTH}
        />
        <RadioField
          name="importDays"
          label={t("wizard.shop.days")}
          hint={t("wizard.shop.daysHint")}
          error={faultOf(c, again, "importDays")}
          value={typed.importDays ?? ""}
          choices={IMPORT_DAYS.map((days) => ({ value: String(days), label: daysText(c, days, only) }))}
        />
      </Card>
      {free.length > 0 ? (
        <Button name="action" value="continue">
          {t("common.continue")}
        </Button>
      ) : null}
    </form>,
  );
}

function OnlyShop({ c, finding, twin }: { c: AppContext; finding: ShopFinding; twin: StoreRow | undefined }) {
  const { t, language } = c.var;
  const { shop, counts } = finding;
  return (
    <>
      <input type="hidden" name="shopId" value={String(shop.shopId)} />
      <Facts
        rows={[
          [t("wizard.shop.shop"), shop.name],
          [t("wizard.shop.id"), String(shop.shopId)],
          [t("wizard.shop.currency"), shop.currency],
          [t("wizard.shop.state"), stateText(t, shop.state)],
          [
            t("wizard.shop.open"),
            t("wizard.shop.openCount", { count: counts.open, shown: formatNumber(language, counts.open) }),
          ],
        ]}
      />
      {twin ? (
        <Notice tone="warning" title={t("wizard.shop.connected")}>
          <a href={`/stores/${twin.id}`}>{twin.name}</a>
        </Notice>
      ) : null}
    </>
  );
}

type ShopChoiceProps = {
  c: AppContext;
  shops: ShopFinding[];
  connected: Map<number, StoreRow>;
  value: string;
  again: Again;
};

function ShopChoice({ c, shops, connected, value, again }: ShopChoiceProps) {
  const { t } = c.var;
  const choices = shops.map((finding) => {
    const { shop } = finding;
    const known = connected.has(shop.shopId);
    const facts = t("wizard.shop.facts", {
      id: String(shop.shopId),
      currency: shop.currency,
      state: stateText(t, shop.state),
    });
    const notes = [facts, known ? t("wizard.shop.connected") : countsText(c, finding)];
    return { value: String(shop.shopId), label: shop.name, disabled: known, note: notes.join(" ") };
  });
  return (
    <RadioField
      name="shopId"
      label={t("wizard.shop.which")}
      error={faultOf(c, again, "shopId")}
      value={value}
      choices={choices}
    />
  );
}

function AddShop({ c, again, typed }: { c: AppContext; again: Again; typed: Typed }) {
  const { t } = c.var;
  return (
    <details open={(typed.addShopId ?? "") !== ""}>
      <summary>{t("wizard.shop.add")}</summary>
      <TextField
        name="addShopId"
        label={t("wizard.shopNumber")}
        hint={t("wizard.shop.addHint")}
        error={faultOf(c, again, "addShopId")}
        value={typed.addShopId}
        inputmode="numeric"
      />
      <Button weight="plain" name="action" value="add">
        {t("wizard.shop.addButton")}
      </Button>
    </details>
  );
}

/** The marketplace's word for a shop's state in ours; a new word passes as it is. */
function stateText(t: Translate, state: string): string {
  return wordsFor(t, [`wizard.shop.state.${state.toLowerCase()}`], state);
}

function countsText(c: AppContext, { counts }: ShopFinding): string {
  const { t, language } = c.var;
  const shown = (value: number | null) => (value === null ? "?" : formatNumber(language, value));
  return t("wizard.shop.counts", {
    count: counts.open,
    open: shown(counts.open),
    days30: shown(counts.days30),
    days60: shown(counts.days60),
    days90: shown(counts.days90),
  });
}

/** How many orders the history brings, where the marketplace counted them. */
export function historyText(t: Translate, language: Language, days: ImportDays, { counts }: ShopFinding): string {
  const count = counts[`days${days}`];
  if (count === null) return t("wizard.shop.daysUncounted", { days });
  return t("wizard.shop.daysCount", { days, count, shown: formatNumber(language, count) });
}

function daysText(c: AppContext, days: ImportDays, only: ShopFinding | undefined): string {
  const { t, language } = c.var;
  if (!only) return t("wizard.shop.daysPlain", { days });
  return historyText(t, language, days, only);
}
