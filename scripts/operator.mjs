// npm run operator -- rebuild STORE | verify STORE | verify --all | reseal   [--url https://…]
// Asks a running instance, with OPERATOR_TOKEN from the environment or .dev.vars; ends with 1 when something is broken.
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import { readDevVars } from "./dev-vars.mjs";

const DEV_VARS = path.join(import.meta.dirname, "..", ".dev.vars");
const USAGE =
  "usage: npm run operator -- rebuild STORE | verify STORE | verify --all | reseal   [--url http://127.0.0.1:8787]";
const LOOK_EVERY_MS = 1_000;
const ANSWERS_WITHIN_MS = 60_000;
const PHASES = {
  emptying: "emptying D1",
  replaying: "writing anew what the store knows",
  "reading-orders": "reading orders at the marketplace, a hundred a minute",
  "reading-shipments": "reading shipments at Sendcloud",
};

/** A reason to end, told in one line. */
class Refusal extends Error {}

try {
  const { command, storeId, all, base, token } = readOptions();
  const ask = askerOf(base, token);
  if (command === "rebuild") await rebuild(ask, storeId);
  else if (command === "reseal") await reseal(ask);
  else await verify(ask, all ? (await ask("GET", "/stores")).stores : [storeId]);
} catch (error) {
  if (!(error instanceof Refusal)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}

function readOptions() {
  const options = { url: { type: "string" }, all: { type: "boolean" } };
  const { values, positionals } = parse({ allowPositionals: true, options });
  const [command, storeId] = positionals;
  const all = command === "verify" && values.all === true;
  const namesNone = all || command === "reseal";
  if (!["rebuild", "verify", "reseal"].includes(command) || (storeId === undefined) !== namesNone)
    throw new Refusal(USAGE);
  const base = values.url ?? "http://127.0.0.1:8787";
  if (!URL.canParse(base)) throw new Refusal("--url is an address such as https://passerelle.example");
  return { command, storeId, all, base, token: readToken() };
}

function parse(given) {
  try {
    return parseArgs(given);
  } catch {
    throw new Refusal(USAGE);
  }
}

function readToken() {
  const token = process.env.OPERATOR_TOKEN || (existsSync(DEV_VARS) ? tokenOf(readFileSync(DEV_VARS, "utf8")) : "");
  if (token) return token;
  throw new Refusal("OPERATOR_TOKEN is not set: put one into .dev.vars (openssl rand -base64 24) and start again.");
}

function tokenOf(text) {
  const read = readDevVars(text);
  if ("fault" in read) throw new Refusal(read.fault);
  return read.values.get("OPERATOR_TOKEN") ?? "";
}

function askerOf(base, token) {
  return async (method, place) => {
    const url = new URL(`/operator${place}`, base);
    const answer = await fetch(url, {
      method,
      headers: { authorization: `Bearer ${token}` },
      signal: AbortSignal.timeout(ANSWERS_WITHIN_MS),
    }).catch(() => null);
    if (answer === null) throw new Refusal(`Nothing answers at ${url.origin}: is it running there?`);
    const body = await answer.json().catch(() => null);
    if (answer.ok && body !== null) return body;
    if (answer.status === 404 && body?.error === "not found")
      throw new Refusal(`${url.origin} has no operator's door: it runs without OPERATOR_TOKEN.`);
    throw new Refusal(`${url.origin} answers ${answer.status}: ${body?.error ?? "no word of why"}`);
  };
}

async function rebuild(ask, storeId) {
  const place = `/stores/${encodeURIComponent(storeId)}/rebuild`;
  let shown = "";
  let progress = await ask("POST", place);
  while (progress.phase !== "done") {
    const line = `${PHASES[progress.phase] ?? progress.phase}: ${progress.done} of ${progress.total}`;
    if (line !== shown) console.log(line);
    shown = line;
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
    progress = await ask("GET", place);
  }
  console.log(`${storeId} is rebuilt.`);
}

async function reseal(ask) {
  let sealed = 0;
  let answer;
  do {
    answer = await ask("POST", "/seals");
    sealed += answer.resealed;
  } while (answer.left > 0 && answer.resealed > 0);
  console.log(`${sealed} secrets are sealed under the current MASTER_KEY.`);
  if (answer.unreadable === 0) return console.log("MASTER_KEY_PREVIOUS can be taken away.");
  console.log(`${answer.unreadable} open under neither key: their stores and accounts want their keys typed again.`);
  process.exitCode = 1;
}

async function verify(ask, storeIds) {
  for (const storeId of storeIds) {
    const verdict = await ask("GET", `/stores/${encodeURIComponent(storeId)}/timeline`);
    if (verdict.result === "whole") {
      console.log(`${storeId}: whole, ${verdict.facts} lines, ends in ${verdict.head.slice(0, 16) || "nothing"}`);
      continue;
    }
    console.log(`${storeId}: BROKEN at line ${verdict.seq}`);
    process.exitCode = 1;
  }
}
