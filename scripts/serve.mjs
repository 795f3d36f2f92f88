// Bundles the worker and serves it on this machine, with its data in a folder:
//   node scripts/serve.mjs --port N --data FOLDER [--var NAME:VALUE …]
// Not by `wrangler dev`: that puts a proxy before the worker, and ends for good when one of the proxy's idle connections
// was closed in the moment of its next use ("Network connection lost"), some five seconds after any burst of requests.
import { spawn } from "node:child_process";
import { createRequire } from "node:module";
import path from "node:path";
import { parseArgs } from "node:util";
import { applyMigrations } from "./migrate.mjs";

const ROOT = path.join(import.meta.dirname, "..");
const { values } = parseArgs({
  options: { port: { type: "string" }, data: { type: "string" }, var: { type: "string", multiple: true, default: [] } },
});
const bundle = path.join(values.data, "bundle");
const bundled = bundleWorker(bundle);
// The runtime comes with wrangler, in the version that wrangler was made for.
const fromWrangler = createRequire(createRequire(import.meta.url).resolve("wrangler/package.json"));
const { unstable_getMiniflareWorkerOptions: readWorkerOptions } = fromWrangler("wrangler");
const { Miniflare, convertV4MiniflareOptions } = fromWrangler("miniflare");
const { workerOptions } = readWorkerOptions(path.join(ROOT, "wrangler.toml"));
const worker = {
  ...workerOptions,
  name: "passerelle",
  modules: [{ type: "ESModule", path: path.join(bundle, "worker.js") }],
  modulesRoot: bundle,
  bindings: { ...workerOptions.bindings, ...Object.fromEntries(values.var.map(splitVariable)) },
};
await bundled;
const server = new Miniflare(
  convertV4MiniflareOptions({
    host: "127.0.0.1",
    port: Number(values.port),
    // The folder that wrangler's own commands use under --persist-to.
    resourcePersistencePath: path.join(values.data, "v3"),
    workers: [worker],
  }),
);
await server.ready;
try {
  await applyMigrations(await server.getD1Database("DB"), path.join(ROOT, "migrations"));
} catch (error) {
  console.error(
    `The local database could not be brought up to date: ${error.message} (npm start -- --fresh begins anew)`,
  );
  await server.dispose();
  process.exit(1);
}
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) {
  process.on(signal, () => server.dispose().finally(() => process.exit(0)));
}

// Beside the loading of wrangler itself, which takes as long.
function bundleWorker(folder) {
  const wrangler = path.join(ROOT, "node_modules/wrangler/bin/wrangler.js");
  const build = [wrangler, "deploy", "--dry-run", "--outdir", folder];
  const child = spawn(process.execPath, build, { cwd: ROOT, stdio: ["ignore", "ignore", "inherit"] });
  return new Promise((resolve) => child.once("close", (code) => (code === 0 ? resolve() : process.exit(code ?? 1))));
}

function splitVariable(text) {
  const [name = "", ...value] = text.split(":");
  return [name, value.join(":")];
}
