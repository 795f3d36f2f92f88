import type { FoundCode } from "../db/nomenclature";
import { chapterOf } from "../domain/hs-code";
import type { HsReason, HsSuggestion } from "../domain/hs-suggestion";
import { Badge, Button, Notice } from "./components";
import { distanceText, type Reader, wordsFor } from "./reader";

/** A code that is suggested, with the nomenclature's words for it where it has some. */
export type SuggestedCode = HsSuggestion & { description: string | null };

export type HsFound = {
  words: string;
  /** Null until something was asked. */
  codes: FoundCode[] | null;
  /** There were more. */
  isCut: boolean;
  /** Chapters whose titles have one of the words. */
  chapters: string[];
  /** Null where no product was named. */
  suggestions: SuggestedCode[] | null;
  isLoaded: boolean;
};

/** What becomes of a code that is found: it goes into a field of the page, to a product, or is only read. */
export type Taking = { into: string } | { sku: string } | null;

/**
 * A field that finds HS codes, for beside a field that takes one: `into` is that field's id, `sku` the product's. It stands
 * outside that field's form, being one itself. What is found goes into the field; nothing is saved by it.
 */
export function HsSearch({ reader: { t }, into, sku }: { reader: Reader; into: string; sku: string | null }) {
  const found = `${into}-hs`;
  return (
    <details>
      <summary>{t("hs.title")}</summary>
      <search>
        <form
          class="bar"
          method="get"
          action="/products/hs"
          hx-get="/products/hs"
          hx-trigger="submit, input delay:250ms"
          hx-target={`[id='${found}']`}
          hx-sync="this:replace"
        >
          <SearchFields t={t} id={`${found}-words`} words="" />
          <input type="hidden" name="into" value={into} />
          {sku === null ? null : <input type="hidden" name="sku" value={sku} />}
        </form>
      </search>
      <div id={found} aria-live="polite" {...(sku === null ? {} : hinted(into, sku))}>
        {sku === null ? null : <a href={`/products/hs?${new URLSearchParams({ sku })}`}>{t("hs.suggestions")}</a>}
      </div>
    </details>
  );
}

// Hints are asked for when the box is opened, not with every page.
function hinted(into: string, sku: string) {
  return { "hx-get": `/products/hs?${new URLSearchParams({ into, sku })}`, "hx-trigger": "intersect once" };
}

export function SearchFields({ t, id, words }: { t: Reader["t"]; id: string; words: string }) {
  return (
    <>
      <label for={id}>{t("hs.search")}</label>
      <input
        id={id}
        type="search"
        name="words"
        value={words}
        autocomplete="off"
        maxlength={100}
        aria-describedby={`${id}-hint`}
      />
      <Button weight="plain" icon="search">
        {t("hs.search.go")}
      </Button>
      <small id={`${id}-hint`} class="muted">
        {t("hs.search.hint")}
      </small>
    </>
  );
}

/** What a search found, and what may fit the product. */
export function FoundCodes({ reader, found, taking }: { reader: Reader; found: HsFound; taking: Taking }) {
  const { t } = reader;
  const { codes, suggestions, words, chapters } = found;
  return (
    <>
      {found.isLoaded ? null : (
        <Notice tone="info" title={t("hs.missing")}>
          <p>{t("hs.missing.body")}</p>
        </Notice>
      )}
      {codes === null || (codes.length === 0 && !found.isLoaded) ? null : (
        <p class="muted">{countText(reader, codes.length, words, found.isCut)}</p>
      )}
      {codes && codes.length > 0 ? (
        <ul class="rows">
          {codes.map((code) => (
            <CodeRow reader={reader} code={code} taking={taking} />
          ))}
        </ul>
      ) : null}
      {codes?.length === 0 && chapters.length > 0 ? <Chapters reader={reader} chapters={chapters} /> : null}
      {suggestions && codes === null ? <Suggestions reader={reader} suggestions={suggestions} taking={taking} /> : null}
    </>
  );
}

