import { describe, expect, it } from "vitest";
import { clearFaults, plantFault } from "../../src/sandbox/faults";
import { SPORT_KEY } from "../../src/sandbox/marketplaces";
import {
  cancelOrder,
  markReceived,
  nextMiraklStep,
  placeOrder,
  setBuyersPace,
  stepMirakl,
} from "../../src/sandbox/mirakl-orders";
import { caller } from "./mirakl-caller";
import { START, stillWorld } from "./world";

const SECOND = 1000;
const DAY = 86_400_000;
const MR = { carrier_code: "MR", tracking_number: "MR 1/2" };

function decide(id: string, order: Record<string, unknown>, accepted = true) {
  const lines = order.order_lines as { order_line_id: string }[];
  return [
    `/api/orders/${id}/accept`,
    { order_lines: lines.map((line) => ({ id: line.order_line_id, accepted })) },
  ] as const;
}

/** A brico order that may ship. */
async function shipping() {
  const world = stillWorld();
  const brico = caller(world);
  const id = placeOrder(world, "brico");
  await brico.put(...decide(id, await brico.order(id)));
  world.pass(45 * SECOND);
  return { world, brico, id };
}

describe("the life of an order", () => {
  it("goes from the buyer to closed by the clock and the shop's acts", async () => {
    const world = stillWorld();
    const brico = caller(world);
    const id = placeOrder(world, "brico");
    const state = async () => (await brico.order(id)).order_state;
    expect(await brico.order(id)).toMatchObject({
      order_state: "WAITING_ACCEPTANCE",
      customer: { shipping_address: null },
    });
    expect((await brico.put(...decide(id, await brico.order(id)))).status).toBe(204);
    expect(await state()).toBe("WAITING_DEBIT");
    world.pass(5 * SECOND);
    expect(await brico.order(id)).toMatchObject({
      order_state: "WAITING_DEBIT_PAYMENT",
      customer: { billing_address: null },
    });
    world.pass(39 * SECOND);
    expect(await state()).toBe("WAITING_DEBIT_PAYMENT");
    world.pass(SECOND);
    const paid = await brico.order(id);
    expect(paid).toMatchObject({
      order_state: "SHIPPING",
      can_shop_ship: true,
      last_updated_date: "2026-11-24T08:00:45Z",
    });
    expect(paid).toHaveProperty("customer.shipping_address.country");
    await brico.put(`/api/orders/${id}/tracking`, MR);
    expect((await brico.put(`/api/orders/${id}/ship`)).status).toBe(204);
    expect(await brico.order(id)).toMatchObject({
      order_state: "SHIPPED",
      order_lines: [{ order_line_state: "SHIPPED" }],
    });
    world.pass(3 * DAY);
    expect(await state()).toBe("RECEIVED");
    world.pass(14 * DAY);
    expect(await state()).toBe("CLOSED");
    expect(nextMiraklStep(world)).toBeNull();
  });

  it("refuses what nobody accepts within two days, and never shows the address", async () => {
    const world = stillWorld();
    const id = placeOrder(world, "brico");
    expect(nextMiraklStep(world)).toBe(START + 2 * DAY);
    world.pass(2 * DAY);
    expect(await caller(world).order(id)).toMatchObject({
      order_state: "REFUSED",
      customer: { shipping_address: null },
    });
  });

  it("begins in SHIPPING where the marketplace accepts by itself", async () => {
    const world = stillWorld();
    const id = placeOrder(world, "sport");
    const order = await caller(world, { host: "sport.mirakl.test", key: SPORT_KEY }).order(id);
    expect(order).toMatchObject({ order_state: "SHIPPING", can_shop_ship: true });
  });

  it("lets buyers cancel before and receive after shipping only", async () => {
    const { world, brico, id } = await shipping();
    stepMirakl(world);
    expect(markReceived(world, id)).toBe(false);
    await brico.put(`/api/orders/${id}/tracking`, MR);
    await brico.put(`/api/orders/${id}/ship`);
    expect(cancelOrder(world, id)).toBe(false);
    expect(markReceived(world, id)).toBe(true);
    expect(cancelOrder(world, placeOrder(world, "brico"))).toBe(true);
  });

  it("keeps buyers coming at their pace, and stops them at 0", () => {
    const world = stillWorld();
    setBuyersPace(world, 30);
    expect(nextMiraklStep(world)).toBe(START + 30 * SECOND);
    world.pass(95 * SECOND);
    stepMirakl(world);
    const placed = world.sql.all<{ created_at: number }>("SELECT created_at FROM mirakl_orders ORDER BY created_at");
    expect(placed.map((row) => row.created_at - START)).toEqual([30_000, 60_000, 90_000]);
    setBuyersPace(world, 0);
    world.pass(60 * SECOND);
    stepMirakl(world);
    expect(world.sql.all("SELECT 1 FROM mirakl_orders")).toHaveLength(3);
  });
});

