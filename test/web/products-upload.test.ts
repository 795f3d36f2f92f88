import { describe, expect, it } from "vitest";
import { listUploadRows } from "../../src/db/product-uploads";
import { editProduct, findProduct, listProducts } from "../../src/db/products";
import { plainSpaces } from "./cast";
import { postAs } from "./posts";
import { FRAGMENT } from "./settings-desk";
import { wordsOf } from "./shop";
import { formOf, joinAs, openSite, type Person, placeOf, signInto } from "./site";

const HEAD = "SKU;Titre;Code SH;Pays d'origine;Poids (g);Description douanière";
const GOOD = [HEAD, "A-1;Théière;6911.10.00;Portugal;850;Porcelain teapot", "A-2;Tasse;691110;PT;220;Porcelain cup"];
const FAULTY = [...GOOD, "A-3;Bol;6,9111E+09;PT;300;Bowl", "A-4;Plat;691110;Nulle part;900;Dish"];
const CAMILLE_IS = "Kitchen";

async function openUploads() {
  const site = openSite();
  const owner = await signInto(site, "camille");
  const send = async (content: string | Uint8Array<ArrayBuffer>, who: Person = owner, name = "catalogue.csv") => {
    const form = new FormData();
    form.append("file", new File([content], name));
    return postAs(site, who, "/products/upload", form);
  };
  const upload = async (lines: readonly string[] | Uint8Array<ArrayBuffer>) => {
    const answer = await send(lines instanceof Uint8Array ? lines : lines.join("\r\n"));
    expect(answer.status).toBe(303);
    await site.settled();
    return placeOf(answer);
  };
  const page = async (path: string) => plainSpaces(await (await owner.get(path)).text());
  const product = (sku: string) => findProduct(site.d1, owner.workspaceId, sku);
  const all = () => listProducts(site.d1, owner.workspaceId, { view: "all", words: "", after: null, limit: 1_000 });
  return { site, owner, send, upload, page, product, all };
}

/** The form that says how a file is read, as the page shows it. */
const readingForm = (html: string) => formOf(html.split('id="reading"')[1] ?? "");

