import { env } from "cloudflare:workers";
import { expect, it } from "vitest";
import { nomenclatureSql } from "../../scripts/hs-nomenclature.mjs";
import { suggestHsCodes } from "../../src/db/hs-suggestions";
import { searchNomenclature } from "../../src/db/nomenclature";
import { hsWordsOf } from "../../src/domain/hs-words";
import { addProducts } from "./products-cast";

// The other tests ask the twin: here the real D1, with its own SQLite and its own FTS5, answers the same.
const FILE = [
  "section,hscode,description,parent,level",
  'XVI,8467,"Tools worked by hand, with a motor",84,4',
  "XVI,846721,Hand tools; drills of all kinds,8467,6",
  "XVI,846722,Hand tools; saws,8467,6",
].join("\n");

it("D1 searches the nomenclature and suggests from it and from the own products", async () => {
  const { statements = [] } = nomenclatureSql(FILE);
  // Twice: what is loaded again takes the place of the one before.
  for (const _ of [1, 2]) await env.DB.batch(statements.map((statement) => env.DB.prepare(statement)));
  await addProducts(env.DB, "w1", [{ sku: "S-1", title: "Scie Élite", hsCode: "84672210", updatedAt: 5 }]);
  const search = (words: string) => searchNomenclature(env.DB, "w1", hsWordsOf(words, []), 5);
  expect((await search("perceuse")).map(({ code }) => code)).toEqual(["846721"]);
  expect((await search("hand tools")).map(({ code, usedAt }) => [code, usedAt])).toEqual([
    ["846722", 5],
    ["846721", null],
  ]);
  expect(await suggestHsCodes(env.DB, "w1", { sku: "N", title: "Perceuse ELITE", category: null })).toEqual([
    { code: "84672210", reasons: [{ why: "same-words", words: ["elite"], products: 1 }] },
    { code: "846721", reasons: [{ why: "nomenclature", words: ["perceuse"] }] },
  ]);
});
