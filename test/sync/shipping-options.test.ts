import { describe, expect, it } from "vitest";
import { questionOf } from "../../src/sync/shipping-options";

const PARIS = {
  fromCountry: "FR",
  fromZip: "59800",
  toCountry: "FR",
  toZip: "75011",
  weightGrams: 500,
  servicePointId: null,
};
type Question = Parameters<typeof questionOf>[0];

describe("a question about shipping options", () => {
  it.each<[string, Partial<Question>]>([
    ["another place of the postcode area", { toZip: "75 020" }],
    ["less weight in the same step", { weightGrams: 251 }],
  ])("is the same for %s", (_, change) => {
    expect(questionOf({ ...PARIS, ...change })).toBe(questionOf(PARIS));
  });

  it.each<[string, Partial<Question>, Partial<Question>]>([
    ["another postcode area", {}, { toZip: "69003" }],
    ["another country", {}, { toCountry: "DE" }],
    ["the next step of weight", {}, { weightGrams: 501 }],
    ["a service point", {}, { servicePointId: "10875349" }],
    ["another sender", {}, { fromZip: "13100" }],
    ["another overseas department", { toZip: "97110" }, { toZip: "97400" }],
    ["Heligoland within its area", { toCountry: "DE", toZip: "27498" }, { toCountry: "DE", toZip: "27472" }],
    ["Livigno within its area", { toCountry: "IT", toZip: "23041" }, { toCountry: "IT", toZip: "23100" }],
  ])("is another for %s", (_, one, other) => {
    expect(questionOf({ ...PARIS, ...one })).not.toBe(questionOf({ ...PARIS, ...other }));
  });
});
