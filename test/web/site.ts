import { uuidv7 } from "uuidv7";
import { addLoginLink, createWorkspace, type Role } from "../../src/db/people";
import { createSeal, randomToken, sha256Hex } from "../../src/lib/crypto";
import type { Ports } from "../../src/lib/ports";
import { createTransport } from "../../src/lib/transport";
import { openBothWorlds } from "../../src/sandbox/both-worlds";
import { BRICO_KEY } from "../../src/sandbox/marketplaces";
import { DEMO_KEYS } from "../../src/sandbox/sendcloud-account";
import { catalogueOf } from "../../src/sync/account-catalogue";
import { openAccountDesk, type StorePort } from "../../src/sync/account-desk";
import { pollAtOnce } from "../../src/sync/account-polls";
import { runAccountSlice } from "../../src/sync/account-slice";
import * as acts from "../../src/sync/acts";
import { cancelLines, cancellationOf, cancelOrder, undoCancellation } from "../../src/sync/acts-cancel";
import { linkParcel, refuseParcel } from "../../src/sync/acts-link";
import { labelHere, pushAgain, takeBackAll } from "../../src/sync/acts-push";
import { dismissReturn, offerRefund, refundByHand } from "../../src/sync/acts-refund";
import * as shipping from "../../src/sync/acts-shipping";
import { checkKey } from "../../src/sync/check-shop";
import { decideIntent, evidenceOf } from "../../src/sync/decide-intent";
import { deleteSome, deleting } from "../../src/sync/delete-store";
import { dryRun } from "../../src/sync/dry-run";
import { followProducts } from "../../src/sync/follow-products";
import { followSettings, noteWhoSaved } from "../../src/sync/follow-settings";
import { importNow } from "../../src/sync/import-now";
import { installWebhook, removeWebhook } from "../../src/sync/install-webhook";
import { decideVanished, heldOrders } from "../../src/sync/judge-vanished";
import { customsFileOf, labelFileOf } from "../../src/sync/label-file";
import { optionsFor } from "../../src/sync/label-options";
import { noteChanges } from "../../src/sync/notice-changes";
import { flushOutbox } from "../../src/sync/outbox";
import { applyShipmentNews } from "../../src/sync/parcel-news";
import { budgetOf, givePermit, holdFor } from "../../src/sync/permits";
import { probeMarketplace } from "../../src/sync/probe-marketplace";
import { probeSendcloud } from "../../src/sync/probe-sendcloud";
import { beginImport } from "../../src/sync/pull-orders";
import { refreshRules } from "../../src/sync/read-rules";
import { receiveWebhook } from "../../src/sync/receive-webhook";
import { refuse } from "../../src/sync/refusals";
import { applyReturnNews } from "../../src/sync/settle-returns";
import { settleVanished, watchedOrders } from "../../src/sync/settle-vanished";
import { askOptions, findSender } from "../../src/sync/shipping-options";
import type { AccountPort, StoreDesk } from "../../src/sync/store-desk";
import { beginDeletion, disconnect, goOn, pauseFor, resume } from "../../src/sync/store-life";
import { migrateAccount, migrateStore } from "../../src/sync/store-schema";
import { openDesk, runSlice, stripOf } from "../../src/sync/store-slice";
import { wakeHeldIntents } from "../../src/sync/store-trouble";
import type { AccountCalls, StoreCalls } from "../../src/sync/stub";
import { undoRefund } from "../../src/sync/undo";
import { viewSettings } from "../../src/sync/view-settings";
import { createApp } from "../../src/web/app";
import { webhooks } from "../../src/webhooks/sendcloud";
import { d1Twin } from "../d1-twin";
import { stillWorld } from "../sandbox/world";
import { sqlTwin } from "../twins";

export const ORIGIN = "http://localhost:8787";
export const MASTER_KEY = "dGVzdC1rZXktb2YtMzItYnl0ZXMtZm9yLXRlc3RzISE=";
const SENDCLOUD = "https://panel.sendcloud.test/api/v3";
const TOKENS = "https://account.sendcloud.test/oauth2/token";
const LINK_MS = 3_600_000;
const DISCONNECTED = { result: "refused", refusal: refuse("store-disconnected") } as const;

