// Runs before npm start, npm test and the like: installs what package-lock.json says when node_modules holds something else.
// Needs no dependency and runs on Node 20.
//   --app   only what running the app needs: npm start on a fresh clone waits for that alone
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { outsideNodeModules } from "./node.mjs";

const ROOT = path.join(import.meta.dirname, "..");
const STAMP = path.join(ROOT, "node_modules/.passerelle-lock");
const TAIL_LINES = 20;
// After a lockfile fault npm adds the whole help of "npm ci", which hides the fault.
const USAGE = /^npm error Clean install a project$/m;

const appOnly = process.argv.includes("--app");
const lock = read("package-lock.json");
const whole = createHash("sha256").update(lock).digest("hex");
const wanted = appOnly ? `${whole} app` : whole;
const stamp = read("node_modules/.passerelle-lock");
if (stamp !== whole && stamp !== wanted) {
  const lockfile = JSON.parse(lock);
  if (holds(lockfile, false)) writeFileSync(STAMP, whole);
  else {
    if (!appOnly || !holds(lockfile, true)) install();
    writeFileSync(STAMP, wanted);
  }
}

/** True when npm's own record of node_modules agrees with the lockfile: someone ran npm ci or npm install by hand. */
function holds(lockfile, withoutDev) {
  const record = read("node_modules/.package-lock.json");
  if (record === "") return false;
  const installed = JSON.parse(record).packages;
  const locked = Object.entries(lockfile.packages).filter(([where]) => where !== "");
  const same = ([where, entry]) =>
    installed[where]?.integrity === entry.integrity && installed[where]?.version === entry.version;
  const absent = ([where, entry]) =>
    installed[where] === undefined && (entry.optional || entry.devOptional || entry.peer || (withoutDev && entry.dev));
  return (
    locked.every((pair) => same(pair) || absent(pair)) &&
    Object.keys(installed).every((where) => where in lockfile.packages)
  );
}

function install() {
  console.log("Installing dependencies (npm ci)…");
  const started = performance.now();
  // npm ci empties node_modules, so neither npm nor its node may come from there.
  const env = { ...process.env, PATH: outsideNodeModules(process.env.PATH ?? "") };
  const ci = [
    "ci",
    "--ignore-scripts",
    "--no-audit",
    "--no-fund",
    "--prefer-offline",
    ...(appOnly ? ["--omit=dev"] : []),
  ];
  const npm = spawnSync("npm", ci, { cwd: ROOT, env, encoding: "utf8" });
  if (npm.status === 0) return;
  const seconds = Math.round((performance.now() - started) / 1000);
  const said = `${npm.stdout ?? ""}${npm.stderr ?? ""}${npm.error?.message ?? ""}`
    .split(USAGE)[0]
    .trimEnd()
    .split("\n");
  console.error(`Installing failed after ${seconds} s (npm ci, exit ${npm.status}). The end of what npm said:`);
  console.error(said.slice(-TAIL_LINES).join("\n"));
  process.exit(1);
}

function read(file) {
  try {
    return readFileSync(path.join(ROOT, file), "utf8");
  } catch (error) {
    if (error.code === "ENOENT") return "";
    throw error;
  }
}
