import { readdirSync } from "node:fs";
import path from "node:path";
import { DatabaseSync } from "node:sqlite";
import type { RefundSettings, StoreSettings } from "../../src/domain/store";
import { BRICO_KEY, SPORT_KEY } from "../../src/sandbox/marketplaces";
import { sleep } from "./killer";
import { advance } from "./life";
import { formOf, type Merchant } from "./merchant";
import { MINUTE_MS, type Proof } from "./proof";
import type { SimulatorUrls } from "./simulator-calls";

const FIRST_MINUTES = 5;
const MOST_SEEDS = 40;
const SEED_AGAIN_MS = 500;
/** "Article retourné", which a shop may give (RE01). */
const RETURNED = "17";
/** No cap on a single refund or a day's: what is proved is that each is sent once. The resend limit stays. */
const REFUNDS: RefundSettings = {
  when: "created",
  reason: RETURNED,
  withShipping: false,
  largestMinor: 1e9,
  dailyMinor: 1e12,
  resendLimitMinor: 5_000,
};

/** Starts the app as `npm start` does, connects two stores to the simulators, and starts it again on its own. */
export async function setUp({ app, simulators, merchant, clock }: Proof): Promise<void> {
  const { mirakl, sendcloud } = simulators.urls;
  await app.startAsServed({
    SANDBOX: "on",
    MASTER_KEY: Buffer.from(crypto.getRandomValues(new Uint8Array(32))).toString("base64"),
    SENDCLOUD_BASE_URL: sendcloud,
    EXTRA_MIRAKL_HOSTS: [mirakl.brico, mirakl.sport].map((url) => new URL(url).host).join(),
  });
  await merchant.enter(await seedLink(merchant));
  await merchant.control("/sandbox/pace", { seconds: 0 });
  await connectStores(merchant, simulators.urls);
  await app.stop();
  writeSettings(app.data, { refunds: REFUNDS });
  await simulators.ask("followClock", clockDatabase(app.data));
  await app.restart();
  // The first import ends before anybody orders: what it brings is not new.
  for (let minute = 0; minute < FIRST_MINUTES; minute += 1) await advance(merchant, clock, MINUTE_MS);
}

// The app is well before its last migrations are in: then the seed is refused for a moment.
async function seedLink(merchant: Merchant): Promise<string> {
  for (let n = 1; ; n += 1) {
    try {
      return (await merchant.control<{ url: string }>("/sandbox/seed", {})).url;
    } catch (error) {
      if (n === MOST_SEEDS) throw error;
      await sleep(SEED_AGAIN_MS);
    }
  }
}

/** Connects both shops of the simulated marketplaces by the wizard's pages, to the account that the seed connected. */
async function connectStores(merchant: Merchant, urls: SimulatorUrls): Promise<void> {
  await connect(merchant, urls.mirakl.brico, BRICO_KEY);
  await connect(merchant, urls.mirakl.sport, SPORT_KEY);
}

async function connect(merchant: Merchant, address: string, key: string): Promise<void> {
  const begun = await merchant.post("/stores/new", { address, key, shopId: "" });
  const draft = begun.place.replace(/\/shop$/, "");
  await step(merchant, `${draft}/shop`, { action: "continue" });
  await step(merchant, `${draft}/sendcloud`, { action: "look" });
  await step(merchant, `${draft}/sendcloud`, { action: "continue" });
  const carriers = formOf((await merchant.get(`${draft}/carriers`)).text);
  await step(merchant, `${draft}/carriers`, { cancelReason: carriers.cancelReason || "51" });
  const made = await step(merchant, `${draft}/confirmation`, {});
  if (!/^\/stores\/[0-9a-f-]{36}$/.test(made)) throw new Error(`the store at ${address} was not connected: ${made}`);
}

async function step(merchant: Merchant, where: string, changes: Record<string, string>): Promise<string> {
  const shown = await merchant.get(where);
  if (shown.status !== 200) throw new Error(`GET ${where} answers ${shown.status}`);
  const answer = await merchant.post(where, { ...formOf(shown.text), ...changes });
  if (answer.status !== 303) throw new Error(`POST ${where} answers ${answer.status}`);
  return answer.place;
}

/**
 * Settings that have no page yet, written while the app is down. The demo's own store, which lives in the sandbox inside
 * the app, makes room.
 */
export function writeSettings(data: string, settings: Partial<StoreSettings>): void {
  const d1 = new DatabaseSync(onlyFile(path.join(data, "v3/d1/miniflare-D1DatabaseObject")));
  d1.exec("DELETE FROM stores WHERE base_url LIKE '%.mirakl.test'");
  d1.prepare("UPDATE stores SET settings = json_patch(settings, ?), settings_version = settings_version + 1").run(
    JSON.stringify(settings),
  );
  d1.close();
}

/** The database in which the app's sandbox keeps the offset of its clock. */
function clockDatabase(data: string): string {
  return onlyFile(path.join(data, "v3/do/passerelle-Sandbox"));
}

function onlyFile(folder: string): string {
  const [file] = databasesIn(folder);
  if (!file) throw new Error(`no database in ${folder}`);
  return file;
}

export function databasesIn(folder: string): string[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith(".sqlite") && name !== "metadata.sqlite")
    .map((name) => path.join(folder, name));
}