describe("OR21", () => {
  it("wants a decision for every line, known lines, each once, and only once", async () => {
    const world = stillWorld();
    const brico = caller(world);
    const id = placeOrder(world, "brico", { kind: "same-sku-twice" });
    const decided = async (...lines: string[]) =>
      (
        await brico.put(`/api/orders/${id}/accept`, {
          order_lines: lines.map((line) => ({ id: line, accepted: true })),
        })
      ).json();
    expect(await decided(`${id}-1`)).toMatchObject({ code: "ORDER_LINE_ACCEPTANCE_DECISION_MISSING" });
    expect(await decided(`${id}-1`, `${id}-1`)).toMatchObject({ code: "ORDER_LINE_DUPLICATE_ID" });
    expect(await decided(`${id}-1`, `${id}-9`)).toMatchObject({ code: "ORDER_LINE_NOT_FOUND" });
    const [path, body] = decide(id, await brico.order(id));
    expect((await brico.put(path, body)).status).toBe(204);
    const repeated = await brico.put(path, body);
    expect([repeated.status, await repeated.json()]).toMatchObject([400, { code: "ORDER_INVALID_STATE" }]);
  });

  it("refuses the order when every line is refused, else only the line", async () => {
    const world = stillWorld();
    const brico = caller(world);
    const whole = placeOrder(world, "brico");
    await brico.put(...decide(whole, await brico.order(whole), false));
    expect((await brico.order(whole)).order_state).toBe("REFUSED");
    const part = placeOrder(world, "brico", { kind: "same-sku-twice" });
    const order_lines = [
      { id: `${part}-1`, accepted: true },
      { id: `${part}-2`, accepted: false },
    ];
    await brico.put(`/api/orders/${part}/accept`, { order_lines });
    world.pass(45 * SECOND);
    expect(await brico.order(part)).toMatchObject({
      order_state: "SHIPPING",
      order_lines: [{ order_line_state: "SHIPPING" }, { order_line_state: "REFUSED" }],
    });
  });

  it("says which field it cannot read", async () => {
    const { brico, id } = await shipping();
    const answer = await brico.put(`/api/orders/${id}/accept`, { order_lines: [{ id: 1, accepted: true }] });
    expect(await answer.json()).toMatchObject({ message: expect.stringContaining("order_lines.0.id") });
  });
});

