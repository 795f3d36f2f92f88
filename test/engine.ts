import { insertAccount } from "../src/db/accounts";
import { createWorkspace } from "../src/db/people";
import { insertStore } from "../src/db/stores";
import { DEFAULT_SETTINGS, type StoreSettings } from "../src/domain/store";
import { createSeal } from "../src/lib/crypto";
import type { Http } from "../src/lib/http";
import type { Alarm, D1, Ports } from "../src/lib/ports";
import { createTransport } from "../src/lib/transport";
import { type BothWorlds, openBothWorlds } from "../src/sandbox/both-worlds";
import { BRICO_KEY, MARKETPLACES, type MarketplaceId } from "../src/sandbox/marketplaces";
import { DEMO_KEYS, SENDER_ADDRESSES } from "../src/sandbox/sendcloud-account";
import type { World } from "../src/sandbox/world";
import { type AccountDesk, openAccountDesk, type StorePort } from "../src/sync/account-desk";
import { runAccountSlice } from "../src/sync/account-slice";
import { keep } from "../src/sync/keeping";
import { noteChanges } from "../src/sync/notice-changes";
import { applyShipmentNews } from "../src/sync/parcel-news";
import { givePermit, holdFor } from "../src/sync/permits";
import { beginImport } from "../src/sync/pull-orders";
import { applyReturnNews } from "../src/sync/settle-returns";
import { settleVanished, watchedOrders } from "../src/sync/settle-vanished";
import { askOptions, findSender } from "../src/sync/shipping-options";
import type { AccountPort, StoreDesk } from "../src/sync/store-desk";
import { migrateAccount, migrateStore } from "../src/sync/store-schema";
import { openDesk, runSlice } from "../src/sync/store-slice";
import { d1Twin } from "./d1-twin";
import { stillWorld } from "./sandbox/world";
import { sqlTwin } from "./twins";

const WORKSPACE = "workspace-1";
const ACCOUNT = "account-1";
const STORE = "store-1";
const SENDCLOUD = "https://panel.sendcloud.test/api/v3";
const TOKENS = "https://account.sendcloud.test/oauth2/token";
const MASTER_KEY = new Uint8Array(32).fill(7);
export const BUYER_OF_LABELS = { personId: "person-1", name: "Camille" };

/** One store, one account and both worlds on one virtual clock: the production engine in plain Node. */
export type Engine = {
  world: World & { pass(milliseconds: number): void };
  both: BothWorlds;
  d1: D1;
  store: StoreDesk;
  account: AccountDesk;
  /** Every request that left, as `METHOD path`. */
  sent: string[];
  /** Moves the clock and lets whatever falls due on the way happen, earliest first. */
  run(milliseconds: number): Promise<void>;
};

export async function startEngine(
  wish: {
    settings?: Partial<StoreSettings>;
    marketplace?: MarketplaceId;
    key?: string;
    through?: (http: Http) => Http;
  } = {},
): Promise<Engine> {
  const world = stillWorld();
  const both = openBothWorlds(world);
  const d1 = d1Twin();
  const sent: string[] = [];
  const transport = createTransport(async (request) => both.answer(request));
  const http: Http = (request) => {
    sent.push(`${request.method} ${new URL(request.url).pathname}`);
    return (wish.through?.(transport) ?? transport)(request);
  };
  const accountPorts = portsOf(world, http, d1);
  const storePorts = portsOf(world, http, d1);
  migrateAccount(accountPorts.sql);
  migrateStore(storePorts.sql);
  await connect(d1, accountPorts, wish);
  const parts = { sendcloudBaseUrl: SENDCLOUD, sendcloudTokenUrl: TOKENS };
  const storeObject = (): StorePort => ({
    shipmentNews: async (news) => news.filter((one) => applyShipmentNews(store, one)).map((one) => one.shipmentId),
    watchedOrders: async () => watchedOrders(store),
    changedThere: async (seen) => noteChanges(store, seen),
    ordersVanished: (orderIds, verdict, actor) => settleVanished(store, orderIds, verdict, actor ?? undefined),
    returnNews: async (news) => news.map((one) => applyReturnNews(store, one)),
  });
  const account = must(await openAccountDesk({ ports: accountPorts, ...parts, storeObject }, WORKSPACE, ACCOUNT));
  const accountObject = (): AccountPort => ({
    permit: async (claim) => givePermit(accountPorts, claim),
    holdFor: async (milliseconds) => holdFor(accountPorts, milliseconds),
    options: (question) => askOptions(account, question),
    sender: (id) => findSender(account, id),
  });
  const store = must(
    await openDesk({ ports: storePorts, epoch: "epoch-1", ...parts, accountObject }, WORKSPACE, STORE),
  );
  keep(storePorts.sql, "store", { workspaceId: WORKSPACE, storeId: STORE });
  beginImport(store);
  storePorts.alarm.set(world.now());
  accountPorts.alarm.set(world.now());
  const run = (milliseconds: number) => passTime(milliseconds, { world, both, store, account });
  return { world, both, d1, store, account, sent, run };
}

