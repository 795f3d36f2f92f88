// An order from its acceptance to the parcel under way, as a merchant does it.
import { advance, minutes, place } from "./app.mjs";
import { assertCalm } from "./browser.mjs";
import { assertA4, fetchLabel, readBarcodes } from "./label-file.mjs";
import * as at from "./pages.mjs";
import { assert, equal } from "./steps.mjs";

/** The whole road with one visitor; gives the id of the order that went it. */
export async function walkMainRoad(step, visitor) {
  const { app, page } = visitor;
  const w = at.words(visitor);
  await step("the printed address signs the owner in, on the home page", async () => {
    await at.signIn(visitor);
    equal(await page.locator("main h1").innerText(), w.home, "the title");
  });
  await step("the orders list shows the seeded orders", async () => {
    await page.locator('header nav a[href="/orders"]').click();
    await page.locator("main h1", { hasText: w.orders }).waitFor();
    const rows = await page.locator("table.orders tbody tr").count();
    assert(rows >= 25, `only ${rows} orders are listed`);
  });
  const orderId = await place(app, "brico", "house-number-twice");
  const url = await step("a new order arrives by itself and waits to be accepted", async () => {
    await advance(app, minutes(5));
    const found = await at.orderUrl(app, orderId);
    await page.goto("/orders?tab=to-accept");
    await page.locator(`a.row-link[href="${found}"]`).click();
    await page.locator("#order").waitFor();
    equal((await at.stateOf(visitor)).trim(), w.toAccept, "the state");
    return found;
  });
  await step("Accept is one click", () => at.accept(visitor));
  await step("five minutes later the order is to ship", async () => {
    await moveClock(visitor);
    await page.goto(url);
    await at.becomes(visitor, w.toShip);
  });
  const price = await step("the cheapest shipping method that fits is chosen already, with its price", async () => {
    const options = await at.optionsOf(visitor);
    const usable = options.filter((option) => option.usable);
    const chosen = options.filter((option) => option.chosen);
    equal(chosen.length, 1, "chosen methods");
    const cheapest = Math.min(...usable.map((option) => option.minor).filter((minor) => minor > 0));
    equal(chosen[0].minor, cheapest, "the price of the chosen method");
    return chosen[0].price;
  });
  const tracking = await step(
    "Create label shows the label inside the page, at the price that was offered",
    async () => {
      await at.createLabel(visitor);
      const facts = await page.locator("#parcels .parcel dl").innerText();
      assert(facts.includes(price), `the parcel's facts do not name ${price}: ${facts}`);
      return (await at.trackingOf(visitor)).number;
    },
  );
  await step("the label is a PDF of one page whose bar code is the tracking number, and A4 is another", async () => {
    const file = await at.labelFrame(visitor).getAttribute("src");
    const label = await fetchLabel(app, file);
    assert(label.pages === null || label.pages === 1, `the label has ${label.pages} pages`);
    const barcodes = readBarcodes(label);
    assert(barcodes === null || barcodes.includes(`CODE-128:${tracking}`), `bar codes: ${barcodes}`);
    const a4 = await fetchLabel(app, await page.locator('#parcels a[href$="format=pdf-a4"]').getAttribute("href"));
    assert(!a4.bytes.equals(label.bytes), "the A4 sheet is the same file");
    assertA4(a4);
  });
  await step("a little later the order says shipped, with a link to its tracking", async () => {
    await moveClock(visitor);
    await page.goto(url);
    await at.becomes(visitor, w.shipped);
    const link = await at.trackingOf(visitor);
    equal(link.number, tracking, "the tracking number");
    assert(link.href.startsWith("http"), `the tracking leads to ${link.href}`);
  });
  await step("the marketplace says shipped too, with the carrier and the tracking number", async () => {
    const order = await at.marketplaceOrder(visitor, orderId);
    equal(order.state, "SHIPPED", "the marketplace's state");
    assert(order.shipment.endsWith(tracking), `the marketplace knows "${order.shipment}"`);
    assert(order.shipment.length > tracking.length + 1, `no carrier in "${order.shipment}"`);
  });
  await step("Sendcloud holds exactly one parcel for it", async () => {
    equal((await at.parcelsAtSendcloud(visitor, orderId)).length, 1, "parcels");
  });
  await step("the browser has nothing to complain about", () => assertCalm(visitor));
  return { orderId, url };
}

/** Time passes: with JavaScript by the control, without it by the button of the sandbox's page. */
async function moveClock({ app, page, javaScript }) {
  if (javaScript) return advance(app, minutes(5));
  await page.goto("/sandbox");
  await page.locator('button[name="advance"][value="900000"]').click();
  await page.locator('button[name="advance"]').first().waitFor();
}
