// npm run journeys: Passerelle in Chromium as a merchant uses it, with JavaScript and without. Exit 1 on any failure.
import os from "node:os";
import { control, startApp, stopAll } from "./app.mjs";
import { settleBothWays } from "./both-ways.mjs";
import { assertCalm, launch, leave, visit } from "./browser.mjs";
import { collectEvidence } from "./evidence.mjs";
import { walkByKeyboard } from "./keyboard.mjs";
import { walkOnLoopback } from "./loopback.mjs";
import { walkMainRoad } from "./main-road.mjs";
import { lookAtScreens } from "./screens.mjs";
import { assert, journey, results } from "./steps.mjs";
import { meetTroubles } from "./troubles.mjs";
import { connectStore, FIRST_SHOP, meetRefusals, SECOND_SHOP, seeItsOrders } from "./wizard.mjs";

const FIRST_PAGE_WITHIN_S = 25;
// The promise is for a machine of its own: where others wait for the same processors, only a share of them is ours.
const crowd = () => Math.max(1, os.loadavg()[0] / os.availableParallelism());

const began = performance.now();
// Names of parts as arguments walk only these: script, plain, screens, loopback.
const parts = process.argv.slice(2);
const wants = (part) => parts.length === 0 || parts.includes(part);
let browser = null;
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
  if (wants("script")) await walk(app, "with JavaScript", { javaScript: true, language: "fr" }, FIRST_SHOP, "stored");
  if (wants("screens")) {
    await journey("keyboard", (step) => walkByKeyboard(step, browser, app));
    await journey("screens", (step) => lookAtScreens(step, browser, app));
  }
  if (wants("plain"))
    await walk(app, "without JavaScript", { javaScript: false, language: "en" }, SECOND_SHOP, "oauth");
  await loopback;
  await journey("evidence", (step) => collectEvidence(step, browser, app));
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
