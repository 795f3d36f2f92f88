// An integration that is deleted cancels nothing, pays nothing back, and asks for a person once (issue 3): I7, I13.
import type { Sim } from "../sim";
import { remember } from "./memory";
import type { Invariant } from "./table";

const endOf = remember<{ at: number | null }>(() => ({ at: null }));

export const INTEGRATION: readonly Invariant[] = [
  { id: "I7", when: "end", check: undoneByItself },
  { id: "I13", when: "end", check: askedOnce },
];

export function noteIntegrationEnd(sim: Sim): void {
  endOf(sim).at = sim.timeline.now();
}

export function isIntegrationGone(sim: Sim): boolean {
  return endOf(sim).at !== null;
}

const BY_ITSELF = `SELECT business_key, kind, order_id FROM intents
  WHERE created_at > ? AND json_extract(actor, '$.personId') = ''
  AND kind IN ('cancel', 'cancel-line', 'refund', 'cancel-label', 'unpush')`;
type Undone = { business_key: string; kind: string; order_id: string };

// The order may have died for itself meanwhile: then its label and its copy at Sendcloud go as ever.
function undoneByItself(sim: Sim): string | null {
  const { at } = endOf(sim);
  if (at === null) return null;
  for (const { sql, skew } of sim.stores) {
    for (const { business_key: key, kind, order_id: orderId } of sql.all<Undone>(BY_ITSELF, at + skew)) {
      const mayGo = (kind === "cancel-label" || kind === "unpush") && isDead(sim, orderId);
      if (!mayGo) return `${key} was planned by itself after the integration was deleted`;
    }
  }
  return null;
}

function isDead(sim: Sim, orderId: string): boolean {
  const [row] = sim.stage.remoteSql.all<{ body: string }>("SELECT body FROM mirakl_orders WHERE order_id = ?", orderId);
  const order = row && (JSON.parse(row.body) as { order_state: string; order_lines: { order_line_state: string }[] });
  const gone = ["CANCELED", "REFUSED", "REFUNDED"];
  return (
    !!order && (gone.includes(order.order_state) || order.order_lines.every((l) => gone.includes(l.order_line_state)))
  );
}

function askedOnce(sim: Sim): string | null {
  if (endOf(sim).at === null) return null;
  const items = sim.d1
    .prepare("SELECT item_key, kind FROM attention_items WHERE store_id = '' AND resolved = 0")
    .all() as { item_key: string; kind: string }[];
  const kinds = items.map(({ kind }) => kind);
  if (items.length !== 1) return `a deleted integration asks ${items.length} times for a person: ${kinds.join(", ")}`;
  return kinds[0] === "integration-deleted" || kinds[0] === "key-refused" ? null : `a person is asked for ${kinds[0]}`;
}
