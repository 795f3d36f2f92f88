import { findAccount, insertAccount, listAccounts } from "../db/accounts";
import { reconnectStore } from "../db/store-life";
import { findStore, insertStore, listStores, type StoreRow } from "../db/stores";
import { DEFAULT_SETTINGS } from "../domain/store";
import { sendcloudAccount, storeSync } from "../sync/stub";
import type { Actor, Refusal } from "../sync/stub-answers";
import { accountPlace, webhookUrl } from "./account-access";
import { type AppContext, signedIn } from "./context";
import { type Answered, answered, type Draft, placeOf } from "./wizard-draft";

const TAG_LETTERS = "abcdefghijklmnopqrstuvwxyz234567";
const TAG_LENGTH = 6;
const TAG_TRIES = 5;

export type Connected =
  | { result: "connected"; storeId: string; webhookRefusal: Refusal | null }
  | { result: "refused"; refusal: Refusal };

const ALREADY: Connected = { result: "refused", refusal: { code: "store-already-connected", words: "" } };

/**
 * Stores what the draft says and starts the import. May be called again after it broke off, or twice at once: the ids
 * come from the draft, and what is stored already is left as it is.
 */
export async function connectStore(c: AppContext, draft: Draft): Promise<Connected> {
  const { workspaceId, id } = draft;
  const given = answered(draft.answers);
  const stores = await listStores(c.env.DB, workspaceId);
  const twin = stores.find((store) => store.baseUrl === draft.baseUrl && store.shopId === given.shop.shopId);
  if (twin && twin.disconnectedAt !== null) return goOn(c, draft, given, twin);
  if (twin && twin.id !== id) return ALREADY;
  const accountId = await keepAccount(c, draft, given);
  const webhookRefusal = await settleWebhook(c, draft, given, accountId);
  if (!(await keepStore(c, draft, given, accountId))) return ALREADY;
  await storeSync(c.env, id).begin(workspaceId, id, actorOf(c));
  return { result: "connected", storeId: id, webhookRefusal };
}

/** The shop was connected before: its store goes on under its own id, with the draft's key and answers. */
async function goOn(c: AppContext, draft: Draft, given: Answered, store: StoreRow): Promise<Connected> {
  const { workspaceId, id: storeId } = store;
  const before = await findAccount(c.env.DB, workspaceId, store.accountId);
  // Its numbers are claimed within that integration.
  if (before?.integrationId !== given.account.found.integrationId)
    return { result: "refused", refusal: { code: "account-differs", words: "" } };
  const key = await c.var.seal.open(draft.sealedKey, placeOf(draft, "key"));
  const { carriers } = draft.answers;
  const news = {
    name: given.shop.name,
    sealedKey: await c.var.seal.seal(key, placeOf(store, "key")),
    keyHint: draft.keyHint,
    settings: {
      ...store.settings,
      carriers: { ...store.settings.carriers, ...carriers?.mapping },
      senderAddressId: carriers?.senderAddressId ?? store.settings.senderAddressId,
      cancelReason: carriers?.cancelReason ?? store.settings.cancelReason,
    },
  };
  const webhookRefusal = await settleWebhook(c, draft, given, before.id);
  if (!(await reconnectStore(c.env.DB, { workspaceId, storeId }, news))) return ALREADY;
  await storeSync(c.env, storeId).begin(workspaceId, storeId, actorOf(c));
  return { result: "connected", storeId, webhookRefusal };
}

function actorOf(c: AppContext): Actor {
  const { personId, name } = signedIn(c);
  return { personId, name };
}

/** Stores the account if it is new, and gives the id to use: another draft may have stored the same integration. */
async function keepAccount(c: AppContext, draft: Draft, { account }: Answered): Promise<string> {
  const { keys, found, accountId } = account;
  if (!keys) return accountId;
  const accounts = await listAccounts(c.env.DB, draft.workspaceId);
  const twin = accounts.find(({ integrationId }) => integrationId === found.integrationId);
  if (twin && twin.id !== accountId) return twin.id;
  const { seal } = c.var;
  const place = { workspaceId: draft.workspaceId, id: accountId };
  const publicKey = await seal.open(keys.sealedPublicKey, placeOf(draft, "publicKey"));
  const secretKey = await seal.open(keys.sealedSecretKey, placeOf(draft, "secretKey"));
  await insertAccount(c.env.DB, {
    ...place,
    name: found.integrationName,
    integrationId: found.integrationId,
    auth: found.auth,
    sealedPublicKey: await seal.seal(publicKey, accountPlace(place, "publicKey")),
    sealedSecretKey: await seal.seal(secretKey, accountPlace(place, "secretKey")),
    sealedSignatureKey: null,
    keyHint: keys.publicHint,
    webhookId: keys.webhookId,
    createdAt: c.var.now,
  });
  await sendcloudAccount(c.env, accountId).begin(draft.workspaceId, accountId);
  return accountId;
}

// A webhook that cannot be installed stops nothing: polling finds the same, only later.
async function settleWebhook(
  c: AppContext,
  draft: Draft,
  { account }: Answered,
  accountId: string,
): Promise<Refusal | null> {
  if (account.webhook === "leave") return null;
  const stored = await findAccount(c.env.DB, draft.workspaceId, accountId);
  if (!stored) throw new Error("the account of a store is missing");
  const url = webhookUrl(c, stored.webhookId);
  const act = await sendcloudAccount(c.env, stored.id).installWebhook(url, account.webhook === "replace");
  return act.result === "refused" ? act.refusal : null;
}

async function keepStore(c: AppContext, draft: Draft, given: Answered, accountId: string): Promise<boolean> {
  const { id, workspaceId, baseUrl, sealedKey, keyHint } = draft;
  const { carriers } = draft.answers;
  const row = {
    id,
    workspaceId,
    accountId,
    name: given.shop.name,
    baseUrl,
    shopId: given.shop.shopId,
    shopName: given.finding.shop.name,
    currency: given.finding.shop.currency,
    // Sealed for this id already: a store's place is its draft's.
    sealedKey,
    keyHint,
    settings: {
      ...DEFAULT_SETTINGS,
      carriers: carriers?.mapping ?? {},
      senderAddressId: carriers?.senderAddressId ?? null,
      cancelReason: carriers?.cancelReason ?? null,
    },
    settingsVersion: 1,
    importDays: given.shop.importDays,
    createdAt: c.var.now,
  };
  // A row refused although the shop is free met a tag that is taken: the next one is drawn.
  for (let attempt = 0; attempt < TAG_TRIES; attempt += 1) {
    if (await insertStore(c.env.DB, { ...row, tag: drawTag() })) return true;
    if (await findStore(c.env.DB, workspaceId, id)) return true;
  }
  return false;
}

function drawTag(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(TAG_LENGTH));
  return Array.from(bytes, (byte) => TAG_LETTERS[byte % TAG_LETTERS.length]).join("");
}
