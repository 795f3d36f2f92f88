// The rarer buttons: cancel a line, cancel the order, write the reference; and goods that come back.
import { createReturn } from "../../../src/sandbox/sendcloud-returns";
import { cancelOrder } from "../../../src/sync/acts-cancel";
import { type LineWish, reverseLine, writeReference } from "../../../src/sync/acts-money";
import type { StoreDesk } from "../../../src/sync/store-desk";
import type { Actor, ActResult } from "../../../src/sync/stub-answers";
import type { SimObject } from "../incarnation";
import { noteReturn } from "../invariants/returns";
import type { Stream } from "../random";
import type { Sim } from "../sim";

const CAMILLE: Actor = { personId: "person-1", name: "Camille" };
const DOUBLE_CLICK_MS = 400;
const ROUND_MS = 60_000;
const CANCEL_REASON = "51";
const NO_REASON = 8;

type Line = { order_id: string; line_id: string; unit_minor: number; currency: string; number: string };
type Act = (desk: StoreDesk) => ActResult | Promise<ActResult>;
type Button = { name: string; states: readonly string[]; act: (line: Line, draw: Stream) => Act };

const BUTTONS: readonly Button[] = [
  {
    name: "cancel a line",
    states: ["ready", "labelled"],
    act: (line, draw) => {
      const wish = wishOf(line, draw);
      return (desk) => reverseLine(desk, "cancel-line", wish, CAMILLE);
    },
  },
  {
    name: "cancel the order",
    states: ["ready", "labelled"],
    act: (line) => (desk) => cancelOrder(desk, line.order_id, CAMILLE),
  },
  {
    name: "write the reference",
    states: ["ready", "labelled", "shipped"],
    act: (line) => (desk) => writeReference(desk, line.order_id, CAMILLE),
  },
];

export function startActs(sim: Sim): void {
  const { plan, timeline, streams } = sim;
  const round = () => {
    if (sim.calm) return;
    for (const store of sim.stores) {
      for (const button of BUTTONS) if (streams.user.chance(plan.users.acts)) press(sim, store, button);
      if (streams.remote.chance(plan.carrier.returns)) sendBack(sim, store);
    }
    timeline.add(timeline.now() + ROUND_MS, "rarer buttons", round);
  };
  if (plan.users.acts > 0 || plan.carrier.returns > 0) timeline.add(timeline.now() + ROUND_MS, "rarer buttons", round);
}

const LINES = `SELECT l.order_id, l.line_id, l.unit_minor, l.currency, o.number FROM order_lines l JOIN orders o USING (store_id, order_id)
  WHERE l.store_id = ? AND o.state IN (SELECT value FROM json_each(?)) AND l.unit_minor > 0 ORDER BY l.line_id`;

function linesIn(sim: Sim, store: SimObject, states: readonly string[]): Line[] {
  return sim.d1.prepare(LINES).all(store.name, JSON.stringify(states)) as Line[];
}

function press(sim: Sim, store: SimObject, { name, states, act }: Button): void {
  const draw = sim.streams.user;
  const lines = linesIn(sim, store, states);
  if (lines.length === 0) return;
  const work = act(draw.pick(lines), draw);
  const { timeline, plan } = sim;
  timeline.add(timeline.now() + 1_000, name, () => sim.knock(store, "act", work));
  if (draw.chance(plan.users.doubleClicks))
    timeline.add(timeline.now() + 1_000 + draw.below(DOUBLE_CLICK_MS), `${name} again`, () =>
      sim.knock(store, "act", work),
    );
}

function wishOf({ order_id: orderId, line_id: lineId, unit_minor: minor, currency }: Line, draw: Stream): LineWish {
  const amount = { minor, currency };
  const shipping = { minor: 0, currency };
  return {
    orderId,
    lineId,
    quantity: 1,
    amount,
    shipping,
    reason: CANCEL_REASON,
    nonce: `form${draw.below(1_000_000)}`,
  };
}

// By the portal it is told by a webhook and by the list, by the form only by the list.
function sendBack(sim: Sim, store: SimObject): void {
  const draw = sim.streams.remote;
  const lines = linesIn(sim, store, ["shipped", "delivered"]);
  if (lines.length === 0) return;
  const line = draw.pick(lines);
  const items = [{ item_id: line.line_id, quantity: 1, reason: NO_REASON }];
  const id = createReturn(sim.world, { orderNumber: line.number, items, by: draw.pick(["portal", "form"]) });
  if (id === null) return;
  sim.note(() => `return ${id} of ${line.line_id}`);
  noteReturn(sim, line.line_id);
}
