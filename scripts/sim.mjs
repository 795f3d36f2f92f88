// npm run sim: the engine against both vendors' rules on a virtual clock, seed after seed, with everything going wrong.
//   --seeds N      how many (default 10000)
//   --from SEED    the first one (default: from the clock; always printed)
//   --seed S       one seed, with its trace (--place P: its place in the run; --twice: only whether two runs are alike)
//   --plant M3     only this planted bug
//   --report FILE  writes what came out as JSON
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { Worker } from "node:worker_threads";
import { build } from "esbuild";

const ROOT = path.join(import.meta.dirname, "..");
const SIM = path.join(ROOT, "test/sim");
const REGRESSIONS = path.join(SIM, "regressions.json");
const CHUNK = 20;
const MEANS = { orders: 6, calls: 60, faults: 4, crashes: 1, money: 2 };
const CELL_PER_SEED = 20 / 10_000;
const SHOWN = 12;
const COVERED_FROM = 10_000;

const { values: options } = parseArgs({
  options: {
    seeds: { type: "string", default: "10000" },
    from: { type: "string" },
    seed: { type: "string" },
    place: { type: "string", default: "0" },
    plant: { type: "string" },
    /** With --seed: runs it in two threads and compares their traces. */
    twice: { type: "boolean", default: false },
    report: { type: "string" },
    lanes: { type: "string" },
    /** How many seeds a planted bug has to show itself. */
    within: { type: "string", default: "2000" },
    /** Leaves out what only a long run can show: planted bugs and coverage. */
    quick: { type: "boolean", default: false },
  },
});

const PLANT_WITHIN = Number(options.within);
const workshop = mkdtempSync(path.join(tmpdir(), "passerelle-sim-"));
try {
  const { PLANTED } = await load("planted");
  const goals = await load("goals");
  process.exitCode = options.seed === undefined ? await runAll(PLANTED, goals) : await runOne(PLANTED);
} finally {
  rmSync(workshop, { recursive: true, force: true });
}

async function runOne(planted) {
  const bug = planted.find(({ id }) => id === options.plant) ?? null;
  const bundle = await bundleOf(bug);
  const runs = await Promise.all(Array.from({ length: options.twice ? 2 : 1 }, () => traceOf(bundle, bug)));
  const [{ violation, trace, counts }] = runs;
  if (options.twice) return compare(runs.map((run) => run.trace.join("\n")));
  console.log(trace.join("\n"));
  console.log(`seed ${options.seed}: ${JSON.stringify(counts)}`);
  if (violation) console.log(`${violation.invariant} does not hold: ${violation.words}`);
  return violation ? 1 : 0;
}

async function traceOf(bundle, bug) {
  const lane = openLane(bundle, bug?.id);
  const run = await lane.ask({ ask: "trace", seed: Number(options.seed), place: Number(options.place) });
  lane.close();
  return run;
}

function compare([first, second]) {
  console.log(
    `seed ${options.seed}: ${first.split("\n").length} lines, ${first === second ? "twice alike" : "not alike"}`,
  );
  return first === second ? 0 : 1;
}

async function runAll(planted, goals) {
  const began = Date.now();
  const seeds = Number(options.seeds);
  const from = options.from === undefined ? began % 1_000_000_000 : Number(options.from);
  console.log(`${seeds} seeds from ${from}`);
  const chosen = options.plant ? planted.filter(({ id }) => id === options.plant) : options.quick ? [] : planted;
  const clean = options.plant ? [] : await runClean(from, seeds);
  const { results, cells } = options.plant ? { results: [], cells: new Map() } : clean;
  const faults = options.plant ? [] : [...violations(results), ...means(results), ...coverage(cells, seeds, goals)];
  const caught = await runPlanted(chosen, from);
  for (const line of [...faults, ...caught.missed]) console.log(line);
  const broken = results.filter(({ violation }) => violation);
  if (broken.length > 0) await explain(broken[0]);
  const seconds = (Date.now() - began) / 1000;
  const line = `simulation: ${results.length} seeds, ${broken.length} violations, ${caught.found}/${chosen.length} planted bugs caught`;
  console.log(`${line} (${seconds.toFixed(1)} s)`);
  if (options.report) writeReport({ from, line, seconds, results, cells, caught });
  return faults.length > 0 || caught.missed.length > 0 ? 1 : 0;
}

