import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type AttentionCursor, countAttention, listAttention, SOURCES, type Source } from "../../src/db/attention";
import { applyOutbox, type OutboxRow, type OutboxTarget } from "../../src/db/outbox";
import { pauseStore } from "../../src/db/stores";
import type { D1 } from "../../src/lib/ports";
import { d1Twin } from "../d1-twin";
import { addStore, NOW, OURS, overheard, plansOf, rowsOf, THEIRS } from "./cast";

const BESIDE = { workspaceId: "w1", storeId: "s9" };
const FIRST = { after: null, limit: 100 };
type Place = typeof OURS;
type Thing = { source: Source; at: number; key: string };

async function withStores(): Promise<D1> {
  const d1 = d1Twin();
  for (const place of [OURS, BESIDE, THEIRS]) await addStore(d1, place);
  return d1;
}

/** One thing that waits for a person; `settled` once it does no more. */
async function add(d1: D1, { source, at, key }: Thing, place: Place = OURS, settled = false): Promise<void> {
  const resolved = settled ? 1 : 0;
  const write = (target: OutboxTarget, row: OutboxRow) =>
    applyOutbox(d1, place, new Map([[target, [{ ...row, at, version: 1 }]]]));
  if (source === "pause") return pauseStore(d1, { ...place, reason: "key-wrong", pausedBy: null, pausedAt: at });
  if (source === "set-aside") return write("set_aside_orders", { order_id: key, reason: "lines: too few", resolved });
  if (source === "item") {
    return write("attention_items", { item_key: key, kind: "two-parcels", order_id: "O-1", details: "{}", resolved });
  }
  const money = { amount_minor: 1250, currency: "EUR" };
  const intent = { kind: "refund", state: settled ? "done" : "parked", reason: "not-explained", attempts: 2 };
  return write("intents", { order_id: "O-1", intent_id: key, ...intent, ...money });
}

describe("what waits for a person", () => {
  it("comes from four places, oldest first, each with its store, its order and its money", async () => {
    const d1 = await withStores();
    const order1 = rowsOf("O-1", 1, { number: "N-1" }).get("orders") ?? [];
    await applyOutbox(d1, OURS, new Map([["orders", order1]]));
    for (const [age, source] of SOURCES.entries()) await add(d1, { source, at: NOW - age, key: `k-${source}` });
    const shop = { storeId: "s1", storeName: "Shop s1" };
    const order = { orderId: "O-1", number: "N-1" };
    expect(await listAttention(d1, "w1", FIRST)).toEqual([
      { source: "pause", at: NOW - 3, key: "s1", ...shop, reason: "key-wrong" },
      {
        source: "set-aside",
        at: NOW - 2,
        key: "k-set-aside",
        ...shop,
        orderId: "k-set-aside",
        number: null,
        reason: "lines: too few",
      },
      { source: "item", at: NOW - 1, key: "k-item", ...shop, ...order, kind: "two-parcels", details: {} },
      {
        ...{ source: "intent", at: NOW, key: "k-intent", ...shop, ...order, kind: "refund", reason: "not-explained" },
        money: { minor: 1250, currency: "EUR" },
      },
    ]);
    expect(await countAttention(d1, "w1")).toBe(4);
  });

  it("knows what concerns no store of ours, and an order that is not here", async () => {
    const d1 = await withStores();
    await add(d1, { source: "item", at: NOW, key: "integration" }, { workspaceId: "w1", storeId: "" });
    expect(await listAttention(d1, "w1", FIRST)).toMatchObject([
      { storeId: "", storeName: null, orderId: "O-1", number: null },
    ]);
  });

  it("leaves out what is settled, and never shows another workspace's", async () => {
    const d1 = await withStores();
    for (const source of SOURCES) {
      if (source !== "pause") await add(d1, { source, at: NOW, key: `done-${source}` }, OURS, true);
      await add(d1, { source, at: NOW, key: `theirs-${source}` }, THEIRS);
    }
    expect(await listAttention(d1, "w1", FIRST)).toEqual([]);
    expect(await countAttention(d1, "w1")).toBe(0);
    expect(await countAttention(d1, "w2")).toBe(4);
    expect((await listAttention(d1, "w2", FIRST)).every((one) => one.storeId === "s2")).toBe(true);
  });

  it("pages through all of it once, whatever falls on one moment", async () => {
    const thing = fc.record({
      source: fc.constantFrom(...SOURCES.filter((source) => source !== "pause")),
      at: fc.integer({ min: NOW, max: NOW + 2 }),
      key: fc.stringMatching(/^[a-c]~?[a-c]$/),
      beside: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(thing, { maxLength: 14 }), fc.integer({ min: 1, max: 4 }), async (things, limit) => {
        const d1 = await withStores();
        for (const { beside, ...one } of things) await add(d1, one, beside ? BESIDE : OURS);
        await add(d1, { source: "pause", at: NOW + 1, key: "" });
        const all = await listAttention(d1, "w1", FIRST);
        const walked: typeof all = [];
        let after: AttentionCursor | null = null;
        do {
          const rows = await listAttention(d1, "w1", { after, limit });
          walked.push(...rows);
          after = rows.length === limit ? (rows.at(-1) ?? null) : null;
        } while (after);
        expect(walked).toEqual(all);
        expect(await countAttention(d1, "w1")).toBe(all.length);
        expect(all.map(({ at }) => at)).toEqual(all.map(({ at }) => at).toSorted());
      }),
      { numRuns: 40 },
    );
  });
});

describe("its plans", () => {
  const cursors = SOURCES.map((source) => ({ at: NOW, source, storeId: "s1", key: "k" }));

  it.each([null, ...cursors])("after %j the page is found by an index in one round trip", async (after) => {
    const { d1, batches } = overheard(d1Twin());
    await listAttention(d1, "w1", { after, limit: 51 });
    expect(batches).toEqual([4]);
    const [parked, items, aside] = await plansOf(d1Twin(), (asked) => listAttention(asked, "w1", { after, limit: 51 }));
    const where = after === null ? "workspace_id=?" : "workspace_id=? AND ";
    expect(parked?.[0]).toContain(`SEARCH intents USING INDEX intents_parked (${where}`);
    expect(items?.[0]).toContain(`SEARCH attention_items USING INDEX attention_items_open (${where}`);
    expect(aside?.[0]).toContain(`SEARCH set_aside_orders USING INDEX set_aside_orders_open (${where}`);
    for (const plan of [parked, items, aside])
      expect(plan?.slice(1).join()).not.toMatch(/SCAN|USE TEMP B-TREE FOR ORDER/);
  });

  it("the count comes from indexes alone, in one statement", async () => {
    const plans = await plansOf(d1Twin(), (d1) => countAttention(d1, "w1"));
    expect(plans).toHaveLength(1);
    const steps = plans.flat().filter((step) => /SEARCH|SCAN/.test(step));
    expect(steps).toEqual([
      "SEARCH intents USING COVERING INDEX intents_parked (workspace_id=?)",
      "SEARCH attention_items USING COVERING INDEX attention_items_open (workspace_id=?)",
      "SEARCH set_aside_orders USING COVERING INDEX set_aside_orders_open (workspace_id=?)",
      "SCAN store_pauses",
    ]);
  });
});
