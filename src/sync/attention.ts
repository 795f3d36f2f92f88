import type { AttentionKind } from "../domain/attention";
import type { Sql } from "../lib/ports";
import { queueRow } from "./queue-row";
import { forgetResolved, keepResolved } from "./resolved";
import type { StoreDesk } from "./store-desk";

/** What waits for a person. The key names the thing itself, so that it is one item however often it is noticed. */
export type Concern = { key: string; kind: AttentionKind; orderId: string | null; details: object };

type Row = { kind: string; order_id: string | null; details: string; at: number };

/**
 * Puts something before a person, in the synchronous block of its discovery; noticed again it keeps its first moment.
 * True when nobody had noticed it before.
 */
export function raiseAttention({ ports: { sql, now } }: Pick<StoreDesk, "ports">, concern: Concern): boolean {
  const { key, kind, orderId } = concern;
  const details = JSON.stringify(concern.details);
  return sql.transaction(() => {
    const known = findItem(sql, key);
    if (known?.details === details && known.kind === kind) return false;
    const row: Row = { kind, order_id: orderId, details, at: known?.at ?? now() };
    sql.run(
      `INSERT INTO attention (item_key, kind, order_id, details, at) VALUES (?, ?, ?, ?, ?)
       ON CONFLICT (item_key) DO UPDATE SET kind = excluded.kind, order_id = excluded.order_id, details = excluded.details`,
      key,
      kind,
      orderId,
      details,
      row.at,
    );
    forgetResolved(sql, "attention_items", key);
    queueRow(sql, "attention_items", { item_key: key, ...row, resolved: 0 });
    return known === null;
  });
}

/** Takes away what healed; false when nothing of that key waited. */
export function clearAttention({ ports: { sql } }: Pick<StoreDesk, "ports">, key: string): boolean {
  return sql.transaction(() => {
    const known = findItem(sql, key);
    if (!known) return false;
    sql.run("DELETE FROM attention WHERE item_key = ?", key);
    const row = { item_key: key, ...known, resolved: 1 };
    keepResolved(sql, "attention_items", key, row);
    queueRow(sql, "attention_items", row);
    return true;
  });
}

function findItem(sql: Sql, key: string): Row | null {
  const [row] = sql.all<Row>("SELECT kind, order_id, details, at FROM attention WHERE item_key = ?", key);
  return row ?? null;
}
