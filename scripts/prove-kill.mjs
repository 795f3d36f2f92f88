// npm run prove:kill: the built worker as a process, killed with -9 under load again and again, against both vendors'
// simulators as another process with faulty answers; in the end the simulators' own books must show every paid effect
// that was asked for, once. Exit 1 on any violation.
//   --kills N (200)   --effects N (2000)   --seed N   --report FILE   --keep (leaves the data for a look)
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { build } from "esbuild";
import { node22 } from "./node.mjs";
import { runUnderGuard, workerd } from "./under-guard.mjs";

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
const own = ["--root", ROOT, "--simulators", path.join(folder, "simulators.mjs"), "--workerd", workerd()];
runUnderGuard(node, path.join(folder, "drive.mjs"), [...own, ...process.argv.slice(2)], folder);
