// What the connect wizard leaves behind: a workspace, an account, its stores; and the orders that waited before that.
import { insertAccount } from "../../../src/db/accounts";
import { createWorkspace } from "../../../src/db/people";
import { insertStore } from "../../../src/db/stores";
import { DEFAULT_SETTINGS, type StoreSettings } from "../../../src/domain/store";
import { BRICO_KEY, MARKETPLACES, type MarketplaceId, SPORT_KEY } from "../../../src/sandbox/marketplaces";
import { payOrder, placeOrder } from "../../../src/sandbox/mirakl-orders";
import { DEMO_KEYS, SENDER_ADDRESSES } from "../../../src/sandbox/sendcloud-account";
import { noteSettings } from "../invariants/settings";
import type { Sim } from "../sim";

export const WORKSPACE = "workspace-1";
const ACCOUNT = "account-1";
const HOOK = "https://passerelle.example/hooks/sendcloud/hook-1";

export type SimStore = { id: string; marketplace: MarketplaceId; shopId: number; key: string; tag: string };
/** The two shops of the simulation, by the name of their object. */
const SHOPS: readonly SimStore[] = [
  { id: "store-1", marketplace: "brico", shopId: MARKETPLACES.brico.shops[0].id, key: BRICO_KEY, tag: "brico2" },
  { id: "store-2", marketplace: "sport", shopId: MARKETPLACES.sport.shops[0].id, key: SPORT_KEY, tag: "sport2" },
];

const DAY_MS = 86_400_000;
const RETURN_REASON = "17";
const OLD_ORDER_DAYS = 40;

export function shopOf(id: string): SimStore {
  const found = SHOPS.find((shop) => shop.id === id);
  if (!found) throw new Error(`no shop ${id}`);
  return found;
}

export async function connectStores(sim: Sim): Promise<void> {
  const { plan, timeline, openD1, world, stage } = sim;
  const now = timeline.now();
  await createWorkspace(
    openD1,
    {
      workspaceId: WORKSPACE,
      personId: "person-1",
      name: "Atelier",
      personName: "Camille",
      email: "camille@example.org",
      timeZone: "Europe/Paris",
      language: "fr",
      now,
    },
    true,
  );
  await insertAccount(openD1, accountRow(now));
  for (const object of sim.stores) {
    const row = storeRow(sim, shopOf(object.name), now);
    await insertStore(openD1, row);
    noteSettings(sim, object, row.settings);
  }
  if (plan.webhooks !== "none")
    stage.remoteSql.run(
      "UPDATE sc_integrations SET webhook_url = ?, webhook_active = 1 WHERE id = ?",
      HOOK,
      DEMO_KEYS.integrationId,
    );
  for (let order = 0; order < plan.ordersBefore; order += 1) {
    const shop = shopOf(sim.stores[order % sim.stores.length]?.name ?? "");
    const id = placeOrder(world, shop.marketplace, { shopId: shop.shopId, at: now - order * 7 * 60_000 });
    if (order % 2 === 0) payOrder(world, id);
    sim.counts.orders += 1;
  }
  if (plan.oldOrder) placeOld(sim, now - OLD_ORDER_DAYS * DAY_MS);
  sim.knock(sim.account, "begin", WORKSPACE, ACCOUNT);
  for (const { name } of sim.stores) sim.knock(sim.objectNamed(name), "begin", WORKSPACE, name);
  await new Promise((resolve) => setImmediate(resolve));
  sim.alarms.follow();
}

function placeOld(sim: Sim, at: number): void {
  const { world, counts } = sim;
  const then = { ...world, now: () => at };
  payOrder(then, placeOrder(then, shopOf(sim.stores[0]?.name ?? "").marketplace, { at }));
  counts.orders += 1;
}

function accountRow(createdAt: number): Parameters<typeof insertAccount>[1] {
  return {
    id: ACCOUNT,
    workspaceId: WORKSPACE,
    name: "Sendcloud",
    integrationId: DEMO_KEYS.integrationId,
    auth: "basic",
    sealedPublicKey: sealed(ACCOUNT, "publicKey", DEMO_KEYS.publicKey),
    sealedSecretKey: sealed(ACCOUNT, "secretKey", DEMO_KEYS.secretKey),
    sealedSignatureKey: null,
    keyHint: "-key",
    webhookId: "hook-1",
    createdAt,
  };
}

function settingsOf({ plan }: Sim, { marketplace }: SimStore): StoreSettings {
  const { accepts, cancelsInMirakl, refunds } = plan.owner;
  const mapped = MARKETPLACES[marketplace].carriers.map((one) => [
    one.standard_code?.replaceAll("-", "_") ?? one.code,
    { to: "carrier" as const, code: one.code, label: one.label, standardCode: one.standard_code },
  ]);
  const when = plan.refundsReturns ? "created" : "off";
  return {
    ...DEFAULT_SETTINGS,
    carriers: Object.fromEntries(mapped),
    senderAddressId: SENDER_ADDRESSES[0]?.id ?? null,
    labels: plan.rare.labels,
    shipWhen: plan.shipWhen,
    pollInterval: plan.pollInterval,
    refunds: { ...DEFAULT_SETTINGS.refunds, reason: RETURN_REASON, when, ...refunds },
    acceptance: { ...DEFAULT_SETTINGS.acceptance, ...accepts },
    cancelInMirakl: cancelsInMirakl,
  };
}

function storeRow(sim: Sim, shop: SimStore, createdAt: number) {
  const { host, shops } = MARKETPLACES[shop.marketplace];
  return {
    id: shop.id,
    workspaceId: WORKSPACE,
    accountId: ACCOUNT,
    name: shop.id,
    baseUrl: `https://${host}`,
    shopId: shop.shopId,
    shopName: shops[0].name,
    currency: "EUR",
    sealedKey: sealedKeyOf(shop.id),
    keyHint: shop.key.slice(-4),
    tag: shop.tag,
    settings: settingsOf(sim, shop),
    settingsVersion: 1,
    importDays: 30,
    createdAt,
  };
}

/** A store's key as its row keeps it. */
export function sealedKeyOf(id: string): string {
  return sealed(id, "key", shopOf(id).key);
}

function sealed(owner: string, field: string, secret: string): string {
  return `sealed|${WORKSPACE}|${owner}|${field}|${secret}`;
}
