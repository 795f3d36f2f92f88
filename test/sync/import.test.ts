import { describe, expect, it } from "vitest";
import { listOrders } from "../../src/db/orders";
import type { Http } from "../../src/lib/http";
import { payOrder, placeOrder } from "../../src/sandbox/mirakl-orders";
import { importNow } from "../../src/sync/import-now";
import { stripOf } from "../../src/sync/store-slice";
import { BUYER_OF_LABELS as camille, type Engine, startEngine } from "../engine";
import { MINUTE, seen } from "./cast";

const SECOND = 1000;

async function allOrders({ d1 }: Engine) {
  return listOrders(d1, "workspace-1", { tab: null, storeId: null, after: null, limit: 1000 });
}

/** Calls `between` after each page of OR11 that has a page behind it. */
function betweenPages(between: (page: number) => void): (http: Http) => Http {
  let pages = 0;
  return (http) => async (request) => {
    const answer = await http(request);
    if (/\/api\/orders\?/.test(request.url)) {
      pages += 1;
      between(pages);
    }
    return answer;
  };
}

describe("the first import", () => {
  it("brings 250 orders of three pages, each once, also when orders are updated between the pages", async () => {
    const ids: string[] = [];
    let engine: Engine | null = null;
    const through = betweenPages((page) => {
      if (!engine) return;
      engine.world.pass(SECOND);
      // An order already read leaves the open states or changes, and a new one comes in.
      for (const id of ids.slice(page * 40, page * 40 + 5)) payOrder(engine.world, id);
    });
    engine = await startEngine({ through });
    for (let n = 0; n < 250; n += 1)
      ids.push(placeOrder(engine.world, "brico", { at: engine.world.now() - n * SECOND }));
    await engine.run(10 * MINUTE);
    const rows = await allOrders(engine);
    expect(rows.map((row) => row.orderId).sort()).toEqual([...ids].sort());
    expect(new Set(rows.map((row) => row.number.toUpperCase())).size).toBe(250);
    expect((await seen(engine, ids[41] ?? "")).details.marketplaceState).toBe("shipping");
  });

  it("brings open orders whatever their age, and others only of the last days, quietly", async () => {
    const engine = await startEngine();
    const day = 86_400_000;
    const old = placeOrder(engine.world, "brico", { at: engine.world.now() - 1.5 * day });
    await engine.run(2 * MINUTE);
    expect((await allOrders(engine)).map((row) => row.orderId)).toEqual([old]);
    expect(stripOf(engine.store).importing).toBeNull();
  });
});

describe("a poll", () => {
  it("takes what changed since the last one, and each order once", async () => {
    const engine = await startEngine();
    await engine.run(MINUTE);
    const orderId = placeOrder(engine.world, "brico");
    await engine.run(6 * MINUTE);
    payOrder(engine.world, orderId);
    await engine.run(6 * MINUTE);
    const order = await seen(engine, orderId);
    expect(order.state).toEqual({ name: "ready", reason: null });
    expect(order.events.map((event) => event.kind)).toEqual(["imported", "changed", "address-arrived"]);
    expect(await allOrders(engine)).toHaveLength(1);
  });

  it("sets one unreadable order aside with its reason, and goes on with the others", async () => {
    const engine = await startEngine();
    const bad = placeOrder(engine.world, "brico", { kind: "unreadable" });
    const good = placeOrder(engine.world, "brico");
    await engine.run(6 * MINUTE);
    expect((await allOrders(engine)).map((row) => row.orderId)).toEqual([good]);
    const [row] = engine.store.ports.sql.all("SELECT order_id, reason, raw FROM set_aside");
    expect(row?.order_id).toBe(bad);
    expect(row?.reason).toMatch(/order_lines|total_price/);
    expect(JSON.parse(String(row?.raw)).order_id).toBe(bad);
    expect(stripOf(engine.store).setAside).toBe(1);
  });

  it("never comes twice within a minute, whoever asks, and says when it may", async () => {
    const engine = await startEngine();
    await engine.run(6 * MINUTE);
    engine.world.pass(MINUTE);
    expect(await importNow(engine.store, camille)).toEqual({ result: "done" });
    engine.world.pass(20 * SECOND);
    expect(await importNow(engine.store, camille)).toEqual({
      result: "refused",
      refusal: { code: "too-soon", words: "40" },
    });
  });

  it("writes nothing to D1 when nothing changed", async () => {
    const engine = await startEngine();
    placeOrder(engine.world, "brico");
    await engine.run(20 * MINUTE);
    const [before] = engine.store.ports.sql.all<{ n: number }>(
      "SELECT max(seq) AS n FROM sqlite_sequence WHERE name = 'outbox'",
    );
    await engine.run(30 * MINUTE);
    const [after] = engine.store.ports.sql.all<{ n: number }>(
      "SELECT max(seq) AS n FROM sqlite_sequence WHERE name = 'outbox'",
    );
    expect(after).toEqual(before);
  });
});
