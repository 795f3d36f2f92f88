import fc from "fast-check";
import { describe, expect, expectTypeOf, it } from "vitest";
import { findOrder } from "../../src/db/order-record";
import { listOrders } from "../../src/db/orders";
import { applyOutbox, noteHeartbeat, type OutboxRow, type OutboxTarget, outboxKey } from "../../src/db/outbox";
import { listHeartbeats } from "../../src/db/stores";
import type { D1 } from "../../src/lib/ports";
import { d1Twin } from "../d1-twin";
import { addOrder, addStore, NOW, OURS, overheard, rowsOf } from "./cast";

const TARGETS = [...rowsOf("O-1", 1).keys()];

describe("the outbox", () => {
  it("knows its targets, and no other table or column", () => {
    type OfOrders = "orders" | "order_lines" | "parcels" | "intents" | "events" | "set_aside_orders";
    type Known = OfOrders | "attention_items" | "job_items" | "returns";
    expectTypeOf<OutboxTarget>().toEqualTypeOf<Known>();
    expectTypeOf<"buyer_name">().toExtend<keyof OutboxRow>();
    expectTypeOf<"buyerName" | "token_hash">().not.toExtend<keyof OutboxRow>();
    expect(new Set(TARGETS).size).toBe(9);
  });

  it("writes one row of each target in one round trip", async () => {
    const { d1, batches } = overheard(d1Twin());
    await applyOutbox(d1, OURS, rowsOf("O-1", 1));
    // One of each, and the lines' products.
    expect(batches).toEqual([10]);
    const rows = await everything(d1);
    expect(rows.map(([target, held]) => [target, held.length])).toEqual(TARGETS.map((target) => [target, 1]));
    for (const [target, [row]] of rows) {
      const { version, ...sent } = firstRow(target);
      const kept = target === "events" ? sent : { ...sent, version };
      expect(row).toEqual({ workspace_id: "w1", store_id: "s1", ...kept });
    }
  });

  it("asks nothing when nothing waits", async () => {
    const { d1, batches } = overheard(d1Twin());
    await applyOutbox(d1, OURS, new Map());
    expect(batches).toEqual([]);
  });

  it("gives the same rows when any beginning of it is applied again", async () => {
    const change = fc.record({
      order: fc.constantFrom("O-1", "O-2"),
      target: fc.constantFrom(...TARGETS),
      n: fc.nat(9),
    });
    const queue = fc.array(change, { minLength: 1, maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(queue, fc.nat(12), async (changes, again) => {
        const once = d1Twin();
        const twice = d1Twin();
        const news = changes.map(({ order, target, n }, seq) => newsOf(order, target, n, seq + 1));
        for (const one of news) await applyOutbox(once, OURS, one);
        for (const one of [...news.slice(0, again), ...news]) await applyOutbox(twice, OURS, one);
        expect(await everything(twice)).toEqual(await everything(once));
      }),
      { numRuns: 25 },
    );
  });

  it.each(TARGETS.filter((target) => target !== "events"))("never puts older news over newer in %s", async (target) => {
    const d1 = d1Twin();
    await applyOutbox(d1, OURS, newsOf("O-1", target, 5, 5));
    const newest = await everything(d1);
    await applyOutbox(d1, OURS, newsOf("O-1", target, 4, 4));
    expect(await everything(d1)).toEqual(newest);
    await applyOutbox(d1, OURS, newsOf("O-1", target, 6, 6));
    expect(await everything(d1)).not.toEqual(newest);
  });

  it("keeps an event as it was first told", async () => {
    const d1 = d1Twin();
    await addStore(d1);
    await addOrder(d1, "O-1");
    await applyOutbox(d1, OURS, new Map([["events", [{ ...firstRow("events"), kind: "changed" }]]]));
    const order = await findOrder(d1, "w1", "s1", "O-1");
    expect(order?.events).toEqual([{ seq: 1, at: NOW, kind: "booked", actor: null, details: { by: "import" } }]);
  });

  it("writes all of a batch or nothing", async () => {
    const d1 = d1Twin();
    const broken = new Map(rowsOf("O-1", 1)).set("parcels", [{ ...firstRow("parcels"), stage: null }]);
    await expect(applyOutbox(d1, OURS, broken)).rejects.toThrow("NOT NULL constraint failed: parcels.stage");
    expect((await everything(d1)).flatMap(([, rows]) => rows)).toEqual([]);
  });

  it("carries a thousand rows below D1's hundred bound values", async () => {
    const { d1, asked } = overheard(d1Twin());
    await addStore(d1);
    const many = Array.from({ length: 1_000 }, (_, index) => ({ ...firstRow("orders"), order_id: `O-${index}` }));
    await applyOutbox(d1, OURS, new Map([["orders", many]]));
    expect(asked.at(-1)?.values.length).toBe(3);
    expect(await listOrders(d1, "w1", { tab: null, storeId: null, after: null, limit: 2_000 })).toHaveLength(1_000);
  });

  it("keeps quotes, emoji and JSON as they are", async () => {
    const d1 = d1Twin();
    await addStore(d1);
    const parts = { buyer_name: `L'"Éa" 🎁 \\ ?1`, details: JSON.stringify({ stateText: `"{[',` }) };
    await applyOutbox(d1, OURS, new Map([["orders", [{ ...firstRow("orders"), ...parts }]]]));
    const order = await findOrder(d1, "w1", "s1", "O-1");
    expect(order).toMatchObject({ buyerName: parts.buyer_name, details: { stateText: `"{[',` } });
  });

  it("names a row by its target and its key", () => {
    expect(outboxKey("parcels", { order_id: "O-1", parcel_no: 2, generation: 3, stage: "unknown" })).toBe(
      '["parcels","O-1",2,3]',
    );
    expect(outboxKey("orders", firstRow("orders"))).not.toBe(outboxKey("set_aside_orders", firstRow("orders")));
  });
});

it("a heartbeat never goes back", async () => {
  const d1 = d1Twin();
  for (const at of [NOW, NOW + 2, NOW + 1]) await noteHeartbeat(d1, { ...OURS, at });
  expect(await listHeartbeats(d1, "w1")).toEqual(new Map([["s1", NOW + 2]]));
});

function firstRow(target: OutboxTarget): OutboxRow {
  return rowsOf("O-1", 1).get(target)?.[0] ?? {};
}

/** News of one row: `n` stands in a column that every version may change. */
function newsOf(orderId: string, target: OutboxTarget, n: number, version: number): Map<OutboxTarget, OutboxRow[]> {
  const changing: Record<OutboxTarget, OutboxRow> = {
    orders: { item_count: n },
    order_lines: { quantity: n },
    parcels: { tracking_number: `6A${n}` },
    intents: { attempts: n },
    events: {},
    set_aside_orders: { reason: `reason ${n}` },
    attention_items: { at: n },
    job_items: { reason: `reason ${n}` },
    returns: { at: n },
  };
  return new Map([[target, [{ ...rowsOf(orderId, version).get(target)?.[0], ...changing[target] }]]]);
}

async function everything(d1: D1): Promise<[OutboxTarget, Record<string, unknown>[]][]> {
  const read = async (target: OutboxTarget): Promise<[OutboxTarget, Record<string, unknown>[]]> => {
    const { results } = await d1.prepare(`SELECT * FROM ${target} ORDER BY 1, 2, 3, 4`).bind().all();
    return [target, results];
  };
  return Promise.all(TARGETS.map(read));
}