async function passTime(
  milliseconds: number,
  { world, both, store, account }: Pick<Engine, "world" | "both" | "store" | "account">,
): Promise<void> {
  const until = world.now() + milliseconds;
  const sleepers = [
    { due: () => both.nextStep(), wake: () => both.step() },
    { due: () => store.ports.alarm.at(), wake: () => runSlice(store) },
    { due: () => account.ports.alarm.at(), wake: () => runAccountSlice(account) },
  ];
  for (;;) {
    const [next] = sleepers
      .map(({ due, wake }) => ({ at: Math.max(due() ?? Number.POSITIVE_INFINITY, world.now()), wake }))
      .sort((a, b) => a.at - b.at);
    if (!next || next.at > until) break;
    world.pass(next.at - world.now());
    await next.wake();
  }
  world.pass(until - world.now());
}

function portsOf(world: World, http: Http, d1: D1): Ports {
  let counter = 0;
  return {
    now: world.now,
    random: world.random,
    id: () => {
      counter += 1;
      return `id-${String(counter).padStart(6, "0")}`;
    },
    http,
    // Nobody waits on the virtual clock: what is slower than the page shows as under way.
    sleep: () => new Promise(() => undefined),
    sql: sqlTwin(),
    d1,
    seal: createSeal(MASTER_KEY),
    alarm: alarmTwin(),
  };
}

function alarmTwin(): Alarm {
  let moment: number | null = null;
  return {
    at: () => moment,
    set: (next) => {
      moment = next;
    },
  };
}

async function connect(d1: D1, { seal, now }: Ports, wish: Parameters<typeof startEngine>[0] = {}): Promise<void> {
  const { settings, marketplace = "brico", key = BRICO_KEY } = wish;
  const person = {
    workspaceId: WORKSPACE,
    personId: "person-1",
    name: "Atelier",
    personName: "Camille",
    email: "camille@example.org",
  };
  await createWorkspace(d1, { ...person, timeZone: "Europe/Paris", language: "fr", now: now() }, true);
  await insertAccount(d1, {
    id: ACCOUNT,
    workspaceId: WORKSPACE,
    name: "Sendcloud",
    integrationId: DEMO_KEYS.integrationId,
    auth: "basic",
    sealedPublicKey: await seal.seal(DEMO_KEYS.publicKey, `${WORKSPACE}|${ACCOUNT}|publicKey`),
    sealedSecretKey: await seal.seal(DEMO_KEYS.secretKey, `${WORKSPACE}|${ACCOUNT}|secretKey`),
    sealedSignatureKey: null,
    keyHint: "-key",
    webhookId: "hook-1",
    createdAt: now(),
  });
  const { host, shops, carriers } = MARKETPLACES[marketplace];
  const mapped = carriers.map((one) => [
    one.standard_code?.replaceAll("-", "_") ?? one.code,
    { to: "carrier" as const, code: one.code, label: one.label, standardCode: one.standard_code },
  ]);
  await insertStore(d1, {
    id: STORE,
    workspaceId: WORKSPACE,
    accountId: ACCOUNT,
    name: "Brico Maison",
    baseUrl: `https://${host}`,
    shopId: shops[0].id,
    shopName: shops[0].name,
    currency: "EUR",
    sealedKey: await seal.seal(key, `${WORKSPACE}|${STORE}|key`),
    keyHint: key.slice(-4),
    tag: "brico2",
    settings: {
      ...DEFAULT_SETTINGS,
      carriers: Object.fromEntries(mapped),
      senderAddressId: SENDER_ADDRESSES[0]?.id ?? null,
      ...settings,
    },
    settingsVersion: 1,
    importDays: 30,
    createdAt: now(),
  });
}

function must<T>(value: T | null): T {
  if (value === null) throw new Error("the engine did not start");
  return value;
}
