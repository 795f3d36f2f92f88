import { unknownHeadings } from "../db/nomenclature";
import {
  endReading,
  expectRows,
  type FileReading,
  type ReadingPlace,
  type StagedRow,
  stageRows,
  type UploadChoice,
} from "../db/product-uploads";
import { factsOfSkus } from "../db/products";
import { readUploadedFile } from "../db/products-file";
import { headingOf } from "../domain/hs-code";
import type { ProductFacts } from "../domain/product";
import { matchColumns } from "../domain/product-columns";
import type { ProductColumns, ProductRow, ReadProducts, RefusedCell } from "../domain/product-file";
import { factsAfter, previewChanges } from "../domain/product-preview";
import { readProducts } from "../domain/product-rows";
import { countryOfText } from "../lib/country-names";
import type { D1 } from "../lib/ports";
import { type ReadTable, readTableFile, type TableFile } from "../lib/table-file";

const ROWS_AT_ONCE = 2_500;
const SAMPLE_ROWS = 5;
const NOTHING_KNOWN: ProductFacts = { hsCode: null, origin: null, weightGrams: null, description: null };

/** A file with its columns told apart; without an SKU column it says nothing of any product. */
export type ReadFile = { table: ReadTable; columns: ProductColumns; products: ReadProducts };

/** Reads a kept file as a person chose, or as it looks; the table alone when it is none. */
export async function readKeptFile(
  d1: D1,
  workspaceId: string,
  id: string,
  choice: UploadChoice,
): Promise<ReadFile | Extract<TableFile, { ok: false }>> {
  const table = await readTableFile(await readUploadedFile(d1, workspaceId, id), choice);
  if (!table.ok) return table;
  const columns = choice.columns ?? matchColumns(table.rows);
  const products = readProducts(table.rows, columns, countryOfText);
  return { table, columns, products: await refuseUnknownHeadings(d1, products) };
}

// Whether a heading exists is asked of the nomenclature, where one is loaded.
async function refuseUnknownHeadings(d1: D1, read: ReadProducts): Promise<ReadProducts> {
  const unknown = await unknownHeadings(
    d1,
    read.rows.flatMap(({ facts }) => facts.hsCode ?? []),
  );
  if (unknown === null || unknown.size === 0) return read;
  const isUnknown = ({ facts: { hsCode } }: ProductRow) => hsCode !== null && unknown.has(headingOf(hsCode));
  const refused = read.rows.filter(isUnknown).map(({ line, facts }): RefusedCell => {
    return { line, column: "hsCode", why: "hs-heading", cell: facts.hsCode ?? "" };
  });
  return { ...read, rows: read.rows.filter((row) => !isUnknown(row)), refused: [...read.refused, ...refused] };
}

/** Makes the preview of a file, some rows at a time, so that its progress can be seen. Never leaves half of one: only its end makes it count. */
export async function makePreview(d1: D1, place: ReadingPlace, choice: UploadChoice): Promise<void> {
  const read = await readKeptFile(d1, place.workspaceId, place.id, choice);
  if (!("table" in read)) {
    const { why, line } = read;
    return endReading(d1, place, { choice, reading: null, fault: line === undefined ? { why } : { why, line } });
  }
  const reading = describe(read);
  if (read.columns.fields.sku === null) return endReading(d1, place, { choice, reading, fault: { why: "no-sku" } });
  const { rows, refused } = read.products;
  const refusedRows = refusedByLine(refused);
  await expectRows(d1, place, rows.length + refusedRows.length);
  for (const some of inChunks(refusedRows)) await stageRows(d1, place, some, { ...NONE, refused: some.length });
  for (const some of inChunks(rows)) await stageChanges(d1, place, some);
  await endReading(d1, place, { choice, reading, fault: null });
}

const NONE = { added: 0, changed: 0, unchanged: 0, refused: 0 };

async function stageChanges(d1: D1, place: ReadingPlace, rows: readonly ProductRow[]): Promise<void> {
  const known = await factsOfSkus(
    d1,
    place.workspaceId,
    rows.map(({ sku }) => sku),
  );
  const { added, changed, unchanged } = previewChanges(rows, known);
  const staged = [
    ...added.map((row) => stagedRow("added", row, undefined)),
    ...changed.map((row) => stagedRow("changed", row, known.get(row.sku))),
  ];
  const counts = { ...NONE, added: added.length, changed: changed.length, unchanged: unchanged.length };
  await stageRows(d1, place, staged, counts);
}

function stagedRow(kind: "added" | "changed", row: ProductRow, old: ProductFacts | undefined): StagedRow {
  const { line, sku, title, repair } = row;
  const facts = factsAfter(old, row);
  const remarks = repair ? { repair } : null;
  return { kind, line, sku, title: title ?? "", facts, old: old ?? NOTHING_KNOWN, remarks };
}

function refusedByLine(refused: readonly RefusedCell[]): StagedRow[] {
  const lines = Map.groupBy(refused, ({ line }) => line);
  const nothing = { sku: "", title: "", facts: NOTHING_KNOWN, old: NOTHING_KNOWN };
  return [...lines].map(([line, cells]) => ({ kind: "refused", line, ...nothing, remarks: { refused: cells } }));
}

function describe({ table, columns, products }: ReadFile): FileReading {
  const { kind, encoding, delimiter, rows } = table;
  const header = rows.find(({ line }) => line === columns.headerLine)?.cells ?? [];
  const below = rows.filter(({ line }) => line > columns.headerLine).slice(0, SAMPLE_ROWS);
  const sample = below.map(({ cells }) => cells);
  return { kind, encoding, delimiter, columns, header, sample, ignored: products.ignored };
}

function* inChunks<T>(rows: readonly T[]): Generator<T[]> {
  for (let at = 0; at < rows.length; at += ROWS_AT_ONCE) yield rows.slice(at, at + ROWS_AT_ONCE);
}
