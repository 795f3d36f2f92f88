// Every page in light and dark, wide and narrow: a picture, no overflow, no axe violation; and the way by keyboard.
import axe from "axe-core";
import { advance, buyer, minutes, place, until } from "./app.mjs";
import { assertCalm, expecting, leave, picture, reloadUntil, visit } from "./browser.mjs";
import * as at from "./pages.mjs";
import { assert } from "./steps.mjs";
import { chooseAccount } from "./wizard.mjs";

const AXE = axe.source;
const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];
const WIDTHS = [1280, 390];
const SCHEMES = ["light", "dark"];
// Colours differ by scheme and layout by width: two of the four ways cover both.
const AXE_LOOKS = new Set(["light-1280", "dark-390"]);
const MOST_TABS = 60;
/** A picture of the viewer without a label in it is smaller. */
const BLANK_BYTES = 8_000;

/** Looks at all main pages, one after the other, each in all four ways. */
export async function lookAtScreens(step, browser, app) {
  const visitors = await openAll(browser, app);
  const [wide] = visitors;
  const orders = await step("orders in every state are there to look at", () => prepareOrders(app, wide));
  const lookAt = (name, open, status) =>
    step(`${name}: fits, reads well and is accessible in light and dark, wide and narrow`, async () => {
      await Promise.all(
        visitors.map(async (visitor) => {
          if (status) await expecting(visitor, status, () => open(visitor));
          else await open(visitor);
          await examine(visitor, name);
        }),
      );
    });
  const goTo = (where) => (visitor) => visitor.page.goto(where);

  await lookAt("order-labelled", goTo(orders.labelled));
  await lookAt("home", goTo("/"));
  await lookAt("orders", goTo("/orders"));
  await lookAt("orders-empty", goTo("/orders?tab=at-sendcloud"));
  await lookAt("order-to-accept", goTo(orders.toAccept));
  await lookAt("order-to-ship", goTo(orders.toShip));
  await lookAt("order-nothing-fits", ({ page }) => page.goto(`${orders.toShip}/options?weight=31000`));
  await lookAt("order-shipped", goTo(orders.shipped));
  await lookAt("recipient", goTo(`${orders.toShip}/recipient`));
  await lookAt("recipient-error", (visitor) => breakPostcode(visitor, orders.toShip), 422);
  await lookAt("stores", goTo("/stores"));
  await lookAt("store", goTo(`/stores/${orders.toShip.split("/")[2]}`));
  await lookAt("accounts", goTo("/sendcloud-accounts"));
  await lookAt("wizard-1-connection", goTo("/stores/new"));
  await lookAt("wizard-1-refused", refuseConnection, 422);
  await lookAt("wizard-2-shop", openShopStep);
  await lookAt("wizard-3-sendcloud", openSendcloudStep);
  await lookAt("wizard-3-found", findForeignAccount);
  await lookAt("wizard-4-carriers", ({ page }) => clickAndWait(page, 'button[value="continue"]', "table.mapping"));
  await lookAt("wizard-5-confirmation", openConfirmation);
  await lookAt("sandbox", goTo("/sandbox"));
  await lookAt("not-found", goTo("/nowhere"), 404);
  await lookAt("sign-in", signOutToSignIn);
  for (const visitor of visitors) await leave(visitor);
}

