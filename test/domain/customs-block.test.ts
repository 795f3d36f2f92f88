import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  customsItems,
  customsProblems,
  goodsOf,
  invoiceNumberOf,
  paidFor,
  taxNumbersFor,
} from "../../src/domain/customs-block";
import type { OrderLine, Reversal } from "../../src/domain/order";
import type { ProductFacts } from "../../src/domain/product";
import { DEFAULT_SETTINGS, type StoreSettings } from "../../src/domain/store";
import { line } from "./cast";

const NOTHING: ProductFacts = { hsCode: null, origin: null, weightGrams: null, description: null };
const KNOWN: ProductFacts = { hsCode: "820559", origin: "DE", weightGrams: 310, description: null };
const eur = (minor: number) => ({ minor, currency: "EUR" });

function lineOf(minor: number, quantity: number, over: Partial<OrderLine> = {}): OrderLine {
  return { ...line("L1"), quantity, price: eur(minor), refunds: [], ...over };
}

function refundOf(minor: number): Reversal {
  return { id: "r", quantity: 0, amount: eur(minor), shipping: eur(0), reason: "", at: null };
}

function declare(lines: OrderLine[], facts = KNOWN, grams = 100_000, order: { taxesOnTop?: true } = {}) {
  const goods = lines.map((one) => goodsOf(one, one.productSku, facts, DEFAULT_SETTINGS));
  return customsItems(order, lines, goods, grams);
}

describe("what is known of a line", () => {
  const store: StoreSettings = { ...DEFAULT_SETTINGS, defaultHsCode: "392690", defaultOrigin: "CN" };

  it("is the product's own before the store's, field by field", () => {
    const facts = { ...NOTHING, origin: "PT" };
    expect(goodsOf(lineOf(100, 1), "SKU", facts, store)).toMatchObject({
      hsCode: { value: "392690", of: "store" },
      origin: { value: "PT", of: "product" },
      weightGrams: { value: 500, of: "store" },
    });
    expect(goodsOf(lineOf(100, 1), "SKU", null, DEFAULT_SETTINGS)).toMatchObject({ hsCode: null, origin: null });
  });

  it.each([
    ["Chemise  en\ncoton", "Title", "Chemise en coton"],
    ["", "  Title\u0000", "Title"],
    [null, "", "SKU"],
    ["x".repeat(300), "", "x".repeat(255)],
  ])("describes %j with the title %j as %j", (description, title, wanted) => {
    const facts = { ...NOTHING, description };
    expect(goodsOf(lineOf(100, 1, { title }), "SKU", facts, DEFAULT_SETTINGS).description).toBe(wanted);
  });

  it("is a problem line by line where it is missing", () => {
    const goods = [KNOWN, { ...KNOWN, origin: null }, NOTHING].map((facts, place) =>
      goodsOf(lineOf(100, 1, { lineId: `line-${place}` }), "SKU", facts, DEFAULT_SETTINGS),
    );
    expect(customsProblems(goods)).toEqual([
      { code: "origin-missing", field: null, lineId: "line-1" },
      { code: "hs-code-missing", field: null, lineId: "line-2" },
      { code: "origin-missing", field: null, lineId: "line-2" },
    ]);
  });
});

