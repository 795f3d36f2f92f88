import type { UploadChoice } from "../db/product-uploads";
import { PRODUCT_FIELDS, type ProductColumns, type ProductField } from "../domain/product-file";
import { ENCODINGS } from "../lib/table-file-text";
import type { Typed } from "./forms";

/** What a file may be split by; a tab has a name, for a form would trim it. */
export const DELIMITERS = { semicolon: ";", comma: ",", tab: "\t", pipe: "|" } as const;

/** How a person says the file is to be read. What makes no sense, or is left to us, is guessed again. */
export function readChoice(typed: Typed): UploadChoice {
  const encoding = ENCODINGS.find((known) => known === typed.encoding);
  const delimiter = Object.entries(DELIMITERS).find(([name]) => name === typed.delimiter)?.[1];
  const columns = typed["column.sku"] === undefined ? undefined : columnsOf(typed);
  return { ...(encoding && { encoding }), ...(delimiter && { delimiter }), ...(columns && { columns }) };
}

function columnsOf(typed: Typed): ProductColumns {
  const fields = PRODUCT_FIELDS.map((field) => [field, numberOf(typed[`column.${field}`])]);
  const unit = typed.weightUnit;
  return {
    headerLine: numberOf(typed.headerLine) ?? 1,
    fields: Object.fromEntries(fields) as Record<ProductField, number | null>,
    weightUnit: unit === "g" || unit === "kg" ? unit : null,
  };
}

function numberOf(text: string | undefined): number | null {
  return text !== undefined && /^\d{1,5}$/.test(text) ? Number(text) : null;
}

/** Where a file has its preview, and later what became of it. */
export function uploadPath(id: string): string {
  return `/products/uploads/${id}`;
}
