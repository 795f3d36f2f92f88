// Labels made at Sendcloud: its panel's user, and what befalls an order that was pushed.
import { actAsBuyer } from "../../../src/sandbox/mirakl-orders";
import { panelDeleteOrder, panelEditOrder, panelLabel } from "../../../src/sandbox/sendcloud-panel";
import { takeBack } from "../../../src/sync/acts-money";
import type { StoreDesk } from "../../../src/sync/store-desk";
import type { SimObject } from "../incarnation";
import { isIntegrationGone } from "../invariants/integration";
import { noteDeleted, noteEdited } from "../invariants/pushes";
import { type Stream, streamOf } from "../random";
import type { Sim } from "../sim";

const FIRST_ROUND_MS = 90_000;
const ROUND_MS = 60_000;

export function startPanel(sim: Sim): void {
  const { plan, timeline } = sim;
  if (plan.rare.labels !== "sendcloud") return;
  const draw = streamOf(plan.seed, "panel");
  const { labels, edits, deletes, takesBack } = plan.rare.panel;
  const round = () => {
    if (sim.calm || isIntegrationGone(sim)) return;
    for (const order of ordersThere(sim)) actOn(sim, order, draw);
    for (const store of sim.stores) if (draw.chance(takesBack)) takeOneBack(sim, store, draw);
    timeline.add(timeline.now() + ROUND_MS, "Sendcloud's panel", round);
  };
  if (labels + edits + deletes + takesBack > 0)
    timeline.add(timeline.now() + FIRST_ROUND_MS, "Sendcloud's panel", round);
  for (const [act, times] of [
    ["move-house", plan.rare.afterPush.moves],
    ["cancel", plan.rare.afterPush.cancels],
  ] as const)
    for (let turn = 0; turn < times; turn += 1)
      timeline.add(plan.start + FIRST_ROUND_MS + draw.below(plan.activeMs), `${act} after the push`, () => {
        const orderId = sim.calm ? null : somePushed(sim.stores, draw);
        if (orderId && actAsBuyer(sim.world, orderId, act)) sim.note(() => `${act} of ${orderId}`);
      });
}

type Row = { id: number; order_id: string };

function ordersThere({ stage }: Sim): Row[] {
  return stage.remoteSql.all<Row>(
    `SELECT id, order_id FROM sc_orders WHERE body IS NOT NULL
     AND integration_id NOT IN (SELECT id FROM sc_gone_integrations) ORDER BY id`,
  );
}

function actOn(sim: Sim, { id, order_id: externalId }: Row, draw: Stream): void {
  const { world, timeline, plan } = sim;
  const { labels, edits, deletes } = plan.rare.panel;
  const roll = draw.next();
  if (roll < labels) {
    const made = panelLabel(world, id);
    if ("shipmentIds" in made) sim.note(() => `the panel labels ${externalId}`);
  } else if (roll < labels + edits) {
    const street = draw.chance(0.5) ? `Quai de la Personne ${1 + draw.below(90)}` : null;
    const grams = street === null ? 1_000 + draw.below(8_000) : null;
    const edit = street === null ? { grams: grams ?? 1 } : { address: { address_line_1: street } };
    if (!panelEditOrder(world, id, edit)) return;
    noteEdited(sim, externalId, { street, grams, at: timeline.now() });
    sim.note(() => `the panel edits ${externalId}`);
  } else if (roll < labels + edits + deletes) {
    const confirmed = sim.stores.some(
      ({ sql }) => sql.all("SELECT 1 FROM pushed WHERE external_id = ? AND state = 'there'", externalId).length > 0,
    );
    if (!panelDeleteOrder(world, id)) return;
    noteDeleted(sim, externalId, confirmed);
    sim.note(() => `the panel deletes ${externalId}`);
  }
}

function somePushed(stores: readonly SimObject[], draw: Stream): string | null {
  const rows = stores.flatMap(({ sql }) =>
    sql.all<{ order_id: string }>("SELECT order_id FROM pushed WHERE state = 'there' ORDER BY order_id"),
  );
  return rows.length > 0 ? draw.pick(rows).order_id : null;
}

function takeOneBack(sim: Sim, store: SimObject, draw: Stream): void {
  const orderId = somePushed([store], draw);
  if (orderId) sim.knock(store, "act", async (desk: StoreDesk) => takeBack(desk, orderId));
}
