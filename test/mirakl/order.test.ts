import { describe, expect, it } from "vitest";
import type { Order } from "../../src/domain/order";
import { translateOrder } from "../../src/mirakl/translate-order";
import { sampleAddress, sampleLine, sampleOrder, withField } from "./sample-order";

function read(raw: unknown): Order {
  const reading = translateOrder(raw);
  if ("setAside" in reading) throw new Error(reading.setAside.reason);
  return reading.order;
}

function faultOf(raw: unknown): { orderId: string; reason: string } {
  const reading = translateOrder(raw);
  if ("order" in reading) throw new Error("the order was read");
  return reading.setAside;
}

describe("an order of OR11", () => {
  it("is read into our words", () => {
    const order = read(sampleOrder());
    expect(order).toEqual({
      orderId: "T-1001-A",
      commercialId: "T-1001",
      references: { customer: "PO-7", seller: "S-7" },
      customFields: [{ code: "floor", value: "3" }],
      state: "shipping",
      stateText: "SHIPPING",
      createdAt: Date.UTC(2026, 10, 20, 8),
      updatedAt: Date.UTC(2026, 10, 20, 9, 30, 0, 250),
      deadlineAt: Date.UTC(2026, 10, 23, 22, 59, 59, 999),
      canShip: true,
      canCancel: false,
      hasIncident: false,
      fullyRefunded: false,
      fulfilmentCenter: "DEFAULT",
      shippingType: { code: "STD", label: "Standard" },
      pickupPointId: null,
      buyer: { firstName: "Odile", lastName: "Marchetto", email: "relay-1@buyers.example", locale: "fr_FR" },
      shippingAddress: {
        firstName: "Odile",
        lastName: "Marchetto",
        company: "Atelier Brume Accueil B",
        street1: "12 rue des Essais",
        street2: "Bât. C",
        note: "Code 4242",
        zip: "35000",
        city: "Rennes",
        state: "Bretagne",
        country: "FR",
        countryLabel: "France",
        phone: "+33 2 00 00 00 01",
      },
      billingAddress: expect.objectContaining({ city: "Rennes" }),
      total: { minor: 2990, currency: "EUR" },
      shippingPrice: { minor: 490, currency: "EUR" },
      lines: [
        {
          lineId: "T-1001-A-1",
          position: 1,
          state: "shipping",
          title: "Blue lamp",
          offerSku: "LAMP-BLUE",
          productSku: "MKP-5001",
          shopSku: "SHOP-9",
          quantity: 2,
          unitPrice: { minor: 1250, currency: "EUR" },
          price: { minor: 2500, currency: "EUR" },
          shippingPrice: { minor: 490, currency: "EUR" },
          total: { minor: 2990, currency: "EUR" },
          refunds: [],
          cancelations: [],
        },
      ],
      tracking: { carrierCode: null, carrierName: null, number: null, url: null },
    });
  });

  const MAY_BE_ABSENT = [
    ["references", (order: Order) => order.references, { customer: null, seller: null }],
    ["references.order_reference_for_customer", (order: Order) => order.references.customer, null],
    ["references.order_reference_for_seller", (order: Order) => order.references.seller, null],
    ["order_additional_fields", (order: Order) => order.customFields, []],
    ["order_additional_fields.0.value", (order: Order) => order.customFields, []],
    ["shipping_deadline", (order: Order) => order.deadlineAt, null],
    ["shipping_pudo_id", (order: Order) => order.pickupPointId, null],
    ["shipping_carrier_code", (order: Order) => order.tracking.carrierCode, null],
    ["shipping_company", (order: Order) => order.tracking.carrierName, null],
    ["shipping_tracking", (order: Order) => order.tracking.number, null],
    ["shipping_tracking_url", (order: Order) => order.tracking.url, null],
    ["customer_notification_email", (order: Order) => order.buyer.email, null],
    ["customer.locale", (order: Order) => order.buyer.locale, null],
    ["customer.shipping_address.firstname", (order: Order) => order.shippingAddress?.firstName, ""],
    ["customer.shipping_address.company", (order: Order) => order.shippingAddress?.company, "Accueil B"],
    ["customer.shipping_address.company_2", (order: Order) => order.shippingAddress?.company, "Atelier Brume"],
    ["customer.shipping_address.street_2", (order: Order) => order.shippingAddress?.street2, ""],
    ["customer.shipping_address.additional_info", (order: Order) => order.shippingAddress?.note, ""],
    ["customer.shipping_address.zip_code", (order: Order) => order.shippingAddress?.zip, ""],
    ["customer.shipping_address.state", (order: Order) => order.shippingAddress?.state, ""],
    ["customer.shipping_address.country_iso_code", (order: Order) => order.shippingAddress?.country, "FR"],
    ["customer.shipping_address.phone", (order: Order) => order.shippingAddress?.phone, "+33 6 00 00 00 02"],
    ["customer.billing_address.phone_secondary", (order: Order) => order.billingAddress?.phone, "+33 2 00 00 00 01"],
    ["order_lines.0.product_shop_sku", (order: Order) => order.lines[0]?.shopSku, null],
  ] as const;

  it.each(MAY_BE_ABSENT)("may come without %s", (path, field, expected) => {
    expect(field(read(withField(sampleOrder(), path, null)))).toEqual(expected);
    expect(field(read(withField(sampleOrder(), path, undefined)))).toEqual(expected);
  });

  it("keeps the taxes that come on top of its prices", () => {
    const tax = { code: "VAT", amount: "2.66", rate: 8.875, tax_calculation_rule: "NONE" };
    const raw = sampleOrder();
    const lines = [{ ...sampleLine(), taxes: [tax], shipping_taxes: [{ code: "VAT", amount: 0.43 }] }];
    const order = read({ ...raw, order_tax_mode: "TAX_EXCLUDED", order_lines: lines });
    expect(order.taxesOnTop).toBe(true);
    expect(order.lines[0]).toMatchObject({
      taxes: [{ code: "VAT", amount: { minor: 266, currency: "EUR" } }],
      shippingTaxes: [{ code: "VAT", amount: { minor: 43, currency: "EUR" } }],
    });
    expect(faultOf({ ...raw, order_lines: [{ ...sampleLine(), taxes: [{ code: "VAT" }] }] }).reason).toContain(
      "taxes.0",
    );
  });

  it("has no address before acceptance", () => {
    const customer = {
      customer_id: "c-1",
      firstname: "Odile",
      lastname: "M",
      shipping_address: null,
      billing_address: null,
    };
    const order = read(sampleOrder({ order_state: "WAITING_ACCEPTANCE", customer }));
    expect([order.state, order.shippingAddress, order.billingAddress]).toEqual(["waiting-acceptance", null, null]);
  });

  it("keeps a word nobody knows as the state's text", () => {
    const line = sampleLine({ order_line_state: "FOLDED" });
    const order = read(sampleOrder({ order_state: "ON_THE_MOON", payment_workflow: "BARTER", order_lines: [line] }));
    expect([order.state, order.stateText, order.lines[0]?.state]).toEqual(["unknown", "ON_THE_MOON", "unknown"]);
  });

  it.each([
    ["INCIDENT_OPEN", "incident-open"],
    ["REFUNDED", "refunded"],
    ["WAITING_DEBIT_PAYMENT", "waiting-debit-payment"],
    ["CANCELED", "canceled"],
  ])("knows the line state %s", (theirs, ours) => {
    expect(read(sampleOrder({ order_lines: [sampleLine({ order_line_state: theirs })] })).lines[0]?.state).toBe(ours);
  });

  it("drops fields nobody told us of", () => {
    expect(read(sampleOrder({ invented: { deep: [1] } }))).toEqual(read(sampleOrder()));
  });

  it.each([
    [29.9, "EUR", 2990],
    ["29.90", "EUR", 2990],
    [" 29.905 ", "EUR", 2991],
    [1200, "JPY", 1200],
    ["1.234", "KWD", 1234],
    [0, "PLN", 0],
  ])("reads the amount %j %s", (amount, currency, minor) => {
    const order = read(sampleOrder({ total_price: amount, currency_iso_code: currency }));
    expect(order.total).toEqual({ minor, currency });
  });

  it("reads refunds and cancelations, with codes as numbers and amounts as text", () => {
    const refund = {
      id: "r1",
      order_refund_id: "g1",
      amount: "6.82",
      shipping_amount: 1.79,
      quantity: 1,
      reason_code: 19,
      refund_state: "A_NEW_ONE",
      created_date: "2026-11-21T10:00:00Z",
    };
    const cancelation = {
      id: "c1",
      created_date: "2026-11-21T11:00:00Z",
      amount: null,
      quantity: null,
      reason_code: null,
    };
    const [line] = read(
      sampleOrder({ order_lines: [sampleLine({ refunds: [refund], cancelations: [cancelation] })] }),
    ).lines;
    const euros = (minor: number) => ({ minor, currency: "EUR" });
    expect(line?.refunds).toEqual([
      { id: "r1", quantity: 1, amount: euros(682), shipping: euros(179), reason: "19", at: Date.UTC(2026, 10, 21, 10) },
    ]);
    expect(line?.cancelations).toEqual([
      { id: "c1", quantity: 0, amount: euros(0), shipping: euros(0), reason: "", at: Date.UTC(2026, 10, 21, 11) },
    ]);
  });

  it("keeps the pick-up point and the locker's odd name", () => {
    const locker = sampleAddress({ firstname: null, lastname: "WAW123" });
    const order = read(withField(sampleOrder({ shipping_pudo_id: "C1039" }), "customer.shipping_address", locker));
    expect([order.pickupPointId, order.shippingAddress?.firstName, order.shippingAddress?.lastName]).toEqual([
      "C1039",
      "",
      "WAW123",
    ]);
    expect(order.buyer.lastName).toBe("Marchetto");
  });

  it("takes the phone of the billing address when shipping has none", () => {
    const silent = sampleAddress({ phone: " ", phone_secondary: null });
    const order = read(withField(sampleOrder(), "customer.shipping_address", silent));
    expect(order.shippingAddress?.phone).toBe("+33 2 00 00 00 01");
  });

  it("keeps two lines of one SKU apart", () => {
    const lines = [sampleLine(), sampleLine({ order_line_id: "T-1001-A-2", order_line_index: 2, quantity: 1 })];
    const order = read(sampleOrder({ order_lines: lines }));
    expect(order.lines.map(({ lineId, offerSku, quantity }) => [lineId, offerSku, quantity])).toEqual([
      ["T-1001-A-1", "LAMP-BLUE", 2],
      ["T-1001-A-2", "LAMP-BLUE", 1],
    ]);
  });

  it.each([
    [["USA"], "USA"],
    [["a", "b"], "a, b"],
    [12.5, "12.5"],
    [true, "true"],
  ])("reads the custom field %j", (value, text) => {
    const order = read(sampleOrder({ order_additional_fields: [{ code: "x", type: "A_NEW_ONE", value }] }));
    expect(order.customFields).toEqual([{ code: "x", value: text }]);
  });
});

