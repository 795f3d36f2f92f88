// Goods that come home, and the money that goes back for them: by itself, with a person's word, or not at all.
import { advance, ask, buyer, control, minutes, place } from "./app.mjs";
import { expecting, reloadUntil } from "./browser.mjs";
import * as at from "./pages.mjs";
import { shippedOrder } from "./prepare.mjs";
import { openSettings, save, storeOf } from "./settings-page.mjs";
import { assert, equal } from "./steps.mjs";

/** Sendcloud's reason "wrong item" of a return (sendcloud.md 5.1). */
const REASON = 7;
/** What the sandbox's orders cost is drawn by lot: one cap is above all of them, the other below. */
const CAP = { none: "50000", tiny: "0.01" };
/** What nothing tells is found by asking, each hour (design.md 5). */
const POLLED = minutes(75);

const idOf = (order) => order.split("/").at(-1);
const rowOf = ({ page }, order) => page.locator(`#returns-table tr:has(a[href="${order}#returns"])`);
const doneRefunds = ({ page }) =>
  page.locator("#refunds .parcel").filter({ has: page.locator('.badge[data-tone="success"]') });
const refundLink = ({ page }, order) => page.locator(`a[href^="${order}/refund?return="]`);

/** Refunds that leave when a return is made: taken back in time, told twice, over a cap. */
export async function refundWhenMade(step, visitor) {
  const { app, page } = visitor;
  const w = at.words(visitor);
  const order = await step("an order of three pieces is shipped", () => shippedOrder(visitor, "several"));
  const price = await page.locator("#order tbody tr td.num:nth-of-type(2)").first().innerText();
  await step("returns give the money back when they are made", () =>
    setRefunds(visitor, order, { when: "created", largest: CAP.none }),
  );
  await step("the refund of a return runs down in the list of returns, and one click there takes it back", async () => {
    await sendBack(app, order);
    await page.goto("/returns?tab=under-way");
    const undo = rowOf(visitor, order).locator(".countdown form button");
    await reloadUntil(visitor, "the seconds run", async () => (await undo.count()) === 1);
    await undo.click();
    await page.goto("/returns");
    const said = await rowOf(visitor, order).innerText();
    assert(said.includes(w.undone), `the list says: ${said}`);
  });
  await step("nothing has gone back when its minute has passed", async () => {
    await advance(app, minutes(3));
    await page.goto(order);
    equal(await doneRefunds(visitor).count(), 0, "refunds done");
    assert((await page.locator("#refunds").innerText()).includes(w.undone.toLowerCase()), "no word of what was undone");
  });
  await step("the next return of one piece, told and then listed by Sendcloud, pays for one piece, once", async () => {
    const before = await refundCalls(app);
    await sendBack(app, order);
    await advance(app, minutes(3));
    await page.goto(order);
    await reloadUntil(visitor, "the refund is done", async () => (await doneRefunds(visitor).count()) === 1);
    equal(await doneRefunds(visitor).locator("strong.num").innerText(), price, "the money of one piece of three");
    await advance(app, POLLED);
    equal((await refundCalls(app)) - before, 1, "refunds that the marketplace was asked for");
    await page.reload();
    equal(await doneRefunds(visitor).count(), 1, "refunds done");
  });
  await step("a return over the cap waits for a person", async () => {
    await setRefunds(visitor, order, { when: "created", largest: CAP.tiny });
    await sendBack(app, order);
    await advance(app, minutes(3));
    await page.goto("/attention");
    const link = page.locator(".waits").filter({ has: refundLink(visitor, order), hasText: w.overCap });
    await reloadUntil(visitor, "it waits on the attention page", async () => (await link.count()) === 1);
  });
  await step("an owner says yes twice, and it goes", async () => {
    await refundLink(visitor, order).click();
    await expecting(visitor, 422, async () => {
      await page.locator('form[action$="/refund"] > button').click();
      await page.locator('button[name="sure"]').waitFor();
    });
    await page.locator('button[name="sure"]').click();
    await page.locator("#refund-under-way").waitFor();
    await advance(app, minutes(3));
    await page.goto(order);
    await reloadUntil(visitor, "both refunds are done", async () => (await doneRefunds(visitor).count()) === 2);
    await page.goto("/attention");
    equal(await refundLink(visitor, order).count(), 0, "what waits of this order");
  });
  await step(
    "the first return is decided in the list; then nothing is left to refund, and the page says so",
    async () => {
      await setRefunds(visitor, order, { when: "by-hand", largest: CAP.none });
      await page.goto("/returns");
      await rowOf(visitor, order).locator('a[href*="/refund?return="]').click();
      await page.locator('form[action$="/refund"] > button').click();
      await page.locator("#refund-under-way").waitFor();
      await advance(app, minutes(3));
      await page.goto(`${order}/refund`);
      const said = await page.locator("fieldset.refund-line").innerText();
      assert(said.includes(w.alreadyRefunded), `the page says: ${said}`);
    },
  );
}

