import { Hono } from "hono";
import { suggestHsCodes } from "../db/hs-suggestions";
import { describeCodes, isNomenclatureLoaded, listCodesUnder, searchNomenclature } from "../db/nomenclature";
import { findProduct } from "../db/products";
import { HS_CHAPTERS } from "../domain/hs-code";
import { type HsWord, hsWordsOf } from "../domain/hs-words";
import { LANGUAGES, translator } from "../i18n/index";
import type { D1 } from "../lib/ports";
import { Card, PageHead } from "./components";
import { type AppContext, type AppEnv, signedIn, wantsFragment } from "./context";
import { FoundCodes, type HsFound, SearchFields, type SuggestedCode, type Taking } from "./hs-search";
import { page } from "./layout";
import { productPath } from "./product-row";
import { readerOf, wordsFor } from "./reader";

const MOST_SHOWN = 20;
const LONGEST_WORDS = 100;
// The first digits of a code, as people write them.
const DIGITS = /^\d{2,10}$/;

// In every language at once: people search in the language of their shop, whatever the pages speak.
const CHAPTER_TITLES = LANGUAGES.map(translator).flatMap((t) =>
  HS_CHAPTERS.map((chapter) => ({ chapter, title: wordsFor(t, [`hs.chapter.${chapter}`], "") })),
);

export const hsCodes = new Hono<AppEnv>();

/** Codes for `words`, and what may fit the product `sku`; as a fragment with buttons for the field `into`. */
hsCodes.get("/", async (c) => {
  const { words = "", sku, into } = c.req.query();
  const reader = readerOf(c);
  const { workspaceId } = signedIn(c);
  const typed = words.trim().slice(0, LONGEST_WORDS);
  const found = await find(c.env.DB, workspaceId, typed, sku ?? null);
  if (wantsFragment(c)) {
    const taking = reader.mayAct && into ? { into } : null;
    return c.html(<FoundCodes reader={reader} found={found} taking={taking} />);
  }
  return showPage(c, found, sku ?? null, reader.mayAct && found.suggestions && sku ? { sku } : null);
});

function showPage(c: AppContext, found: HsFound, sku: string | null, taking: Taking): Promise<Response> {
  const reader = readerOf(c);
  const { t } = reader;
  const back =
    sku === null ? { href: "/products", label: t("hs.back") } : { href: productPath(sku), label: t("hs.back.product") };
  const body = (
    <article class="narrow">
      <PageHead title={t("hs.title")} lead={t("hs.lead")} back={back} />
      <Card>
        <search>
          <form class="bar" method="get" action="/products/hs">
            <SearchFields t={t} id="hs-words" words={found.words} />
            {sku === null ? null : <input type="hidden" name="sku" value={sku} />}
          </form>
        </search>
        <FoundCodes reader={reader} found={found} taking={taking} />
      </Card>
    </article>
  );
  return page(c, t("hs.title"), body);
}

async function find(d1: D1, workspaceId: string, words: string, sku: string | null): Promise<HsFound> {
  const asked = hsWordsOf(words, CHAPTER_TITLES);
  const [isLoaded, codes, suggestions] = await Promise.all([
    isNomenclatureLoaded(d1),
    words === "" ? null : findCodes(d1, workspaceId, words, asked),
    sku === null ? null : suggest(d1, workspaceId, sku),
  ]);
  return {
    words,
    codes: codes?.slice(0, MOST_SHOWN) ?? null,
    isCut: codes !== null && codes.length > MOST_SHOWN,
    chapters: [...new Set(asked.flatMap(({ chapters }) => chapters))],
    suggestions,
    isLoaded,
  };
}

function findCodes(d1: D1, workspaceId: string, words: string, asked: readonly HsWord[]) {
  const digits = words.replace(/[\s.]/g, "");
  if (!DIGITS.test(digits)) return searchNomenclature(d1, workspaceId, asked, MOST_SHOWN + 1);
  return listCodesUnder(d1, workspaceId, digits.slice(0, 6), MOST_SHOWN + 1);
}

/** Null when the workspace has no such product. */
async function suggest(d1: D1, workspaceId: string, sku: string): Promise<SuggestedCode[] | null> {
  const product = await findProduct(d1, workspaceId, sku);
  if (!product) return null;
  const suggestions = await suggestHsCodes(d1, workspaceId, product);
  const described = await describeCodes(
    d1,
    suggestions.map(({ code }) => code),
  );
  return suggestions.map((suggestion) => ({ ...suggestion, description: described.get(suggestion.code) ?? null }));
}
