import type { D1 } from "../lib/ports";

// Applying and undoing a file: one batch each, which does all of it or nothing.

/** Whose file, and the request that switches it: a name of its own, so that a second press changes nothing. */
export type UploadSwitch = { workspaceId: string; id: string; request: string; at: number };

/** "changed-since": a product is no more as the preview showed it. "not-ready": it was applied, or is being read. */
export type Applied = "applied" | "changed-since" | "not-ready";

const MINE = "workspace_id = ?1 AND upload_id = ?2 AND kind IN ('added', 'changed')";
const SWITCHED = "EXISTS (SELECT 1 FROM product_uploads WHERE workspace_id = ?1 AND id = ?2 AND switched_by = ?3)";
const AS_PREVIEWED = `p.hs_code IS r.old_hs_code AND p.origin IS r.old_origin
  AND p.weight_grams IS r.old_weight_grams AND p.description IS r.old_description`;
const AS_APPLIED = `products.hs_code IS r.hs_code AND products.origin IS r.origin
  AND products.weight_grams IS r.weight_grams AND products.description IS r.description`;
const ALL_AS_PREVIEWED = `NOT EXISTS (SELECT 1 FROM product_upload_rows r
  LEFT JOIN products p ON p.workspace_id = ?1 AND p.sku = r.sku
  WHERE r.workspace_id = ?1 AND r.upload_id = ?2 AND r.kind IN ('added', 'changed') AND NOT (${AS_PREVIEWED}))`;

const MARK_APPLIED = `UPDATE product_uploads SET state = 'applied', switched_by = ?3, switched_at = ?4
  WHERE workspace_id = ?1 AND id = ?2 AND state = 'ready' AND ${ALL_AS_PREVIEWED}`;
const WRITE_ROWS = `INSERT INTO products (workspace_id, sku, title, category, hs_code, origin, weight_grams, description,
    last_sold_at, times_sold, sold_abroad, folded, updated_at)
  SELECT ?1, sku, title, category, hs_code, origin, weight_grams, description, 0, 0, 0, folded, ?4
  FROM product_upload_rows WHERE ${MINE} AND ${SWITCHED}
  ON CONFLICT (workspace_id, sku) DO UPDATE SET hs_code = excluded.hs_code, origin = excluded.origin,
    weight_grams = excluded.weight_grams, description = excluded.description, updated_at = excluded.updated_at`;

const MARK_UNDONE = `UPDATE product_uploads SET state = 'undone', switched_by = ?3, switched_at = ?4
  WHERE workspace_id = ?1 AND id = ?2 AND state = 'applied'`;
// A value that somebody has changed since stays.
const WRITE_BACK = `UPDATE products SET hs_code = r.old_hs_code, origin = r.old_origin,
    weight_grams = r.old_weight_grams, description = r.old_description, updated_at = ?4
  FROM (SELECT * FROM product_upload_rows WHERE ${MINE} AND ${SWITCHED}) r
  WHERE products.workspace_id = ?1 AND products.sku = r.sku AND ${AS_APPLIED}`;
// What only the file brought goes with it; what was sold meanwhile stays, without the file's values.
const TAKE_OUT = `DELETE FROM products WHERE workspace_id = ?1 AND last_sold_at = 0 AND times_sold = 0
  AND hs_code IS NULL AND origin IS NULL AND weight_grams IS NULL AND description IS NULL
  AND sku IN (SELECT sku FROM product_upload_rows WHERE workspace_id = ?1 AND upload_id = ?2 AND kind = 'added')
  AND ${SWITCHED} AND ?4 > 0`;

/** Writes all that a preview shows, unless a product has changed since. */
export async function applyUpload(d1: D1, wish: UploadSwitch): Promise<Applied> {
  const [marked, , state] = await d1.batch<{ state: string }>([
    bound(d1, MARK_APPLIED, wish),
    bound(d1, WRITE_ROWS, wish),
    stateOf(d1, wish),
  ]);
  if (marked?.meta.changes) return "applied";
  return state?.results[0]?.state === "ready" ? "changed-since" : "not-ready";
}

/** Puts back what the products had before; gives how many keep a later value, null when the file is not applied. */
export async function undoUpload(d1: D1, wish: UploadSwitch): Promise<number | null> {
  const [marked, written, , counts] = await d1.batch<{ rows: number }>([
    bound(d1, MARK_UNDONE, wish),
    bound(d1, WRITE_BACK, wish),
    bound(d1, TAKE_OUT, wish),
    d1
      .prepare("SELECT added + changed AS rows FROM product_uploads WHERE workspace_id = ? AND id = ?")
      .bind(wish.workspaceId, wish.id),
  ]);
  if (!marked?.meta.changes) return null;
  return (counts?.results[0]?.rows ?? 0) - (written?.meta.changes ?? 0);
}

function stateOf(d1: D1, { workspaceId, id }: UploadSwitch): D1PreparedStatement {
  return d1.prepare("SELECT state FROM product_uploads WHERE workspace_id = ? AND id = ?").bind(workspaceId, id);
}

function bound(d1: D1, text: string, { workspaceId, id, request, at }: UploadSwitch): D1PreparedStatement {
  return d1.prepare(text).bind(workspaceId, id, request, at);
}
