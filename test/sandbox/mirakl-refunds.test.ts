import { describe, expect, it } from "vitest";
import { BRICO_KEY_WITHOUT_ORDERS, BRICO_PARTNER_KEY, SPORT_KEY } from "../../src/sandbox/marketplaces";
import { payOrder, placeOrder, stepMirakl } from "../../src/sandbox/mirakl-orders";
import { refundLedger } from "../../src/sandbox/money-ledger";
import { orderHistories } from "../../src/sandbox/order-store";
import type { WireOrder } from "../../src/sandbox/wire-order";
import { caller } from "./mirakl-caller";
import { START, stillWorld } from "./world";

const MINUTE = 60_000;
const DAY = 86_400_000;
const RETURNED = "17";

/** A paid order of two lines, of which the first carries the shipping. */
async function paid(kind: "same-sku-twice" | "currency-pln" = "same-sku-twice", key?: string) {
  const world = stillWorld();
  const brico = caller(world, key ? { key } : {});
  const id = placeOrder(world, "brico", { kind });
  payOrder(world, id);
  const order = async () => (await brico.order(id)) as unknown as WireOrder;
  const [first] = (await order()).order_lines;
  if (!first) throw new Error("no line");
  const one = (change: object = {}) => ({
    order_line_id: `${id}-1`,
    amount: 1.5,
    shipping_amount: 0,
    reason_code: RETURNED,
    ...change,
  });
  const refund = async (...refunds: object[]) => {
    const answer = await brico.put("/api/orders/refund", { refunds });
    return { status: answer.status, body: (await answer.json()) as { refunds: object[]; message?: string } };
  };
  return { world, brico, id, order, first, one, refund };
}

