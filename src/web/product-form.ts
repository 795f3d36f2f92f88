import { readHsCode } from "../domain/hs-code";
import type { Product, ProductFacts } from "../domain/product";
import { MAX_DESCRIPTION_CHARACTERS, MAX_WEIGHT_GRAMS } from "../domain/product-cells";
import type { MessageKey } from "../i18n/index";
import { countryOfText } from "../lib/country-names";
import type { FieldErrors, Typed } from "./forms";

/** The values of a product that a person types, each under its own name. */
export const FACT_FIELDS = ["hsCode", "origin", "weightGrams", "description"] as const;
export type FactField = (typeof FACT_FIELDS)[number];

const WEIGHT = /^(\d+)(?:[.,](\d{1,3}))?(kg|g)?$/i;

type Read = { ok: true; value: string | number } | { ok: false; fault: MessageKey };
export type ProductForm = { ok: true; facts: Partial<ProductFacts> } | { ok: false; errors: FieldErrors };

/** What a form typed says of a product: only what was changed in it, so that two people may edit one product. */
export function readProductForm(typed: Typed): ProductForm {
  const facts: Record<string, string | number | null> = {};
  const errors: FieldErrors = {};
  for (const field of FACT_FIELDS) {
    const text = (typed[field] ?? "").trim();
    if (typed[field] === undefined || text === typed[`was.${field}`]) continue;
    const read: Read | null = text === "" ? null : READERS[field](text);
    if (read === null) facts[field] = null;
    else if (read.ok) facts[field] = read.value;
    else errors[field] = read.fault;
  }
  return Object.keys(errors).length > 0 ? { ok: false, errors } : { ok: true, facts: facts as Partial<ProductFacts> };
}

const READERS: Record<FactField, (text: string) => Read> = {
  hsCode(text) {
    const read = readHsCode(text);
    return read.ok ? { ok: true, value: read.code } : { ok: false, fault: `hs.fault.${read.why}` };
  },
  origin(text) {
    const country = countryOfText(text);
    return country ? { ok: true, value: country } : { ok: false, fault: "products.fault.origin" };
  },
  weightGrams(text) {
    const grams = gramsOf(text);
    return grams === null || grams < 1 || grams > MAX_WEIGHT_GRAMS
      ? { ok: false, fault: "products.fault.weight" }
      : { ok: true, value: grams };
  },
  description(text) {
    return text.length > MAX_DESCRIPTION_CHARACTERS
      ? { ok: false, fault: "products.fault.description" }
      : { ok: true, value: text };
  },
};

// Grams without a unit: a decimal then would be a guess, a thousand times off.
function gramsOf(text: string): number | null {
  const [, whole = "", decimals = "", unit = "g"] = WEIGHT.exec(text.replace(/\s/g, "")) ?? [];
  if (whole === "" || whole.length > 7) return null;
  if (unit.toLowerCase() === "kg") return Number(whole) * 1_000 + Number(decimals.padEnd(3, "0"));
  return decimals === "" ? Number(whole) : null;
}

/** A product's values as its form shows them. */
export function typedOf(product: Product): Record<FactField, string> {
  const { hsCode, origin, weightGrams, description } = product;
  const weight = weightGrams === null ? "" : String(weightGrams);
  return { hsCode: hsCode ?? "", origin: origin ?? "", weightGrams: weight, description: description ?? "" };
}
