import { describe, expect, it } from "vitest";
import { findOrder, payOrder, placeOrder } from "../../src/sandbox/mirakl-orders";
import { writeOrder } from "../../src/sandbox/order-store";
import { changeAddress } from "../../src/sandbox/others-acts";
import { panelEditOrder, panelOrders } from "../../src/sandbox/sendcloud-panel";
import { openShop, type Shop, wordsOf } from "./shop";
import { formOf, joinAs, placeOf } from "./site";

const MINUTE = 60_000;
const open = () => openShop({ labels: "sendcloud" });

async function arrived(shop: Shop, orderId: string): Promise<string> {
  payOrder(shop.world, orderId);
  await shop.run(8 * MINUTE);
  return orderId;
}

/** An order to a country whose addresses want a state, without one. */
async function stateless(shop: Shop): Promise<string> {
  const orderId = placeOrder(shop.world, "brico");
  payOrder(shop.world, orderId);
  const order = findOrder(shop.world, orderId)?.order;
  const address = order?.customer.shipping_address;
  if (!order || !address) throw new Error("a paid order has its address");
  const abroad = { ...address, zip_code: "90012", city: "Los Angeles", country: "États-Unis", country_iso_code: "USA" };
  const customer = { ...order.customer, shipping_address: abroad as typeof address };
  writeOrder(shop.world, { ...order, customer }, shop.world.now());
  await shop.run(8 * MINUTE);
  return orderId;
}

describe("an order at Sendcloud", () => {
  it("leads there by its number, and offers the label here, which takes it out first", async () => {
    const shop = await open();
    const orderId = await arrived(shop, placeOrder(shop.world, "brico"));
    const html = await shop.pageOf(orderId);
    const [there] = panelOrders(shop.world).filter((one) => one.orderId.endsWith(orderId));
    expect(html).toContain(`https://app.sendcloud.com/v2/shipping/list/orders?search=${there?.orderNumber}`);
    expect(wordsOf(html)).toContain("Ouvrir dans Sendcloud");
    expect(wordsOf(html)).toContain("Faire plutôt l'étiquette ici");
    expect(wordsOf(html)).not.toContain("Créer l'étiquette");
    const answer = await shop.owner.post(`${shop.pathOf(orderId)}/label-here`, {});
    expect([answer.status, placeOf(answer)]).toEqual([303, shop.pathOf(orderId)]);
    expect(panelOrders(shop.world).some((one) => one.orderId.endsWith(orderId))).toBe(false);
    const after = wordsOf(await shop.pageOf(orderId));
    expect(after).toContain("Créer l'étiquette");
    expect(after).toContain("Commande retirée de Sendcloud");
    expect(after).not.toContain("Ouvrir dans Sendcloud");
    // The same form once more changes nothing.
    expect((await shop.owner.post(`${shop.pathOf(orderId)}/label-here`, {})).status).toBe(303);
  });

  it("shows what somebody changed there", async () => {
    const shop = await open();
    const orderId = await arrived(shop, placeOrder(shop.world, "brico"));
    const [there] = panelOrders(shop.world).filter((one) => one.orderId.endsWith(orderId));
    panelEditOrder(shop.world, there?.id ?? 0, { address: { address_line_1: "Quai de la Personne" } });
    changeAddress(shop.world, orderId);
    await shop.run(10 * MINUTE);
    const words = wordsOf(await shop.pageOf(orderId));
    expect(words).toContain("Changé dans Sendcloud");
    expect(words).toContain("dans Sendcloud : Quai de la Personne");
  });

  it("has no buttons for who may only look", async () => {
    const shop = await open();
    const orderId = await arrived(shop, placeOrder(shop.world, "brico"));
    const viewer = await joinAs(shop.site, shop.owner, "viewer");
    const words = wordsOf(await (await viewer.get(shop.pathOf(orderId))).text());
    expect(words).toContain("Ouvrir dans Sendcloud");
    expect(words).not.toContain("Faire plutôt l'étiquette ici");
    expect((await viewer.post(`${shop.pathOf(orderId)}/label-here`, {})).status).toBe(403);
    expect((await viewer.post(`${shop.pathOf(orderId)}/pushes`, {})).status).toBe(403);
  });
});

