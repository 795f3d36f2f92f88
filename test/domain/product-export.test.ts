import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Product, ProductFacts } from "../../src/domain/product";
import { matchColumns } from "../../src/domain/product-columns";
import { exportHead, exportLines, refusedFile } from "../../src/domain/product-export";
import { PRODUCT_FIELDS, type ProductField, type RefusedCell } from "../../src/domain/product-file";
import { factsAfter, previewChanges } from "../../src/domain/product-preview";
import { readProducts } from "../../src/domain/product-rows";
import { type Language, translator } from "../../src/i18n/index";
import { countryOfText } from "../../src/lib/country-names";
import { readTableFile } from "../../src/lib/table-file";

describe("an export", () => {
  it.each(["fr", "en"] as const)("in %s names its columns as an upload knows them", async (language) => {
    const columns = matchColumns((await read(exportHead(formOf(language)))).rows);
    const places = Object.fromEntries(PRODUCT_FIELDS.map((field, place) => [field, place]));
    expect(columns).toEqual({ headerLine: 1, fields: places, weightUnit: "g" });
  });

  it("writes no text that a spreadsheet takes for a formula, and no code that it takes for a number", () => {
    const product = { ...BARE, sku: "=1+1", hsCode: "0101210010", description: '@SUM("a";1)' };
    expect(exportLines([product], formOf("fr"))).toBe(`'=1+1;Chemise;0101 21 00 10;;;"'@SUM(""a"";1)"\r\n`);
  });

  it.each(["fr", "en"] as const)("in %s uploads back without a difference", async (language) => {
    await fc.assert(
      fc.asyncProperty(products, async (written) => {
        const form = formOf(language);
        const file = await read(exportHead(form) + exportLines(written, form));
        const { rows, refused } = readProducts(file.rows, matchColumns(file.rows), countryOfText);
        const known = new Map(written.map((product) => [product.sku, product]));
        const preview = previewChanges(rows, known);
        expect({ refused, added: preview.added, changed: preview.changed }).toEqual({
          refused: [],
          added: [],
          changed: [],
        });
        // A product of which nothing but zeros, marks and blanks is known may pass for a line that says nothing.
        const said = preview.unchanged.map(({ sku }) => sku);
        expect(said).toEqual(written.map(({ sku }) => sku).filter((sku) => said.includes(sku)));
        expect(said).toEqual(expect.arrayContaining(written.filter(hasCode).map(({ sku }) => sku)));
      }),
      { numRuns: 300 },
    );
  });
});

describe("the file of refused rows", () => {
  const text =
    "Réf;Poids;Pays;Code douane;Autre\nA1;0,18;FR;610910;x\n'=B2;heavy;Atlantis;010121;'+y\nC3;0,2;FR;6,1E+9;z\n";

  it("has their cells, why they are refused, and columns that are known again", async () => {
    const { rows } = await read(text);
    const columns = matchColumns(rows);
    const { refused } = readProducts(rows, columns, countryOfText);
    const corrected = refusedFile(rows, refused, columns, refusedForm("fr"), (refusal) => refusal.why);
    expect(corrected).toBe(
      [
        "\uFEFFMotif du refus;SKU;Poids (kg);Pays d'origine;Code SH;Autre",
        "country-unknown weight-not-a-number;'=B2;heavy;Atlantis;0101 21;'+y",
        "hs-excel;C3;0,2;FR;6,1E+9;z",
        "",
      ].join("\r\n"),
    );
    const again = await read(corrected);
    const readAgain = readProducts(again.rows, matchColumns(again.rows), countryOfText);
    expect(readAgain.refused.map(withoutLine)).toEqual(refused.map(withoutLine));
  });

  it("is taken once it is corrected, its reasons passed over", async () => {
    const { rows } = await read("Motif du refus;SKU;Poids (kg);Code SH\r\nCode SH inconnu;C3;0,2;610910\r\n");
    expect(readProducts(rows, matchColumns(rows), countryOfText)).toMatchObject({
      rows: [{ sku: "C3", facts: { hsCode: "610910", weightGrams: 200 } }],
      refused: [],
    });
  });
});

describe("a preview", () => {
  it("leaves what a row does not say, and tells old and new of what it does", () => {
    const old: ProductFacts = { hsCode: "610910", origin: "FR", weightGrams: null, description: "Cotton\n shirt" };
    const facts: ProductFacts = { hsCode: "61091000", origin: null, weightGrams: 180, description: "Cotton shirt" };
    const row = { line: 2, sku: "A", title: null, facts };
    expect(previewChanges([row], new Map([["A", old]])).changed).toEqual([
      {
        ...row,
        changes: [
          { field: "hsCode", old: "610910", new: "61091000" },
          { field: "weightGrams", old: null, new: 180 },
        ],
      },
    ]);
    expect(factsAfter(old, row)).toEqual({
      hsCode: "61091000",
      origin: "FR",
      weightGrams: 180,
      description: "Cotton shirt",
    });
    expect(factsAfter(undefined, row)).toEqual(facts);
  });
});

const BARE: Product = {
  ...{ sku: "A", title: "Chemise", category: null, lastSoldAt: null, timesSold: 0 },
  ...{ hsCode: null, origin: null, weightGrams: null, description: null },
};

const letters = fc.constantFrom(..."aZ09éß=+-@'\";,\t\n |.€");
const texts = fc
  .string({ unit: letters, minLength: 1, maxLength: 20 })
  .map((text) => text.trim())
  .filter((text) => text !== "");
const products: fc.Arbitrary<Product[]> = fc.uniqueArray(
  fc.record({
    sku: texts.filter((text) => !/^\d[.,]\d+E\+?\d+$/i.test(text)),
    title: texts,
    category: fc.constant(null),
    lastSoldAt: fc.constant(null),
    timesSold: fc.constant(0),
    hsCode: fc.option(fc.constantFrom("610910", "61091000", "6109100010", "010121", "01012100", "0101210010")),
    origin: fc.option(fc.constantFrom("FR", "NA", "GB", "XK", "CN")),
    weightGrams: fc.option(fc.integer({ min: 1, max: 1_000_000 })),
    description: fc.option(texts),
  }),
  { selector: ({ sku }) => sku, minLength: 1, maxLength: 8 },
);

function hasCode({ hsCode }: Product): boolean {
  return hsCode !== null;
}

function withoutLine({ line, ...refusal }: RefusedCell): Omit<RefusedCell, "line"> {
  expect(line).toBeGreaterThan(1);
  return refusal;
}

function formOf(language: Language) {
  const t = translator(language);
  const names = PRODUCT_FIELDS.map((field) => [field, t(`productFile.column.${field}`)] as const);
  const delimiter = language === "fr" ? (";" as const) : ("," as const);
  return { delimiter, names: Object.fromEntries(names) as Record<ProductField, string> };
}

function refusedForm(language: Language) {
  const t = translator(language);
  const weights = { g: t("productFile.weight.g"), kg: t("productFile.weight.kg") };
  return { ...formOf(language), reason: t("productFile.reason"), weights };
}

async function read(text: string) {
  const file = await readTableFile(new Uint8Array(Buffer.from(text)));
  if (!file.ok) throw new Error(`refused: ${file.why}`);
  return file;
}
