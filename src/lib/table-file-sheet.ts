import type { RefusedTable } from "./table-file";
import { LIMIT_COLUMNS } from "./table-file-csv";

// The reader fills every gap before a row or a cell with blanks, however far it stands: one cell in XFD1048576 is sixteen
// thousand million blanks. It also takes a formula's error, or a formula never computed, for a blank cell.

/** What a cell says whose formula was never computed. */
const NOT_COMPUTED = "#FORMULA!";
const LAST_ROW = 100_000;
// No pattern here may look past the next "<": text made of half-open tags would take a time with the square of its length.
// The reader itself takes such a time over them, so a part with one is refused: spreadsheets write none.
const HALF_TAG = /<[^<>]*(?:<|$)/;
const PREFIX = /(<\/?)[^<>\s:/"'=]+:/g;
const BLANK_ROW = /<row\b[^<>]*(?:\/>|>\s*(?:<c\b[^<>]*\/>\s*)*<\/row>)/g;
const ERROR_CELL = /(<c\b[^<>]*\st=)"e"/g;
const BARE_FORMULA = /<c\b([^<>]*)>(<f\b[^<>]*(?:\/>|>[^<]*<\/f>))(<v\s*\/>|<v><\/v>)?<\/c>/g;
const ROW_OR_CELL = /<(row|c)\b([^<>]*)(.?)/g;
const ATTRIBUTES = /^(?:\s+[^\s=<>"']+\s*=\s*(?:"[^"]*"|'[^']*'))*\s*\/?$/;
const PLACE = /[\s:]r\s*=\s*["']([^"']*)["']/g;

/** A part of a workbook made safe to read. Of a sheet, rows without a value are left out, and formulas without one say so. */
export function checkPart(bytes: Uint8Array): Uint8Array | RefusedTable {
  const text = new TextDecoder().decode(bytes);
  if (HALF_TAG.test(text)) return { ok: false, why: "damaged" };
  if (!/<(?:[^<>\s:/"'=]+:)?sheetData\b/.test(text)) return bytes;
  const sheet = text
    .replace(PREFIX, "$1")
    .replace(BLANK_ROW, "")
    .replace(ERROR_CELL, '$1"str"')
    .replace(BARE_FORMULA, sayNotComputed);
  return beyondLimits(sheet) ?? new TextEncoder().encode(sheet);
}

// A text formula that gives nothing has an empty value; any other without a value was never computed.
function sayNotComputed(cell: string, attributes: string, formula: string, value: string | undefined): string {
  if (value !== undefined && attributes.includes('t="str"')) return cell;
  return `<c${attributes.replace(/\st="\w*"/, "")} t="str">${formula}<v>${NOT_COMPUTED}</v></c>`;
}

function beyondLimits(sheet: string): RefusedTable | null {
  for (const [, tag, attributes = "", end] of sheet.matchAll(ROW_OR_CELL)) {
    if (end !== ">" || !ATTRIBUTES.test(attributes)) return { ok: false, why: "damaged" };
    const blank = attributes.endsWith("/");
    for (const [, place = ""] of attributes.matchAll(PLACE)) {
      const why = tag === "row" ? beyondRow(place) : beyondCell(place, blank);
      if (why) return why;
    }
  }
  return null;
}

function beyondRow(place: string): RefusedTable | null {
  if (!/^\d{1,7}$/.test(place)) return { ok: false, why: "damaged" };
  return Number(place) > LAST_ROW ? { ok: false, why: "too-many-rows", line: Number(place) } : null;
}

function beyondCell(place: string, blank: boolean): RefusedTable | null {
  const [, letters = "", row = ""] = /^([A-Z]{1,3})(\d{1,7})$/.exec(place) ?? [];
  if (!letters) return { ok: false, why: "damaged" };
  if (blank || columnOf(letters) <= LIMIT_COLUMNS) return beyondRow(row);
  return { ok: false, why: "too-many-columns", line: Number(row) };
}

function columnOf(letters: string): number {
  return [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0);
}