describe("a malformed order is set aside with the field at fault", () => {
  it.each([
    ["order_lines.0.price_unit", "12,50", "expected a decimal amount"],
    ["order_lines.0.price_unit", 1e15, "expected a decimal amount"],
    ["order_lines.0.price_unit", undefined, "expected a number or a decimal text"],
    ["order_lines.0.quantity", -1, "Too small"],
    ["order_lines.0.quantity", 1.5, "expected int"],
    ["order_lines", null, "expected array"],
    ["created_date", "yesterday", "expected an ISO 8601 date-time"],
    ["currency_iso_code", "euro", "expected a currency of three letters"],
    ["customer.shipping_address.city", null, "expected string"],
    ["can_shop_ship", "yes", "expected boolean"],
  ])("%s = %j", (path, value, wrong) => {
    const { orderId, reason } = faultOf(withField(sampleOrder(), path, value));
    expect(orderId).toBe("T-1001-A");
    expect(reason).toContain(`${path}: `);
    expect(reason).toContain(wrong);
  });

  it("without ever naming what the buyer wrote", () => {
    const secret = "Marchetto-canary";
    const address = sampleAddress({
      lastname: [secret],
      zip_code: { secret },
      phone: [secret],
      city: [secret],
      state: [secret],
    });
    const { reason } = faultOf(withField(sampleOrder(), "customer.shipping_address", address));
    expect(reason).not.toContain(secret);
    expect(reason).toMatch(/; and 2 more$/);
  });

  it.each([[null], ["text"], [[]], [{}], [{ order_id: {} }]])("when it is %j", (raw) => {
    expect(faultOf(raw)).toEqual({ orderId: "", reason: expect.stringMatching(/^(order|order_id): /) });
  });

  it("under its number when the id came as one", () => {
    expect(faultOf(sampleOrder({ order_id: 1234 })).orderId).toBe("1234");
  });
});
