import { factsOfSkus } from "../db/products";
import { type Order, skuOf } from "../domain/order";
import type { ProductFacts } from "../domain/product";
import { remember, remembered } from "../lib/memo";
import type { Sql } from "../lib/ports";
import { walkOrders } from "./order-walk";
import type { StoreDesk } from "./store-desk";

/** What the workspace's products say of the SKUs of our orders: a copy, so that an order is settled without a wait. */
const SKUS_A_READING = 500;

type Row = { facts: string | null; stale: number };
/** `facts` null: D1 has no such product, or was not asked yet; `stale` counts the news since it was read, 0 for none. */
type Kept = { facts: ProductFacts | null; stale: number };

export function factsOf(sql: Sql, sku: string): ProductFacts | null {
  return find(sql, sku)?.facts ?? null;
}

/** Asks for what nobody has asked yet, in the synchronous block that settles an order; read by `readStale`. */
export function wantFacts(desk: StoreDesk, order: Order): void {
  const { sql } = desk.ports;
  for (const sku of skusOf(desk, [order])) {
    if (find(sql, sku)) continue;
    sql.run("INSERT OR IGNORE INTO sku_facts (sku, facts, stale) VALUES (?, NULL, 1)", sku);
    sql.memo.delete(placeOf(sku));
  }
}

/** Reads what is new in these orders before they are booked, so that they are pushed right the first time. */
export async function learnFacts(desk: StoreDesk, orders: readonly Order[]): Promise<void> {
  const { sql } = desk.ports;
  const strangers = skusOf(desk, orders).filter((sku) => !find(sql, sku));
  if (strangers.length === 0) return;
  try {
    const facts = await factsOfSkus(desk.ports.d1, desk.store.workspaceId, strangers);
    sql.transaction(() => {
      for (const sku of strangers) if (!find(sql, sku)) write(sql, sku, facts.get(sku) ?? null);
    });
  } catch {
    // D1 does not answer now: the orders come all the same, and what they lack is read later.
  }
}

/** Products changed, these or any: what was read of them is old. */
export function markStale({ ports: { sql } }: StoreDesk, skus: readonly string[] | null): void {
  const older = "UPDATE sku_facts SET stale = stale + 1";
  if (skus === null) sql.run(older);
  else sql.run(`${older} WHERE sku IN (SELECT value FROM json_each(?))`, JSON.stringify(skus));
  sql.memo.clear();
}

/** Reads again what is old; what differs has the open orders derived anew. */
export async function readStale(desk: StoreDesk): Promise<void> {
  const { sql, d1 } = desk.ports;
  for (;;) {
    const rows = sql.all<{ sku: string; stale: number }>(
      "SELECT sku, stale FROM sku_facts WHERE stale > 0 ORDER BY sku LIMIT ?",
      SKUS_A_READING,
    );
    if (rows.length === 0) return;
    const facts = await factsOfSkus(
      d1,
      desk.store.workspaceId,
      rows.map(({ sku }) => sku),
    );
    sql.transaction(() => {
      const changed = rows.filter(({ sku, stale }) => {
        const known = find(sql, sku);
        // News that came while this was read: the next turn reads it.
        if (known?.stale !== stale) return false;
        const now = facts.get(sku) ?? null;
        write(sql, sku, now);
        return JSON.stringify(known.facts) !== JSON.stringify(now);
      });
      if (changed.length > 0) walkOrders(desk, ["products"]);
    });
  }
}

function skusOf({ store }: StoreDesk, orders: readonly Order[]): string[] {
  const skus = orders.flatMap(({ lines }) => lines.map((line) => skuOf(line, store.settings.itemSku)));
  return [...new Set(skus)].filter((sku) => sku !== "");
}

function find(sql: Sql, sku: string): Kept | null {
  return remembered(sql, placeOf(sku), () => {
    const [row] = sql.all<Row>("SELECT facts, stale FROM sku_facts WHERE sku = ?", sku);
    return row
      ? { facts: row.facts === null ? null : (JSON.parse(row.facts) as ProductFacts), stale: row.stale }
      : null;
  });
}

function write(sql: Sql, sku: string, facts: ProductFacts | null): void {
  sql.run(
    `INSERT INTO sku_facts (sku, facts, stale) VALUES (?, ?, 0)
     ON CONFLICT (sku) DO UPDATE SET facts = excluded.facts, stale = 0`,
    sku,
    facts && JSON.stringify(facts),
  );
  remember(sql, placeOf(sku), { facts, stale: 0 } satisfies Kept);
}

function placeOf(sku: string): string {
  return `sku ${sku}`;
}
