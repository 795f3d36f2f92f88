// Which cells (effect, edge of its state machine, fault) a seed reached.
import type { Sending } from "./calls";
import type { SimObject } from "./incarnation";
import { type Served, servedBy } from "./served";
import type { Sim } from "./sim";

/** How often each cell was reached, by `effect|from>to|fault`. */
export type Coverage = {
  cells: Map<string, number>;
  departs(sending: Sending): void;
  returns(sending: Sending): void;
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

const MOVED_BY_A_READ = new Set(["planned", "ready", "unknown", "reconciling"]);

/** A read whose answer came in this step, and whom it serves: one intent of each order. */
type Answer = { fault: string; waiting: Served[] };

export function watchEdges(sim: Sim): Coverage {
  /** The faults of an intent's sends, oldest first: one may be answered and sent again within a step. */
  const sends = new Map<string, string[]>();
  const reads = new Map<Sending, readonly Served[]>();
  let answers: Answer[] = [];
  const cells = new Map<string, number>();

  // An answer moves an intent in the step in which it comes, or not at all: what moves later had another reason.
  function faultOf({ id, kind, orderId, key, from }: Edge): string {
    if (from === "sent") {
      const fault = sends.get(id)?.shift() ?? "none";
      if (fault !== "crash") return fault;
      return sim.net.deeds.some((deed) => deed.key === key && deed.effect === kind) ? "crash-done" : "crash-undone";
    }
    if (!MOVED_BY_A_READ.has(from)) return "none";
    for (const answer of answers) {
      const { fault, waiting } = answer;
      if (!waiting.some((one) => one.kind === kind && one.orderId === orderId)) continue;
      // Who asked moves first; who comes after him on the same order read nothing himself.
      answer.waiting = waiting.filter((one) => one.orderId !== orderId);
      return fault;
    }
    return "none";
  }

  const coverage: Coverage = {
    cells,
    edges: [],
    departs(sending) {
      const { effect, intent, fault } = sending;
      if (effect === null) reads.set(sending, sending.served ?? servedBy(sending));
      else if (intent) sends.set(intent.id, [...(sends.get(intent.id) ?? []), fault]);
    },
    returns(sending) {
      const served = reads.get(sending);
      reads.delete(sending);
      if (served && served.length > 0) answers.push({ fault: sending.fault, waiting: [...served] });
    },
    crashed(object) {
      if (object.kind !== "store") return;
      for (const { id } of object.sql.all<{ id: string }>("SELECT id FROM intents WHERE state = 'sent'"))
        sends.set(id, ["crash"]);
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
      if (answers.length > 0) answers = [];
    },
  };
  return coverage;

  function note(store: SimObject, row: Row): void {
    const { id, kind, business_key: key, order_id: orderId, came: from, went: to } = row;
    const edge = { store, id, kind, key, orderId, from, to };
    if (from === to) {
      // It waits on: the answer was its own, and is nobody else's.
      if (MOVED_BY_A_READ.has(from)) faultOf(edge);
      return;
    }
    coverage.edges.push(edge);
    if (from === "new") return;
    const cell = `${kind}|${from}>${to}|${faultOf(edge)}`;
    cells.set(cell, (cells.get(cell) ?? 0) + 1);
    sim.note(() => `intent ${key} ${from} > ${to}`);
  }
}
