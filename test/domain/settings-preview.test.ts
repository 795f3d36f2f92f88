import { describe, expect, it } from "vitest";
import {
  type PreviewOrder,
  previewAbroad,
  previewNumbers,
  previewReturn,
  previewSkus,
} from "../../src/domain/settings-preview";
import { DEFAULT_SETTINGS } from "../../src/domain/store";
import { line, order } from "./cast";

const TAG = "k3m9qz";
const BY_CUSTOMER = { numberField: { field: "customer-reference" }, shortenNumber: false } as const;

/** Orders as they come from the book: youngest first. */
function recent(...references: (string | null)[]): PreviewOrder[] {
  return references.map((customer, at) => ({
    order: order({ orderId: `O${at}`, createdAt: 1_000 - at, references: { customer, seller: null } }),
    number: `O${at}`,
    fixed: false,
  }));
}

describe("the preview of numbers", () => {
  it("gives the older order the number that two of them want", () => {
    const { examples, collide, of, empty } = previewNumbers(recent("PO 7", "po 7", "PO 8"), BY_CUSTOMER, TAG);
    expect({ collide, of, empty }).toEqual({ collide: 1, of: 3, empty: 0 });
    expect(examples.map(({ orderId }) => orderId)).toEqual(["O0", "O1", "O2"]);
    expect(examples.map(({ number }) => number)).toEqual([expect.stringMatching(/^PO 7-[0-9A-Z]{4}$/), "po 7", "PO 8"]);
  });

  it("shows the whole field beside what is left of it", () => {
    const shorten = { ...BY_CUSTOMER, shortenNumber: true };
    const [example] = previewNumbers(recent("1234567890123456-A"), shorten, TAG).examples;
    expect(example).toMatchObject({ full: "1234567890123456-A", number: "4567890123456A" });
  });

  it("counts an empty field, which the order id replaces", () => {
    const { examples, empty } = previewNumbers(recent(null, "PO 1"), BY_CUSTOMER, TAG);
    expect(empty).toBe(1);
    expect(examples[0]).toMatchObject({ full: "O0", number: "O0" });
  });

  it("keeps a number that is fixed, and minds those of other stores", () => {
    const [first, second] = recent("PO 1", "PO 2");
    if (!first || !second) throw new Error("two orders");
    const orders = [{ ...first, fixed: true }, second];
    const { examples, collide } = previewNumbers(orders, BY_CUSTOMER, TAG, new Set(["PO 2"]));
    expect(examples.map(({ number }) => number)).toEqual(["O0", expect.stringMatching(/^PO 2-/)]);
    expect(collide).toBe(1);
  });

  it("minds the numbers that the orders hold today: they stay reserved", () => {
    const [first, second] = recent("O1", "PO 2");
    if (!first || !second) throw new Error("two orders");
    const { examples } = previewNumbers([first, second], BY_CUSTOMER, TAG);
    expect(examples.map(({ number }) => number)).toEqual([expect.stringMatching(/^O1-/), "PO 2"]);
  });

  it("shows at most five, and every other field beside the chosen one", () => {
    const orders = recent("1", "2", "3", "4", "5", "6");
    const { examples, others } = previewNumbers(orders, BY_CUSTOMER, TAG);
    expect(examples.map(({ number }) => number)).toEqual(["1", "2", "3", "4", "5"]);
    const codes = orders[0]?.order.customFields.map(({ code }) => ({ field: "custom", code })) ?? [];
    expect(others.map(({ field }) => field)).toEqual([
      { field: "order-id" },
      { field: "commercial-id" },
      { field: "seller-reference" },
      ...codes,
    ]);
  });
});

describe("the preview of SKUs", () => {
  it("counts the products that another choice knows by another key", () => {
    const lines = [
      { ...line("L1"), productSku: "P1", offerSku: "P1", shopSku: "S1" },
      { ...line("L2"), productSku: "P2", offerSku: "F2", shopSku: null },
    ];
    const orders = [{ order: order({ lines }), number: "N", fixed: false }];
    const preview = previewSkus([...orders, ...orders], "product");
    expect(preview).toMatchObject({ number: "N", products: 2, changed: { product: 0, offer: 1, shop: 1 } });
    expect(preview?.lines.map(({ product, offer, shop }) => [product, offer, shop])).toEqual([
      ["P1", "P1", "S1"],
      ["P2", "F2", "P2"],
    ]);
    expect(previewSkus([], "product")).toBeNull();
  });
});

describe("the preview of a return", () => {
  const EUR = (minor: number) => ({ minor, currency: "EUR" });
  const priced = { ...line("L1"), quantity: 2, unitPrice: EUR(645), price: EUR(1_290), shippingPrice: EUR(400) };
  const orders = [{ order: order({ state: "shipped", lines: [priced] }), number: "N", fixed: false }];
  const refunds = { ...DEFAULT_SETTINGS.refunds, reason: "17" };

  it("is the money of the last order's line, with or without its shipping", () => {
    expect(previewReturn(orders, refunds, "EUR")).toMatchObject({ number: "N", amount: EUR(1_290), overCap: false });
    expect(previewReturn(orders, { ...refunds, withShipping: true }, "EUR")?.amount).toEqual(EUR(1_690));
  });

  it("says when it is over the cap, and that another currency is a person's", () => {
    expect(previewReturn(orders, { ...refunds, largestMinor: 1_000 }, "EUR")?.overCap).toBe(true);
    expect(previewReturn(orders, refunds, "PLN")?.amount).toBeNull();
  });

  it("leaves out orders that can no longer be refunded", () => {
    const closed = [{ order: order({ state: "closed", lines: [priced] }), number: "N", fixed: false }];
    expect(previewReturn(closed, refunds, "EUR")).toBeNull();
  });
});

describe("the preview of an order abroad", () => {
  it("finds the last that goes elsewhere than most", () => {
    const to = (country: string, number: string): PreviewOrder => {
      const base = order({});
      const shippingAddress = base.shippingAddress && { ...base.shippingAddress, country };
      return { order: { ...base, shippingAddress }, number, fixed: false };
    };
    expect(previewAbroad([to("FR", "1"), to("CH", "2"), to("FR", "3"), to("BE", "4")])).toEqual({
      number: "2",
      country: "CH",
    });
    expect(previewAbroad([to("FR", "1")])).toBeNull();
  });
});
