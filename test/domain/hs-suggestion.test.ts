import { describe, expect, it } from "vitest";
import { type CodedProduct, suggestFromOwn, suggestFromText, titleWordsOf } from "../../src/domain/hs-suggestion";
import { hsWordsOf, wordsOf } from "../../src/domain/hs-words";

const coded = (title: string, hsCode: string, category: string | null = null): CodedProduct => ({
  title,
  hsCode,
  category,
});
const DRILLS = [coded("Perceuse à percussion Bosch", "846721"), coded("Perceuse sans fil Makita", "84672100")];
const SHIRTS = [
  coded("Chemise coton Bosch", "620520", "Mode"),
  coded("Chemise lin", "620590", "Mode"),
  coded("Chemise coton rayée", "620520", "Mode"),
];

describe("the words of a title", () => {
  it.each([
    ["Perceuse à percussion, 18 V – ÉTÉ", ["perceuse", "percussion", "18", "ete"]],
    ["T-shirt en coton pour l'été", ["shirt", "coton", "ete"]],
    ["Œufs de caille", ["oeufs", "caille"]],
    ["le la les de du", []],
    ["coton COTON Coton", ["coton"]],
  ])("%j: %j", (title, words) => {
    expect(wordsOf(title)).toEqual(words);
  });

  it("tell what goods are without their numbers", () => {
    expect(titleWordsOf("Lot de 6 verres 25cl")).toEqual(["lot", "verres"]);
  });

  it("stand for what the nomenclature calls the same, in six languages, plurals too", () => {
    const same = ["perceuse", "Perceuses", "Bohrmaschine", "boormachine", "taladro", "trapano"];
    expect(same.map((word) => hsWordsOf(word, [])[0]?.also)).toEqual(same.map(() => ["drills"]));
    expect(hsWordsOf("percussion", [])[0]?.also).toEqual([]);
  });

  it("know the chapters whose titles speak of them, in every language given", () => {
    const titles = [
      { chapter: "64", title: "Chaussures" },
      { chapter: "64", title: "Footwear" },
      { chapter: "95", title: "Jouets" },
    ];
    expect(hsWordsOf("chauss foot", titles).map(({ chapters }) => chapters)).toEqual([["64"], ["64"]]);
  });
});

describe("a suggestion from the merchant's own products", () => {
  it("has the codes of those with the same words, and says with which and how many", () => {
    const [first, second] = suggestFromOwn("Perceuse Bosch 18 V", null, [...DRILLS, ...SHIRTS]);
    expect(first).toEqual({
      code: "846721",
      reasons: [{ why: "same-words", words: ["perceuse", "bosch"], products: 1 }],
    });
    expect(second?.code).toBe("620520");
  });

  it("lets a rare word count more than one that many codes share", () => {
    const many = Array.from({ length: 40 }, (_, place) => coded(`Bosch ${place}`, "850440"));
    const codes = suggestFromOwn("Perceuse Bosch", null, [...many, ...DRILLS]).map(({ code }) => code);
    expect(codes[0]).toBe("846721");
    expect(codes).toContain("84672100");
  });

  it("takes the category for a second reason, and alone where no word is shared", () => {
    const [both] = suggestFromOwn("Chemise coton", "Mode", SHIRTS);
    expect(both?.reasons.map(({ why }) => why)).toEqual(["same-words", "same-category"]);
    expect(suggestFromOwn("Zxy", "Mode", SHIRTS)).toEqual([
      { code: "620520", reasons: [{ why: "same-category", category: "Mode", products: 2 }] },
    ]);
  });

  it("says nothing where a category is spread over many codes and no word is shared", () => {
    const spread = Array.from({ length: 30 }, (_, place) => coded("Abc", String(610_100 + place), "Divers"));
    expect(suggestFromOwn("Zxy", "Divers", spread)).toEqual([]);
    expect(suggestFromOwn("Zxy", null, SHIRTS)).toEqual([]);
  });

  it("keeps 8 and 10 digits as the merchant has them", () => {
    expect(suggestFromOwn("Perceuse Makita", null, DRILLS)[0]?.code).toBe("84672100");
  });
});

describe("a suggestion from the nomenclature's text", () => {
  const found = [
    { code: "920600", description: "Musical instruments; percussion", heading: null },
    { code: "846721", description: "Hand tools; drills of all kinds", heading: "Tools with a motor" },
    { code: "854449", description: "Electric conductors", heading: null },
  ];

  it("names the words of the title, and puts those first that the title names first", () => {
    expect(suggestFromText(found, hsWordsOf("Perceuse percussion", []))).toEqual([
      { code: "846721", reasons: [{ why: "nomenclature", words: ["perceuse"] }] },
      { code: "920600", reasons: [{ why: "nomenclature", words: ["percussion"] }] },
    ]);
  });

  it("wants all words of a name that has several", () => {
    expect(suggestFromText(found, hsWordsOf("cable", [])).map(({ code }) => code)).toEqual(["854449"]);
  });
});
