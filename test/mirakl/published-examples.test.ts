import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import * as translate from "../../src/mirakl/translate";

const SPEC = path.resolve(import.meta.dirname, "../../../shared/specs/mirakl-seller.openapi.json");
const present = existsSync(SPEC);

type Example = { total_count: number; orders: { order_id: string; total_price: number; order_lines: unknown[] }[] };
type Spec = { paths: Record<string, { get?: { responses: Record<string, { content?: Record<string, unknown> }> } }> };

/** The published samples of a read's 200 answer, whole. */
function examplesOf(route: string): unknown[] {
  const spec = JSON.parse(readFileSync(SPEC, "utf8")) as Spec;
  const json = spec.paths[route]?.get?.responses["200"]?.content?.["application/json"];
  const { examples } = json as { examples: Record<string, { value: unknown }> };
  return Object.values(examples).map(({ value }) => value);
}

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
});