describe("OR28", () => {
  it("answers the ids, and OR11 shows the refund, paid half an hour later by itself", async () => {
    const { world, order, one, refund, id } = await paid();
    const { status, body } = await refund(one({ quantity: 1 }), one({ order_line_id: `${id}-2`, amount: "2.25" }));
    expect(status).toBe(200);
    expect(body).toMatchObject({
      order_tax_mode: "TAX_INCLUDED",
      refunds: [
        { refund_id: "1101", amount: 1.5, quantity: 1, reason_code: RETURNED, currency_iso_code: "EUR" },
        { refund_id: "1102", amount: 2.25, order_line_id: `${id}-2` },
      ],
    });
    const group = (body.refunds[0] as { order_refund_id: string }).order_refund_id;
    const told = (await order()).order_lines.map((line) => line.refunds);
    expect(told).toMatchObject([
      [{ id: "1101", order_refund_id: group, refund_state: "WAITING_REFUND", created_date: "2026-11-24T08:00:00Z" }],
      [{ id: "1102", order_refund_id: group, refund_state: "WAITING_REFUND" }],
    ]);
    world.pass(30 * MINUTE);
    expect(await order()).toMatchObject({
      last_updated_date: "2026-11-24T08:30:00Z",
      order_lines: [{ refunds: [{ refund_state: "REFUNDED" }] }, { refunds: [{ refund_state: "REFUNDED" }] }],
    });
  });

  it("has no key: a repeat pays again until nothing is left", async () => {
    const { first, one, refund, order, world } = await paid();
    const half = Math.floor(first.price * 50) / 100;
    const call = one({ amount: half });
    expect((await refund(call)).status).toBe(200);
    expect((await refund(call)).status).toBe(200);
    const third = await refund(call);
    expect([third.status, third.body.message]).toEqual([400, "amount must be lower than the remaining amount"]);
    expect((await order()).order_lines[0]?.refunds).toHaveLength(2);
    expect(refundLedger(world)).toMatchObject([
      { kind: "refund", by: "shop", amount_minor: Math.round(half * 100), at: START },
      { kind: "refund", by: "shop", amount_minor: Math.round(half * 100) },
    ]);
  });

  it.each([
    ["more shipping than the line has", { shipping_amount: 500 }, 400],
    ["nothing", { amount: 0 }, 400],
    ["a reason of another type", { reason_code: "51" }, 400],
    ["a reason of the operator", { reason_code: "20" }, 400],
    ["another currency", { currency_iso_code: "PLN" }, 400],
    ["a third decimal", { amount: 1.005 }, 400],
    ["a negative amount", { amount: -1 }, 400],
    ["a reason as a number", { reason_code: 17 }, 400],
    ["an unknown field", { line: "1" }, 400],
    ["a tax nobody paid", { taxes: [{ code: "TVA", amount: 0.5 }] }, 400],
    ["an unknown line", { order_line_id: "nobody-1" }, 404],
  ])("refuses %s and leaves the order alone", async (_, change, status) => {
    const { one, refund, world } = await paid();
    expect((await refund(one(), one(change))).status).toBe(status);
    expect(refundLedger(world)).toEqual([]);
  });

  it("wants the currency where it is not the shop's", async () => {
    const { one, refund } = await paid("currency-pln");
    expect((await refund(one())).status).toBe(400);
    expect((await refund(one({ currency_iso_code: "PLN" }))).status).toBe(200);
  });

  it("makes an unshipped line refunded, and an order of which nothing is left closed", async () => {
    const { first, one, refund, order, id, world } = await paid();
    const whole = { amount: first.price, shipping_amount: first.shipping_price };
    await refund(one(whole));
    expect(await order()).toMatchObject({
      order_state: "SHIPPING",
      fully_refunded: false,
      order_lines: [{ order_line_state: "REFUNDED", can_refund: false }, { order_line_state: "SHIPPING" }],
    });
    await refund(one({ order_line_id: `${id}-2`, amount: first.price }));
    expect(await order()).toMatchObject({ order_state: "CLOSED", fully_refunded: true, can_shop_ship: false });
    expect((await refund(one({ amount: 0.01 }))).status).toBe(400);
    world.pass(30 * MINUTE);
    expect(await order()).toMatchObject({ order_lines: [{ refunds: [{ refund_state: "REFUNDED" }] }, {}] });
    expect(
      orderHistories(world)
        .get(id)
        ?.map(({ state }) => state),
    ).toEqual(["WAITING_ACCEPTANCE", "SHIPPING", "CLOSED"]);
  });

  it("works from shipping to received, not before and not after", async () => {
    const { world, brico, id, one, refund, order } = await paid();
    const waiting = placeOrder(world, "brico");
    expect((await refund(one({ order_line_id: `${waiting}-1` }))).status).toBe(400);
    await brico.put(`/api/orders/${id}/tracking`, { carrier_code: "MR", tracking_number: "1" });
    await brico.put(`/api/orders/${id}/ship`);
    for (const state of ["SHIPPED", "RECEIVED"]) {
      expect((await order()).order_state).toBe(state);
      expect((await refund(one({ amount: 0.1 }))).status).toBe(200);
      world.pass(3 * DAY);
    }
    world.pass(11 * DAY);
    stepMirakl(world);
    expect((await order()).order_state).toBe("CLOSED");
    expect((await refund(one({ amount: 0.1 }))).status).toBe(400);
  });

  it("asks for its role, and for an order of the same shop", async () => {
    const partner = await paid("same-sku-twice", BRICO_PARTNER_KEY);
    expect((await partner.refund(partner.one())).status).toBe(200);
    const { world, one } = partner;
    const without = caller(world, { key: BRICO_KEY_WITHOUT_ORDERS });
    expect((await without.put("/api/orders/refund", { refunds: [one()] })).status).toBe(403);
    const sport = caller(world, { host: "sport.mirakl.test", key: SPORT_KEY });
    expect((await sport.put("/api/orders/refund", { refunds: [one()] })).status).toBe(404);
    expect((await sport.put("/api/orders/refund", { refunds: [] })).status).toBe(400);
  });
});
