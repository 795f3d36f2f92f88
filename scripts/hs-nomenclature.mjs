// The open nomenclature as SQL for D1: `section,hscode,description,parent,level`, a heading or a code a line.
import papaparse from "papaparse";

// D1 takes statements up to 100 KB.
const LONGEST_STATEMENT = 80_000;
// Headings and codes by their digits; a chapter's two have our own words (src/i18n/*/hs-chapters.ts), the sum of all none.
const KEPT_LEVELS = new Set(["4", "6"]);
// As migrations/0007_nomenclature.sql makes it: whoever exported the database has dropped it, for D1 exports no such table.
const WORDS = `CREATE VIRTUAL TABLE IF NOT EXISTS hs_words USING fts5(words, heading, chapter, content='',
  tokenize='unicode61 remove_diacritics 2', prefix='2 3')`;
const COLUMNS = ["hscode", "description", "level"];

/**
 * Statements that put a file's nomenclature in place of the one before, to be run as one transaction; or the first fault of the
 * file, with its line.
 */
export function nomenclatureSql(text) {
  const { data } = papaparse.parse(text.replace(/^\uFEFF/, ""), { skipEmptyLines: "greedy" });
  const [head = [], ...lines] = data;
  const places = COLUMNS.map((column) => head.findIndex((name) => name.trim().toLowerCase() === column));
  if (places.includes(-1)) return { fault: `The first line must name the columns ${COLUMNS.join(", ")}.` };
  const rows = new Map();
  for (const [index, cells] of lines.entries()) {
    const [code = "", description = "", level = ""] = places.map((place) => cells[place]?.trim());
    if (!KEPT_LEVELS.has(level)) continue;
    if (!/^\d+$/.test(code) || code.length !== Number(level)) {
      return { fault: `Row ${index + 1}: ${JSON.stringify(code)} is no code of ${level} digits.` };
    }
    if (description === "") return { fault: `Row ${index + 1}: ${code} has no description.` };
    rows.set(code, description);
  }
  const headings = [...rows.keys()].filter((code) => code.length === 4);
  const codes = [...rows.keys()].filter((code) => code.length === 6);
  const orphan = codes.find((code) => !rows.has(code.slice(0, 4)));
  if (orphan !== undefined) return { fault: `The heading of ${orphan} is missing: is the file whole?` };
  if (codes.length === 0) return { fault: "The file has no code of six digits." };
  return { statements: statementsOf(rows), headings: headings.length, codes: codes.length };
}

function statementsOf(rows) {
  return [
    "DELETE FROM hs_codes",
    ...inserts([...rows].map(([code, description]) => `('${code}','${description.replaceAll("'", "''")}')`)),
    WORDS,
    "INSERT INTO hs_words (hs_words) VALUES ('delete-all')",
    // The row of a code is its number after a 1, which keeps its leading zeros.
    `INSERT INTO hs_words (rowid, words, heading, chapter)
      SELECT CAST('1' || c.code AS INTEGER), c.description, h.description, substr(c.code, 1, 2)
      FROM hs_codes c JOIN hs_codes h ON h.code = substr(c.code, 1, 4) WHERE length(c.code) = 6`,
  ];
}

function inserts(values) {
  const statements = [];
  let held = [];
  let length = 0;
  for (const value of values) {
    if (length + value.length > LONGEST_STATEMENT) {
      statements.push(held);
      held = [];
      length = 0;
    }
    held.push(value);
    length += value.length + 1;
  }
  return [...statements, held].map((some) => `INSERT INTO hs_codes (code, description) VALUES ${some.join(",")}`);
}
