import { describe, expect, it } from "vitest";
import { findProduct } from "../../src/db/products";
import { payOrder, placeOrder } from "../../src/sandbox/mirakl-orders";
import { openSettings, plainWords } from "./settings-desk";
import { formOf, joinAs, placeOf } from "./site";

const MINUTE_MS = 60_000;

/** The demo shop with orders of some kinds that are paid and imported. */
async function openOrders(...kinds: ("currency-chf" | "phone-with-zero")[]) {
  const desk = await openSettings();
  const { site, storeId, owner } = desk;
  const orderIds = kinds.map((kind) => {
    const orderId = placeOrder(site.world, "brico", { kind, pieces: 2 });
    payOrder(site.world, orderId);
    return orderId;
  });
  for (let slice = 0; slice < 6; slice += 1) {
    await site.runStore(storeId);
    site.world.pass(2 * MINUTE_MS);
  }
  const [first = "", second = ""] = orderIds.map((orderId) => `/orders/${storeId}/${orderId}`);
  return {
    ...desk,
    first,
    second,
    order: async (path: string, who = owner) => plainWords(await who.get(path)),
    card: async (path: string, who = owner) => cardOf(await plainWords(await who.get(path))),
    fix: async (path: string, fields: Record<string, string>, who = owner) => {
      const html = await (await owner.get(path)).text();
      return who.post(`${path}/goods`, { ...formOf(cardOf(html) ?? ""), ...fields });
    },
  };
}

function cardOf(html: string): string | null {
  return /<section class="card[^"]*" id="customs"[^>]*>.*?<\/section>/s.exec(html)?.[0] ?? null;
}

const MISSING_CODE = "Le code SH manque.";
const GOOD = { "0.hsCode": "8467.21 00", "0.origin": "Allemagne", "0.weightGrams": "1,2 kg" };

describe("the customs card of an order", () => {
  it("asks for what is missing beside each field, and the label waits", async () => {
    const { first, order, card } = await openOrders("currency-chf");
    const shown = await card(first);
    expect(shown).toContain("Ce colis passe une frontière douanière");
    expect(shown).toContain("Il manque 2 informations");
    expect(shown).toContain(MISSING_CODE);
    expect(shown).toContain("Le pays d'origine manque.".replace("'", "’"));
    expect(await order(first)).not.toContain("Créer l'étiquette");
  });

  it("saves the product in place for every order that has it, and the label can be made", async () => {
    const { first, second, order, card, fix, site, owner } = await openOrders("currency-chf", "currency-chf");
    const skus = await Promise.all(
      [first, second].map(async (path) => formOf((await card(path)) ?? "")["0.sku"] ?? ""),
    );
    const answer = await fix(first, GOOD);
    expect([answer.status, placeOf(answer)]).toEqual([303, `${first}#customs`]);
    expect(await findProduct(site.d1, owner.workspaceId, skus[0] ?? "")).toMatchObject({
      hsCode: "84672100",
      origin: "DE",
      weightGrams: 1200,
    });
    const shown = await card(first);
    expect(shown).not.toContain(MISSING_CODE);
    expect(shown).toContain("84672100 (valeur du produit)");
    expect(shown).toContain("Allemagne (valeur du produit)");
    expect(await order(first)).toContain("Créer l'étiquette");
    // The other order has another product, or the same: then it is mended too.
    expect((await card(second))?.includes(MISSING_CODE)).toBe(skus[0] !== skus[1]);
  });

  it.each([
    [{ "0.hsCode": "6,1091E+09" }, "0.hsCode", "Excel"],
    [{ "0.hsCode": "123" }, "0.hsCode", "chiffres"],
    [{ "0.hsCode": "770000" }, "0.hsCode", "chapitre"],
    [{ ...GOOD, "0.origin": "Atlantide" }, "0.origin", "Pays inconnu"],
    [{ ...GOOD, "0.weightGrams": "lourd" }, "0.weightGrams", "poids"],
  ])("keeps what was typed and says beside the field what is wrong: %o", async (typed, field, words) => {
    const { first, fix, site, owner } = await openOrders("currency-chf");
    const answer = await fix(first, typed);
    expect(answer.status).toBe(422);
    const shown = cardOf(await plainWords(answer)) ?? "";
    expect(formOf(shown)).toMatchObject(typed);
    expect(new RegExp(`id="${field}-error">([^<]*)<`).exec(shown)?.[1]).toContain(words);
    const product = await findProduct(site.d1, owner.workspaceId, formOf(shown)["0.sku"] ?? "");
    expect(product).toMatchObject({ hsCode: null, origin: null });
  });

  it("edits no product that the order does not have, and nothing for those who only look", async () => {
    const { site, owner, first, fix } = await openOrders("currency-chf");
    const answer = await fix(first, { ...GOOD, "0.sku": "SOMETHING-ELSE" });
    expect(answer.status).toBe(303);
    expect(await findProduct(site.d1, owner.workspaceId, "SOMETHING-ELSE")).toBeNull();
    const viewer = await joinAs(site, owner, "viewer");
    expect((await fix(first, GOOD, viewer)).status).toBe(403);
    expect(cardOf(await (await viewer.get(first)).text())).not.toContain("<form");
  });

  it("is not there for an order within the EU", async () => {
    const { first, order, card } = await openOrders("phone-with-zero");
    expect(await card(first)).toBeNull();
    const page = await order(first);
    expect(page).toContain("Créer l'étiquette");
    for (const word of ["Code SH", "douan", "Pays d’origine"]) expect(page).not.toContain(word);
  });
});

