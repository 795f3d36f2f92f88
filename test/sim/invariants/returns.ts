// Goods that come back give money back at most once: I4.
import type { Sim } from "../sim";
import { remember } from "./memory";
import type { Invariant } from "./table";

const returnsOf = remember<Map<string, number>>(() => new Map());
const toldOf = remember<{ id: string; number: string }[]>(() => []);

export const GOODS_BACK: readonly Invariant[] = [
  {
    id: "I4",
    when: "did",
    check: (sim, { effect, key }) => (effect === "refund" ? refundedPerReturn(sim, key) : null),
  },
  { id: "I19", when: "end", check: looksDidNotMeet },
];

/** A return whose webhook and row come in an order of their own. */
export function noteToldReturn(sim: Sim, told: { id: string; number: string }): void {
  toldOf(sim).push(told);
}

/** One more return of this line was made. */
export function noteReturn(sim: Sim, lineId: string): void {
  returnsOf(sim).set(lineId, (returnsOf(sim).get(lineId) ?? 0) + 1);
}

function refundedPerReturn(sim: Sim, key: string): string | null {
  if (key.includes(":manual:") || key.includes(":vanished-")) return null;
  const lineId = key.split(":")[1] ?? "";
  const deeds = sim.net.deeds.filter((deed) => deed.effect === "refund" && deed.key.startsWith(`refund:${lineId}:`));
  const made = returnsOf(sim).get(lineId) ?? 0;
  return deeds.length > made ? `${deeds.length} refunds of ${lineId}, which came back ${made} times` : null;
}

const BOOKED = `SELECT r.return_id FROM returns r JOIN orders o USING (order_id) WHERE o.number = ?`;

// Whatever came first, and however often: one row, which has the id.
function looksDidNotMeet(sim: Sim): string | null {
  for (const { id, number } of toldOf(sim)) {
    const made = sim.stage.remoteSql.all("SELECT 1 FROM sc_returns WHERE order_number = ?", number).length;
    const rows = sim.stores.flatMap(({ sql }) => sql.all<{ return_id: string | null }>(BOOKED, number));
    if (rows.length !== made) return `${made} returns of ${number} are ${rows.length} here`;
    if (rows.filter((row) => row.return_id === id).length !== 1)
      return `return ${id} of ${number} is not known by its id`;
  }
  return null;
}
