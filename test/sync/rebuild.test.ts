import { describe, expect, it } from "vitest";
import { plantFault } from "../../src/sandbox/faults";
import { cancelOrder, payOrder, placeOrder } from "../../src/sandbox/mirakl-orders";
import { correctAddress, decideAcceptance } from "../../src/sync/acts";
import { clearAttention, raiseAttention } from "../../src/sync/attention";
import { keep } from "../../src/sync/keeping";
import { flushOutbox } from "../../src/sync/outbox";
import { rebuildProgress, startRebuild } from "../../src/sync/rebuild";
import { bringBack } from "../../src/sync/set-aside";
import { runSlice } from "../../src/sync/store-slice";
import { BUYER_OF_LABELS as camille, type Engine, startEngine } from "../engine";
import { MINUTE, pressCreateLabel, readyOrder } from "./cast";

const TABLES = [
  "orders",
  "order_lines",
  "parcels",
  "intents",
  "events",
  "set_aside_orders",
  "attention_items",
  "order_numbers",
];

/** All that D1 holds of orders, but the versions and the rebuilds themselves. */
async function dump({ d1 }: Engine): Promise<Record<string, unknown[]>> {
  const tables: Record<string, unknown[]> = {};
  for (const table of TABLES) {
    const { results } = await d1.prepare(`SELECT * FROM ${table}`).all<Record<string, unknown>>();
    const rows = results.filter(({ kind }) => kind !== "rebuilt").map(({ version: _, ...row }) => JSON.stringify(row));
    tables[table] = rows.sort();
  }
  return tables;
}

/** A store with something in every table: labels, a correction, a failed and an open intent, set-aside and settled things. */
async function livedIn(): Promise<Engine> {
  const engine = await startEngine();
  const { world, store } = engine;
  const shipped = await readyOrder(engine);
  await pressCreateLabel(engine, shipped);
  await engine.run(5 * MINUTE);
  const corrected = await readyOrder(engine);
  correctAddress(store, corrected, { street1: "12 rue des Lilas", phone: "+33612345678" }, camille);
  plantFault(world, { api: "sendcloud", operation: "*", kind: "announcement-failed", times: 1 });
  await pressCreateLabel(engine, corrected);
  const cancelled = await readyOrder(engine);
  await pressCreateLabel(engine, cancelled);
  cancelOrder(world, cancelled);
  const accepted = placeOrder(world, "brico");
  placeOrder(world, "brico", { kind: "unreadable" });
  const back = placeOrder(world, "brico", { kind: "unreadable" });
  await engine.run(6 * MINUTE);
  plantFault(world, { api: "mirakl", operation: "OR21", kind: "timeout-after", times: 1 });
  await decideAcceptance(store, "accept", accepted, camille);
  store.ports.sql.transaction(() => bringBack(store, back));
  raiseAttention(store, { key: "one", kind: "order-missing", orderId: shipped, details: { missing: "there" } });
  raiseAttention(store, { key: "two", kind: "timeline-broken", orderId: null, details: { seq: 4 } });
  clearAttention(store, "two");
  await flushOutbox(store);
  await engine.run(30 * MINUTE);
  return engine;
}

/** Slice after slice, as alarms would bring them, until the rebuild is done; a slice may be cut off anywhere. */
async function untilDone(engine: Engine): Promise<string[]> {
  const phases: string[] = [];
  for (let slice = 0; slice < 200; slice += 1) {
    const { phase } = rebuildProgress(engine.store);
    if (phases.at(-1) !== phase) phases.push(phase);
    if (phase === "done") return phases;
    engine.world.pass(1_000);
    await runSlice(engine.store).catch(() => undefined);
    if (phase.startsWith("reading")) engine.world.pass(MINUTE);
  }
  throw new Error("the rebuild does not end");
}

