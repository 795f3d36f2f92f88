// Orders that are accepted by themselves, those that a guard keeps back, and what an act would send before it is done.
import { advance, ask, control, minutes, place } from "./app.mjs";
import { reloadUntil } from "./browser.mjs";
import * as at from "./pages.mjs";
import { choose, openSettings, save, storeOf } from "./settings-page.mjs";
import { assert, equal } from "./steps.mjs";

const MANY = "1000";

const idOf = (order) => order.split("/").at(-1);

/** By hand, of itself, and of itself with guards. */
export async function acceptOrders(step, visitor) {
  const { app, page } = visitor;
  const w = at.words(visitor);
  const waits = await step("by hand, an order waits to be accepted", () => waitingOrder(visitor));
  const store = storeOf(waits);
  const order = await step(
    "with guards, one whose offer is sold out is kept back, and says what was seen",
    async () => {
      await guard(visitor, store);
      const id = await place(app, "brico", "house-number-twice");
      await control(app, "/sandbox/offers", { offersOf: id, quantity: 0 });
      await advance(app, minutes(6));
      const found = await at.orderUrl(app, id);
      await page.goto(found);
      const notice = page.locator("#answer .notice");
      await reloadUntil(visitor, "the page says why", async () => (await notice.count()) === 1);
      const said = await notice.innerText();
      assert(said.includes(w.guardStock), `the page says: ${said}`);
      equal((await at.marketplaceOrder(visitor, id)).state, "WAITING_ACCEPTANCE", "the marketplace's state");
      return found;
    },
  );
  await step("the order that waited before is still its people's", async () => {
    await page.goto(waits);
    equal((await at.stateOf(visitor)).trim(), w.toAccept, "the state");
  });
  await step("it waits among what wants a person, with its reason", async () => {
    await page.goto("/attention");
    const row = page.locator(".waits").filter({ has: page.locator(`a[href="${order}"]`), hasText: w.toAnswer });
    equal(await row.count(), 1, "rows of this order");
  });
  await step("a person accepts it anyway, and nobody is asked any more", async () => {
    await page.goto(order);
    await at.accept(visitor);
    await advance(app, minutes(6));
    await page.goto("/attention");
    equal(await page.locator(`.waits a[href="${order}"]`).count(), 0, "what waits of this order");
    await page.goto(order);
    await at.becomes(visitor, w.toShip);
  });
  await step("without guards an order is accepted by itself, whatever its offer", async () => {
    await choose(visitor, store, "acceptance", "how", "automatic");
    await page.goto(await newOrder(app));
    await at.becomes(visitor, w.toShip);
  });
  await step("by hand again, an order waits", async () => {
    await control(app, "/sandbox/offers", { offersOf: idOf(order), quantity: 100 });
    await choose(visitor, store, "acceptance", "how", "by-hand");
    await page.goto(await newOrder(app));
    equal((await at.stateOf(visitor)).trim(), w.toAccept, "the state");
  });
}

/** What a click would send, call by call, without sending it; then the click sends exactly that. */
export async function sendAsShown(step, visitor) {
  const { app, page } = visitor;
  const order = await step("an order waits to be accepted", () => waitingOrder(visitor));
  const shown = await step("the page shows the call that Accept would make, and sends nothing", async () => {
    const before = await received(app, "OR21");
    await page.locator('#dry-run a[href$="act=accept"]').click();
    const exchange = page.locator(".exchange");
    await exchange.first().waitFor();
    equal(await exchange.count(), 1, "calls shown");
    const [method, path] = (await exchange.locator("code").innerText()).trim().split(" ");
    const body = JSON.parse(await exchange.locator("pre").innerText());
    equal(`${method} ${path.split("?")[0]}`, `PUT /api/orders/${idOf(order)}/accept`, "the call shown");
    equal(await received(app, "OR21"), before, "calls that the marketplace got");
    return { method, path, body };
  });
  await step("the click sends that call, with that body", async () => {
    await page.goto(order);
    await at.accept(visitor);
    const sent = await exchangesWith(app, `/orders/${idOf(order)}/accept`);
    equal(sent.length, 1, "calls sent");
    const [{ method, url, request }] = sent;
    equal(`${method} ${url}`, `${shown.method} ${new URL(shown.path, url).href}`, "the call sent");
    equal(JSON.stringify(JSON.parse(request.body)), JSON.stringify(shown.body), "its body");
  });
  await step("so for a label: the calls are shown, and none is bought", async () => {
    await advance(app, minutes(5));
    await page.goto(order);
    await at.becomes(visitor, at.words(visitor).toShip);
    await at.offersShown(visitor);
    await page.locator('#create-label a.what-if[href*="act=label"]').click();
    await page.locator(".exchange").first().waitFor();
    const calls = await page.locator(".exchange code").allInnerTexts();
    assert(
      calls.some((call) => /^POST \S*\/shipments/.test(call.trim())),
      `the calls shown: ${calls}`,
    );
    await advance(app, minutes(3));
    equal((await at.parcelsAtSendcloud(visitor, idOf(order))).length, 0, "parcels at Sendcloud");
  });
}

async function newOrder(app) {
  const id = await place(app, "brico", "house-number-twice");
  await advance(app, minutes(6));
  return at.orderUrl(app, id);
}

async function waitingOrder(visitor) {
  const { app, page } = visitor;
  const order = await newOrder(app);
  await page.goto(order);
  equal((await at.stateOf(visitor)).trim(), at.words(visitor).toAccept, "the state");
  return order;
}

async function guard(visitor, store) {
  const { page } = visitor;
  await openSettings(visitor, store);
  await page.locator('#acceptance input[name="how"][value="guarded"]').check();
  await page.locator('#acceptance input[name="mostAnHour"]').fill(MANY);
  await save(visitor, "acceptance");
}

async function received(app, operation) {
  const counts = await (await ask(app, "/sandbox/counts")).json();
  return counts.find((count) => count.operation === operation)?.received ?? 0;
}

/** The recorded exchanges whose address holds these words. */
async function exchangesWith(app, words) {
  const lines = (await (await ask(app, "/sandbox/traffic")).text()).trim().split("\n");
  return lines.map((line) => JSON.parse(line)).filter(({ url }) => url.includes(words));
}
