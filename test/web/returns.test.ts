import { describe, expect, it } from "vitest";
import { DEFAULT_SETTINGS, type StoreSettings } from "../../src/domain/store";
import { findOrder, payOrder, placeOrder } from "../../src/sandbox/mirakl-orders";
import { refundLedger } from "../../src/sandbox/money-ledger";
import { createReturn, moveReturn } from "../../src/sandbox/sendcloud-returns";
import { openShop, type Shop, wordsOf } from "./shop";
import { formOf, joinAs, placeOf } from "./site";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

const refunding = (refunds: Partial<StoreSettings["refunds"]> = {}) => ({
  refunds: {
    ...DEFAULT_SETTINGS.refunds,
    ...{ when: "by-hand" as const, reason: "17", largestMinor: 1_000_000, dailyMinor: 1_000_000 },
    ...refunds,
  },
});

/** An order that has left, whose label was made by its own button. */
async function shipped(shop: Shop) {
  const orderId = placeOrder(shop.world, "brico");
  payOrder(shop.world, orderId);
  await shop.run(7 * MINUTE);
  const path = shop.pathOf(orderId);
  const form = formOf(await shop.pageOf(orderId));
  const made = await shop.owner.post(`${path}/labels`, { weight: form.weight ?? "500", option: form.option ?? "" });
  expect(made.status).toBe(303);
  await shop.run(20 * MINUTE);
  const line = findOrder(shop.world, orderId)?.order.order_lines[0];
  if (!line) throw new Error("an order without lines");
  const number = /<h1>[^<]*?([\w-]+)<\/h1>/.exec(await shop.pageOf(orderId))?.[1] ?? "";
  return { orderId, path, number, line };
}

async function sendBack(
  shop: Shop,
  { number, line }: Awaited<ReturnType<typeof shipped>>,
  by: "form" | "portal" = "form",
): Promise<number> {
  const items = [{ item_id: line.order_line_id, quantity: 1, reason: 25 }];
  const id = createReturn(shop.world, { orderNumber: number, items, by });
  if (id === null) throw new Error(`no order ${number} at Sendcloud`);
  await shop.run(2 * HOUR);
  return id;
}

/** Lets seconds pass until the page says it. */
async function until(shop: Shop, look: () => Promise<string>, words: string): Promise<string> {
  for (let tries = 0; tries < 60; tries += 1) {
    const html = await look();
    if (html.includes(words)) return html;
    await shop.run(10_000);
  }
  throw new Error(`the page never said ${words}`);
}

const paid = (shop: Shop) => refundLedger(shop.world).filter(({ by }) => by === "shop");
const words = async (answer: Response | Promise<Response>) => wordsOf(await (await answer).text());

describe("a return made at Sendcloud", () => {
  it("shows in the list and on its order, and is decided once it is back", async () => {
    const shop = await openShop(refunding());
    const order = await shipped(shop);
    expect(await words(shop.owner.get("/returns"))).toContain("Aucun retour à décider");
    const id = await sendBack(shop, order);
    const underWay = await (await shop.owner.get("/returns?tab=under-way")).text();
    expect(underWay).toContain(order.path);
    expect(wordsOf(underWay)).toContain("Abîmé à l'arrivée");
    expect(wordsOf(underWay)).toContain(`1 × ${order.line.product_title}`);
    expect(wordsOf(await shop.pageOf(order.orderId))).toContain("Rembourser ce retour");
    moveReturn(shop.world, id, "DELIVERED");
    await shop.run(2 * HOUR);
    const toDecide = await (await shop.owner.get("/returns")).text();
    expect(wordsOf(toDecide)).toContain("revenu chez vous");
    const place = /href="([^"]*\/refund\?return=[^"]+)"/.exec(toDecide)?.[1] ?? "";
    const form = await (await shop.owner.get(place)).text();
    expect(form).toMatch(new RegExp(`name="take.${order.line.order_line_id}"[^>]* checked`));
    const sent = await shop.owner.post(`${order.path}/refund`, formOf(form));
    expect([sent.status, placeOf(sent)]).toEqual([303, `${order.path}#refunds`]);
    const planned = await shop.pageOf(order.orderId);
    expect(planned).toContain('data-left="60"');
    expect(wordsOf(planned)).toContain("va partir");
    expect(paid(shop)).toEqual([]);
    await shop.run(20 * MINUTE);
    expect(paid(shop)).toMatchObject([{ amount_minor: Math.round(order.line.price_unit * 100), reason_code: "17" }]);
    const receipt = wordsOf(await shop.pageOf(order.orderId));
    expect(receipt).toContain(`Référence Mirakl ${paid(shop)[0]?.id}`);
    expect(receipt).toContain("Accepté · Réponse HTTP 200");
    expect(receipt).toContain("Article retourné");
    expect(await words(shop.owner.get("/returns?tab=refunded"))).toContain("Remboursé");
    // The form once more is the same refund.
    await shop.owner.post(`${order.path}/refund`, formOf(form));
    await shop.run(5 * MINUTE);
    expect(paid(shop)).toHaveLength(1);
  });

  it("may be left without a refund", async () => {
    const shop = await openShop(refunding());
    const order = await shipped(shop);
    await sendBack(shop, order);
    const page = await shop.pageOf(order.orderId);
    const place = /action="([^"]*\/dismissal)"/.exec(page)?.[1] ?? "";
    expect((await shop.owner.post(place, {})).status).toBe(303);
    expect(wordsOf(await shop.pageOf(order.orderId))).toContain("camille a décidé de ne rien rembourser");
    expect(await words(shop.owner.get("/returns?tab=all"))).toContain("Non remboursé");
  });
});