describe("a rebuilt store", () => {
  it("has the same rows, corrections included", async () => {
    const engine = await livedIn();
    const before = await dump(engine);
    for (const table of TABLES) expect(before[table]?.length, table).toBeGreaterThan(0);
    expect(startRebuild(engine.store).phase).toBe("emptying");
    const phases = await untilDone(engine);
    expect(phases.at(-1)).toBe("done");
    expect(await dump(engine)).toEqual(before);
  });

  it("has the same rows when D1 held nothing of it any more, numbers included", async () => {
    const engine = await livedIn();
    const before = await dump(engine);
    for (const table of TABLES) await engine.d1.prepare(`DELETE FROM ${table}`).run();
    startRebuild(engine.store);
    await untilDone(engine);
    expect(await dump(engine)).toEqual(before);
  });

  it("has the same rows wherever it was killed on the way", async () => {
    const engine = await livedIn();
    const { ports } = engine.store;
    const before = await dump(engine);
    const { d1 } = ports;
    for (const death of ["before", "after"] as const) {
      for (let at = 1; ; at += 1) {
        let calls = 0;
        const cut = async <T>(work: () => Promise<T>): Promise<T> => {
          calls += 1;
          if (calls === at && death === "before") throw new Error("killed");
          const result = await work();
          if (calls === at && death === "after") throw new Error("killed");
          return result;
        };
        ports.d1 = {
          prepare: (text) => cutting(d1.prepare(text), cut),
          batch: (statements) => cut(() => d1.batch(statements.map(uncut))),
        };
        startRebuild(engine.store);
        await untilDone(engine);
        ports.d1 = d1;
        await flushOutbox(engine.store);
        expect(await dump(engine), `killed ${death} call ${at}`).toEqual(before);
        if (calls >= at) continue;
        expect(at).toBeGreaterThan(10);
        break;
      }
    }
  });

  it("goes on while the orders move, and keeps what is newer", async () => {
    const engine = await livedIn();
    startRebuild(engine.store);
    await runSlice(engine.store);
    const orderId = placeOrder(engine.world, "brico");
    payOrder(engine.world, orderId);
    await engine.run(20 * MINUTE);
    expect(rebuildProgress(engine.store).phase).toBe("done");
    const after = await dump(engine);
    startRebuild(engine.store);
    await untilDone(engine);
    expect(await dump(engine)).toEqual(after);
    expect(JSON.stringify(after.orders)).toContain(orderId);
  });

  it("does not begin a second time while it is under way, and tells how far it is", async () => {
    const engine = await livedIn();
    expect(rebuildProgress(engine.store)).toEqual({ phase: "none", done: 0, total: 0, startedAt: null });
    const begun = startRebuild(engine.store);
    engine.world.pass(1_000);
    expect(startRebuild(engine.store)).toEqual(begun);
    await untilDone(engine);
    const done = rebuildProgress(engine.store);
    expect(done.phase).toBe("done");
    expect(done.done).toBe(done.total);
    expect(done.startedAt).toBe(begun.startedAt);
  });

  it("waits with the marketplace while the store is paused, and writes its rows all the same", async () => {
    const engine = await livedIn();
    const before = await dump(engine);
    engine.store.store.pausedBecause = "key-wrong";
    keep(engine.store.ports.sql, "paused", true);
    startRebuild(engine.store);
    await engine.run(10 * MINUTE);
    expect(rebuildProgress(engine.store).phase).toBe("reading-orders");
    const { orders, order_lines, parcels } = await dump(engine);
    expect({ orders, order_lines, parcels }).toEqual({
      orders: before.orders,
      order_lines: before.order_lines,
      parcels: before.parcels,
    });
  });

  it("leaves the rows of another store alone", async () => {
    const engine = await livedIn();
    await engine.d1
      .prepare(
        "INSERT INTO orders SELECT workspace_id, 'store-2', order_id, number, commercial_id, state, reason, tab, attention, created_at, deadline_at, buyer_name, country, zip, city, total_minor, currency, item_count, details, version FROM orders",
      )
      .run();
    const before = await dump(engine);
    startRebuild(engine.store);
    await untilDone(engine);
    expect(await dump(engine)).toEqual(before);
  });
});

type Cut = <T>(work: () => Promise<T>) => Promise<T>;
const WHOLE = new WeakMap<object, D1PreparedStatement>();

function cutting(statement: D1PreparedStatement, cut: Cut): D1PreparedStatement {
  const proxy = new Proxy(statement, {
    get: (target, name) => {
      if (name === "bind") return (...values: unknown[]) => cutting(target.bind(...values), cut);
      const call: unknown = Reflect.get(target, name);
      return typeof call === "function" ? (...given: unknown[]) => cut(async () => call.apply(target, given)) : call;
    },
  });
  WHOLE.set(proxy, statement);
  return proxy;
}

function uncut(statement: D1PreparedStatement): D1PreparedStatement {
  return WHOLE.get(statement) ?? statement;
}
