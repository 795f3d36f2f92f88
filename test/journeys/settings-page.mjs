// The settings of a store on its page: each section is a form of its own.
import { expecting } from "./browser.mjs";

/** The store of an order, by the order's address. */
export const storeOf = (order) => `/stores/${order.split("/")[2]}`;

export async function openSettings({ page }, store) {
  await page.goto(`${store}/settings`);
  await page.locator("#rhythm").waitFor();
}

const saveButton = (page, section) =>
  page.locator(`#${section} form[action$="/settings/${section}"] .form-foot button:not([formaction])`);

/** Saves a section that stays on its page and says so. */
export async function save({ page }, section) {
  await saveButton(page, section).click();
  await page.locator(`#${section} .notice[data-tone="success"]`).waitFor();
}

/** Saves a section that answers with another status than "done", and waits for what shows it. */
export async function saveInVain(visitor, section, status, shown) {
  await expecting(visitor, status, async () => {
    await saveButton(visitor.page, section).click();
    await visitor.page.locator(`#${section} ${shown}`).first().waitFor();
  });
}

/** What would come of it, saved or not: by itself with JavaScript, by a button without. */
export async function preview({ page, javaScript }, section) {
  if (!javaScript) await page.locator(`#${section} button[formaction*="/preview"]`).click();
  return page.locator(`#preview-${section}`);
}

/** A radio of one section of a store's settings, saved. */
export async function choose(visitor, store, section, field, value) {
  await openSettings(visitor, store);
  await visitor.page.locator(`#${section} input[name="${field}"][value="${value}"]`).check();
  await save(visitor, section);
}