describe("a refund that leaves by itself", () => {
  it("runs down in the list, and one click there takes it back", async () => {
    const shop = await openShop(refunding({ when: "created" }));
    shop.world.deliver = async (url, headers, body) =>
      (await shop.site.request(new URL(url).pathname, { method: "POST", headers, body })).status;
    const order = await shipped(shop);
    const { number, line, path } = order;
    const items = [{ item_id: line.order_line_id, quantity: 1, reason: 25 }];
    createReturn(shop.world, { orderNumber: number, items, by: "portal" });
    const list = "/returns?tab=under-way";
    const shown = await until(shop, async () => (await shop.owner.get(list)).text(), "data-left=");
    expect(shown).toContain('hx-trigger="every 5s"');
    const viewer = await joinAs(shop.site, shop.owner, "viewer");
    const seen = await (await viewer.get(list)).text();
    expect([seen.includes("data-left="), seen.includes("/undo")]).toEqual([true, false]);
    const undo = /action="([^"]*\/undo)"/.exec(shown)?.[1] ?? "";
    for (const back of [
      "https://elsewhere.example/",
      "//elsewhere.example",
      "/returns/../stores",
      "/returns?tab=\r\nx",
    ])
      expect(placeOf(await shop.owner.post(undo, { back }))).toBe(path);
    const undone = await shop.owner.post(undo, formOf(shown));
    expect([undone.status, placeOf(undone)]).toEqual([303, list]);
    await shop.run(HOUR);
    expect(paid(shop)).toEqual([]);
    const toDecide = await (await shop.owner.get("/returns")).text();
    expect(wordsOf(toDecide)).toContain("Annulé avant le départ");
    expect([toDecide.includes("data-left="), toDecide.includes("hx-trigger")]).toEqual([false, false]);
  });
});

