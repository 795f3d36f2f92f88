// Runs a bundled proof under the guard: nothing of it outlives us, however we end.
import { spawn } from "node:child_process";
import { rmSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { toolEnv } from "./node.mjs";

const ROOT = path.join(import.meta.dirname, "..");
const FLAGS = ["--enable-source-maps", "--disable-warning=ExperimentalWarning"];

/** Runs `script` with `given` in this node; its folder is removed when it ends, and its exit code becomes ours. */
export function runUnderGuard(node, script, given, folder) {
  const guard = path.join(import.meta.dirname, "guard.mjs");
  const child = spawn(process.execPath, [guard, node, ...FLAGS, script, ...given], {
    cwd: ROOT,
    env: toolEnv(),
    detached: true,
    stdio: ["pipe", "inherit", "inherit"],
  });
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill("SIGTERM"));
  child.on("exit", (code) => {
    rmSync(folder, { recursive: true, force: true });
    process.exitCode = code ?? 1;
  });
}

/** The runtime that miniflare would start. */
export function workerd() {
  const fromWrangler = createRequire(createRequire(import.meta.url).resolve("wrangler/package.json"));
  const fromMiniflare = createRequire(fromWrangler.resolve("miniflare"));
  return fromMiniflare("workerd").default;
}
