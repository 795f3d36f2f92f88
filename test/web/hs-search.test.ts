import { beforeEach, describe, expect, it } from "vitest";
import { addProducts } from "../db/products-cast";
import { loadNomenclature } from "../nomenclature";
import { wordsOf } from "./shop";
import { joinAs, openSite, type Person, placeOf, type Site, signInto } from "./site";

const PARTIAL = { "HX-Request-Type": "partial" };

let site: Site;
let owner: Person;
const page = async (path: string) => (await owner.get(path)).text();
const fragment = async (path: string, person = owner) => (await person.get(path, PARTIAL)).text();

beforeEach(async () => {
  site = openSite();
  owner = await signInto(site, "atelier", "owner");
  await loadNomenclature(site.d1);
});

describe("the search for an HS code", () => {
  it("lists codes with their words, their chapter and the heading above, in the reader's language", async () => {
    const html = await page("/products/hs?words=perceuse");
    const words = wordsOf(html);
    expect(words).toContain("8467.21");
    expect(words).toContain("Hand tools with an electric motor; drills of all kinds");
    expect(words).toContain("Chapitre 84 : Machines, appareils mécaniques et ordinateurs");
    expect(words).toContain("Tools worked by hand, with a motor");
    expect(words).toContain("1 code trouvé");
    expect(html).toContain('value="perceuse"');
    expect(html).toContain('<span lang="en">Hand tools');
  });

  it.each([
    ["6109", ["6109.10", "6109.90"]],
    ["61.09", ["6109.10", "6109.90"]],
    ["6109 10 00", ["6109.10"]],
    ["vetements coton", ["6105.10", "6109.10", "6205.20"]],
    ["clothing cotton", ["6105.10", "6109.10", "6205.20"]],
  ])("for %j finds %j", async (words, codes) => {
    const html = await page(`/products/hs?${new URLSearchParams({ words })}`);
    expect([...html.matchAll(/<strong class="num">([\d.]+)</g)].map(([, code]) => code).sort()).toEqual(codes);
  });

  it("says so when nothing is found, and names the chapters that speak of a word", async () => {
    const words = wordsOf(await page("/products/hs?words=fromage"));
    expect(words).toContain("Aucun code ne parle de « fromage »");
    expect(words).toContain("Chapitre 04 : Lait, fromage, œufs, miel");
    expect(wordsOf(await page("/products/hs?words=%3Cb%3E"))).toContain("Aucun code ne parle de");
    expect(await page("/products/hs?words=%3Cb%3Ezxy")).not.toContain("<b>");
  });

  it("asks nothing of an empty field", async () => {
    expect(wordsOf(await page("/products/hs?words="))).not.toContain("code trouvé");
    expect((await owner.get("/products/hs")).status).toBe(200);
  });

  it("gives a fragment with a button for the field it was asked for, which saves nothing by itself", async () => {
    const html = await fragment("/products/hs?words=perceuse&into=field-hsCode");
    expect(html).not.toContain("<html");
    expect(html).toContain('data-hs-code="846721"');
    expect(html).toContain('data-hs-into="field-hsCode"');
    expect(html).not.toContain("<form");
  });

  it("lets a viewer read, and take nothing", async () => {
    await addProducts(site.d1, owner.workspaceId, [{ sku: "P-1", title: "Perceuse", hsCode: null }]);
    const viewer = await joinAs(site, owner, "viewer");
    expect(await fragment("/products/hs?words=perceuse&into=x", viewer)).not.toContain("data-hs-code");
    const html = await (await viewer.get("/products/hs?sku=P-1")).text();
    expect(wordsOf(html)).toContain("8467.21");
    expect(html).not.toContain('action="/products/values"');
  });

  it("tells who has no nomenclature how it is loaded, and still helps by chapters", async () => {
    site = openSite();
    owner = await signInto(site, "atelier", "owner");
    const words = wordsOf(await page("/products/hs?words=chaussures"));
    expect(words).toContain("La nomenclature n'est pas encore chargée");
    expect(words).toContain("npm run hs:load");
    expect(words).toContain("Chapitre 64 : Chaussures");
  });
});

describe("suggestions for a product", () => {
  beforeEach(() =>
    addProducts(site.d1, owner.workspaceId, [
      { sku: "P 1/é", title: "Perceuse Bosch", category: "Outils", hsCode: null },
      { sku: "P-2", title: "Perceuse Makita", category: "Outils", hsCode: "84672100" },
      { sku: "P-3", title: "Scie", category: "Outils", hsCode: "84672200" },
    ]),
  );
  const path = `/products/hs?${new URLSearchParams({ sku: "P 1/é" })}`;

  it("come with their reasons, the merchant's own first, and are given by a person's press alone", async () => {
    const html = await page(path);
    const words = wordsOf(html);
    expect(words).toContain("8467.21.00");
    expect(words).toContain("1 de vos produits avec « perceuse » a ce code");
    expect(words).toContain("1 de vos produits de la catégorie « Outils » a ce code");
    expect(words).toContain("Ce sont des indices, pas une décision");
    const code = () => site.d1.prepare("SELECT hs_code FROM products WHERE sku = 'P 1/é'").first("hs_code");
    expect(await code()).toBeNull();
    const given = await owner.post("/products/values", { sku: "P 1/é", hsCode: "84672100" });
    expect(placeOf(given)).toContain("/products/item?");
    expect(await code()).toBe("84672100");
  });

  it("make room for what is searched, and come back with an empty field", async () => {
    const asked = new URLSearchParams({ sku: "P 1/é", into: "field-hsCode", words: "cafetiere" });
    const searched = await fragment(`/products/hs?${asked}`);
    expect(searched).toContain('data-hs-code="851671"');
    expect(searched).not.toContain('data-hs-code="84672100"');
    asked.set("words", "");
    expect(await fragment(`/products/hs?${asked}`)).toContain('data-hs-code="84672100"');
  });

  it("are of the own workspace alone", async () => {
    const other = await signInto(site, "voisin", "owner");
    const html = await (await other.get(path)).text();
    expect(wordsOf(html)).not.toContain("8467.21.00");
    expect(html).not.toContain('action="/products/values"');
  });
});
