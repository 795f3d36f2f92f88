// An order that leaves the EU's customs: blocked for what is missing, mended in place, its label with papers.
import { expecting } from "./browser.mjs";
import { traffic } from "./evidence.mjs";
import { fetchLabel } from "./label-file.mjs";
import * as at from "./pages.mjs";
import { readyOrder } from "./prepare.mjs";
import { assert, equal } from "./steps.mjs";

const ANNOUNCE = "/shipments/announce";
const FROM_EXCEL = "6,1091E+09";
const CODE = "8205.59 80";
const CODE_SENT = "82055980";
const ORIGIN = "DE";

const card = ({ page }) => page.locator("#customs");
const field = (visitor, name, place = 0) => card(visitor).locator(`input[id="field-${place}.${name}"]`);
const products = (visitor) => card(visitor).locator("fieldset").count();

async function save(visitor) {
  await card(visitor).locator(".form-foot button").click();
}

async function fill(visitor, code, origin) {
  const count = await products(visitor);
  for (let place = 0; place < count; place += 1) {
    await field(visitor, "hsCode", place).fill(code);
    await field(visitor, "origin", place).fill(origin);
  }
}

/** The body of the announcement that named this invoice. */
async function announcedWith(app, invoice) {
  const exchanges = (await traffic(app)).map((line) => JSON.parse(line));
  const bodies = exchanges.filter(({ url }) => url.endsWith(ANNOUNCE)).map(({ request }) => JSON.parse(request.body));
  return bodies.find((body) => body.customs_information?.invoice_number === invoice);
}

export async function passCustoms(step, visitor) {
  const { app, page } = visitor;
  const w = at.words(visitor);
  await step("an order within the EU is asked for nothing", async () => {
    await page.goto(await readyOrder(app, "house-number-twice"));
    equal(await card(visitor).count(), 0, "cards about customs");
    await at.offersShown(visitor);
  });
  const order = await step("an order from Switzerland is there", () => readyOrder(app, "currency-chf"));
  await step("it waits for the HS code and the origin of each product, and offers no label", async () => {
    await page.goto(order);
    assert(await at.inState(visitor, w.toFix), `it is "${await at.stateOf(visitor)}"`);
    equal(await page.locator("#create-label").count(), 0, "label panels");
    equal(await card(visitor).locator(".error").count(), 2 * (await products(visitor)), "faults beside fields");
  });
  await step("a code that Excel spoilt is refused beside its field, and nothing typed is lost", async () => {
    await expecting(visitor, 422, async () => {
      await fill(visitor, FROM_EXCEL, ORIGIN);
      await save(visitor);
      await card(visitor).locator('[id="0.hsCode-error"]').filter({ hasText: "Excel" }).waitFor();
    });
    equal(await field(visitor, "hsCode").inputValue(), FROM_EXCEL, "the field holds");
    equal(await field(visitor, "origin").inputValue(), ORIGIN, "the field holds");
  });
  await step("typed in place they are saved, and the order may have its label", async () => {
    await fill(visitor, CODE, ORIGIN);
    await save(visitor);
    await at.becomes(visitor, w.toShip);
    await card(visitor).filter({ hasText: CODE_SENT }).waitFor();
  });
  await step("the label carries the customs block", async () => {
    await at.createLabel(visitor);
    const invoice = (await page.locator("#parcels dd").filter({ hasText: /-1-1$/ }).first().innerText()).trim();
    const body = await announcedWith(app, invoice);
    assert(body, `no announcement with the invoice ${invoice}`);
    const items = body.parcels.flatMap((parcel) => parcel.parcel_items);
    assert(items.length > 0, "no items");
    for (const item of items) equal(`${item.hs_code} ${item.origin_country}`, `${CODE_SENT} ${ORIGIN}`, "an item");
    equal(new Set(items.map(({ price }) => price.currency)).size, 1, "currencies");
  });
  await step("its papers stand beside it, and open", async () => {
    const papers = page.locator("#parcels a").filter({ hasText: w.papers });
    const { bytes } = await fetchLabel(app, await papers.getAttribute("href"));
    assert(bytes.length > 500, `the papers have ${bytes.length} bytes`);
    equal(await page.locator("#parcels iframe.papers").count(), 1, "papers shown in the page");
  });
  return order;
}
