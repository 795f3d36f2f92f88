import { inArray, type SQL, sql } from "drizzle-orm";
import { headingOf } from "../domain/hs-code";
import type { HsWord } from "../domain/hs-words";
import type { D1 } from "../lib/ports";
import { ask } from "./client";
import { hsCodes } from "./schema-nomenclature";

/** A code of the nomenclature; `heading` are the words above it, `usedAt` when the workspace last gave it to a product. */
export type FoundCode = { code: string; description: string; heading: string | null; usedAt: number | null };

// Habits are looked up for this many of the best matches, each in this many of its products.
const MOST_MATCHES = 200;
const MOST_PRODUCTS = 50;
// How much a word counts in a code's own text, in its heading's, in its chapter's title.
const WEIGHTS = sql.raw("10.0, 3.0, 0.0");

/** Codes whose text has all of these words (their beginnings suffice), else some of them: the workspace's newest habits first, then the best. */
export async function searchNomenclature(
  d1: D1,
  workspaceId: string,
  words: readonly HsWord[],
  limit: number,
): Promise<FoundCode[]> {
  if (words.length === 0) return [];
  const exact = await matching(d1, workspaceId, words.map(matchOf).join(" AND "), limit);
  return exact.length > 0 || words.length === 1 ? exact : matchSome(d1, workspaceId, words, limit);
}

/** The same for codes with any of the words: the rarer the word, the more it counts. */
export async function matchSome(
  d1: D1,
  workspaceId: string,
  words: readonly HsWord[],
  limit: number,
): Promise<FoundCode[]> {
  return words.length === 0 ? [] : matching(d1, workspaceId, words.map(matchOf).join(" OR "), limit);
}

/** Codes that begin with these digits, in their order. */
export async function listCodesUnder(d1: D1, workspaceId: string, digits: string, limit: number): Promise<FoundCode[]> {
  return ask(d1, (db) =>
    db.all<FoundCode>(sql`select ${shown(workspaceId)} from hs_codes c
      where c.code between ${digits} and ${`${digits}:`} and length(c.code) = 6 order by c.code limit ${limit}`),
  );
}

/** The words of these codes; of one with 8 or 10 digits those of its first six. Codes that the nomenclature lacks are absent. */
export async function describeCodes(d1: D1, codes: readonly string[]): Promise<Map<string, string>> {
  const known = await ask(d1, (db) =>
    db.all<{ code: string; description: string }>(sql`select asked.value as code, c.description
      from json_each(${JSON.stringify(codes)}) asked join hs_codes c on c.code = substr(asked.value, 1, 6)`),
  );
  return new Map(known.map(({ code, description }) => [code, description]));
}

/** False until scripts/hs-load.mjs has filled the tables. */
export async function isNomenclatureLoaded(d1: D1): Promise<boolean> {
  const rows = await ask(d1, (db) => db.select({ code: hsCodes.code }).from(hsCodes).limit(1));
  return rows.length > 0;
}

/** False when the nomenclature has no such heading (the code's first four digits); null when none is loaded. */
export async function headingExists(d1: D1, code: string): Promise<boolean | null> {
  const unknown = await unknownHeadings(d1, [code]);
  return unknown === null ? null : unknown.size === 0;
}

/** The headings of these codes that the nomenclature lacks; null when none is loaded. */
export async function unknownHeadings(d1: D1, codes: readonly string[]): Promise<Set<string> | null> {
  const asked = [...new Set(codes.map(headingOf))];
  const among = sql`(select value from json_each(${JSON.stringify(asked)}))`;
  const { code } = hsCodes;
  const [[loaded], found] = await ask(d1, (db) =>
    db.batch([
      db.select({ code }).from(hsCodes).limit(1),
      db.select({ code }).from(hsCodes).where(inArray(code, among)),
    ]),
  );
  if (!loaded) return null;
  const known = new Set(found.map((row) => row.code));
  return new Set(asked.filter((heading) => !known.has(heading)));
}

function matching(d1: D1, workspaceId: string, match: string, limit: number): Promise<FoundCode[]> {
  return ask(d1, (db) =>
    db.all<FoundCode>(sql`with matches as materialized (
        select substr(rowid, 2) as code, bm25(hs_words, ${WEIGHTS}) as score from hs_words
        where hs_words match ${match} order by score, rowid limit ${MOST_MATCHES})
      select ${shown(workspaceId)} from matches join hs_codes c on c.code = matches.code
      order by usedAt desc, matches.score, c.code limit ${limit}`),
  );
}

function shown(workspaceId: string): SQL {
  return sql`c.code, c.description,
    (select h.description from hs_codes h where h.code = substr(c.code, 1, 4)) as heading,
    (select max(p.updated_at) from (select updated_at from products
      where workspace_id = ${workspaceId} and hs_code between c.code and c.code || ':'
      order by hs_code desc, updated_at desc limit ${MOST_PRODUCTS}) p) as usedAt`;
}

// The word is quoted, so that FTS5 takes none of it for its own: letters and digits are all that wordsOf leaves.
function matchOf({ word, also, chapters }: HsWord): string {
  const own = [word, ...also].map((one) => `"${one}" *`).join(" OR ");
  const within = `{words heading} : (${own})`;
  if (chapters.length === 0) return `(${within})`;
  return `(${within} OR chapter : (${chapters.map((chapter) => `"${chapter}"`).join(" OR ")}))`;
}
