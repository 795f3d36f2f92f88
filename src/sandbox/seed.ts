import { insertAccount, listAccounts } from "../db/accounts";
import { addLoginLink, createWorkspace, findPersonByEmail } from "../db/people";
import { insertStore, listStores } from "../db/stores";
import { matchCarriers } from "../domain/carrier-match";
import { type CarrierMapping, DEFAULT_SETTINGS } from "../domain/store";
import { randomToken, sha256Hex } from "../lib/crypto";
import type { Seal } from "../lib/ports";
import { sendcloudAccount, storeSync } from "../sync/stub";
import type { CarrierView, SendcloudCarrierView } from "../sync/stub-stores";
import { sandboxWorld } from "./calls";
import { BRICO_KEY, MARKETPLACES } from "./marketplaces";
import { DEMO_KEYS } from "./sendcloud-account";

const OWNER_EMAIL = "camille@atelier-lavandiere.example";
const LINK_MS = 24 * 3_600_000;
const STORE_TAG = "brico2";
const IMPORT_DAYS = 30;
/** One turn of the stream: each kind of dirty order at least once. */
const FIRST_ORDERS = 25;
/** Every so many of the first orders still wait to be accepted. */
const LEFT_TO_ACCEPT = 5;
const BUYERS_PACE_S = 45;

export type Seeding = { env: Env; seal: Seal; now: number; origin: string };
type Owner = { personId: string; workspaceId: string };

/**
 * A demo workspace with one connected store, made once; each call gives a new address that signs its owner in for a day.
 */
export async function seedDemo(seeding: Seeding): Promise<string> {
  const { env, now, origin } = seeding;
  const owner = (await findPersonByEmail(env.DB, OWNER_EMAIL)) ?? (await createOwner(seeding));
  if ((await listStores(env.DB, owner.workspaceId)).length === 0) {
    await placeFirstOrders(env);
    await connectBrico(seeding, owner.workspaceId);
  }
  const token = randomToken();
  await addLoginLink(env.DB, { tokenHash: await sha256Hex(token), ...owner, expiresAt: now + LINK_MS });
  return `${origin}/enter?token=${token}`;
}

async function createOwner({ env, now }: Seeding): Promise<Owner> {
  const owner = { workspaceId: crypto.randomUUID(), personId: crypto.randomUUID() };
  const made = {
    ...owner,
    name: "Atelier Lavandière",
    timeZone: "Europe/Paris",
    email: OWNER_EMAIL,
    personName: "Camille",
    language: "fr",
    now,
  };
  await createWorkspace(env.DB, made, false);
  return owner;
}

async function placeFirstOrders(env: Env): Promise<void> {
  const sandbox = sandboxWorld(env);
  for (let n = 0; n < FIRST_ORDERS; n += 1) {
    const orderId = await sandbox.place("brico", "mixed");
    if (n % LEFT_TO_ACCEPT !== 0) await sandbox.act(orderId, "pay");
  }
  await sandbox.setPace(BUYERS_PACE_S);
}

async function connectBrico(seeding: Seeding, workspaceId: string): Promise<void> {
  const { env, seal, now } = seeding;
  const [storeId, baseUrl] = [crypto.randomUUID(), `https://${MARKETPLACES.brico.host}`];
  const account = await connectSendcloud(seeding, workspaceId);
  const marketplace = await storeSync(env, storeId).probe({ baseUrl, key: BRICO_KEY, shopId: null });
  if (marketplace.result === "refused") throw new Error(`the sandbox's marketplace says ${marketplace.refusal.code}`);
  await insertStore(env.DB, {
    id: storeId,
    workspaceId,
    accountId: account.id,
    name: MARKETPLACES.brico.name,
    baseUrl,
    shopId: marketplace.shop.shopId,
    shopName: marketplace.shop.name,
    currency: marketplace.shop.currency,
    sealedKey: await seal.seal(BRICO_KEY, `${workspaceId}|${storeId}|key`),
    keyHint: BRICO_KEY.slice(-4),
    tag: STORE_TAG,
    settings: {
      ...DEFAULT_SETTINGS,
      carriers: mapCarriers(account.carriers, marketplace.carriers),
      senderAddressId: account.senderAddressId,
      cancelReason: marketplace.cancelReasons[0]?.code ?? null,
    },
    settingsVersion: 1,
    importDays: IMPORT_DAYS,
    createdAt: now,
  });
  await storeSync(env, storeId).begin(workspaceId, storeId);
}

type Connected = { id: string; carriers: SendcloudCarrierView[]; senderAddressId: number | null };

async function connectSendcloud({ env, seal, now, origin }: Seeding, workspaceId: string): Promise<Connected> {
  const [known] = await listAccounts(env.DB, workspaceId);
  const id = known?.id ?? crypto.randomUUID();
  const webhookId = known?.webhookId ?? randomToken();
  const url = `${origin}/hooks/sendcloud/${webhookId}`;
  const found = await sendcloudAccount(env, id).probe(DEMO_KEYS, url);
  if (found.result === "refused") throw new Error(`the sandbox's Sendcloud says ${found.refusal.code}`);
  if (!known) {
    await insertAccount(env.DB, {
      id,
      workspaceId,
      name: found.integrationName,
      integrationId: found.integrationId,
      auth: found.auth,
      sealedPublicKey: await seal.seal(DEMO_KEYS.publicKey, `${workspaceId}|${id}|publicKey`),
      sealedSecretKey: await seal.seal(DEMO_KEYS.secretKey, `${workspaceId}|${id}|secretKey`),
      sealedSignatureKey: null,
      keyHint: DEMO_KEYS.publicKey.slice(-4),
      webhookId,
      createdAt: now,
    });
    await sendcloudAccount(env, id).begin(workspaceId, id);
  }
  await sendcloudAccount(env, id).installWebhook(url, true);
  return { id, carriers: found.carriers, senderAddressId: found.senderAddresses[0]?.id ?? null };
}

function mapCarriers(sendcloud: SendcloudCarrierView[], marketplace: CarrierView[]): Record<string, CarrierMapping> {
  const mapped: Record<string, CarrierMapping> = {};
  for (const [code, found] of Object.entries(matchCarriers(sendcloud, marketplace))) {
    const carrier = "match" in found ? marketplace.find((one) => one.code === found.match) : undefined;
    if (carrier)
      mapped[code] = { to: "carrier", code: carrier.code, label: carrier.label, standardCode: carrier.standardCode };
  }
  return mapped;
}
