import { describe, expect, it } from "vitest";
import { SPORT_KEY } from "../../src/sandbox/marketplaces";
import { placeOrder } from "../../src/sandbox/mirakl-orders";
import type { WireOrder } from "../../src/sandbox/wire-order";
import { caller } from "./mirakl-caller";
import { stillWorld } from "./world";

const SPORT = { host: "sport.mirakl.test", key: SPORT_KEY };
const POSTNL = { carrier_code: "postnl", tracking_number: "3S1" };
const DAY = 86_400_000;

type Told = {
  shipment_success: { id: string; status: string }[];
  shipment_errors: { order_id: string; message: string }[];
};

function sportOrder(kind: "same-sku-twice" | "operator-delivery" = "same-sku-twice") {
  const world = stillWorld();
  const sport = caller(world, SPORT);
  const id = placeOrder(world, "sport", { kind });
  const order = async () => (await sport.order(id)) as unknown as WireOrder;
  const ship = async (change: object = {}, line = 1) => {
    const wish = {
      order_id: id,
      shipment_lines: [{ order_line_id: `${id}-${line}`, quantity: 1 }],
      tracking: POSTNL,
      shipped: true,
      ...change,
    };
    const answer = await sport.send("POST", "/api/shipments", { shipments: [wish] });
    return { status: answer.status, ...((await answer.json()) as Told) };
  };
  const list = async (query: string) => {
    const answer = await sport.get(`/api/shipments?${query}`);
    return (await answer.json()) as { data: { id: string; status: string }[]; next_page_token: string | null };
  };
  return { world, sport, id, order, ship, list };
}

async function quantities(order: () => Promise<WireOrder>): Promise<number[]> {
  return (await order()).order_lines.map((line) => line.quantity);
}

describe("ST01", () => {
  it("ships an order parcel by parcel; the last piece ships the order", async () => {
    const { id, order, ship, list, world } = sportOrder();
    const [each = 0] = await quantities(order);
    for (let piece = 1; piece <= each; piece += 1) {
      expect(await ship({}, 1)).toMatchObject({ status: 201, shipment_success: [{ order_id: id, status: "SHIPPED" }] });
    }
    expect(await order()).toMatchObject({
      order_state: "SHIPPING",
      can_cancel: false,
      order_lines: [{ order_line_state: "SHIPPED" }, { order_line_state: "SHIPPING" }],
    });
    expect((await ship({}, 1)).shipment_errors).toEqual([{ order_id: id, message: "Shipment quantity is invalid." }]);
    for (let piece = 1; piece <= each; piece += 1) await ship({}, 2);
    expect(await order()).toMatchObject({ order_state: "SHIPPED" });
    expect((await ship({}, 2)).shipment_errors).toEqual([
      { order_id: id, message: "The order status must be 'SHIPPING' but it is 'SHIPPED'." },
    ]);
    expect((await list(`order_id=${id}`)).data.map(({ status }) => status)).toEqual(Array(each * 2).fill("SHIPPED"));
    world.pass(3 * DAY);
    expect((await list(`order_id=${id}&shipment_state_code=RECEIVED`)).data).toHaveLength(each * 2);
  });

  it("has no key: a repeat ships again what is open", async () => {
    const { id, sport, list, order } = sportOrder();
    const [each = 0] = await quantities(order);
    const shipment = {
      order_id: id,
      shipment_lines: [{ order_line_id: `${id}-1`, quantity: 1 }],
      tracking: POSTNL,
      shipped: true,
    };
    await sport.send("POST", "/api/shipments", {
      shipments: [shipment, { ...shipment, shipment_lines: [{ order_line_id: `${id}-2`, quantity: 1 }] }],
    });
    expect((await list(`order_id=${id}`)).data).toHaveLength(2);
    expect((await order()).order_state).toBe(each === 1 ? "SHIPPED" : "SHIPPING");
  });

  it("waits for a shipment that has not left", async () => {
    const { id, order, ship, list } = sportOrder();
    const [each = 0] = await quantities(order);
    const all = [1, 2].map((line) => ({ order_line_id: `${id}-${line}`, quantity: each }));
    expect(await ship({ shipment_lines: all, shipped: false })).toMatchObject({
      shipment_success: [{ status: "SHIPPING", shipped_date: null, last_updated_date: "2026-11-24T08:00:00Z" }],
    });
    expect((await order()).order_state).toBe("SHIPPING");
    expect((await list(`order_id=${id}&shipment_state_code=SHIPPED`)).data).toEqual([]);
  });

  it.each([
    ["an unknown carrier", { tracking: { carrier_code: "nobody", tracking_number: "1" } }],
    ["a free carrier's name", { tracking: { carrier_name: "Vélo" } }],
    ["a carrier without its number", { tracking: { carrier_code: "postnl" } }],
    ["an unknown line", { shipment_lines: [{ order_line_id: "x", quantity: 1 }] }],
    ["an unknown order", { order_id: "nobody" }],
  ])("answers 201 and refuses %s", async (_, change) => {
    const { ship, order } = sportOrder();
    const told = await ship(change);
    expect([told.status, told.shipment_success, told.shipment_errors.length]).toEqual([201, [], 1]);
    expect((await order()).can_cancel).toBe(true);
  });

  it("leaves to the operator what the operator delivers, and reads bodies strictly", async () => {
    const { ship } = sportOrder("operator-delivery");
    expect((await ship()).shipment_errors[0]?.message).toMatch(/operator/);
    const { ship: again } = sportOrder();
    expect((await again({ carrier_url: "x" })).status).toBe(400);
    expect((await again({ shipment_lines: [] })).status).toBe(400);
  });

  it("does not mix with OR24, nor count what was refunded as not to be shipped", async () => {
    const { id, sport, ship, order } = sportOrder();
    const [each = 0] = await quantities(order);
    for (let piece = 1; piece <= each; piece += 1) await ship({}, 1);
    await sport.put(`/api/orders/${id}/tracking`, POSTNL);
    expect((await sport.put(`/api/orders/${id}/ship`)).status).toBe(400);
    const refund = { order_line_id: `${id}-2`, amount: 0.5, shipping_amount: 0, reason_code: "15", quantity: each };
    await sport.put("/api/orders/refund", { refunds: [{ ...refund, excluded_from_shipment: true }] });
    expect((await order()).order_state).toBe("SHIPPED");
  });
});

describe("ST11", () => {
  it("is walked by page token", async () => {
    const { ship, list, order } = sportOrder();
    const [each = 0] = await quantities(order);
    for (let piece = 1; piece <= each; piece += 1) await ship({}, 1);
    await ship({}, 2);
    const first = await list("limit=1");
    expect(first.data).toHaveLength(1);
    const seen = [...first.data];
    for (let token = first.next_page_token; token !== null; ) {
      const page = await list(`page_token=${encodeURIComponent(token)}&limit=100`);
      seen.push(...page.data);
      token = page.next_page_token;
    }
    expect(new Set(seen.map(({ id }) => id)).size).toBe(each + 1);
  });

  it("is unknown, as ST01, where an order ships as a whole", async () => {
    const brico = caller(stillWorld());
    expect((await brico.get("/api/shipments")).status).toBe(404);
    expect((await brico.send("POST", "/api/shipments", { shipments: [] })).status).toBe(404);
    const sport = caller(stillWorld(), SPORT);
    const configuration = (await (await sport.get("/api/platform/configuration")).json()) as object;
    expect(configuration).toMatchObject({ features: { shipment: { multi_shipment: true } } });
  });
});
