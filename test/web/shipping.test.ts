import { describe, expect, it } from "vitest";
import { findOrder as storedOrder } from "../../src/db/order-record";
import { findOrder, payOrder, placeOrder } from "../../src/sandbox/mirakl-orders";
import { writeOrder } from "../../src/sandbox/order-store";
import { panelCancelLabel } from "../../src/sandbox/sendcloud-panel";
import { moveParcel } from "../../src/sandbox/sendcloud-parcels";
import { shippingTypeOf } from "../../src/sandbox/shipping-types";
import { makeForeignLabel } from "../foreign-label";
import { openShop, type Shop, wordsOf } from "./shop";
import { formOf, joinAs, placeOf } from "./site";

const MINUTE = 60_000;

async function readyOrder(shop: Shop, mandatory: boolean | null = null): Promise<string> {
  for (;;) {
    const orderId = placeOrder(shop.world, "brico");
    const type = findOrder(shop.world, orderId)?.order.shipping_type_code ?? "STD";
    if (mandatory !== null && shippingTypeOf(type).mandatory_tracking !== mandatory) continue;
    payOrder(shop.world, orderId);
    await shop.run(7 * MINUTE);
    return orderId;
  }
}

const atMarketplace = (shop: Shop, orderId: string) => {
  const order = findOrder(shop.world, orderId)?.order;
  if (!order) throw new Error(`no order ${orderId}`);
  return order;
};

async function stored(shop: Shop, orderId: string) {
  const order = await storedOrder(shop.site.d1, shop.owner.workspaceId, shop.storeId, orderId);
  if (!order) throw new Error(`no order ${orderId}`);
  return order;
}

/** Presses *Create label* as the page stands. */
async function createLabel(shop: Shop, orderId: string): Promise<void> {
  const { weight = "", option = "" } = formOf(await shop.pageOf(orderId));
  const answer = await shop.owner.post(`${shop.pathOf(orderId)}/labels`, { weight, option });
  expect(answer.status).toBe(303);
}