export type Variables = Partial<Record<"SANDBOX" | "SETUP_TOKEN" | "MAIL_FROM", string>>;
export type Letter = { from: string; to: string; subject: string; text: string };

/** The whole site with its locks over a real database, and the engine's own functions behind its two kinds of object. */
export function openSite(variables: Variables = { SANDBOX: "on" }) {
  const world = stillWorld();
  const both = openBothWorlds(world);
  const d1 = d1Twin();
  const seal = createSeal(Uint8Array.from(atob(MASTER_KEY), (letter) => letter.charCodeAt(0)));
  const http = createTransport(async (request) => both.answer(request));
  const ports = (): Ports => {
    const { now, random } = world;
    return {
      now,
      random,
      id: uuidv7,
      http,
      // Nobody waits on the virtual clock.
      sleep: () => new Promise(() => undefined),
      sql: sqlTwin(),
      d1,
      seal,
      alarm: alarmTwin(),
    };
  };
  const storePort = (id: string): StorePort => stores.getByName(id);
  const accounts = objects((id) => accountObject(ports(), id, storePort));
  const stores: { getByName(id: string): StoreObject } = objects((id) => storeObject(ports(), id, accounts.getByName));
  const env = { DB: d1, MASTER_KEY, ...variables, STORE_SYNC: stores, SENDCLOUD_ACCOUNT: accounts };
  const app = createApp({
    clock: async () => world.now(),
    noteCspReport: async () => undefined,
    mount: (site) => {
      site.route("/hooks", webhooks);
    },
  });
  const behind: Promise<unknown>[] = [];
  const mailbox: Letter[] = [];
  const platform = { ...env, EMAIL: { send: async (letter: Letter) => mailbox.push(letter) } };
  const afterwards = {
    waitUntil: (work: Promise<unknown>) => behind.push(work),
    passThroughOnException: () => undefined,
  } as unknown as ExecutionContext;
  const request = (path: string, init: RequestInit) =>
    app.request(`${ORIGIN}${path}`, init, variables.MAIL_FROM ? platform : env, afterwards);
  return {
    d1,
    seal,
    world,
    both,
    /** Waits for all that goes on behind the answers. */
    settled: () => Promise.all(behind),
    /** The mail that left, once all that goes on behind the answers is done. */
    mail: async () => {
      await Promise.all(behind);
      return mailbox;
    },
    request,
    /** The same site where it is deployed, behind https. */
    atHttps: (path: string, init: RequestInit) =>
      app.request(`https://passerelle.example${path}`, init, env, afterwards),
    runStore: (id: string) => stores.getByName(id).run(),
    reopen: (id: string) => stores.getByName(id).settingsChanged(0),
    runAccount: (id: string) => accounts.getByName(id).run(),
    accountObject: (id: string): AccountPort => accounts.getByName(id),
    ...visitor(request, ""),
  };
}
export type Site = ReturnType<typeof openSite>;

type Send = (path: string, init: RequestInit) => Response | Promise<Response>;

/** Someone with or without a session. */
function visitor(request: Send, cookie: string) {
  const headers = (more: Record<string, string>) => ({
    Cookie: cookie,
    Origin: ORIGIN,
    "Accept-Language": "fr",
    ...more,
  });
  return {
    get: async (path: string, more: Record<string, string> = {}) => request(path, { headers: headers(more) }),
    post: async (path: string, fields: Record<string, string>) =>
      request(path, { method: "POST", headers: headers({}), body: new URLSearchParams(fields) }),
  };
}

/** A person of a new workspace, signed in by a link as `npm start` prints it. */
export async function signInto(site: Site, name: string, role: Role = "owner") {
  const now = site.world.now();
  const person = { personId: `person-${name}`, workspaceId: `workspace-${name}` };
  const made = {
    ...person,
    name,
    timeZone: "Europe/Paris",
    email: `${name}@example.org`,
    personName: name,
    language: "fr",
    now,
  };
  await createWorkspace(site.d1, made, false);
  await site.d1.prepare("UPDATE memberships SET role = ? WHERE person_id = ?").bind(role, person.personId).run();
  const token = randomToken();
  await addLoginLink(site.d1, { tokenHash: await sha256Hex(token), ...person, expiresAt: now + LINK_MS });
  const answer = await site.get(`/enter?token=${token}`);
  return { ...person, cookie: cookieOf(answer), ...visitor(site.request, cookieOf(answer)) };
}

