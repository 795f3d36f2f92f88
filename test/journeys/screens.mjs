// Every page in light and dark, wide and narrow: a picture, no overflow, no axe violation.
import { expecting, leave, visit } from "./browser.mjs";
import { examine, examineWithLabel } from "./examine.mjs";
import * as at from "./pages.mjs";
import { accountKeysOf, parkIntents, prepareOrders, runJob } from "./prepare.mjs";
import { upload } from "./products.mjs";
import { assert } from "./steps.mjs";
import { chooseAccount } from "./wizard.mjs";

const WIDTHS = [1280, 390];
const SCHEMES = ["light", "dark"];
/** A file of which one row is refused. */
const CATALOGUE = [
  "SKU;Titre;Code SH;Pays d'origine;Poids (g);Description douanière",
  "SCREEN-1;Théière émaillée;6911.10.00;Portugal;850;Porcelain teapot",
  "SCREEN-2;Tasse;6,9111E+09;Nulle part;220;Porcelain cup",
];

/** Looks at all main pages, one after the other, each in all four ways. */
export async function lookAtScreens(step, browser, app) {
  const visitors = await openAll(browser, app);
  const [wide] = visitors;
  const orders = await step("orders in every state are there to look at", () => prepareOrders(app, wide));
  const sees = (name, look) =>
    step(`${name}: fits, reads well and is accessible in light and dark, wide and narrow`, look);
  const lookAt = (name, open, status) =>
    sees(name, () =>
      Promise.all(
        visitors.map((visitor) => {
          const look = () => examine(visitor, name, open);
          return status ? expecting(visitor, status, look) : look();
        }),
      ),
    );
  // One after the other: four viewers that start at once keep a busy machine from drawing any of them.
  const lookAtLabel = (name, open) =>
    sees(name, async () => {
      for (const visitor of visitors) await examineWithLabel(visitor, name, open);
    });
  const goTo = (where) => (visitor) => visitor.page.goto(where);
  const store = `/stores/${orders.toShip.split("/")[2]}`;

  await lookAtLabel("order-labelled", goTo(orders.labelled));
  await lookAtLabel("order-shipped", goTo(orders.shipped));
  // Time passes for these: what is labelled now will have shipped.
  const parked = await step("two acts wait for a person", () => parkIntents(app, wide));
  const job = await step("a list of labels is worked off, one of them refused", () => runJob(app, wide));
  await lookAt("home", goTo("/"));
  await lookAt("orders", goTo("/orders"));
  await lookAt("orders-empty", goTo("/orders?tab=at-sendcloud"));
  await lookAt("order-to-accept", goTo(orders.toAccept));
  await lookAt("order-to-ship", goTo(orders.toShip));
  await lookAt("order-nothing-fits", ({ page }) => page.goto(`${orders.toShip}/options?weight=31000`));
  await lookAt("order-parked", goTo(parked.unanswered));
  await lookAt("recipient", goTo(`${orders.toShip}/recipient`));
  await lookAt("recipient-error", (visitor) => breakPostcode(visitor, orders.toShip), 422);
  await lookAt("order-cancellation", goTo(`${orders.toShip}/cancellation`));
  await lookAt("order-shipping", goTo(`${orders.toShip}/shipping`));
  await lookAt("order-dry-run", goTo(`${orders.toAccept}/dry-run?act=accept`));
  await lookAt("order-tracking", goTo(`${orders.shipped}/tracking`));
  await lookAt("order-refund", goTo(`${orders.shipped}/refund`));
  await lookAt("returns", goTo("/returns?tab=all"));
  await lookAt("products", goTo("/products"));
  await lookAt("product", openProduct);
  await lookAt("product-error", refuseProduct, 422);
  await lookAt("products-upload", goTo("/products/upload"));
  await lookAt("products-preview", (visitor) => upload(visitor, CATALOGUE));
  await lookAt("attention", goTo("/attention"));
  await lookAt("intent", (visitor) => openEvidence(visitor, parked.unsure));
  await lookAt("intent-looked", goTo(`${parked.unsure}?look=1`));
  await lookAt("intent-unconfirmed", (visitor) => sendWithoutTick(visitor, parked.unsure), 422);
  await lookAt("intent-opposite", goTo(parked.opposite));
  await lookAt("job", goTo(job));
  await lookAt("stores", goTo("/stores"));
  await lookAt("store", goTo(store));
  await lookAt("store-settings", goTo(`${store}/settings`));
  await lookAt("store-key", goTo(`${store}/key`));
  await lookAt("store-pause", goTo(`${store}/pause`));
  await lookAt("store-disconnection", goTo(`${store}/disconnection`));
  await lookAt("accounts", goTo("/sendcloud-accounts"));
  await lookAt("account-new", goTo("/sendcloud-accounts/new"));
  await lookAt("account-keys", goTo(await accountKeysOf(app)));
  await lookAt("wizard-1-connection", goTo("/stores/new"));
  await lookAt("wizard-1-refused", refuseConnection, 422);
  await lookAt("wizard-2-shop", openShopStep);
  await lookAt("wizard-3-sendcloud", openSendcloudStep);
  await lookAt("wizard-3-found", findForeignAccount);
  await lookAt("wizard-4-carriers", ({ page }) => clickAndWait(page, 'button[value="continue"]', "table.mapping"));
  await lookAt("wizard-5-confirmation", openConfirmation);
  await lookAt("people", goTo("/people"));
  await lookAt("profile", goTo("/profile"));
  await lookAt("sandbox", goTo("/sandbox"));
  await lookAt("not-found", goTo("/nowhere"), 404);
  await lookAt("sign-in", signOutToSignIn);
  for (const visitor of visitors) await leave(visitor);
}

