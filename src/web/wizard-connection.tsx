import { uuidv7 } from "uuidv7";
import * as z from "zod";
import { storeSync } from "../sync/stub";
import type { Refusal } from "../sync/stub-answers";
import { Button, Card } from "./components";
import { type AppContext, signedIn } from "./context";
import { TextField } from "./fields";
import { checkForm, type FieldErrors, readTyped, type Typed } from "./forms";
import { type Draft, type DraftAnswers, keepDraft, loadDraft, placeOf, stepPath } from "./wizard-draft";
import { type Again, FIRST_TIME, faultOf, wizardPage } from "./wizard-page";

const HINT_LENGTH = 4;
const ROLES = [
  "ORDER_READ",
  "ORDER_ACCEPT",
  "ORDER_TRACKING_WRITE",
  "ORDER_SHIP",
  "ORDER_REFUND",
  "ORDER_CANCEL",
  "ORDER_EDIT",
  "ORDER_SETTINGS_READ",
  "SHIPPING_SETTINGS_READ",
  "SHOP_READ",
];

export const shopNumber = z
  .string()
  .trim()
  .regex(/^\d{0,15}$/, "wizard.fault.shopNumber")
  .transform((digits) => (digits === "" ? null : Number(digits)));
const form = z.object({
  address: z.string().trim().min(1, "form.required").max(300, "form.tooLong"),
  key: z.string().trim().max(500, "form.tooLong").optional().default(""),
  shopId: shopNumber.optional().default(null),
});

/** Step 1: the address of the marketplace and the key. `?draft=` comes back to one that exists. */
export async function showConnection(c: AppContext): Promise<Response> {
  const asked = c.req.query("draft");
  if (asked === undefined) return render(c, null, FIRST_TIME);
  const draft = await loadDraft(c, asked);
  return draft ? render(c, draft, FIRST_TIME) : c.notFound();
}

export async function saveConnection(c: AppContext): Promise<Response> {
  const typed = await readTyped(c);
  const known = typed.draft ? await loadDraft(c, typed.draft) : null;
  if (typed.draft && !known) return c.notFound();
  const checked = checkForm(typed, form);
  if (!checked.ok) return render(c, known, { typed, errors: checked.errors, refusal: null });
  const { address, key, shopId } = checked.values;
  if (key === "" && !known?.keyHint) {
    return render(c, known, { typed, errors: { key: "form.required" }, refusal: null });
  }
  const draft = await draftWith(c, known, { address, key, shopId });
  const refusal = await findShop(c, draft, shopId);
  // The key is kept even when it was refused: only the address may be wrong.
  await keepDraft(c, draft);
  if (refusal) return render(c, draft, { typed, ...sortRefusal(refusal) });
  return c.redirect(stepPath(draft.id, "shop"), 303);
}

// An address that cannot be one is a fault of its field; all else is the marketplace's answer.
function sortRefusal(refusal: Refusal): { errors: FieldErrors; refusal: Refusal | null } {
  if (refusal.words === "not-an-address") return { errors: { address: "wizard.fault.address" }, refusal: null };
  if (refusal.words === "https-only") return { errors: { address: "wizard.fault.httpsOnly" }, refusal: null };
  return { errors: {}, refusal };
}

/** Looks at one shop of the marketplace and adds it to the draft's list, or says why not. */
export async function findShop(c: AppContext, draft: Draft, shopId: number | null): Promise<Refusal | null> {
  const key = await c.var.seal.open(draft.sealedKey, placeOf(draft, "key"));
  const probe = await storeSync(c.env, draft.id).probe({ baseUrl: draft.baseUrl, key, shopId });
  if (probe.result === "refused") return probe.refusal;
  const others = draft.answers.shops.filter((finding) => finding.shop.shopId !== probe.shop.shopId);
  draft.answers.shops = [...others, probe];
  draft.baseUrl = probe.baseUrl;
  return null;
}

type Connection = { address: string; key: string; shopId: number | null };

// With another address or key, what was found before no longer counts.
async function draftWith(c: AppContext, known: Draft | null, connection: Connection): Promise<Draft> {
  const { address, key, shopId } = connection;
  const id = known?.id ?? uuidv7();
  const { workspaceId } = signedIn(c);
  const empty = { typedShopId: null, shops: [], shop: null, sendcloud: null, carriers: null };
  const answers: DraftAnswers = { ...(known?.answers ?? empty), typedShopId: shopId };
  if (known?.baseUrl !== address || key !== "") answers.shops = [];
  if (known?.baseUrl !== address) answers.carriers = null;
  const kept = { sealedKey: known?.sealedKey ?? "", keyHint: known?.keyHint ?? "" };
  const secret = key === "" ? kept : await sealKey(c, { workspaceId, id }, key);
  return { id, workspaceId, baseUrl: address, ...secret, answers, createdAt: known?.createdAt ?? c.var.now };
}

async function sealKey(c: AppContext, draft: { workspaceId: string; id: string }, key: string) {
  return { sealedKey: await c.var.seal.seal(key, placeOf(draft, "key")), keyHint: hintOf(key) };
}

/** The last characters of a key, for people to recognise it by. */
export function hintOf(key: string): string {
  return key.slice(-HINT_LENGTH);
}

function render(c: AppContext, draft: Draft | null, again: Again): Promise<Response> {
  const { t } = c.var;
  const typed: Typed = {
    address: draft?.baseUrl ?? "",
    shopId: String(draft?.answers.typedShopId ?? ""),
    ...again.typed,
  };
  const keyHint = draft?.keyHint ? t("wizard.keyKept", { hint: draft.keyHint }) : t("wizard.connection.keyHint");
  return wizardPage(
    c,
    "connection",
    draft?.id ?? null,
    again,
    <form method="post" action="/stores/new">
      {draft ? <input type="hidden" name="draft" value={draft.id} /> : null}
      <Card>
        <TextField
          name="address"
          label={t("wizard.connection.address")}
          hint={t("wizard.connection.addressHint")}
          error={faultOf(c, again, "address")}
          value={typed.address}
          inputmode="url"
          required
        />
        <TextField
          name="key"
          type="password"
          label={t("wizard.connection.key")}
          hint={keyHint}
          error={faultOf(c, again, "key")}
          required={!draft?.keyHint}
        />
        <KeyHelp c={c} />
        <details open={typed.shopId !== "" || again.errors.shopId !== undefined}>
          <summary>{t("wizard.connection.several")}</summary>
          <TextField
            name="shopId"
            label={t("wizard.shopNumber")}
            hint={t("wizard.connection.shopNumberHint")}
            error={faultOf(c, again, "shopId")}
            value={typed.shopId}
            inputmode="numeric"
          />
        </details>
      </Card>
      <Button>{t("wizard.connection.button")}</Button>
    </form>,
  );
}

function KeyHelp({ c }: { c: AppContext }) {
  const { t } = c.var;
  return (
    <details>
      <summary>{t("wizard.connection.help")}</summary>
      <ol>
        <li>{t("wizard.connection.help.open")}</li>
        <li>{t("wizard.connection.help.copy")}</li>
        <li>{t("wizard.connection.help.roles")}</li>
      </ol>
      <p>
        <code>{ROLES.join(", ")}</code>
      </p>
    </details>
  );
}
