import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, closeSync, openSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import path from "node:path";

const READY_WITHIN_MS = 120_000;
const LOOK_EVERY_MS = 15;
const NOBODY = "127.0.0.1:9";

export type AppPlace = { root: string; folder: string; port: number; workerd: string };

/**
 * The built worker as a process. The first time it is started as `npm start` does (scripts/serve.mjs: bundle, migrations,
 * miniflare), and what miniflare hands to its runtime is written down; from then on that runtime is started alone with
 * the same configuration on the same data, which is all that a kill leaves anyway and takes a tenth of the time.
 */
export class AppProcess {
  readonly base: string;
  readonly restarts: number[] = [];
  #child: ChildProcess | null = null;

  constructor(readonly place: AppPlace) {
    this.base = `http://127.0.0.1:${place.port}`;
  }

  get data(): string {
    return path.join(this.place.folder, "data");
  }

  /** True while nobody killed it. */
  get isUp(): boolean {
    return this.#child !== null;
  }

  /** The runtime's process, once it was started on its own. */
  get pid(): number | null {
    return this.#child?.pid ?? null;
  }

  async startAsServed(variables: Record<string, string>): Promise<void> {
    const { root, port, folder, workerd } = this.place;
    const recorder = path.join(folder, "workerd.sh");
    writeFileSync(
      recorder,
      `#!/bin/sh\nprintf '%s\\n' "$@" > '${folder}/arguments'\ncat > '${folder}/config'\nexec '${workerd}' "$@" < '${folder}/config'\n`,
    );
    chmodSync(recorder, 0o755);
    const vars = Object.entries(variables).flatMap(([name, value]) => ["--var", `${name}:${value}`]);
    const args = [path.join(root, "scripts/serve.mjs"), "--port", `${port}`, "--data", this.data, ...vars];
    const quiet = {
      CI: "1",
      WRANGLER_LOG: "error",
      WRANGLER_SEND_METRICS: "false",
      CLOUDFLARE_CF_FETCH_ENABLED: "false",
    };
    const env = { ...process.env, ...quiet, MINIFLARE_WORKERD_PATH: recorder };
    this.#spawn(process.execPath, args, env);
    await this.#ready();
  }

  async restart(): Promise<void> {
    const began = performance.now();
    this.#spawnRecorded();
    await this.#ready();
    this.restarts.push(performance.now() - began);
  }

  /** Is killed while it starts, and perhaps while it recovers. */
  async restartInVain(milliseconds: number): Promise<void> {
    this.#spawnRecorded();
    await new Promise((resolve) => setTimeout(resolve, milliseconds));
    await this.kill();
  }

  /** `kill -9`. The runtime is one process: nothing of the app is left. */
  async kill(): Promise<void> {
    await this.#end("SIGKILL");
  }

  async stop(): Promise<void> {
    await this.#end("SIGTERM");
  }

  #spawnRecorded(): void {
    const recorded = readFileSync(path.join(this.place.folder, "arguments"), "utf8").trim().split("\n");
    const args = recorded
      .filter((argument) => argument !== "--control-fd=3" && argument !== "-")
      .map((argument) => argument.replace(/^(--external-addr=loopback=).*/, `$1${NOBODY}`));
    this.#spawn(this.place.workerd, [...args, path.join(this.place.folder, "config")], process.env);
  }

  #spawn(command: string, args: string[], env: NodeJS.ProcessEnv): void {
    const said = openSync(path.join(this.place.folder, "app.log"), "a");
    this.#child = spawn(command, args, { cwd: this.place.root, env, stdio: ["ignore", said, said] });
    closeSync(said);
  }

  async #end(signal: NodeJS.Signals): Promise<void> {
    const child = this.#child;
    if (!child) return;
    this.#dieIfDead(child);
    this.#child = null;
    const ended = once(child, "exit");
    child.kill(signal);
    await ended;
  }

  async #ready(): Promise<void> {
    const deadline = Date.now() + READY_WITHIN_MS;
    while (Date.now() < deadline) {
      if (this.#child) this.#dieIfDead(this.#child);
      if (await this.#answers()) return;
      await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
    }
    throw new Error("the app was not ready in time");
  }

  // Only we may end it.
  #dieIfDead({ exitCode, signalCode }: ChildProcess): void {
    if (exitCode === null && signalCode === null) return;
    this.#child = null;
    throw new Error(`the app ended by itself (${exitCode ?? signalCode}), see ${this.place.folder}/app.log`);
  }

  async #answers(): Promise<boolean> {
    const answer = await fetch(`${this.base}/healthz`, { signal: AbortSignal.timeout(5_000) }).catch(() => null);
    await answer?.arrayBuffer().catch(() => null);
    return answer?.status === 200;
  }
}

export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", reject).listen(0, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === "object" && address ? address.port : 0));
    });
  });
}