describe("the preview of a file", () => {
  it("shows what would be added and what is refused, and writes nothing", async () => {
    const { upload, page, all, owner } = await openUploads();
    const path = await upload(FAULTY);
    expect(await all()).toEqual([]);
    const refused = wordsOf(await page(path));
    expect(refused).toContain("2 ajoutés, 0 modifié, 0 inchangé, 2 lignes refusées.");
    expect(refused).toContain("6,9111E+09");
    expect(refused).toContain("Nulle part");
    const added = await page(`${path}?tab=added`);
    expect(wordsOf(added)).toContain("Porcelain teapot");
    expect(wordsOf(added)).toContain("69111000");
    const file = await owner.get(`${path}/refused`);
    const text = await file.text();
    expect(text).toContain("A-3");
    expect(text).toContain("A-4");
    expect(text).not.toContain("A-1");
    expect(file.headers.get("Content-Disposition")).toContain("attachment");
  });

  it("shows old and new, field by field, and counts what stays", async () => {
    const { site, owner, upload, page } = await openUploads();
    await owner.post(`${await upload(GOOD)}/application`, {});
    await editProduct(site.d1, owner.workspaceId, "A-1", { weightGrams: 800 }, site.world.now());
    const html = await page(`${await upload(GOOD)}?tab=changed`);
    expect(wordsOf(html)).toContain("0 ajouté, 1 modifié, 1 inchangé, 0 ligne refusée.");
    expect(html).toContain("<del>800</del>");
    expect(html).toContain("<ins>850</ins>");
  });

  it("is corrected by hand: another encoding, another column, another unit", async () => {
    const { site, owner, upload, page } = await openUploads();
    const lines = ["Code;Bidule;Masse", "B-1;Théière;1,5"];
    const path = await upload(new Uint8Array(Buffer.from(lines.join("\n"), "latin1")));
    const form = readingForm(await page(path));
    expect(form.encoding).toBe("windows-1252");
    const chosen = { ...form, "column.sku": "0", "column.title": "1", "column.weight": "2", weightUnit: "kg" };
    expect(placeOf(await owner.post(`${path}/reading`, chosen))).toBe(path);
    await site.settled();
    const [row] = await listUploadRows(site.d1, owner.workspaceId, path.split("/").at(-1) ?? "", "added", 0, 10);
    expect(row).toMatchObject({ sku: "B-1", title: "Théière", facts: { weightGrams: 1_500 } });
    await owner.post(`${path}/reading`, { ...chosen, encoding: "macintosh" });
    await site.settled();
    expect(await page(`${path}?tab=added`)).not.toContain("Théière");
  });

  it("refuses a code whose heading the nomenclature lacks, where one is loaded", async () => {
    const { site, upload, page } = await openUploads();
    const load = "INSERT INTO hs_codes (code, description) VALUES ('6911', 'Tableware of porcelain')";
    await site.d1.prepare(load).bind().run();
    const html = wordsOf(await page(await upload([...GOOD, "A-5;Verre;691900;PT;1;Glass"])));
    expect(html).toContain("2 ajoutés, 0 modifié, 0 inchangé, 1 ligne refusée.");
    expect(html).toContain("691900");
  });

  it("asks for the column of the SKU when no header names it", async () => {
    const { upload, page } = await openUploads();
    const html = await page(await upload(["Colour;Size", "red;XL"]));
    expect(wordsOf(html)).toContain("Aucune colonne n’a été reconnue comme SKU");
    expect(html).toContain('name="column.sku"');
  });

  it("says why a file is none", async () => {
    const { upload, page } = await openUploads();
    const html = await page(await upload(new Uint8Array([0x25, 0x50, 0x44, 0x46, 0x2d, 0x31])));
    expect(wordsOf(html)).toContain("Ce fichier ne donne pas d’aperçu");
    expect(html).not.toContain("not-a-table");
  });

  it("says how far the reading is, and how to begin a dead one again", async () => {
    const { site, owner, upload, page } = await openUploads();
    const path = await upload(GOOD);
    await site.d1.prepare("UPDATE product_uploads SET state = 'reading', done = 20, total = 50").bind().run();
    const fragment = await (await owner.get(path, FRAGMENT)).text();
    expect(fragment).toContain('<progress max="50" value="20"');
    expect(fragment).toContain('hx-trigger="every 500ms"');
    site.world.pass(61_000);
    expect(wordsOf(await page(path))).toContain("La lecture s’est arrêtée en route");
    await owner.post(`${path}/reading`, {});
    await site.settled();
    expect(wordsOf(await page(path))).toContain("2 ajoutés");
  });
});

