// What others do at a vendor at the very moment when a call of ours is on its way.
import { actAsBuyer, findOrder } from "../../src/sandbox/mirakl-orders";
import { writeOrder } from "../../src/sandbox/order-store";
import { refundByOperator } from "../../src/sandbox/others-acts";
import { panelDeleteOrder, panelEditOrder } from "../../src/sandbox/sendcloud-panel";
import { moveParcel } from "../../src/sandbox/sendcloud-parcels";
import { noteDeleted, noteEdited } from "./invariants/pushes";
import { noteShippedElsewhere } from "./invariants/told";
import type { Sim } from "./sim";

export type Twist =
  | "buyer-cancels"
  | "taken-here"
  | "shipped-here"
  | "tracked-here"
  | "operator-refunds"
  | "scanned"
  | "edited"
  | "deleted";

type Act = (sim: Sim, orderId: string) => void;

const ACTS: Record<Twist, Act> = {
  "buyer-cancels": ({ world }, orderId) => actAsBuyer(world, orderId, "cancel"),
  /** The shop answers in the marketplace's own back office. */
  "taken-here": (sim, orderId) => change(sim, orderId, "WAITING_ACCEPTANCE", { order_state: "WAITING_DEBIT_PAYMENT" }),
  "shipped-here"(sim, orderId) {
    noteShippedElsewhere(sim, orderId);
    change(sim, orderId, "SHIPPING", { order_state: "SHIPPED" });
  },
  "tracked-here": (sim, orderId) => change(sim, orderId, "SHIPPING", { shipping_tracking: "OF-OTHERS-1" }),
  "operator-refunds": ({ world }, orderId) => refundByOperator(world, orderId),
  scanned(sim, orderId) {
    for (const id of parcelsOf(sim, orderId)) moveParcel(sim.world, id, "PICKED_UP_BY_DRIVER");
  },
  edited(sim, orderId) {
    const street = "Quai de la Personne 7";
    for (const { id, order_id: externalId } of pushedOf(sim, orderId))
      if (panelEditOrder(sim.world, id, { address: { address_line_1: street } }))
        noteEdited(sim, externalId, { street, grams: null, at: sim.timeline.now() });
  },
  deleted(sim, orderId) {
    for (const { id, order_id: externalId } of pushedOf(sim, orderId))
      if (panelDeleteOrder(sim.world, id)) noteDeleted(sim, externalId, true);
  },
};

export function twist(sim: Sim, name: Twist, orderId: string): void {
  sim.note(() => `meanwhile at ${orderId}: ${name}`);
  ACTS[name](sim, orderId);
}

type Wire = NonNullable<ReturnType<typeof findOrder>>["order"];

function change({ world, timeline }: Sim, orderId: string, state: string, news: Partial<Wire>): void {
  const order = findOrder(world, orderId)?.order;
  if (order?.order_state !== state) return;
  const { order_state: next } = news;
  const lines = next ? order.order_lines.map((line) => ({ ...line, order_line_state: next })) : order.order_lines;
  writeOrder(world, { ...order, order_lines: lines, ...news } as Wire, timeline.now());
}

function parcelsOf({ stores, stage }: Sim, orderId: string): number[] {
  const ids = stores.flatMap(({ sql }) =>
    sql.all<{ id: string }>("SELECT shipment_id AS id FROM parcels WHERE order_id = ?", orderId).map(({ id }) => id),
  );
  return stage.remoteSql
    .all<{ id: number }>(
      "SELECT id FROM sc_parcels WHERE status = 'READY_TO_SEND' AND shipment_id IN (SELECT value FROM json_each(?))",
      JSON.stringify(ids),
    )
    .map(({ id }) => id);
}

function pushedOf({ stage }: Sim, orderId: string): { id: number; order_id: string }[] {
  return stage.remoteSql.all(
    "SELECT id, order_id FROM sc_orders WHERE body IS NOT NULL AND order_id LIKE ?",
    `%:${orderId}`,
  );
}
