import type { OrderRecord } from "../db/order-record";
import { editProduct } from "../db/products";
import type { ProductFacts } from "../domain/product";
import { type AppContext, signedIn } from "./context";
import { type FieldErrors, fieldsUnder, readTyped } from "./forms";
import { type GoodsTyped, goodsBySku } from "./order-customs";
import { readProductForm } from "./product-form";
import { tellProductsChanged } from "./tell-stores";

type Change = { place: number; sku: string; facts: Partial<ProductFacts> };

/**
 * Saves what was typed of an order's products, for all orders that have them. Null when it is done; otherwise what was
 * typed with what is wrong, and nothing of it is saved.
 */
export async function saveGoods(c: AppContext, order: OrderRecord): Promise<GoodsTyped | null> {
  const typed = await readTyped(c);
  const { changes, errors } = readGoods(order, typed);
  if (Object.keys(errors).length > 0) return { typed, errors };
  const { workspaceId } = signedIn(c);
  for (const { place, sku, facts } of changes) {
    const isThere = await editProduct(c.env.DB, workspaceId, sku, facts, c.var.now);
    if (!isThere) errors[`${place}.hsCode`] = "customs.not-yet";
  }
  await tellProductsChanged(
    c,
    changes.map(({ sku }) => sku),
  );
  return Object.keys(errors).length > 0 ? { typed, errors } : null;
}

// Only products of this order; a form names them by their place, since an SKU may hold anything.
function readGoods(order: OrderRecord, typed: Record<string, string>): { changes: Change[]; errors: FieldErrors } {
  const changes: Change[] = [];
  const errors: FieldErrors = {};
  for (const [place, { sku }] of goodsBySku(order).entries()) {
    const fields = fieldsUnder(typed, String(place));
    if (fields.sku !== sku) continue;
    const read = readProductForm(fields);
    if (!read.ok) for (const [name, fault] of Object.entries(read.errors)) errors[`${place}.${name}`] = fault;
    else if (Object.keys(read.facts).length > 0) changes.push({ place, sku, facts: read.facts });
  }
  return { changes, errors };
}
