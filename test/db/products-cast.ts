import { foldText } from "../../src/domain/product";
import type { D1 } from "../../src/lib/ports";

type Row = { sku: string; hsCode: string | null; title?: string; category?: string | null; updatedAt?: number };

/** Products of a workspace as a file would have brought them. */
export async function addProducts(d1: D1, workspaceId: string, rows: readonly Row[]): Promise<void> {
  const statement = `INSERT INTO products (workspace_id, sku, title, category, hs_code, last_sold_at, times_sold,
    sold_abroad, folded, updated_at) VALUES (?, ?, ?, ?, ?, 0, 0, 0, ?, ?)`;
  await d1.batch(
    rows.map(({ sku, hsCode, title = "", category = null, updatedAt = 0 }) =>
      d1.prepare(statement).bind(workspaceId, sku, title, category, hsCode, foldText(`${sku} ${title}`), updatedAt),
    ),
  );
}