/** Refunds that wait until the goods are back, and refunds that a person types: what the page refuses, and one undone. */
export async function refundWhenBack(step, visitor) {
  const { app, page } = visitor;
  const w = at.words(visitor);
  const order = await step("an order of three pieces is shipped", () => shippedOrder(visitor, "several"));
  await step("returns give the money back when the goods are back", () =>
    setRefunds(visitor, order, { when: "back", largest: CAP.none }),
  );
  const returned = await step(
    "two pieces are announced: the list says that their money waits for the parcel",
    async () => {
      const made = await sendBack(app, order, { quantity: 2 });
      await advance(app, minutes(3));
      await page.goto("/returns?tab=under-way");
      await reloadUntil(visitor, "the return is listed", async () => (await rowOf(visitor, order).count()) === 1);
      const said = await rowOf(visitor, order).innerText();
      assert(said.includes(w.whenBack) && said.includes("2 ×"), `the list says: ${said}`);
      return made;
    },
  );
  await step("once they are back, two pieces are paid for by themselves", async () => {
    await arrive(app, returned);
    await advance(app, POLLED);
    await page.goto(order);
    await reloadUntil(visitor, "the refund is done", async () => (await doneRefunds(visitor).count()) === 1);
    const box = await doneRefunds(visitor).innerText();
    assert(box.includes("2 ×"), `the receipt says: ${box}`);
  });
  await step("by hand: more than is left is refused beside its field, and nothing typed is lost", async () => {
    await page.goto(`${order}/refund`);
    const line = page.locator("fieldset.refund-line");
    await line.locator('input[name^="take."]').check();
    await line.locator('input[name^="amount."]').fill("99999");
    await refused(visitor, w.overRest);
    equal(await line.locator('input[name^="amount."]').inputValue(), "99999", "the amount typed");
    await line.locator('input[name^="amount."]').fill("1.05");
    await page.locator('form[action$="/refund"] > button').click();
  });
  await step("a refund by hand is taken back by one click, too", async () => {
    await page.locator("#refund-under-way form button").click();
    await page.locator("#refund-under-way").waitFor({ state: "detached" });
    await advance(app, minutes(3));
    await page.goto(order);
    equal(await doneRefunds(visitor).count(), 1, "refunds done");
  });
  await step(
    "the last piece comes back by the return form, which tells nobody: it is found, and a person decides",
    async () => {
      await arrive(app, await sendBack(app, order, { by: "form" }));
      await advance(app, POLLED);
      await page.goto("/attention");
      await reloadUntil(visitor, "it waits", async () => (await refundLink(visitor, order).count()) === 1);
      await refundLink(visitor, order).click();
      await page.locator('form[action$="/refund"] > button').click();
      await page.locator("#refund-under-way").waitFor();
      await advance(app, minutes(3));
      await page.goto(order);
      await reloadUntil(visitor, "the refund is done", async () => (await doneRefunds(visitor).count()) === 2);
    },
  );
  await step("an order that was never paid, and one that is over, say why nothing can be refunded", async () => {
    const [unpaid, over] = [await place(app, "brico", "business"), await place(app, "brico", "business")];
    await buyer(app, over, "cancel");
    await advance(app, minutes(5));
    for (const [id, words] of [
      [unpaid, w.notDebited],
      [over, w.orderOver],
    ]) {
      await page.goto(`${await at.orderUrl(app, id)}/refund`);
      const said = await page.locator("fieldset.refund-line").first().innerText();
      assert(said.includes(words), `the page says: ${said}`);
    }
  });
  await step("the store refunds nothing by itself again", () =>
    setRefunds(visitor, order, { when: "off", largest: CAP.none }),
  );
}

/** The buyer sends pieces of an order's one line back. Gives the return's number at Sendcloud. */
async function sendBack(app, order, { by = "portal", quantity = 1 } = {}) {
  const items = [{ id: `${idOf(order)}-1`, quantity, reason: REASON }];
  const made = await control(app, "/sandbox/returns", { return: "create", order: idOf(order), by, items });
  assert(made.done, "the sandbox made no return");
  return made.returnId;
}

async function arrive(app, returnId) {
  const { done } = await control(app, "/sandbox/returns", { return: "move", id: returnId, status: "DELIVERED" });
  assert(done, "the sandbox moved no return");
}

async function setRefunds(visitor, order, { when, largest }) {
  const { page } = visitor;
  await openSettings(visitor, storeOf(order));
  await page.locator(`#returns input[name="when"][value="${when}"]`).check();
  await page.locator('#returns select[name="refundReason"]').selectOption({ index: 1 });
  await page.locator('#returns input[name="largest"]').fill(largest);
  await page.locator('#returns input[name="daily"]').fill(CAP.none);
  // What came with the last piece goes back with it.
  await page.locator('#returns input[name="withShipping"]').check();
  await save(visitor, "returns");
}

async function refused(visitor, words) {
  const { page } = visitor;
  await expecting(visitor, 422, async () => {
    await page.locator('form[action$="/refund"] > button').click();
    await page.locator("fieldset.refund-line small.error").first().waitFor();
  });
  const said = await page.locator("fieldset.refund-line small.error").first().innerText();
  assert(said.includes(words), `the page says: ${said}`);
}

async function refundCalls(app) {
  const counts = await (await ask(app, "/sandbox/counts")).json();
  return counts.find(({ operation }) => operation === "OR28")?.received ?? 0;
}
