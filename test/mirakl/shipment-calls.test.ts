import { describe, expect, it } from "vitest";
import type { ShipmentWish } from "../../src/mirakl/shipment-calls";
import { answer, clientOf } from "./recorded-http";

const WISH: ShipmentWish = {
  orderId: "T-1-A",
  lines: [
    { lineId: "T-1-A-1", quantity: 2 },
    { lineId: "T-1-A-2", quantity: 1 },
  ],
  tracking: { carrierName: "Vélo", carrierUrl: "https://velo.example/T1", trackingNumber: "T1" },
  shipped: true,
};
const SUCCESS = { id: "s-1", order_id: "T-1-A", status: "SHIPPED", shipment_lines: [] };
const REFUSAL = { order_id: "T-1-A", message: "The order status must be 'SHIPPING' but it is 'SHIPPED'." };

describe("ST01", () => {
  it("sends one shipment, its tracking page under this call's own name", async () => {
    const { client, requests } = clientOf(() => answer(201, { shipment_success: [SUCCESS], shipment_errors: [] }));
    expect(await client.createShipment(WISH)).toMatchObject({ kind: "ok", status: 201, value: { shipmentId: "s-1" } });
    expect(requests).toHaveLength(1);
    expect(requests[0]).toMatchObject({
      method: "POST",
      url: "https://shop.mirakl.net/api/shipments?shop_id=2001",
      timeoutMs: 60_000,
    });
    expect(JSON.parse(requests[0]?.body ?? "")).toEqual({
      shipments: [
        {
          order_id: "T-1-A",
          shipment_lines: [
            { order_line_id: "T-1-A-1", quantity: 2 },
            { order_line_id: "T-1-A-2", quantity: 1 },
          ],
          tracking: { carrier_name: "Vélo", tracking_url: "https://velo.example/T1", tracking_number: "T1" },
          shipped: true,
        },
      ],
    });
  });

  it("finds the refusal inside a 201", async () => {
    const { client } = clientOf(() => answer(201, { shipment_success: [], shipment_errors: [REFUSAL] }));
    expect(await client.createShipment(WISH)).toMatchObject({
      kind: "rejected",
      status: 201,
      code: null,
      message: REFUSAL.message,
    });
  });

  it("says that the feature is off", async () => {
    const { client } = clientOf(() => answer(404, { message: "Not Found" }));
    expect(await client.createShipment(WISH)).toMatchObject({ kind: "rejected", status: 404, message: "Not Found" });
  });

  it.each([
    ["neither", { shipment_success: [], shipment_errors: [] }],
    ["both", { shipment_success: [SUCCESS], shipment_errors: [REFUSAL] }],
    ["two", { shipment_success: [SUCCESS, SUCCESS], shipment_errors: [] }],
    ["a success of another order", { shipment_success: [{ ...SUCCESS, order_id: "T-2-A" }], shipment_errors: [] }],
    ["a refusal of another order", { shipment_success: [], shipment_errors: [{ ...REFUSAL, order_id: "T-2-A" }] }],
    ["no id", { shipment_success: [{ ...SUCCESS, id: "" }], shipment_errors: [] }],
    ["half of it", { shipment_success: [SUCCESS] }],
  ])("does not know after %s", async (_name, body) => {
    const { client } = clientOf(() => answer(201, body));
    expect(await client.createShipment(WISH)).toMatchObject({ kind: "unknown", why: "unexpected-shape" });
  });
});

describe("ST11", () => {
  const row = (id: string, changes: object = {}) => ({
    id,
    order_id: "T-1-A",
    status: "A_NEW_STATUS",
    shipment_lines: [{ order_line_id: "T-1-A-1", offer_sku: "X", quantity: 2 }],
    tracking: { tracking_number: "T1" },
    ...changes,
  });

  it("gives the order's shipments", async () => {
    const { client, requests } = clientOf(() => answer(200, { data: [row("s-1"), row("s-2", { tracking: null })] }));
    expect(await client.shipments("T-1-A")).toMatchObject({
      kind: "ok",
      value: [
        {
          shipmentId: "s-1",
          status: "A_NEW_STATUS",
          lines: [{ lineId: "T-1-A-1", quantity: 2 }],
          trackingNumber: "T1",
        },
        { shipmentId: "s-2", trackingNumber: null },
      ],
    });
    expect([...new URL(requests[0]?.url ?? "").searchParams]).toEqual([
      ["shop_id", "2001"],
      ["order_id", "T-1-A"],
      ["limit", "100"],
    ]);
  });

  it("follows the pages, and not for ever", async () => {
    const { client, requests } = clientOf((_request, call) =>
      answer(200, { data: [row(`s-${call}`)], next_page_token: call < 3 ? `p${call}` : null }),
    );
    const reply = await client.shipments("T-1-A");
    expect(reply.kind === "ok" && reply.value.map(({ shipmentId }) => shipmentId)).toEqual(["s-1", "s-2", "s-3"]);
    const tokens = requests.map(({ url }) => new URL(url).searchParams.get("page_token"));
    expect(tokens).toEqual([null, "p1", "p2"]);

    const endless = clientOf(() => answer(200, { data: [row("s-1")], next_page_token: "same" }));
    expect(await endless.client.shipments("T-1-A")).toMatchObject({ kind: "unknown", why: "unexpected-shape" });
    expect(endless.requests).toHaveLength(10);
  });

  it("gives nothing when a later page fails", async () => {
    const { client } = clientOf((_request, call) =>
      call === 1 ? answer(200, { data: [row("s-1")], next_page_token: "p1" }) : answer(503, ""),
    );
    expect(await client.shipments("T-1-A")).toMatchObject({ kind: "unknown", why: "server-error" });
  });

  it.each([
    ["an ignored filter", { data: [row("s-1"), row("s-2", { order_id: "T-2-A" })] }],
    ["a shipment without lines", { data: [row("s-1", { shipment_lines: null })] }],
    ["a line that is only named by its offer", { data: [row("s-1", { shipment_lines: [{ quantity: 1 }] })] }],
    ["no list", {}],
  ])("does not know after %s", async (_name, body) => {
    const { client } = clientOf(() => answer(200, body));
    expect(await client.shipments("T-1-A")).toMatchObject({ kind: "unknown", why: "unexpected-shape" });
  });

  it("says that the feature is off", async () => {
    const { client } = clientOf(() => answer(404, { message: "Not Found" }));
    expect(await client.shipments("T-1-A")).toMatchObject({ kind: "rejected", status: 404 });
  });
});
