// npm run prove:push: 10,000 orders fall due at Sendcloud at once, one in a hundred is refused. The production engine in
// plain Node pushes them to the sandbox on its own clock: every good one arrives once, every bad one is named with its
// field, and the sandbox's log holds no more writes than Sendcloud takes. Exit 1 otherwise.
//   prove-push.mjs [number of orders (10000)] [report file]
import { spawnSync } from "node:child_process";
import { rmSync } from "node:fs";
import path from "node:path";
import { build } from "esbuild";
import { node22, toolEnv } from "./node.mjs";

const ROOT = path.join(import.meta.dirname, "..");
// Beside the migrations, which the test database reads from one folder up.
const folder = path.join(ROOT, "test-output");
const node = node22();
if (node === null) throw new Error("Node 22 is missing: run npm ci.");
const outfile = path.join(folder, `prove-push-${process.pid}.mjs`);
await build({
  entryPoints: [path.join(ROOT, "test/prove/pushes.ts")],
  outfile,
  bundle: true,
  platform: "node",
  format: "esm",
  jsx: "automatic",
  jsxImportSource: "hono/jsx",
  sourcemap: "inline",
  logLevel: "error",
});
const flags = ["--enable-source-maps", "--disable-warning=ExperimentalWarning"];
const { status } = spawnSync(node, [...flags, outfile, ...process.argv.slice(2)], {
  cwd: ROOT,
  env: toolEnv(),
  stdio: "inherit",
});
rmSync(outfile, { force: true });
process.exitCode = status ?? 1;