describe("applying a file", () => {
  it("writes all of it at once, and is undone wholly", async () => {
    const { site, owner, upload, page, product, all } = await openUploads();
    await owner.post(`${await upload([HEAD, "A-2;Mug;;FR;;"])}/application`, {});
    const before = await all();
    const path = await upload(GOOD);
    expect((await owner.post(`${path}/application`, {})).status).toBe(303);
    expect(wordsOf(await page(path))).toContain("Le fichier est appliqué");
    expect(await product("A-1")).toMatchObject({ title: "Théière", hsCode: "69111000", origin: "PT" });
    expect(await product("A-2")).toMatchObject({ title: "Mug", hsCode: "691110", origin: "PT", weightGrams: 220 });
    site.world.pass(1_000);
    await owner.post(`${path}/undo`, {});
    expect(await all()).toEqual(before);
    expect(wordsOf(await page(path))).toContain("L’import est annulé");
  });

  it("undoes nothing that somebody has changed since, and says so", async () => {
    const { site, owner, upload, page, product } = await openUploads();
    const path = await upload(GOOD);
    await owner.post(`${path}/application`, {});
    await editProduct(site.d1, owner.workspaceId, "A-1", { description: CAMILLE_IS }, site.world.now());
    const answer = await owner.post(`${path}/undo`, {});
    expect(placeOf(answer)).toBe(`${path}?kept=1`);
    expect(wordsOf(await page(placeOf(answer)))).toContain("1 produit modifié depuis garde sa valeur actuelle");
    expect(await product("A-1")).toMatchObject({ description: CAMILLE_IS, hsCode: "69111000" });
    expect(await product("A-2")).toBeNull();
  });

  it("refuses a preview that is no more true, and makes it again", async () => {
    const { site, owner, upload, page, product } = await openUploads();
    const first = await upload(GOOD);
    await owner.post(`${first}/application`, {});
    const second = await upload([HEAD, "A-1;Théière;;;999;"]);
    await editProduct(site.d1, owner.workspaceId, "A-1", { weightGrams: 870 }, site.world.now());
    const answer = await owner.post(`${second}/application`, {});
    expect(answer.status).toBe(409);
    expect(wordsOf(await answer.text())).toContain("Des produits ont changé depuis cet aperçu");
    expect(await product("A-1")).toMatchObject({ weightGrams: 870 });
    await owner.post(`${second}/reading`, {});
    await site.settled();
    expect(await page(second)).toContain("<del>870</del>");
    await owner.post(`${second}/application`, {});
    expect(await product("A-1")).toMatchObject({ weightGrams: 999 });
  });

  it("does it once, however often the button is pressed", async () => {
    const { site, owner, upload, product } = await openUploads();
    const path = await upload(GOOD);
    await owner.post(`${path}/application`, {});
    await editProduct(site.d1, owner.workspaceId, "A-1", { weightGrams: 1 }, site.world.now());
    await owner.post(`${path}/application`, {});
    expect(await product("A-1")).toMatchObject({ weightGrams: 1 });
  });
});

describe("files to take away", () => {
  it("an export changes nothing when it is uploaded again", async () => {
    const { owner, upload, page } = await openUploads();
    await owner.post(`${await upload([...GOOD, '"=1+1";Formula;691110;PT;5;"a;b"'])}/application`, {});
    const answer = await owner.get("/products/export");
    const bytes = new Uint8Array(await answer.arrayBuffer());
    expect(wordsOf(await page(await upload(bytes)))).toContain("0 ajouté, 0 modifié, 3 inchangés, 0 ligne refusée.");
  });

  it("a template has the columns that an upload knows", async () => {
    const { owner, upload, page } = await openUploads();
    const head = await (await owner.get("/products/template")).text();
    const form = readingForm(await page(await upload([head.trim(), "T-1;Tasse;691110;PT;220;Cup"])));
    expect(["sku", "title", "hsCode", "origin", "weight", "description"].map((name) => form[`column.${name}`])).toEqual(
      [...["0", "1", "2", "3", "4", "5"]],
    );
  });
});

describe("who may", () => {
  it("refuses a file over the limit by its length, and one that is missing", async () => {
    const { owner, send, site } = await openUploads();
    const large = await send("x".repeat(10_600_000));
    expect(large.status).toBe(422);
    expect(wordsOf(await large.text())).toContain("dépasse 10 Mo");
    expect((await postAs(site, owner, "/products/upload", new FormData())).status).toBe(422);
    const { results } = await site.d1.prepare("SELECT 1 FROM product_uploads").bind().all();
    expect(results).toEqual([]);
  });

  it("viewers look at a preview and apply none; another workspace sees none", async () => {
    const { site, owner, send, upload, all } = await openUploads();
    const path = await upload(GOOD);
    const viewer = await joinAs(site, owner, "viewer");
    expect((await viewer.get(path)).status).toBe(200);
    expect((await viewer.post(`${path}/application`, {})).status).toBe(403);
    expect((await send(GOOD.join("\n"), viewer)).status).toBe(403);
    const other = await signInto(site, "marc");
    expect((await other.get(path)).status).toBe(404);
    await other.post(`${path}/application`, {});
    await other.post(`${path}/reading`, {});
    expect((await other.get(`${path}/refused`)).status).toBe(404);
    expect(await all()).toEqual([]);
  });
});
