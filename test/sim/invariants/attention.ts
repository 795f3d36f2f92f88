// What waits for a person is shown to one: I13. I18 once more: nobody's name in what is kept as evidence.
import type { EvidenceResult } from "../../../src/sync/stub-orders";
import type { Sim } from "../sim";
import { remember } from "./memory";
import type { Invariant } from "./table";

const openedOf = remember<Map<string, EvidenceResult>>(() => new Map());

/** What the page of a parked intent shows. */
export function noteOpened(sim: Sim, intentId: string, page: EvidenceResult): void {
  openedOf(sim).set(intentId, page);
}

export const ATTENTION: readonly Invariant[] = [
  { id: "I13", when: "end", check: parkedUnseen },
  { id: "I18", when: "end", check: personInEvidence },
];

type Parked = { id: string; business_key: string; order_id: string; reason: string | null };
type Shown = { attention: number; state: string; reason: string | null };

const SHOWN = `SELECT o.attention, i.state, i.reason FROM intents i JOIN orders o USING (workspace_id, store_id, order_id)
  WHERE i.store_id = ? AND i.intent_id = ?`;

// The attention page lists D1's parked intents with the number of their order.
function parkedUnseen(sim: Sim): string | null {
  const shown = sim.d1.prepare(SHOWN);
  for (const { name, sql } of sim.stores) {
    const parked = sql.all<Parked>("SELECT id, business_key, order_id, reason FROM intents WHERE state = 'parked'");
    for (const { id, business_key: key, reason } of parked) {
      const row = shown.get(name, id) as Shown | undefined;
      if (row?.attention !== 1 || row.state !== "parked") return `${key} is parked and nobody sees it`;
      if (!reason || row.reason !== reason) return `${key} is parked for ${reason}, and D1 says ${row.reason}`;
      const wrong = undecidable(openedOf(sim).get(id), reason);
      if (wrong) return `${key}: ${wrong}`;
    }
  }
  return null;
}

const LOOK_OR_LEAVE = ["check", "drop", "happened"];
const ANY = [...LOOK_OR_LEAVE, "send-again"].toSorted();
/** The buttons of each reason (design.md 8), by hand: what went the opposite way is never sent again. */
const BUTTONS: Record<string, string[]> = {
  "someone-else-acted": ANY,
  "opposite-happened": LOOK_OR_LEAVE,
  "different-tracking-there": ANY,
  "not-explained": ANY,
  "resends-used-up": ANY,
  "answer-does-not-match": LOOK_OR_LEAVE,
  "over-resend-limit": ANY,
};

function undecidable(page: EvidenceResult | undefined, reason: string): string | null {
  if (page?.result !== "evidence") return "its page does not open";
  const { steps, choices } = page.evidence;
  if (steps.length === 0) return "it is parked without evidence";
  const offered = choices.toSorted().join(", ");
  const legal = BUTTONS[reason]?.join(", ");
  return offered === legal ? null : `parked for ${reason} it offers ${offered}`;
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
