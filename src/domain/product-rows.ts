import { foldText } from "./product";
import {
  MAX_DESCRIPTION_CHARACTERS,
  onOneLine,
  type ReadCell,
  readHsCell,
  readOriginCell,
  readSku,
  readText,
  readWeightCell,
  unguarded,
} from "./product-cells";
import type { FileRow, ProductColumns, ProductField, ProductRow, ReadProducts, RefusedCell } from "./product-file";

export type CountryOf = (text: string) => string | null;

const MAX_TITLE_CHARACTERS = 255;
const TOTAL =
  /^((sous|sub|zwischen|gesamt)[- ]?)?(tota|summ|som)[a-z]*( [a-z]+){0,2} ?:?$|^(gesamt|totaal|suma)( [a-z]+)? ?:?$/;

/**
 * The products of a file, read once over all its rows below the header: only so is a SKU seen twice. A row with one cell
 * that cannot be taken is refused wholly, with each such cell. Lines of one SKU that say the same are one; lines that
 * contradict each other are all refused, for nobody knows which is right. No SKU column: nothing is read.
 */
export function readProducts(rows: readonly FileRow[], columns: ProductColumns, countryOf: CountryOf): ReadProducts {
  const read: ReadProducts = { rows: [], refused: [], ignored: 0 };
  if (columns.fields.sku === null) return read;
  const header = rows.find((row) => row.line === columns.headerLine)?.cells.join("\t");
  const knownCountry = remember(countryOf);
  for (const row of rows) {
    if (row.line <= columns.headerLine) continue;
    if (isNoProduct(row.cells, header, columns)) read.ignored++;
    else readRow(row, columns, knownCountry, read);
  }
  return refuseContradictions(read);
}

/** Titles of pages that a program repeats, totals below a table, and lines that separate. */
function isNoProduct(cells: readonly string[], header: string | undefined, { fields }: ProductColumns): boolean {
  if (cells.every((cell) => /^[\s\-=_*.]*$/.test(cell)) || cells.join("\t") === header) return true;
  if ([fields.hsCode, fields.origin].some((column) => column !== null && (cells[column] ?? "").trim() !== ""))
    return false;
  return TOTAL.test(foldText((cells.find((cell) => cell.trim() !== "") ?? "").trim()));
}

function readRow(row: FileRow, { fields, weightUnit }: ProductColumns, countryOf: CountryOf, into: ReadProducts): void {
  const refused: RefusedCell[] = [];
  const take = <T>(field: ProductField, read: (text: string) => ReadCell<T>): Extract<ReadCell<T>, { ok: true }> => {
    const column = fields[field];
    const text = column === null ? "" : unguarded(row.cells[column]);
    const cell = field === "sku" ? text : onOneLine(text);
    const taken = read(cell);
    if (taken.ok) return taken;
    refused.push({ line: row.line, column: field, why: taken.why, cell });
    return { ok: true, value: null };
  };
  const sku = take("sku", readSku).value;
  const hs = take("hsCode", readHsCell);
  const facts = {
    hsCode: hs.value,
    origin: take("origin", (text) => readOriginCell(text, countryOf)).value,
    weightGrams: take("weight", (text) => readWeightCell(text, weightUnit)).value,
    description: take("description", (text) => readText(text, MAX_DESCRIPTION_CHARACTERS)).value,
  };
  const title = take("title", (text) => readText(text.slice(0, MAX_TITLE_CHARACTERS), MAX_TITLE_CHARACTERS)).value;
  if (refused.length > 0 || sku === null) into.refused.push(...refused);
  else into.rows.push({ line: row.line, sku, title, facts, ...(hs.repair ? { repair: hs.repair } : {}) });
}

function refuseContradictions({ rows, refused, ignored }: ReadProducts): ReadProducts {
  const firsts = new Map<string, ProductRow>();
  const contradicted = new Map<string, number>();
  const kept: ProductRow[] = [];
  for (const row of rows) {
    const first = firsts.get(row.sku);
    if (!first) firsts.set(row.sku, row);
    else if (!sayTheSame(first, row)) contradicted.set(row.sku, row.line);
  }
  let repeated = 0;
  for (const row of rows) {
    const first = firsts.get(row.sku);
    const later = contradicted.get(row.sku);
    if (later !== undefined) {
      const otherLine = first && first !== row ? first.line : later;
      refused.push({ line: row.line, column: "sku", why: "duplicate", cell: row.sku, otherLine });
    } else if (first === row) kept.push(row);
    else repeated++;
  }
  return { rows: kept, refused: refused.sort((one, other) => one.line - other.line), ignored: ignored + repeated };
}

function sayTheSame({ facts: one }: ProductRow, { facts: other }: ProductRow): boolean {
  return (
    one.hsCode === other.hsCode &&
    one.origin === other.origin &&
    one.weightGrams === other.weightGrams &&
    one.description === other.description
  );
}

// A file has thousands of rows and a few countries.
function remember(countryOf: CountryOf): CountryOf {
  const known = new Map<string, string | null>();
  return (text) => {
    const before = known.get(text);
    if (before !== undefined) return before;
    const code = countryOf(text);
    known.set(text, code);
    return code;
  };
}
