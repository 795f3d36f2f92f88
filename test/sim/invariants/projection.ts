// D1 says what the objects say: I14, I21.
//
// I19 and I20 are not functions of one state: each seed draws how webhooks and alarms come, and every invariant above must
// hold at the end whatever was drawn. I23 (purge) is proved where purging is built. I24: a deployment in the middle of a
// seed opens the objects anew over the same SQLite; two versions side by side need two bundles and are proved on workerd.
import type { SimObject } from "../incarnation";
import type { Sim } from "../sim";
import type { Invariant } from "./table";

export const PROJECTION: readonly Invariant[] = [
  { id: "I14", when: "end", check: projectionDiffers },
  { id: "I21", when: "end", check: moneyIsNoInteger },
];

type Pair = { table: string; here: string; there: string };

// Each pair of queries gives one text a row, alike on both sides.
const PAIRS: Pair[] = [
  {
    table: "intents",
    here: "SELECT id || '|' || state || '|' || sends AS row FROM intents ORDER BY id",
    there:
      "SELECT intent_id || '|' || state || '|' || attempts AS row FROM intents WHERE store_id = ? ORDER BY intent_id",
  },
  {
    table: "orders",
    here: `SELECT order_id || '|' || number || '|' || json_extract(state, '$.name') || '|' || updated_at AS row FROM orders ORDER BY order_id`,
    there: `SELECT order_id || '|' || number || '|' || state || '|' || json_extract(details, '$.updatedAt') AS row FROM orders
      WHERE store_id = ? ORDER BY order_id`,
  },
  {
    table: "parcels",
    here: "SELECT content AS row FROM parcels ORDER BY order_id, parcel_no, generation",
    there: "SELECT details AS row FROM parcels WHERE store_id = ? ORDER BY order_id, parcel_no, generation",
  },
  {
    table: "returns",
    here: `SELECT return_key || '|' || order_id || '|' || stage || '|' || coalesce(tracking_number, '') AS row
      FROM returns ORDER BY return_key`,
    there: `SELECT return_key || '|' || order_id || '|' || stage || '|' || coalesce(tracking_number, '') AS row
      FROM returns WHERE store_id = ? AND tab <> 'gone' ORDER BY return_key`,
  },
  {
    table: "events",
    here: "SELECT seq || '|' || order_id || '|' || kind AS row FROM facts ORDER BY seq",
    there: "SELECT seq || '|' || order_id || '|' || kind AS row FROM events WHERE store_id = ? ORDER BY seq",
  },
];

function projectionDiffers(sim: Sim): string | null {
  for (const store of sim.stores) {
    const waiting = store.sql.all<{ n: number }>("SELECT count(*) AS n FROM outbox")[0]?.n ?? 0;
    if (waiting > 0) return `${waiting} rows of ${store.name} never reached D1`;
    for (const pair of PAIRS) {
      const wrong = pairDiffers(sim, store, pair);
      if (wrong) return wrong;
    }
  }
  return null;
}

function pairDiffers(sim: Sim, store: SimObject, { table, here, there }: Pair): string | null {
  const ours = store.sql.all<{ row: string }>(here).map(({ row }) => row);
  const theirs = (sim.d1.prepare(there).all(store.name) as { row: string }[]).map(({ row }) => row);
  const at = ours.findIndex((row, index) => row !== theirs[index]);
  if (at < 0 && ours.length === theirs.length) return null;
  const index = at < 0 ? ours.length : at;
  return `${table} of ${store.name}: here ${ours[index] ?? "nothing"}, in D1 ${theirs[index] ?? "nothing"}`;
}

const MONEY = [
  "SELECT order_id FROM orders WHERE typeof(total_minor) <> 'integer'",
  `SELECT order_id FROM order_lines WHERE typeof(unit_minor) <> 'integer' OR typeof(total_minor) <> 'integer'
     OR typeof(refunded_minor) <> 'integer'`,
];

function moneyIsNoInteger(sim: Sim): string | null {
  for (const statement of MONEY) {
    const row = sim.d1.prepare(statement).get() as { order_id: string } | undefined;
    if (row) return `${row.order_id} holds money that is no integer`;
  }
  return null;
}
