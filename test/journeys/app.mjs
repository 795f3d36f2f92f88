// Passerelle as a merchant starts it: scripts/start.mjs as a child, with data of its own and a free port.
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";

export const ROOT = path.join(import.meta.dirname, "../..");
// Only failures wait that long: generous, for a machine that has other work to do.
const READY_WITHIN_MS = 180_000;
const STOPS_WITHIN_MS = 30_000;
export const PATIENCE_MS = 60_000;
// A connection that idled while the machine had other work may be gone when it is used again: each call has its own.
const ONCE = { connection: "close" };
// One slow look may last as long as the whole wait.
const FEWEST_LOOKS = 5;
const running = new Set();

/** Starts the app; gives its base address, the address printed, the seconds it took, and what a machine may ask it. */
export async function startApp({ env = {}, args = [] } = {}) {
  const began = performance.now();
  const folder = mkdtempSync(path.join(tmpdir(), "passerelle-journeys-"));
  const port = await freePort();
  const start = [path.join(ROOT, "scripts/start.mjs"), "--fresh", "--port", `${port}`, ...args];
  const child = spawn(process.execPath, start, {
    cwd: ROOT,
    // Named as npm does, so that the app ends with whoever started it.
    env: { ...process.env, npm_lifecycle_event: "journeys", PASSERELLE_DATA: path.join(folder, "data"), ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const app = { base: `http://127.0.0.1:${port}`, port, child, folder, said: "", ended: false, cookie: "" };
  running.add(app);
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (chunk) => {
      app.said += chunk;
    });
  }
  child.once("close", () => {
    app.ended = true;
    if (running.has(app) && !app.stopping) console.error(`the app has ended by itself:\n${app.said.slice(-2000)}`);
  });
  await until("the app prints its address", () => printedUrl(app), READY_WITHIN_MS);
  app.enterUrl = printedUrl(app);
  const first = await fetch(app.enterUrl, { redirect: "manual" });
  app.cookie = (first.headers.get("set-cookie") ?? "").split(";")[0];
  await fetch(`${app.base}/`, { headers: { cookie: app.cookie }, redirect: "manual" }).then((answer) => answer.text());
  app.seconds = (performance.now() - began) / 1000;
  return app;
}

function printedUrl(app) {
  if (app.ended) throw new Error(`the app did not start:\n${app.said}`);
  return /running: (\S+)/.exec(app.said)?.[1] ?? null;
}

/** A page's answer as text, with the owner's session. */
export async function ask(app, where) {
  const answer = await fetch(app.base + where, { headers: { cookie: app.cookie, ...ONCE } });
  if (!answer.ok) throw new Error(`GET ${where} answers ${answer.status}`);
  return answer;
}

/** A control of the sandbox, with the owner's session. */
export async function control(app, where, body) {
  const answer = await fetch(app.base + where, {
    method: "POST",
    headers: { cookie: app.cookie, origin: app.base, "content-type": "application/json", ...ONCE },
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`POST ${where} answers ${answer.status}: ${(await answer.text()).slice(0, 300)}`);
  return answer.json();
}

export const minutes = (count) => count * 60_000;

export function advance(app, milliseconds) {
  return control(app, "/sandbox/clock", { advance: milliseconds });
}

export async function place(app, marketplace, kind = "") {
  const { placed } = await control(app, "/sandbox/orders", { marketplace, kind });
  return placed[0];
}

export function buyer(app, orderId, act) {
  return control(app, "/sandbox/orders", { orderId, act });
}

export function plantFault(app, api, operation, kind, times = 1) {
  return control(app, "/sandbox/faults", { api, operation, kind, times });
}

export function clearFaults(app) {
  return control(app, "/sandbox/faults", { clear: true });
}

/** Waits until `look` gives something. It looks a few times in any case, however slow the machine is. */
export async function until(what, look, withinMs = PATIENCE_MS) {
  const deadline = Date.now() + withinMs;
  for (let looks = 0; looks < FEWEST_LOOKS || Date.now() < deadline; looks += 1) {
    const found = await look();
    if (found) return found;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`waited ${withinMs / 1000} s in vain until ${what}`);
}

async function stopApp(app) {
  app.stopping = true;
  app.child.kill("SIGTERM");
  await until("the app has ended", () => app.ended, STOPS_WITHIN_MS);
  running.delete(app);
  rmSync(app.folder, { recursive: true, force: true });
}

/** Ends whatever is still up, in any case. */
export async function stopAll() {
  for (const app of [...running]) await stopApp(app).catch((error) => console.error(error.message));
}

function freePort() {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", reject).listen(0, "127.0.0.1", () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}
