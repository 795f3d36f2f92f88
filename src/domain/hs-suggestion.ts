// Which HS code a product may have: first as the merchant's own products have it, then as the nomenclature's text reads.
import { type HsWord, wordsOf } from "./hs-words";

/** Why a code is suggested; `words` as they stand in the title, `products` how many of the merchant's own speak for it. */
export type HsReason =
  | { why: "same-words"; words: string[]; products: number }
  | { why: "same-category"; category: string; products: number }
  | { why: "nomenclature"; words: string[] };

/** Never applied by itself: a person takes it or leaves it. The strongest reason comes first. */
export type HsSuggestion = { code: string; reasons: HsReason[] };

/** One of the merchant's products that has a code. */
export type CodedProduct = { title: string; category: string | null; hsCode: string };

/** A code as the nomenclature describes it; `heading` are the words above it. */
type DescribedCode = { code: string; description: string; heading: string | null };

const MOST_OWN = 3;
// What the category weighs beside one word that only the products of a code have.
const CATEGORY_WEIGHT = 0.5;
// A code that explains less than this of the title says nothing.
const LEAST_SCORE = 0.2;

type Vote = { score: number; words: Set<string>; byWords: Set<CodedProduct>; byCategory: number };

/**
 * Codes of the merchant's own products, the likeliest first: each word of the title, and its category, votes for the
 * codes of the products that share it, the more the fewer products have it.
 */
export function suggestFromOwn(
  title: string,
  category: string | null,
  own: readonly CodedProduct[],
  limit = MOST_OWN,
): HsSuggestion[] {
  const votes = new Map<string, Vote>();
  const known = own.map((product) => ({ product, words: new Set(wordsOf(product.title)) }));
  for (const word of titleWordsOf(title))
    voteByWord(
      votes,
      word,
      known.filter(({ words }) => words.has(word)).map(({ product }) => product),
    );
  if (category !== null)
    voteByCategory(
      votes,
      own.filter((product) => product.category === category),
    );
  return [...votes]
    .filter(([, { score }]) => score >= LEAST_SCORE)
    .sort(([a, one], [b, other]) => other.score - one.score || (a < b ? -1 : 1))
    .slice(0, limit)
    .map(([code, vote]) => ({ code, reasons: reasonsOf(vote, category) }));
}

/** The words of a title that tell what the goods are: numbers, which say how large or how many, left out. */
export function titleWordsOf(title: string): string[] {
  return wordsOf(title).filter((word) => !/^\d/.test(word));
}

/** Codes of the nomenclature whose text has some of the words: those with the most first, then with the title's first words. */
export function suggestFromText(found: readonly DescribedCode[], words: readonly HsWord[]): HsSuggestion[] {
  const read = found.map(({ code, description, heading }) => {
    const own = wordsOf(`${description} ${heading ?? ""}`, Number.POSITIVE_INFINITY);
    return { code, met: words.filter((word) => isAmong(word, own)).map(({ word }) => word) };
  });
  const place = ({ met: [first = ""] }: { met: string[] }) => words.findIndex(({ word }) => word === first);
  return read
    .filter(({ met }) => met.length > 0)
    .sort((a, b) => b.met.length - a.met.length || place(a) - place(b))
    .map(({ code, met }) => ({ code, reasons: [{ why: "nomenclature", words: met }] }));
}

function voteByWord(votes: Map<string, Vote>, word: string, having: readonly CodedProduct[]): void {
  const rarity = 1 / Math.log2(1 + having.length);
  for (const product of having) {
    const vote = voteFor(votes, product.hsCode);
    vote.score += rarity / having.length;
    vote.words.add(word);
    vote.byWords.add(product);
  }
}

function voteByCategory(votes: Map<string, Vote>, having: readonly CodedProduct[]): void {
  for (const product of having) {
    const vote = voteFor(votes, product.hsCode);
    vote.score += CATEGORY_WEIGHT / having.length;
    vote.byCategory += 1;
  }
}

function voteFor(votes: Map<string, Vote>, code: string): Vote {
  const vote = votes.get(code) ?? { score: 0, words: new Set(), byWords: new Set(), byCategory: 0 };
  votes.set(code, vote);
  return vote;
}

function reasonsOf(vote: Vote, category: string | null): HsReason[] {
  const reasons: HsReason[] = [];
  if (vote.words.size > 0) reasons.push({ why: "same-words", words: [...vote.words], products: vote.byWords.size });
  if (category !== null && vote.byCategory > 0) {
    reasons.push({ why: "same-category", category, products: vote.byCategory });
  }
  return reasons;
}

function isAmong({ word, also }: HsWord, own: readonly string[]): boolean {
  const has = (beginning: string) => own.some((known) => known.startsWith(beginning));
  return has(word) || also.some((one) => wordsOf(one).every(has));
}
