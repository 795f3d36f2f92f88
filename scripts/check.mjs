// npm run check: everything a change must pass, one line each; stops at the first that fails and shows its output.
//   --fast   without the tests
import { spawn } from "node:child_process";
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { toolEnv } from "./node.mjs";

const ROOT = path.join(import.meta.dirname, "..");
const AT_ONCE = 2;
// With the wrong parser dependency-cruiser reads nothing and is content (style.md 6).
const FEWEST_MODULES = 30;
const ENV = {
  ...toolEnv(),
  NO_COLOR: "1",
  FORCE_COLOR: "0",
  WRANGLER_SEND_METRICS: "false",
  WRANGLER_HIDE_BANNER: "true",
};

class Failure extends Error {}

const STATIC = [
  ["environment types", checkEnvironmentTypes],
  ["format and lint", () => run("biome", "ci", "--colors=off", "--error-on-warnings", ".")],
  ["types of the app", () => run("tsc", "--noEmit")],
  ["types of the tests", () => run("tsc", "--noEmit", "-p", "tsconfig.test.json")],
  ["architecture", checkArchitecture],
  ["rules can fail", () => run("node", "scripts/prove-rules.mjs")],
  ["dead code", () => run("knip", "--no-progress", "--no-config-hints")],
  ["lockfile", checkLockfile],
  ["migrations", checkMigrations],
  ["vendored files", () => run("node", "scripts/vendor.mjs", "--check")],
];
const TESTS = [
  ["tests in Node", () => run("vitest", "run", "--project", "node")],
  ["tests in workerd", () => run("vitest", "run", "--project", "worker")],
];

const started = performance.now();
const results = startInTurn(STATIC);
for (const [index, [name]] of STATIC.entries()) report(name, await results[index]);
if (!process.argv.includes("--fast")) {
  // Both have ended before either is told, so that a failure leaves no run behind.
  const ended = await Promise.all(startInTurn(TESTS));
  for (const [index, [name]] of TESTS.entries()) report(name, ended[index]);
}
console.log(`All passed in ${seconds(performance.now() - started)}`);

/** Starts the steps in order, so many at once; gives the promise of each. */
function startInTurn(steps) {
  const lanes = Array.from({ length: AT_ONCE }, () => Promise.resolve());
  return steps.map(([, step], index) => {
    const lane = index % AT_ONCE;
    const result = lanes[lane].then(() => timed(step));
    lanes[lane] = result;
    return result;
  });
}

async function timed(step) {
  const began = performance.now();
  try {
    return { detail: (await step()).detail ?? "", ms: performance.now() - began };
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return { failure: error.message, ms: performance.now() - began };
  }
}

function report(name, { detail, failure, ms }) {
  console.log(
    `${failure === undefined ? "ok    " : "FAILED"} ${seconds(ms).padStart(7)}  ${name}${detail ? `: ${detail}` : ""}`,
  );
  if (failure === undefined) return;
  console.log(failure);
  process.exit(1);
}

function seconds(ms) {
  return `${(ms / 1000).toFixed(1)} s`;
}

/** The output of a tool that succeeded. One that did not is a failure with its output. */
function run(command, ...args) {
  return new Promise((resolve, reject) => {
    const chunks = [];
    const child = spawn(command, args, { cwd: ROOT, env: ENV, stdio: ["ignore", "pipe", "pipe"] });
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => chunks.push(chunk));
    child.once("error", reject);
    child.once("close", (code) => {
      const output = Buffer.concat(chunks).toString();
      if (code === 0) resolve({ output });
      else reject(new Failure(output.trimEnd()));
    });
  });
}

async function checkEnvironmentTypes() {
  const { types } = JSON.parse(readFileSync(path.join(ROOT, "package.json"), "utf8")).scripts;
  try {
    return await run(...types.split(" "), "--check");
  } catch (error) {
    throw error instanceof Failure ? new Failure(`${error.message}\nCure: npm run types`) : error;
  }
}

async function checkArchitecture() {
  const { output } = await run(
    "sh",
    "-c",
    "depcruise src --config .dependency-cruiser.cjs --output-type json 2>/dev/null || true",
  );
  const { totalCruised, violations } = JSON.parse(output).summary;
  if (totalCruised <= FEWEST_MODULES)
    throw new Failure(`Only ${totalCruised} modules were read: the check saw nothing.`);
  const lines = violations.map(({ rule, from, to }) => `${rule.name}: ${from} → ${to}`);
  if (lines.length > 0) throw new Failure(lines.join("\n"));
  return { detail: `${totalCruised} modules, 0 violations` };
}

/** Packages of other platforms that the lockfile lacks: npm ci then fails on every machine (auth.md A). */
function checkLockfile() {
  const { packages } = JSON.parse(readFileSync(path.join(ROOT, "package-lock.json"), "utf8"));
  const known = new Set(Object.keys(packages).map((where) => where.split("node_modules/").at(-1)));
  const holes = Object.entries(packages).flatMap(([where, { optionalDependencies = {} }]) =>
    Object.keys(optionalDependencies)
      .filter((name) => !known.has(name))
      .map((name) => `${where || "package.json"} wants ${name}, which package-lock.json lacks`),
  );
  if (holes.length > 0) throw new Failure(holes.join("\n"));
  return { detail: `${known.size} packages, no hole` };
}

/** Generates into a copy: anything to generate there means that the schema has changed without its migration. */
async function checkMigrations() {
  const copy = mkdtempSync(path.join(tmpdir(), "passerelle-migrations-"));
  try {
    cpSync(path.join(ROOT, "migrations"), copy, { recursive: true });
    const before = readdirSync(copy);
    const out = path.relative(ROOT, copy);
    const { output } = await run(
      "drizzle-kit",
      "generate",
      "--dialect",
      "sqlite",
      "--schema",
      "src/db/schema*.ts",
      "--out",
      out,
    );
    // It exits 0 in every case, also when it would ask whether a column was renamed.
    if (/No schema changes/.test(output))
      return { detail: `${before.filter((file) => file.endsWith(".sql")).length} in step with the schema` };
    const added = readdirSync(copy).filter((file) => !before.includes(file));
    const sql = added.map((file) => readFileSync(path.join(copy, file), "utf8"));
    throw new Failure(
      ["src/db/schema*.ts has changes that no migration makes. Cure: npm run db:generate", ...sql].join("\n"),
    );
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
}
