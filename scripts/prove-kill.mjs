// npm run prove:kill: the built worker as a process, killed with -9 under load again and again, against both vendors'
// simulators as another process with faulty answers; in the end the simulators' own books must show every paid effect
// that was asked for, once. Exit 1 on any violation.
//   --kills N (200)   --effects N (2000)   --seed N   --report FILE   --keep (leaves the data for a look)
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";
import { build } from "esbuild";
import { node22, toolEnv } from "./node.mjs";

const ROOT = path.join(import.meta.dirname, "..");
const folder = mkdtempSync(path.join(tmpdir(), "passerelle-prove-kill-"));
const node = node22();
if (node === null) throw new Error("Node 22 is missing: run npm ci.");

await build({
  entryPoints: ["drive", "simulators"].map((name) => path.join(ROOT, `test/kill/${name}.ts`)),
  outdir: folder,
  outExtension: { ".js": ".mjs" },
  bundle: true,
  platform: "node",
  format: "esm",
  jsx: "automatic",
  jsxImportSource: "hono/jsx",
  sourcemap: "inline",
  logLevel: "error",
});
const given = process.argv.slice(2);
const own = ["--root", ROOT, "--simulators", path.join(folder, "simulators.mjs"), "--workerd", workerd()];
const flags = ["--enable-source-maps", "--disable-warning=ExperimentalWarning"];
const guard = path.join(import.meta.dirname, "guard.mjs");
// Under its guard nothing of it outlives us, however we end.
const child = spawn(process.execPath, [guard, node, ...flags, path.join(folder, "drive.mjs"), ...own, ...given], {
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

/** The runtime that miniflare would start. */
function workerd() {
  const fromWrangler = createRequire(createRequire(import.meta.url).resolve("wrangler/package.json"));
  const fromMiniflare = createRequire(fromWrangler.resolve("miniflare"));
  return fromMiniflare("workerd").default;
}
