// Where Node 22 is. The machine's own may be 20, which wrangler refuses; the right one comes with npm ci (platform.md 1).
import { existsSync } from "node:fs";
import path from "node:path";

const ROOT = path.join(import.meta.dirname, "..");
const OLDEST_MAJOR = 22;

/** Environment for child processes: the project's tools first on PATH, and with them Node 22. */
export function toolEnv() {
  const bin = path.join(ROOT, "node_modules/.bin");
  return { ...process.env, PATH: `${bin}${path.delimiter}${outsideNodeModules(process.env.PATH ?? "")}` };
}

/** Path of a Node that wrangler accepts, or null. */
export function node22() {
  const packaged = path.join(ROOT, "node_modules/.bin/node");
  if (existsSync(packaged)) return packaged;
  return Number(process.versions.node.split(".")[0]) >= OLDEST_MAJOR ? process.execPath : null;
}

/** PATH without the entries that npm scripts add. */
export function outsideNodeModules(searchPath) {
  const entries = searchPath.split(path.delimiter);
  return entries.filter((entry) => !entry.split(path.sep).includes("node_modules")).join(path.delimiter);
}
