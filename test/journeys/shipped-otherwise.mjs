// Parcels that do not go the main road: another carrier, another hand, a label that was voided, one made elsewhere.
import { advance, buyer, control, minutes } from "./app.mjs";
import { expecting, reloadUntil } from "./browser.mjs";
import * as at from "./pages.mjs";
import { readyOrder, shippedOrder } from "./prepare.mjs";
import { choose, storeOf } from "./settings-page.mjs";
import { assert, equal } from "./steps.mjs";

const TRACKING = "XY123456789FR";
const CHRONOPOST = "code:CHRONO";

const idOf = (order) => order.split("/").at(-1);

/** Without a label of ours: by a carrier that a person names, and by a parcel that somebody made at Sendcloud. */
export async function shipWithoutLabel(step, visitor) {
  const { app, page } = visitor;
  const w = at.words(visitor);
  const order = await step("an order is there to be shipped", () => readyOrder(app));
  await step("another carrier needs its name: that is said beside the field, and nothing typed is lost", async () => {
    await page.goto(order);
    await page.locator(`a[href="${order}/shipping"]`).click();
    await page.locator('select[name="carrier"]').selectOption("other");
    await page.locator('input[name="trackingNumber"]').fill(TRACKING);
    await expecting(visitor, 422, async () => {
      await page.locator("form.card .form-foot button:not([formaction])").click();
      await page.locator("#carrierName-error").waitFor();
    });
    equal(await page.locator('input[name="trackingNumber"]').inputValue(), TRACKING, "the number typed");
  });
  await step("declared shipped, the order says so; one click takes it back", async () => {
    await declareShipped(visitor);
    await page.locator('form[action$="/shipping/undo"] button').click();
    await page.locator('form[action$="/shipping/undo"]').waitFor({ state: "detached" });
    await advance(app, minutes(3));
    equal((await at.marketplaceOrder(visitor, idOf(order))).state, "SHIPPING", "the marketplace's state");
  });
  await step("not taken back, the marketplace knows carrier and number, and that it is shipped", async () => {
    await page.goto(`${order}/shipping`);
    await page.locator('input[name="trackingNumber"]').fill(TRACKING);
    await declareShipped(visitor);
    await advance(app, minutes(3));
    const there = await at.marketplaceOrder(visitor, idOf(order));
    equal(`${there.state} ${there.shipment}`, `SHIPPED Chronopost ${TRACKING}`, "what the marketplace knows");
    await page.goto(order);
    await at.becomes(visitor, w.shipped);
    equal((await at.parcelsAtSendcloud(visitor, idOf(order))).length, 0, "parcels at Sendcloud");
  });
  await linkParcel(step, visitor);
}

async function declareShipped({ page }) {
  await page.locator('select[name="carrier"]').selectOption(CHRONOPOST);
  await page.locator("form.card .form-foot button:not([formaction])").click();
  await page.locator('form[action$="/shipping/undo"]').waitFor();
}

/** A parcel with the order's number, name and postcode is offered, and never linked by itself. */
async function linkParcel(step, visitor) {
  const { app, page } = visitor;
  const order = await step("somebody makes a label at Sendcloud for another order, by hand", async () => {
    const ready = await readyOrder(app);
    const typed = { name: "Camille Verdier", postcode: "69003", city: "Lyon" };
    const made = await control(app, "/sandbox/panel", { panel: "new-label", order: idOf(ready), ...typed });
    assert(made.done, "the sandbox made no label");
    await advance(app, minutes(15));
    return ready;
  });
  await step("the parcel is offered on the order and where things wait, and linked to nothing", async () => {
    await page.goto("/attention");
    const row = page
      .locator(".waits")
      .filter({ has: page.locator(`a[href="${order}"]`), hasText: at.words(visitor).toLink });
    await reloadUntil(visitor, "it waits", async () => (await row.count()) === 1);
    await page.goto(order);
    await page.locator("#linkable").waitFor();
    equal((await at.marketplaceOrder(visitor, idOf(order))).state, "SHIPPING", "the marketplace's state");
  });
  await step("a click links it: the marketplace hears of it, and no second label is bought", async () => {
    await page.locator('#linkable form:has(input[name="answer"][value="yes"]) button').click();
    await page.locator("#linkable").waitFor({ state: "detached" });
    await advance(app, minutes(5));
    await page.goto(order);
    await at.becomes(visitor, at.words(visitor).shipped);
    const parcels = await at.parcelsAtSendcloud(visitor, idOf(order));
    equal(parcels.length, 1, "parcels at Sendcloud");
    const there = await at.marketplaceOrder(visitor, idOf(order));
    assert(there.shipment.endsWith(parcels[0].tracking), `the marketplace knows "${there.shipment}"`);
  });
}

/** With a label of ours: somebody else was faster at the marketplace, or the label was voided after it was told. */
export async function meetOtherHands(step, visitor) {
  const { app, page } = visitor;
  const w = at.words(visitor);
  const order = await step("an order has its label, and the marketplace hears nothing before the scan", async () => {
    const ready = await readyOrder(app);
    await choose(visitor, storeOf(ready), "labels", "shipWhen", "carrier-scan");
    await page.goto(ready);
    await at.createLabel(visitor);
    return ready;
  });
  await step(
    "somebody ships it in the marketplace's back office: our unused label is offered for cancelling",
    async () => {
      const { done } = await buyer(app, idOf(order), "ship");
      assert(done, "the back office shipped nothing");
      await advance(app, minutes(7));
      await page.goto(order);
      const unused = page.locator('#order .notice[data-tone="warning"]').filter({ hasText: w.unused });
      await reloadUntil(visitor, "the page says so", async () => (await unused.count()) === 1);
      await at.cancelLabel(visitor);
      await advance(app, minutes(7));
      await page.goto(order);
      await at.becomes(visitor, w.elsewhere);
    },
  );
  await step("the next label says shipped at once again", () =>
    choose(visitor, storeOf(order), "labels", "shipWhen", "label-made"),
  );
  const told = await step(
    "another order is shipped, and its label voided in Sendcloud's panel afterwards",
    async () => {
      const shipped = await shippedOrder(visitor);
      const [parcel] = await at.parcelsAtSendcloud(visitor, idOf(shipped));
      await voidInPanel(visitor, parcel.parcelId);
      await advance(app, minutes(20));
      await page.goto(shipped);
      await at.becomes(visitor, w.noParcel);
      return { shipped, number: parcel.tracking };
    },
  );
  await step("a new label's number takes the place of the old one at the marketplace", async () => {
    await at.createLabel(visitor);
    await advance(app, minutes(5));
    const { number } = await at.trackingOf(visitor);
    assert(number !== told.number, "the number is the old one");
    const there = await at.marketplaceOrder(visitor, idOf(told.shipped));
    equal(there.state, "SHIPPED", "the marketplace's state");
    assert(there.shipment.endsWith(number), `the marketplace knows "${there.shipment}", not ${number}`);
  });
}

/** "Cancel the label" in the panel, by the sandbox's page. */
async function voidInPanel({ context }, parcelId) {
  const panel = await context.newPage();
  await panel.goto("/sandbox");
  await panel.locator(`form[action="/sandbox/panel"] button[value="cancel-label"][aria-label$=" ${parcelId}"]`).click();
  await panel.locator("main").waitFor();
  await panel.close();
}