describe("a parcel with papers", () => {
  it("shows them beside the label, and they open", async () => {
    const { first, owner, order, save, site, storeId } = await openOrders("currency-chf");
    await save("international", { defaultHsCode: "8205 59", defaultOrigin: "FR" });
    await site.runStore(storeId);
    const carrier = (await order(first)).match(/carrier=([\w-]+)/)?.[1];
    if (carrier) await save("carriers", { [`carrier.${carrier}`]: "other", [`otherName.${carrier}`]: "Transporteur" });
    const shown = await order(first);
    const option = /name="option" value="([^"]+)"(?![^>]*disabled)/.exec(shown)?.[1] ?? "";
    const made = await owner.post(`${first}/labels`, { weight: "1000", option });
    expect(made.status).toBe(303);
    const after = await order(first);
    expect(after).toContain(`href="${first}/labels/1/customs"`);
    expect(after).toMatch(/Facture douanière<\/dt><dd>[^<]+-1-1</);
    const file = await owner.get(`${first}/labels/1/customs`);
    expect([file.status, file.headers.get("Content-Type")]).toEqual([200, "application/pdf"]);
    expect(file.headers.get("Content-Security-Policy")).toContain("frame-ancestors 'self'");
    expect((await file.text()).startsWith("%PDF-")).toBe(true);
  });
});

describe("the settings of international parcels", () => {
  it("keep the defaults and the tax numbers, and derive open orders anew", async () => {
    const { first, card, save, row, site, storeId } = await openOrders("currency-chf");
    const numbers = { eori: "fr 123 456 789 00012", vat: "FR40123456789", ioss: "IM2500000012" };
    const answer = await save("international", { defaultHsCode: "8205.59", defaultOrigin: "FR", ...numbers });
    expect(answer.status).toBe(303);
    expect((await row()).settings).toMatchObject({
      defaultHsCode: "820559",
      defaultOrigin: "FR",
      taxNumbers: { eori: "FR12345678900012", vat: "FR40123456789", ioss: "IM2500000012" },
    });
    await site.runStore(storeId);
    expect(await card(first)).toContain("820559 (valeur par défaut de la boutique)");
  });

  it.each([
    ["defaultHsCode", "77", "chiffres"],
    ["defaultOrigin", "XX", "pays de la liste"],
    ["eori", "123", "EORI"],
    ["vat", "1", "TVA"],
    ["ioss", "IM12", "IOSS"],
  ])("refuse %s %s beside the field, and keep the rest as typed", async (field, value, words) => {
    const { save, row } = await openSettings();
    const answer = await save("international", { [field]: value });
    expect(answer.status).toBe(422);
    const html = await plainWords(answer);
    expect(new RegExp(`id="${field}-error">([^<]*)<`).exec(html)?.[1]).toContain(words);
    expect((await row()).settings.taxNumbers).toEqual({ eori: null, ioss: null, vat: null });
  });
});
