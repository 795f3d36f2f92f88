import readXlsxFile from "read-excel-file/universal";
import type { RefusedTable, TableFile, TableRefusal, TableRow } from "./table-file";
import { LIMIT_CELL_CHARACTERS } from "./table-file-csv";
import { checkPart } from "./table-file-sheet";
import { listEntries, packStored, unpackEntry, type ZipEntry } from "./table-file-zip";

const XLSX_LIMIT_BYTES = 5 * 1024 * 1024;
const XLSX_LIMIT_ROWS = 10_000;
const XLSX_LIMIT_UNPACKED_BYTES = 40 * 1024 * 1024;

/** The header and what a person writes above it. */
const LINES_BESIDE_ROWS = 20;
/** Parts that hold no cell: pictures, themes, comments, pivots, a preview. */
const WITHOUT_CELLS =
  /^(docProps|customXml)\/|^xl\/(theme|media|drawings|charts|printerSettings|pivot\w*|tables|comments|threadedComments|persons|calcChain)/;

/** Reads the first sheet that has rows. What Excel keeps as a number comes with all its digits and a point. */
export async function readXlsx(bytes: Uint8Array<ArrayBuffer>): Promise<TableFile> {
  if (bytes.length > XLSX_LIMIT_BYTES) return { ok: false, why: "too-large" };
  const entries = listEntries(bytes);
  if (!entries) return { ok: false, why: "damaged" };
  const why = refusalOf(entries);
  if (why) return { ok: false, why };
  const parts = await unpackParts(entries);
  if (!Array.isArray(parts)) return parts;
  const rows = await readSheets(packStored(parts));
  if (!Array.isArray(rows)) return rows;
  return rows.length === 0
    ? { ok: false, why: "no-rows" }
    : { ok: true, kind: "xlsx", rows, encoding: null, delimiter: null };
}

function refusalOf(entries: readonly ZipEntry[]): TableRefusal | null {
  const names = new Set(entries.map((entry) => entry.name));
  if (entries.some((entry) => entry.encrypted)) return "protected";
  if (entries.reduce((sum, entry) => sum + entry.size, 0) > XLSX_LIMIT_UNPACKED_BYTES) return "unpacks-too-large";
  if (names.has("xl/workbook.xml")) return null;
  if (names.has("content.xml")) return "open-document";
  if (names.has("xl/workbook.bin")) return "old-excel";
  return [...names].some((name) => name.endsWith(".iwa")) ? "numbers" : "not-a-table";
}

async function unpackParts(
  entries: readonly ZipEntry[],
): Promise<{ name: string; bytes: Uint8Array }[] | RefusedTable> {
  const parts: { name: string; bytes: Uint8Array }[] = [];
  let room = XLSX_LIMIT_UNPACKED_BYTES;
  for (const entry of entries) {
    if (!/\.(xml|rels)$/.test(entry.name) || WITHOUT_CELLS.test(entry.name)) continue;
    const bytes = await unpackEntry(entry, room);
    if (bytes === "too-large") return { ok: false, why: "unpacks-too-large" };
    if (bytes === "damaged") return { ok: false, why: "damaged" };
    room -= bytes.length;
    const checked = checkPart(bytes);
    if (!(checked instanceof Uint8Array)) return checked;
    parts.push({ name: entry.name, bytes: checked });
  }
  return parts;
}

async function readSheets(workbook: ArrayBuffer): Promise<TableRow[] | RefusedTable> {
  try {
    const sheets = await readXlsxFile<string>(workbook, { parseNumber: plainNumber });
    let header: TableRow[] = [];
    for (const { data } of sheets) {
      const rows = gatherRows(data);
      if (!Array.isArray(rows) || rows.length > 1) return rows;
      if (header.length === 0) header = rows;
    }
    return header;
  } catch {
    // The reader throws on whatever it does not expect: to a person they are all one.
    return { ok: false, why: "damaged" };
  }
}

function gatherRows(data: readonly (readonly unknown[])[]): TableRow[] | RefusedTable {
  const rows: TableRow[] = [];
  for (const [index, values] of data.entries()) {
    const cells = values.map(textOf);
    while (cells.at(-1) === "") cells.pop();
    if (cells.length === 0) continue;
    const line = index + 1;
    if (rows.length >= XLSX_LIMIT_ROWS + LINES_BESIDE_ROWS) return { ok: false, why: "too-many-rows", line };
    if (cells.some((cell) => cell.length > LIMIT_CELL_CHARACTERS)) return { ok: false, why: "cell-too-long", line };
    rows.push({ line, cells });
  }
  return rows;
}

// A moment keeps its T: without it the digits of a date would pass for a code.
function textOf(value: unknown): string {
  if (value === null || value === undefined) return "";
  if (value instanceof Date) return value.toISOString();
  if (typeof value === "boolean") return value ? "TRUE" : "FALSE";
  return String(value);
}

const EXACT_DIGITS = 15;

/** 0.45000000000000001 is how a workbook keeps 0.45; 6.1091E9 is 6109100000 there, not a rounded code. */
function plainNumber(text: string): string {
  const number = Number(text);
  if (/^\d+$/.test(text) || !Number.isFinite(number)) return text;
  return String(Number.isSafeInteger(number) ? number : Number(number.toPrecision(EXACT_DIGITS)));
}
