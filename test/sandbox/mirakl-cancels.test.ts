import { describe, expect, it } from "vitest";
import { SPORT_KEY } from "../../src/sandbox/marketplaces";
import { placeOrder } from "../../src/sandbox/mirakl-orders";
import { refundLedger } from "../../src/sandbox/money-ledger";
import type { WireOrder } from "../../src/sandbox/wire-order";
import { caller } from "./mirakl-caller";
import { stillWorld } from "./world";

const SPORT = { host: "sport.mirakl.test", key: SPORT_KEY };
const UNAVAILABLE = "51";

function sportOrder() {
  const world = stillWorld();
  const sport = caller(world, SPORT);
  const id = placeOrder(world, "sport", { kind: "same-sku-twice" });
  const order = async () => (await sport.order(id)) as unknown as WireOrder;
  const cancel = async (...cancelations: object[]) => sport.put("/api/orders/cancel", { cancelations });
  return { world, sport, id, order, cancel };
}

describe("can_cancel", () => {
  it("is true before the debit where the buyer pays on acceptance", async () => {
    const world = stillWorld();
    const brico = caller(world);
    const id = placeOrder(world, "brico");
    expect(await brico.order(id)).toMatchObject({ can_cancel: false, payment_workflow: "PAY_ON_ACCEPTANCE" });
    const lines = (await brico.order(id)).order_lines as { order_line_id: string }[];
    const order_lines = lines.map((line) => ({ id: line.order_line_id, accepted: true }));
    await brico.put(`/api/orders/${id}/accept`, { order_lines });
    expect(await brico.order(id)).toMatchObject({ can_cancel: true, order_state: "WAITING_DEBIT" });
    world.pass(45_000);
    expect(await brico.order(id)).toMatchObject({ can_cancel: false, order_state: "SHIPPING" });
    expect((await brico.put(`/api/orders/${id}/cancel`)).status).toBe(400);
  });

  it("is true until the parcel leaves where no payment is confirmed", async () => {
    const { sport, id, order } = sportOrder();
    expect(await order()).toMatchObject({ can_cancel: true, payment_workflow: "NO_CUSTOMER_PAYMENT_CONFIRMATION" });
    await sport.put(`/api/orders/${id}/tracking`, { carrier_code: "postnl", tracking_number: "1" });
    expect((await sport.put(`/api/orders/${id}/ship`)).status).toBe(204);
    expect(await order()).toMatchObject({ can_cancel: false });
    expect((await sport.put(`/api/orders/${id}/cancel`)).status).toBe(400);
  });
});

describe("OR29", () => {
  it("cancels the whole order once, without a body", async () => {
    const { world, sport, id, order } = sportOrder();
    expect((await sport.put(`/api/orders/${id}/cancel`, {})).status).toBe(400);
    expect((await sport.put(`/api/orders/${id}/cancel`)).status).toBe(204);
    expect(await order()).toMatchObject({
      order_state: "CANCELED",
      can_cancel: false,
      order_lines: [{ order_line_state: "CANCELED" }, { order_line_state: "CANCELED" }],
    });
    expect((await sport.put(`/api/orders/${id}/cancel`)).status).toBe(400);
    expect((await sport.put("/api/orders/nobody/cancel")).status).toBe(404);
    expect(refundLedger(world)).toMatchObject([{ kind: "whole-order", by: "shop", order_id: id }]);
  });
});

describe("OR30", () => {
  it("takes a part off a line and off the totals, and has no key", async () => {
    const { id, order, cancel } = sportOrder();
    const before = await order();
    const part = {
      order_line_id: `${id}-2`,
      quantity: 0,
      amount: "1.20",
      shipping_amount: 0,
      reason_code: UNAVAILABLE,
    };
    const answer = await cancel(part);
    expect(await answer.json()).toMatchObject({
      order_tax_mode: "TAX_INCLUDED",
      cancelations: [{ cancelation_id: "1101", amount: 1.2, quantity: 0, reason_code: UNAVAILABLE }],
    });
    expect((await cancel(part)).status).toBe(200);
    const after = await order();
    const left = (amount: number) => Math.round(amount * 100 - 240) / 100;
    expect(after.order_lines[1]).toMatchObject({
      price: left(before.order_lines[1]?.price ?? 0),
      cancelations: [{ id: "1101" }, { id: "1102" }],
      order_line_state: "SHIPPING",
    });
    expect([after.price, after.total_price]).toEqual([left(before.price), left(before.total_price)]);
    expect(after.shipping_price).toBe(before.shipping_price);
  });

  it("cancels a line with nothing left, and the order with it when it was the last", async () => {
    const { id, order, cancel } = sportOrder();
    const lines = (await order()).order_lines;
    const whole = lines.map((line) => ({
      order_line_id: line.order_line_id,
      quantity: line.quantity,
      amount: line.price,
      shipping_amount: line.shipping_price,
      reason_code: UNAVAILABLE,
    }));
    const [first, second] = whole;
    if (!first || !second) throw new Error("two lines expected");
    expect((await cancel(first)).status).toBe(200);
    expect(await order()).toMatchObject({
      order_state: "SHIPPING",
      order_lines: [{ order_line_state: "CANCELED", quantity: 0, total_price: 0 }, { order_line_state: "SHIPPING" }],
    });
    expect((await cancel(first)).status).toBe(400);
    expect((await cancel(second)).status).toBe(200);
    expect(await order()).toMatchObject({ order_state: "CANCELED", total_price: 0, order_id: id });
  });

  it.each([
    ["more than is left", { amount: 9999 }, 400],
    ["more pieces than the line has", { quantity: 99 }, 400],
    ["a refund's reason", { reason_code: "17" }, 400],
    ["no quantity", { quantity: undefined }, 400],
    ["an unknown line", { order_line_id: "nobody-1" }, 404],
  ])("refuses %s", async (_, change, status) => {
    const { id, cancel, world } = sportOrder();
    const part = { order_line_id: `${id}-1`, quantity: 1, amount: 1, shipping_amount: 0, reason_code: UNAVAILABLE };
    expect((await cancel({ ...part, ...change })).status).toBe(status);
    expect(refundLedger(world)).toEqual([]);
  });

  it("is unknown where the marketplace does not have it", async () => {
    const world = stillWorld();
    expect((await caller(world).put("/api/orders/cancel", { cancelations: [] })).status).toBe(404);
  });
});
