import { and, count, desc, eq, isNull, type SQL, sql } from "drizzle-orm";
import { foldText, type Product, type ProductFacts } from "../domain/product";
import type { D1 } from "../lib/ports";
import { ask } from "./client";
import { products } from "./schema-products";

/** What a list of products may be narrowed to. */
export const PRODUCT_VIEWS = ["all", "without-code", "abroad-without-code"] as const;
export type ProductView = (typeof PRODUCT_VIEWS)[number];
export type ProductCursor = { lastSoldAt: number; sku: string };
export type ProductQuery = { view: ProductView; words: string; after: ProductCursor | null; limit: number };

const { workspaceId: workspace, lastSoldAt, sku: skuColumn } = products;
const SHOWN = {
  sku: skuColumn,
  title: products.title,
  category: products.category,
  hsCode: products.hsCode,
  origin: products.origin,
  weightGrams: products.weightGrams,
  description: products.description,
  lastSoldAt: sql<number | null>`nullif(${lastSoldAt}, 0)`,
  timesSold: products.timesSold,
};
// Written out, not bound: only so the indexes of few rows can be used.
const NARROWED: Record<ProductView, SQL | undefined> = {
  all: undefined,
  "without-code": isNull(products.hsCode),
  "abroad-without-code": sql`hs_code is null and sold_abroad = 1`,
};

/** One page of products, sold last first, from the keyset `after` on. Every one of the words is in its SKU or title. */
export async function listProducts(d1: D1, workspaceId: string, query: ProductQuery): Promise<Product[]> {
  const { view, words, after, limit } = query;
  const wanted = and(
    eq(workspace, workspaceId),
    NARROWED[view],
    // As one row value: SQLite seeks to it in the index, but not to an OR of the two (platform.md 5).
    after ? sql`(${lastSoldAt}, ${skuColumn}) < (${after.lastSoldAt}, ${after.sku})` : undefined,
    ...foldedWords(words).map((word) => sql`instr(${products.folded}, ${word}) > 0`),
  );
  return ask(d1, (db) =>
    db.select(SHOWN).from(products).where(wanted).orderBy(desc(lastSoldAt), desc(skuColumn)).limit(limit),
  );
}

/** How many products each view holds. */
export async function countProducts(d1: D1, workspaceId: string): Promise<Record<ProductView, number>> {
  const own = eq(workspace, workspaceId);
  const held = { held: count() };
  const [[all], [without], [abroad]] = await ask(d1, (db) =>
    db.batch([
      db.select(held).from(products).where(own),
      db.select(held).from(products).where(and(own, NARROWED["without-code"])),
      db.select(held).from(products).where(and(own, NARROWED["abroad-without-code"])),
    ]),
  );
  return { all: all?.held ?? 0, "without-code": without?.held ?? 0, "abroad-without-code": abroad?.held ?? 0 };
}

/** One product of the workspace; null when it has no such SKU. */
export async function findProduct(d1: D1, workspaceId: string, sku: string): Promise<Product | null> {
  const own = and(eq(workspace, workspaceId), eq(skuColumn, sku));
  return (await ask(d1, (db) => db.select(SHOWN).from(products).where(own).get())) ?? null;
}

/** What is known of these SKUs; those that the workspace does not have are left out. */
export async function factsOfSkus(
  d1: D1,
  workspaceId: string,
  skus: readonly string[],
): Promise<Map<string, ProductFacts>> {
  const { hsCode, origin, weightGrams, description } = products;
  // One bound value carries them all: D1 binds a hundred at most.
  const among = sql`${skuColumn} in (select value from json_each(${JSON.stringify(skus)}))`;
  const rows = await ask(d1, (db) =>
    db
      .select({ sku: skuColumn, hsCode, origin, weightGrams, description })
      .from(products)
      .where(and(eq(workspace, workspaceId), among)),
  );
  return new Map(rows.map(({ sku, ...facts }) => [sku, facts]));
}

/** Writes the named values of a product, null clears one. False when the workspace has no such SKU. */
export async function editProduct(
  d1: D1,
  workspaceId: string,
  sku: string,
  facts: Partial<ProductFacts>,
  at: number,
): Promise<boolean> {
  const own = and(eq(workspace, workspaceId), eq(skuColumn, sku));
  const outcome = await ask(d1, (db) =>
    db
      .update(products)
      .set({ ...facts, updatedAt: at })
      .where(own),
  );
  return outcome.meta.changes > 0;
}

const MOST_WORDS = 8;

function foldedWords(words: string): string[] {
  return foldText(words).split(/\s+/).filter(Boolean).slice(0, MOST_WORDS);
}
