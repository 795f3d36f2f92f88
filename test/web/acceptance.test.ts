import { describe, expect, it } from "vitest";
import type { AcceptanceSettings } from "../../src/domain/store";
import { setOffer } from "../../src/sandbox/mirakl-offers";
import { findOrder, placeOrder } from "../../src/sandbox/mirakl-orders";
import { openShop, type Shop, wordsOf } from "./shop";
import { joinAs, placeOf } from "./site";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const GUARDED: AcceptanceSettings = { how: "guarded", mostAnHour: 1, priceDropPercent: 20, refusesAfterHours: 48 };

async function heldOrder(shop: Shop, set: { quantity?: number; cents?: number }): Promise<string> {
  const orderId = placeOrder(shop.world, "brico");
  setOffer(shop.world, findOrder(shop.world, orderId)?.order.order_lines[0]?.offer_sku ?? "", set);
  await shop.run(7 * MINUTE);
  return orderId;
}

describe("an order that waits to be accepted", () => {
  it("says until when, from the typed hours, and keeps its two buttons", async () => {
    const shop = await openShop({ acceptance: { ...GUARDED, how: "by-hand" } });
    const orderId = placeOrder(shop.world, "brico");
    await shop.run(7 * MINUTE);
    const words = wordsOf(await shop.pageOf(orderId));
    expect(words).toContain("À accepter avant le");
    expect(words).toContain("refuse d'elle-même après 48 heures");
    expect(words).toContain("Accepter la commande");
    expect(words).not.toContain("Accepter quand même");
  });

  it("shows what was learnt, and when", async () => {
    const shop = await openShop({ acceptance: { ...GUARDED, how: "by-hand", refusesAfterHours: null } });
    placeOrder(shop.world, "brico");
    await shop.run(47 * HOUR);
    const waits = placeOrder(shop.world, "brico");
    await shop.run(7 * MINUTE);
    expect(wordsOf(await shop.pageOf(waits))).not.toContain("À accepter avant le");
    await shop.run(2 * HOUR);
    expect(wordsOf(await shop.pageOf(waits))).toContain("après environ 48 heures, constaté le");
    const settings = await (await shop.owner.get(`/stores/${shop.storeId}/settings`)).text();
    expect(wordsOf(settings)).toContain("après environ 48 heures, constaté le");
  });

  it("tells what a guard saw and what to do, in the list, on attention and on its page, and is accepted anyway", async () => {
    const shop = await openShop({ acceptance: GUARDED });
    const orderId = await heldOrder(shop, { quantity: 0 });
    const words = wordsOf(await shop.pageOf(orderId));
    expect(words).toContain("le stock de l'offre ne suffit pas");
    expect(words).toMatch(/commandées?, 0 en stock dans votre offre/);
    expect(words).toMatch(/La commande a été passée il y a \d+ min/);
    expect(words).toContain("Vérifiez votre stock");
    expect(words).toContain("Accepter quand même");
    const attention = await (await shop.owner.get("/attention")).text();
    expect(wordsOf(attention)).toContain("Commande à accepter vous-même");
    expect(attention).toContain(shop.pathOf(orderId));
    expect(await (await shop.owner.get("/orders?tab=needs-you")).text()).toContain(shop.pathOf(orderId));
    const answer = await shop.owner.post(`${shop.pathOf(orderId)}/acceptance`, {});
    expect([answer.status, placeOf(answer)]).toEqual([303, shop.pathOf(orderId)]);
    await shop.run(7 * MINUTE);
    expect(findOrder(shop.world, orderId)?.order.order_state).toBe("SHIPPING");
    expect(wordsOf(await (await shop.owner.get("/attention")).text())).not.toContain("Commande à accepter vous-même");
  });

  it("shows the two prices, and lets a person refuse", async () => {
    const shop = await openShop({ acceptance: GUARDED });
    const orderId = await heldOrder(shop, { cents: 500_000 });
    expect(wordsOf(await shop.pageOf(orderId)).replace(/\s/g, " ")).toContain("votre offre est à 5 000,00 €");
    await shop.owner.post(`${shop.pathOf(orderId)}/refusal`, {});
    expect(findOrder(shop.world, orderId)?.order.order_state).toBe("REFUSED");
  });

  it("waits its turn in the open: a person may be faster", async () => {
    const shop = await openShop({ acceptance: GUARDED });
    const [first, second] = [placeOrder(shop.world, "brico"), placeOrder(shop.world, "brico")];
    await shop.run(7 * MINUTE);
    const waits = [first, second].find((id) => findOrder(shop.world, id)?.order.order_state === "WAITING_ACCEPTANCE");
    const html = await shop.pageOf(waits ?? "");
    expect(wordsOf(html)).toContain("sera acceptée d'elle-même à son tour");
    expect(html).not.toContain('class="busy"');
    await shop.run(HOUR);
    expect(findOrder(shop.world, waits ?? "")?.order.order_state).toBe("SHIPPING");
  });

  it("shows a viewer why, and no button", async () => {
    const shop = await openShop({ acceptance: GUARDED });
    const orderId = await heldOrder(shop, { quantity: 0 });
    const viewer = await joinAs(shop.site, shop.owner, "viewer");
    const html = await (await viewer.get(shop.pathOf(orderId))).text();
    expect(wordsOf(html)).toContain("le stock de l'offre ne suffit pas");
    expect(html).not.toContain("/acceptance");
  });
});