describe("shipped by other means", () => {
  it("leads from the order to a form, and from there to the marketplace", async () => {
    const shop = await openShop();
    const orderId = await readyOrder(shop, true);
    const path = `${shop.pathOf(orderId)}/shipping`;
    expect(await shop.pageOf(orderId)).toContain(`href="${path}"`);
    const form = await (await shop.owner.get(path)).text();
    expect(form).toContain("Chronopost");
    expect(form).toContain("Autre transporteur");
    expect(wordsOf(form)).toContain("Obligatoire pour cette commande");
    const answer = await shop.owner.post(path, { carrier: "code:CHRONO", trackingNumber: " XY 1 " });
    expect([answer.status, placeOf(answer)]).toEqual([303, shop.pathOf(orderId)]);
    const html = await shop.pageOf(orderId);
    expect(wordsOf(html)).toContain("Expédiée sans étiquette de Sendcloud");
    expect(wordsOf(html)).toContain("Chronopost, XY 1");
    expect(html).toContain("/shipping/undo");
    expect(html).not.toContain('id="create-label"');
    await shop.run(2 * MINUTE);
    expect(atMarketplace(shop, orderId)).toMatchObject({ order_state: "SHIPPED", shipping_tracking: "XY 1" });
    const words = wordsOf(await shop.pageOf(orderId));
    expect(words).toContain("Expédiée autrement : Chronopost XY 1");
    expect(words).not.toContain("Revenir en arrière");
  });

  it("is taken back by one click within the minute", async () => {
    const shop = await openShop();
    const orderId = await readyOrder(shop);
    await shop.owner.post(`${shop.pathOf(orderId)}/shipping`, { carrier: "code:dpd", trackingNumber: "1" });
    const answer = await shop.owner.post(`${shop.pathOf(orderId)}/shipping/undo`, {});
    expect(answer.status).toBe(303);
    await shop.run(3 * MINUTE);
    expect(atMarketplace(shop, orderId).order_state).toBe("SHIPPING");
    expect(await shop.pageOf(orderId)).toContain('id="create-label"');
  });

  it.each<[string, Record<string, string>, string]>([
    ["no carrier", { carrier: "" }, "Choisissez un transporteur."],
    ["another without its name", { carrier: "other", trackingNumber: "9" }, "Indiquez le nom du transporteur."],
    [
      "an address that is none",
      { carrier: "other", carrierName: "Coursiers", trackingUrl: "javascript:alert(1)", trackingNumber: "9" },
      "commence par https://",
    ],
    [
      "no number where one is needed",
      { carrier: "code:dpd", trackingNumber: "" },
      "Le numéro de suivi est obligatoire",
    ],
    ["a carrier that left the list", { carrier: "code:gone", trackingNumber: "9" }, "n'est pas dans la liste"],
    ["a number without a carrier", { carrier: "none", trackingNumber: "9" }, "a besoin de son transporteur"],
  ])("keeps what was typed and says what is wrong with %s", async (_what, typed, words) => {
    const shop = await openShop();
    const orderId = await readyOrder(shop, true);
    const answer = await shop.owner.post(`${shop.pathOf(orderId)}/shipping`, typed);
    const html = await answer.text();
    expect(answer.status).toBe(422);
    expect(wordsOf(html)).toContain(words);
    for (const [name, value] of Object.entries(typed)) if (name !== "carrier") expect(formOf(html)[name]).toBe(value);
    await shop.run(2 * MINUTE);
    expect(atMarketplace(shop, orderId).order_state).toBe("SHIPPING");
  });

  it("may go without a carrier where the shipping type wants no tracking", async () => {
    const shop = await openShop();
    const orderId = await readyOrder(shop, false);
    const form = formOf(await (await shop.owner.get(`${shop.pathOf(orderId)}/shipping`)).text());
    expect(form.carrier).toBe("none");
    expect((await shop.owner.post(`${shop.pathOf(orderId)}/shipping`, form)).status).toBe(303);
    await shop.run(2 * MINUTE);
    expect(atMarketplace(shop, orderId)).toMatchObject({ order_state: "SHIPPED", shipping_tracking: null });
  });

  it("is not for who may only look, nor for an order that has left", async () => {
    const shop = await openShop();
    const orderId = await readyOrder(shop);
    const viewer = await joinAs(shop.site, shop.owner, "viewer");
    expect(await (await viewer.get(shop.pathOf(orderId))).text()).not.toContain("/shipping");
    expect((await viewer.get(`${shop.pathOf(orderId)}/shipping`)).status).toBe(403);
    await createLabel(shop, orderId);
    await shop.run(3 * MINUTE);
    expect(placeOf(await shop.owner.get(`${shop.pathOf(orderId)}/shipping`))).toBe(shop.pathOf(orderId));
  });
});

describe("correcting the tracking", () => {
  it("starts from what the marketplace holds, and replaces it", async () => {
    const shop = await openShop();
    const orderId = await readyOrder(shop);
    await createLabel(shop, orderId);
    await shop.run(9 * MINUTE);
    const path = `${shop.pathOf(orderId)}/tracking`;
    expect(await shop.pageOf(orderId)).toContain(`href="${path}"`);
    const before = atMarketplace(shop, orderId);
    const form = formOf(await (await shop.owner.get(path)).text());
    expect(form).toMatchObject({
      carrier: `code:${before.shipping_carrier_code}`,
      trackingNumber: before.shipping_tracking,
    });
    const answer = await shop.owner.post(path, { ...form, carrier: "code:dpd", trackingNumber: "DPD-9" });
    expect(answer.status).toBe(303);
    expect(atMarketplace(shop, orderId)).toMatchObject({ shipping_carrier_code: "dpd", shipping_tracking: "DPD-9" });
    expect(wordsOf(await shop.pageOf(orderId))).toContain("Suivi corrigé : DPD, DPD-9");
  });
});

describe("shipped by someone else", () => {
  it("says so over a label of ours that nobody used, and offers to cancel it", async () => {
    const shop = await openShop({ shipWhen: "carrier-scan" });
    const orderId = await readyOrder(shop);
    await createLabel(shop, orderId);
    writeOrder(shop.world, { ...atMarketplace(shop, orderId), order_state: "SHIPPED" }, shop.world.now());
    await shop.run(7 * MINUTE);
    const html = await shop.pageOf(orderId);
    expect(wordsOf(html)).toContain("Déclarée expédiée par quelqu'un d'autre");
    expect(html).toContain("/labels/1/cancellation");
    await shop.owner.post(`${shop.pathOf(orderId)}/labels/1/cancellation`, {});
    await shop.run(7 * MINUTE);
    expect(wordsOf(await shop.pageOf(orderId))).toContain("Expédiée hors de Passerelle");
  });
});

