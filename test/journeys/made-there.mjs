// Orders whose labels are made in Sendcloud: sent there, changed there, labelled there, taken back.
import { buyer, control } from "./app.mjs";
import * as at from "./pages.mjs";
import { comesTo, readyOrders, whilePassing } from "./prepare.mjs";
import { choose, storeOf } from "./settings-page.mjs";
import { assert, equal } from "./steps.mjs";

const STREET_THERE = "Quai de la Personne";

const idOf = (order) => order.split("/").at(-1);
const timelineSays = async ({ page }, words) => (await page.locator("#timeline").innerText()).includes(words);

/** What the merchant does in the panel, on the sandbox's page. */
async function inPanel({ page }, order, act) {
  await page.goto("/sandbox");
  await page.locator(`form:has(input[name="order"][value="${idOf(order)}"]) button[value="${act}"]`).click();
  await page.locator("main table").first().waitFor();
}

/** Whether the panel lists an order. */
export async function isIncoming({ page }, order) {
  await page.goto("/sandbox");
  return (await page.locator(`form[action="/sandbox/panel"] input[name="order"][value="${idOf(order)}"]`).count()) > 0;
}

/** Sends what is ready there from now on, and waits until these orders are. */
async function sendThere(visitor, orders) {
  await choose(visitor, storeOf(orders[0]), "labels", "labels", "sendcloud");
  for (const order of orders) await comesTo(visitor, order, at.words(visitor).atSendcloud);
}

/** The label of an order is made in the panel, or here after all. */
export async function makeThere(step, visitor) {
  const { app, page } = visitor;
  const w = at.words(visitor);
  const orders = await step("orders are ready", () => readyOrders(app, "brico", 4));
  const [moved, edited, labelled, taken] = orders;
  const store = storeOf(moved);
  await step("labels are made in Sendcloud from now on: what is ready goes there", async () => {
    await sendThere(visitor, orders);
    for (const order of orders) assert(await isIncoming(visitor, order), `${order} is not among the incoming orders`);
  });
  await step("the buyer moves house: the order changes in Sendcloud too", async () => {
    await buyer(app, idOf(moved), "move-house");
    await whilePassing(app, "the timeline says so", async () => {
      await page.goto(moved);
      return timelineSays(visitor, w.updatedThere);
    });
  });
  await step("what a person changed there stays, and both values are shown", async () => {
    const there = { panel: "edit", order: idOf(edited), street: STREET_THERE };
    assert((await control(app, "/sandbox/panel", there)).done, "the panel refused the street");
    await buyer(app, idOf(edited), "move-house");
    await whilePassing(app, "the change is shown", async () => {
      await page.goto(edited);
      const said = await page.locator("#push").innerText();
      return said.includes(w.changedThere) && said.includes(STREET_THERE);
    });
  });
  await step("a label made in the panel comes back, and the marketplace is told its number", async () => {
    await inPanel(visitor, labelled, "label");
    await comesTo(visitor, labelled, w.shipped);
    const { number } = await at.trackingOf(visitor);
    const there = await at.marketplaceOrder(visitor, idOf(labelled));
    equal(there.state, "SHIPPED", "the marketplace's state");
    assert(there.shipment.endsWith(` ${number}`), `the marketplace knows "${there.shipment}"`);
  });
  await step("Make the label here instead takes the order out of Sendcloud, then makes one label", async () => {
    await page.goto(taken);
    await page.locator("#push details.ask-box > summary").click();
    await page.locator('#push form[action$="/label-here"] button').click();
    await at.becomes(visitor, w.toShip);
    await at.createLabel(visitor);
    assert(!(await isIncoming(visitor, taken)), "it is still among the incoming orders");
    equal((await at.parcelsAtSendcloud(visitor, idOf(taken))).length, 1, "parcels at Sendcloud");
  });
  await step("labels are made here again; what is there stays there", async () => {
    await choose(visitor, store, "labels", "labels", "here");
    await page.goto(moved);
    equal((await at.stateOf(visitor)).trim(), w.atSendcloud, "the state of an order that is there");
  });
}
