// What a merchant does on the pages, with JavaScript or without: the same clicks.
import { ask, until } from "./app.mjs";
import { reloadUntil, waitUntil } from "./browser.mjs";
import { assert } from "./steps.mjs";
import { WORDS } from "./words.mjs";

const CANCELLABLE = 'form[action$="/cancellation"]';

export const words = (visitor) => WORDS[visitor.language];

export async function signIn(visitor) {
  await visitor.page.goto(visitor.app.enterUrl);
  const language = await visitor.page.locator("html").getAttribute("lang");
  if (language !== visitor.language) await switchLanguage(visitor);
}

async function switchLanguage({ page, language }) {
  await page.locator(`form[action="/language"]:has(input[name="to"][value="${language}"]) button`).click();
  await page.locator(`html[lang="${language}"]`).waitFor({ state: "attached" });
}

/** The address of an order's page, once the order has been imported. */
export function orderUrl(app, orderId) {
  return until(`order ${orderId} is imported`, async () => {
    const list = await (await ask(app, "/orders")).text();
    return new RegExp(`href="(/orders/[^"/]+/${orderId})"`).exec(list)?.[1] ?? null;
  });
}

export function stateOf({ page }) {
  return page.locator("#order .page-head .badges .badge").first().innerText();
}

export async function inState(visitor, state) {
  return (await stateOf(visitor)).trim() === state;
}

/** The order comes into a state while somebody looks: by itself with JavaScript or the page's own refresh. */
export function becomes(visitor, state, withinMs) {
  return reloadUntil(visitor, `the order is "${state}"`, () => inState(visitor, state), withinMs);
}

export async function accept({ page }) {
  await page.locator('#answer form[action$="/acceptance"] button').click();
  await page.locator("#answer").waitFor({ state: "detached" });
}

export async function refuse({ page }) {
  await page.locator("#answer summary").click();
  await page.locator('#answer form[action$="/refusal"] button').click();
  await page.locator("#answer").waitFor({ state: "detached" });
}

/** The label panel with its offers. A slow Sendcloud makes the page come without: htmx asks again, or a link leads there. */
export async function offersShown({ page, javaScript }) {
  const later = page.locator('#create-label a[href$="/options"]');
  if (!javaScript && (await later.count()) > 0) await later.click();
  await page.locator("#create-label .form-foot button").waitFor();
}

/** The options on offer: those that may be chosen, and the one that is. Prices in minor units. */
export async function optionsOf(visitor) {
  const { page } = visitor;
  await offersShown(visitor);
  const found = await page.locator("#create-label label.option").evaluateAll((labels) =>
    labels.map((label) => ({
      name: label.querySelector("span").firstChild.textContent.trim(),
      price: label.querySelector(".price").textContent.trim(),
      chosen: label.querySelector("input").checked,
      usable: !label.querySelector("input").disabled,
    })),
  );
  return found.map((option) => ({ ...option, minor: Number(option.price.replace(/\D/g, "")) }));
}

export const createButton = ({ page }) => page.locator("#create-label .form-foot button");
/** The newest label shown inside the page. */
export const labelFrame = ({ page }) => page.locator("#parcels iframe.label");

export async function createLabel(visitor) {
  await offersShown(visitor);
  await createButton(visitor).click();
  await labelShown(visitor);
}

/** The page comes to show the label by itself: with htmx, or by its own refresh. */
export function labelShown(visitor) {
  return waitUntil(visitor, "the label is shown in the page", async () => (await labelFrame(visitor).count()) === 1);
}

export async function cancelLabel(visitor) {
  const { page } = visitor;
  // A viewer that still loads the label finds it gone (503, plain text). Pages that answer so are complained of anyway.
  visitor.expected.add(503);
  await page.locator(`#parcels details.ask-box:has(${CANCELLABLE}) > summary`).click();
  await page.locator(`#parcels ${CANCELLABLE} button`).click();
}

export async function trackingOf({ page }) {
  const link = page.locator("#parcels .parcel dd a").first();
  return { number: (await link.innerText()).trim(), href: await link.getAttribute("href") };
}

/** The two worlds as the sandbox's page tells them. */
async function worlds(visitor) {
  const page = await visitor.context.newPage();
  await page.goto("/sandbox");
  const rows = await page.locator("main table").evaluateAll((tables) =>
    tables.map((table) => ({
      columns: table.querySelectorAll("thead th").length,
      rows: [...table.querySelectorAll("tbody tr")].map((row) =>
        [...row.cells].map((cell) => cell.innerText.replace(/\s+/g, " ").trim()),
      ),
    })),
  );
  await page.close();
  return rows;
}

/** One order at the simulated marketplace: its state and its carrier with tracking. */
export async function marketplaceOrder(visitor, orderId) {
  const [found] = await marketplaceOrders(visitor, [orderId]);
  return found;
}

/** Several of them at one look. */
export async function marketplaceOrders(visitor, orderIds) {
  const tables = await worlds(visitor);
  // The incoming orders of the panel have four columns.
  const rows = tables.flatMap((table) => table.rows).filter((cells) => cells.length === 5);
  return orderIds.map((orderId) => {
    const row = rows.find((cells) => cells[0].startsWith(orderId));
    assert(row, `the marketplace's table has no order ${orderId}`);
    return { state: row[2], shipment: row[3] };
  });
}

/** The parcels that Sendcloud holds for an order number. */
export async function parcelsAtSendcloud(visitor, orderNumber) {
  const tables = await worlds(visitor);
  const rows = tables.flatMap((table) => table.rows).filter((cells) => cells.length === 6 && cells[1] === orderNumber);
  return rows.map((cells) => ({ parcelId: cells[0], tracking: cells[3], status: cells[4] }));
}
