// npm start: Passerelle on this machine, with the sandbox unless .dev.vars says SANDBOX=off.
//   --port N (or PASSERELLE_PORT)   default 8787
//   --fresh                         forgets all local data first
//   --no-seed                       leaves the sandbox as it is
//   PASSERELLE_DATA=/a/folder       local data elsewhere than in .data
import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import path from "node:path";
import { parseArgs } from "node:util";
import { newDevVars, readDevVars } from "./dev-vars.mjs";
import { node22, toolEnv } from "./node.mjs";

const ROOT = path.join(import.meta.dirname, "..");
const DATA = process.env.PASSERELLE_DATA ?? path.join(ROOT, ".data");
const DEV_VARS = path.join(ROOT, ".dev.vars");
// Set in the environment, these win over .dev.vars.
const OVERRIDES = ["SENDCLOUD_BASE_URL", "SENDCLOUD_TOKEN_URL", "EXTRA_MIRAKL_HOSTS", "SETUP_TOKEN", "OPERATOR_TOKEN"];
const SERVE = path.join(import.meta.dirname, "serve.mjs");
const HOST = "127.0.0.1";
const READY_WITHIN_MS = 60_000;
const ANSWERS_BADLY_FOR_MS = 5_000;
// The guard kills after 5 s what does not end by itself.
const GROUP_ENDS_WITHIN_MS = 6_000;

/** A reason not to start, told in one line. */
class Refusal extends Error {}

// Quiet and without a network: platform.md 2.
const ENV = {
  ...toolEnv(),
  CI: "1",
  CLOUDFLARE_CF_FETCH_ENABLED: "false",
  WRANGLER_HIDE_BANNER: "true",
  WRANGLER_LOG: "error",
  WRANGLER_NO_SKILLS_UPDATE_PROMPTS: "true",
  WRANGLER_SEND_ERROR_REPORTS: "false",
  WRANGLER_SEND_METRICS: "false",
  X_LOCAL_OBSERVABILITY: "false",
};

// The server, under its guard.
let running = null;
let stopping = false;
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => stop(0));
if (process.env.npm_lifecycle_event) stopWithParent();
try {
  await start(readOptions());
} catch (error) {
  if (!(error instanceof Refusal)) throw error;
  if (!stopping) console.error(error.message);
  await stop(1);
}

async function start({ port, fresh, seed }) {
  const node = node22();
  if (node === null) throw new Refusal("Node 22 is missing: run npm ci, or install Node 22.12 or later.");
  const sandbox = (process.env.SANDBOX ?? devVars().get("SANDBOX")) !== "off";
  await checkPort(port);
  if (fresh) rmSync(DATA, { recursive: true, force: true });
  serve(node, port, sandbox);
  const base = `http://${HOST}:${port}`;
  await ready(base);
  const url = sandbox && seed ? await fillSandbox(base) : `${base}/`;
  console.log(`Passerelle is running: ${url}\nCtrl-C stops it.`);
  await running.ended;
  if (!stopping) throw new Refusal("Passerelle stopped: the server ended by itself.");
}

function readOptions() {
  const options = { port: { type: "string" }, fresh: { type: "boolean" }, "no-seed": { type: "boolean" } };
  try {
    const { values } = parseArgs({ options });
    const port = Number(values.port ?? process.env.PASSERELLE_PORT ?? 8787);
    if (!Number.isInteger(port) || port < 1 || port > 65_535)
      throw new Refusal("The port is a number from 1 to 65535.");
    return { port, fresh: values.fresh === true, seed: values["no-seed"] !== true };
  } catch (error) {
    console.error(`${error.message.split("\n")[0]} Known: --port N, --fresh, --no-seed.`);
    process.exit(1);
  }
}

function devVars() {
  if (!existsSync(DEV_VARS)) {
    const example = readFileSync(path.join(ROOT, ".dev.vars.example"), "utf8");
    writeFileSync(DEV_VARS, newDevVars(example, randomBytes), { mode: 0o600 });
  }
  const read = readDevVars(readFileSync(DEV_VARS, "utf8"));
  if ("fault" in read) throw new Refusal(read.fault);
  return read.values;
}

