import { readHsCode } from "./hs-code";
import { unitOf } from "./product-columns";
import type { CellRefusal, CellRepair } from "./product-file";

/** What one cell says: a value, nothing at all, or why it cannot be taken. */
export type ReadCell<T> = { ok: true; value: T | null; repair?: CellRepair } | { ok: false; why: CellRefusal };

const MAX_SKU_CHARACTERS = 255;
/** Sendcloud's longest item description (sendcloud.md 3.1). */
export const MAX_DESCRIPTION_CHARACTERS = 255;
export const MAX_WEIGHT_GRAMS = 1_000_000;

const NOTHING = /^([-–—.?/]+|n\/?a|n\.a\.|k\.?a\.?|nc|null|none|néant)$/i;
const FORMULA_ERROR = /^#(\p{Lu}[\p{Lu}\d/]*[!?]|N\/A|NV)$/u;
const SCIENTIFIC = /^\d([.,]\d+)?E\+?\d+$/i;
/** "1-2" that Excel took for a day, as a workbook's reader writes it. */
const DATE = /^\d{4}-\d\d-\d\dT/;
/** Our own mark, and Excel's, before a text that would else be a formula. */
const GUARD = /^'(?='*[=+\-@\t\r])/;

/** A cell's text without the mark against formulas. */
export function unguarded(cell: string | undefined): string {
  return (cell ?? "").trim().replace(GUARD, "");
}

/** The same on one line. */
export function onOneLine(text: string): string {
  return text.replace(/\s+/g, " ").trim();
}

/** Texts: at most `longest` characters. */
export function readText(text: string, longest: number): ReadCell<string> {
  if (isNothing(text)) return { ok: true, value: null };
  if (FORMULA_ERROR.test(text)) return { ok: false, why: "formula-error" };
  return text.length > longest ? { ok: false, why: "too-long" } : { ok: true, value: text };
}

/** The key of a row, so never "nothing"; a number that Excel rounded names another product, or none. */
export function readSku(text: string): ReadCell<string> {
  if (text === "") return { ok: false, why: "sku-missing" };
  if (FORMULA_ERROR.test(text)) return { ok: false, why: "formula-error" };
  if ((SCIENTIFIC.test(text) && /[.,]/.test(text)) || DATE.test(text)) return { ok: false, why: "sku-excel" };
  return text.length > MAX_SKU_CHARACTERS ? { ok: false, why: "too-long" } : { ok: true, value: text };
}

/**
 * An HS code of 6, 8 or 10 digits. Spreadsheets take a code for a number and drop its zeros. Codes have an even number of
 * digits and begin with their chapter, so 5, 7 or 9 digits lack the first one: it is put back when chapter and heading
 * exist (10121 is 010121), else the cell is refused. A number of the form 6109.1 lacks its last one. Both are told as a repair.
 */
export function readHsCell(text: string): ReadCell<string> {
  if (isNothing(text)) return { ok: true, value: null };
  if (FORMULA_ERROR.test(text)) return { ok: false, why: "formula-error" };
  const repaired = repairZeros(text);
  const read = readHsCode(repaired?.text ?? text);
  if (read.ok) return { ok: true, value: read.code, ...(repaired ? { repair: repaired.repair } : {}) };
  return read.why === "empty" ? { ok: true, value: null } : { ok: false, why: `hs-${read.why}` };
}

function repairZeros(text: string): { text: string; repair: CellRepair } | null {
  const [, heading = "", subheading = ""] = /^(\d{3,4})[.,](\d{1,2})$/.exec(text) ?? [];
  if (subheading.length === 1 || heading.length === 3) {
    const whole = heading.padStart(4, "0") + subheading.padEnd(2, "0");
    if (heading.length === 3 && !isEarlyHeading(whole)) return null;
    return { text: whole, repair: heading.length === 3 ? "leading-zero" : "trailing-zero" };
  }
  const digits = text.replace(/[\s.]/g, "");
  if (!/^[1-9](\d{4}|\d{6}|\d{8})$/.test(digits) || !isEarlyHeading(`0${digits}`)) return null;
  return { text: `0${digits}`, repair: "leading-zero" };
}

// The number of headings in each of the chapters 01 to 09: only these begin with a zero.
const HEADINGS_OF_CHAPTER = [0, 6, 10, 9, 10, 11, 4, 14, 14, 10];

function isEarlyHeading(code: string): boolean {
  const heading = Number(code.slice(2, 4));
  return heading >= 1 && heading <= (HEADINGS_OF_CHAPTER[Number(code.slice(0, 2))] ?? 0);
}

/** ISO-2 by `countryOf`, which knows names. */
export function readOriginCell(text: string, countryOf: (text: string) => string | null): ReadCell<string> {
  // NA is Namibia, so a country has fewer words for nothing.
  if (text === "" || /^([-–—.?/]+|n\/a)$/i.test(text)) return { ok: true, value: null };
  if (FORMULA_ERROR.test(text)) return { ok: false, why: "formula-error" };
  const value = countryOf(text);
  return value === null ? { ok: false, why: "country-unknown" } : { ok: true, value };
}

/** Whole grams, at least one. The cell's own unit beats the column's. Zero is what programs write when they know no weight. */
export function readWeightCell(text: string, columnUnit: "g" | "kg" | null): ReadCell<number> {
  if (isNothing(text)) return { ok: true, value: null };
  if (FORMULA_ERROR.test(text)) return { ok: false, why: "formula-error" };
  const [, digits = "", word = ""] = /^([\d.,'’\s]*\d)\s*(\p{L}*)\.?$/u.exec(text) ?? [];
  if (digits === "") return { ok: false, why: "weight-not-a-number" };
  const unit = word === "" ? columnUnit : unitOf(word);
  if (unit === null) return { ok: false, why: word === "" ? "weight-unit-unknown" : "weight-not-a-number" };
  const number = decimalOf(digits.replace(/[\s'’]/g, ""), unit);
  if (number === null) return { ok: false, why: "weight-not-a-number" };
  if (number === 0) return { ok: true, value: null };
  const grams = Math.round(number * (unit === "kg" ? 1000 : 1));
  return grams < 1 || grams > MAX_WEIGHT_GRAMS ? { ok: false, why: "weight-out-of-range" } : { ok: true, value: grams };
}

// "1,450" is 1.45 kg but 1450 g: nobody weighs a parcel in tons, or to the thousandth of a gram.
function decimalOf(digits: string, unit: "g" | "kg"): number | null {
  if (/^\d+$/.test(digits)) return Number(digits);
  if (
    /^\d{1,3}([.,])\d{3}(\1\d{3})*$/.test(digits) &&
    (unit === "g" || digits.split(/[.,]/).length > 2) &&
    digits[0] !== "0"
  )
    return Number(digits.replace(/[.,]/g, ""));
  const [, whole = "", fraction = ""] =
    /^(\d*|\d{1,3}(?:\.\d{3})+(?=,)|\d{1,3}(?:,\d{3})+(?=\.))[.,](\d+)$/.exec(digits) ?? [];
  return fraction === "" ? null : Number(`${whole.replace(/[.,]/g, "") || "0"}.${fraction}`);
}

function isNothing(text: string): boolean {
  return text === "" || NOTHING.test(text);
}
