// What waits for a person is shown to one: I13. I18 once more: nobody's name in what is kept as evidence.
import type { Sim } from "../sim";
import type { Invariant } from "./table";

export const ATTENTION: readonly Invariant[] = [
  { id: "I13", when: "end", check: parkedUnseen },
  { id: "I18", when: "end", check: personInEvidence },
];

function parkedUnseen(sim: Sim): string | null {
  const shown = sim.d1.prepare("SELECT attention FROM orders WHERE store_id = ? AND order_id = ?");
  for (const { name, sql } of sim.stores) {
    const parked = sql.all<{ business_key: string; order_id: string; reason: string | null; evidence: string }>(
      "SELECT business_key, order_id, reason, evidence FROM intents WHERE state = 'parked'",
    );
    for (const { business_key: key, order_id: orderId, reason } of parked) {
      const row = shown.get(name, orderId) as { attention: number } | undefined;
      if (row?.attention !== 1) return `${key} is parked and nobody sees it`;
      if (!reason) return `${key} is parked without a reason`;
    }
  }
  return null;
}

function personInEvidence(sim: Sim): string | null {
  const names = sim.stage.remoteSql.all<{ last: string; street: string }>(
    `SELECT DISTINCT json_extract(body, '$.customer.lastname') AS last,
       json_extract(body, '$.customer.shipping_address.street_1') AS street FROM mirakl_orders`,
  );
  for (const { sql } of sim.stores) {
    const kept =
      sql.all<{ text: string }>("SELECT group_concat(evidence || coalesce(reason, '')) AS text FROM intents")[0]
        ?.text ?? "";
    const told = sql.all<{ text: string }>("SELECT group_concat(details) AS text FROM facts")[0]?.text ?? "";
    for (const { last, street } of names) {
      if (kept.includes(last) || kept.includes(street)) return `a buyer's name or street in an intent's evidence`;
      if (told.includes(street)) return `a buyer's street on the timeline`;
    }
  }
  return null;
}
