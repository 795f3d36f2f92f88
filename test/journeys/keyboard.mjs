// The way by keyboard: the main buttons can be reached and seen without a mouse.
import { leave, visit } from "./browser.mjs";
import * as at from "./pages.mjs";
import { readyOrder } from "./prepare.mjs";
import { assert } from "./steps.mjs";

const MOST_TABS = 60;

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
      await page.locator(button).waitFor();
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

async function tabTo(page, button) {
  for (let n = 0; n < MOST_TABS; n += 1) {
    await page.keyboard.press("Tab");
    if (await page.evaluate((selector) => document.activeElement?.matches(selector) ?? false, button)) return true;
  }
  return false;
}
