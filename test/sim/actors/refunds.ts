// Returns arrive, and people give their money back by the form, in two tabs.
import { moveReturn } from "../../../src/sandbox/sendcloud-returns";
import type { RefundOfferResult, RefundRequest } from "../../../src/sync/stub-orders";
import { call, type SimObject } from "../incarnation";
import { type Stream, streamOf } from "../random";
import type { Sim } from "../sim";

const PEOPLE = [
  { personId: "person-1", name: "Camille" },
  { personId: "person-2", name: "Jo" },
];
const FIRST_ROUND_MS = 150_000;
const ROUND_MS = 60_000;
const TAB_MS = 2_000;
const REASON = "17";

export function startRefunds(sim: Sim): void {
  const { plan, timeline } = sim;
  if (plan.owner.refunds === null) return;
  const draw = streamOf(plan.seed, "refunds");
  const round = () => {
    if (sim.calm) return;
    for (const { id } of comingBack(sim)) if (draw.chance(0.4)) moveReturn(sim.world, id, "DELIVERED");
    for (const store of sim.stores) for (const row of toDecide(sim, store)) void payBack(sim, store, row, draw);
    timeline.add(timeline.now() + ROUND_MS, "refunds by the form", round);
  };
  timeline.add(timeline.now() + FIRST_ROUND_MS, "refunds by the form", round);
}

function comingBack({ stage }: Sim): { id: number }[] {
  return stage.remoteSql.all("SELECT id FROM sc_returns WHERE status <> 'DELIVERED' ORDER BY id");
}

type Row = { order_id: string; return_key: string };

function toDecide({ d1 }: Sim, { name }: SimObject): Row[] {
  const rows = "SELECT order_id, return_key FROM returns WHERE store_id = ? AND tab <> 'gone' ORDER BY return_key";
  return d1.prepare(rows).all(name) as Row[];
}

async function payBack(sim: Sim, store: SimObject, { order_id: orderId, return_key: key }: Row, draw: Stream) {
  if (!draw.chance(0.4)) return;
  const two = draw.chance(0.5);
  try {
    const shown = (await call(sim, store, "refundOffer", [orderId, key])) as RefundOfferResult;
    if (shown.result === "refused") return;
    const request = requestOf(orderId, key, shown, draw);
    if (request.lines.length === 0) return;
    for (const [tab, person] of PEOPLE.slice(0, two ? 2 : 1).entries()) {
      const form = { ...request, nonce: `tab${tab}-${request.nonce}` };
      const at = sim.timeline.now() + draw.below(TAB_MS);
      sim.timeline.add(at, "refund of a return", () => sim.knock(store, "refund", form, person));
    }
  } catch {
    // The page shows an error; the person tries again later.
  }
}

function requestOf(
  orderId: string,
  returnKey: string,
  { offer }: Extract<RefundOfferResult, { result: "offer" }>,
  draw: Stream,
): RefundRequest {
  const lines = offer.lines
    .filter(({ wanted, why }) => wanted > 0 && why === null)
    .map(({ lineId, unitPrice, wanted }) => ({
      lineId,
      quantity: wanted,
      amount: { ...unitPrice, minor: unitPrice.minor * wanted },
      shipping: { ...unitPrice, minor: 0 },
    }));
  return { orderId, returnKey, nonce: `form${draw.below(1_000_000)}`, reason: REASON, lines, overCap: false };
}
