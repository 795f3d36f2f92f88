import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import * as translate from "../../src/mirakl/translate";
import { wireShipments, wireShipmentsMade } from "../../src/mirakl/wire-acts";
import { answer, clientOf } from "./recorded-http";

const SPEC = path.resolve(import.meta.dirname, "../../../shared/specs/mirakl-seller.openapi.json");
const present = existsSync(SPEC);

type Example = { total_count: number; orders: { order_id: string; total_price: number; order_lines: unknown[] }[] };
type Operation = { responses: Record<string, { content?: Record<string, unknown> }> };
type Spec = { paths: Record<string, Record<string, Operation>> };

/** The published samples of an answer, whole. */
function examplesOf(route: string, method = "get", status = "200"): unknown[] {
  const spec = JSON.parse(readFileSync(SPEC, "utf8")) as Spec;
  const json = spec.paths[route]?.[method]?.responses[status]?.content?.["application/json"];
  const { examples } = json as { examples: Record<string, { value: unknown }> };
  return Object.values(examples).map(({ value }) => value);
}

const usd = (minor: number) => ({ minor, currency: "USD" });

describe.skipIf(!present)("Mirakl's published samples (skipped without ../shared/specs)", () => {
  it.each([
    ["A01", "/api/account", translate.translateAccount],
    ["SH21", "/api/shipping/carriers", translate.translateCarriers],
    ["SH12", "/api/shipping/types", translate.translateShippingTypes],
    ["RE01", "/api/reasons", translate.translateReasons],
    ["PC01", "/api/platform/configuration", translate.translatePlatform],
  ])("%s is read", (_code, route, read) => {
    const examples = examplesOf(route);
    expect(examples.length).toBeGreaterThanOrEqual(2);
    for (const example of examples) expect(read(example)).not.toBeNull();
  });

  it("OR11 becomes orders, to the cent and to the line", () => {
    const examples = examplesOf("/api/orders") as Example[];
    expect(examples.length).toBeGreaterThanOrEqual(2);
    for (const example of examples) {
      const page = translate.translateOrdersPage(example);
      expect(page?.setAside).toEqual([]);
      expect(page?.totalCount).toBe(example.total_count);
      const read = page?.orders.map(({ order }) => [order.orderId, order.total.minor, order.lines.length]);
      expect(read).toEqual(
        example.orders.map((order) => [order.order_id, Math.round(order.total_price * 100), order.order_lines.length]),
      );
    }
  });

  it("OR11's sample of a real shape keeps refund, cancelation, country and pick-up point", () => {
    const [sample] = examplesOf("/api/orders");
    const order = translate.translateOrdersPage(sample)?.orders[0]?.order;
    expect(order).toMatchObject({
      state: "received",
      total: { minor: 17_300, currency: "USD" },
      pickupPointId: "C1039",
      shippingAddress: { country: "US", countryLabel: "USA" },
      tracking: { carrierCode: "UPS", number: "2344" },
      fulfilmentCenter: "FULFILLMENT_CENTER_CODE",
    });
    expect(order?.lines[0]).toMatchObject({
      quantity: 3,
      unitPrice: { minor: 5500 },
      refunds: [{ id: "1106", amount: { minor: 682 }, shipping: { minor: 179 }, reason: "19" }],
      cancelations: [{ id: "1122", amount: { minor: 1234 }, shipping: { minor: 123 }, reason: "34" }],
    });
  });

  it.each([
    ["OR28", "/api/orders/refund", "refund", "Order_00010-A-1", { id: "1130", amount: usd(150), shipping: usd(200) }],
    ["OR30", "/api/orders/cancel", "cancelLine", "Order_00013-A-1", { id: "1116", amount: usd(200) }],
  ] as const)("%s tells what was given back", async (_code, route, call, lineId, value) => {
    const { client } = clientOf(() => answer(200, examplesOf(route, "put")[0]));
    const wish = { orderId: "Order", lineId, quantity: 0, amount: usd(150), shipping: usd(200), reason: "15" };
    expect(await client[call](wish)).toMatchObject({ kind: "ok", value });
  });

  it("OR04 tells that the reference is set", async () => {
    const { client } = clientOf(() => answer(200, examplesOf("/api/orders", "put")[0]));
    expect(await client.setReference("Order_00014", "ref_seller")).toMatchObject({ kind: "ok", value: "done" });
  });

  it("ST01 and ST11 fit their schemas, every row", () => {
    for (const example of examplesOf("/api/shipments", "post", "201")) {
      expect(wireShipmentsMade.safeParse(example).error).toBeUndefined();
    }
    const pages = examplesOf("/api/shipments");
    expect(pages.length).toBeGreaterThanOrEqual(2);
    for (const page of pages) {
      const { data } = wireShipments.parse(page);
      expect(data.length).toBe((page as { data: unknown[] }).data.length);
    }
    const [first] = wireShipments.parse(pages[0]).data.map(translate.toMarketplaceShipment);
    expect(first).toMatchObject({
      status: "SHIPPED",
      lines: [
        { lineId: "ORDER_01-A-1", quantity: 1 },
        { lineId: "ORDER_01-A-2", quantity: 3 },
      ],
      trackingNumber: "1315A26",
    });
  });
});
