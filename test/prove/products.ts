// The driver of `npm run prove:products`: see scripts/prove-products.mjs.
import { writeFileSync } from "node:fs";
import { AppProcess, freePort } from "../kill/app-process";
import { AppGone, Merchant } from "../kill/merchant";
import { cpuOf, memoryOf, watchMemory } from "./memory";
import { catalogueOf, countWeighing } from "./product-catalogue";
import { apply, isApplied, preview, readAgain, send } from "./product-upload";

const MOST_MS = 5_000;
const MOST_MB = 64;
const WARM_ROWS = 200;
const KILLS = 6;
const SETUP_TOKEN = "prove-products";

type Proof = { app: AppProcess; merchant: Merchant; rows: number };
/** `cpuMs` is the processor's time for both: on a busy machine the others are more. */
type Measured = {
  cpuMs: number | null;
  previewMs: number;
  applyMs: number;
  totalMs: number;
  progressSeen: number[];
  mbOverBase: number | null;
};

const [root = "", folder = "", workerd = "", rows = "50000", report = null] = process.argv.slice(2);
const app = new AppProcess({ root, folder, port: await freePort(), workerd });
process.on("exit", () => void app.kill().catch(() => {}));
process.exit((await prove({ app, merchant: new Merchant(app.base), rows: Number(rows) }, report)) ? 0 : 1);

async function prove(proof: Proof, report: string | null): Promise<boolean> {
  await begin(proof);
  const added = await measure(proof, 100);
  const changed = await measure(proof, 200);
  const whileRead = await killWhileReading(proof, 300, added.previewMs);
  const whileApplied = await killWhileApplying(proof, changed.applyMs);
  const measured = [added, changed];
  const holds =
    measured.every(({ totalMs, progressSeen }) => totalMs <= MOST_MS && progressSeen.length > 0) &&
    measured.every(({ mbOverBase }) => mbOverBase === null || mbOverBase < MOST_MB) &&
    whileRead.changedNothing === KILLS &&
    whileApplied.all + whileApplied.nothing === KILLS;
  const bytes = Buffer.byteLength(catalogueOf(proof.rows, 100));
  const verdict = { holds, rows: proof.rows, bytes, added, changed, kills: { whileRead, whileApplied } };
  const text = `${JSON.stringify(verdict, null, 2)}\n`;
  process.stdout.write(text);
  if (report !== null) writeFileSync(report, text);
  return holds;
}

/** Founds a workspace, and has every path of the code gone once. */
async function begin({ app, merchant }: Proof): Promise<void> {
  const key = Buffer.from(crypto.getRandomValues(new Uint8Array(32))).toString("base64");
  await app.startAsServed({ SANDBOX: "off", MASTER_KEY: key, SETUP_TOKEN });
  await app.stop();
  await app.restart();
  const founder = { company: "Atelier Roux", name: "Camille Roux", email: "camille@roux.example" };
  const body = new URLSearchParams({ ...founder, token: SETUP_TOKEN, timeZone: "Europe/Paris" });
  await merchant.enter(`${app.base}/setup`, { method: "POST", headers: { origin: app.base }, body });
  const { place } = await preview(merchant, catalogueOf(WARM_ROWS, 50));
  await apply(merchant, place);
  await merchant.get("/products");
}

/** A whole file, previewed and applied. */
async function measure({ app, merchant, rows }: Proof, grams: number): Promise<Measured> {
  const pid = app.pid ?? 0;
  const file = catalogueOf(rows, grams);
  const base = memoryOf(pid);
  const used = cpuOf(pid);
  const stop = watchMemory(pid);
  const { place, ms: previewMs, progress: progressSeen } = await preview(merchant, file);
  const applyMs = await apply(merchant, place);
  const most = stop();
  const usedNow = cpuOf(pid);
  await expectWeights({ merchant, rows }, grams, rows);
  const mbOverBase = base === null || most === null ? null : Math.round(most - base);
  const cpuMs = used === null || usedNow === null ? null : usedNow - used;
  return { cpuMs, previewMs, applyMs, totalMs: previewMs + applyMs, progressSeen, mbOverBase };
}

/** Killed at moments spread over the reading: nothing is changed, and the same file can be read again to its end. */
async function killWhileReading({ app, merchant, rows }: Proof, grams: number, lasts: number) {
  let changedNothing = 0;
  for (let kill = 0; kill < KILLS; kill += 1) {
    const sent = send(merchant, catalogueOf(rows, grams)).catch(neverMind);
    await sleep((lasts * (kill + 0.5)) / KILLS);
    await app.kill();
    const place = await sent;
    await app.restart();
    if ((await weighing(merchant, grams)) === 0) changedNothing += 1;
    if (place === null) continue;
    await readAgain(merchant, place);
    if ((await weighing(merchant, grams)) !== 0) throw new Error("a preview changed products");
  }
  return { kills: KILLS, changedNothing };
}

/** Killed at moments spread over the applying: every product is changed or none, and the upload knows which. */
async function killWhileApplying({ app, merchant, rows }: Proof, lasts: number) {
  const ended = { kills: KILLS, all: 0, nothing: 0 };
  for (let kill = 0; kill < KILLS; kill += 1) {
    const grams = 1_000 + kill;
    const { place } = await preview(merchant, catalogueOf(rows, grams));
    const applied = apply(merchant, place).catch(neverMind);
    // Also later than it lasted before: some kills should meet it done.
    await sleep((2 * lasts * (kill + 0.5)) / KILLS);
    await app.kill();
    await applied;
    await app.restart();
    const changed = await weighing(merchant, grams);
    const isSaid = await isApplied(merchant, place);
    if (changed === rows && isSaid) ended.all += 1;
    if (changed !== 0 || isSaid) continue;
    ended.nothing += 1;
    await apply(merchant, place);
    await expectWeights({ merchant, rows }, grams, rows);
  }
  return ended;
}

async function expectWeights({ merchant }: Pick<Proof, "merchant" | "rows">, grams: number, count: number) {
  const seen = await weighing(merchant, grams);
  if (seen !== count) throw new Error(`${seen} products of ${count} weigh ${grams} g`);
}

async function weighing(merchant: Merchant, grams: number): Promise<number> {
  return countWeighing((await merchant.get("/products/export")).text, grams);
}

function neverMind(error: unknown): null {
  if (error instanceof AppGone) return null;
  throw error;
}

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