async function openAll(browser, app) {
  const visitors = [];
  for (const scheme of SCHEMES) {
    for (const width of WIDTHS) {
      const visitor = await visit(browser, app, { scheme, width, language: scheme === "light" ? "fr" : "en" });
      // The same person in two languages: the browser's own choice wins.
      await visitor.context.addCookies([{ name: "lang", value: visitor.language, url: app.base }]);
      await at.signIn(visitor);
      visitors.push(visitor);
    }
  }
  return visitors;
}

async function clickAndWait(page, button, shown) {
  await page.locator(`main ${button}`).first().click();
  await page.locator(shown).first().waitFor({ state: "attached" });
}

async function openProduct({ page }) {
  await page.goto("/products");
  await clickAndWait(page, "table.products th a", "#field-hsCode");
}

async function refuseProduct({ page }) {
  await page.goto("/products");
  await page.locator('table.products input[name="origin"]').first().fill("Nulle part");
  await clickAndWait(page, "table.products form button", 'table.products [aria-invalid="true"]');
}

async function breakPostcode({ page }, order) {
  await page.goto(`${order}/recipient`);
  await page.locator("#field-zip").fill("6910");
  await clickAndWait(page, "form.card .form-foot button", "#zip-error");
}

/** All that may be opened on it is open. */
async function openEvidence({ page }, where) {
  await page.goto(where);
  for (const summary of await page.locator("#intent summary").all()) await summary.click();
}

async function sendWithoutTick({ page }, where) {
  await page.goto(where);
  const again = page.locator('#decision details:has(input[value="send-again"])');
  await again.locator("summary").click();
  await again.locator("button").click();
  await page.locator('#decision [aria-invalid="true"], #decision .error').first().waitFor();
}

async function refuseConnection(visitor) {
  const { page } = visitor;
  await connect(visitor, "not-the-key");
  await page.locator('main .notice[role="alert"]').waitFor();
}

async function openShopStep(visitor) {
  await connect(visitor, "demo-sport-0000-4000-two-shops");
  await visitor.page.locator('input[name="name"]').waitFor();
}

async function connect({ page }, key) {
  await page.goto("/stores/new");
  await page.locator("#field-address").fill("https://sport.mirakl.test");
  await page.locator("#field-key").fill(key);
  await page.locator('main form[action="/stores/new"] > button').click();
}

async function openSendcloudStep({ page }) {
  // The first summary of the page opens the field for another shop's number.
  await page.locator("main details summary").first().click();
  await page.locator("#field-addShopId").fill("3102");
  await clickAndWait(page, 'button[value="add"]', 'input[name="shopId"][value="3102"][type="radio"]');
  await page.locator('input[name="shopId"][value="3102"]').check();
  await clickAndWait(page, 'button[value="continue"]', "#field-publicKey");
}

// An integration whose webhook is another program's: the page must ask before it takes it over.
async function findForeignAccount(visitor) {
  await chooseAccount(visitor, "foreign");
  const said = await visitor.page.locator("main").innerText();
  assert(said.includes(at.words(visitor).foreignWebhook), "no question about the other webhook");
}

async function openConfirmation({ page }) {
  await page.locator("#field-cancelReason").selectOption({ index: 1 });
  await page.locator('main form[method="post"] > button').click();
  await page.waitForURL(/\/confirmation$/);
}

async function signOutToSignIn({ page }) {
  await page.goto("/");
  await page.locator('form[action="/sign-out"] button').click();
  await page.waitForURL(/\/sign-in$/);
}
