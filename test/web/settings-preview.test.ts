import { beforeEach, describe, expect, it } from "vitest";
import type { SettingsSection } from "../../src/domain/settings";
import { FRAGMENT, fieldsOf, openSettings, plainWords, sectionOf } from "./settings-desk";

let desk: Awaited<ReturnType<typeof openSettings>>;
beforeEach(async () => {
  desk = await openSettings();
});

describe("the preview", () => {
  it("answers htmx with the fragment alone, for what is typed and not saved", async () => {
    const { owner, path, readyOrder, row } = desk;
    const orderId = await readyOrder();
    const answer = await owner.get(`${path}/number/preview?numberField=commercial-id&customCode=&shorten=on`, FRAGMENT);
    const html = await plainWords(answer);
    expect(html).toMatch(/^<div id="preview-number"/);
    expect(html).toContain(`<td>${orderId}</td>`);
    expect(html).toContain("Sur les commandes récentes (1), aucune n'aurait le numéro d'une autre.");
    expect(html).toContain("Concerne 1 commande ouverte.");
    expect((await row()).settings.numberField).toEqual({ field: "order-id" });
  });

  it("works without JavaScript, by the same form, and keeps what was typed", async () => {
    const { owner, path, page, readyOrder } = desk;
    await readyOrder();
    const shown = fieldsOf(sectionOf(await page(), "returns"));
    const typed = new URLSearchParams({ ...shown, when: "back", refundReason: "17", largest: "0,01" });
    const html = await plainWords(await owner.get(`${path}/returns/preview?${typed}`));
    expect(html).toContain("<!doctype html>");
    const section = sectionOf(html, "returns");
    expect(fieldsOf(section)).toMatchObject({ when: "back", largest: "0,01" });
    expect(section).toContain("au-dessus de votre plafond");
  });

  it("names the custom fields that orders carry, and what each would give", async () => {
    const { page, readyOrder } = desk;
    await readyOrder("locker");
    const section = sectionOf(await page(), "number");
    expect(section).toContain("Vus dans vos commandes récentes : delivery-point-name");
    expect(section).toMatch(/champ personnalisé delivery-point-name<\/strong> : WAW123M/);
    expect(section).toContain("Sur les commandes récentes (1)");
  });

  it.each<[SettingsSection, Record<string, string>, RegExp]>([
    ["sku", { itemSku: "offer" }, /\d+ de vos \d+ produits récents change/],
    [
      "returns",
      { when: "created", refundReason: "17", largest: "9000", daily: "9000", resendLimit: "50" },
      /rembourserait [\d ,]+ € dès sa création/,
    ],
    ["carriers", { "carrier.colissimo": "carrier:COLISSIMO" }, /la place de marché lirait : COLISSIMO/],
    ["cancellation", {}, /resterait ouverte ici/],
    ["labels", { labels: "sendcloud" }, /1 commande ouverte irait dans Sendcloud/],
    ["acceptance", { how: "guarded", mostAnHour: "7", priceDrop: "3" }, /baissé de 3 % au plus, jusqu'à 7 par heure/],
    ["international", { shipmentType: "gift" }, /Aucune commande récente ne part vers un autre pays/],
    ["rates", {}, /Aucune commande récente n'est dans une autre devise/],
  ])("shows what %s would mean for a real order", async (section, typed, words) => {
    const { owner, path, readyOrder } = desk;
    await readyOrder();
    const answer = await owner.get(`${path}/${section}/preview?${new URLSearchParams(typed)}`, FRAGMENT);
    expect(answer.status).toBe(200);
    expect(await plainWords(answer)).toMatch(words);
  });
});
