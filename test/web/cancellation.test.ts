import { describe, expect, it } from "vitest";
import { findStore } from "../../src/db/stores";
import type { StoreSettings } from "../../src/domain/store";
import { findOrder, payOrder, placeOrder } from "../../src/sandbox/mirakl-orders";
import { refundLedger } from "../../src/sandbox/money-ledger";
import { labelLedger } from "../../src/sandbox/sendcloud-ledger";
import { panelCancelLabel, panelDeleteOrder, panelOrders } from "../../src/sandbox/sendcloud-panel";
import { openShop, type Shop, wordsOf } from "./shop";
import { formOf, joinAs, placeOf } from "./site";

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const REFUNDS: StoreSettings["refunds"] = {
  ...{ when: "off", reason: "15", withShipping: true, resendLimitMinor: 5_000 },
  ...{ largestMinor: 10_000_000, dailyMinor: 100_000_000 },
};

async function paidOrder(shop: Shop): Promise<string> {
  const orderId = placeOrder(shop.world, "brico");
  payOrder(shop.world, orderId);
  await shop.run(7 * MINUTE);
  return orderId;
}

async function labelled(shop: Shop, orderId: string): Promise<void> {
  const page = await shop.pageOf(orderId);
  await shop.owner.post(`${shop.pathOf(orderId)}/labels`, formOf(page));
  expect(labelLedger(shop.world).live).toBe(1);
}

const questionOf = async (shop: Shop, orderId: string) =>
  (await shop.owner.get(`${shop.pathOf(orderId)}/cancellation`)).text();
/** What the form of the whole order would send, with what a person changed. */
async function pressWhole(shop: Shop, orderId: string, changes: Record<string, string> = {}) {
  const whole = /<section[^>]*id="whole".*?<\/section>/s.exec(await questionOf(shop, orderId))?.[0] ?? "";
  return shop.owner.post(`${shop.pathOf(orderId)}/cancellation`, { ...formOf(whole), ...changes });
}
const stateOf = (shop: Shop, orderId: string) => findOrder(shop.world, orderId)?.order.order_state;
const paidBack = (shop: Shop) =>
  refundLedger(shop.world)
    .filter(({ by }) => by === "shop")
    .reduce((sum, row) => sum + row.amount_minor + row.shipping_minor, 0);

describe("the question before an order is called off", () => {
  it("says that it becomes a refund, of how much, and that the label goes first", async () => {
    const shop = await openShop({ refunds: REFUNDS });
    const orderId = await paidOrder(shop);
    await labelled(shop, orderId);
    expect(await shop.pageOf(orderId)).toContain(`${shop.pathOf(orderId)}/cancellation`);
    const words = wordsOf(await questionOf(shop, orderId));
    expect(words).toContain("L'étiquette est annulée d'abord");
    expect(words).toContain("l'annulation devient un remboursement de");
    expect(words).toContain("Rien ne part pendant 60 secondes");
  });

  it("says that the marketplace cancels it, while it may", async () => {
    const shop = await openShop({ refunds: REFUNDS });
    const orderId = placeOrder(shop.world, "brico");
    await shop.run(7 * MINUTE);
    await shop.owner.post(`${shop.pathOf(orderId)}/acceptance`, {});
    expect(stateOf(shop, orderId)).toBe("WAITING_DEBIT");
    const words = wordsOf(await questionOf(shop, orderId));
    expect(words).toContain("La commande est annulée sur la place de marché");
    expect(words).not.toContain("remboursement de");
  });

  it("stops when the payment came first, and is put anew as a refund", async () => {
    const shop = await openShop({ refunds: REFUNDS });
    const orderId = placeOrder(shop.world, "brico");
    await shop.run(7 * MINUTE);
    await shop.owner.post(`${shop.pathOf(orderId)}/acceptance`, {});
    await pressWhole(shop, orderId);
    payOrder(shop.world, orderId);
    await shop.run(7 * MINUTE);
    expect([stateOf(shop, orderId), paidBack(shop)]).toEqual(["SHIPPING", 0]);
    expect(wordsOf(await shop.pageOf(orderId))).toContain("L'état de la commande ne permet pas cette action");
    expect(wordsOf(await questionOf(shop, orderId))).toContain("l'annulation devient un remboursement de");
  });

  it("says why there is nothing to press", async () => {
    const shop = await openShop();
    const orderId = placeOrder(shop.world, "brico");
    await shop.run(7 * MINUTE);
    expect(wordsOf(await questionOf(shop, orderId))).toContain("Elle n'est pas encore acceptée");
  });
});

