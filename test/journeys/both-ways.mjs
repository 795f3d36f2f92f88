// What goes back: an order that is called off and kept, one that is called off for good, goods that come home.
import { advance, control, minutes } from "./app.mjs";
import { assertCalm, reloadUntil } from "./browser.mjs";
import * as at from "./pages.mjs";
import { readyOrder, shippedOrder } from "./prepare.mjs";
import { assert, equal } from "./steps.mjs";

/** Sendcloud's reason "wrong item" of a return (sendcloud.md 5.1). */
const REASON = 8;

export async function settleBothWays(step, visitor) {
  const { app, page } = visitor;
  const order = await step("an order is there to be called off", () => readyOrder(app));
  await step("Cancel order says what happens before the click, and one click takes it back", async () => {
    await askToCancel(visitor, order);
    await page.locator("#planned-cancellation form button").click();
    await at.becomes(visitor, at.words(visitor).toShip);
  });
  await step("not taken back, the order is over at the marketplace when the minute has passed", async () => {
    await askToCancel(visitor, order);
    await advance(app, minutes(3));
    await page.goto(order);
    await reloadUntil(visitor, "the order is over", () => isOver(visitor));
    const { state } = await at.marketplaceOrder(visitor, idOf(order));
    assert(["CANCELED", "CLOSED"].includes(state), `the marketplace says ${state}`);
  });
  await step("a setting lets returns give the money back when they are made", () => refundWhenCreated(visitor, order));
  const sent = await step("another order is shipped", () => shippedOrder(visitor));
  await step("a return made at Sendcloud appears, with its refund on its way", async () => {
    const items = [{ id: `${idOf(sent)}-1`, quantity: 1, reason: REASON }];
    const made = await control(app, "/sandbox/returns", { return: "create", order: idOf(sent), by: "portal", items });
    assert(made.done, "the sandbox made no return");
    await page.goto("/returns?tab=all");
    await reloadUntil(visitor, "the return is listed", async () => (await rowOf(visitor, sent).count()) > 0);
  });
  await step("a minute later the order shows the receipt with the marketplace's own number", async () => {
    await advance(app, minutes(3));
    await page.goto(sent);
    const receipt = page.locator('#refunds .parcel .badge[data-tone="success"]').first();
    await reloadUntil(visitor, "the refund is done", async () => (await receipt.count()) === 1);
    equal(await page.locator("#refund-under-way").count(), 0, "refunds still under way");
  });
  await step("the browser has nothing to complain about", () => assertCalm(visitor));
}

const idOf = (order) => order.split("/").at(-1);
const rowOf = ({ page }, order) => page.locator(`main a[href="${order}#returns"]`);

async function isOver({ page }) {
  return (await page.locator('#order a[href$="/cancellation"], #planned-cancellation').count()) === 0;
}

async function askToCancel({ page }, order) {
  await page.goto(order);
  await page.locator(`a[href="${order}/cancellation"]`).click();
  await page.locator("#whole ol li").first().waitFor();
  // Where it must be a refund, the marketplace wants a reason.
  const reason = page.locator('#whole select[name="reason"]');
  if ((await reason.count()) > 0) await reason.selectOption({ index: 1 });
  await page.locator("#whole .form-foot button:not([formaction])").click();
  await page.locator("#planned-cancellation").waitFor();
}

async function refundWhenCreated({ page }, order) {
  await page.goto(`/stores/${order.split("/")[2]}/settings`);
  await page.locator('#returns input[name="when"][value="created"]').check();
  await page.locator('#returns select[name="refundReason"]').selectOption({ index: 1 });
  // What the sandbox's orders cost is drawn by lot: no cap may stand between them and the walk.
  for (const cap of ["largest", "daily"]) await page.locator(`#returns input[name="${cap}"]`).fill("5000");
  await page.locator("#returns .form-foot button:not([formaction])").click();
  await page.locator('#returns .notice[data-tone="success"]').waitFor();
}