/** Regressions first, then the new seeds, on all lanes. */
async function runClean(from, count) {
  const bundle = await bundleOf(null);
  const known = JSON.parse(readFileSync(REGRESSIONS, "utf8"));
  const fresh = Array.from({ length: count }, (_, place) => ({ seed: from + place, place }));
  const chunks = chunksOf([...known.map(({ seed, place, plan }) => ({ seed, place, plan })), ...fresh]);
  const results = [];
  const cells = new Map();
  let cpuMs = 0;
  await onLanes(bundle, async (lane) => {
    for (let chunk = chunks.shift(); chunk; chunk = chunks.shift()) {
      const answer = await lane.ask({ ask: "seeds", seeds: chunk, untilFirst: false });
      results.push(...answer.results);
      cpuMs += answer.cpuMs;
      for (const [cell, times] of answer.cells) cells.set(cell, (cells.get(cell) ?? 0) + times);
    }
  });
  console.log(`CPU a seed: ${(cpuMs / Math.max(1, results.length)).toFixed(1)} ms`);
  return { results, cells };
}

async function runPlanted(planted, from) {
  const waiting = [...planted];
  const missed = [];
  const finds = [];
  const lanes = Array.from({ length: laneCount() }, async () => {
    for (let bug = waiting.shift(); bug; bug = waiting.shift()) {
      const found = await huntFor(bug, from);
      if (found === null) missed.push(`${bug.id} (${bug.what}) was not found within ${PLANT_WITHIN} seeds`);
      else if (found.violation.invariant !== bug.invariant)
        missed.push(
          `${bug.id} failed ${found.violation.invariant} first, not ${bug.invariant}: seed ${found.seed}, ${found.violation.words}`,
        );
      else finds.push(`${bug.id} ${bug.invariant} at seed ${found.place + 1}`);
    }
  });
  await Promise.all(lanes);
  if (finds.length > 0) console.log(`planted: ${finds.toSorted().join(", ")}`);
  return { found: planted.length - missed.length, missed, finds };
}

async function huntFor(bug, from) {
  const lane = openLane(await bundleOf(bug), bug.id);
  try {
    for (let place = 0; place < PLANT_WITHIN; place += CHUNK) {
      const seeds = Array.from({ length: CHUNK }, (_, index) => ({ seed: from + place + index, place: place + index }));
      const { results } = await lane.ask({ ask: "seeds", seeds, untilFirst: true });
      const found = results.find(({ violation }) => violation);
      if (found) return found;
    }
    return null;
  } finally {
    lane.close();
  }
}

function violations(results) {
  const byInvariant = Map.groupBy(
    results.filter(({ violation }) => violation),
    ({ violation }) => violation.invariant,
  );
  return [...byInvariant].map(
    ([invariant, all]) =>
      `${invariant} does not hold in ${all.length} seeds, first ${all[0].seed} (place ${all[0].place}): ${all[0].violation.words}`,
  );
}

function means(results) {
  const whole = results.filter(({ violation }) => !violation);
  const of = (name) => whole.reduce((sum, { counts }) => sum + counts[name], 0) / Math.max(1, whole.length);
  console.log(
    `mean a seed: ${Object.keys(MEANS)
      .map((name) => `${of(name).toFixed(1)} ${name}`)
      .join(", ")}`,
  );
  return Object.entries(MEANS).flatMap(([name, least]) =>
    of(name) < least ? [`only ${of(name).toFixed(2)} ${name} a seed, ${least} are wanted`] : [],
  );
}

// Expected counts of a short run say nothing: only a long one must reach every cell often enough.
function coverage(cells, seeds, { wantedCells, impossible }) {
  const rules = JSON.parse(readFileSync(path.join(SIM, "impossible.json"), "utf8"));
  const wanted = wantedCells(rules);
  const reached = wanted.filter((cell) => cells.has(cell)).length;
  console.log(`cells: ${reached} of ${wanted.length} reached`);
  const forbidden = [...cells.keys()].filter((cell) => impossible(rules, cell));
  const lines =
    forbidden.length > 0 ? [`${forbidden.length} cells called impossible were reached: ${some(forbidden)}`] : [];
  if (seeds < COVERED_FROM) return lines;
  const least = Math.ceil(seeds * CELL_PER_SEED);
  const thin = wanted.filter((cell) => (cells.get(cell) ?? 0) < least);
  if (thin.length === 0) return lines;
  const names = some(thin.map((cell) => `${cell} ${cells.get(cell) ?? 0}`));
  return [...lines, `${thin.length} cells were reached less than ${least} times: ${names}`];
}

function some(list) {
  return list.length > SHOWN ? `${list.slice(0, SHOWN).join(", ")} …` : list.join(", ");
}