/** The main button can be reached and seen without a mouse. */
export async function walkByKeyboard(step, browser, app) {
  const visitor = await visit(browser, app);
  const { page } = visitor;
  await at.signIn(visitor);
  const toShip = await readyOrder(app);
  for (const [name, where, button] of [
    ["Create label", toShip, "#create-label .form-foot button"],
    ["Connect a store", "/stores", 'main a.button[href="/stores/new"]'],
    ["Check the connection", "/stores/new", 'main form[action="/stores/new"] > button'],
  ]) {
    await step(`Tab leads to "${name}", which is then in sight with a ring around it`, async () => {
      await page.goto(where);
      assert(await tabTo(page, button), `${MOST_TABS} times Tab did not reach it`);
      const seen = await page.locator(button).evaluate((element) => {
        const box = element.getBoundingClientRect();
        const style = getComputedStyle(element);
        const ring = (style.outlineStyle !== "none" && style.outlineWidth !== "0px") || style.boxShadow !== "none";
        return { inSight: box.top >= 0 && box.bottom <= innerHeight && box.width > 0, ring };
      });
      assert(seen.inSight, "it is out of sight");
      assert(seen.ring, "nothing shows that it has the focus");
    });
  }
  await leave(visitor);
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

async function prepareOrders(app, wide) {
  const [toShip, shipped, labelled, toAccept] = await fourOrders(app);
  await wide.page.goto(shipped);
  await at.createLabel(wide);
  await advance(app, minutes(5));
  await wide.page.goto(shipped);
  await reloadUntil(wide, "an order has shipped", () => at.inState(wide, at.words(wide).shipped));
  await wide.page.goto(labelled);
  await at.createLabel(wide);
  return { toShip, shipped, labelled, toAccept };
}

async function fourOrders(app) {
  const ids = [];
  for (const kind of ["house-number-twice", "house-number-twice", "house-number-twice", "business"]) {
    ids.push(await place(app, "brico", kind));
    if (ids.length < 4) await buyer(app, ids.at(-1), "pay");
  }
  await advance(app, minutes(5));
  return Promise.all(ids.map((id) => at.orderUrl(app, id)));
}

async function readyOrder(app) {
  const id = await place(app, "brico", "house-number-twice");
  await buyer(app, id, "pay");
  await advance(app, minutes(5));
  return at.orderUrl(app, id);
}

async function examine(visitor, name) {
  const { page, width, scheme } = visitor;
  const where = `${name}-${scheme}-${width}`;
  await settled(page);
  await pictureWhole(visitor, where);
  const overflow = await page.evaluate(overflowOf);
  assert(overflow.length === 0, `${where} is wider than the window: ${overflow.join(", ")}`);
  if (AXE_LOOKS.has(`${scheme}-${width}`)) await assertAccessible(page, where);
  assertCalm(visitor);
}

// As high as the page before the picture: a window that grows while it is taken leaves the label's viewer blank.
async function pictureWhole(visitor, where) {
  const { page, width } = visitor;
  const { height } = page.viewportSize();
  const whole = await page.evaluate(() => document.scrollingElement.scrollHeight);
  await page.setViewportSize({ width, height: Math.max(height, whole) });
  await settled(page);
  await picture(visitor, where);
  await page.setViewportSize({ width, height });
}

async function assertAccessible(page, where) {
  const violations = await page.evaluate(`${AXE}; axe.run(document, ${JSON.stringify(AXE_OPTIONS)}).then(
    (found) => found.violations.map((one) => one.id + ": " + one.nodes.map((node) => node.target.join(" ")).join(" | ")))`);
  assert(violations.length === 0, `${where}: axe finds\n  ${violations.join("\n  ")}`);
}

// The label's frame belongs to the browser's own viewer.
const AXE_OPTIONS = { runOnly: { type: "tag", values: TAGS }, iframes: false };

/** What the page asks for after it is shown has come. */
async function settled(page) {
  await page.waitForLoadState("load");
  await page.locator('[hx-trigger="load"]').first().waitFor({ state: "detached" });
  const label = page.locator("iframe.label");
  if ((await label.count()) === 0) return;
  // The browser's own viewer draws the label, once it is in sight.
  await label.scrollIntoViewIfNeeded();
  await until("the label is drawn", async () => (await label.screenshot()).length > BLANK_BYTES);
}

function overflowOf() {
  if (document.scrollingElement.scrollWidth <= innerWidth) return [];
  const wide = [...document.querySelectorAll("body *")].filter(
    (one) => one.getBoundingClientRect().right > innerWidth + 1,
  );
  return wide
    .slice(0, 5)
    .map((one) => `${one.tagName.toLowerCase()}.${one.className} ${Math.round(one.getBoundingClientRect().right)}`)
    .concat(`${document.scrollingElement.scrollWidth} px`);
}

async function tabTo(page, button) {
  for (let n = 0; n < MOST_TABS; n += 1) {
    await page.keyboard.press("Tab");
    if (await page.evaluate((selector) => document.activeElement?.matches(selector) ?? false, button)) return true;
  }
  return false;
}

async function clickAndWait(page, button, shown) {
  await page.locator(`main ${button}`).first().click();
  await page.locator(shown).first().waitFor({ state: "attached" });
}

async function breakPostcode({ page }, order) {
  await page.goto(`${order}/recipient`);
  await page.locator("#field-zip").fill("6910");
  await clickAndWait(page, "form.card .form-foot button", "#zip-error");
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
