// Orders that travel without a label of ours: told by a person, or under a label that somebody else made for them.
import type { OrderDetails } from "../../../src/db/orders";
import type { CarrierWish } from "../../../src/sync/stub-orders";
import { makeForeignLabel } from "../../foreign-label";
import type { SimObject } from "../incarnation";
import { noteForeign, noteLinked, noteOtherwise } from "../invariants/otherwise";
import { type Stream, streamOf } from "../random";
import type { Sim } from "../sim";

const CAMILLE = { personId: "person-1", name: "Camille" };
const FIRST_ROUND_MS = 100_000;
const ROUND_MS = 70_000;
const DOUBLE_CLICK_MS = 400;
const SOON_MS = 50_000;

export function startOtherwise(sim: Sim): void {
  const { plan, timeline } = sim;
  const { otherwise, foreign } = plan.owner;
  if (otherwise + foreign === 0) return;
  const draw = streamOf(plan.seed, "otherwise");
  const round = () => {
    if (sim.calm) return;
    for (const store of sim.stores) for (const row of rowsOf(sim, store)) actOn(sim, store, row, draw);
    timeline.add(timeline.now() + ROUND_MS, "otherwise", round);
  };
  timeline.add(timeline.now() + FIRST_ROUND_MS, "otherwise", round);
}

type Row = { order_id: string; number: string; details: string };
type Seen = { orderId: string; number: string; details: OrderDetails };

const OPEN = `SELECT order_id, number, details FROM orders WHERE store_id = ? AND state IN ('ready', 'shipped') ORDER BY order_id`;

function rowsOf({ d1 }: Sim, { name }: SimObject): Seen[] {
  return (d1.prepare(OPEN).all(name) as Row[]).map(({ order_id: orderId, number, details }) => ({
    orderId,
    number,
    details: JSON.parse(details) as OrderDetails,
  }));
}

function actOn(sim: Sim, store: SimObject, seen: Seen, draw: Stream): void {
  const { orderId, number, details } = seen;
  const { actions, linkable = [], recipient } = details;
  const [offered] = linkable;
  if (offered) answer(sim, store, orderId, offered.shipmentId, draw);
  else if (actions.includes("link-parcel") && recipient && draw.chance(sim.plan.owner.foreign)) {
    noteForeign(sim, makeForeignLabel(sim.world, { number, details }));
    sim.note(() => `somebody labels ${number} by another road`);
  } else tellByHand(sim, store, seen, draw);
}

function tellByHand(sim: Sim, store: SimObject, { orderId, details: { actions } }: Seen, draw: Stream): void {
  const { otherwise } = sim.plan.owner;
  if (actions.includes("correct-tracking") && draw.chance(otherwise / 2)) {
    noteOtherwise(sim, orderId);
    press(sim, store, draw, "correctTracking", orderId, wishOf(draw));
  } else if (actions.includes("undo-otherwise") && draw.chance(otherwise)) {
    press(sim, store, draw, "undoOtherwise", orderId);
  } else if (actions.includes("ship-otherwise") && draw.chance(otherwise)) {
    noteOtherwise(sim, orderId);
    press(sim, store, draw, "shipOtherwise", orderId, wishOf(draw));
  }
}

function wishOf(draw: Stream): CarrierWish {
  const trackingNumber = `BY-HAND-${draw.below(1_000_000)}`;
  const byName = { carrierCode: null, carrierName: "Le coursier", trackingUrl: null, trackingNumber };
  return draw.chance(0.5) ? byName : { ...byName, carrierCode: "UPS", carrierName: "" };
}

function answer(sim: Sim, store: SimObject, orderId: string, shipmentId: string, draw: Stream): void {
  const links = draw.chance(0.7);
  if (links) noteLinked(sim, shipmentId);
  press(sim, store, draw, links ? "linkParcel" : "refuseParcel", orderId, shipmentId);
}

function press(sim: Sim, store: SimObject, draw: Stream, method: string, ...given: unknown[]): void {
  const { timeline, plan } = sim;
  const at = timeline.now() + draw.below(SOON_MS);
  const click = () => sim.knock(store, method, ...given, CAMILLE);
  timeline.add(at, method, click);
  if (draw.chance(plan.users.doubleClicks)) timeline.add(at + draw.below(DOUBLE_CLICK_MS), `${method} again`, click);
}
