// A rule that cannot fail guards nothing. Breaks each rule of .dependency-cruiser.cjs and each restriction of biome.json
// once, in a small house built for it in a temporary folder, and asks that every break is reported and nothing else.
import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";
import { toolEnv } from "./node.mjs";

const ROOT = path.join(import.meta.dirname, "..");
const ROOMS = [
  "domain",
  "lib",
  "mirakl",
  "sendcloud",
  "db",
  "i18n",
  "sync",
  "auth",
  "web",
  "api",
  "webhooks",
  "sandbox",
];

// Rule → [file, what it imports]. Every rule needs at least one.
const FORBIDDEN = {
  "domain-imports-nothing": [
    ["domain", "../lib/room"],
    ["domain", "zod"],
  ],
  "lib-knows-no-room": [["lib", "../domain/room"]],
  "adapters-are-strangers": [
    ["mirakl", "../sendcloud/room"],
    ["db", "../i18n/room"],
    ["i18n", "../sync/room"],
  ],
  "edges-are-strangers": [
    ["web", "../sync/room"],
    ["webhooks", "../sandbox/room"],
    ["web", "../webhooks/room"],
    ["api", "../sync/room"],
  ],
  "only-the-engine-calls-out": [
    ["web", "../mirakl/room"],
    ["auth", "../sendcloud/room"],
  ],
  "engine-knows-no-pages": [
    ["sync", "../web/room"],
    ["auth", "../sandbox/room"],
  ],
  "engine-and-sign-in-are-strangers": [
    ["sync", "../auth/room"],
    ["auth", "../sync/room"],
  ],
  "sandbox-stands-apart": [
    ["sandbox", "../mirakl/room"],
    ["sandbox", "../db/room"],
    ["sandbox", "../sync/room"],
  ],
  "tables-stay-in-db": [
    ["sync", "../db/schema"],
    ["web", "drizzle-orm"],
  ],
  "html-stays-at-the-edge": [["sync", "hono"]],
  "nobody-imports-the-root": [["web", "../worker"]],
  // The demo's seed is one file, so its rule is broken in that file.
  "the-demo-writes-rows": [["sandbox/seed", "../web/room"]],
  "no-cycles": [["web", "./circle"]],
  "no-dead-files": [["web", null]],
};
const ALLOWED = [
  ["web", "../sync/stub"],
  ["sandbox", "../sync/stub"],
  ["webhooks", "../sendcloud/wire"],
  ["sync", "../mirakl/room"],
  ["sync", "../db/room"],
  ["web", "hono"],
  ["mirakl", "../domain/room"],
  ["db", "drizzle-orm"],
  ["auth", "../db/room"],
];

// [file, text, the rule that must speak, or null when it must be silent]
const RESTRICTED = [
  ["sync", "Date.now()", "noRestrictedGlobals"],
  ["domain", "new Date()", "noRestrictedGlobals"],
  ["mirakl", 'fetch("https://x.test")', "noRestrictedGlobals"],
  ["sendcloud", "crypto.randomUUID()", "noRestrictedGlobals"],
  ["sync/effects", "setTimeout(() => 0, 1)", "noRestrictedGlobals"],
  ["db", "setInterval(() => 0, 1)", "noRestrictedGlobals"],
  ["sync", "performance.now()", "noRestrictedGlobals"],
  ["sync", "globalThis.Date.now()", "noRestrictedGlobals"],
  ["sync", "scheduler.wait(1)", "noRestrictedGlobals"],
  ["domain", "Math.random()", "plugin"],
  ["sync", 'console.log("x")', "noConsole"],
  ["sync", 'env } from "cloudflare:workers"', "noRestrictedImports"],
  ["sync", 'createHash } from "node:crypto"', "noRestrictedImports"],
  ["sync", 'z } from "zod"', "noRestrictedImports"],
  ["web", 'z } from "zod"', "noRestrictedImports"],
  ["web", "Date.now()", null],
  ["lib", "crypto.randomUUID()", null],
];

