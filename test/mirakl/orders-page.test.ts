import { describe, expect, it } from "vitest";
import { translateOrdersPage } from "../../src/mirakl/translate";
import { sampleOrder } from "./sample-order";

describe("a page of orders", () => {
  it("sets aside the malformed order and reads its neighbours", () => {
    const bad = sampleOrder({ order_id: "T-2-A", order_lines: "none" });
    const raws = [sampleOrder({ order_id: "T-1-A" }), bad, null, sampleOrder({ order_id: "T-3-A" })];
    const page = translateOrdersPage({ orders: raws, total_count: 4 });
    expect(page?.orders.map(({ order }) => order.orderId)).toEqual(["T-1-A", "T-3-A"]);
    expect(page?.orders.map(({ raw }) => raw)).toEqual([raws[0], raws[3]]);
    expect(page?.setAside).toEqual([
      { orderId: "T-2-A", reason: "order_lines: Invalid input: expected array, received string", raw: bad },
      { orderId: "", reason: "order: Invalid input: expected object, received null", raw: null },
    ]);
    expect(page?.totalCount).toBe(4);
  });

  it("keeps an order that comes twice", () => {
    expect(translateOrdersPage({ orders: [sampleOrder(), sampleOrder()], total_count: 2 })?.orders).toHaveLength(2);
  });

  it.each([[undefined], [null], [[]], [{ orders: [] }], [{ total_count: 1 }], [{ orders: {}, total_count: 0 }]])(
    "is not %j",
    (body) => {
      expect(translateOrdersPage(body)).toBeNull();
    },
  );
});
