// Goods that come back give money back at most once: I4.
import type { Sim } from "../sim";
import { remember } from "./memory";
import type { Invariant } from "./table";

const returnsOf = remember<Map<string, number>>(() => new Map());

export const GOODS_BACK: readonly Invariant[] = [
  {
    id: "I4",
    when: "did",
    check: (sim, { effect, key }) => (effect === "refund" ? refundedPerReturn(sim, key) : null),
  },
];

/** One more return of this line was made. */
export function noteReturn(sim: Sim, lineId: string): void {
  returnsOf(sim).set(lineId, (returnsOf(sim).get(lineId) ?? 0) + 1);
}

function refundedPerReturn(sim: Sim, key: string): string | null {
  if (key.includes(":manual:")) return null;
  const lineId = key.split(":")[1] ?? "";
  const deeds = sim.net.deeds.filter((deed) => deed.effect === "refund" && deed.key.startsWith(`refund:${lineId}:`));
  const made = returnsOf(sim).get(lineId) ?? 0;
  return deeds.length > made ? `${deeds.length} refunds of ${lineId}, which came back ${made} times` : null;
}