const require = createRequire(import.meta.url);
const house = mkdtempSync(path.join(tmpdir(), "passerelle-rules-"));
const faults = [];
try {
  build();
  proveArchitecture();
  proveRestrictions();
} finally {
  rmSync(house, { recursive: true, force: true });
}
if (faults.length > 0) {
  console.error(faults.join("\n"));
  process.exit(1);
}

/** Rooms with one harmless file each; the root imports them all, so that none is dead. */
function build() {
  for (const file of ["biome.json", ".dependency-cruiser.cjs", "tsconfig.json", "scripts/no-math-random.grit"]) {
    cpSync(path.join(ROOT, file), path.join(house, file));
  }
  symlinkSync(path.join(ROOT, "node_modules"), path.join(house, "node_modules"));
  for (const room of ROOMS) plant(`${room}/room`, "export const room = 1;\n");
  for (const file of ["db/schema", "sync/stub", "sendcloud/wire"]) plant(file, "export const room = 1;\n");
}

function proveArchitecture() {
  const planted = [];
  for (const [rule, breaks] of [...Object.entries(FORBIDDEN), [null, ALLOWED]].map(([rule, list]) => [
    rule === "null" ? null : rule,
    list,
  ])) {
    for (const [room, target] of breaks) planted.push({ rule, file: plantImport(room, target, planted.length) });
  }
  const imports = [
    ...planted.filter(({ rule }) => rule !== "no-dead-files").map(({ file }) => file),
    ...["db/schema", "sync/stub", "sendcloud/wire"],
    ...ROOMS.map((room) => `${room}/room`),
  ];
  plant("worker", imports.map((file) => `import "./${file}";\n`).join(""));
  const found = cruise();
  for (const { rule, file } of planted) {
    const told = found
      .filter(({ from, to }) => from === `src/${file}.ts` || to === `src/${file}.ts`)
      .map((violation) => violation.rule.name);
    if (rule === null && told.length > 0) faults.push(`${file} is allowed, but was reported: ${told}`);
    if (rule !== null && !told.includes(rule)) faults.push(`${rule} did not report src/${file}.ts`);
  }
  for (const { name } of require(path.join(ROOT, ".dependency-cruiser.cjs")).forbidden) {
    if (!(name in FORBIDDEN)) faults.push(`${name} has no planted break in scripts/prove-rules.mjs`);
  }
}

function cruise() {
  const run = tool("depcruise", "src", "--config", ".dependency-cruiser.cjs", "--output-type", "json");
  return JSON.parse(run.stdout).summary.violations;
}

function proveRestrictions() {
  const planted = RESTRICTED.map(([room, text, rule], index) => {
    const [name] = text.split(" }");
    const code = text.includes(" from ")
      ? `import { ${text};\nexport const x = ${name};\n`
      : `export const x = ${text};\n`;
    return { rule, file: plant(`${room}/restricted-${index}`, code), text };
  });
  const run = tool(
    "biome",
    "lint",
    "--colors=off",
    "--vcs-enabled=false",
    "--reporter=json",
    "--max-diagnostics=none",
    "src",
  );
  const { diagnostics } = JSON.parse(run.stdout);
  for (const { rule, file, text } of planted) {
    const told = diagnostics
      .filter(({ location }) => location.path === `src/${file}.ts`)
      .map(({ category }) => category.split("/").at(-1));
    if (rule === null && told.length > 0) faults.push(`${text} is allowed in ${file}, but was reported: ${told}`);
    if (rule !== null && !told.includes(rule)) faults.push(`${rule} did not report ${text} in ${file}`);
  }
}

function plantImport(place, target, index) {
  const name = place.includes("/") ? place : `${place}/planted-${index}`;
  if (target === null) return plant(name, "export const alone = 1;\n");
  if (target === "./circle") plant(`${place}/circle`, `import "./planted-${index}";\n`);
  return plant(name, `import "${target}";\n`);
}

function plant(name, text) {
  const file = path.join(house, "src", `${name}.ts`);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, text);
  return name;
}

function tool(command, ...args) {
  return spawnSync(command, args, { cwd: house, env: { ...toolEnv(), NO_COLOR: "1" }, encoding: "utf8" });
}
