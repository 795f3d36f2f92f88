// What an intent says is what happened: I6, I12, I15.
import { chainHash, type Fact } from "../../../src/sync/facts";
import type { Edge } from "../coverage";
import type { Sim } from "../sim";
import { isIntegrationGone } from "./integration";
import type { Invariant } from "./table";

export const TRUTH: readonly Invariant[] = [
  { id: "I6", when: "step", watches: ["intents"], check: endsTruly },
  { id: "I12", when: "end", check: stillOpen },
  { id: "I15", when: "end", check: chainBroken },
  { id: "I15", when: "end", check: replayDiffers },
];

function endsTruly(sim: Sim): string | null {
  for (const edge of sim.coverage.edges) {
    const wrong =
      edge.to === "done"
        ? notDone(sim, edge)
        : edge.to === "failed" || edge.to === "skipped"
          ? doneAfterAll(sim, edge)
          : null;
    if (wrong) return wrong;
  }
  return null;
}

const deedsOf = ({ net }: Sim, { key, kind }: Edge) =>
  net.deeds.filter((deed) => deed.key === key && deed.effect === kind);

// Somebody else may have reached the same goal: then the remote's own state is the proof.
const GOAL: Record<string, (sim: Sim, edge: Edge) => boolean> = {
  accept: (sim, edge) => !["WAITING_ACCEPTANCE", "REFUSED"].includes(stateOf(sim, edge.orderId)),
  refuse: (sim, edge) => ["REFUSED", "CANCELED"].includes(stateOf(sim, edge.orderId)),
  ship: (sim, edge) => ["SHIPPED", "TO_COLLECT", "RECEIVED", "CLOSED"].includes(stateOf(sim, edge.orderId)),
  tracking: (sim, edge) => numberOf(edge) === (trackingOf(sim, edge.orderId) ?? ""),
  "cancel-label": (sim, edge) =>
    ["CANCELLED", "CANCELLED_UPSTREAM", "CANCELLING"].includes(parcelOf(sim, edge.key.split(":")[1] ?? "")),
  refund: (sim, edge) => equalRefundThere(sim, edge),
  cancel: (sim, edge) => stateOf(sim, edge.orderId) === "CANCELED",
  push: isAtSendcloud,
  patch: isAtSendcloud,
  unpush: (sim, edge) => !isAtSendcloud(sim, edge),
};

function isAtSendcloud(sim: Sim, { orderId }: Edge): boolean {
  return sim.stage.remoteSql.all("SELECT 1 FROM sc_orders WHERE order_id LIKE ?", `%:${orderId}`).length > 0;
}

// The operator's refund of the same amount for the same reason cannot be told from ours: the goal holds.
function equalRefundThere(sim: Sim, { store, id, orderId }: Edge): boolean {
  const [wish] = store.sql.all<{ line: string; minor: number }>(
    "SELECT json_extract(payload, '$.lineId') AS line, json_extract(payload, '$.amount.minor') AS minor FROM intents WHERE id = ?",
    id,
  );
  const [row] = sim.stage.remoteSql.all<{ body: string }>("SELECT body FROM mirakl_orders WHERE order_id = ?", orderId);
  if (!wish || !row) return false;
  const { order_lines: lines } = JSON.parse(row.body) as {
    order_lines: { order_line_id: string; refunds: { amount: number }[] }[];
  };
  const line = lines.find((one) => one.order_line_id === wish.line);
  return line?.refunds.some(({ amount }) => Math.round(Number(amount) * 100) === wish.minor) ?? false;
}

function notDone(sim: Sim, edge: Edge): string | null {
  if (deedsOf(sim, edge).length > 0 || GOAL[edge.kind]?.(sim, edge)) return null;
  return `${edge.key} is done, but nothing was done`;
}

// What the remote did and took back since (a cancelled shipment) did not stay.
function doneAfterAll(sim: Sim, edge: Edge): string | null {
  if (edge.kind === "label") return labelExists(sim, edge) ? `${edge.key} is ${edge.to}, but its label exists` : null;
  const deeds = deedsOf(sim, edge);
  return deeds.length > 0 && edge.to === "failed" ? `${edge.key} is failed, but it was done` : null;
}

