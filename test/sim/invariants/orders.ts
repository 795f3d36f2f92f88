// Nothing lost on the way in: I1, I2, I10, I11.

import { shopOf } from "../actors/connect";
import type { SimObject } from "../incarnation";
import type { Sim } from "../sim";
import { remember } from "./memory";
import type { Invariant } from "./table";

const DAY_MS = 86_400_000;
const IMPORT_DAYS = 30;

const cursorsOf = remember<Map<string, number>>(() => new Map());
const parcelsOf = remember<Map<string, { at: number; stage: string }>>(() => new Map());

export const ORDERS: readonly Invariant[] = [
  { id: "I10", when: "step", watches: ["kv"], check: (sim) => first(sim, cursorRunsAhead) },
  { id: "I11", when: "step", watches: ["parcels"], check: (sim) => first(sim, parcelWentBack) },
  { id: "I10", when: "end", check: (sim) => first(sim, orderNeverRead) },
  { id: "I1", when: "end", check: (sim) => first(sim, orderMissing) },
  { id: "I2", when: "end", check: (sim) => first(sim, linesDiffer) },
];

function first(sim: Sim, check: (sim: Sim, store: SimObject) => string | null): string | null {
  for (const store of sim.stores) {
    const wrong = check(sim, store);
    if (wrong) return wrong;
  }
  return null;
}

type Remote = { order_id: string; updated_at: number; body: string };

function remoteOrders(sim: Sim, store: SimObject): Remote[] {
  const { marketplace, shopId } = shopOf(store.name);
  return sim.stage.remoteSql.all<Remote>(
    `SELECT order_id, updated_at, body FROM mirakl_orders
     WHERE marketplace = ? AND shop_id = ? AND (updated_at >= ? OR state IN ('WAITING_ACCEPTANCE', 'SHIPPING'))`,
    marketplace,
    shopId,
    sim.plan.start - IMPORT_DAYS * DAY_MS,
  );
}

const CURSOR = "SELECT value FROM kv WHERE key = 'cursor'";
const KNOWN = "SELECT order_id FROM orders UNION ALL SELECT order_id FROM set_aside";

/** The marketplace's stamps are whole seconds: an order of this second may carry one from before the walk. */
const STAMP_MS = 1_000;
const OVERLAP_MS = 10 * 60_000;

function cursorRunsAhead(sim: Sim, store: SimObject): string | null {
  const [row] = store.sql.all<{ value: string }>(CURSOR);
  if (!row) return null;
  const cursor = Number(row.value);
  const before = cursorsOf(sim).get(store.name) ?? 0;
  if (cursor === before) return null;
  cursorsOf(sim).set(store.name, cursor);
  if (cursor < before) return `the cursor of ${store.name} went back from ${before} to ${cursor}`;
  const known = new Set(store.sql.all<{ order_id: string }>(KNOWN).map((one) => one.order_id));
  // The first cursor is a moment of our own clock, which may run ahead: the next window opens this much before it.
  const seenUntil = before === 0 ? cursor - OVERLAP_MS : cursor - STAMP_MS;
  const lost = remoteOrders(sim, store).find((order) => order.updated_at <= seenUntil && !known.has(order.order_id));
  return lost ? `the cursor of ${store.name} passed ${lost.order_id}, which is not stored` : null;
}

// Whatever changed before the last poll began was in its window, or in one before it.
function orderNeverRead(sim: Sim, store: SimObject): string | null {
  const [row] = store.sql.all<{ value: string }>("SELECT value FROM kv WHERE key = 'polled_at'");
  const polledAt = Number(row?.value ?? 0) - store.skew;
  const known = new Set(store.sql.all<{ order_id: string }>(KNOWN).map((one) => one.order_id));
  const lost = remoteOrders(sim, store).find((order) => order.updated_at < polledAt && !known.has(order.order_id));
  return lost ? `no poll of ${store.name} ever showed ${lost.order_id}` : null;
}

const ENDS = new Set(["delivered", "cancelled", "failed"]);

function parcelWentBack(sim: Sim, store: SimObject): string | null {
  const kept = parcelsOf(sim);
  const rows = store.sql.all<{ id: string; at: number; stage: string }>(
    "SELECT shipment_id AS id, json_extract(content, '$.seenAt') AS at, json_extract(content, '$.stage') AS stage FROM parcels",
  );
  for (const { id, at, stage } of rows) {
    const before = kept.get(id);
    kept.set(id, { at, stage });
    if (!before || before.stage === stage) continue;
    if (at < before.at) return `${id} took news of ${at} over news of ${before.at}`;
    if (ENDS.has(before.stage)) return `${id} left ${before.stage} for ${stage}`;
    if (rankOf(stage) < rankOf(before.stage)) return `${id} went back from ${before.stage} to ${stage}`;
  }
  return null;
}

// The simulated carriers only ever go this way.
const WAY = [
  "announcing",
  "label-ready",
  "cancelling",
  "picked-up",
  "in-transit",
  "at-pickup-point",
  "delivered",
  "cancelled",
  "failed",
];
const rankOf = (stage: string) => WAY.indexOf(stage);

function orderMissing(sim: Sim, store: SimObject): string | null {
  const here = new Map(
    store.sql
      .all<{ order_id: string; state: string }>(
        "SELECT order_id, json_extract(content, '$.stateText') AS state FROM orders",
      )
      .map((row) => [row.order_id, row.state]),
  );
  for (const { order_id: id, body } of remoteOrders(sim, store)) {
    const there = (JSON.parse(body) as { order_state: string }).order_state;
    if (here.get(id) !== there) return `${id} is ${there} at the marketplace and ${here.get(id) ?? "missing"} here`;
  }
  return null;
}

function linesDiffer(sim: Sim, store: SimObject): string | null {
  for (const { order_id: id, body } of remoteOrders(sim, store)) {
    const there = (JSON.parse(body) as { order_lines: { order_line_id: string }[] }).order_lines.map(
      (line) => line.order_line_id,
    );
    const [row] = store.sql.all<{ ids: string | null }>(
      "SELECT (SELECT json_group_array(json_extract(value, '$.lineId')) FROM json_each(content, '$.lines')) AS ids FROM orders WHERE order_id = ?",
      id,
    );
    const here = JSON.parse(row?.ids ?? "[]") as string[];
    if (JSON.stringify(here.toSorted()) !== JSON.stringify(there.toSorted())) return `the lines of ${id} differ`;
  }
  return null;
}
