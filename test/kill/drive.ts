// The driver of `npm run prove:kill`: see scripts/prove-kill.mjs.
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { streamOf } from "../sim/random";
import { AppProcess, freePort } from "./app-process";
import { AskedBook } from "./asked-book";
import { listedOnAttention, settle } from "./ending";
import { finishLoad, loadAndKill, wishesOf } from "./loading";
import { Merchant } from "./merchant";
import { readOwnBooks } from "./own-books";
import { tellEvidence, tellProgress } from "./progress";
import type { Proof } from "./proof";
import { report } from "./report";
import { setUp } from "./set-up";
import type { Tally } from "./simulator-calls";
import { Simulators } from "./simulators-process";
import { judge } from "./verdict";

const FAULTS = 0.1;
const HOUR_MS = 3_600_000;
const MEMORY = "/dev/shm";
const MOST_EXPLAINED = 5;

const options = {
  kills: { type: "string", default: "200" },
  effects: { type: "string", default: "2000" },
  seed: { type: "string" },
  report: { type: "string" },
  keep: { type: "boolean", default: false },
  root: { type: "string", default: "" },
  simulators: { type: "string", default: "" },
  workerd: { type: "string", default: "" },
} as const;
const { values } = parseArgs({ options });
const began = performance.now();
// A kill takes nothing that the system's cache holds: in memory the same is proved without waiting for a disk.
const folder = mkdtempSync(path.join(existsSync(MEMORY) ? MEMORY : tmpdir(), "passerelle-kill-"));
const proof = await begin();
process.on("exit", (code: number) => {
  void proof.app.kill().catch(() => {});
  proof.simulators.stop();
  if (values.keep || code !== 0) console.log(`kept: ${folder}`);
  else rmSync(folder, { recursive: true, force: true });
});
process.exit((await prove(proof)) ? 0 : 1);

async function begin(): Promise<Proof> {
  const seed = Number(values.seed ?? Date.now() % 1_000_000_000);
  const wanted = { kills: Number(values.kills), effects: Number(values.effects) };
  console.log(`prove:kill --kills ${wanted.kills} --effects ${wanted.effects} --seed ${seed}`);
  const simulators = await Simulators.start(values.simulators, seed);
  const app = new AppProcess({ root: values.root, folder, port: await freePort(), workerd: values.workerd });
  const merchant = new Merchant(app.base);
  const stream = streamOf(seed, "people");
  const wants = () => wishesOf(proof);
  const cast = { merchant, simulators, stream, book: new AskedBook(), wants, placed: 0 };
  return { seed, wanted, app, simulators, merchant, cast, clock: { now: Date.now() }, kills: [] };
}

/** Loads, kills, settles, compares; true when everything is as promised. */
async function prove({ app, simulators, merchant, cast, clock, ...run }: Proof): Promise<boolean> {
  await setUp(proof);
  console.log(`both stores are connected after ${Math.round((performance.now() - began) / 1000)} s`);
  const worldBegan = clock.now;
  const before = await simulators.ask("tally");
  const endProgress = tellProgress(proof);
  await simulators.ask("faultShare", FAULTS);
  await loadAndKill(proof);
  await finishLoad(proof);
  const loaded = between(before, await simulators.ask("tally"));
  await settle(proof);
  endProgress();
  const listed = await listedOnAttention(merchant);
  await app.kill();
  const intents = readOwnBooks(app.data);
  const verdict = judge({ ledgers: await simulators.ask("ledgers"), book: cast.book, intents, listed });
  for (const { where } of verdict.violations.slice(0, MOST_EXPLAINED)) tellEvidence(where, intents);
  const times = { seconds: (performance.now() - began) / 1000, worldHours: (clock.now - worldBegan) / HOUR_MS };
  const asked = cast.book.tried.size;
  return report({ ...run, ...times, restarts: app.restarts, asked, loaded, intents, verdict }, values.report ?? null);
}

function between(one: Tally, other: Tally): Tally {
  return { ...other, requests: other.requests - one.requests, faulted: other.faulted - one.faulted };
}
