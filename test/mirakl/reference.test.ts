import { describe, expect, it } from "vitest";
import { answer, clientOf } from "./recorded-http";

const updated = (changes: object = {}) => ({
  updated_orders: [
    { order_id: "T-1-A", errors: [], updated: { references: { order_reference_for_seller: "N-1" } }, ...changes },
  ],
});

describe("OR04", () => {
  it("sets the reference of one order", async () => {
    const { client, requests } = clientOf(() => answer(200, updated()));
    expect(await client.setReference("T-1-A", "N-1")).toMatchObject({ kind: "ok", value: "done" });
    expect(requests[0]).toMatchObject({
      method: "PUT",
      url: "https://shop.mirakl.net/api/orders?shop_id=2001",
      body: '{"orders":[{"order_id":"T-1-A","references":{"order_reference_for_seller":"N-1"}}]}',
    });
  });

  it.each([
    ["errors absent", { errors: null }],
    ["nothing repeated", { updated: null }],
  ])("believes an answer with %s", async (_name, changes) => {
    const { client } = clientOf(() => answer(200, updated(changes)));
    expect(await client.setReference("T-1-A", "N-1")).toMatchObject({ kind: "ok" });
  });

  it("finds the refusal inside a 200", async () => {
    const errors = [
      { code: "ORDER_NOT_FOUND", field: "order_id", message: "No such order" },
      { code: "B", message: "Nor such shop" },
    ];
    const { client } = clientOf(() => answer(200, updated({ errors, updated: null })));
    expect(await client.setReference("T-1-A", "N-1")).toEqual({
      kind: "rejected",
      status: 200,
      code: "ORDER_NOT_FOUND",
      message: "No such order; Nor such shop",
      body: errors,
    });
  });

  it("cuts a refusal that does not end", async () => {
    const { client } = clientOf(() => answer(200, updated({ errors: [{ message: "x".repeat(9000) }] })));
    expect(await client.setReference("T-1-A", "N-1")).toMatchObject({ kind: "rejected", message: "x".repeat(500) });
  });

  it.each([
    ["no order", { updated_orders: [] }],
    ["another order", updated({ order_id: "T-2-A" })],
    ["two orders", { updated_orders: [...updated().updated_orders, ...updated().updated_orders] }],
    ["another reference", updated({ updated: { references: { order_reference_for_seller: "N-2" } } })],
    ["an empty object", {}],
  ])("does not know after %s", async (_name, body) => {
    const { client } = clientOf(() => answer(200, body));
    expect(await client.setReference("T-1-A", "N-1")).toMatchObject({ kind: "unknown", why: "unexpected-shape" });
  });
});
