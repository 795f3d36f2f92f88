import type { ProductFacts } from "./product";
import { onOneLine } from "./product-cells";
import type { FactChange, ProductPreview, ProductRow } from "./product-file";

const FACTS = ["hsCode", "origin", "weightGrams", "description"] as const;

/** What the rows would do to the products known by their SKU. What a row does not say stays as it is. */
export function previewChanges(rows: readonly ProductRow[], known: ReadonlyMap<string, ProductFacts>): ProductPreview {
  const preview: ProductPreview = { added: [], changed: [], unchanged: [] };
  for (const row of rows) {
    const old = known.get(row.sku);
    if (!old) {
      preview.added.push(row);
      continue;
    }
    const changes = changesOf(old, row.facts);
    if (changes.length > 0) preview.changed.push({ ...row, changes });
    else preview.unchanged.push(row);
  }
  return preview;
}

function changesOf(old: ProductFacts, said: ProductFacts): FactChange[] {
  return FACTS.flatMap((field) => {
    const value = said[field];
    return value === null || isSame(old[field], value) ? [] : [{ field, old: old[field], new: value }];
  });
}

// A file's texts are read on one line; one written by hand may have more.
function isSame(old: string | number | null, said: string | number): boolean {
  return old === said || (typeof old === "string" && onOneLine(old) === said);
}

/** The facts of a product once a row is applied to it. */
export function factsAfter(old: ProductFacts | undefined, { facts: said }: ProductRow): ProductFacts {
  return {
    hsCode: said.hsCode ?? old?.hsCode ?? null,
    origin: said.origin ?? old?.origin ?? null,
    weightGrams: said.weightGrams ?? old?.weightGrams ?? null,
    description: said.description ?? old?.description ?? null,
  };
}