describe("a cancellation by the merchant", () => {
  it("voids the label, then pays back, after a minute in which the page counts down", async () => {
    const shop = await openShop({ refunds: REFUNDS });
    const orderId = await paidOrder(shop);
    await labelled(shop, orderId);
    const answer = await pressWhole(shop, orderId);
    expect([answer.status, placeOf(answer)]).toEqual([303, shop.pathOf(orderId)]);
    const page = await shop.pageOf(orderId);
    expect(wordsOf(page)).toContain("Annulation demandée");
    expect(page).toContain('data-left="60"');
    expect(page).toContain(`action="${shop.pathOf(orderId)}/cancellation/undo"`);
    expect([labelLedger(shop.world).live, paidBack(shop)]).toEqual([1, 0]);
    await shop.run(10 * MINUTE);
    const total = Math.round((findOrder(shop.world, orderId)?.order.total_price ?? 0) * 100);
    expect([labelLedger(shop.world).live, paidBack(shop)]).toEqual([0, total]);
  });

  it("is taken back by one click, and the order is as it was", async () => {
    const shop = await openShop({ refunds: REFUNDS });
    const orderId = await paidOrder(shop);
    await pressWhole(shop, orderId);
    const answer = await shop.owner.post(`${shop.pathOf(orderId)}/cancellation/undo`, {});
    expect([answer.status, placeOf(answer)]).toEqual([303, shop.pathOf(orderId)]);
    expect(wordsOf(await shop.pageOf(orderId))).toContain("Annulation arrêtée avant son départ");
    const late = await shop.owner.post(`${shop.pathOf(orderId)}/cancellation/undo`, {});
    expect(late.status).toBe(422);
    await shop.run(10 * MINUTE);
    expect([stateOf(shop, orderId), paidBack(shop)]).toEqual(["SHIPPING", 0]);
    // A second thought is possible all the same.
    await pressWhole(shop, orderId);
    await shop.run(10 * MINUTE);
    expect(paidBack(shop)).toBeGreaterThan(0);
  });

  it("is one, however often its form is sent", async () => {
    const shop = await openShop({ refunds: REFUNDS });
    const orderId = await paidOrder(shop);
    const fields = { nonce: "form-0001", what: "whole", expects: "refund", reason: "15" };
    for (const _ of [1, 2, 3]) await shop.owner.post(`${shop.pathOf(orderId)}/cancellation`, fields);
    await shop.run(10 * MINUTE);
    await shop.owner.post(`${shop.pathOf(orderId)}/cancellation`, fields);
    await shop.run(10 * MINUTE);
    const total = Math.round((findOrder(shop.world, orderId)?.order.total_price ?? 0) * 100);
    expect(paidBack(shop)).toBe(total);
  });

  it("asks again, with what was chosen, when the reason is missing or the way is another", async () => {
    const shop = await openShop();
    const orderId = await paidOrder(shop);
    const missing = await pressWhole(shop, orderId, { reason: "" });
    expect(missing.status).toBe(422);
    expect(wordsOf(await missing.text())).toContain("Choisissez un motif de la place de marché");
    const other = await pressWhole(shop, orderId, { reason: "15", expects: "cancel" });
    expect(other.status).toBe(422);
    expect(wordsOf(await other.text())).toContain("La commande a changé");
    await shop.run(10 * MINUTE);
    expect([stateOf(shop, orderId), paidBack(shop)]).toEqual(["SHIPPING", 0]);
  });

  it("over the caps is an owner's alone", async () => {
    const shop = await openShop({ refunds: { ...REFUNDS, largestMinor: 100 } });
    const orderId = await paidOrder(shop);
    const shipper = await joinAs(shop.site, shop.owner, "shipper");
    const path = `${shop.pathOf(orderId)}/cancellation`;
    const page = await (await shipper.get(path)).text();
    expect(wordsOf(page)).toContain("seul un propriétaire");
    expect(page).not.toContain(`<form method="post" action="${path}`);
    const forced = await shipper.post(path, { what: "whole", expects: "refund", reason: "15", nonce: "form-0001" });
    expect(forced.status).toBe(422);
    await pressWhole(shop, orderId);
    await shop.run(10 * MINUTE);
    expect(paidBack(shop)).toBeGreaterThan(100);
  });

  it("is closed to who may only look", async () => {
    const shop = await openShop({ refunds: REFUNDS });
    const orderId = await paidOrder(shop);
    const viewer = await joinAs(shop.site, shop.owner, "viewer");
    const path = `${shop.pathOf(orderId)}/cancellation`;
    const fields = { what: "whole", expects: "refund", reason: "15", nonce: "form-0001" };
    const statuses = [await viewer.get(path), await viewer.post(path, fields), await viewer.post(`${path}/undo`, {})];
    expect(statuses.map(({ status }) => status)).toEqual([403, 403, 403]);
    await shop.run(5 * MINUTE);
    expect(paidBack(shop)).toBe(0);
  });
});

