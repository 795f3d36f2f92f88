import { describe, expect, it } from "vitest";
import { findProduct } from "../../src/db/products";
import { payOrder, placeOrder } from "../../src/sandbox/mirakl-orders";
import { plainSpaces } from "./cast";
import { postAs } from "./posts";
import { FRAGMENT } from "./settings-desk";
import { openShop, wordsOf } from "./shop";
import { formOf, joinAs, openSite, placeOf, signInto } from "./site";

const LIST = "/products";
const ORDERS = 8;
const IMPORTED_MS = 8 * 60_000;

async function openProducts() {
  const shop = await openShop();
  const { owner, site } = shop;
  for (let order = 0; order < ORDERS; order += 1) payOrder(site.world, placeOrder(site.world, "brico"));
  await shop.run(IMPORTED_MS);
  const list = async (query = "", who = owner) => plainSpaces(await (await who.get(`${LIST}${query}`)).text());
  const rowOf = (html: string, sku: string) => html.split("<tr").find((row) => row.includes(`value="${sku}"`)) ?? "";
  const html = await list();
  const sku = formOf(html.split("<tbody")[1] ?? "").sku ?? "";
  const product = () => findProduct(site.d1, owner.workspaceId, sku);
  /** What the row would send, with some of it typed anew. */
  const fields = async (typed: Record<string, string>) => ({ ...formOf(rowOf(await list(), sku)), ...typed });
  return { ...shop, list, rowOf, sku, product, fields };
}

describe("the list of products", () => {
  it("has every SKU of the shop's orders by itself, with its sales, and leads to the shop's defaults", async () => {
    const { site, list, storeId } = await openProducts();
    const { results } = await site.d1.prepare("SELECT DISTINCT sku FROM order_lines").bind().all<{ sku: string }>();
    const html = await list();
    expect(results.length).toBeGreaterThan(3);
    for (const { sku } of results) expect(html).toContain(`name="sku" value="${sku}"`);
    expect(wordsOf(html)).toMatch(/\d+ ventes? dernière/);
    expect(html).toContain(`href="/stores/${storeId}/settings#international"`);
  });

  it("is edited in place without JavaScript: saved, and back where one was", async () => {
    const { owner, product, fields, sku, list } = await openProducts();
    const typed = { hsCode: "8467.21 00", origin: "Allemagne", weightGrams: "1,85 kg", description: "Cordless drill" };
    const answer = await owner.post("/products/values", await fields(typed));
    expect(answer.status).toBe(303);
    expect(placeOf(answer)).toBe(`/products?saved=${sku}#product-${sku}`);
    const facts = { hsCode: "84672100", origin: "DE", weightGrams: 1850, description: "Cordless drill" };
    expect(await product()).toMatchObject(facts);
    expect(wordsOf(await list(`?saved=${sku}`))).toContain(`${sku} est enregistré.`);
    await owner.post("/products/values", await fields({ hsCode: "", origin: "" }));
    expect(await product()).toMatchObject({ ...facts, hsCode: null, origin: null });
  });

  it("says what is wrong beside the field, and loses nothing that was typed", async () => {
    const { owner, product, fields, sku, rowOf } = await openProducts();
    const typed = { hsCode: "6,1091E+09", origin: "Nulle part", weightGrams: "1,5", description: "Drill & bits" };
    const answer = await owner.post("/products/values", await fields(typed));
    expect(answer.status).toBe(422);
    const row = rowOf(await answer.text(), sku);
    expect(formOf(row)).toMatchObject(typed);
    expect(row.match(/aria-invalid="true"/g)).toHaveLength(3);
    expect(plainSpaces(wordsOf(row))).toContain("Pays inconnu");
    expect(await product()).toMatchObject({ hsCode: null, origin: null, weightGrams: null, description: null });
  });

  it("gives htmx the row alone, saved or refused", async () => {
    const { site, owner, fields, sku } = await openProducts();
    const send = async (hsCode: string) =>
      postAs(site, owner, "/products/values", new URLSearchParams(await fields({ hsCode })), FRAGMENT);
    const [refused, saved] = [await send("12"), await send("610910")];
    expect([refused.status, saved.status]).toEqual([422, 200]);
    for (const answer of [refused, saved]) expect(await answer.text()).toMatch(/^<tr id="product-/);
    expect(sku).not.toBe("");
  });

  it("writes only what was changed in the form: two people may edit one product", async () => {
    const { owner, fields, product } = await openProducts();
    const [mine, theirs] = [await fields({ hsCode: "610910" }), await fields({ origin: "PT" })];
    await owner.post("/products/values", mine);
    await owner.post("/products/values", theirs);
    expect(await product()).toMatchObject({ hsCode: "610910", origin: "PT" });
  });

  it("narrows to what lacks a code, and finds without accents", async () => {
    const { owner, fields, list, sku, product } = await openProducts();
    const found = await product();
    const word = (found?.title ?? "").split(" ")[0] ?? "";
    expect(
      await list(`?q=${encodeURIComponent(word.normalize("NFD").replace(/\p{M}/gu, "").toUpperCase())}`),
    ).toContain(`name="sku" value="${sku}"`);
    expect(await list("?show=without-code")).toContain(`name="sku" value="${sku}"`);
    await owner.post("/products/values", await fields({ hsCode: "610910" }));
    expect(await list("?show=without-code")).not.toContain(`name="sku" value="${sku}"`);
    expect(wordsOf(await list("?q=nothing-has-this-name"))).toContain("Aucun produit ne correspond");
  });

  it("shows viewers the values, and takes none from them", async () => {
    const { site, owner, list, sku, fields } = await openProducts();
    const viewer = await joinAs(site, owner, "viewer");
    const html = await list("", viewer);
    expect(html).toContain(sku);
    expect(html).not.toContain('name="hsCode"');
    expect((await viewer.post("/products/values", await fields({ hsCode: "610910" }))).status).toBe(403);
  });
});

describe("a product's own page", () => {
  it("saves from there, and stays", async () => {
    const { owner, sku, product } = await openProducts();
    const [, page = ""] = (await (await owner.get(`/products/item?sku=${sku}`)).text()).split("<main");
    const answer = await owner.post("/products/values", { ...formOf(page), sku, hsCode: "8467 21" });
    expect([answer.status, placeOf(answer)]).toEqual([303, `/products/item?sku=${sku}&saved`]);
    expect(await product()).toMatchObject({ hsCode: "846721" });
    const refused = await owner.post("/products/values", { ...formOf(page), sku, weightGrams: "heavy" });
    expect(refused.status).toBe(422);
    expect(await refused.text()).toContain('value="heavy"');
  });

  it("is of its own workspace alone", async () => {
    const { site, sku } = await openProducts();
    const other = await signInto(site, "marc");
    expect((await other.get(`/products/item?sku=${sku}`)).status).toBe(404);
    expect((await other.post("/products/values", { sku, hsCode: "610910", "was.hsCode": "" })).status).toBe(404);
  });
});

it("an empty workspace is told how products come", async () => {
  const site = openSite();
  const owner = await signInto(site, "camille");
  expect(wordsOf(await (await owner.get(LIST)).text())).toContain("Un produit apparaît à sa première commande");
});