/** Makes the first failing seed small, prints its trace, and keeps the seed for ever. */
async function explain({ seed, place }) {
  const known = JSON.parse(readFileSync(REGRESSIONS, "utf8"));
  const old = known.find((one) => one.seed === seed && one.place === place);
  const lane = openLane(await bundleOf(null));
  const { plan, violation, trace, tries } = await lane.ask({ ask: "shrink", seed, place, plan: old?.plan });
  lane.close();
  console.log(`seed ${seed} made smaller in ${tries} tries:`);
  console.log(trace.join("\n"));
  console.log(`plan: ${JSON.stringify(plan)}`);
  if (old) return;
  // With its plan: a seed alone means another run as soon as the drawing of plans changes.
  known.push({ seed, place, invariant: violation?.invariant ?? "", plan });
  writeFileSync(REGRESSIONS, `${JSON.stringify(known, null, 2)}\n`);
}

function writeReport({ from, line, seconds, results, cells, caught }) {
  const failed = results.filter(({ violation }) => violation);
  const report = {
    from,
    line,
    seconds,
    failed,
    cells: Object.fromEntries([...cells].toSorted()),
    planted: caught.finds,
  };
  writeFileSync(options.report, `${JSON.stringify(report, null, 1)}\n`);
}

function chunksOf(list) {
  return Array.from({ length: Math.ceil(list.length / CHUNK) }, (_, index) =>
    list.slice(index * CHUNK, (index + 1) * CHUNK),
  );
}

function laneCount() {
  return Number(options.lanes ?? availableParallelism());
}

async function onLanes(bundle, work) {
  const lanes = Array.from({ length: laneCount() }, () => openLane(bundle));
  await Promise.all(lanes.map(work));
  for (const lane of lanes) lane.close();
}

/** One thread with one bundle; asks are answered one after the other. */
function openLane(bundle, planted = null) {
  const worker = new Worker(bundle, {
    workerData: { migrations: path.join(ROOT, "migrations"), planted },
    execArgv: ["--disable-warning=ExperimentalWarning"],
  });
  let waiting = Promise.withResolvers();
  worker.on("message", (message) => waiting.resolve(message));
  worker.on("error", (error) => waiting.reject(error));
  return {
    ask: (message) => {
      waiting = Promise.withResolvers();
      worker.postMessage(message);
      return waiting.promise;
    },
    close: () => worker.terminate(),
  };
}

/** A module of the simulator that this script itself needs. */
async function load(name) {
  const outfile = path.join(workshop, `${name}.mjs`);
  await build({
    entryPoints: [path.join(SIM, `${name}.ts`)],
    outfile,
    bundle: true,
    platform: "node",
    format: "esm",
    logLevel: "error",
  });
  return import(outfile);
}

/** Bundles the engine and the simulator; a planted bug changes the source text on the way. */
async function bundleOf(bug) {
  const outfile = path.join(workshop, `worker-${bug?.id ?? "clean"}.mjs`);
  await build({
    entryPoints: [path.join(SIM, "worker.ts")],
    outfile,
    bundle: true,
    platform: "node",
    format: "esm",
    target: "node22",
    jsx: "automatic",
    jsxImportSource: "hono/jsx",
    logLevel: "error",
    banner: {
      js: 'import { createRequire as makeRequire } from "node:module"; const require = makeRequire(import.meta.url);',
    },
    plugins: [{ name: "simulator", setup: (builder) => rewire(builder, bug) }],
  });
  return outfile;
}

function rewire(builder, bug) {
  const light = (name) => ({ path: path.join(SIM, "light", `${name}.ts`) });
  builder.onResolve({ filter: /^cloudflare:workers$/ }, () => light("workers"));
  builder.onResolve({ filter: /\/object-ports$/ }, ({ importer }) =>
    importer.includes(`${path.sep}src${path.sep}sync${path.sep}`) ? light("object-ports") : undefined,
  );
  const edited = Map.groupBy(bug?.edits ?? [], ({ file }) => path.join(ROOT, file));
  if (edited.size === 0) return;
  builder.onLoad({ filter: /\.tsx?$/ }, ({ path: file }) => {
    const edits = edited.get(file);
    return (
      edits && {
        contents: edits.reduce((text, edit) => plant(text, edit, bug), readFileSync(file, "utf8")),
        loader: "ts",
      }
    );
  });
  builder.onEnd(({ errors }) => {
    if (errors.length > 0) throw new Error(`${bug.id} does not build`);
  });
}

function plant(text, { file, find, put }, { id }) {
  if (text.split(find).length !== 2)
    throw new Error(`${id}: ${file} holds "${find}" ${text.split(find).length - 1} times, not once`);
  return text.replace(find, () => put);
}
