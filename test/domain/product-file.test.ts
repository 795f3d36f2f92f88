import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import type { ProductFacts } from "../../src/domain/product";
import { matchColumns } from "../../src/domain/product-columns";
import { previewChanges } from "../../src/domain/product-preview";
import { readProducts } from "../../src/domain/product-rows";
import { countryOfText } from "../../src/lib/country-names";
import { readTableFile } from "../../src/lib/table-file";
import { FILES } from "../fixtures/products/make.mjs";

const FOLDER = path.join(import.meta.dirname, "../fixtures/products");
const SPREADSHEETS = readdirSync(FOLDER).filter((name) => /\.(csv|txt|xlsx?|ods)$/.test(name));

const ROWS = 50_000;
const NOTHING: ProductFacts = { hsCode: null, origin: null, weightGrams: null, description: null };
const KNOWN: ReadonlyMap<string, ProductFacts> = new Map([
  ["TS-001", { ...NOTHING, hsCode: "61091000", origin: "CN", weightGrams: 180 }],
  ["A1", { ...NOTHING, hsCode: "610910", origin: "FR", weightGrams: 180 }],
  ["KNOWN", { hsCode: "490199", origin: "FR", weightGrams: 300, description: "Books" }],
  ["KNOWN-2", { ...NOTHING, origin: "IT" }],
]);

describe("products files as programs write them", () => {
  it("are at least 25", () => {
    expect(SPREADSHEETS.length).toBeGreaterThanOrEqual(25);
  });

  // Not byte by byte for workbooks: the next zlib may pack them otherwise.
  it("are what their script makes", () => {
    expect(Object.keys(FILES).sort()).toEqual(SPREADSHEETS.sort());
    for (const [name, bytes] of Object.entries(FILES).filter(([name]) => !name.endsWith(".xlsx"))) {
      expect(new Uint8Array(readFileSync(path.join(FOLDER, name))), name).toEqual(new Uint8Array(bytes));
    }
  });

  it.each(SPREADSHEETS)("%s gives the preview that stands beside it", async (name) => {
    const expected: unknown = JSON.parse(readFileSync(path.join(FOLDER, "expected", `${name}.json`), "utf8"));
    expect(await previewOf(name)).toEqual(expected);
  });
});

describe("a file of 50,000 rows", () => {
  it("is read and compared in less than 2.5 s of computing", async () => {
    const countries = ["France", "Chine", "Portugal", "IT", "DEU"];
    const lines = Array.from({ length: ROWS }, (_, row) => {
      const weight = 100 + (row % 800);
      return `SKU-${row};"T-shirt été n° ${row}; bleu";6109 10 00 ${10 + (row % 80)};${countries[row % 5]};0,${weight}\r\n`;
    });
    const bytes = new Uint8Array(
      Buffer.from(`Référence;Désignation;Code SH;Pays d'origine;Poids (kg)\r\n${lines.join("")}`),
    );
    const begun = process.cpuUsage();
    const file = await readTableFile(bytes);
    if (!file.ok) throw new Error(file.why);
    const { rows, refused } = readProducts(file.rows, matchColumns(file.rows), countryOfText);
    const known = new Map(rows.slice(0, ROWS / 2).map(({ sku, facts }) => [sku, { ...facts, origin: "ES" }]));
    const { added, changed } = previewChanges(rows, known);
    const { user, system } = process.cpuUsage(begun);
    expect([refused.length, added.length, changed.length]).toEqual([0, ROWS / 2, ROWS / 2]);
    expect((user + system) / 1000).toBeLessThan(2500);
  });
});

async function previewOf(name: string): Promise<unknown> {
  const file = await readTableFile(new Uint8Array(readFileSync(path.join(FOLDER, name))));
  if (!file.ok) return file;
  const columns = matchColumns(file.rows);
  const { rows, refused, ignored } = readProducts(file.rows, columns, countryOfText);
  const { kind, encoding, delimiter } = file;
  return { kind, encoding, delimiter, columns, ...previewChanges(rows, KNOWN), refused, ignored };
}
