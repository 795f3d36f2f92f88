import type { ProductFacts } from "./product";

// The rules of a products file: which column is what, what a cell means, what would change. Blank cells change nothing.

export type ProductField = "sku" | "title" | "hsCode" | "origin" | "weight" | "description";
export const PRODUCT_FIELDS: readonly ProductField[] = ["sku", "title", "hsCode", "origin", "weight", "description"];

/** A row as the file has it; `line` as a spreadsheet numbers its rows, from 1. */
export type FileRow = { line: number; cells: readonly string[] };

/** Column numbers from 0, null when the file has none. The unit is null when neither header nor cells tell it. */
export type ProductColumns = {
  headerLine: number;
  fields: Readonly<Record<ProductField, number | null>>;
  weightUnit: "g" | "kg" | null;
};

export const CELL_REFUSALS = [
  "sku-missing",
  "sku-excel",
  "too-long",
  "duplicate",
  "formula-error",
  "hs-excel",
  "hs-not-digits",
  "hs-length",
  "hs-chapter",
  "hs-heading",
  "country-unknown",
  "weight-not-a-number",
  "weight-unit-unknown",
  "weight-out-of-range",
] as const;
export type CellRefusal = (typeof CELL_REFUSALS)[number];

/** `column` is null when the row as a whole is refused; `otherLine` is the line a duplicate contradicts. */
export type RefusedCell = {
  line: number;
  column: ProductField | null;
  why: CellRefusal;
  cell: string;
  otherLine?: number;
};

/** Zeros that Excel had removed from an HS code and that reading put back. */
export type CellRepair = "leading-zero" | "trailing-zero";

/** What one line says of a SKU; null is "nothing said". The title counts only for a SKU not known yet. */
export type ProductRow = { line: number; sku: string; title: string | null; facts: ProductFacts; repair?: CellRepair };

export type FactChange = { field: keyof ProductFacts; old: string | number | null; new: string | number };
export type ProductChange = ProductRow & { changes: FactChange[] };

/** A refused row has at least one entry in `refused`, and stands in `rows` not at all. `ignored`: blank, total and repeated header lines. */
export type ReadProducts = { rows: ProductRow[]; refused: RefusedCell[]; ignored: number };
export type ProductPreview = { added: ProductRow[]; changed: ProductChange[]; unchanged: ProductRow[] };
