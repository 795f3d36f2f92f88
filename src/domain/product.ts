// What a merchant knows of a SKU (design.md 1): Mirakl knows no HS code, no origin and no weight.

/** `origin` is ISO-2, weight whole grams, `description` what customs reads; null is "not known". */
export type ProductFacts = {
  hsCode: string | null;
  origin: string | null;
  weightGrams: number | null;
  description: string | null;
};

/** A product as the workspace's table holds it; `lastSoldAt` in epoch ms, null when it came by a file and was never sold. */
export type Product = ProductFacts & {
  sku: string;
  title: string;
  category: string | null;
  lastSoldAt: number | null;
  timesSold: number;
};

/** The store's own values, used where a product has none. */
export type ProductDefaults = Pick<ProductFacts, "hsCode" | "origin" | "weightGrams">;

/** A text as it is searched: lower case, without accents. */
export function foldText(text: string): string {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
}