describe("orders that wait at Sendcloud when labels are made here again", () => {
  it("are offered on the settings page, all at once, and taken back by one button", async () => {
    const shop = await open();
    const orderIds = [placeOrder(shop.world, "brico"), placeOrder(shop.world, "brico")];
    for (const orderId of orderIds) await arrived(shop, orderId);
    const page = `/stores/${shop.storeId}/settings`;
    const settings = async () => wordsOf(await (await shop.owner.get(page)).text());
    expect(await settings()).not.toContain("Les reprendre toutes ici");
    await shop.setSettings({ labels: "here" });
    expect(await settings()).toContain("2 commandes attendent encore leur étiquette dans Sendcloud");
    expect(panelOrders(shop.world)).toHaveLength(2);
    const viewer = await joinAs(shop.site, shop.owner, "viewer");
    expect(wordsOf(await (await viewer.get(page)).text())).not.toContain("Les reprendre toutes ici");
    expect((await viewer.post(`${page}/labels/take-back`, {})).status).toBe(403);
    const answer = await shop.owner.post(`${page}/labels/take-back`, {});
    expect([answer.status, placeOf(answer)]).toEqual([303, `${page}#labels`]);
    expect(await settings()).toContain("2 commandes sont en train d'être retirées de Sendcloud");
    expect(await settings()).not.toContain("Les reprendre toutes ici");
    await shop.run(2 * MINUTE);
    expect(panelOrders(shop.world)).toEqual([]);
    expect(await settings()).not.toContain("être retirées de Sendcloud");
    for (const orderId of orderIds) expect(wordsOf(await shop.pageOf(orderId))).toContain("Créer l'étiquette");
  });
});

describe("an order that Sendcloud does not take", () => {
  it("names the field in words, and goes once it is corrected", async () => {
    const shop = await open();
    const orderId = await stateless(shop);
    const words = wordsOf(await shop.pageOf(orderId));
    expect(words).toContain("Sendcloud n'a pas pris cette commande : la région ou l'État");
    expect(words).toContain("Réponse reçue : « Field required");
    expect(words).toContain("Renvoyer à Sendcloud");
    const form = await (await shop.owner.get(`${shop.pathOf(orderId)}/recipient`)).text();
    expect(wordsOf(form)).toContain("Sendcloud refuse cette valeur");
    const saved = await shop.owner.post(`${shop.pathOf(orderId)}/recipient`, { ...formOf(form), state: "CA" });
    expect(saved.status).toBe(303);
    await shop.run(3 * MINUTE);
    expect(wordsOf(await shop.pageOf(orderId))).toContain("Ouvrir dans Sendcloud");
  });

  it("says so again when it is sent as it is", async () => {
    const shop = await open();
    const orderId = await stateless(shop);
    const answer = await shop.owner.post(`${shop.pathOf(orderId)}/pushes`, {});
    expect(answer.status).toBe(422);
    expect(wordsOf(await answer.text())).toContain("Sendcloud a refusé");
  });

  it("in another currency asks for a rate, or makes its label here", async () => {
    const shop = await open();
    const orderId = await arrived(shop, placeOrder(shop.world, "brico", { kind: "currency-pln" }));
    const html = await shop.pageOf(orderId);
    expect(wordsOf(html)).toContain("Sendcloud n'accepte pas la devise PLN");
    expect(html).toContain(`/stores/${shop.storeId}/settings#rates`);
    expect((await shop.owner.post(`${shop.pathOf(orderId)}/label-here`, {})).status).toBe(303);
    const after = wordsOf(await shop.pageOf(orderId));
    expect(after).not.toContain("n'accepte pas la devise");
    expect(after).toContain("L'étiquette se fera ici, pas dans Sendcloud");
  });
});
