// npm run prove:products: a file of 50,000 products in the built worker as a process. It must be previewed and applied
// within 5 s and 64 MB over base, with its progress seen; killed with -9 while it is read or applied, it must have
// changed every product or none. Exit 1 otherwise.
//   prove-products.mjs [number of rows (50000)] [report file]
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";
import { build } from "esbuild";
import { node22, toolEnv } from "./node.mjs";

const ROOT = path.join(import.meta.dirname, "..");
const folder = mkdtempSync(path.join(tmpdir(), "passerelle-prove-products-"));
const node = node22();
if (node === null) throw new Error("Node 22 is missing: run npm ci.");
const outfile = path.join(folder, "products.mjs");
await build({
  entryPoints: [path.join(ROOT, "test/prove/products.ts")],
  outfile,
  bundle: true,
  platform: "node",
  format: "esm",
  sourcemap: "inline",
  logLevel: "error",
});
const flags = ["--enable-source-maps", "--disable-warning=ExperimentalWarning"];
const guard = path.join(import.meta.dirname, "guard.mjs");
const given = process.argv.slice(2);
// Under its guard nothing of it outlives us, however we end.
const child = spawn(process.execPath, [guard, node, ...flags, outfile, ROOT, folder, workerd(), ...given], {
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
