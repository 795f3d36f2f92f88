import { type DraftRow, deleteDraft, findDraft, saveDraft } from "../db/stores";
import type { CarrierMapping } from "../domain/store";
import type { MarketplaceProbe, SendcloudProbe } from "../sync/stub-stores";
import { type AppContext, signedIn } from "./context";

export type ShopFinding = Extract<MarketplaceProbe, { result: "found" }>;
export type SendcloudFinding = Extract<SendcloudProbe, { result: "found" }>;
export const IMPORT_DAYS = [30, 60, 90] as const;
export type ImportDays = (typeof IMPORT_DAYS)[number];

export type SendcloudAnswer = {
  accountId: string;
  /** The keys of an account that is not stored yet, sealed for this draft; null when the account exists. */
  keys: {
    sealedPublicKey: string;
    sealedSecretKey: string;
    publicHint: string;
    secretHint: string;
    webhookId: string;
  } | null;
  found: SendcloudFinding | null;
  /** What to do about the webhook: a foreign address is replaced only when asked. */
  webhook: "install" | "replace" | "leave";
  agreed: boolean;
};

/** What the wizard has so far. The store takes the draft's id, so that a confirmation sent twice makes one store. */
export type DraftAnswers = {
  /** The shop number typed beside the key; null asks for the key's default shop. */
  typedShopId: number | null;
  shops: ShopFinding[];
  shop: { shopId: number; name: string; importDays: ImportDays } | null;
  sendcloud: SendcloudAnswer | null;
  carriers: { mapping: Record<string, CarrierMapping>; senderAddressId: number; cancelReason: string | null } | null;
};
export type Draft = DraftRow<DraftAnswers>;

export const STEPS = ["connection", "shop", "sendcloud", "carriers", "confirmation"] as const;
export type Step = (typeof STEPS)[number];

/** The draft of this workspace by its id; null for anyone else's. */
export async function loadDraft(c: AppContext, draftId: string): Promise<Draft | null> {
  return findDraft<DraftAnswers>(c.env.DB, signedIn(c).workspaceId, draftId);
}

export async function keepDraft(c: AppContext, draft: Draft): Promise<void> {
  await saveDraft(c.env.DB, draft);
}

export async function dropDraft(c: AppContext, draft: Draft): Promise<void> {
  await deleteDraft(c.env.DB, draft.workspaceId, draft.id);
}

/** Where a draft's secret is sealed: nothing else opens it. */
export function placeOf(draft: { workspaceId: string; id: string }, field: "key" | "publicKey" | "secretKey"): string {
  return `${draft.workspaceId}|${draft.id}|${field}`;
}

/** The first step that still wants an answer; nobody gets past it. */
export function firstOpenStep(answers: DraftAnswers): Step {
  if (answers.shops.length === 0) return "connection";
  if (!chosenShop(answers)) return "shop";
  if (!answers.sendcloud?.found || !answers.sendcloud.agreed) return "sendcloud";
  return answers.carriers ? "confirmation" : "carriers";
}

export function mayOpen(step: Step, answers: DraftAnswers): boolean {
  return STEPS.indexOf(step) <= STEPS.indexOf(firstOpenStep(answers));
}

export function stepPath(draftId: string, step: Step): string {
  return step === "connection" ? `/stores/new?draft=${draftId}` : `/stores/new/${draftId}/${step}`;
}

/** What was found about the shop that was chosen. */
function chosenShop(answers: DraftAnswers): ShopFinding | null {
  return answers.shops.find((finding) => finding.shop.shopId === answers.shop?.shopId) ?? null;
}

export type Answered = {
  shop: NonNullable<DraftAnswers["shop"]>;
  finding: ShopFinding;
  account: SendcloudAnswer & { found: SendcloudFinding };
};

/** The answers of the first three steps, for the steps behind them; throws when one is missing. */
export function answered(answers: DraftAnswers): Answered {
  const { shop, sendcloud } = answers;
  const finding = chosenShop(answers);
  if (!shop || !finding || !sendcloud?.found) throw new Error("a wizard step was opened before its time");
  return { shop, finding, account: { ...sendcloud, found: sendcloud.found } };
}
