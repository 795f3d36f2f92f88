// Carriers scan, and somebody presses buttons in Sendcloud's own panel.
import { cancelShipment } from "../../../src/sandbox/sendcloud-cancel";
import { moveParcel, parcelsOf } from "../../../src/sandbox/sendcloud-parcels";
import type { Sim } from "../sim";

const ROUND_MS = 3 * 60_000;
const ON: Record<string, string> = {
  READY_TO_SEND: "PICKED_UP_BY_DRIVER",
  PICKED_UP_BY_DRIVER: "AT_SORTING_CENTRE",
  AT_SORTING_CENTRE: "DRIVER_ON_ROUTE",
  DRIVER_ON_ROUTE: "DELIVERED",
};

export function startCarriers(sim: Sim): void {
  const { plan, timeline, streams, stage, world } = sim;
  if (plan.carrier.early === 0 && plan.carrier.panel === 0) return;
  const draw = streams.remote;
  const round = () => {
    if (sim.calm) return;
    const parcels = stage.remoteSql.all<{ id: number; status: string; shipment_id: string }>(
      "SELECT id, status, shipment_id FROM sc_parcels ORDER BY id",
    );
    for (const { id, status, shipment_id: shipment } of parcels) {
      const next = ON[status];
      if (next && draw.chance(plan.carrier.early * 0.2)) moveParcel(world, id, next);
      else if (draw.chance(plan.carrier.panel * 0.1)) cancelShipment(world, parcelsOf(world.sql, shipment));
    }
    timeline.add(timeline.now() + ROUND_MS, "carriers", round);
  };
  timeline.add(timeline.now() + ROUND_MS, "carriers", round);
}
