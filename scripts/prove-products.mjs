// npm run prove:products: a file of 50,000 products in the built worker as a process. It must be previewed and applied
// within 5 s and 64 MB over base, with its progress seen; killed with -9 while it is read or applied, it must have
// changed every product or none. Exit 1 otherwise.
//   prove-products.mjs [number of rows (50000)] [report file]
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { build } from "esbuild";
import { node22 } from "./node.mjs";
import { runUnderGuard, workerd } from "./under-guard.mjs";

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
runUnderGuard(node, outfile, [ROOT, folder, workerd(), ...process.argv.slice(2)], folder);
