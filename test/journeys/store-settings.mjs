// Settings of a store as they are felt on its orders: carriers, the number, the moment of "shipped".
import { advance, clearFaults, control, minutes, plantFault } from "./app.mjs";
import { reloadUntil, waitUntil } from "./browser.mjs";
import * as at from "./pages.mjs";
import { comesTo, readyOrder, whilePassing } from "./prepare.mjs";
import { choose, openSettings, preview, save, saveInVain, storeOf } from "./settings-page.mjs";
import { assert, equal } from "./steps.mjs";

/** Until it is taken away again. */
const MANY = 100;
const FREE_NAME = "Coursier Lavandière";
const PICKED_UP = "PICKED_UP_BY_DRIVER";
/** A field that the sandbox's orders to a home do not have. */
const CUSTOM_CODE = "delivery-point-name";

const idOf = (order) => order.split("/").at(-1);
const carrier = ({ page }, code) => page.locator(`#carriers select[name="carrier.${code}"]`);

/** A carrier without its match costs nothing; one that the marketplace does not take keeps no parcel back. */
export async function mapCarriers(step, visitor) {
  const { app, page } = visitor;
  const order = await step("an order is there to be labelled", () => readyOrder(app));
  const store = storeOf(order);
  await step("every carrier's match is taken away; the list says when it may be read again", async () => {
    await openSettings(visitor, store);
    for (const select of await page.locator("#carriers table.mapping select").all()) await select.selectOption("");
    await save(visitor, "carriers");
    const refresh = page.locator('#carriers form[action$="/carriers/list"]');
    assert(await refresh.locator("button").isDisabled(), "the list could be read at once");
    assert((await refresh.innerText()).includes(at.words(visitor).readAgain), "no word about when");
  });
  await step("no label can be bought: each method says what it lacks", async () => {
    await page.goto(order);
    const options = await at.optionsOf(visitor);
    equal(options.filter(({ usable }) => usable).length, 0, "methods that could be bought");
    assert(await at.createButton(visitor).isDisabled(), "the button could be pressed");
    equal((await at.parcelsAtSendcloud(visitor, idOf(order))).length, 0, "parcels at Sendcloud");
  });
  await step("the match is offered in place, proposed already; saving it leads back to the order", async () => {
    const more = page.locator("#create-label .options details > summary");
    if ((await more.count()) > 0) await more.click();
    await page.locator('#create-label a[href*="carrier=colissimo"]').first().click();
    await carrier(visitor, "colissimo").waitFor();
    equal(await carrier(visitor, "colissimo").inputValue(), "carrier:COLISSIMO", "the carrier proposed");
    await page.locator('#carriers form[action$="/settings/carriers"] .form-foot button:not([formaction])').click();
    await page.waitForURL((url) => url.pathname.startsWith(order));
  });
  await step("now the label is made, one", async () => {
    await at.createLabel(visitor);
    equal((await at.parcelsAtSendcloud(visitor, idOf(order))).length, 1, "parcels at Sendcloud");
  });
  await tellTheRefused(step, visitor, store);
}

async function tellTheRefused(step, visitor, store) {
  const { app, page } = visitor;
  const order = await step("the marketplace has dropped a carrier that a new order goes with", async () => {
    await plantFault(app, "mirakl", "OR23", "carrier-gone", MANY);
    return readyOrder(app);
  });
  const waiting = page.locator(".waits").filter({ has: page.locator(`a[href="${order}"]`) });
  const code = await step("a person is asked", async () => {
    await page.goto(order);
    await at.offersShown(visitor);
    const chosen = await page.locator('#create-label input[name="option"]:checked').inputValue();
    await at.createLabel(visitor);
    await whilePassing(app, "the order waits for a person", async () => {
      await page.goto("/attention");
      return (await waiting.count()) > 0;
    });
    return /~(\w+):/.exec(chosen)[1];
  });
  const { tracking } = await step("the parcel leaves all the same", () => pickUp(visitor, order));
  let usual = "";
  await step(
    "another carrier by name: what is missing is said beside the field, and nothing typed is lost",
    async () => {
      await openSettings(visitor, store);
      usual = await carrier(visitor, code).inputValue();
      await carrier(visitor, code).selectOption("other");
      const own = page.locator(`#carriers tr:has(select[name="carrier.${code}"])`);
      await own.locator("details > summary").click();
      const url = "https://suivi.example/{trackingId}";
      await own.locator(`input[name="otherUrl.${code}"]`).fill(url);
      await saveInVain(visitor, "carriers", 422, `input[name="otherName.${code}"][aria-invalid="true"]`);
      equal(await own.locator(`input[name="otherUrl.${code}"]`).inputValue(), url, "the address typed");
      await own.locator(`input[name="otherName.${code}"]`).fill(FREE_NAME);
      await save(visitor, "carriers");
    },
  );
  await step("the marketplace is told again, under that name, and nobody waits any more", async () => {
    await comesTo(visitor, order, at.words(visitor).shipped);
    const there = await at.marketplaceOrder(visitor, idOf(order));
    equal(there.shipment, `${FREE_NAME} ${tracking}`, "the shipment at the marketplace");
    await page.goto("/attention");
    equal(await waiting.count(), 0, "what waits of this order");
  });
  await step("the usual carrier is chosen again", async () => {
    await clearFaults(app);
    await openSettings(visitor, store);
    await carrier(visitor, code).selectOption(usual);
    await save(visitor, "carriers");
  });
}

