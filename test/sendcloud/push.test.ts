import { describe, expect, it } from "vitest";
import {
  buildPush,
  type PushBody,
  type PushWish,
  patchBody,
  pushedView,
  toPushedOrder,
} from "../../src/sendcloud/push";
import { order as orderWire } from "../../src/sendcloud/wire-orders";
import { line, order, pushWish, RECIPIENT } from "./sample-order";

function bodyOf(changes: Partial<PushWish> = {}): PushBody {
  const body = buildPush(pushWish(changes));
  if ("problem" in body) throw new Error(body.problem);
  return body;
}

describe("buildPush", () => {
  it("says everything in Sendcloud's words", () => {
    expect(bodyOf()).toEqual({
      order_id: "ab12cd:T-1-A",
      order_number: "T-1-A",
      order_details: {
        integration: { id: 4711 },
        status: { code: "SHIPPING" },
        order_created_at: "2026-11-20T08:00:00.000Z",
        order_items: [
          {
            item_id: "T-1-A-1",
            name: "Blue lamp",
            sku: "MKP-5001",
            quantity: 2,
            unit_price: { value: 12.5, currency: "EUR" },
            total_price: { value: 25, currency: "EUR" },
            measurement: { weight: { value: 0.5, unit: "kg" } },
          },
        ],
      },
      payment_details: {
        total_price: { value: 29.9, currency: "EUR" },
        estimated_shipping_price: { value: 4.9, currency: "EUR" },
        freight_costs: { value: "4.90", currency: "EUR" },
        status: { code: "paid" },
      },
      customs_details: { shipment_type: "commercial_goods" },
      shipping_address: {
        name: "Saskia de Proef",
        company_name: "Atelier Brume",
        address_line_1: "Testlaan",
        house_number: "115",
        address_line_2: "bel twee keer",
        postal_code: "5642 CV",
        city: "Eindhoven",
        country_code: "NL",
        email: "relay-7@buyers.example",
        phone_number: "+31612345678",
      },
      shipping_details: {
        delivery_indicator: "Livraison standard",
        measurement: { weight: { value: 1.32, unit: "kg" } },
      },
    });
  });

  it("leaves out lines that want no parcel", () => {
    const lines = [line(), line({ lineId: "b", state: "refused" }), line({ lineId: "c", quantity: 0 })];
    const { order_items } = bodyOf({ order: order({ lines }) }).order_details;
    expect(order_items.map(({ item_id }) => item_id)).toEqual(["T-1-A-1"]);
    expect(() => bodyOf({ order: order({ lines: [line({ state: "refunded" })] }) })).toThrow("nothing to push");
  });

  it.each([
    ["product", "SHOP-9", "MKP-5001"],
    ["offer", "SHOP-9", "LAMP-BLUE"],
    ["shop", "SHOP-9", "SHOP-9"],
    ["shop", null, "MKP-5001"],
  ] as const)("names the %s SKU beside %s: %s", (itemSku, shopSku, sku) => {
    const body = bodyOf({ itemSku, order: order({ lines: [line({ shopSku })] }) });
    expect(body.order_details.order_items[0]?.sku).toBe(sku);
  });

  it.each([
    ["  Blue\r\n lamp ", "Blue lamp"],
    ["", "MKP-5001"],
    ["🎈".repeat(300), "🎈".repeat(255)],
  ])("names the item of the title %j", (title, name) => {
    expect(bodyOf({ order: order({ lines: [line({ title })] }) }).order_details.order_items[0]?.name).toBe(name);
  });

  it.each([
    ["10168633", { id: "10168633" }],
    ["WAW123M", { carrier_service_point_id: "WAW123M" }],
  ])("sends the pick-up point %s", (pickupPointId, point) => {
    expect(bodyOf({ order: order({ pickupPointId }) }).service_point_details).toEqual(point);
    expect(bodyOf()).not.toHaveProperty("service_point_details");
  });

  it.each(["EUR", "GBP", "USD"])("takes %s", (currency) => {
    expect(bodyOf({ order: order({ total: { minor: 5, currency } }) }).payment_details.total_price).toEqual({
      value: 0.05,
      currency,
    });
  });

  it.each(["PLN", "CHF", "SEK"])("does not take %s", (currency) => {
    const wish = pushWish({ order: order({ total: { minor: 2990, currency } }) });
    expect(buildPush(wish)).toEqual({ problem: "currency-not-accepted" });
  });

  it("says in euros what a store has a rate for, and what was paid", () => {
    const zloty = (minor: number) => ({ minor, currency: "PLN" });
    const lines = [line({ unitPrice: zloty(5375), price: zloty(10_750), shippingPrice: zloty(2107) })];
    const body = bodyOf({
      order: order({ total: zloty(12_857), shippingPrice: zloty(2107), lines }),
      currencyRates: { PLN: { perEuro: "4.30", setAt: Date.UTC(2026, 10, 2, 9) } },
    });
    expect(body.order_details.notes).toBe("128.57 PLN (1 EUR = 4.30 PLN, 2026-11-02)");
    expect(body.payment_details).toMatchObject({
      total_price: { value: 29.9, currency: "EUR" },
      freight_costs: { value: "4.90", currency: "EUR" },
    });
    expect(body.order_details.order_items[0]).toMatchObject({
      unit_price: { value: 12.5, currency: "EUR" },
      total_price: { value: 25, currency: "EUR" },
    });
  });

  it("keeps its own currency and says nothing of a rate where Sendcloud knows it", () => {
    const pounds = order({ total: { minor: 2990, currency: "GBP" } });
    const body = bodyOf({ order: pounds, currencyRates: { GBP: { perEuro: "0.86", setAt: 0 } } });
    expect(body.payment_details.total_price).toEqual({ value: 29.9, currency: "GBP" });
    expect(body.order_details).not.toHaveProperty("notes");
  });

  it.each([
    ["gift", { shipment_type: "gift" }],
    ["returned-goods", { shipment_type: "returned_goods" }],
    ["documents", undefined],
  ] as const)("declares %s to customs as an order can", (shipmentType, details) => {
    expect(bodyOf({ shipmentType }).customs_details).toEqual(details);
  });

  it("names who pays, where the marketplace says enough of it", () => {
    const { address } = RECIPIENT;
    expect(bodyOf({ order: order({ billingAddress: address }) }).billing_address).toMatchObject({ city: "Eindhoven" });
    expect(bodyOf({ order: order({ billingAddress: { ...address, zip: "" } }) })).not.toHaveProperty("billing_address");
  });

  it("refuses an address without a country", () => {
    const recipient = { ...RECIPIENT, address: { ...RECIPIENT.address, country: null } };
    expect(() => bodyOf({ recipient })).toThrow("without a country");
  });
});

