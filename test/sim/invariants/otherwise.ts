// What travels without a label of ours is told once, and a parcel of others is nobody's until a person says so: I3, I8.
import type { SimObject } from "../incarnation";
import type { Sim } from "../sim";
import { remember } from "./memory";
import type { Invariant } from "./table";

const otherwiseOf = remember<Set<string>>(() => new Set());
const foreignOf = remember<Set<string>>(() => new Set());
const linkedOf = remember<Set<string>>(() => new Set());

export const OTHERWISE: readonly Invariant[] = [
  { id: "I3", when: "step", watches: ["parcels"], check: linkedByItself },
  { id: "I8", when: "end", check: untoldOtherwise },
];

/** A person told, or tried to tell, that this order travels without a label of ours. */
export function noteOtherwise(sim: Sim, orderId: string): void {
  otherwiseOf(sim).add(orderId);
}

/** A shipment that another software made. */
export function noteForeign(sim: Sim, shipmentId: string): void {
  foreignOf(sim).add(shipmentId);
}

/** A person presses that it is the order's. */
export function noteLinked(sim: Sim, shipmentId: string): void {
  linkedOf(sim).add(shipmentId);
}

// What Sendcloud holds of ours and gets a label there is labelled by it, whoever pressed the button.
const NOT_PUSHED = `SELECT shipment_id FROM parcels p
  WHERE NOT EXISTS (SELECT 1 FROM pushed o WHERE o.order_id = p.order_id)`;

function linkedByItself(sim: Sim): string | null {
  if (foreignOf(sim).size === 0) return null;
  for (const { sql } of sim.stores)
    for (const { shipment_id: id } of sql.all<{ shipment_id: string }>(NOT_PUSHED))
      if (foreignOf(sim).has(id) && !linkedOf(sim).has(id)) return `${id} was linked by itself`;
  return null;
}

/** What a person said last of how an order travels, unless a label made since says otherwise. */
export function saidByHand({ sql }: SimObject, orderId: string): Told | null {
  const [row] = sql.all<{ value: string }>("SELECT value FROM kv WHERE key = ?", `told_by_hand ${orderId}`);
  const told = row ? (JSON.parse(row.value) as Told | null) : null;
  return told === null || sql.all(LATER_LABEL, orderId, told.at).length > 0 ? null : told;
}

type Told = { trackingNumber: string; carrier: object | null; shipped: boolean; at: number };

const LATER_LABEL = `SELECT 1 FROM parcels WHERE order_id = ? AND json_extract(content, '$.createdAt') > ?
  AND json_extract(content, '$.stage') NOT IN ('cancelled', 'failed', 'no-label')`;
const LEFT_TO_A_PERSON = `SELECT 1 FROM intents WHERE order_id = ? AND kind IN ('tracking', 'ship')
  AND (state IN ('parked', 'failed') OR (state = 'skipped' AND reason <> 'already'))`;
const IS_OVER = new Set(["CANCELED", "REFUSED", "REFUNDED"]);
const HAS_LEFT = new Set(["SHIPPED", "TO_COLLECT", "RECEIVED", "CLOSED"]);

function untoldOtherwise(sim: Sim): string | null {
  for (const orderId of otherwiseOf(sim)) {
    const [order] = sim.stage.remoteSql.all<{ state: string; there: string | null }>(
      "SELECT state, json_extract(body, '$.shipping_tracking') AS there FROM mirakl_orders WHERE order_id = ?",
      orderId,
    );
    for (const store of sim.stores) {
      const told = saidByHand(store, orderId);
      if (!order || !told || IS_OVER.has(order.state)) continue;
      if (store.sql.all(LEFT_TO_A_PERSON, orderId).length > 0) continue;
      if (told.carrier && order.there !== told.trackingNumber)
        return `${orderId} has tracking ${order.there} at the marketplace, not ${told.trackingNumber}`;
      if (told.shipped && !HAS_LEFT.has(order.state)) return `${orderId} is ${order.state} though a person sent it`;
    }
    const ships = sim.net.deeds.filter((deed) => deed.effect === "ship" && deed.orderId === orderId).length;
    if (ships > 1) return `${orderId} was shipped ${ships} times by us`;
  }
  return null;
}
