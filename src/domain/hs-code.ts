// HS codes: six digits are the world's, eight the EU's and many others', ten a tariff's (sendcloud.md 8).

/** Why a text is no HS code; "excel" when a spreadsheet has turned it into a rounded number and its digits are lost. */
export const HS_FAULTS = ["empty", "excel", "not-digits", "length", "chapter"] as const;
export type HsFault = (typeof HS_FAULTS)[number];

export type HsReading = { ok: true; code: string } | { ok: false; why: HsFault };

const LENGTHS: ReadonlySet<number> = new Set([6, 8, 10]);
const LAST_CHAPTER = 97;
// Kept free by the World Customs Organization.
const RESERVED_CHAPTER = 77;
// What people and tariffs write between the digits, and the mark by which a spreadsheet keeps a cell as text.
const BETWEEN = /[\s.\-‐‑–]/g;
const TEXT_MARK = /^'/;
const SCIENTIFIC = /^\d+([.,]\d+)?e[+-]?\d+$/i;

/** The chapters of the nomenclature, "01" to "97". */
export const HS_CHAPTERS: readonly string[] = Array.from({ length: LAST_CHAPTER }, (_, place) => place + 1)
  .filter((chapter) => chapter !== RESERVED_CHAPTER)
  .map((chapter) => String(chapter).padStart(2, "0"));
const CHAPTERS: ReadonlySet<string> = new Set(HS_CHAPTERS);

/** Reads a code as people write it; `code` is 6, 8 or 10 digits with its leading zeros. Whether its heading exists is asked of the nomenclature. */
export function readHsCode(text: string): HsReading {
  const typed = text.normalize("NFKC").trim().replace(TEXT_MARK, "");
  if (SCIENTIFIC.test(typed.replace(/\s/g, ""))) return { ok: false, why: "excel" };
  const code = typed.replace(BETWEEN, "");
  if (code === "") return { ok: false, why: "empty" };
  if (!/^\d+$/.test(code)) return { ok: false, why: "not-digits" };
  if (!LENGTHS.has(code.length)) return { ok: false, why: "length" };
  if (!CHAPTERS.has(chapterOf(code))) return { ok: false, why: "chapter" };
  return { ok: true, code };
}

/** Its two first digits. */
export function chapterOf(code: string): string {
  return code.slice(0, 2);
}

/** Its four first digits. */
export function headingOf(code: string): string {
  return code.slice(0, 4);
}
