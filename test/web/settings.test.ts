import { beforeEach, describe, expect, it } from "vitest";
import { SETTINGS_SECTIONS, type SettingsSection } from "../../src/domain/settings";
import type { StoreSettings } from "../../src/domain/store";
import { FRAGMENT, fieldsOf, openSettings, plainWords, sectionOf } from "./settings-desk";
import { joinAs, placeOf, signInto } from "./site";

let desk: Awaited<ReturnType<typeof openSettings>>;
beforeEach(async () => {
  desk = await openSettings();
});

describe("the settings page", () => {
  it("is reached from the store's page and holds the sections in the article's order", async () => {
    const { owner, storeId, path, page } = desk;
    expect(await (await owner.get(`/stores/${storeId}`)).text()).toContain(`href="${path}"`);
    const html = await page();
    const ids = [...html.matchAll(/<section class="card" id="([^"]+)"/g)].map(([, id]) => id);
    expect(ids).toEqual([...SETTINGS_SECTIONS, "history"]);
  });

  it.each(SETTINGS_SECTIONS)("saved as it stands, %s changes nothing but the version", async (section) => {
    const { path, readyOrder, row, save } = desk;
    await readyOrder();
    const before = await row();
    const answer = await save(section, {});
    expect(placeOf(answer)).toMatch(new RegExp(`^${path}\\?saved=${section}.*#${section}$`));
    const after = await row();
    expect(after.settings).toEqual(before.settings);
    expect([after.name, after.settingsVersion]).toEqual([before.name, before.settingsVersion + 1]);
  });

  it.each<[SettingsSection, Record<string, string | null>, Partial<StoreSettings>]>([
    [
      "number",
      { numberField: "commercial-id", shorten: "on" },
      { numberField: { field: "commercial-id" }, shortenNumber: true },
    ],
    ["number", { numberField: "custom", customCode: "ref" }, { numberField: { field: "custom", code: "ref" } }],
    ["number", { writeReference: "on" }, { writeReference: true }],
    ["cancellation", { cancelInMirakl: "on", cancelReason: "52" }, { cancelInMirakl: true, cancelReason: "52" }],
    ["sku", { itemSku: "offer" }, { itemSku: "offer" }],
    ["international", { shipmentType: "gift" }, { shipmentType: "gift" }],
    ["rhythm", { interval: "15" }, { pollInterval: 15 }],
    ["rates", { newCurrency: "pln", newRate: "4,30" }, { currencyRates: { PLN: { perEuro: "4.30", setAt: 0 } } }],
    [
      "labels",
      { weight: "750", tare: "80", emailWay: "own", email: "shop@example.org" },
      { defaultWeightGrams: 750, buyerEmail: "shop@example.org" },
    ],
    ["labels", { labels: "sendcloud", shipWhen: "carrier-scan" }, { labels: "sendcloud", shipWhen: "carrier-scan" }],
    [
      "acceptance",
      { how: "guarded", mostAnHour: "12", priceDrop: "5", refusesAfter: "48" },
      { acceptance: { how: "guarded", mostAnHour: 12, priceDropPercent: 5, refusesAfterHours: 48 } },
    ],
    [
      "returns",
      { when: "back", refundReason: "17", withShipping: "on", largest: "99,50", daily: "1 000", "map.11": "19" },
      {
        refunds: {
          when: "back",
          reason: "17",
          withShipping: true,
          largestMinor: 9_950,
          dailyMinor: 100_000,
          resendLimitMinor: 5_000,
        },
        returnReasons: { 11: "19" },
      },
    ],
  ])("saves %s with %j", async (section, typed, expected) => {
    const { readyOrder, row, save } = desk;
    await readyOrder();
    expect((await save(section, typed)).status).toBe(303);
    const { settings } = await row();
    for (const rate of Object.values(settings.currencyRates)) rate.setAt = 0;
    expect(settings).toMatchObject(expected);
    // And shown again, it is what was saved.
    const again = await save(section, {});
    expect(again.status).toBe(303);
    expect((await row()).settings).toMatchObject(expected.currencyRates ? {} : expected);
  });

  it("saves the store's name, which every page then shows", async () => {
    const { owner, row, save } = desk;
    await save("name", { name: "Bricolage du Léman" });
    expect((await row()).name).toBe("Bricolage du Léman");
    expect(await (await owner.get("/stores")).text()).toContain("Bricolage du Léman");
  });

  it.each<[SettingsSection, Record<string, string>, string]>([
    ["name", { name: " " }, "Donnez un nom"],
    ["number", { numberField: "custom", customCode: "" }, "Écrivez le code du champ"],
    ["number", { numberField: "seller-reference", writeReference: "on" }, "l'y écrire la changerait"],
    ["cancellation", { cancelInMirakl: "on", cancelReason: "" }, "Choisissez le motif à donner"],
    ["cancellation", { cancelReason: "53" }, "n'est plus proposé"],
    ["returns", { when: "created", refundReason: "" }, "Choisissez le motif de remboursement"],
    ["returns", { largest: "douze" }, "Écrivez un montant"],
    ["returns", { largest: "200", daily: "100" }, "ne peut pas être plus petit"],
    ["international", { shipmentType: "returned-goods" }, "Choisissez un type d'envoi"],
    ["labels", { weight: "0" }, "grammes entiers"],
    ["labels", { emailWay: "own", email: "boutique" }, "adresse e-mail complète"],
    ["labels", { sender: "999999" }, "Choisissez l'adresse d'expédition"],
    ["acceptance", { mostAnHour: "0" }, "de 1 à 10000"],
    ["acceptance", { priceDrop: "101" }, "de 0 à 100"],
    ["rates", { newCurrency: "GBP", newRate: "0,85" }, "Sendcloud connaît cette devise"],
    ["rates", { newCurrency: "PLN", newRate: "0" }, "plus grand que zéro"],
    ["rhythm", { interval: "2" }, "n'est pas acceptée"],
  ])("refuses %s with %j, says the cure and keeps what was typed", async (section, typed, words) => {
    const { readyOrder, row, save } = desk;
    await readyOrder();
    const before = await row();
    const answer = await save(section, typed);
    expect(answer.status).toBe(422);
    const html = await plainWords(answer);
    expect(sectionOf(html, section)).toContain(words);
    const kept = fieldsOf(sectionOf(html, section));
    for (const [name, value] of Object.entries(typed))
      if (!/interval|shipmentType|sender|cancelReason/.test(name)) expect(kept[name], name).toBe(value);
    expect(await row()).toEqual(before);
  });

  it("leads to its section when the address of a refused form is opened again", async () => {
    const { owner, path } = desk;
    expect(placeOf(await owner.get(`${path}/returns`))).toBe(`${path}#returns`);
    expect((await owner.get(`${path}/payments`)).status).toBe(404);
  });

  it("asks for the shipment type again when the place does not know it", async () => {
    const { row, save } = desk;
    await save("international", { shipmentType: "documents" });
    const refused = await save("labels", { labels: "sendcloud" });
    expect(refused.status).toBe(422);
    const html = await refused.text();
    expect(html).toContain('name="placeShipmentType"');
    expect((await row()).settings.labels).toBe("here");
    expect((await save("labels", { labels: "sendcloud", placeShipmentType: "gift" })).status).toBe(303);
    expect((await row()).settings).toMatchObject({ labels: "sendcloud", shipmentType: "gift" });
  });
});