describe("the view of what was sent", () => {
  const lines = [line({ lineId: "b" }), line({ lineId: "a", quantity: 1 })];
  const readBack = (body: PushBody, changes: object = {}) => {
    const { id, ...view } = toPushedOrder(orderWire.parse({ ...body, id: "669", created_at: "…", ...changes }));
    return { id, view };
  };

  it("is the view of the order as it comes back, to the letter", () => {
    const body = bodyOf({ order: order({ lines }) });
    const reversed = [...body.order_details.order_items].reverse();
    const { id, view } = readBack(body, { order_details: { ...body.order_details, order_items: reversed } });
    expect(id).toBe(669);
    expect(JSON.stringify(view)).toBe(JSON.stringify(pushedView(body)));
    expect(view.items.map(({ itemId, quantity }) => [itemId, quantity])).toEqual([
      ["a", 1],
      ["b", 2],
    ]);
  });

  it.each([
    ["g", 1320],
    ["kg", "1.32"],
    ["kg", 1.3200000000000001],
  ])("knows the weight in %s", (unit, value) => {
    const body = bodyOf();
    const { view } = readBack(body, { shipping_details: { measurement: { weight: { unit, value } } } });
    expect(view).toEqual(pushedView(body));
  });

  it.each([
    ["a street", { recipient: { ...RECIPIENT, address: { ...RECIPIENT.address, street1: "Testlaan 116" } } }],
    ["a telephone", { recipient: { ...RECIPIENT, address: { ...RECIPIENT.address, phone: "0612345679" } } }],
    ["a weight", { weightGrams: 1321 }],
    ["a quantity", { order: order({ lines: [line({ quantity: 1 })] }) }],
    ["a number", { orderNumber: "T-2-A" }],
  ])("differs by %s", (_name, changes) => {
    expect(pushedView(bodyOf(changes))).not.toEqual(pushedView(bodyOf()));
  });

  it("bears an order of which little came back", () => {
    const bare = orderWire.parse({
      id: 1,
      order_id: 42,
      order_number: null,
      order_details: { order_items: [{ quantity: 1, name: null }] },
      shipping_address: null,
    });
    expect(toPushedOrder(bare)).toMatchObject({
      externalOrderId: "42",
      orderNumber: "",
      name: "",
      country: "",
      weightGrams: null,
      items: [{ itemId: "", name: "", quantity: 1 }],
    });
  });
});

describe("patchBody", () => {
  const sent = (fields: Parameters<typeof patchBody>[0]) => JSON.parse(JSON.stringify(patchBody(fields)));

  it("names the given fields and no other", () => {
    expect(sent({ line1: "Testlaan", houseNumber: "116", company: "" })).toEqual({
      shipping_address: { address_line_1: "Testlaan", house_number: "116", company_name: "" },
    });
    expect(sent({ weightGrams: 500 })).toEqual({
      shipping_details: { measurement: { weight: { value: 0.5, unit: "kg" } } },
    });
    expect(sent({ orderNumber: "N" })).toEqual({ order_number: "N" });
    expect(sent({ weightGrams: null })).toEqual({});
  });

  it("can change each address field that a push sends", () => {
    const { externalOrderId, orderNumber, weightGrams, items, ...address } = pushedView(bodyOf());
    expect(sent(address).shipping_address).toEqual({ ...bodyOf().shipping_address, state_province_code: "" });
  });
});
