import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { baseNumber, candidateNumber, lastResortNumber, numberKey } from "../../src/domain/order-number";
import type { NumberField } from "../../src/domain/store";
import { order } from "./cast";

const BY_ID: NumberField = { field: "order-id" };
const BY_REFERENCE: NumberField = { field: "customer-reference" };
const byReference = (customer: string | null) => order({ orderId: "C100-A", references: { customer, seller: "S-9" } });

describe("the base of a number", () => {
  it.each([
    [BY_ID, "C100-A"],
    [{ field: "commercial-id" }, "C100"],
    [BY_REFERENCE, "PO 7"],
    [{ field: "seller-reference" }, "S-9"],
    [{ field: "custom", code: "shop-ref" }, "X1"],
  ] as [NumberField, string][])("comes from the field %o", (field, base) => {
    const full = { ...byReference("PO 7"), customFields: [{ code: "shop-ref", value: "X1" }] };
    expect(baseNumber(full, field, false)).toEqual({ base, noReference: false });
  });

  it.each([null, "", "  ", "\u0000\u001f", "\n\u2028\u2029"])("is the order id when the field is %j", (reference) => {
    expect(baseNumber(byReference(reference), BY_REFERENCE, false)).toEqual({ base: "C100-A", noReference: true });
  });

  it("is the order id when a custom field is absent", () => {
    expect(baseNumber(byReference(null), { field: "custom", code: "nowhere" }, true)).toEqual({
      base: "C100-A",
      noReference: true,
    });
  });

  it.each([
    ["tidies spaces and control characters", "  PO\u0007   7\r\n ", "PO 7"],
    ["composes accents", "Cafe\u0301", "Café"],
    ["cuts at 64 characters and trims again", `${"a".repeat(63)} bcd`, "a".repeat(63)],
    ["cuts between characters", "😀".repeat(70), "😀".repeat(64)],
  ])("%s", (_what, reference, base) => {
    expect(baseNumber(byReference(reference), BY_REFERENCE, false).base).toBe(base);
  });

  it.each([
    ["1234567890123-A", "1234567890123A"],
    ["FR12345678A-B", "FR12345678A-B"],
    ["12345678901234567-A", "5678901234567A"],
    ["Été à Noël", "Ete-a-Noel"],
    ["--PO__7//--", "PO__7//"],
    ["a.b/c_d-e", "a.b/c_d-e"],
    ["№ 42 – Łódź", "No-42-odz"],
    ["订单", "C100-A"],
    ["_______________", "C100-A"],
  ])("shortens %s to %s", (reference, base) => {
    expect(baseNumber(byReference(reference), BY_REFERENCE, true).base).toBe(base);
  });

  it("has a base even for an order id without one ASCII character", () => {
    expect(baseNumber(order({ orderId: "订单" }), BY_ID, true).base).toBe("order");
  });

  it("leaves a short clean number as it is", () => {
    const parts = fc.array(fc.stringMatching(/^[A-Za-z0-9._/]{1,4}$/), { minLength: 1, maxLength: 3 });
    fc.assert(
      fc.property(parts, (words) => {
        const text = words.join("-");
        expect(baseNumber(byReference(text), BY_REFERENCE, true)).toEqual({ base: text, noReference: false });
      }),
    );
  });
});

describe("candidates", () => {
  it("starts with the base, then hashes tag, order and try", () => {
    expect(candidateNumber("1234567890123A", 0, true, "abc234", "X")).toBe("1234567890123A");
    // FNV-1a-32 of "abc234:X:1" is computed here by the published algorithm, digit by digit.
    expect(candidateNumber("1234567890123A", 1, true, "abc234", "X")).toBe(`67890123A-${referenceHash("abc234:X:1")}`);
    expect(candidateNumber("a long base", 2, false, "abc234", "é")).toBe(`a long base-${referenceHash("abc234:é:2")}`);
  });

  it("takes the first 70 bits of the SHA-256 at last", () => {
    expect(lastResortNumber("f".repeat(64))).toBe("Z".repeat(14));
    expect(lastResortNumber(`8${"0".repeat(63)}`)).toBe(`G${"0".repeat(13)}`);
    expect(lastResortNumber(`${"0".repeat(16)}04${"f".repeat(46)}`)).toBe(`${"0".repeat(13)}1`);
  });

  it("compares numbers in upper case", () => {
    expect(numberKey("po-7a")).toBe(numberKey("PO-7A"));
  });
});

function referenceHash(text: string): string {
  let hash = 2166136261n;
  for (const byte of Buffer.from(text, "utf8")) hash = ((hash ^ BigInt(byte)) * 16777619n) % 2n ** 32n;
  const digits = (hash >> 12n).toString(2).padStart(20, "0").match(/.{5}/g) ?? [];
  return digits.map((five) => "0123456789ABCDEFGHJKMNPQRSTVWXYZ"[Number.parseInt(five, 2)]).join("");
}
