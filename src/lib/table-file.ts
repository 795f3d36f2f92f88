import { readCsv } from "./table-file-csv";
import type { Encoding } from "./table-file-text";
import { readXlsx } from "./table-file-xlsx";

/** Cells as text, blank rows left out; `line` as a spreadsheet numbers its rows, from 1. Numbers of a workbook have a point. */
export type TableRow = { line: number; cells: string[] };

export const TABLE_REFUSALS = [
  "empty",
  "too-large",
  "too-many-rows",
  "too-many-columns",
  "cell-too-long",
  "unpacks-too-large",
  "old-excel",
  "open-document",
  "numbers",
  "web-page",
  "protected",
  "not-a-table",
  "damaged",
  "encoding",
  "quote",
  "no-rows",
] as const;
export type TableRefusal = (typeof TABLE_REFUSALS)[number];

export type RefusedTable = { ok: false; why: TableRefusal; line?: number };
export type ReadTable =
  | { ok: true; kind: "csv"; rows: TableRow[]; encoding: Encoding; delimiter: string }
  | { ok: true; kind: "xlsx"; rows: TableRow[]; encoding: null; delimiter: null };
export type TableFile = ReadTable | RefusedTable;

/** What a person chose instead of what was guessed; a workbook needs neither. */
export type TableChoice = { encoding?: Encoding; delimiter?: string };

/**
 * Reads a CSV or XLSX file by what its bytes are, whatever its name. Never throws for any bytes; what cannot be read is
 * refused with its reason and, where there is one, its line.
 */
export async function readTableFile(bytes: Uint8Array<ArrayBuffer>, choice: TableChoice = {}): Promise<TableFile> {
  const why = foreignKind(bytes);
  if (why) return { ok: false, why };
  return startsWith(bytes, ZIP) ? readXlsx(bytes) : readCsv(bytes, choice);
}

const ZIP = [0x50, 0x4b, 0x03, 0x04];
const COMPOUND_FILE = [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];
// PDF, PNG, JPEG, GIF, gzip, RTF, RAR, 7z.
const OTHER_FILES = [
  [0x25, 0x50, 0x44, 0x46],
  [0x89, 0x50, 0x4e, 0x47],
  [0xff, 0xd8, 0xff],
  [0x47, 0x49, 0x46, 0x38],
  [0x1f, 0x8b],
  [0x7b, 0x5c, 0x72, 0x74, 0x66],
  [0x52, 0x61, 0x72, 0x21],
  [0x37, 0x7a, 0xbc, 0xaf],
];
const PROTECTED_MARK = "E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e\0";
const FIRST_BYTES = 1024;

function foreignKind(bytes: Uint8Array<ArrayBuffer>): TableRefusal | null {
  if (bytes.length === 0) return "empty";
  // An XLSX with a password is no zip but a compound file, as .xls is.
  if (startsWith(bytes, COMPOUND_FILE)) return latin(bytes).includes(PROTECTED_MARK) ? "protected" : "old-excel";
  if (OTHER_FILES.some((mark) => startsWith(bytes, mark))) return "not-a-table";
  // Many programs save a web page or an XML sheet under the name .xls.
  return /^(ï»¿)?\s*<[!?a-z]/i.test(latin(bytes.subarray(0, FIRST_BYTES))) ? "web-page" : null;
}

function startsWith(bytes: Uint8Array, mark: readonly number[]): boolean {
  return mark.every((byte, place) => bytes[place] === byte);
}

function latin(bytes: Uint8Array<ArrayBuffer>): string {
  return new TextDecoder("windows-1252").decode(bytes);
}