describe("the rows of a declaration", () => {
  it("add up to what was paid, to the cent, and to every piece", () => {
    const money = fc.integer({ min: 0, max: 10_000_000 });
    const lines = fc.array(fc.record({ minor: money, quantity: fc.integer({ min: 1, max: 999 }), back: money }), {
      minLength: 1,
      maxLength: 20,
    });
    fc.assert(
      fc.property(lines, (wishes) => {
        const made = wishes.map(({ minor, quantity, back }, place) =>
          lineOf(minor, quantity, { lineId: String(place), refunds: [refundOf(Math.min(back, minor))] }),
        );
        const rows = declare(made) ?? [];
        for (const [place, { minor, quantity, back }] of wishes.entries()) {
          const own = rows.filter(({ lineId }) => lineId === String(place));
          const value = own.reduce((sum, row) => sum + row.quantity * row.unitPrice.minor, 0);
          expect(value).toBe(minor - Math.min(back, minor));
          expect(own.reduce((sum, row) => sum + row.quantity, 0)).toBe(quantity);
          expect(own.length).toBeLessThanOrEqual(2);
        }
      }),
    );
  });

  it("never weigh more than the parcel, and never nothing", () => {
    const wish = fc.record({ quantity: fc.integer({ min: 1, max: 50 }), grams: fc.integer({ min: 1, max: 5_000 }) });
    fc.assert(
      fc.property(wish, ({ quantity, grams }) => {
        const rows = declare([lineOf(1000, quantity)], KNOWN, grams) ?? [];
        const weight = rows.reduce((sum, row) => sum + row.quantity * row.weightGrams, 0);
        expect(rows.every((row) => row.weightGrams >= 1)).toBe(true);
        if (grams >= quantity) expect(weight).toBeLessThanOrEqual(grams);
      }),
    );
  });

  it("part a price that does not divide: 10.00 for three", () => {
    const rows = declare([lineOf(1000, 3)])?.map(({ quantity, unitPrice }) => [quantity, unitPrice.minor]);
    expect(rows).toEqual([
      [1, 334],
      [2, 333],
    ]);
  });

  it("are none while one line has no HS code, or nothing of it is left", () => {
    expect(declare([lineOf(100, 1)], { ...KNOWN, hsCode: null })).toBeNull();
    expect(declare([lineOf(100, 0)])).toBeNull();
    expect(declare([])).toBeNull();
    expect(declare([lineOf(100, 1)], { ...KNOWN, origin: null })).toHaveLength(1);
  });

  it("count the taxes that came on top of the price, less what went back", () => {
    const taxes = [{ code: "TVA", amount: eur(200) }];
    expect(paidFor(lineOf(1000, 1, { taxes }), { taxesOnTop: true })).toEqual(eur(1200));
    expect(paidFor(lineOf(1000, 1, { taxes }), {})).toEqual(eur(1000));
    expect(paidFor(lineOf(1000, 1, { taxes, refunds: [refundOf(500)] }), { taxesOnTop: true })).toEqual(eur(600));
    expect(paidFor(lineOf(1000, 1, { refunds: [refundOf(1500)] }), {})).toEqual(eur(0));
  });
});

describe("an invoice number", () => {
  const box = { parcelNo: 2, generation: 1, reference: `mk1-${"a".repeat(26)}` };

  it.each([
    ["MKP-1", "MKP-1-2-1"],
    ["N".repeat(36), `${"N".repeat(36)}-2-1`],
    ["N".repeat(37), box.reference],
  ])("of order %s is %s", (number, wanted) => {
    expect(invoiceNumberOf(number, box)).toBe(wanted);
  });

  it("is another for another parcel, label or order", () => {
    const wish = fc.record({
      number: fc.stringMatching(/^[A-Z0-9-]{1,30}$/),
      parcelNo: fc.integer({ min: 1, max: 99 }),
      generation: fc.integer({ min: 0, max: 99 }),
    });
    const numberOf = ({ number, ...own }: { number: string; parcelNo: number; generation: number }) =>
      invoiceNumberOf(number, { ...own, reference: "mk1" });
    fc.assert(
      fc.property(wish, wish, (one, other) => {
        expect(numberOf(one) === numberOf(other)).toBe(JSON.stringify(one) === JSON.stringify(other));
        expect(numberOf(one).length).toBeLessThanOrEqual(40);
      }),
    );
  });
});

describe("tax numbers", () => {
  const all = { eori: "XI123456789000", ioss: "IM2500000012", vat: "EL123456789" };

  it("name the country that issued them, and IOSS only into the EU", () => {
    const own = [
      { name: "EORI", country: "GB", value: all.eori },
      { name: "VAT", country: "GR", value: all.vat },
    ];
    expect(taxNumbersFor(all, "CH", false)).toEqual(own);
    expect(taxNumbersFor(all, "CH", true)).toEqual([...own, { name: "IOSS", country: "CH", value: all.ioss }]);
    expect(taxNumbersFor({ eori: null, ioss: null, vat: null }, "FR", true)).toEqual([]);
  });
});
