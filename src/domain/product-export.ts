import type { Product } from "./product";
import { readHsCell, unguarded } from "./product-cells";
import { type FileRow, PRODUCT_FIELDS, type ProductColumns, type ProductField, type RefusedCell } from "./product-file";

/** How a CSV is written for one language: Excel wants `;` where the comma is decimal. The names are those an upload knows. */
export type CsvForm = { delimiter: "," | ";"; names: Readonly<Record<ProductField, string>> };

/** `reason` names the first column, `weights` the weight's column by its unit. */
export type RefusedForm = CsvForm & { reason: string; weights: Readonly<Record<"g" | "kg", string>> };

const BYTE_ORDER_MARK = "\uFEFF";
/** Also behind an apostrophe, so that the mark can be taken off again without a doubt. */
const FORMULA = /^'*[=+\-@\t\r]/;

/** The first line of an export, with the mark by which Excel knows UTF-8. By itself it is the template to fill in. */
export function exportHead(form: CsvForm): string {
  return (
    BYTE_ORDER_MARK +
    line(
      PRODUCT_FIELDS.map((field) => form.names[field]),
      form.delimiter,
    )
  );
}

/** The lines of these products: uploaded again they change nothing, even when a spreadsheet has saved them in between. */
export function exportLines(products: readonly Product[], form: CsvForm): string {
  return products.map((product) => line(cellsOf(product), form.delimiter)).join("");
}

function cellsOf(product: Product): string[] {
  const cells: Record<ProductField, string> = {
    sku: product.sku,
    title: product.title,
    hsCode: inPairs(product.hsCode ?? ""),
    origin: product.origin ?? "",
    weight: product.weightGrams === null ? "" : `${product.weightGrams}`,
    description: product.description ?? "",
  };
  return PRODUCT_FIELDS.map((field) => cells[field]);
}

// "6109 10 00" as tariffs print it: no spreadsheet takes that for a number, so no zero and no digit is lost.
function inPairs(code: string): string {
  return code.replace(/^(\d{4})(\d{2})(\d{2})?(\d{2})?$/, (_, ...pairs: (string | undefined)[]) =>
    pairs
      .slice(0, 4)
      .filter((pair) => pair !== undefined)
      .join(" "),
  );
}

/**
 * The refused rows as they were read, with the reasons in a first column that an upload passes over, to correct and
 * upload again. Columns with a meaning get our own names, so that what a person mapped by hand is known the next time.
 */
export function refusedFile(
  rows: readonly FileRow[],
  refused: readonly RefusedCell[],
  columns: ProductColumns,
  form: RefusedForm,
  reasonOf: (refusal: RefusedCell) => string,
): string {
  const reasons = new Map<number, string[]>();
  for (const refusal of refused) reasons.set(refusal.line, [...(reasons.get(refusal.line) ?? []), reasonOf(refusal)]);
  const header = rows.find((row) => row.line === columns.headerLine)?.cells ?? [];
  const kept = rows.filter((row) => reasons.has(row.line));
  const width = kept.reduce((most, row) => Math.max(most, row.cells.length), header.length);
  const names = Array.from({ length: width }, (_, column) => nameOf(column, header, columns, form));
  const lines = kept.map((row) => {
    const cells = row.cells.map((cell, column) =>
      column === columns.fields.hsCode ? safeCode(cell) : unguarded(cell),
    );
    return line([(reasons.get(row.line) ?? []).join(" "), ...cells], form.delimiter);
  });
  return BYTE_ORDER_MARK + line([form.reason, ...names], form.delimiter) + lines.join("");
}

function nameOf(
  column: number,
  header: readonly string[],
  { fields, weightUnit }: ProductColumns,
  form: RefusedForm,
): string {
  const field = PRODUCT_FIELDS.find((candidate) => fields[candidate] === column);
  if (field === "weight") return weightUnit === null ? (header[column] ?? "") : form.weights[weightUnit];
  return field === undefined ? (header[column] ?? "") : form.names[field];
}

function safeCode(cell: string): string {
  const read = readHsCell(unguarded(cell));
  return read.ok && read.value !== null ? inPairs(read.value) : unguarded(cell);
}

function line(cells: readonly string[], delimiter: string): string {
  return `${cells.map((cell) => quoted(FORMULA.test(cell) ? `'${cell}` : cell, delimiter)).join(delimiter)}\r\n`;
}

function quoted(cell: string, delimiter: string): string {
  return cell.includes(delimiter) || /["\r\n]|^\s|\s$/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