async function checkPort(port) {
  const fault = await new Promise((resolve) => {
    const probe = createServer();
    probe.once("error", resolve).listen(port, HOST, () => probe.close(() => resolve(null)));
  });
  if (fault === null) return;
  const next = port < 65_535 ? port + 1 : 8787;
  const cure = `run npm start -- --port ${next}`;
  if (fault.code === "EADDRINUSE") throw new Refusal(`Port ${port} is in use: stop the other program or ${cure}`);
  throw new Refusal(`Port ${port} cannot be opened (${fault.code}): ${cure}`);
}

/** Starts the server. All it says is an error of the app or of the runtime, so all is shown. */
function serve(node, port, sandbox) {
  const given = OVERRIDES.filter((name) => process.env[name] !== undefined).map(
    (name) => `${name}:${process.env[name]}`,
  );
  const vars = [`SANDBOX:${sandbox ? "on" : "off"}`, ...given].flatMap((value) => ["--var", value]);
  running = guarded(node, [SERVE, "--port", `${port}`, "--data", DATA, ...vars]);
  running.child.stdout.pipe(process.stderr);
  running.child.stderr.pipe(process.stderr);
}

/** Runs a script so that it cannot outlive us. `ended` gives its exit code. */
function guarded(node, args) {
  const guard = path.join(import.meta.dirname, "guard.mjs");
  const child = spawn(node, [guard, node, ...args], { cwd: ROOT, env: ENV, detached: true });
  child.stdin.on("error", () => {});
  // The guard itself may be killed: its group must not stay.
  child.once("exit", () => killGroup(child.pid));
  const ended = new Promise((resolve) => child.once("close", (code) => resolve(code ?? 1)));
  return { child, ended };
}

async function ready(base) {
  const deadline = Date.now() + READY_WITHIN_MS;
  let ended = false;
  let badSince = null;
  running.ended.then(() => {
    ended = true;
  });
  while (Date.now() < deadline) {
    if (ended) throw new Refusal("Passerelle did not start: the server ended.");
    const answer = await ask(`${base}/healthz`);
    if (answer?.status === 200) return;
    // The tables are on their way while it serves already: on a busy machine that takes its time.
    const isEarly = answer === null || answer.text.includes("lacks a migration");
    badSince = isEarly ? null : (badSince ?? Date.now());
    if (badSince !== null && Date.now() - badSince > ANSWERS_BADLY_FOR_MS) {
      throw new Refusal(`Passerelle is not well: /healthz answers ${answer.status} ${oneLine(answer.text)}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Refusal(`Passerelle was not ready within ${READY_WITHIN_MS / 1000} s.`);
}

async function fillSandbox(base) {
  const headers = { origin: base, "content-type": "application/json" };
  const answer = await ask(`${base}/sandbox/seed`, { method: "POST", headers, body: "{}" }, READY_WITHIN_MS);
  const url = answer?.status === 200 ? seedUrl(answer.text) : null;
  if (url !== null) return new URL(url, base).href;
  const what = answer === null ? "no answer" : `${answer.status} ${oneLine(answer.text)}`;
  throw new Refusal(`The sandbox could not be filled: ${what} (npm start -- --no-seed starts without)`);
}

function seedUrl(text) {
  try {
    const { url } = JSON.parse(text);
    return typeof url === "string" ? url : null;
  } catch {
    return null;
  }
}

/** Status and text, or null when nothing answered in time. */
async function ask(url, init = {}, timeoutMs = 5_000) {
  try {
    const response = await fetch(url, { ...init, signal: AbortSignal.timeout(timeoutMs) });
    return { status: response.status, text: await response.text() };
  } catch {
    return null;
  }
}

/** Ends what runs and all it started, waits until the group is empty, then leaves. */
async function stop(code) {
  if (stopping) return;
  stopping = true;
  if (running !== null) {
    running.child.kill("SIGTERM");
    await running.ended;
    const deadline = Date.now() + GROUP_ENDS_WITHIN_MS;
    while (killGroup(running.child.pid) && Date.now() < deadline)
      await new Promise((resolve) => setTimeout(resolve, 20));
  }
  process.exit(code);
}

/** False when nothing of the group is left. */
function killGroup(id) {
  try {
    return process.kill(-id, "SIGKILL");
  } catch {
    return false;
  }
}

/** Under npm, the end of npm is the end of us, even when npm had no time to say so. */
function stopWithParent() {
  const parent = process.ppid;
  setInterval(() => process.ppid !== parent && stop(1), 500).unref();
}

function oneLine(text) {
  return text.replace(/\s+/g, " ").trim().slice(0, 300);
}
