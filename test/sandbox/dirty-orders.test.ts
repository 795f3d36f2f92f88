import { describe, expect, it } from "vitest";
import { DIRTY_KINDS, type DirtyKind, kindInStream } from "../../src/sandbox/dirty-orders";
import { SPORT_KEY } from "../../src/sandbox/marketplaces";
import { placeOrder } from "../../src/sandbox/mirakl-orders";
import { caller } from "./mirakl-caller";
import { stillWorld } from "./world";

const address = (fields: Record<string, unknown>) => ({ customer: { shipping_address: fields } });

const SIGNS: Record<DirtyKind, Record<string, unknown>> = {
  "house-number-twice": address({ street_1: "14 rue des Tilleuls", street_2: "14" }),
  "phone-with-zero": address({ phone: "+33 (0) 6 39 98 01 14" }),
  "country-label": address({ country: "Allemagne", country_iso_code: "DEU" }),
  locker: {
    ...address({ firstname: null, lastname: "WAW123M" }),
    order_additional_fields: [{ code: "delivery-point-name", value: "WAW123M" }],
  },
  "no-phone": address({ phone: "", phone_secondary: null }),
  "long-street": address({ street_1: expect.stringMatching(/^.{60}$/) }),
  emoji: address({ additional_info: expect.stringMatching(/\p{Extended_Pictographic}/u) }),
  greek: address({ city: expect.stringMatching(/^\p{Script=Greek}+$/u), country_iso_code: "GRC" }),
  polish: address({ street_1: expect.stringContaining("Żół"), country_iso_code: "POL" }),
  nulls: address({ firstname: null, phone: null, country_iso_code: "FRA", street_2: null }),
  "same-sku-twice": { order_lines: [{ order_line_index: 1 }, { order_line_index: 2 }] },
  business: {
    ...address({ company: "Menuiserie Verdier SARL" }),
    references: { order_reference_for_customer: "BC-2026/0417" },
  },
  "currency-pln": { currency_iso_code: "PLN", ...address({ country_iso_code: "POL" }) },
  "currency-gbp": { currency_iso_code: "GBP", ...address({ country_iso_code: "GBR" }) },
  "currency-chf": { currency_iso_code: "CHF", ...address({ country_iso_code: "CHE" }) },
  "click-and-collect": { shipping_type_code: "CLC", can_shop_ship: true },
  "operator-delivery": { shipping_type_code: "OPE", can_shop_ship: false },
  unreadable: { order_lines: null },
};

describe("dirty orders", () => {
  it.each(DIRTY_KINDS)("%s", async (kind) => {
    const world = stillWorld();
    const id = placeOrder(world, "sport", { kind });
    const order = await caller(world, { host: "sport.mirakl.test", key: SPORT_KEY }).order(id);
    expect(order).toMatchObject(SIGNS[kind]);
    expect("total_price" in order).toBe(kind !== "unreadable");
  });

  it("repeats one SKU on both lines", async () => {
    const world = stillWorld();
    const id = placeOrder(world, "sport", { kind: "same-sku-twice" });
    const { order_lines } = await caller(world, { host: "sport.mirakl.test", key: SPORT_KEY }).order(id);
    const skus = (order_lines as { offer_sku: string }[]).map((line) => line.offer_sku);
    expect(new Set(skus).size).toBe(1);
  });

  it("come once in any 25 orders of the stream, but for the one that cannot be read", () => {
    for (const start of [0, 1, 13, 400]) {
      const kinds = Array.from({ length: 25 }, (_, n) => kindInStream(start + n)).filter((kind) => kind !== null);
      expect([...kinds].sort()).toEqual(DIRTY_KINDS.filter((kind) => kind !== "unreadable").sort());
    }
  });

  it("add up: line totals and shipping make the order's total", () => {
    const world = stillWorld();
    for (const kind of DIRTY_KINDS) placeOrder(world, "brico", { kind });
    for (const { body } of world.sql.all<{ body: string }>("SELECT body FROM mirakl_orders")) {
      const order = JSON.parse(body);
      const cents = (amounts: number[]) => amounts.reduce((total, each) => total + Math.round(each * 100), 0);
      expect(cents(order.order_lines.map((line: { total_price: number }) => line.total_price))).toBe(
        cents([order.total_price]),
      );
      expect(cents([order.price, order.shipping_price])).toBe(cents([order.total_price]));
    }
  });
});
