// A label's file as a printer gets it: one page, and a bar code that says the tracking number.
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { ask } from "./app.mjs";
import { assert, equal } from "./steps.mjs";

const POINTS_A4 = "595";

/** Fetches a label; gives its bytes, its number of pages and its width in points, where pdfinfo is installed. */
export async function fetchLabel(app, where) {
  const answer = await ask(app, where);
  const bytes = Buffer.from(await answer.arrayBuffer());
  equal(answer.headers.get("content-type"), "application/pdf", `${where} is of type`);
  assert(bytes.subarray(0, 5).toString() === "%PDF-", `${where} does not begin with %PDF-`);
  return { bytes, ...withFile(bytes, pagesOf) };
}

/** What the bar codes of a label say; null where the tools for it are not installed. */
export function readBarcodes({ bytes }) {
  return withFile(bytes, barcodesOf);
}

export function assertA4({ width }) {
  assert(width === null || width.startsWith(POINTS_A4), `the A4 sheet is ${width} points wide`);
}

function withFile(bytes, work) {
  const folder = mkdtempSync(path.join(tmpdir(), "label-"));
  const file = path.join(folder, "label.pdf");
  writeFileSync(file, bytes);
  try {
    return work(file);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function pagesOf(file) {
  const said = tool("pdfinfo", [file]);
  if (said === null) return { pages: null, width: null };
  return { pages: Number(/Pages:\s+(\d+)/.exec(said)[1]), width: /Page size:\s+(\S+)/.exec(said)[1] };
}

function barcodesOf(file) {
  const image = file.replace(/\.pdf$/, "");
  if (tool("pdftoppm", ["-r", "200", "-png", "-singlefile", file, image]) === null) return null;
  assert(readFileSync(`${image}.png`).length > 0, "pdftoppm drew nothing");
  const said = tool("zbarimg", ["-q", "-Sdisable", "-Scode128.enable", `${image}.png`]);
  return said === null ? null : said.trim().split("\n");
}

/** What a tool prints; null when it is not installed here. */
function tool(name, args) {
  try {
    return execFileSync(name, args, { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
  } catch (error) {
    if (error.code === "ENOENT") return null;
    // zbarimg ends with 4 when it finds nothing.
    return error.stdout ?? "";
  }
}
