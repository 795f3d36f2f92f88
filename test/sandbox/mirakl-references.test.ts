import { describe, expect, it } from "vitest";
import { placeOrder } from "../../src/sandbox/mirakl-orders";
import { caller } from "./mirakl-caller";
import { stillWorld } from "./world";

const ours = (order_id: string, order_reference_for_seller: string | null) => ({
  order_id,
  references: { order_reference_for_seller },
});

describe("OR04", () => {
  it("keeps our reference, and takes null as none", async () => {
    const world = stillWorld();
    const brico = caller(world);
    const id = placeOrder(world, "brico");
    const put = async (reference: string | null) => brico.put("/api/orders", { orders: [ours(id, reference)] });
    const answer = await put("brico2-0001");
    expect([answer.status, await answer.json()]).toEqual([
      200,
      {
        updated_orders: [
          { order_id: id, errors: [], updated: { references: { order_reference_for_seller: "brico2-0001" } } },
        ],
      },
    ]);
    expect(await brico.order(id)).toMatchObject({ references: { order_reference_for_seller: "brico2-0001" } });
    expect((await brico.page("order_references_for_seller=brico2-0001")).total_count).toBe(1);
    await put(null);
    expect(await brico.order(id)).toMatchObject({ references: { order_reference_for_seller: null } });
  });

  it("answers 200 with an error for each order it refuses", async () => {
    const world = stillWorld();
    const brico = caller(world);
    const id = placeOrder(world, "brico");
    const foreign = placeOrder(world, "sport");
    const orders = [ours(id, "ours"), ours(foreign, "ours"), ours(id, " "), ours(id, "x".repeat(2001))];
    const answer = await brico.put("/api/orders", { orders });
    const { updated_orders: told } = (await answer.json()) as { updated_orders: { errors: { code: string }[] }[] };
    expect(told.map(({ errors }) => errors.map(({ code }) => code))).toEqual([
      [],
      ["ORDER_NOT_FOUND"],
      ["VALIDATION_ERROR"],
      ["VALIDATION_ERROR"],
    ]);
    expect(await brico.order(id)).toMatchObject({ references: { order_reference_for_seller: "ours" } });
  });

  it.each([
    ["101 orders", { orders: Array.from({ length: 101 }, () => ours("a", "b")) }, "Too many orders given"],
    ["no orders", { orders: [] }, "Error with field orders"],
    ["an address", { orders: [{ order_id: "a", shipping_address: {} }] }, "Error with field orders.0"],
  ])("refuses %s", async (_, body, message) => {
    const answer = await caller(stillWorld()).put("/api/orders", body);
    expect([answer.status, await answer.json()]).toMatchObject([400, { message: expect.stringContaining(message) }]);
  });

  it("may be called sixty times an hour, apart from OR11", async () => {
    const world = stillWorld();
    const brico = caller(world);
    const statuses: number[] = [];
    for (let n = 0; n < 61; n += 1) {
      statuses.push((await brico.put("/api/orders", { orders: [ours("nobody", null)] })).status);
    }
    expect(statuses.filter((status) => status === 200)).toHaveLength(60);
    expect(statuses[60]).toBe(429);
    expect((await brico.get("/api/orders")).status).toBe(200);
    world.pass(3_600_000);
    expect((await brico.put("/api/orders", { orders: [ours("nobody", null)] })).status).toBe(200);
  });
});