describe("a label voided after the marketplace heard of it", () => {
  it("shows that the order has no parcel, and a new label's number goes over the old", async () => {
    const shop = await openShop();
    const orderId = await readyOrder(shop);
    await createLabel(shop, orderId);
    await shop.run(9 * MINUTE);
    const old = atMarketplace(shop, orderId).shipping_tracking;
    panelCancelLabel(shop.world, (await stored(shop, orderId)).parcels[0]?.shipmentId ?? "");
    await shop.run(20 * MINUTE);
    expect(wordsOf(await shop.pageOf(orderId))).toContain("Annoncée, sans colis");
    await createLabel(shop, orderId);
    await shop.run(3 * MINUTE);
    const parcel = (await stored(shop, orderId)).parcels.find(({ stage }) => stage === "label-ready");
    expect(atMarketplace(shop, orderId).shipping_tracking).toBe(parcel?.trackingNumber);
    expect(parcel?.trackingNumber).not.toBe(old);
  });
});

describe("a parcel that somebody made at Sendcloud", () => {
  it("is offered on the order and on attention, and linked by a click", async () => {
    const shop = await openShop();
    const orderId = await readyOrder(shop);
    const shipmentId = makeForeignLabel(shop.world, await stored(shop, orderId));
    await shop.run(15 * MINUTE);
    const html = await shop.pageOf(orderId);
    expect(wordsOf(html)).toContain("Un colis de Sendcloud ressemble à cette commande");
    expect(html).toContain(`value="${shipmentId}"`);
    const attention = await (await shop.owner.get("/attention")).text();
    expect(wordsOf(attention)).toContain("Colis à rattacher ?");
    expect(attention).toContain(`href="${shop.pathOf(orderId)}"`);
    const answer = await shop.owner.post(`${shop.pathOf(orderId)}/parcels/link`, { shipmentId, answer: "yes" });
    expect([answer.status, placeOf(answer)]).toEqual([303, shop.pathOf(orderId)]);
    await shop.run(3 * MINUTE);
    const order = await stored(shop, orderId);
    expect(atMarketplace(shop, orderId)).toMatchObject({
      order_state: "SHIPPED",
      shipping_tracking: order.parcels[0]?.trackingNumber,
    });
    expect(wordsOf(await (await shop.owner.get("/attention")).text())).not.toContain("Colis à rattacher ?");
  });

  it("goes away when a person says that it is not this order's", async () => {
    const shop = await openShop();
    const orderId = await readyOrder(shop);
    const shipmentId = makeForeignLabel(shop.world, await stored(shop, orderId));
    await shop.run(15 * MINUTE);
    await shop.owner.post(`${shop.pathOf(orderId)}/parcels/link`, { shipmentId, answer: "no" });
    expect(await shop.pageOf(orderId)).not.toContain(shipmentId);
    const again = await shop.owner.post(`${shop.pathOf(orderId)}/parcels/link`, { shipmentId, answer: "yes" });
    expect(again.status).toBe(422);
    expect((await stored(shop, orderId)).parcels).toEqual([]);
  });
});

describe("a store that tells the marketplace when the carrier scans", () => {
  it("tells nothing of a label, and both carrier and shipped at the scan", async () => {
    const shop = await openShop({ shipWhen: "carrier-scan" });
    const orderId = await readyOrder(shop);
    await createLabel(shop, orderId);
    await shop.run(20 * MINUTE);
    expect(atMarketplace(shop, orderId)).toMatchObject({ order_state: "SHIPPING", shipping_tracking: null });
    expect(wordsOf(await shop.pageOf(orderId))).toContain(
      "La place de marché sera prévenue quand le transporteur aura pris le colis.",
    );
    const { parcels } = await stored(shop, orderId);
    expect(moveParcel(shop.world, parcels[0]?.sendcloudParcelId ?? 0, "PICKED_UP_BY_DRIVER")).toBeTruthy();
    await shop.run(15 * MINUTE);
    expect(atMarketplace(shop, orderId)).toMatchObject({
      order_state: "SHIPPED",
      shipping_tracking: parcels[0]?.trackingNumber,
    });
    const words = wordsOf(await shop.pageOf(orderId));
    expect(words).toContain("Suivi transmis à la place de marché");
    expect(words).toContain("Place de marché prévenue : commande expédiée");
  });
});
