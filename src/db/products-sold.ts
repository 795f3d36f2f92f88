import { foldText } from "../domain/product";
import type { D1 } from "../lib/ports";
import type { OutboxRow, OutboxTarget } from "./outbox";

// What the outbox tells of orders, told of their products: every SKU of a line has its row, and counts once.

type Place = { workspaceId: string; storeId: string };
type Batch = ReadonlyMap<OutboxTarget, readonly OutboxRow[]>;

/** The customs union with Monaco (sendcloud.md 8): for orders of which nobody has worked out whether they need documents. */
const UNION = "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MC MT NL PL PT RO SE SI SK".split(" ");
const IN_UNION: ReadonlySet<unknown> = new Set(UNION);
const NOT_SOLD = "('refused', 'canceled')";
const ABROAD = `coalesce(o.details->>'documents', o.country NOT IN (${UNION.map((code) => `'${code}'`).join()}), 0)`;

// A title comes from the row of the one max(): a second would leave it open which.
const COUNT_LINES = `INSERT INTO products (workspace_id, sku, title, last_sold_at, times_sold, sold_abroad, folded, updated_at)
  SELECT ?1, sku, title, max(sold), sum(times), sum(abroad) > 0, folded, 0 FROM (
    SELECT n.value->>3 AS sku, n.value->>4 AS title, n.value->>5 AS folded, coalesce(o.created_at, 0) AS sold,
      ${ABROAD} AS abroad,
      (n.value->>6) - coalesce(h.sku = n.value->>3 AND h.state NOT IN ${NOT_SOLD}, 0) AS times
    FROM json_each(?3) n
    LEFT JOIN orders o ON o.workspace_id = ?1 AND o.store_id = ?2 AND o.order_id = n.value->>0
    LEFT JOIN order_lines h ON h.workspace_id = ?1 AND h.store_id = ?2 AND h.order_id = n.value->>0
      AND h.line_id = n.value->>1
    WHERE n.value->>3 <> '' AND (h.version IS NULL OR n.value->>2 > h.version)
    UNION ALL
    SELECT h.sku, h.title, '', 0, 0, -1 FROM json_each(?3) n
    CROSS JOIN order_lines h ON h.workspace_id = ?1 AND h.store_id = ?2 AND h.order_id = n.value->>0
      AND h.line_id = n.value->>1
    WHERE n.value->>2 > h.version AND h.sku <> n.value->>3 AND h.state NOT IN ${NOT_SOLD}
  ) GROUP BY sku
  ON CONFLICT (workspace_id, sku) DO UPDATE SET
    title = iif(excluded.last_sold_at < last_sold_at, title, excluded.title),
    folded = iif(excluded.last_sold_at < last_sold_at, folded, excluded.folded),
    last_sold_at = max(last_sold_at, excluded.last_sold_at),
    times_sold = max(0, times_sold + excluded.times_sold),
    sold_abroad = max(sold_abroad, excluded.sold_abroad)
  WHERE excluded.times_sold <> 0 OR excluded.last_sold_at > last_sold_at OR excluded.sold_abroad > sold_abroad`;

const MARK_ABROAD = `UPDATE products SET sold_abroad = 1 WHERE workspace_id = ?1 AND sold_abroad = 0 AND sku IN (
    SELECT l.sku FROM json_each(?3) n
    CROSS JOIN orders o ON o.workspace_id = ?1 AND o.store_id = ?2 AND o.order_id = n.value
    CROSS JOIN order_lines l ON l.workspace_id = ?1 AND l.store_id = ?2 AND l.order_id = o.order_id
    WHERE ${ABROAD})`;

/**
 * The products of the lines that a batch brings. To run behind the batch's orders and before its lines: what they say
 * already is what has been counted, so that a batch may be applied twice.
 */
export function countLines(d1: D1, place: Place, batch: Batch): D1PreparedStatement[] {
  const lines = (batch.get("order_lines") ?? []).map((row) => [
    ...[row.order_id, row.line_id, row.version, row.sku, row.title, foldText(`${row.sku} ${row.title}`)],
    row.state === "refused" || row.state === "canceled" ? 0 : 1,
  ]);
  return lines.length === 0 ? [] : [bound(d1, COUNT_LINES, place, lines)];
}

/** An address may come after the lines: to run behind both. */
export function markAbroad(d1: D1, place: Place, batch: Batch): D1PreparedStatement[] {
  const abroad = (batch.get("orders") ?? []).filter(mayBeAbroad).map((row) => row.order_id);
  return abroad.length === 0 ? [] : [bound(d1, MARK_ABROAD, place, abroad)];
}

function mayBeAbroad({ country, details }: OutboxRow): boolean {
  return (country != null && !IN_UNION.has(country)) || String(details).includes('"documents":true');
}

function bound(d1: D1, text: string, { workspaceId, storeId }: Place, rows: readonly unknown[]): D1PreparedStatement {
  return d1.prepare(text).bind(workspaceId, storeId, JSON.stringify(rows));
}
