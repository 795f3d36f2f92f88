import { EMPTIED_TABLES, emptyRows } from "../db/rebuild";
import { recordFact, STORE_ITSELF } from "./facts";
import { keep, recall } from "./keeping";
import { flushOutbox } from "./outbox";
import { applyShipmentNews } from "./parcel-news";
import { countReplayed, REPLAYS } from "./replay-store";
import { nextRereadAt, ORDERS_A_CALL, rereadOrders } from "./reread-orders";
import type { StoreDesk } from "./store-desk";
import type { RebuildProgress } from "./stub-stores";

const KEY = "rebuild";
const STEPS_A_SLICE = 40;
const DELETED_A_STEP = 500;
const SHIPMENTS_A_CALL = 100;
const SENDCLOUD_AGAIN_MS = 60_000;

/** Where a rebuild stands: `stage` counts the tables or kinds of a phase, `after` is the last key done. */
type Rebuild = RebuildProgress & { stage: number; after: string; waitUntil: number };
type Phase = RebuildProgress["phase"];

const NONE: RebuildProgress = { phase: "none", done: 0, total: 0, startedAt: null };
const NEXT_PHASE: Record<Phase, Phase> = {
  none: "none",
  emptying: "replaying",
  replaying: "reading-orders",
  "reading-orders": "reading-shipments",
  "reading-shipments": "done",
  done: "done",
};

/** Starts to build this store's rows in D1 anew from the object; one that is under way goes on instead. */
export function startRebuild(desk: StoreDesk): RebuildProgress {
  const { sql, now, alarm } = desk.ports;
  if (!underWay(desk)) {
    sql.transaction(() => {
      recordFact(desk, STORE_ITSELF, "rebuilt", {}, null);
      enter(desk, { ...NONE, stage: 0, after: "", waitUntil: 0, startedAt: now() }, "emptying");
    });
  }
  alarm.set(now());
  return rebuildProgress(desk);
}

export function rebuildProgress({ ports: { sql } }: Pick<StoreDesk, "ports">): RebuildProgress {
  const { phase, done, total, startedAt } = recall<Rebuild>(sql, KEY) ?? NONE;
  return { phase, done, total, startedAt };
}

/** When the rebuild goes on; null when there is none, or when only a pause holds it. */
export function nextRebuildAt(desk: StoreDesk): number | null {
  const state = underWay(desk);
  if (!state) return null;
  if (state.phase === "emptying" || state.phase === "replaying") return desk.ports.now();
  if (desk.store.pausedBecause !== null) return null;
  return state.phase === "reading-orders" ? nextRereadAt(desk) : Math.max(desk.ports.now(), state.waitUntil);
}

/**
 * Goes on with a rebuild as far as one slice reaches (design.md 4): first D1 is emptied of the store, then the object
 * tells it everything again, then both remotes are read. Each step notes where the next begins: after a kill it is
 * repeated, which changes nothing.
 */
export async function rebuildOn(desk: StoreDesk): Promise<void> {
  for (let step = 0; step < STEPS_A_SLICE; step += 1) {
    const state = underWay(desk);
    const dueAt = nextRebuildAt(desk);
    if (!state || dueAt === null || dueAt > desk.ports.now()) return;
    if (!(await STEPS[state.phase]?.(desk, state))) return;
  }
}

/** One step of each phase; false when it has to wait. */
const STEPS: Partial<Record<Phase, (desk: StoreDesk, state: Rebuild) => Promise<boolean>>> = {
  emptying: emptyOn,
  replaying: replayOn,
  "reading-orders": readOrdersOn,
  "reading-shipments": readShipmentsOn,
};

async function emptyOn(desk: StoreDesk, state: Rebuild): Promise<boolean> {
  const { d1 } = desk.ports;
  const place = { workspaceId: desk.store.workspaceId, storeId: desk.store.id };
  const deleted = await emptyRows(d1, place, state.stage, DELETED_A_STEP);
  const done = state.done + deleted;
  const stage = deleted < DELETED_A_STEP ? state.stage + 1 : state.stage;
  if (stage < EMPTIED_TABLES) note(desk, { ...state, stage, done, total: Math.max(state.total, done) });
  else enter(desk, state, NEXT_PHASE[state.phase]);
  return true;
}

