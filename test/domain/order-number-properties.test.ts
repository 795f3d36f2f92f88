import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { baseNumber, numberKey } from "../../src/domain/order-number";
import { type Claimant, claimAll } from "./number-claims";

const MANY = 100_000;
/** One character of 40 differs: any 100,000 characters but surrogates and controls. */
const character = fc
  .integer({ min: 0, max: 2 * MANY })
  .map((at) => String.fromCodePoint(at < 0xd000 ? at + 0x100 : at + 0x10000));
const byId = (orderIds: fc.Arbitrary<string>) => orderIds.map((orderId): Claimant => ({ orderId, reference: null }));
const byReference = (references: fc.Arbitrary<string>) =>
  fc.tuple(fc.uuid(), references).map(([orderId, reference]): Claimant => ({ orderId, reference }));

/** The kinds of ids and references of design.md 5b.12. */
const KINDS: [string, fc.Arbitrary<Claimant>][] = [
  ["^\\d{10,20}-[A-Z]$", byId(fc.stringMatching(/^\d{10,20}-[A-Z]$/))],
  ["^[A-Z]{2,4}\\d{8}[A-Z]-[A-Z]$", byId(fc.stringMatching(/^[A-Z]{2,4}\d{8}[A-Z]-[A-Z]$/))],
  ["UUIDs", byId(fc.uuid())],
  ["40 characters, start", byId(character.map((one) => one + "a".repeat(39)))],
  ["40 characters, middle", byId(character.map((one) => "a".repeat(20) + one + "a".repeat(19)))],
  ["40 characters, end", byId(character.map((one) => "a".repeat(39) + one))],
  ["Unicode references", byReference(fc.string({ unit: "binary", maxLength: 24 }))],
  ["all-equal references", byReference(fc.constant("PO-2026/1"))],
];

/** 100,000 different orders of a kind, drawn by a seed. */
function draw(kind: fc.Arbitrary<Claimant>, seed: number): Claimant[] {
  const drawn = new Map<string, Claimant>();
  for (let round = 0; drawn.size < MANY; round += 1)
    for (const one of fc.sample(kind, { numRuns: MANY, seed: seed + round })) drawn.set(one.orderId, one);
  return [...drawn.values()].slice(0, MANY);
}

describe.each(KINDS)("100,000 orders of the kind %s", (_name, kind) => {
  const orders = draw(kind, 20_261_124);

  it.each([true, false])("have a number each that no other has, whatever its case; shortened: %s", (shorten) => {
    const numbers = claimAll(orders, shorten, new Map());
    expect(new Set(numbers.map(numberKey)).size).toBe(MANY);
    const legal = shorten ? /^[A-Za-z0-9._/-]{1,14}$/ : /^\P{Cc}{1,69}$/u;
    expect(numbers.filter((number) => !legal.test(number))).toEqual([]);
  });

  it("have the same numbers from the same claims, and who comes later changes none", () => {
    const [first, later] = [orders.slice(0, MANY / 5), orders.slice(MANY / 5, (2 * MANY) / 5)];
    const held = new Map<string, string>();
    const numbers = claimAll(first, true, held);
    const before = new Map(held);
    claimAll(later, true, held);
    for (const [key, orderId] of before) expect(held.get(key)).toBe(orderId);
    expect(claimAll(first, true, new Map())).toEqual(numbers);
  });
});

it("a number of 14 clean characters at most is left as it is, shortened or not", () => {
  const words = fc.array(fc.stringMatching(/^[A-Za-z0-9._/]{1,4}$/), { minLength: 1, maxLength: 3 });
  const clean = words.map((parts) => parts.join("-"));
  fc.assert(
    fc.property(clean, (text) => {
      const source = {
        orderId: text,
        commercialId: "",
        references: { customer: null, seller: null },
        customFields: [],
      };
      for (const shorten of [true, false])
        expect(baseNumber(source, { field: "order-id" }, shorten)).toEqual({ base: text, noReference: false });
    }),
    { numRuns: 2_000 },
  );
});