/** A code as it is read: 6109.10. */
function hsCodeText(code: string): string {
  return [code.slice(0, 4), ...(code.slice(4).match(/\d{1,2}/g) ?? [])].join(".");
}

function countText({ t }: Reader, count: number, words: string, isCut: boolean): string {
  if (count === 0) return t("hs.found.none", { words });
  return isCut ? t("hs.found.most", { count }) : t("hs.found", { count });
}

function CodeRow({ reader, code, taking }: { reader: Reader; code: FoundCode; taking: Taking }) {
  const { usedAt, description, heading } = code;
  return (
    <li>
      <CodeWords reader={reader} code={code.code} description={description}>
        {heading === null || heading === description ? null : <span lang="en">{heading}</span>}
        {usedAt === null ? null : (
          <Badge tone="info">{reader.t("hs.used", { distance: distanceText(reader, usedAt) })}</Badge>
        )}
      </CodeWords>
      <Take reader={reader} code={code.code} taking={taking} />
    </li>
  );
}

type SuggestionsProps = { reader: Reader; suggestions: SuggestedCode[]; taking: Taking };

function Suggestions({ reader, suggestions, taking }: SuggestionsProps) {
  const { t } = reader;
  if (suggestions.length === 0) return <p class="muted">{t("hs.suggestions.none")}</p>;
  return (
    <section>
      <h3>{t("hs.suggestions")}</h3>
      <p class="muted">{t("hs.suggestions.note")}</p>
      <ul class="rows">
        {suggestions.map(({ code, description, reasons }) => (
          <li>
            <CodeWords reader={reader} code={code} description={description}>
              {reasons.map((reason) => (
                <span>{reasonText(reader, reason)}</span>
              ))}
            </CodeWords>
            <Take reader={reader} code={code} taking={taking} />
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Why a code is suggested, in a sentence. */
function reasonText({ t }: Reader, reason: HsReason): string {
  const quoted = (words: readonly string[]) => words.map((word) => t("hs.quoted", { word })).join(", ");
  if (reason.why === "nomenclature") return t("hs.why.nomenclature", { words: quoted(reason.words) });
  const { products } = reason;
  if (reason.why === "same-words") return t("hs.why.same-words", { products, words: quoted(reason.words) });
  return t("hs.why.same-category", { products, category: quoted([reason.category]) });
}

type WordsProps = { reader: Reader; code: string; description: string | null; children?: unknown };

function CodeWords({ reader, code, description, children }: WordsProps) {
  return (
    <div class="hs-code">
      <strong class="num">{hsCodeText(code)}</strong>
      {description === null ? null : <span lang="en">{description}</span>}
      <small>{chapterText(reader, chapterOf(code))}</small>
      <small>{children}</small>
    </div>
  );
}

function Chapters({ reader, chapters }: { reader: Reader; chapters: readonly string[] }) {
  return (
    <section>
      <h3>{reader.t("hs.chapters")}</h3>
      <ul>
        {chapters.map((chapter) => (
          <li>{chapterText(reader, chapter)}</li>
        ))}
      </ul>
    </section>
  );
}

function chapterText({ t }: Reader, chapter: string): string {
  return t("hs.chapter", { chapter, title: wordsFor(t, [`hs.chapter.${chapter}`], "") });
}

function Take({ reader: { t }, code, taking }: { reader: Reader; code: string; taking: Taking }) {
  if (taking === null) return null;
  if ("into" in taking) {
    return (
      <button type="button" class="outline" data-hs-code={code} data-hs-into={taking.into}>
        {t("hs.take", { code: hsCodeText(code) })}
      </button>
    );
  }
  return (
    <form method="post" action="/products/values">
      <input type="hidden" name="sku" value={taking.sku} />
      <input type="hidden" name="hsCode" value={code} />
      <Button weight="plain">{t("hs.give", { code: hsCodeText(code) })}</Button>
    </form>
  );
}