function labelExists(sim: Sim, { store, id }: Edge): boolean {
  const [row] = store.sql.all<{ reference: string }>(
    "SELECT json_extract(payload, '$.reference') AS reference FROM intents WHERE id = ?",
    id,
  );
  return (
    sim.stage.remoteSql.all(
      `SELECT 1 FROM sc_shipments s JOIN sc_parcels p ON p.shipment_id = s.id
       WHERE s.external_reference_id = ? AND p.status NOT IN ('CANCELLED', 'CANCELLED_UPSTREAM', 'ANNOUNCEMENT_FAILED')`,
      row?.reference ?? "",
    ).length > 0
  );
}

function stateOf(sim: Sim, orderId: string): string {
  return (
    sim.stage.remoteSql.all<{ state: string }>("SELECT state FROM mirakl_orders WHERE order_id = ?", orderId)[0]
      ?.state ?? ""
  );
}

function trackingOf(sim: Sim, orderId: string): string | null {
  const sql = "SELECT json_extract(body, '$.shipping_tracking') AS number FROM mirakl_orders WHERE order_id = ?";
  return sim.stage.remoteSql.all<{ number: string | null }>(sql, orderId)[0]?.number ?? null;
}

// The key of a repeat names the number that it goes over as well: what is told stands in the payload.
function numberOf({ store, id }: Edge): string {
  const sql = "SELECT json_extract(payload, '$.trackingNumber') AS number FROM intents WHERE id = ?";
  return store.sql.all<{ number: string }>(sql, id)[0]?.number ?? "";
}

function parcelOf(sim: Sim, shipmentId: string): string {
  const sql = "SELECT status FROM sc_parcels WHERE shipment_id = ?";
  return sim.stage.remoteSql.all<{ status: string }>(sql, shipmentId)[0]?.status ?? "";
}

const OPEN = `SELECT business_key, state FROM intents
  WHERE state IN ('planned', 'ready', 'sent', 'unknown', 'reconciling') LIMIT 1`;
/** Writes to a deleted integration wait for a person, and so does what comes after them. */
const OPEN_ELSEWHERE = OPEN.replace(
  "LIMIT 1",
  "AND kind NOT IN ('push', 'patch', 'unpush', 'label', 'cancel-label', 'cancel', 'ship') LIMIT 1",
);

function stillOpen(sim: Sim): string | null {
  for (const { sql } of sim.stores) {
    const [open] = sql.all<{ business_key: string; state: string }>(isIntegrationGone(sim) ? OPEN_ELSEWHERE : OPEN);
    if (open) return `${open.business_key} is still ${open.state}`;
  }
  return null;
}

function chainBroken(sim: Sim): string | null {
  for (const { name, sql } of sim.stores) {
    let seq = 0;
    let head = "";
    for (const fact of sql.all<Fact>("SELECT * FROM facts ORDER BY seq")) {
      seq += 1;
      if (fact.seq !== seq || fact.hash !== chainHash(head, fact)) return `the timeline of ${name} breaks at ${seq}`;
      head = fact.hash;
    }
  }
  return null;
}

// The last thing told of each intent is where it stands.
const TOLD = `SELECT i.business_key, i.state, (SELECT json_extract(f.details, '$.state') FROM facts f
    WHERE f.kind = 'intent' AND json_extract(f.details, '$.intentId') = i.id ORDER BY f.seq DESC LIMIT 1) AS told
  FROM intents i WHERE told IS NOT i.state AND NOT (told IS NULL AND i.state = 'planned')`;

function replayDiffers(sim: Sim): string | null {
  for (const { sql } of sim.stores) {
    const [row] = sql.all<{ business_key: string; state: string; told: string | null }>(TOLD);
    if (row) return `${row.business_key} is ${row.state}, and its timeline says ${row.told ?? "nothing"}`;
  }
  return null;
}