describe("a refund by hand", () => {
  it("is taken back by one click within the minute", async () => {
    const shop = await openShop(refunding());
    const { orderId, path, line } = await shipped(shop);
    const form = formOf(await (await shop.owner.get(`${path}/refund`)).text());
    await shop.owner.post(`${path}/refund`, { ...form, [`take.${line.order_line_id}`]: "on", reason: "19" });
    await shop.run(30_000);
    const page = await shop.pageOf(orderId);
    expect(page).toContain('data-left="30"');
    const undo = /action="([^"]*\/undo)"/.exec(page)?.[1] ?? "";
    const undone = await shop.owner.post(undo, {});
    expect([undone.status, placeOf(undone)]).toEqual([303, path]);
    await shop.run(HOUR);
    expect(paid(shop)).toEqual([]);
    expect(wordsOf(await shop.pageOf(orderId))).toContain("annulé avant le départ");
    const twice = await shop.owner.post(undo.replace(/refunds\/[^/]+/, "refunds/unknown"), {});
    expect(twice.status).toBe(422);
  });

  it("says beside each field what is wrong, and keeps what was typed", async () => {
    const shop = await openShop(refunding());
    const { path, line } = await shipped(shop);
    const id = line.order_line_id;
    const form = formOf(await (await shop.owner.get(`${path}/refund`)).text());
    const wrong: [string, Record<string, string>, string][] = [
      ["nothing", {}, "Cochez au moins un article"],
      ["too much", { [`take.${id}`]: "on", [`amount.${id}`]: "99999" }, "plus que ce qui reste à rembourser"],
      ["no amount", { [`take.${id}`]: "on", [`amount.${id}`]: "douze" }, "Donnez un montant"],
      ["three decimals", { [`take.${id}`]: "on", [`amount.${id}`]: "1,005" }, "Donnez un montant"],
      ["too many", { [`take.${id}`]: "on", [`quantity.${id}`]: "900" }, "sans dépasser ce qui reste"],
      ["no reason", { [`take.${id}`]: "on", reason: "51" }, "Choisissez un motif"],
      ["zero", { [`take.${id}`]: "on", [`amount.${id}`]: "0" }, "plus grand que zéro"],
    ];
    for (const [name, change, says] of wrong) {
      const answer = await shop.owner.post(`${path}/refund`, { ...form, ...change });
      const html = await answer.text();
      expect([name, answer.status]).toEqual([name, 422]);
      expect(wordsOf(html)).toContain(says);
      for (const typed of Object.values(change)) if (typed !== "on" && typed !== "51") expect(html).toContain(typed);
    }
    await shop.run(HOUR);
    expect(paid(shop)).toEqual([]);
  });

  it("takes the price of the quantity, or what was typed, with a comma", async () => {
    const shop = await openShop(refunding());
    const { path, line } = await shipped(shop);
    const id = line.order_line_id;
    const form = formOf(await (await shop.owner.get(`${path}/refund`)).text());
    await shop.owner.post(`${path}/refund`, { ...form, [`take.${id}`]: "on", [`amount.${id}`]: "1,05" });
    await shop.run(2 * MINUTE);
    expect(paid(shop)).toMatchObject([{ amount_minor: 105, quantity: line.quantity }]);
  });

  it("over a cap asks once more, and only an owner may say yes", async () => {
    const shop = await openShop(refunding({ largestMinor: 1 }));
    const { path, line } = await shipped(shop);
    const take = { [`take.${line.order_line_id}`]: "on" };
    const shipper = await joinAs(shop.site, shop.owner, "shipper");
    const form = formOf(await (await shipper.get(`${path}/refund`)).text());
    const stopped = await shipper.post(`${path}/refund`, { ...form, ...take, sure: "1" });
    expect(stopped.status).toBe(422);
    expect(await words(stopped)).toContain("Seul un propriétaire");
    const asked = await shop.owner.post(`${path}/refund`, { ...form, ...take });
    const html = await asked.text();
    expect(asked.status).toBe(422);
    expect(wordsOf(html)).toContain("Rembourser quand même");
    expect((await shop.owner.post(`${path}/refund`, { ...formOf(html), ...take, sure: "1" })).status).toBe(303);
    await shop.run(2 * MINUTE);
    expect(paid(shop)).toHaveLength(1);
  });

  it("is nothing that a viewer may do, nor somebody of another workspace", async () => {
    const shop = await openShop(refunding());
    const { path, orderId } = await shipped(shop);
    const viewer = await joinAs(shop.site, shop.owner, "viewer");
    expect((await viewer.get(`${path}/refund`)).status).toBe(403);
    expect((await viewer.post(`${path}/refund`, {})).status).toBe(403);
    expect((await viewer.get("/returns")).status).toBe(200);
    expect(await (await viewer.get(path)).text()).not.toContain(`${path}/refund`);
    expect((await shop.owner.get(`/orders/${shop.storeId}/${orderId}x/refund`)).status).toBe(404);
    expect((await shop.owner.get(`${path}/refund?return=nobodys`)).status).toBe(404);
  });
});

describe("a return over a cap", () => {
  it("is one item of attention with one button, which goes when it is settled", async () => {
    const shop = await openShop(refunding({ when: "created", largestMinor: 1 }));
    shop.world.deliver = async (url, headers, body) =>
      (await shop.site.request(new URL(url).pathname, { method: "POST", headers, body })).status;
    const order = await shipped(shop);
    await sendBack(shop, order, "portal");
    const attention = await (await shop.owner.get("/attention")).text();
    expect(wordsOf(attention)).toContain("Remboursement au-dessus du plafond");
    const place = /href="([^"]*\/refund\?return=[^"]+)"/.exec(attention)?.[1] ?? "";
    const form = formOf(await (await shop.owner.get(place)).text());
    expect((await shop.owner.post(`${order.path}/refund`, { ...form, sure: "1" })).status).toBe(303);
    await shop.run(2 * MINUTE);
    expect(paid(shop)).toHaveLength(1);
    expect(await words(shop.owner.get("/attention"))).not.toContain("Remboursement au-dessus du plafond");
  });
});
