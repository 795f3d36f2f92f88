import Papa, { type ParseResult, type Parser } from "papaparse";
import type { ReadTable, RefusedTable, TableChoice, TableFile, TableRow } from "./table-file";
import { decodeText } from "./table-file-text";

export const CSV_LIMIT_BYTES = 10 * 1024 * 1024;
const CSV_LIMIT_ROWS = 50_000;
export const LIMIT_COLUMNS = 200;
export const LIMIT_CELL_CHARACTERS = 10 * 1024;

/** A line of the file that is longer has too many columns or too long cells, whatever its quotes. */
const LIMIT_LINE_CHARACTERS = LIMIT_COLUMNS * LIMIT_CELL_CHARACTERS;
/** Blank ones too: a file of line ends alone would be millions of rows. */
const LIMIT_LINES = 500_000;
/** The header and what a program writes above it. */
const LINES_BESIDE_ROWS = 20;
const CHUNK_CHARACTERS = 256 * 1024;

/** Reads a text of separated values. The delimiter is the chosen one, else the one of a `sep=` line, else guessed. */
export function readCsv(bytes: Uint8Array<ArrayBuffer>, choice: TableChoice): TableFile {
  if (bytes.length > CSV_LIMIT_BYTES) return { ok: false, why: "too-large" };
  const decoded = decodeText(bytes, choice.encoding);
  if (!decoded.ok) return "line" in decoded ? { ...decoded, why: "encoding" } : { ok: false, why: "not-a-table" };
  const [declared, text] = takeSepLine(decoded.text.replace(/\r\n?/g, "\n"));
  if (!/[^\s;,|^~"]/.test(text)) return { ok: false, why: "no-rows" };
  const tooLong = longLine(text);
  if (tooLong !== null) return { ok: false, why: "cell-too-long", line: tooLong };
  const delimiter = choice.delimiter || declared || guessDelimiter(text);
  const read = readRows(text, delimiter);
  if (!Array.isArray(read)) return read;
  if (read.length === 0) return { ok: false, why: "no-rows" };
  return { ok: true, kind: "csv", rows: read, encoding: decoded.encoding, delimiter } satisfies ReadTable;
}

// Excel writes and obeys this line, and papaparse takes it for a header (ui-and-libraries.md 3.1).
function takeSepLine(text: string): [string | null, string] {
  const line = /^"?sep=([^\n"])"?[;,\t ]*(\n|$)/i.exec(text);
  return line?.[1] ? [line[1], text.slice(line[0].length)] : [null, text];
}

function longLine(text: string): number | null {
  let line = 1;
  for (let start = 0; start < text.length; line++) {
    const end = text.indexOf("\n", start);
    if ((end < 0 ? text.length : end) - start > LIMIT_LINE_CHARACTERS) return line;
    if (end < 0) return null;
    start = end + 1;
  }
  return null;
}

const CANDIDATES = [";", "\t", "|", "^", "~"];
const SAMPLE_LINES = 20;

// A comma stands in decimals and in words too, so any other that divides the first line is surer; and what divides only
// lines below must divide them into as many columns as the comma does.
function guessDelimiter(text: string): string {
  const lines = outsideQuotes(text.slice(0, CHUNK_CHARACTERS))
    .split("\n")
    .filter((line) => /[^\s;,|^~]/.test(line));
  const sample = lines.slice(0, SAMPLE_LINES);
  const scoreOf = (candidate: string) => {
    const even = evenness(sample, candidate);
    return even > 0 && sample[0]?.includes(candidate) ? even + LIMIT_LINE_CHARACTERS : even;
  };
  const scored = CANDIDATES.map((candidate) => [candidate, scoreOf(candidate)] as const);
  const [best, score] = scored.reduce((first, second) => (second[1] > first[1] ? second : first));
  return score > 0 && score >= evenness(sample, ",") ? best : ",";
}

function outsideQuotes(text: string): string {
  return text.replace(/"(?:[^"]|"")*"/g, "q");
}

/** How often it stands in a line, as most lines that have it agree; 0 when few have it. The first line has a double voice. */
function evenness(lines: readonly string[], delimiter: string): number {
  const times = new Map<number, number>();
  for (const line of lines) {
    const count = line.split(delimiter).length - 1;
    if (count > 0) times.set(count, (times.get(count) ?? 0) + 1);
  }
  const voices = [...times.values()].reduce((sum, agreeing) => sum + agreeing, lines[0]?.includes(delimiter) ? 1 : 0);
  const [count] = [...times].reduce((first, second) => (second[1] > first[1] ? second : first), [0, 0]);
  return voices * 2 > lines.length ? count : 0;
}

/** In chunks, so that a file of a million short rows is left at the row too many. */
function readRows(text: string, delimiter: string): TableRow[] | RefusedTable {
  const rows: TableRow[] = [];
  let refused: RefusedTable | null = null;
  let lines = 0;
  Papa.parse<string[]>(text, {
    delimiter,
    newline: "\n",
    chunkSize: CHUNK_CHARACTERS,
    chunk: ({ data, errors }: ParseResult<string[]>, parser: Parser) => {
      // A row that the chunk's end cuts is read again with the next.
      const badQuote = errors.find((error) => error.type === "Quotes" && (error.row ?? 0) < data.length);
      if (badQuote) refused = { ok: false, why: "quote", line: lines + (badQuote.row ?? 0) + 1 };
      for (const cells of data) {
        if (refused) break;
        refused = takeRow(rows, ++lines, cells);
      }
      if (refused) parser.abort();
    },
    complete: () => undefined,
  });
  return refused ?? rows;
}

function takeRow(rows: TableRow[], line: number, cells: string[]): RefusedTable | null {
  const width = widthOf(cells);
  if (width > LIMIT_COLUMNS) return { ok: false, why: "too-many-columns", line };
  if (line > LIMIT_LINES) return { ok: false, why: "too-many-rows", line };
  if (width === 0) return null;
  if (rows.length >= CSV_LIMIT_ROWS + LINES_BESIDE_ROWS) return { ok: false, why: "too-many-rows", line };
  cells.length = width;
  if (cells.some((cell) => cell.length > LIMIT_CELL_CHARACTERS)) return { ok: false, why: "cell-too-long", line };
  rows.push({ line, cells });
  return null;
}

/** Without the blank cells at the end: spreadsheets write hundreds of them. */
function widthOf(cells: readonly string[]): number {
  let width = cells.length;
  while (width > 0 && (cells[width - 1] ?? "").trim() === "") width--;
  return width;
}
