import type { SqlRow } from "../lib/ports";
import type { StatusCode } from "./sendcloud-statuses";
import type { World } from "./world";

/** A label that was bought, or the credit for it, with what it was bought for. */
export type LabelEntry = SqlRow & {
  kind: "label" | "credit";
  parcel_id: number;
  shipment_id: string;
  integration_id: number;
  external_reference_id: string | null;
  order_number: string | null;
  /** The shop's own id where the label was made from an incoming order. */
  external_order_id: string | null;
  status: StatusCode;
  amount_minor: number;
  currency: string;
  at: number;
};

export type LabelLedger = {
  entries: LabelEntry[];
  /** Labels bought and not credited; one being cancelled still lives. */
  live: number;
  liveByOrderNumber: ReadonlyMap<string, number>;
  liveByReference: ReadonlyMap<string, number>;
};

/** Every label and every credit, oldest first, and how many labels live: what a proof of "never twice" counts. */
export function labelLedger(world: World): LabelLedger {
  const entries = world.sql.all<LabelEntry>(
    `SELECT l.kind, l.parcel_id, l.shipment_id, l.integration_id, s.external_reference_id, s.order_number,
      o.order_id AS external_order_id, p.status, l.amount_minor, l.currency, l.at
     FROM sc_ledger l JOIN sc_shipments s ON s.id = l.shipment_id JOIN sc_parcels p ON p.id = l.parcel_id
     LEFT JOIN sc_order_shipments o ON o.shipment_id = l.shipment_id ORDER BY l.at, l.parcel_id, l.kind DESC`,
  );
  const credited = new Set(entries.filter(({ kind }) => kind === "credit").map(({ parcel_id: id }) => id));
  const living = entries.filter(({ kind, parcel_id: id }) => kind === "label" && !credited.has(id));
  return {
    entries,
    live: living.length,
    liveByOrderNumber: countBy(living.map((entry) => entry.order_number)),
    liveByReference: countBy(living.map((entry) => entry.external_reference_id)),
  };
}

function countBy(names: readonly (string | null)[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const name of names) if (name !== null) counts.set(name, (counts.get(name) ?? 0) + 1);
  return counts;
}
