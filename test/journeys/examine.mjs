// One page as one visitor sees it: a picture, nothing wider than the window, nothing that axe finds.
import axe from "axe-core";
import { assertCalm, picture } from "./browser.mjs";
import { assert } from "./steps.mjs";

const AXE = axe.source;
const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];
// Colours differ by scheme and layout by width: two of the four ways cover both.
const AXE_LOOKS = new Set(["light-1280", "dark-390"]);
/** Higher than any page that shows a label. */
const TALL_PX = 4000;
/** A picture of the viewer without a label in it is smaller. */
const BLANK_BYTES = 8_000;
const LOOKS = 60;
const LOOK_EVERY_MS = 500;
/** Then the viewer is begun anew. */
const LOOKS_BEFORE_RELOAD = 20;

/** A page on which the browser itself fetches everything. */
export async function examine(visitor, name, open) {
  const { page } = visitor;
  await open(visitor);
  await settled(page);
  await picture(visitor, whereOf(visitor, name));
  await judge(visitor, name);
}

/**
 * A page with a label in it, which the browser's own viewer draws. The window is higher than the page from before it is
 * opened: the viewer is in sight at once, and a window that grows under it may leave it blank.
 */
export async function examineWithLabel(visitor, name, open) {
  const { page, width } = visitor;
  const { height } = page.viewportSize();
  await page.bringToFront();
  await page.setViewportSize({ width, height: TALL_PX });
  await open(visitor);
  await settled(page);
  const whole = await page.evaluate(() => Math.ceil(document.querySelector("main").getBoundingClientRect().bottom));
  assert(whole <= TALL_PX, `${name} is ${whole} pixels high: more than the window`);
  await labelDrawn(page);
  await picture(visitor, whereOf(visitor, name), whole);
  await page.setViewportSize({ width, height });
  await judge(visitor, name);
}

const whereOf = ({ scheme, width }, name) => `${name}-${scheme}-${width}`;

async function judge(visitor, name) {
  const { page, width, scheme } = visitor;
  const where = whereOf(visitor, name);
  const overflow = await page.evaluate(overflowOf);
  assert(overflow.length === 0, `${where} is wider than the window: ${overflow.join(", ")}`);
  if (AXE_LOOKS.has(`${scheme}-${width}`)) await assertAccessible(page, where);
  assertCalm(visitor);
}

/** What the page asks for after it is shown has come. */
async function settled(page) {
  await page.waitForLoadState("load");
  await page.locator('[hx-trigger="load"]').first().waitFor({ state: "detached" });
}

// Counted in looks, not in seconds: the viewer is three processes to start, and each look waits for them too.
async function labelDrawn(page) {
  const label = page.locator("iframe.label");
  for (let look = 1; look <= LOOKS; look += 1) {
    await page.waitForTimeout(LOOK_EVERY_MS);
    if ((await label.screenshot()).length > BLANK_BYTES) return;
    if (look % LOOKS_BEFORE_RELOAD === 0) await label.evaluate((frame) => frame.replaceWith(frame.cloneNode()));
  }
  throw new Error(`the label is not drawn after ${LOOKS} looks`);
}

async function assertAccessible(page, where) {
  const violations = await page.evaluate(`${AXE}; axe.run(document, ${JSON.stringify(AXE_OPTIONS)}).then(
    (found) => found.violations.map((one) => one.id + ": " + one.nodes.map((node) => node.target.join(" ")).join(" | ")))`);
  assert(violations.length === 0, `${where}: axe finds\n  ${violations.join("\n  ")}`);
}

// The label's frame belongs to the browser's own viewer.
const AXE_OPTIONS = { runOnly: { type: "tag", values: TAGS }, iframes: false };

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
