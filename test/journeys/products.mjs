// What the merchant knows of his products: typed in the list, and by a file that is corrected, applied and taken back.
import { ask } from "./app.mjs";
import { expecting, waitUntil } from "./browser.mjs";
import { readyOrder } from "./prepare.mjs";
import { assert, equal } from "./steps.mjs";

const HEAD = "SKU;Titre;Code SH;Pays d'origine;Poids (kg);Description douanière";
const GOOD = "JOURNEY-1;Théière émaillée;6911.10.00;Portugal;0,85;Porcelain teapot";
const FAULTY = "JOURNEY-2;Tasse;6,9111E+09;Nulle part;0,22;Porcelain cup";
const CURED = "JOURNEY-2;Tasse;691110;PT;0,22;Porcelain cup";
const EXCEL_CODE = "6,1091E+09";

export async function keepProducts(step, visitor) {
  const { app, page } = visitor;
  await step("an order's product is in the list by itself", async () => {
    await readyOrder(app);
    await page.goto("/products");
    assert((await rows(visitor).count()) > 0, "no product");
  });
  const sku = await rows(visitor).first().locator('input[name="sku"]').getAttribute("value");
  const row = () => rows(visitor).filter({ has: page.locator(`input[name="sku"][value="${sku}"]`) });
  await step("a code that a spreadsheet has spoilt is refused beside its field; nothing typed is lost", async () => {
    await row().locator('input[name="hsCode"]').fill(EXCEL_CODE);
    await row().locator('input[name="description"]').fill("Cordless drill");
    await expecting(visitor, 422, async () => {
      await row().locator("button").click();
      await row().locator('input[name="hsCode"][aria-invalid="true"]').waitFor();
    });
    equal(await row().locator('input[name="hsCode"]').inputValue(), EXCEL_CODE, "the code typed");
    equal(await row().locator('input[name="description"]').inputValue(), "Cordless drill", "the description typed");
  });
  await step("corrected, it is saved and stays", async () => {
    await row().locator('input[name="hsCode"]').fill("8467 21");
    await row().locator("button").click();
    await row().locator('.badge[data-tone="success"]').waitFor();
    await page.goto("/products");
    equal(await row().locator('input[name="hsCode"]').inputValue(), "846721", "the code kept");
  });
  await passFiles(step, visitor);
}

async function passFiles(step, visitor) {
  const { app, page } = visitor;
  const first = await step("a file with errors gives a preview, which writes nothing", async () => {
    const path = await upload(visitor, [HEAD, GOOD, FAULTY]);
    equal(await page.locator("#upload-rows tbody tr").count(), 2, "refused cells");
    assert(
      (await page.locator("#upload-rows tbody").innerText()).includes("6,9111E+09"),
      "the cell is not shown as read",
    );
    equal(await held(visitor, "JOURNEY-1"), false, "a product before it was applied");
    return path;
  });
  await step("the refused row is taken away, corrected, and uploaded again", async () => {
    const refused = await (await ask(app, `${first}/refused`)).text();
    assert(refused.includes("JOURNEY-2") && !refused.includes("JOURNEY-1"), "not the refused row alone");
    await upload(visitor, [HEAD, GOOD, CURED]);
    equal(await page.locator("#upload-rows tbody tr").count(), 2, "products to add");
  });
  await step("applied, the products are there with what the file says", async () => {
    await page.locator('#upload form[action$="/application"] button').click();
    await page.locator('#upload form[action$="/undo"]').waitFor();
    await page.goto("/products?q=theiere");
    const row = rows(visitor).first();
    equal(await row.locator('input[name="hsCode"]').inputValue(), "69111000", "the code");
    equal(await row.locator('input[name="weightGrams"]').inputValue(), "850", "the weight");
    equal(await row.locator('input[name="origin"]').inputValue(), "PT", "the origin");
  });
  await step("undone, they are gone", async () => {
    await page.goto("/products/upload");
    await page.locator('main ul.rows a[href^="/products/uploads/"]').first().click();
    await page.locator('#upload form[action$="/undo"] button').click();
    await page.locator('#upload form[action$="/undo"]').waitFor({ state: "detached" });
    for (const sku of ["JOURNEY-1", "JOURNEY-2"]) equal(await held(visitor, sku), false, sku);
  });
}

const rows = ({ page }) => page.locator("table.products tbody tr");

/** Gives a file and waits for its preview; the page comes to it by itself. */
export async function upload(visitor, lines) {
  const { page } = visitor;
  await page.goto("/products/upload");
  const buffer = Buffer.from(`\uFEFF${lines.join("\r\n")}\r\n`);
  await page.locator("#field-file").setInputFiles({ name: "catalogue.csv", mimeType: "text/csv", buffer });
  await page.locator('form[action="/products/upload"] button').click();
  await page.waitForURL(/\/products\/uploads\//);
  const ready = async () => (await page.locator("#reading").count()) === 1;
  await waitUntil(visitor, "the preview is there", ready);
  return new URL(page.url()).pathname;
}

async function held({ app }, sku) {
  return (await (await ask(app, `/products?q=${sku}`)).text()).includes(`name="sku" value="${sku}"`);
}