describe("OR23 and OR24", () => {
  it.each([
    { body: MR, status: 204 },
    { body: { carrier_standard_code: "dpd", tracking_number: "1" }, status: 204 },
    { body: { carrier_name: "Vélo du quartier" }, status: 204 },
    { body: { carrier_code: "TRANSPORTEUR_LOCAL" }, status: 204 },
    { body: { carrier_code: "MR" }, status: 400 },
    { body: { carrier_code: "mr", tracking_number: "1" }, status: 400 },
    { body: { carrier_name: " " }, status: 400 },
    { body: { tracking_number: "1" }, status: 400 },
    { body: { carrier_code: "MR", tracking_url: "x" }, status: 400 },
  ])("answers $status to tracking $body", async ({ body, status }) => {
    const { brico, id } = await shipping();
    expect((await brico.put(`/api/orders/${id}/tracking`, body)).status).toBe(status);
  });

  it("fills the tracking address of a registered carrier and lets a second call correct it", async () => {
    const { brico, id } = await shipping();
    await brico.put(`/api/orders/${id}/tracking`, MR);
    expect(await brico.order(id)).toMatchObject({
      shipping_company: "Mondial Relay",
      shipping_tracking_url: "https://track.test/mondial-relay/MR%201%2F2",
    });
    await brico.put(`/api/orders/${id}/tracking`, { ...MR, tracking_number: "MR2" });
    expect((await brico.order(id)).shipping_tracking).toBe("MR2");
  });

  it("takes no other carrier where the marketplace forbids it", async () => {
    const world = stillWorld();
    const id = placeOrder(world, "sport");
    const sport = caller(world, { host: "sport.mirakl.test", key: SPORT_KEY });
    expect((await sport.put(`/api/orders/${id}/tracking`, { carrier_name: "Vélo" })).status).toBe(400);
  });

  it("takes a carrier no more that it took out of its list, as often as it was told to", async () => {
    const { world, brico, id } = await shipping();
    plantFault(world, { api: "mirakl", operation: "OR23", kind: "carrier-gone", times: 1 });
    const refused = await brico.put(`/api/orders/${id}/tracking`, MR);
    expect([refused.status, (await brico.order(id)).shipping_tracking]).toEqual([400, null]);
    plantFault(world, { api: "mirakl", operation: "OR23", kind: "carrier-gone", times: 1 });
    const byName = { carrier_name: "Vélo du quartier", tracking_number: "1" };
    expect((await brico.put(`/api/orders/${id}/tracking`, byName)).status).toBe(204);
    clearFaults(world);
    expect((await brico.put(`/api/orders/${id}/tracking`, MR)).status).toBe(204);
  });

  it("ships only in SHIPPING, once, without a body, and with tracking where that is mandatory", async () => {
    const { world, brico, id } = await shipping();
    const early = await brico.put(`/api/orders/${id}/ship`);
    expect(await early.json()).toMatchObject({ message: "Tracking details are mandatory for this shipping method" });
    await brico.put(`/api/orders/${id}/tracking`, MR);
    expect((await brico.put(`/api/orders/${id}/ship`, {})).status).toBe(400);
    expect((await brico.put(`/api/orders/${id}/ship`)).status).toBe(204);
    expect((await brico.put(`/api/orders/${id}/ship`)).status).toBe(400);
    const waiting = placeOrder(world, "brico");
    expect((await brico.put(`/api/orders/${waiting}/ship`)).status).toBe(400);
    expect((await brico.put("/api/orders/nobody/ship")).status).toBe(404);
  });

  it("needs no tracking for a shipping type without it", async () => {
    const world = stillWorld();
    const sport = caller(world, { host: "sport.mirakl.test", key: SPORT_KEY });
    const id = placeOrder(world, "sport", { kind: "click-and-collect" });
    expect((await sport.put(`/api/orders/${id}/ship`)).status).toBe(204);
    world.pass(3 * DAY);
    expect((await sport.order(id)).order_state).toBe("TO_COLLECT");
  });

  it("leaves to the operator what the operator delivers", async () => {
    const world = stillWorld();
    const id = placeOrder(world, "sport", { kind: "operator-delivery" });
    const sport = caller(world, { host: "sport.mirakl.test", key: SPORT_KEY });
    expect(await sport.order(id)).toMatchObject({
      can_shop_ship: false,
      fulfillment: { center: { code: "OPERATOR-LYON" } },
    });
    expect((await sport.put(`/api/orders/${id}/ship`)).status).toBe(400);
    world.pass(DAY);
    expect((await sport.order(id)).order_state).toBe("SHIPPED");
  });
});
