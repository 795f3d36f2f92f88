import { applyOutbox } from "../db/outbox";
import type { AttentionKind } from "../domain/attention";
import type { AccountDesk } from "./account-desk";

/** An item of an account belongs to no store. */
const NO_STORE = "";

type Row = { item_key: string; kind: string; details: string; at: number; resolved: number; version: number };

/** Asks for a person about the account itself, once for each key; another kind or new details replace what was said. */
export function raiseForAccount(
  { ports, account }: AccountDesk,
  item: { key: string; kind: AttentionKind; details: object },
): void {
  const itemKey = `${account.id}:${item.key}`;
  const at = ports.now();
  ports.sql.run(
    `INSERT INTO attention (item_key, kind, details, at, resolved, version, told) VALUES (?, ?, ?, ?, 0, ?, 0)
     ON CONFLICT (item_key) DO UPDATE SET kind = excluded.kind, details = excluded.details, resolved = 0,
       at = iif(resolved = 1, excluded.at, at), version = max(version + 1, excluded.version)
     WHERE resolved = 1 OR kind <> excluded.kind OR details <> excluded.details`,
    itemKey,
    item.kind,
    JSON.stringify(item.details),
    at,
    at,
  );
}

export function clearForAccount({ ports: { sql, now }, account }: AccountDesk, key: string): void {
  sql.run(
    "UPDATE attention SET resolved = 1, version = max(version + 1, ?) WHERE item_key = ? AND resolved = 0",
    now(),
    `${account.id}:${key}`,
  );
}

export function countRaised({ ports: { sql } }: AccountDesk, kind: AttentionKind): number {
  return sql.all<{ n: number }>("SELECT count(*) AS n FROM attention WHERE kind = ? AND resolved = 0", kind)[0]?.n ?? 0;
}

/** Brings to D1 what was raised or cleared since; what D1 has is not brought again, and older never replaces newer. */
export async function tellAttention({ ports: { sql, d1 }, account }: AccountDesk): Promise<void> {
  const rows = sql.all<Row>("SELECT * FROM attention WHERE told < version ORDER BY item_key LIMIT 500");
  if (rows.length === 0) return;
  const items = rows.map(({ item_key, kind, details, at, resolved, version }) => ({
    ...{ item_key, kind, details, at, resolved, version },
    order_id: null,
  }));
  await applyOutbox(d1, { workspaceId: account.workspaceId, storeId: NO_STORE }, new Map([["attention_items", items]]));
  for (const { item_key, version } of rows)
    sql.run("UPDATE attention SET told = ? WHERE item_key = ?", version, item_key);
  sql.run("DELETE FROM attention WHERE resolved = 1 AND told = version");
}