/** The carrier scans an order's one parcel, and its page says so. */
async function pickUp(visitor, order) {
  const { app, page } = visitor;
  const [parcel] = await at.parcelsAtSendcloud(visitor, idOf(order));
  const { done } = await control(app, `/sandbox/parcels/${parcel.parcelId}/moves`, { status: PICKED_UP });
  assert(done, "the sandbox moved no parcel");
  await whilePassing(app, "the parcel is on its way", async () => {
    await page.goto(order);
    return (await page.locator('#parcels .parcel .badge[data-tone="info"]').count()) === 1;
  });
  return parcel;
}

/** The number that an order goes by: seen before it is saved, kept apart in two windows, written back. */
export async function numberOrders(step, visitor) {
  const { app, page, context } = visitor;
  const w = at.words(visitor);
  const order = await step("an order has its usual number", () => readyOrder(app));
  const [store, orderId] = [storeOf(order), idOf(order)];
  const commercialId = orderId.replace(/-A$/, "");
  const title = page.locator("#order h1");
  const numbered = async (number) => {
    await page.goto(order);
    await reloadUntil(visitor, `the order is number ${number}`, async () =>
      new RegExp(`\\b${number}(?![\\w-])`).test(await title.innerText()),
    );
  };
  const other = { ...visitor, page: await context.newPage() };
  await step("a second window shows the same settings", () => openSettings(other, store));
  await step("another field shows its numbers before it is saved", async () => {
    await openSettings(visitor, store);
    await page.locator('#number select[name="numberField"]').selectOption("commercial-id");
    const shown = await preview(visitor, "number");
    await waitUntil(visitor, "the new number is shown", async () =>
      (await shown.locator("table strong").allInnerTexts()).includes(commercialId),
    );
    await numbered(orderId);
  });
  await step("saved, the open orders have their new numbers at once", async () => {
    await openSettings(visitor, store);
    await page.locator('#number select[name="numberField"]').selectOption("commercial-id");
    await save(visitor, "number");
    await numbered(commercialId);
    assert((await page.locator("#timeline").innerText()).includes(w.renumbered), "no line in the timeline");
  });
  await step("the second window overwrites nothing, and what was typed in it is still there", async () => {
    await other.page.locator('#number select[name="numberField"]').selectOption("custom");
    await other.page.locator('#number input[name="customCode"]').fill(CUSTOM_CODE);
    await saveInVain(other, "number", 409, '.notice[data-tone="warning"]');
    equal(await other.page.locator('#number select[name="numberField"]').inputValue(), "custom", "the field chosen");
    equal(await other.page.locator('#number input[name="customCode"]').inputValue(), CUSTOM_CODE, "the code typed");
    await numbered(commercialId);
  });
  await step("saved once more it counts; an order without that field goes by its id", async () => {
    await save(other, "number");
    await other.page.close();
    await numbered(orderId);
  });
  await step("the marketplace is given the number", async () => {
    await openSettings(visitor, store);
    await page.locator('#number select[name="numberField"]').selectOption("order-id");
    await page.locator('#number input[name="writeReference"]').check();
    await save(visitor, "number");
    await whilePassing(app, "the timeline says so", async () => {
      await page.goto(order);
      return (await page.locator("#timeline").innerText()).includes(w.numberGiven);
    });
  });
  await step("and the next order's number is not", async () => {
    await openSettings(visitor, store);
    await page.locator('#number input[name="writeReference"]').uncheck();
    await save(visitor, "number");
    await page.goto(await readyOrder(app));
    assert(!(await page.locator("#timeline").innerText()).includes(w.numberGiven), "it was given all the same");
  });
}

/** "Shipped" is said when the carrier scans the parcel, not when its label is made. */
export async function shipOnScan(step, visitor) {
  const { app, page } = visitor;
  const w = at.words(visitor);
  const order = await step("an order is there to be labelled", () => readyOrder(app));
  const store = storeOf(order);
  await step("the store says shipped when the carrier scans", () =>
    choose(visitor, store, "labels", "shipWhen", "carrier-scan"),
  );
  await step("the label is made, and the marketplace hears nothing yet", async () => {
    await page.goto(order);
    await at.createLabel(visitor);
    await advance(app, minutes(20));
    await page.goto(order);
    equal((await at.stateOf(visitor)).trim(), w.labelled, "the state");
    const there = await at.marketplaceOrder(visitor, idOf(order));
    equal(`${there.state} ${there.shipment}`, "SHIPPING ", "what the marketplace knows");
  });
  await step("the carrier scans the parcel: now it is shipped, with its number", async () => {
    const { tracking } = await pickUp(visitor, order);
    await comesTo(visitor, order, w.shipped);
    const there = await at.marketplaceOrder(visitor, idOf(order));
    equal(there.state, "SHIPPED", "the marketplace's state");
    assert(there.shipment.endsWith(` ${tracking}`), `the marketplace knows "${there.shipment}"`);
  });
  await step("the next label says it at once again", () => choose(visitor, store, "labels", "shipWhen", "label-made"));
}
