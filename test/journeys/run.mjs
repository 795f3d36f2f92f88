// npm run journeys: Passerelle in Chromium as a merchant uses it, with JavaScript and without. Exit 1 on any failure.
import os from "node:os";
import { acceptOrders, sendAsShown } from "./acceptance.mjs";
import { advance, control, minutes, startApp, stopAll } from "./app.mjs";
import { settleBothWays } from "./both-ways.mjs";
import { assertCalm, launch, leave, visit } from "./browser.mjs";
import { callOff } from "./called-off.mjs";
import { passCustoms } from "./customs.mjs";
import { collectEvidence } from "./evidence.mjs";
import { walkByKeyboard } from "./keyboard.mjs";
import { walkOnLoopback } from "./loopback.mjs";
import { makeThere } from "./made-there.mjs";
import { walkMainRoad } from "./main-road.mjs";
import * as at from "./pages.mjs";
import { lookAfterPeople } from "./people.mjs";
import { keepProducts } from "./products.mjs";
import { refundWhenBack, refundWhenMade } from "./returns-roads.mjs";
import { lookAtScreens } from "./screens.mjs";
import { meetOtherHands, shipWithoutLabel } from "./shipped-otherwise.mjs";
import { assert, journey, results } from "./steps.mjs";
import { comeBack, keepAccount, liveAndEnd, pauseStore } from "./store-life.mjs";
import { mapCarriers, numberOrders, shipOnScan } from "./store-settings.mjs";
import { meetTroubles } from "./troubles.mjs";
import { connectStore, FIRST_SHOP, meetRefusals, SECOND_SHOP, seeItsOrders } from "./wizard.mjs";

const FIRST_PAGE_WITHIN_S = 25;
// The promise is for a machine of its own: where others wait for the same processors, only a share of them is ours.
const crowd = () => Math.max(1, os.loadavg()[0] / os.availableParallelism());

const WITH_SCRIPT = { javaScript: true, language: "fr" };
const WITHOUT_SCRIPT = { javaScript: false, language: "en" };
/** What a store's settings bring about: a name, the walk, its visitor. In turn, on one app; whoever ends a store is last. */
const STORE_JOURNEYS = [
  ["people", lookAfterPeople, WITH_SCRIPT],
  ["carriers", mapCarriers, WITH_SCRIPT],
  ["numbers with JavaScript", numberOrders, WITH_SCRIPT],
  ["numbers without JavaScript", numberOrders, WITHOUT_SCRIPT],
  ["shipped on scan", shipOnScan, WITHOUT_SCRIPT],
  ["products with JavaScript", keepProducts, WITH_SCRIPT],
  ["products without JavaScript", keepProducts, WITHOUT_SCRIPT],
  ["customs", passCustoms, WITH_SCRIPT],
  ["labels made there", makeThere, WITH_SCRIPT],
  // It leaves the second marketplace to the next, as if nobody had ever connected it.
  ["life and end", liveAndEnd, WITHOUT_SCRIPT],
  ["called off", callOff, WITHOUT_SCRIPT],
  ["returns paid when made", refundWhenMade, WITH_SCRIPT],
  ["returns paid when back", refundWhenBack, WITHOUT_SCRIPT],
  ["shipped without a label", shipWithoutLabel, WITHOUT_SCRIPT],
  ["other hands", meetOtherHands, WITH_SCRIPT],
  ["acceptance", acceptOrders, WITH_SCRIPT],
  ["sent as shown", sendAsShown, WITHOUT_SCRIPT],
  ["account", keepAccount, WITH_SCRIPT],
  ["pause", pauseStore, WITHOUT_SCRIPT],
  // Two days pass: the address that signs the owner in is good for one.
  ["two days", comeBack, WITHOUT_SCRIPT],
];

/** Those that every run walks; all of them only when `stores` is asked for by name: the gate has a quarter of an hour. */
const ALWAYS = new Set([
  "people",
  "numbers with JavaScript",
  "products with JavaScript",
  "customs",
  "labels made there",
  "called off",
]);

