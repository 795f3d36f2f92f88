// Words of a search or a title, as the nomenclature is looked through.
import { nomenclatureWords } from "./hs-synonyms";
import { foldText } from "./product";

/** A word to look for: its own letters, what the nomenclature calls the same, the chapters whose titles speak of it. */
export type HsWord = { word: string; also: readonly string[]; chapters: readonly string[] };

export type ChapterTitle = { chapter: string; title: string };

const MOST_WORDS = 12;
const SHORTEST = 2;
// Of the six languages people write titles in: they would match half of the nomenclature.
const EMPTY_WORDS: ReadonlySet<string> = new Set(
  (
    "au aux avec ce cette dans de des du en et la le les ou par pour sans sous sur un une " +
    "an and as by for from in of on or other than the to with without " +
    "das dem den der des die ein eine fur im mit ohne und von zu " +
    "bij een het met op te van voor zonder " +
    "al con del el las los para por sin una uno " +
    "di gli il lo per senza su"
  ).split(" "),
);

/** The words of a text: lower case, without accents, each once, in their order; words that say nothing left out. */
export function wordsOf(text: string, most = MOST_WORDS): string[] {
  const words =
    foldText(text)
      .replaceAll("œ", "oe")
      .match(/[\p{L}\p{N}]+/gu) ?? [];
  const telling = words.filter((word) => word.length >= SHORTEST && !EMPTY_WORDS.has(word));
  return [...new Set(telling)].slice(0, most);
}

/** The words of a text, each with what else stands for it; `titles` are the chapters' in any languages. */
export function hsWordsOf(text: string, titles: readonly ChapterTitle[]): HsWord[] {
  const words = wordsOf(text);
  if (words.length === 0) return [];
  const chapters = titles.map(({ chapter, title }) => ({ chapter, own: wordsOf(title) }));
  return words.map((word) => {
    const speak = chapters.filter(({ own }) => own.some((begins) => begins.startsWith(word)));
    return { word, also: nomenclatureWords(word), chapters: [...new Set(speak.map(({ chapter }) => chapter))] };
  });
}
