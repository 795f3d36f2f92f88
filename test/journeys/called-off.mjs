// Orders that are called off: by the merchant, by the buyer, in Sendcloud; one by one, in parts, and many at once.
import { advance, buyer, control, minutes, plantFault } from "./app.mjs";
import { expecting } from "./browser.mjs";
import { isIncoming } from "./made-there.mjs";
import * as at from "./pages.mjs";
import { comesTo, readyOrders, whilePassing } from "./prepare.mjs";
import { choose, openSettings, save, storeOf } from "./settings-page.mjs";
import { assert, equal } from "./steps.mjs";
import { connectStore, FIRST_SHOP } from "./wizard.mjs";

const ANNOUNCE = "sc-public-v3-scp-post-announce_shipment";
/** Beyond five within an hour they are no single cancellations any more (issue 4). */
const MANY = 6;
/** Three pieces of one product, to an address in France: what leaves the EU would want customs data first. */
const IN_PIECES = "several";

// Beside them stands what shows the calls without making them.
const SEND_WHOLE = "#whole .form-foot button:not([formaction])";
const SEND_PART = "#part .form-foot button:not([formaction])";

const idOf = (order) => order.split("/").at(-1);
const stateThere = async (visitor, order) => (await at.marketplaceOrder(visitor, idOf(order))).state;

/** At the marketplace that lets a paid order be cancelled, whole or in part: a store of its own. */
export async function callOff(step, visitor) {
  await connectStore(step, visitor, { shop: FIRST_SHOP, account: "stored" });
  const orders = await step("orders are ready, and one of three pieces", async () => [
    ...(await readyOrders(visitor.app, "sport", 3)),
    ...(await readyOrders(visitor.app, "sport", 1, IN_PIECES)),
  ]);
  await callOffHere(step, visitor, orders);
  await callOffAtMarketplace(step, visitor, orders);
  await callOffThere(step, visitor, storeOf(orders[0]));
}

async function callOffHere(step, visitor, [whole, , , inPart]) {
  const { app, page } = visitor;
  const w = at.words(visitor);
  await step("Cancel order cancels it at the marketplace, a minute later", async () => {
    await page.goto(`${whole}/cancellation`);
    await page.locator(SEND_WHOLE).click();
    await page.locator("#planned-cancellation").waitFor();
    equal(await stateThere(visitor, whole), "SHIPPING", "the marketplace's state within the minute");
    await comesTo(visitor, whole, w.cancelled);
    equal(await stateThere(visitor, whole), "CANCELED", "the marketplace's state");
  });
  await step("more pieces than were ordered are refused beside their field", async () => {
    await page.goto(`${inPart}/cancellation`);
    await page.locator('#part input[name^="line."]').first().fill("99");
    await page.locator('#part select[name="lineReason"]').selectOption({ index: 1 });
    await expecting(visitor, 422, async () => {
      await page.locator(SEND_PART).click();
      await page.locator('#part input[name^="line."][aria-invalid="true"]').waitFor();
    });
  });
  await step("one piece is cancelled, and the rest is still to ship", async () => {
    await page.locator('#part input[name^="line."]').first().fill("1");
    await page.locator('#part select[name="lineReason"]').selectOption({ index: 1 });
    await page.locator(SEND_PART).click();
    await page.locator("#order").waitFor();
    await whilePassing(app, "the timeline says so", async () => {
      await page.goto(inPart);
      return (await page.locator("#timeline").innerText()).includes(w.pieceCancelled);
    });
    equal((await at.stateOf(visitor)).trim(), w.toShip, "the state");
    equal(await stateThere(visitor, inPart), "SHIPPING", "the marketplace's state");
  });
}

async function callOffAtMarketplace(step, visitor, [, labelled, raced]) {
  const { app, page } = visitor;
  const w = at.words(visitor);
  await step(
    "the buyer cancels an order whose label is made: the label is cancelled, nothing is announced",
    async () => {
      await page.goto(labelled);
      await at.createLabel(visitor);
      await buyer(app, idOf(labelled), "cancel");
      await comesTo(visitor, labelled, w.cancelled);
      await isVoided(visitor, labelled);
    },
  );
  await step("the buyer cancels while the label is bought and its answer is lost: no label stays", async () => {
    await plantFault(app, "sendcloud", ANNOUNCE, "drop-after");
    await page.goto(raced);
    await at.offersShown(visitor);
    await at.createButton(visitor).click();
    await page.locator("#create-label").waitFor({ state: "detached" });
    await buyer(app, idOf(raced), "cancel");
    await comesTo(visitor, raced, w.cancelled);
    await isVoided(visitor, raced);
  });
}

