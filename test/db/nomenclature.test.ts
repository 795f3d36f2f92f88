import { beforeAll, describe, expect, it } from "vitest";
import {
  describeCodes,
  headingExists,
  isNomenclatureLoaded,
  listCodesUnder,
  searchNomenclature,
  unknownHeadings,
} from "../../src/db/nomenclature";
import { type ChapterTitle, hsWordsOf } from "../../src/domain/hs-words";
import type { D1 } from "../../src/lib/ports";
import { d1Twin } from "../d1-twin";
import { loadNomenclature } from "../nomenclature";
import { NOW, plansOf } from "./cast";
import { addProducts } from "./products-cast";

const TITLES: ChapterTitle[] = [
  { chapter: "61", title: "Vêtements en maille" },
  { chapter: "62", title: "Vêtements en tissu" },
];
const DAY_MS = 86_400_000;

let d1: D1;
const search = async (words: string, workspace = "w1") =>
  (await searchNomenclature(d1, workspace, hsWordsOf(words, TITLES), 20)).map(({ code }) => code);

beforeAll(async () => {
  d1 = d1Twin();
  await loadNomenclature(d1);
});

describe("a search in the nomenclature", () => {
  it.each([
    ["drills", ["846721"]],
    ["DRI", ["846721"]],
    ["perceuse", ["846721"]],
    ["muller", ["851671"]],
    ["Müller", ["851671"]],
    ["electriques", ["851671"]],
    ["ÉLECTRIQUES", ["851671"]],
    ["cotton singlets", ["610910"]],
    ["handbags leather", ["420221"]],
    ["vetements coton", ["610510", "610910", "620520"]],
    ["bees", ["010641"]],
    ["the of", []],
    ["", []],
    ["zxy", []],
  ])("for %j finds %j", async (words, codes) => {
    expect((await search(words)).sort()).toEqual(codes);
  });

  it.each([
    '"',
    "drills*",
    "drills OR saws",
    "NEAR(drills)",
    "words:drills",
    "'; DROP TABLE hs_codes; --",
    "^drills",
    "-",
  ])("takes %j for words, never for orders", async (words) => {
    await search(words);
    expect(await isNomenclatureLoaded(d1)).toBe(true);
  });

  it("has all of the words before it has some of them", async () => {
    expect(await search("cotton singlets zxy")).toContain("610910");
    expect(await search("cotton singlets")).toEqual(["610910"]);
  });

  it("puts a word of the code's own text before one of its heading", async () => {
    expect((await search("singlets knitted cotton"))[0]).toBe("610910");
    expect((await search("other textiles knitted"))[0]).toBe("610990");
  });

  it("gives the words above a code", async () => {
    const [found] = await searchNomenclature(d1, "w1", hsWordsOf("bees", []), 5);
    expect(found).toEqual({
      code: "010641",
      description: "Insects; live, bees",
      heading: "Animals; live, other",
      usedAt: null,
    });
  });

  it("shows the workspace's newest habits first, whatever their length, and nobody else's", async () => {
    await addProducts(d1, "w1", [
      { sku: "A", hsCode: "620520", updatedAt: NOW - DAY_MS },
      { sku: "B", hsCode: "61052010", updatedAt: NOW },
    ]);
    await addProducts(d1, "w2", [{ sku: "A", hsCode: "610510", updatedAt: NOW + DAY_MS }]);
    expect((await search("shirts men")).slice(0, 3)).toEqual(["610520", "620520", "610510"]);
    expect((await search("shirts men", "w2"))[0]).toBe("610510");
    const [first] = await searchNomenclature(d1, "w1", hsWordsOf("shirts men", []), 5);
    expect(first?.usedAt).toBe(NOW);
  });
});

describe("codes by their digits", () => {
  it.each([
    ["61", ["610510", "610520", "610910", "610990"]],
    ["6109", ["610910", "610990"]],
    ["010641", ["010641"]],
    ["77", []],
  ])("%s: %j", async (digits, codes) => {
    expect((await listCodesUnder(d1, "w1", digits, 10)).map(({ code }) => code)).toEqual(codes);
  });

  it("are described by their first six", async () => {
    expect(await describeCodes(d1, ["84672100", "010641", "999999"])).toEqual(
      new Map([
        ["84672100", "Hand tools with an electric motor; drills of all kinds"],
        ["010641", "Insects; live, bees"],
      ]),
    );
  });
});

describe("a heading", () => {
  it("is known to the nomenclature, or not", async () => {
    expect([await headingExists(d1, "610910"), await headingExists(d1, "6109100010")]).toEqual([true, true]);
    expect(await headingExists(d1, "619910")).toBe(false);
    expect(await unknownHeadings(d1, ["610910", "619910", "61991000", "010641"])).toEqual(new Set(["6199"]));
  });

  it("is not judged while no nomenclature is loaded", async () => {
    const empty = d1Twin();
    expect(await headingExists(empty, "619910")).toBeNull();
    expect(await unknownHeadings(empty, ["619910"])).toBeNull();
    expect(await isNomenclatureLoaded(empty)).toBe(false);
    expect(await searchNomenclature(empty, "w1", hsWordsOf("drills", []), 5)).toEqual([]);
  });
});

it("no search reads all of a table", async () => {
  const plans = await plansOf(d1, async (listening) => {
    await searchNomenclature(listening, "w1", hsWordsOf("shirts cotton", TITLES), 20);
    await listCodesUnder(listening, "w1", "61", 20);
    await describeCodes(listening, ["610910"]);
  });
  const steps = plans.flat();
  expect(steps.filter((step) => /^SCAN (c|h|hs_codes|products)\b/.test(step))).toEqual([]);
  expect(steps).toContain(
    "SEARCH products USING COVERING INDEX products_by_hs_code (workspace_id=? AND hs_code>? AND hs_code<?)",
  );
});