/** Another signed-in person of the same workspace. */
export async function joinAs(site: Site, host: Person, role: Role) {
  const guest = await signInto(site, `${role}-of-${host.workspaceId}`);
  await site.d1
    .prepare("INSERT INTO memberships (workspace_id, person_id, role, created_at) VALUES (?, ?, ?, ?)")
    .bind(host.workspaceId, guest.personId, role, site.world.now())
    .run();
  await site.d1
    .prepare("UPDATE sessions SET workspace_id = ? WHERE person_id = ?")
    .bind(host.workspaceId, guest.personId)
    .run();
  return guest;
}
export type Person = Awaited<ReturnType<typeof signInto>>;

export function cookieOf(answer: Response): string {
  return answer.headers.get("Set-Cookie")?.split(";")[0] ?? "";
}

export function placeOf(answer: Response): string {
  return answer.headers.get("Location") ?? "";
}

/** What a browser would post: the form's fields as they stand in the page. */
export function formOf(html: string): Record<string, string> {
  const inputs = [...html.matchAll(/<input[^>]*>/g)].map(([tag]) => tag);
  const chosen = inputs.filter((tag) => !/type="(radio|checkbox)"/.test(tag) || / checked/.test(tag));
  const values = chosen.map((tag) => [attribute(tag, "name"), attribute(tag, "value")]);
  const selects = [...html.matchAll(/<select[^>]*name="([^"]+)"[^>]*>(.*?)<\/select>/gs)].map(([, name, options]) => {
    const selected =
      /<option value="([^"]*)" selected/.exec(options ?? "") ?? /<option value="([^"]*)"/.exec(options ?? "");
    return [name ?? "", selected?.[1] ?? ""];
  });
  return Object.fromEntries([...values, ...selects].filter(([name]) => name !== ""));
}

function attribute(tag: string, name: string): string {
  const text = new RegExp(` ${name}="([^"]*)"`).exec(tag)?.[1] ?? "";
  return text.replaceAll("&#39;", "'").replaceAll("&quot;", '"').replaceAll("&amp;", "&");
}

function objects<T>(make: (id: string) => T) {
  const made = new Map<string, T>();
  const getByName = (id: string): T => {
    const known = made.get(id) ?? make(id);
    made.set(id, known);
    return known;
  };
  return { getByName };
}

type StoreObject = Pick<
  StoreCalls,
  | "probe"
  | "begin"
  | "strip"
  | "importNow"
  | "settingsChanged"
  | "productsChanged"
  | "customsFile"
  | "labelFile"
  | "viewSettings"
  | "refreshRules"
  | "checkKey"
  | "dryRun"
  | "pause"
  | "resume"
  | "disconnect"
  | "destroy"
  | "accept"
  | "refuse"
  | "options"
  | "createLabel"
  | "cancelLabel"
  | "checkAgain"
  | "correct"
  | "labelHere"
  | "pushAgain"
  | "takeBackAll"
  | "evidence"
  | "decide"
  | "shippingChoices"
  | "shipOtherwise"
  | "undoOtherwise"
  | "correctTracking"
  | "linkParcel"
  | "refuseParcel"
  | "cancellation"
  | "cancelOrder"
  | "cancelLines"
  | "undoCancellation"
  | "refundOffer"
  | "refund"
  | "undoRefund"
  | "dismissReturn"
> &
  StorePort & {
    run(): Promise<void>;
  };

