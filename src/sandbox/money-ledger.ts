import type { Sql, SqlRow } from "../lib/ports";
import type { World } from "./world";

/** A refund or a cancelation as it was booked. Amounts are hundredths of the currency. */
export type MoneyRow = SqlRow & {
  id: number;
  kind: "refund" | "cancelation" | "whole-order";
  order_id: string;
  /** Empty for a whole order. */
  order_line_id: string;
  by: "shop" | "operator";
  amount_minor: number;
  shipping_minor: number;
  currency: string;
  quantity: number;
  /** How much of the line need no longer be shipped because of it (`excluded_from_shipment`). */
  excluded: number;
  reason_code: string;
  at: number;
  /** When the operator will have paid a refund; null when nothing is awaited. */
  due_at: number | null;
};

export function createMoneyLedger(sql: Sql): void {
  sql.run(`CREATE TABLE IF NOT EXISTS mirakl_money
    (id INTEGER PRIMARY KEY, kind TEXT NOT NULL, order_id TEXT NOT NULL, order_line_id TEXT NOT NULL, by TEXT NOT NULL,
     amount_minor INTEGER NOT NULL, shipping_minor INTEGER NOT NULL, currency TEXT NOT NULL, quantity INTEGER NOT NULL,
     excluded INTEGER NOT NULL, reason_code TEXT NOT NULL, at INTEGER NOT NULL, due_at INTEGER)`);
  sql.run("CREATE INDEX IF NOT EXISTS mirakl_money_due ON mirakl_money (due_at) WHERE due_at IS NOT NULL");
  sql.run("CREATE INDEX IF NOT EXISTS mirakl_money_of_order ON mirakl_money (order_id)");
}

const FIRST_ID = 1101;

/** The number the next refund or cancelation will have. */
export function nextMoneyId(sql: Sql): number {
  return (sql.all<{ id: number | null }>("SELECT max(id) AS id FROM mirakl_money")[0]?.id ?? FIRST_ID - 1) + 1;
}

export function bookMoney(sql: Sql, row: MoneyRow): void {
  sql.run(
    "INSERT INTO mirakl_money VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
    row.id,
    row.kind,
    row.order_id,
    row.order_line_id,
    row.by,
    row.amount_minor,
    row.shipping_minor,
    row.currency,
    row.quantity,
    row.excluded,
    row.reason_code,
    row.at,
    row.due_at,
  );
}

/** Everything that was ever refunded or cancelled, oldest first, and whether the shop's key or the operator did it. */
export function refundLedger(world: World): MoneyRow[] {
  return world.sql.all<MoneyRow>("SELECT * FROM mirakl_money ORDER BY id");
}

/** How much of each line of an order needs no shipping because it was refunded so. */
export function excludedFrom(sql: Sql, orderId: string): Map<string, number> {
  const rows = sql.all<{ order_line_id: string; excluded: number }>(
    "SELECT order_line_id, sum(excluded) AS excluded FROM mirakl_money WHERE order_id = ? GROUP BY order_line_id",
    orderId,
  );
  return new Map(rows.map((row) => [row.order_line_id, row.excluded]));
}