async function replayOn(desk: StoreDesk, state: Rebuild): Promise<boolean> {
  const step = await REPLAYS[state.stage]?.(desk, state.after);
  desk.ports.sql.transaction(() => {
    step?.write();
    const done = state.done + (step?.rows ?? 0);
    if (step?.after) note(desk, { ...state, after: step.after, done });
    else if (state.stage + 1 < REPLAYS.length) note(desk, { ...state, stage: state.stage + 1, after: "", done });
    else enter(desk, state, NEXT_PHASE[state.phase]);
  });
  await flushOutbox(desk);
  return true;
}

async function readOrdersOn(desk: StoreDesk, state: Rebuild): Promise<boolean> {
  const ids = keysAfter(desk, "SELECT order_id AS key FROM orders WHERE order_id > ? ORDER BY 1 LIMIT ?", state.after);
  const seen = ids.length > 0 ? await rereadOrders(desk, ids) : new Map();
  if (!seen) return false;
  goOn(desk, state, ids, ORDERS_A_CALL);
  return true;
}

// Parcels at their end change no more.
const MOVES = "json_extract(content, '$.stage') NOT IN ('delivered', 'cancelled', 'failed')";
const MOVING = `SELECT DISTINCT shipment_id AS key FROM parcels WHERE shipment_id > ? AND ${MOVES} ORDER BY 1 LIMIT ?`;

async function readShipmentsOn(desk: StoreDesk, state: Rebuild): Promise<boolean> {
  const shipmentIds = keysAfter(desk, MOVING, state.after);
  const reply = shipmentIds.length > 0 ? await desk.sendcloud.shipments({ shipmentIds }) : null;
  if (reply && reply.kind !== "ok") {
    const again = desk.ports.now() + SENDCLOUD_AGAIN_MS;
    note(desk, { ...state, waitUntil: reply.kind === "wait" ? Math.max(again, reply.until) : again });
    return false;
  }
  for (const news of reply?.value.rows ?? []) applyShipmentNews(desk, news);
  goOn(desk, state, shipmentIds, SHIPMENTS_A_CALL);
  return true;
}

function goOn(desk: StoreDesk, state: Rebuild, keys: readonly string[], aCall: number): void {
  const after = keys.at(-1);
  if (after !== undefined && keys.length === aCall) note(desk, { ...state, after, done: state.done + keys.length });
  else enter(desk, state, NEXT_PHASE[state.phase]);
}

function keysAfter({ ports: { sql } }: StoreDesk, query: string, after: string): string[] {
  return sql.all<{ key: string }>(query, after, ORDERS_A_CALL).map((row) => row.key);
}

function underWay({ ports: { sql } }: StoreDesk): Rebuild | null {
  const state = recall<Rebuild>(sql, KEY);
  return state && state.phase !== "done" && state.phase !== "none" ? state : null;
}

function enter(desk: StoreDesk, state: Rebuild, phase: Phase): void {
  const total = totalOf(desk, phase);
  note(desk, { ...state, phase, stage: 0, after: "", done: phase === "done" ? total : 0, total, waitUntil: 0 });
}

function totalOf({ ports: { sql } }: StoreDesk, phase: Phase): number {
  const count = (query: string) => sql.all<{ n: number }>(query)[0]?.n ?? 0;
  if (phase === "replaying" || phase === "emptying") return countReplayed(sql);
  if (phase === "reading-shipments")
    return count(`SELECT count(DISTINCT shipment_id) AS n FROM parcels WHERE ${MOVES}`);
  return count("SELECT count(*) AS n FROM orders");
}

function note({ ports: { sql } }: StoreDesk, state: Rebuild): void {
  keep(sql, KEY, state);
}