function storeObject(ports: Ports, id: string, accountObject: (accountId: string) => AccountPort): StoreObject {
  migrateStore(ports.sql);
  let desk: StoreDesk | null = null;
  const opened = () => {
    if (!desk) throw new Error("this object holds no store");
    return desk;
  };
  const open = (workspaceId: string) => {
    const parts = { ports, epoch: "1", sendcloudBaseUrl: SENDCLOUD, sendcloudTokenUrl: TOKENS };
    return openDesk({ ...parts, accountObject }, workspaceId, id);
  };
  const told = async <T>(work: (at: StoreDesk) => Promise<T>): Promise<T> => {
    const result = await work(opened());
    await flushOutbox(opened());
    return result;
  };
  const act = async <T>(work: (at: StoreDesk) => Promise<T>): Promise<T | typeof DISCONNECTED> =>
    opened().store.disconnectedAt === null ? told(work) : DISCONNECTED;
  return {
    probe: (access) => probeMarketplace(ports, { extra: [], sandbox: true }, access),
    async begin(workspaceId, _storeId, by) {
      desk = await open(workspaceId);
      beginImport(opened());
      goOn(opened(), by ?? null);
    },
    async settingsChanged(version, savedBy) {
      if (savedBy) noteWhoSaved({ ports }, version, savedBy);
      desk = await open(opened().store.workspaceId);
      followSettings(opened());
      wakeHeldIntents(opened());
      await flushOutbox(opened());
    },
    productsChanged: (skus) => told((desk) => followProducts(desk, skus)),
    customsFile: (orderId, parcelNo) => customsFileOf(opened(), orderId, parcelNo),
    labelFile: (orderId, parcelNo, format) => labelFileOf(opened(), orderId, parcelNo, format),
    viewSettings: (wished) => viewSettings(opened(), wished),
    refreshRules: () => act(refreshRules),
    checkKey: (key) => checkKey(opened(), key),
    strip: async () => stripOf(opened()),
    importNow: (actor) => importNow(opened(), actor),
    dryRun: (wish, actor) => act((desk) => dryRun(desk, wish, actor)),
    pause: (reason, actor) => act((desk) => pauseFor(desk, reason, actor)),
    resume: (actor) => act((desk) => resume(desk, actor)),
    async disconnect(actor) {
      const outcome = await disconnect(opened(), actor);
      desk = await open(opened().store.workspaceId);
      return outcome;
    },
    destroy: () => beginDeletion(opened()),
    accept: (orderId, actor) => act((desk) => acts.decideAcceptance(desk, "accept", orderId, actor)),
    refuse: (orderId, actor) => act((desk) => acts.decideAcceptance(desk, "refuse", orderId, actor)),
    options: (orderId, weightGrams) => optionsFor(opened(), orderId, weightGrams),
    createLabel: (request, actor) => act((desk) => acts.createLabel(desk, request, actor)),
    cancelLabel: (orderId, parcelNo, actor) => act((desk) => acts.cancelLabelOf(desk, orderId, parcelNo, actor)),
    shippingChoices: async (orderId) => shipping.shippingChoices(opened(), orderId),
    shipOtherwise: (orderId, wish, actor) => act((desk) => shipping.shipOtherwise(desk, orderId, wish, actor)),
    undoOtherwise: (orderId, actor) => act(async (desk) => shipping.undoOtherwise(desk, orderId, actor)),
    correctTracking: (orderId, wish, actor) => act((desk) => shipping.correctTracking(desk, orderId, wish, actor)),
    linkParcel: (orderId, shipmentId, actor) => act((desk) => linkParcel(desk, orderId, shipmentId, actor)),
    refuseParcel: (orderId, shipmentId, actor) => act(async (desk) => refuseParcel(desk, orderId, shipmentId, actor)),
    correct: (orderId, typed, actor) => act(async (desk) => acts.correctAddress(desk, orderId, typed, actor)),
    labelHere: (orderId, actor) => act((desk) => labelHere(desk, orderId, actor)),
    evidence: (intentId, look) => evidenceOf(opened(), intentId, look),
    decide: (intentId, decision, actor) => told((desk) => decideIntent(desk, intentId, decision, actor)),
    takeBackAll: (actor) => act(async (desk) => takeBackAll(desk, actor)),
    pushAgain: (orderId, actor) => act((desk) => pushAgain(desk, orderId, actor)),
    checkAgain: (orderId, actor) => act((desk) => acts.checkOrder(desk, orderId, actor)),
    cancellation: async (orderId) => cancellationOf(opened(), orderId),
    cancelOrder: (orderId, wish, actor) => act(async (desk) => cancelOrder(desk, orderId, actor, wish)),
    cancelLines: (orderId, wish, actor) => act(async (desk) => cancelLines(desk, orderId, actor, wish)),
    undoCancellation: (orderId, actor) => act(async (desk) => undoCancellation(desk, orderId, actor)),
    refundOffer: async (orderId, returnKey) => offerRefund(opened(), orderId, returnKey),
    refund: (request, actor) => act(async (desk) => refundByHand(desk, request, actor)),
    undoRefund: (orderId, intentId, actor) => act(async (desk) => undoRefund(desk, orderId, intentId, actor)),
    dismissReturn: (orderId, key, actor) => act(async (desk) => dismissReturn(desk, orderId, key, actor)),
    watchedOrders: async () => watchedOrders(opened()),
    changedThere: (seen) => told(async (desk) => noteChanges(desk, seen)),
    ordersVanished: (ids, verdict, actor) => told((desk) => settleVanished(desk, ids, verdict, actor ?? undefined)),
    shipmentNews: async (news) => news.filter((one) => applyShipmentNews(opened(), one)).map((one) => one.shipmentId),
    returnNews: async (news) => news.map((one) => applyReturnNews(opened(), one)),
    async run() {
      const doomed = deleting(ports.sql);
      if (doomed) await deleteSome(ports, doomed);
      else if (opened().store.disconnectedAt === null) await runSlice(opened());
    },
  };
}

