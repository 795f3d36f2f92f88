// Orders in several parcels, where the marketplace knows that: labels for one line of several.
import { payOrder, placeOrder } from "../../../src/sandbox/mirakl-orders";
import type { SimObject } from "../incarnation";
import { type Stream, streamOf } from "../random";
import type { Sim } from "../sim";
import { shopOf } from "./connect";

const MORE_ORDERS = 1;
const DRAWS = new WeakMap<Sim, Stream>();

export function startParts(sim: Sim): void {
  const { plan, world, counts } = sim;
  if (plan.rare.parts === 0) return;
  const draw = streamOf(plan.seed, "parts");
  DRAWS.set(sim, draw);
  // A basket of two lines or three, of two pieces each: the draws of a basket are all high.
  const generous = { ...world, random: () => 0.75 + draw.next() / 4 };
  for (const { name } of sim.stores) {
    const { marketplace, shopId } = shopOf(name);
    if (marketplace !== "sport") continue;
    for (let order = 0; order < MORE_ORDERS; order += 1) {
      payOrder(world, placeOrder(generous, marketplace, { shopId }));
      counts.orders += 1;
    }
  }
}

const OPEN_LINES =
  "SELECT line_id FROM order_lines WHERE store_id = ? AND order_id = ? AND state = 'shipping' ORDER BY line_id";

/** What a label is asked for: everything, or one line of several. */
export function partOf(sim: Sim, store: SimObject, orderId: string): { lineIds?: string[] } {
  const draw = DRAWS.get(sim);
  if (!draw?.chance(sim.plan.rare.parts)) return {};
  const lines = sim.d1.prepare(OPEN_LINES).all(store.name, orderId) as { line_id: string }[];
  return lines.length < 2 ? {} : { lineIds: [draw.pick(lines).line_id] };
}