/** One label was made, and it is cancelled; the marketplace knows of none. */
async function isVoided(visitor, order) {
  const [parcel, ...others] = await at.parcelsAtSendcloud(visitor, idOf(order));
  assert(parcel && others.length === 0, "not exactly one parcel at Sendcloud");
  assert(parcel.status.startsWith("CANCELL"), `the label is ${parcel.status}`);
  equal(await stateThere(visitor, order), "CANCELED", "the marketplace's state");
}

async function callOffThere(step, visitor, store) {
  const { app, page } = visitor;
  const w = at.words(visitor);
  await step("labels are made in Sendcloud, and what is cancelled there is cancelled at the marketplace", async () => {
    await choose(visitor, store, "labels", "labels", "sendcloud");
    await openSettings(visitor, store);
    await page.locator('#cancellation input[name="cancelInMirakl"]').check();
    await page.locator('#cancellation select[name="cancelReason"]').selectOption({ index: 1 });
    await save(visitor, "cancellation");
  });
  const [bought, deleted] = await step("orders are in Sendcloud", () => readyThere(visitor, 2));
  await step("the buyer cancels one: it is taken out of Sendcloud", async () => {
    await buyer(app, idOf(bought), "cancel");
    await comesTo(visitor, bought, w.cancelled);
    assert(!(await isIncoming(visitor, bought)), "it is still among the incoming orders");
  });
  await step("one deleted there is cancelled at the marketplace by itself, after a second look", async () => {
    await deleteThere(app, deleted);
    await advance(app, minutes(8));
    equal(await stateThere(visitor, deleted), "SHIPPING", "the marketplace's state after one look");
    await comesTo(visitor, deleted, w.cancelled);
    equal(await stateThere(visitor, deleted), "CANCELED", "the marketplace's state");
  });
  await brake(step, visitor);
  await step("labels are made here again", () => choose(visitor, store, "labels", "labels", "here"));
}

async function brake(step, visitor) {
  const { app, page } = visitor;
  const gone = await step(`${MANY} more are in Sendcloud`, () => readyThere(visitor, MANY));
  const row = page.locator('.waits:has(a[href$="/cancellations"])');
  await step("all of them vanish: nothing is cancelled, and one question is asked with the list", async () => {
    for (const order of gone) await deleteThere(app, order);
    await whilePassing(app, "a person is asked", async () => {
      await page.goto("/attention");
      return (await row.count()) > 0;
    });
    equal(await row.count(), 1, "questions");
    await advance(app, minutes(60));
    for (const order of gone) equal(await row.locator(`a[href="${order}"]`).count(), 1, `${order} in the list`);
    equal(await statesThere(visitor, gone), "SHIPPING", "the marketplace's states");
  });
  await step(`Cancel these ${MANY} asks once more, then cancels them all`, async () => {
    await row.locator('a[href$="/cancellations"]').click();
    await page.locator("#vanished details.ask-box > summary").click();
    await page.locator("#vanished details.ask-box form button").click();
    await page.waitForURL(/\/attention$/);
    equal(await row.count(), 0, "questions");
    for (const order of gone) await comesTo(visitor, order, at.words(visitor).cancelled);
    equal(await statesThere(visitor, gone), "CANCELED", "the marketplace's states");
  });
}

/** The states of orders at the marketplace, each named once. */
async function statesThere(visitor, orders) {
  const found = await at.marketplaceOrders(visitor, orders.map(idOf));
  return [...new Set(found.map(({ state }) => state))].join();
}

async function readyThere(visitor, count) {
  const orders = await readyOrders(visitor.app, "sport", count);
  for (const order of orders) await comesTo(visitor, order, at.words(visitor).atSendcloud);
  return orders;
}

async function deleteThere(app, order) {
  assert((await control(app, "/sandbox/panel", { panel: "delete", order: idOf(order) })).done, `no ${order} there`);
}
