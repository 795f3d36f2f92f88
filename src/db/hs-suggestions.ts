import { sql } from "drizzle-orm";
import {
  type CodedProduct,
  type HsSuggestion,
  suggestFromOwn,
  suggestFromText,
  titleWordsOf,
} from "../domain/hs-suggestion";
import { hsWordsOf } from "../domain/hs-words";
import type { D1 } from "../lib/ports";
import { ask } from "./client";
import { matchSome } from "./nomenclature";

/** What a suggestion is asked for. */
export type UncodedProduct = { sku: string; title: string; category: string | null };

const MOST_SUGGESTIONS = 5;
const MOST_MATCHES = 20;
const SHORTEST_WORD = 4;
// The merchant's codes, and of each the products that were written last: enough to learn from, and never all of a large table.
const MOST_CODES = 300;
const MOST_PRODUCTS_OF_A_CODE = 100;
const MOST_PRODUCTS = 2_000;

/** HS codes that the product may have, those of the workspace's own products first, each with its reasons. Writes nothing. */
export async function suggestHsCodes(d1: D1, workspaceId: string, product: UncodedProduct): Promise<HsSuggestion[]> {
  const { title, category } = product;
  // A chapter's title speaks of too many codes for a suggestion, and so does the beginning of a short word.
  const words = hsWordsOf(titleWordsOf(title).join(" "), []).filter(
    ({ word, also }) => word.length >= SHORTEST_WORD || also.length > 0,
  );
  const [own, found] = await Promise.all([
    listAlike(d1, workspaceId, product),
    matchSome(d1, workspaceId, words, MOST_MATCHES),
  ]);
  const learnt = suggestFromOwn(title, category, own);
  const known = new Set(learnt.map(({ code }) => code.slice(0, 6)));
  const others = found.filter(({ code }) => !known.has(code));
  return [...learnt, ...suggestFromText(others, words)].slice(0, MOST_SUGGESTIONS);
}

/** Products with a code that share a word or the category. */
async function listAlike(d1: D1, workspaceId: string, product: UncodedProduct): Promise<CodedProduct[]> {
  const words = JSON.stringify(titleWordsOf(product.title));
  // `cross join` keeps SQLite from going through all products of the workspace, looking for each among the wanted.
  return ask(d1, (db) =>
    db.all<CodedProduct>(sql`with recursive codes(code, place) as (
        select min(hs_code), 1 from products where workspace_id = ${workspaceId} and hs_code is not null
        union all
        select (select min(hs_code) from products where workspace_id = ${workspaceId} and hs_code > codes.code), place + 1
        from codes where codes.code is not null and place < ${MOST_CODES})
      select p.title, p.category, p.hs_code as hsCode from codes cross join products p
      where p.workspace_id = ${workspaceId} and p.sku in (
          select newest.sku from products newest
          where newest.workspace_id = ${workspaceId} and newest.hs_code = codes.code
          order by newest.updated_at desc limit ${MOST_PRODUCTS_OF_A_CODE})
        and p.sku <> ${product.sku}
        and (p.category = ${product.category}
          or exists (select 1 from json_each(${words}) word where instr(p.folded, word.value) > 0))
      limit ${MOST_PRODUCTS}`),
  );
}
