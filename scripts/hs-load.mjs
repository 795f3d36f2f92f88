// npm run hs:load -- [FILE or https://…] [--remote]
// Loads the open nomenclature of HS codes into D1, in place of the one before: all of it, or nothing. Without a file, the
// open data set's own. Into the database of `npm start` (PASSERELLE_DATA, else .data) unless --remote.
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { nomenclatureSql } from "./hs-nomenclature.mjs";
import { node22, toolEnv } from "./node.mjs";

const ROOT = path.join(import.meta.dirname, "..");
const WRANGLER = path.join(ROOT, "node_modules/wrangler/bin/wrangler.js");
const USAGE = "usage: npm run hs:load -- [FILE or https://…] [--remote]";
// HS 2022 in English, six digits, public domain (ODC-PDDL-1.0), pinned to the version that the tests were made with.
const OPEN_DATA =
  "https://raw.githubusercontent.com/datasets/harmonized-system/905e5a0fa29f5700d62cb3cc1265f21bc8a92329/data/harmonized-system.csv";
const DOWNLOAD_WITHIN_MS = 60_000;

/** A reason to end, told in one line. */
class Refusal extends Error {}

try {
  const { source, remote } = readOptions();
  const { fault, statements, headings, codes } = nomenclatureSql(await readSource(source));
  if (fault !== undefined) throw new Refusal(`${source} cannot be loaded. ${fault}`);
  console.log(`${source}: ${codes} codes in ${headings} headings, ${statements.length} statements.`);
  console.log(remote ? "Loading into the database of the deployment …" : "Loading into the local database …");
  load(statements, remote);
  console.log(`Loaded: ${count(remote)} codes and headings can be searched.`);
} catch (error) {
  if (!(error instanceof Refusal)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}

function readOptions() {
  try {
    const { values, positionals } = parseArgs({ allowPositionals: true, options: { remote: { type: "boolean" } } });
    if (positionals.length > 1) throw new Refusal(USAGE);
    return { source: positionals[0] ?? OPEN_DATA, remote: values.remote === true };
  } catch {
    throw new Refusal(USAGE);
  }
}

async function readSource(source) {
  if (/^https?:\/\//.test(source)) return download(source);
  try {
    return readFileSync(source, "utf8");
  } catch {
    throw new Refusal(`${source} cannot be read: is it there?`);
  }
}

async function download(address) {
  const answer = await fetch(address, { signal: AbortSignal.timeout(DOWNLOAD_WITHIN_MS) }).catch(() => null);
  if (answer === null) throw new Refusal(`${address} does not answer: download it by hand and give the file.`);
  if (!answer.ok) throw new Refusal(`${address} answers ${answer.status}: download it by hand and give the file.`);
  return answer.text();
}

/** One file is one transaction, here and in a deployment: whoever searches meanwhile sees the one before. */
function load(statements, remote) {
  const folder = mkdtempSync(path.join(tmpdir(), "passerelle-hs-"));
  try {
    const file = path.join(folder, "nomenclature.sql");
    writeFileSync(file, `${statements.join(";\n")};\n`);
    execute(remote, ["--file", file, "--yes"]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function count(remote) {
  const [{ results }] = JSON.parse(execute(remote, ["--json", "--command", "SELECT count(*) AS n FROM hs_codes"]));
  return results[0].n;
}

function execute(remote, what) {
  const data = process.env.PASSERELLE_DATA ?? path.join(ROOT, ".data");
  const place = remote ? ["--remote"] : ["--local", "--persist-to", data];
  const env = { ...toolEnv(), WRANGLER_SEND_METRICS: "false", WRANGLER_HIDE_BANNER: "true" };
  const command = [WRANGLER, "d1", "execute", "DB", ...place, ...what];
  const run = spawnSync(node22(), command, { cwd: ROOT, env, encoding: "utf8" });
  if (run.status === 0) return run.stdout;
  const words = `${run.stderr}\n${run.stdout}`;
  if (/no such table/.test(words)) {
    throw new Refusal(
      `The database lacks a migration: ${remote ? "run npm run db:migrate:remote" : "run npm start once"}, then load again.`,
    );
  }
  throw new Refusal(`The database did not take the nomenclature: ${words.trim().split("\n")[0]}`);
}