describe("two people at once", () => {
  it("see both, and nothing is overwritten until one of them chooses", async () => {
    const { site, owner, path, page, readyOrder, row, save } = desk;
    await readyOrder();
    const robin = await joinAs(site, owner, "owner");
    const opened = fieldsOf(sectionOf(await page(), "sku"));
    await save("sku", { itemSku: "shop" }, robin);
    const refused = await owner.post(`${path}/sku`, { ...opened, itemSku: "offer" });
    expect(refused.status).toBe(409);
    const html = await plainWords(refused);
    expect(html).toContain("Quelqu'un a enregistré des réglages entre-temps");
    expect(html).toContain("enregistré SKU de la boutique (product_shop_sku), votre saisie SKU de l'offre (offer_sku)");
    expect((await row()).settings.itemSku).toBe("shop");
    const again = fieldsOf(sectionOf(html, "sku"));
    expect(again.itemSku).toBe("offer");
    expect((await owner.post(`${path}/sku`, again)).status).toBe(303);
    expect((await row()).settings.itemSku).toBe("offer");
  });
});

describe("what saving tells", () => {
  it("says how many open orders it touches, and keeps who changed what", async () => {
    const { path, page, readyOrder, save } = desk;
    await readyOrder();
    const answer = await save("number", { numberField: "commercial-id" });
    expect(placeOf(answer)).toBe(`${path}?saved=number&touched=1#number`);
    const html = await page("?saved=number&touched=1");
    expect(sectionOf(html, "number")).toContain("1 commande ouverte est concernée et recalculée");
    expect(sectionOf(html, "history")).toContain(
      "Champ du numéro : identifiant de la commande Mirakl devient numéro commercial",
    );
    expect(sectionOf(html, "history")).toContain("camille");
  });

  it("renumbers the open order on its page", async () => {
    const { site, owner, storeId, readyOrder, save } = desk;
    const orderId = await readyOrder();
    await save("number", { numberField: "commercial-id" });
    await site.runStore(storeId);
    const html = await plainWords(await owner.get(`/orders/${storeId}/${orderId}`));
    expect(html).toContain(`Nouveau numéro : ${orderId} devient ${orderId.replace(/-[A-Z]$/, "")}`);
  });
});

describe("who may do what", () => {
  it("lets a viewer read and preview, and change nothing", async () => {
    const { site, owner, path, readyOrder, save } = desk;
    await readyOrder();
    const viewer = await joinAs(site, owner, "viewer");
    const html = await (await viewer.get(path)).text();
    expect(html).toContain('<fieldset class="bare" disabled');
    expect(html).not.toContain("Enregistrer</button>");
    expect((await viewer.get(`${path}/sku/preview?itemSku=offer`, FRAGMENT)).status).toBe(200);
    expect((await save("sku", { itemSku: "offer" }, viewer)).status).toBe(403);
    expect((await (await joinAs(site, owner, "shipper")).post(`${path}/carriers/list`, {})).status).toBe(403);
  });

  it("is no other workspace's, and knows no other section", async () => {
    const { site, owner, path } = desk;
    const stranger = await signInto(site, "robin");
    for (const place of [path, `${path}/sku/preview`]) expect((await stranger.get(place)).status).toBe(404);
    for (const place of [`${path}/sku`, `${path}/carriers/list`])
      expect((await stranger.post(place, {})).status).toBe(404);
    expect((await owner.post(`${path}/payments`, {})).status).toBe(404);
    expect((await owner.get(`${path}/payments/preview`)).status).toBe(404);
  });
});
