import { beforeEach, describe, expect, it } from "vitest";
import { suggestHsCodes } from "../../src/db/hs-suggestions";
import type { D1 } from "../../src/lib/ports";
import { d1Twin } from "../d1-twin";
import { loadNomenclature } from "../nomenclature";
import { plansOf } from "./cast";
import { addProducts } from "./products-cast";

let d1: D1;
const suggest = (title: string, category: string | null = null) =>
  suggestHsCodes(d1, "w1", { sku: "NEW", title, category });

beforeEach(async () => {
  d1 = d1Twin();
  await loadNomenclature(d1);
});

describe("suggestions for a product", () => {
  it("come from the merchant's own products first, then from the nomenclature, each with its reason", async () => {
    await addProducts(d1, "w1", [
      { sku: "P-1", title: "Perceuse-visseuse Bosch", hsCode: "8467210010" },
      { sku: "P-2", title: "Perceuse Makita", hsCode: "8467210010" },
      { sku: "C-1", title: "Chemise coton", hsCode: "620520" },
    ]);
    expect(await suggest("Perceuse à cafetière 18 V")).toEqual([
      { code: "8467210010", reasons: [{ why: "same-words", words: ["perceuse"], products: 2 }] },
      { code: "851671", reasons: [{ why: "nomenclature", words: ["cafetiere"] }] },
    ]);
  });

  it("find words without their accents", async () => {
    await addProducts(d1, "w1", [{ sku: "C-1", title: "Écharpe ÉTÉ", hsCode: "620520" }]);
    const [first] = await suggest("echarpe d'hiver");
    expect(first).toEqual({ code: "620520", reasons: [{ why: "same-words", words: ["echarpe"], products: 1 }] });
  });

  it("take the category where the title shares no word", async () => {
    await addProducts(d1, "w1", [{ sku: "C-1", title: "Modèle Lyon", category: "Chemises", hsCode: "620520" }]);
    expect(await suggest("Modele Zxy", "Chemises")).toMatchObject([{ code: "620520" }]);
    expect(await suggest("Zxy", "Chemises")).toEqual([
      { code: "620520", reasons: [{ why: "same-category", category: "Chemises", products: 1 }] },
    ]);
  });

  it("learn from nobody else, from no product without a code, and not from the product itself", async () => {
    await addProducts(d1, "w2", [{ sku: "Z-1", title: "Zxy Abc", hsCode: "610910" }]);
    await addProducts(d1, "w1", [
      { sku: "Z-2", title: "Zxy Abc", hsCode: null },
      { sku: "NEW", title: "Zxy Abc", hsCode: "610990" },
    ]);
    expect(await suggest("Zxy Abc")).toEqual([]);
  });

  it("come from the nomenclature alone where nothing is coded yet, and are none for words it does not know", async () => {
    expect(await suggest("Bohrmaschine")).toMatchObject([{ code: "846721", reasons: [{ why: "nomenclature" }] }]);
    expect(await suggest("Zxy 1000")).toEqual([]);
    expect(await suggest("")).toEqual([]);
  });

  it("see the newest products of each code, whatever the size of another", async () => {
    const crowd = Array.from({ length: 400 }, (_, place) => ({ sku: `S-${place}`, title: "Vis", hsCode: "731815" }));
    await addProducts(d1, "w1", [...crowd, { sku: "P-1", title: "Zxy perceuse", hsCode: "846721" }]);
    expect((await suggest("Zxy"))[0]?.code).toBe("846721");
  });
});

it("suggestions never read all of a table", async () => {
  await addProducts(d1, "w1", [{ sku: "P-1", title: "Perceuse", hsCode: "846721" }]);
  const plans = await plansOf(d1, (listening) =>
    suggestHsCodes(listening, "w1", { sku: "N", title: "a b", category: null }),
  );
  const steps = plans.flat();
  expect(steps.filter((step) => /^SCAN (p|newest|products|hs_codes)\b/.test(step))).toEqual([]);
  expect(steps).toContain("SEARCH p USING PRIMARY KEY (workspace_id=? AND sku=?)");
});
