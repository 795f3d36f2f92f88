// Connecting a second marketplace, in five pages, with everything that may be refused on the way.
import { advance, clearFaults, minutes, place, plantFault } from "./app.mjs";
import { expecting } from "./browser.mjs";
import * as at from "./pages.mjs";
import { assert, equal } from "./steps.mjs";

// The demo keys of the sandbox: everybody may know them.
const SPORT = { address: "https://sport.mirakl.test", key: "demo-sport-0000-4000-two-shops" };
const BRICO = { address: "https://brico.mirakl.test", withoutOrders: "demo-brico-0000-4000-without-orders" };
const OAUTH_KEYS = { publicKey: "demo-oauth-public-key", secretKey: "demo-oauth-secret-key" };
const FOREIGN_KEYS = { publicKey: "demo-foreign-public-key", secretKey: "demo-foreign-secret-key" };

export const FIRST_SHOP = { id: "3101", name: "Cimes & Sentiers" };
export const SECOND_SHOP = { id: "3102", name: "Cimes & Sentiers Déstockage" };

/** What the first page refuses, and how it says so. */
export async function meetRefusals(step, visitor) {
  const { app, page } = visitor;
  const w = at.words(visitor);
  const refused = async (connection, words) => {
    await page.goto("/stores/new");
    await expecting(visitor, 422, async () => {
      await connect(visitor, connection);
      await page.locator('main .notice[role="alert"]').waitFor();
    });
    const said = await page.locator('main .notice[role="alert"]').innerText();
    assert(said.includes(words), `the page says: ${said}`);
    equal(await page.locator("#field-address").inputValue(), connection.address, "the address typed");
    equal(await page.locator("#field-key").inputValue(), "", "the key, which is never sent back");
  };
  await at.signIn(visitor);
  await step("a wrong key: the page says whose key it is and where to copy it", () =>
    refused({ address: SPORT.address, key: "not-the-key" }, w.keyWrong),
  );
  await step("a key without the role for orders: the page says which right is missing", () =>
    refused({ address: BRICO.address, key: BRICO.withoutOrders }, w.keyWithoutRole),
  );
  await step("a host that is no marketplace: the page says how to allow one", () =>
    refused({ address: "https://shop.example.com", key: SPORT.key }, w.hostNotAllowed),
  );
  await step("a host that answers with a web page: the page says which address to give", async () => {
    await plantFault(app, "mirakl", "A01", "html-200");
    await refused(SPORT, w.hostNotMirakl);
    await clearFaults(app);
  });
}

/** Five pages from the address to the store's page; gives its address. `account`: "stored", "oauth" or "foreign". */
export async function connectStore(step, visitor, { shop, account }) {
  const { page } = visitor;
  const w = at.words(visitor);
  await step("the marketplace is found by its address and the key", async () => {
    await page.goto("/stores/new");
    await connect(visitor, SPORT);
    await page.locator('input[name="name"]').waitFor();
    const said = await page.locator("main").innerText();
    assert(said.includes(FIRST_SHOP.name) && said.includes(FIRST_SHOP.id), `the shop is not named: ${said}`);
  });
  await step(`the second shop is added by its number; ${shop.name} is chosen, with its counts`, async () => {
    await page.locator("details summary").first().click();
    await page.locator("#field-addShopId").fill(SECOND_SHOP.id);
    await page.locator('button[name="action"][value="add"]').click();
    await page.locator(`input[name="shopId"][value="${SECOND_SHOP.id}"][type="radio"]`).waitFor();
    const chosen = page.locator(`label.radio:has(input[name="shopId"][value="${shop.id}"])`);
    await chosen.locator("input").check();
    assert(/\d/.test(await chosen.locator("small").innerText()), "no counts beside the shop");
    await page.locator('button[name="action"][value="continue"]').click();
    await page.locator("#field-publicKey").waitFor({ state: "attached" });
  });
  await step("the Sendcloud account is named before it is used", async () => {
    await chooseAccount(visitor, account);
    const said = await page.locator("main").innerText();
    if (account === "oauth") assert(said.includes(w.oauth), "no word about OAuth2");
    await page.locator('button[name="action"][value="continue"]').click();
    await page.locator("table.mapping").waitFor();
  });
  await step("the carriers are matched as far as they can be", async () => {
    const chosen = await page.locator("table.mapping select").evaluateAll((all) => all.map((select) => select.value));
    const matched = chosen.filter((value) => value !== "");
    assert(matched.length >= 2, `only ${matched.length} of ${chosen.length} carriers are matched`);
    const reason = page.locator("#field-cancelReason");
    if ((await reason.count()) === 1 && (await reason.inputValue()) === "") await reason.selectOption({ index: 1 });
    await page.locator('main form[method="post"] > button').click();
  });
  const store = await step("after one more look the store is connected", async () => {
    await page.waitForURL(/\/confirmation$/);
    const said = await page.locator("main").innerText();
    assert(said.includes(shop.name), `the shop is not named: ${said}`);
    await page.locator('main form[method="post"] button').click();
    await page.waitForURL(/\/stores\/[0-9a-f-]{36}/);
    await page.locator("#sync-strip").waitFor();
    return new URL(page.url()).pathname;
  });
  return store;
}

/** Orders of the newly connected shop come in by themselves. */
export async function seeItsOrders(step, visitor, store) {
  const { app, page } = visitor;
  await step("its orders appear in the list", async () => {
    const orderId = await place(app, "sport");
    await advance(app, minutes(6));
    const url = await at.orderUrl(app, orderId);
    equal(url.split("/")[2], store.split("/")[2], "the store of the order");
    await page.goto(`/orders?store=${store.split("/")[2]}`);
    await page.locator(`a.row-link[href="${url}"]`).waitFor();
  });
}

async function connect({ page }, { address, key }) {
  await page.locator("#field-address").fill(address);
  await page.locator("#field-key").fill(key);
  await page.locator('main form[action="/stores/new"] > button').click();
}

/** Step 3: the account that is connected already, or the keys of another. */
export async function chooseAccount({ page }, account) {
  if (account !== "stored") {
    const { publicKey, secretKey } = account === "oauth" ? OAUTH_KEYS : FOREIGN_KEYS;
    await page.locator('input[name="account"][value="new"]').check();
    await page.locator("#field-publicKey").fill(publicKey);
    await page.locator("#field-secretKey").fill(secretKey);
  }
  await page.locator('button[name="action"][value="look"]').click();
  await page.locator('button[name="action"][value="continue"]').waitFor();
}
