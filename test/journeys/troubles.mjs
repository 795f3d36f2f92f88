// What goes wrong on a working day, and what the pages say about it.
import { advance, ask, buyer, clearFaults, minutes, place, plantFault } from "./app.mjs";
import { assertCalm, expecting, reloadUntil, waitUntil } from "./browser.mjs";
import * as at from "./pages.mjs";
import { assert, equal } from "./steps.mjs";

const ANNOUNCE = "sc-public-v3-scp-post-announce_shipment";
// As the simulated carrier puts it.
const CARRIER_WORDS = "An error occurred while connecting to the carrier";
const TOO_HEAVY_GRAMS = "31000";

export async function meetTroubles(step, visitor) {
  const { app, page } = visitor;
  const w = at.words(visitor);
  await at.signIn(visitor);
  // Four orders to a French address, paid already, and one that waits for an answer.
  const ids = await step("orders come in", async () => {
    const placed = [];
    for (let n = 0; n < 4; n += 1) {
      placed.push(await place(app, "brico", "house-number-twice"));
      await buyer(app, placed[n], "pay");
    }
    const unwanted = await place(app, "brico", "business");
    await advance(app, minutes(5));
    const urls = [];
    for (const id of [...placed, unwanted]) urls.push(await at.orderUrl(app, id));
    return { placed, urls };
  });
  const [corrected, doubled, remade, failing, unwanted] = ids.urls;

  await step("the pencil: a wrong postcode is refused beside its field, and nothing typed is lost", async () => {
    await page.goto(corrected);
    await page.locator('a[href$="/recipient"]').first().click();
    await page.locator("#field-city").fill("Villeurbanne");
    await page.locator("#field-zip").fill("6910");
    await expecting(visitor, 422, async () => {
      await page.locator("form.card .form-foot button").click();
      await page.locator("#zip-error").waitFor();
    });
    assert(
      (await page.locator("#zip-error").innerText()).toLowerCase().includes(w.badZip),
      "no words about the postcode",
    );
    equal(await page.locator("#field-zip").getAttribute("aria-invalid"), "true", "aria-invalid of the postcode");
    equal(await page.locator("#field-zip").inputValue(), "6910", "the postcode typed");
    equal(await page.locator("#field-city").inputValue(), "Villeurbanne", "the town typed");
  });
  await step("once mended the new address shows, with the marketplace's own beside it", async () => {
    await page.locator("#field-zip").fill("69100");
    await page.locator("form.card .form-foot button").click();
    await page.locator("#order").waitFor();
    await reloadUntil(visitor, "the correction shows", async () => {
      const address = await page.locator("address").innerText();
      return address.includes("69100 Villeurbanne") && address.includes(w.asReceived);
    });
    assert((await page.locator("address s").allInnerTexts()).includes("69003"), "the original postcode is gone");
  });
  await step("more than any carrier takes: the page says that nothing fits and what to change", async () => {
    await at.offersShown(visitor);
    await page.locator("#field-weight").fill(TOO_HEAVY_GRAMS);
    await page.locator('#create-label button[formmethod="get"]').click();
    await waitUntil(visitor, "the page says why", async () =>
      (await page.locator("#create-label .notice").innerText({ timeout: 1000 })).includes(w.nothingFits),
    );
    equal(await page.locator("#field-weight").inputValue(), TOO_HEAVY_GRAMS, "the weight typed");
  });
  await step("a double click on Create label buys exactly one", async () => {
    await page.goto(doubled);
    await at.offersShown(visitor);
    await at.createButton(visitor).dblclick();
    await at.labelShown(visitor);
    equal((await at.parcelsAtSendcloud(visitor, ids.placed[1])).length, 1, "parcels at Sendcloud");
  });
  await step("a label cancelled in time: the order is to ship again, and its second label is another", async () => {
    await page.goto(remade);
    await at.createLabel(visitor);
    const first = (await at.trackingOf(visitor)).number;
    await at.cancelLabel(visitor);
    await at.becomes(visitor, w.toShip);
    await at.createLabel(visitor);
    const second = (await at.trackingOf(visitor)).number;
    assert(first !== second, `both labels are ${first}`);
    const parcels = await at.parcelsAtSendcloud(visitor, ids.placed[2]);
    equal(
      parcels
        .map((parcel) => parcel.tracking)
        .sort()
        .join(),
      [first, second].sort().join(),
      "parcels at Sendcloud",
    );
  });
  await step("a refused announcement: the page gives the carrier's words, and the next try works", async () => {
    await page.goto(failing);
    await at.offersShown(visitor);
    await plantFault(app, "sendcloud", ANNOUNCE, "announcement-failed");
    await expecting(visitor, 422, async () => {
      await at.createButton(visitor).click();
      await waitUntil(visitor, "the carrier's words show", async () =>
        (await page.locator("#order").innerText({ timeout: 1000 })).includes(CARRIER_WORDS),
      );
    });
    assert((await page.locator("#order").innerText()).includes(w.carrierRefused), "our words are missing");
    await at.createLabel(visitor);
  });
  await step("Refuse asks once more, then the order is closed", async () => {
    await page.goto(unwanted);
    await at.refuse(visitor);
    await at.becomes(visitor, w.refused);
  });
  await step("Mirakl is down: the store's page says that nothing is lost, and it passes by itself", async () => {
    const store = await storeUrl(app);
    await plantFault(app, "mirakl", "OR11", "500-before", 50);
    await advance(app, minutes(1) + 5_000);
    await page.goto(store);
    await importNow(visitor);
    const said = await page.locator("main").innerText();
    assert(said.includes(w.miraklDown), `the page says: ${said.slice(0, 400)}`);
    await clearFaults(app);
    await advance(app, minutes(5));
    await page.goto(store);
    const after = await page.locator("main").innerText();
    assert(!after.includes(w.miraklDown), `the page still says: ${after.slice(0, 400)}`);
  });
  await step("the browser has nothing to complain about", () => assertCalm(visitor));
}

async function storeUrl(app) {
  const page = await (await ask(app, "/stores")).text();
  return /href="(\/stores\/[0-9a-f-]{36})"/.exec(page)[1];
}

// Whatever comes of it: too soon, refused, or done.
function importNow(visitor) {
  const { page } = visitor;
  return expecting(visitor, 409, async () => {
    const answered = page.waitForResponse((response) => response.request().method() === "POST");
    await page.locator('form[action$="/imports"] button').click();
    await answered;
    await page.locator("#sync-strip").waitFor();
  });
}