describe("what somebody did at Sendcloud", () => {
  it("to a label leaves the order open, and asks for a new label or the end of the order", async () => {
    const shop = await openShop({ refunds: REFUNDS, shipWhen: "carrier-scan" });
    const orderId = await paidOrder(shop);
    await labelled(shop, orderId);
    const [parcel] = shop.world.sql.all<{ shipment_id: string }>("SELECT shipment_id FROM sc_parcels");
    expect(panelCancelLabel(shop.world, parcel?.shipment_id ?? "")).toBe(true);
    await shop.run(15 * MINUTE);
    expect(stateOf(shop, orderId)).toBe("SHIPPING");
    const html = await (await shop.owner.get("/attention")).text();
    expect(wordsOf(html)).toContain("Étiquette annulée dans Sendcloud");
    expect(html).toContain(`href="${shop.pathOf(orderId)}#create-label"`);
    expect(html).toContain(`href="${shop.pathOf(orderId)}/cancellation"`);
    await labelled(shop, orderId);
    await shop.run(MINUTE);
    expect(wordsOf(await (await shop.owner.get("/attention")).text())).toContain("Rien ne vous attend");
  });

  it("to one order asks for one click, and says what that click means", async () => {
    const shop = await openShop({ labels: "sendcloud", refunds: { ...REFUNDS, reason: null } });
    const orderId = await paidOrder(shop);
    await shop.run(5 * MINUTE);
    panelDeleteOrder(shop.world, panelOrders(shop.world)[0]?.id ?? 0);
    await shop.run(30 * MINUTE);
    const html = await (await shop.owner.get("/attention")).text();
    expect(wordsOf(html)).toContain("L'annulation automatique est désactivée pour cette boutique");
    expect(html).toContain(`href="${shop.pathOf(orderId)}/cancellation"`);
    await pressWhole(shop, orderId, { reason: "15" });
    expect(wordsOf(await (await shop.owner.get("/attention")).text())).toContain("Rien ne vous attend");
  });

  it("to many asks once for all of them, with the list and one button", async () => {
    const shop = await openShop({ labels: "sendcloud", cancelInMirakl: true, refunds: REFUNDS });
    const ids = Array.from({ length: 7 }, () => placeOrder(shop.world, "brico"));
    for (const id of ids) payOrder(shop.world, id);
    await shop.run(12 * MINUTE);
    for (const { id } of panelOrders(shop.world)) panelDeleteOrder(shop.world, id);
    await shop.run(30 * MINUTE);
    expect(ids.map((id) => stateOf(shop, id))).toEqual(ids.map(() => "SHIPPING"));
    const html = await (await shop.owner.get("/attention")).text();
    expect(wordsOf(html)).toContain("7 commandes ont disparu du compte Sendcloud");
    for (const id of ids) expect(html).toContain(`href="${shop.pathOf(id)}"`);
    const row = await findStore(shop.site.d1, shop.owner.workspaceId, shop.storeId);
    const path = `/sendcloud-accounts/${row?.accountId}/cancellations`;
    expect(html).toContain(`href="${path}"`);
    const asked = await (await shop.owner.get(path)).text();
    expect(wordsOf(asked)).toContain("Annuler ces 7 commandes dans Mirakl");
    const stale = await shop.owner.post(path, { choice: "cancel", count: "6" });
    expect([stale.status, wordsOf(await stale.text()).includes("La liste a changé entre-temps")]).toEqual([422, true]);
    const answer = await shop.owner.post(path, { choice: "cancel", count: "7" });
    expect([answer.status, placeOf(answer)]).toEqual([303, "/attention"]);
    await shop.run(20 * MINUTE);
    const totals = ids.map((id) => Math.round((findOrder(shop.world, id)?.order.total_price ?? 0) * 100));
    expect(paidBack(shop)).toBe(totals.reduce((sum, total) => sum + total, 0));
    expect(wordsOf(await (await shop.owner.get(path)).text())).toContain("Plus aucune commande n'attend");
  });
});