type AccountObject = Pick<
  AccountCalls,
  | "probe"
  | "begin"
  | "installWebhook"
  | "removeWebhook"
  | "budget"
  | "receive"
  | "keysChanged"
  | "catalogue"
  | "vanished"
  | "decideVanished"
> &
  AccountPort & { run(): Promise<void> };

function accountObject(ports: Ports, id: string, storePort: (storeId: string) => StorePort): AccountObject {
  migrateAccount(ports.sql);
  let workspace = "";
  const open = async () => {
    const parts = { ports, sendcloudBaseUrl: SENDCLOUD, sendcloudTokenUrl: TOKENS };
    const desk = await openAccountDesk({ ...parts, storeObject: storePort }, workspace, id);
    if (!desk) throw new Error("this object holds no account");
    return desk;
  };
  return {
    probe: (keys, url) => probeSendcloud({ ...ports, baseUrl: SENDCLOUD, tokenUrl: TOKENS }, keys, url),
    async begin(workspaceId) {
      workspace = workspaceId;
    },
    installWebhook: async (url, replaceForeign) => installWebhook(await open(), url, replaceForeign),
    removeWebhook: async (url) => removeWebhook(await open(), url),
    budget: async () => budgetOf(ports),
    receive: async (body, signature) => receiveWebhook(await open(), body, signature),
    vanished: async () => heldOrders(await open()),
    decideVanished: async (choice, count, actor) => decideVanished(await open(), choice, count, actor),
    catalogue: async () => catalogueOf(await open()),
    keysChanged: async () => pollAtOnce(await open()),
    run: async () => runAccountSlice(await open()),
    permit: async (claim) => givePermit(ports, claim),
    holdFor: async (milliseconds) => holdFor(ports, milliseconds),
    options: async (question) => askOptions(await open(), question),
    sender: async (id) => findSender(await open(), id),
  };
}

function alarmTwin(): Ports["alarm"] {
  let moment: number | null = null;
  return {
    at: () => moment,
    set: (next) => {
      moment = next;
    },
  };
}

/** Connects the demo shop through the wizard, as its forms stand, and gives the store's id. */
export async function connectDemo(owner: Person): Promise<string> {
  const begun = await owner.post("/stores/new", { address: "https://brico.mirakl.test", key: BRICO_KEY });
  const draft = placeOf(begun).replace(/\/shop$/, "");
  const { publicKey, secretKey } = DEMO_KEYS;
  const answers: [step: string, fields: Record<string, string>][] = [
    ["shop", { action: "continue" }],
    ["sendcloud", { account: "new", publicKey, secretKey, action: "look" }],
    ["sendcloud", { action: "continue", account: "", publicKey: "", secretKey: "" }],
    ["carriers", { cancelReason: "51" }],
    ["confirmation", {}],
  ];
  let place = "";
  for (const [step, fields] of answers) {
    const shown = formOf(await (await owner.get(`${draft}/${step}`)).text());
    place = placeOf(await owner.post(`${draft}/${step}`, { ...shown, ...fields }));
  }
  return place.replace("/stores/", "");
}
