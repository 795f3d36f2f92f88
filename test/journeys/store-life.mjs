// A store from its connection to its end, and the Sendcloud account under it.
import { advance, ask, minutes, place } from "./app.mjs";
import { expecting, reloadUntil } from "./browser.mjs";
import * as at from "./pages.mjs";
import { storeOf } from "./settings-page.mjs";
import { assert, equal } from "./steps.mjs";
import { connectStore, FIRST_SHOP, SECOND_SHOP } from "./wizard.mjs";

// The demo keys of the sandbox: everybody may know them.
const KEYS = { ofSecondShop: "demo-sport-0000-4000-second-shop", ofBoth: "demo-sport-0000-4000-two-shops" };
const SENDCLOUD = { publicKey: "demo-public-key", secretKey: "demo-secret-key" };
const OTHERS = { publicKey: "demo-foreign-public-key", secretKey: "demo-foreign-secret-key" };
const REASON = "Inventory until noon";
/** As long as the sandbox's marketplaces wait for an answer. */
const REFUSES_AFTER_HOURS = 48;
const HOURS_AT_ONCE = 7;

/** A pause holds everything back and loses nothing. */
export async function pauseStore(step, visitor) {
  const { app, page } = visitor;
  const w = at.words(visitor);
  const orderId = await newOrder(app);
  const order = await at.orderUrl(app, orderId);
  const store = storeOf(order);
  await step("a pause wants its reason, and says beside the field that it is missing", async () => {
    await page.goto(store);
    await page.locator(`a[href="${store}/pause"]`).click();
    await expecting(visitor, 422, async () => {
      await page.locator('input[name="reason"]').fill(" ");
      await page.locator("main form > button").click();
      await page.locator("#reason-error").waitFor();
    });
  });
  await step("the store says that it is paused, why, and by whom", async () => {
    await page.locator('input[name="reason"]').fill(REASON);
    await page.locator("main form > button").click();
    await page.locator(`form[action="${store}/resumption"]`).waitFor();
    const said = await page.locator("main").innerText();
    assert(said.includes(REASON) && said.includes("Camille"), `the page says: ${said}`);
  });
  await step("while it is paused nothing comes in and nothing leaves", async () => {
    const meanwhile = await place(app, "brico", "house-number-twice");
    await page.goto(order);
    await page.locator('#answer form[action$="/acceptance"] button').click();
    await advance(app, minutes(10));
    equal((await at.marketplaceOrder(visitor, orderId)).state, "WAITING_ACCEPTANCE", "the marketplace's state");
    assert(!(await (await ask(app, "/orders")).text()).includes(meanwhile), "an order came in");
  });
  await step("resumed, the click from before is carried out", async () => {
    await resume(visitor, store);
    await advance(app, minutes(10));
    await page.goto(order);
    await at.becomes(visitor, w.toShip);
  });
}

/** Paused for two days, a store comes back to orders that the marketplace has refused by itself, and learns how long it waits. */
export async function comeBack(step, visitor) {
  const { app, page } = visitor;
  const w = at.words(visitor);
  const order = await at.orderUrl(app, await newOrder(app));
  const store = storeOf(order);
  await step("an order waits; the store is paused for two days", async () => {
    await page.goto(`${store}/pause`);
    await page.locator('input[name="reason"]').fill(REASON);
    await page.locator("main form > button").click();
    for (let hours = 0; hours <= REFUSES_AFTER_HOURS; hours += HOURS_AT_ONCE)
      await advance(app, minutes(60 * HOURS_AT_ONCE));
    await page.goto(order);
    equal((await at.stateOf(visitor)).trim(), w.toAccept, "the state");
  });
  await step("resumed, it sees that the marketplace refused the order", async () => {
    await resume(visitor, store);
    await advance(app, minutes(10));
    await page.goto(order);
    await at.becomes(visitor, w.refused);
  });
  await step("the next order says after how many hours that happens, and when it was learnt", async () => {
    await page.goto(await at.orderUrl(app, await newOrder(app)));
    const said = await page.locator("#answer").innerText();
    assert(said.includes(w.learnt) && said.includes(`${REFUSES_AFTER_HOURS} `), `the page says: ${said}`);
  });
}

async function newOrder(app) {
  const orderId = await place(app, "brico", "house-number-twice");
  await advance(app, minutes(6));
  return orderId;
}

async function resume({ page }, store) {
  await page.goto(store);
  await page.locator(`form[action="${store}/resumption"] button`).click();
  await page.locator(`a[href="${store}/pause"]`).waitFor();
}

/** A key changed, a store disconnected, connected again and deleted. */
export async function liveAndEnd(step, visitor) {
  const { app, page } = visitor;
  const store = await connectStore(step, visitor, { shop: FIRST_SHOP, account: "stored" });
  const order = await step("its first order comes in", async () => {
    const orderId = await place(app, "sport", "house-number-twice");
    await advance(app, minutes(6));
    return at.orderUrl(app, orderId);
  });
  await changeKey(step, visitor, store);
  await step("before it is disconnected, the page says what is open and offers its orders as a file", async () => {
    await page.goto(store);
    await page.locator(`a[href="${store}/disconnection"]`).click();
    await page.locator(`main a[href^="/orders?store="][href$="tab=to-ship"]`).waitFor();
    const file = await (await ask(app, await page.locator('a[href$="/export"]').getAttribute("href"))).text();
    assert(file.includes(order.split("/").at(-1)), "the order is not in the file");
  });
  await step("disconnected, its order can be read, and nothing be done to it", async () => {
    await disconnect(visitor, store);
    await page.goto(order);
    equal(await page.locator('#order form[method="post"]').count(), 0, "forms on the order's page");
    await page.goto(store);
    equal(await page.locator(`a[href="${store}/key"]`).count(), 0, "links to its key");
  });
  const again = await connectStore(step, visitor, { shop: FIRST_SHOP, account: "stored" });
  await step("connecting the same shop again continues the same store", async () => {
    equal(again, store, "the store");
    const meanwhile = await place(app, "sport", "house-number-twice");
    await advance(app, minutes(6));
    equal(storeOf(await at.orderUrl(app, meanwhile)), store, "the store of a new order");
    await page.goto(order);
    await page.locator("#create-label").waitFor();
  });
  await deleteStore(step, visitor, { store, order });
}

