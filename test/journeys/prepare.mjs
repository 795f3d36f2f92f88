// Orders in every state, and one of everything that waits for a person: what there is to look at.
import { advance, ask, buyer, clearFaults, minutes, place, plantFault } from "./app.mjs";
import { reloadUntil } from "./browser.mjs";
import * as at from "./pages.mjs";
import { assert } from "./steps.mjs";

const ANNOUNCE = "sc-public-v3-scp-post-announce_shipment";
/** As many sends as a label has (design.md 5); then it waits for a person. */
const ALL_SENDS = 5;
const TRIES = 8;

export async function prepareOrders(app, visitor) {
  const { page } = visitor;
  const [toShip, shipped, labelled, toAccept] = await fourOrders(app);
  await page.goto(shipped);
  await at.createLabel(visitor);
  await advance(app, minutes(5));
  await page.goto(shipped);
  await reloadUntil(visitor, "an order has shipped", () => at.inState(visitor, at.words(visitor).shipped));
  await page.goto(labelled);
  await at.createLabel(visitor);
  return { toShip, shipped, labelled, toAccept };
}

/** Two intents that are parked: a label that nobody ever answered for, and an acceptance that the buyer forestalled. */
export async function parkIntents(app, visitor) {
  const { page } = visitor;
  const unanswered = await readyOrder(app);
  await plantFault(app, "sendcloud", ANNOUNCE, "drop-before", ALL_SENDS);
  await page.goto(unanswered);
  await at.offersShown(visitor);
  await at.createButton(visitor).click();
  await page.locator("#create-label").waitFor({ state: "detached" });
  await advance(app, minutes(20));
  await clearFaults(app);
  const unwanted = await place(app, "brico", "business");
  await advance(app, minutes(5));
  await page.goto(await at.orderUrl(app, unwanted));
  await buyer(app, unwanted, "cancel");
  await at.accept(visitor);
  const unsure = await evidenceOf(visitor, unanswered);
  const opposite = await evidenceOf(visitor, await at.orderUrl(app, unwanted));
  return { unanswered, unsure, opposite };
}

/** Labels for three orders at once, of which the carrier refuses one. */
export async function runJob(app, visitor) {
  const { page } = visitor;
  const ids = [];
  for (let n = 0; n < 3; n += 1) {
    ids.push(await place(app, "brico", "house-number-twice"));
    await buyer(app, ids[n], "pay");
  }
  await advance(app, minutes(5));
  for (const id of ids) await at.orderUrl(app, id);
  await plantFault(app, "sendcloud", ANNOUNCE, "announcement-failed");
  await page.goto("/orders?tab=to-ship");
  for (const id of ids) await page.locator(`input[name="order"][value$=":${id}"]`).check();
  await page.locator("#labels-form button").click();
  await page.waitForURL(/\/jobs\//);
  await advance(app, minutes(3));
  await reloadUntil(visitor, "the list is worked off", async () => (await page.locator("#job-working").count()) === 0);
  await clearFaults(app);
  return new URL(page.url()).pathname;
}

export async function readyOrder(app, kind) {
  return (await readyOrders(app, "brico", 1, kind))[0];
}

/** Orders that are paid and imported. */
export async function readyOrders(app, marketplace, count, kind = "house-number-twice") {
  const ids = [];
  for (let n = 0; n < count; n += 1) {
    ids.push(await place(app, marketplace, kind));
    await buyer(app, ids[n], "pay");
  }
  await whilePassing(app, `${ids.join(", ")} are imported`, async () => {
    const list = await (await ask(app, "/orders")).text();
    return ids.every((id) => list.includes(`/${id}"`));
  });
  return Promise.all(ids.map((id) => at.orderUrl(app, id)));
}

/** Lets time pass until `look` gives something: a marketplace that has enough of us may make everything wait. */
export async function whilePassing(app, what, look) {
  for (let tries = 0; tries < TRIES; tries += 1) {
    const found = await look();
    if (found) return found;
    await advance(app, minutes(5));
  }
  throw new Error(`${TRIES * 5} minutes passed in vain until ${what}`);
}

/** An order comes into a state while time passes. */
export async function comesTo(visitor, order, state) {
  await whilePassing(visitor.app, `${order} is "${state}"`, async () => {
    await visitor.page.goto(order);
    return at.inState(visitor, state);
  });
}

/** An order that has left with a label of ours. */
export async function shippedOrder(visitor, kind) {
  const { app, page } = visitor;
  const order = await readyOrder(app, kind);
  await page.goto(order);
  await at.createLabel(visitor);
  await comesTo(visitor, order, at.words(visitor).shipped);
  return order;
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

/** The evidence page of an order's parked intent, by its link on the attention page. */
async function evidenceOf(visitor, order) {
  const { page } = visitor;
  await page.goto("/attention");
  const row = page.locator(".waits").filter({ has: page.locator(`a[href="${order}"]`) });
  await reloadUntil(visitor, `${order} waits for a person`, async () => (await row.count()) === 1);
  return row.locator('a[href*="/intents/"]').getAttribute("href");
}

/** The page for new keys of the first connected Sendcloud account. */
export async function accountKeysOf(app) {
  const page = await (await ask(app, "/sendcloud-accounts")).text();
  const found = /href="(\/sendcloud-accounts\/[^"]+\/keys)"/.exec(page);
  assert(found, "no link to an account's keys");
  return found[1];
}
