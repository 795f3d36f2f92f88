// Which cells (effect, edge of its state machine, fault) a seed reached.
import type { Sending } from "./calls";
import type { SimObject } from "./incarnation";
import type { Sim } from "./sim";

/** How often each cell was reached, by `effect|from>to|fault`. */
export type Coverage = {
  cells: Map<string, number>;
  departs(sending: Sending): void;
  crashed(object: SimObject): void;
  /** Reads the edges of the last step; gives true when there were any. */
  follow(): void;
  /** Edges of the last step, for the invariants. */
  edges: Edge[];
};
export type Edge = {
  store: SimObject;
  id: string;
  kind: string;
  key: string;
  orderId: string;
  from: string;
  to: string;
};

const EDGES = `SELECT i.id, i.kind, i.business_key, i.order_id, e.came, e.went FROM sim_edges e JOIN intents i ON i.id = e.id
  ORDER BY e.seq`;
type Row = { id: string; kind: string; business_key: string; order_id: string; came: string; went: string };

export function watchEdges(sim: Sim): Coverage {
  const sends = new Map<string, string>();
  const reads = new Map<string, string>();
  const cells = new Map<string, number>();

  function faultOf({ id, kind, orderId, key, from }: Edge): string {
    if (from === "sent") {
      const fault = sends.get(id) ?? "none";
      if (fault !== "crash") return fault;
      return sim.net.deeds.some((deed) => deed.key === key && deed.effect === kind) ? "crash-done" : "crash-undone";
    }
    const place = `${orderId}|${from === "unknown" || from === "reconciling" ? kind : ""}`;
    const fault = reads.get(place) ?? reads.get(`${orderId}|`) ?? "none";
    reads.delete(place);
    return fault;
  }

  const coverage: Coverage = {
    cells,
    edges: [],
    departs(sending) {
      const { effect, intent, orderIds, fault, object, request } = sending;
      if (effect !== null) {
        if (intent) sends.set(intent.id, fault);
        return;
      }
      for (const orderId of orderIds) reads.set(`${orderId}|`, fault);
      const served = servedIntent(object, request.url);
      if (served) reads.set(`${served.order_id}|${served.kind}`, fault);
    },
    crashed(object) {
      if (object.kind !== "store") return;
      for (const { id } of object.sql.all<{ id: string }>("SELECT id FROM intents WHERE state = 'sent'"))
        sends.set(id, "crash");
    },
    follow() {
      coverage.edges = [];
      for (const store of sim.stores) {
        if (!store.touched.has("intents")) continue;
        const rows = store.sql.all<Row>(EDGES);
        if (rows.length === 0) continue;
        store.sql.run("DELETE FROM sim_edges");
        for (const row of rows) note(store, row);
      }
    },
  };
  return coverage;

  function note(store: SimObject, row: Row): void {
    const edge = {
      store,
      id: row.id,
      kind: row.kind,
      key: row.business_key,
      orderId: row.order_id,
      from: row.came,
      to: row.went,
    };
    coverage.edges.push(edge);
    if (row.came === "new") return;
    const cell = `${row.kind}|${row.came}>${row.went}|${faultOf(edge)}`;
    cells.set(cell, (cells.get(cell) ?? 0) + 1);
    sim.note(() => `intent ${row.business_key} ${row.came} > ${row.went}`);
  }
}

const MOVES = "AND next_at IS NOT NULL ORDER BY next_at";

// A read at Sendcloud that serves one intent: of a shipment by its id or our reference, of an order by its id or ours.
function servedIntent(object: SimObject, url: string): { order_id: string; kind: string } | null {
  const shipment = /\/shipments\/([^/?]+)$/.exec(url)?.[1];
  if (shipment) return one(object, "business_key = ?", `cancel-label:${shipment}`);
  const order = /\/v3\/orders\/(\d+)$/.exec(url)?.[1];
  if (order)
    return one(
      object,
      `kind IN ('patch', 'unpush') AND json_extract(payload, '$.sendcloudId') = ? ${MOVES}`,
      Number(order),
    );
  const pushed = /\/v3\/orders\?.*\border_id=([^&]+)/.exec(url)?.[1];
  if (pushed)
    return one(
      object,
      `kind = 'push' AND json_extract(payload, '$.externalId') = ? ${MOVES}`,
      decodeURIComponent(pushed),
    );
  const reference = /[?&]external_reference_id=([^&]+)/.exec(url)?.[1];
  return reference ? one(object, "kind = 'label' AND json_extract(payload, '$.reference') = ?", reference) : null;
}

function one(object: SimObject, where: string, value: string | number): { order_id: string; kind: string } | null {
  if (object.kind !== "store") return null;
  return (
    object.sql.all<{ order_id: string; kind: string }>(`SELECT order_id, kind FROM intents WHERE ${where}`, value)[0] ??
    null
  );
}