const began = performance.now();
// Names of parts as arguments walk only these: script, plain, screens, loopback, stores.
const parts = process.argv.slice(2);
const wants = (part) => parts.length === 0 || parts.includes(part);
let browser = null;
/** When the stores' next journey may begin, and when the one that goes on has ended. */
const stage = { free: Promise.resolve(), left: Promise.resolve() };
try {
  const app = await journey("start", (step) => step("the app starts with fresh data", () => startApp()));
  if (app) {
    await journey("start", (step) =>
      step(`the first page is there in time: ${app.seconds.toFixed(1)} s from the start`, () =>
        assert(app.seconds <= FIRST_PAGE_WITHIN_S * crowd(), `more than ${FIRST_PAGE_WITHIN_S} s`),
      ),
    );
    // From here on only the journeys order.
    await control(app, "/sandbox/pace", { seconds: 0 });
  }
  browser = await launch();
  if (app) await walkAll(app);
} finally {
  await browser?.close();
  await stopAll();
}
const { failures, passed } = results();
console.log(
  `${passed} steps passed, ${failures.length} failed, ${((performance.now() - began) / 1000).toFixed(0)} s in all`,
);
for (const failure of failures) console.log(`FAIL ${failure}`);
process.exitCode = failures.length > 0 ? 1 : 0;

async function walkAll(app) {
  // It mostly waits for real time to pass, so it goes beside the others.
  const loopback = wants("loopback") ? journey("loopback", (step) => walkOnLoopback(step, browser)) : null;
  const stores = wants("stores") ? walkStores() : null;
  if (wants("script")) await walk(app, "with JavaScript", WITH_SCRIPT, FIRST_SHOP, "stored");
  if (wants("screens")) {
    await journey("keyboard", (step) => walkByKeyboard(step, browser, app));
    await alone(() => journey("screens", (step) => lookAtScreens(step, browser, app)));
  }
  if (wants("plain")) await walk(app, "without JavaScript", WITHOUT_SCRIPT, SECOND_SHOP, "oauth");
  await loopback;
  const apps = [app, await stores].filter((one) => one !== null);
  await journey("evidence", (step) => collectEvidence(step, browser, apps));
}

/** Four browsers at once want the whole machine: meanwhile no journey of the stores begins. */
async function alone(work) {
  let release = () => undefined;
  stage.free = new Promise((resolve) => {
    release = resolve;
  });
  await stage.left;
  await work();
  release();
}

/** On an app of its own, beside the others: settings that would be in their way. Gives that app. */
async function walkStores() {
  const app = await journey("stores", (step) => step("a second app starts with fresh data", () => startApp()));
  if (!app) return null;
  await control(app, "/sandbox/pace", { seconds: 0 });
  // Connecting asked the marketplace often: what it allows in an hour is whole again after it.
  await advance(app, minutes(70));
  const isAsked = parts.includes("stores");
  for (const [name, walkOne, options] of STORE_JOURNEYS.filter(([name]) => isAsked || ALWAYS.has(name))) {
    await stage.free;
    const visitor = await visit(browser, app, options);
    stage.left = journey(name, async (step) => {
      await at.signIn(visitor);
      await walkOne(step, visitor);
      await step("the browser has nothing to complain about", () => assertCalm(visitor));
    });
    await stage.left;
    await leave(visitor);
  }
  return app;
}

/** Every road of one visitor: an order's, those with trouble, what goes back, a new store's. */
async function walk(app, name, options, shop, account) {
  const visitor = await visit(browser, app, options);
  await journey(name, (step) => walkMainRoad(step, visitor));
  await journey(`troubles ${name}`, (step) => meetTroubles(step, visitor));
  await journey(`both ways ${name}`, (step) => settleBothWays(step, visitor));
  await journey(`wizard ${name}`, async (step) => {
    await meetRefusals(step, visitor);
    const store = await connectStore(step, visitor, { shop, account });
    // Buyers at the second marketplace order from its first shop.
    if (shop === FIRST_SHOP) await seeItsOrders(step, visitor, store);
    await step("the browser has nothing to complain about", () => assertCalm(visitor));
  });
  await leave(visitor);
}
