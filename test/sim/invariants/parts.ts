// Orders in several parcels: I4 for goods, I8 parcel by parcel.
import type { Deed } from "../net";
import type { Sim } from "../sim";
import type { Invariant } from "./table";

export const PARTS: readonly Invariant[] = [
  { id: "I4", when: "did", check: shippedTooMuch },
  { id: "I8", when: "end", check: toldBothWays },
];

type Shipment = { order_id: string; body: string };
type Body = {
  shipment_lines: { order_line_id: string; quantity: number }[];
  tracking: { tracking_number: string | null } | null;
};

export function shipmentsAt(sim: Sim, orderId: string): Body[] {
  return sim.stage.remoteSql
    .all<Shipment>("SELECT order_id, body FROM mirakl_shipments WHERE order_id = ? ORDER BY seq", orderId)
    .map(({ body }) => JSON.parse(body) as Body);
}

function shippedTooMuch(sim: Sim, { effect, orderId }: Deed): string | null {
  if (effect !== "shipment") return null;
  const shipments = shipmentsAt(sim, orderId);
  const numbers = shipments.flatMap(({ tracking }) => tracking?.tracking_number ?? []);
  if (new Set(numbers).size < numbers.length) return `one parcel of ${orderId} was told twice`;
  const [row] = sim.stage.remoteSql.all<{ body: string }>("SELECT body FROM mirakl_orders WHERE order_id = ?", orderId);
  const { order_lines: lines = [] } = JSON.parse(row?.body ?? "{}") as {
    order_lines?: { order_line_id: string; quantity: number }[];
  };
  for (const { order_line_id: id, quantity } of lines) {
    const sent = shipments
      .flatMap((shipment) => shipment.shipment_lines)
      .reduce((sum, line) => sum + (line.order_line_id === id ? line.quantity : 0), 0);
    if (sent > quantity) return `${sent} of ${quantity} pieces of ${id} were told as shipped`;
  }
  return null;
}

// An order is told parcel by parcel or as a whole, never both (mirakl.md 3.6).
function toldBothWays({ net }: Sim): string | null {
  const parted = new Set(net.deeds.filter(({ effect }) => effect === "shipment").map(({ orderId }) => orderId));
  const both = net.deeds.find(
    ({ effect, orderId }) => (effect === "ship" || effect === "tracking") && parted.has(orderId),
  );
  return both ? `${both.orderId} was told in parts and as a whole` : null;
}