async function changeKey(step, visitor, store) {
  const { app, page } = visitor;
  const type = async (key) => {
    await page.goto(`${store}/key`);
    await page.locator('input[name="key"]').fill(key);
    await page.locator("main form > button").click();
  };
  await step("a key of another shop is refused, with the names of both", async () => {
    const notice = page.locator('main .notice[data-tone="danger"]');
    await expecting(visitor, 422, async () => {
      await type(KEYS.ofSecondShop);
      await notice.waitFor();
    });
    const said = await notice.innerText();
    assert(said.includes(`${SECOND_SHOP.name}.`) && said.includes(`${FIRST_SHOP.name} (`), `the page says: ${said}`);
    equal(await page.locator('input[name="key"]').inputValue(), "", "the key, which is never sent back");
  });
  await step("a key of the same shop is taken, and its orders go on coming in", async () => {
    await type(KEYS.ofBoth);
    await page.locator("#sync-strip").waitFor();
    const orderId = await place(app, "sport", "house-number-twice");
    await advance(app, minutes(6));
    await at.orderUrl(app, orderId);
  });
}

async function disconnect({ page }, store) {
  await page.goto(`${store}/disconnection`);
  await page.locator("details.ask-box > summary").click();
  await page.locator(`form[action="${store}/disconnection"] button`).click();
  await page.locator('a[href="/stores/new"]').waitFor();
}

async function deleteStore(step, visitor, { store, order }) {
  const { app, page } = visitor;
  await step("deleting wants the store's name: another is refused, and stays in the field", async () => {
    await disconnect(visitor, store);
    await page.locator(`a[href="${store}/deletion"]`).click();
    await expecting(visitor, 422, async () => {
      await page.locator('input[name="name"]').fill("Another store");
      await page.locator("main form > button").click();
      await page.locator("#name-error").waitFor();
    });
    equal(await page.locator('input[name="name"]').inputValue(), "Another store", "the name typed");
  });
  await step("by its name it is deleted, and all of it is gone", async () => {
    await page.locator('input[name="name"]').fill(await page.locator(`main a[href="${store}"]`).first().innerText());
    await page.locator("main form > button").click();
    await page.waitForURL((url) => url.pathname === "/stores");
    await advance(app, minutes(6));
    await reloadUntil(
      visitor,
      "the store is gone",
      async () => (await page.locator(`main a[href="${store}"]`).count()) === 0,
    );
    for (const gone of [store, order])
      await expecting(visitor, 404, async () => equal((await page.goto(gone)).status(), 404, `the answer of ${gone}`));
  });
}

/** The page of Sendcloud accounts: it tests by itself, takes new keys of the same integration and no others. */
export async function keepAccount(step, visitor) {
  const { page } = visitor;
  await step("the accounts' page tests the keys by itself, and says how many writes are used", async () => {
    await page.goto("/sendcloud-accounts");
    await works(visitor);
    const said = await page.locator("main").innerText();
    assert(said.includes(at.words(visitor).budget), `the page says: ${said}`);
  });
  const keys = await page.locator('main a[href$="/keys"]').first().getAttribute("href");
  await step("keys of another integration are refused, with both named", async () => {
    const notice = page.locator('main .notice[data-tone="danger"]');
    await expecting(visitor, 422, async () => {
      await typeKeys(visitor, keys, OTHERS);
      await notice.waitFor();
    });
    const said = await notice.innerText();
    assert(said.includes("10001") && said.includes("10002"), `the page says: ${said}`);
  });
  await step("keys that open nothing are refused, and the public one stays in its field", async () => {
    await expecting(visitor, 422, async () => {
      await typeKeys(visitor, keys, { publicKey: "nobody", secretKey: "nothing" });
      await page.locator('main .notice[role="alert"]').waitFor();
    });
    equal(await page.locator('input[name="publicKey"]').inputValue(), "nobody", "the public key typed");
  });
  await step("keys of this integration are taken and tested at once", async () => {
    await typeKeys(visitor, keys, SENDCLOUD);
    await page.waitForURL(/\/sendcloud-accounts\?check=/);
    await works(visitor);
  });
}

async function works({ page, javaScript }) {
  const badge = page.locator('main .badge[data-tone="success"]').first();
  if (!javaScript && (await badge.count()) === 0) await page.locator('main a[href*="?check="]').first().click();
  await badge.waitFor();
}

async function typeKeys({ page }, place, { publicKey, secretKey }) {
  await page.goto(place);
  await page.locator('input[name="publicKey"]').fill(publicKey);
  await page.locator('input[name="secretKey"]').fill(secretKey);
  await page.locator("main form > button").click();
}
