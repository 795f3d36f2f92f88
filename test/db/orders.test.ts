import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { EVENTS_A_PAGE, findOrder, findOrderNumber } from "../../src/db/order-record";
import { countTabs, listOrders, type OrderCursor, type OrderQuery } from "../../src/db/orders";
import { applyOutbox, type OutboxRow, type OutboxTarget } from "../../src/db/outbox";
import type { D1 } from "../../src/lib/ports";
import { d1Twin } from "../d1-twin";
import { addOrder, addStore, NOW, OURS, overheard, rowsOf } from "./cast";

const ALL: OrderQuery = { tab: null, storeId: null, after: null, limit: 100 };
const BESIDE = { workspaceId: "w1", storeId: "s9" };

async function withStores(): Promise<D1> {
  const d1 = d1Twin();
  await addStore(d1);
  await addStore(d1, BESIDE);
  return d1;
}

describe("the list of orders", () => {
  it("shows an order with its store, state and money", async () => {
    const d1 = await withStores();
    await addOrder(d1, "O-1", { state: "waiting", reason: "payment", attention: 1 });
    expect(await listOrders(d1, "w1", ALL)).toEqual([
      {
        storeId: "s1",
        storeName: "Shop s1",
        orderId: "O-1",
        number: "O-1",
        commercialId: "O-1",
        state: { name: "waiting", reason: "payment" },
        tab: "to-ship",
        attention: true,
        createdAt: NOW,
        deadlineAt: null,
        buyerName: "Léa Martin",
        country: "FR",
        zip: "75011",
        city: "Paris",
        total: { minor: 9490, currency: "EUR" },
        itemCount: 1,
      },
    ]);
  });

  it("gives each order once, newest first, however many share a moment", async () => {
    const moments = fc.array(fc.nat(2), { minLength: 1, maxLength: 20 });
    await fc.assert(
      fc.asyncProperty(moments, fc.integer({ min: 1, max: 7 }), async (offsets, limit) => {
        const d1 = await withStores();
        for (const [index, offset] of offsets.entries())
          await addOrder(d1, `O-${index}`, { created_at: NOW + offset }, index % 2 === 0 ? OURS : BESIDE);
        const paged = await readPages(d1, { ...ALL, limit });
        const expected = offsets
          .map((offset, index) => ({ createdAt: NOW + offset, orderId: `O-${index}` }))
          .sort((a, b) => b.createdAt - a.createdAt || (a.orderId < b.orderId ? 1 : -1));
        expect(paged).toEqual(expected);
      }),
      { numRuns: 20 },
    );
  });

  it.each<[string, Partial<OrderQuery>, string[]]>([
    ["a tab", { tab: "done" }, ["D", "C"]],
    ["a store", { storeId: "s9" }, ["D", "B"]],
    ["a tab of a store", { tab: "done", storeId: "s9" }, ["D"]],
    ["those that want a person", { attention: true }, ["C", "B"]],
    ["those of a store that want a person", { attention: true, storeId: "s9" }, ["B"]],
    [
      "a tab of a store after an order",
      { tab: "done", storeId: "s1", after: { createdAt: NOW + 2, orderId: "C" } },
      [],
    ],
    ["what follows an order", { after: { createdAt: NOW + 3, orderId: "D" } }, ["C", "B", "A"]],
  ])("keeps to %s", async (_, query, ids) => {
    const d1 = await withStores();
    await addOrder(d1, "A", { created_at: NOW });
    await addOrder(d1, "B", { created_at: NOW + 1, attention: 1 }, BESIDE);
    await addOrder(d1, "C", { created_at: NOW + 2, tab: "done", attention: 1 });
    await addOrder(d1, "D", { created_at: NOW + 3, tab: "done" }, BESIDE);
    expect((await listOrders(d1, "w1", { ...ALL, ...query })).map((order) => order.orderId)).toEqual(ids);
  });
});

describe("the counts", () => {
  it("are of the workspace, or of one store of it", async () => {
    const d1 = await withStores();
    const empty = await countTabs(d1, "w1");
    expect([Object.values(empty.tabs).every((held) => held === 0), empty.attention]).toEqual([true, 0]);
    await addOrder(d1, "A", { attention: 1 });
    await addOrder(d1, "B", { tab: "done", attention: 1 }, BESIDE);
    await addOrder(d1, "C", { tab: "done" });
    const whole = await countTabs(d1, "w1");
    expect(whole).toEqual({ tabs: { ...empty.tabs, "to-ship": 1, done: 2 }, attention: 2 });
    expect(await countTabs(d1, "w1", "s9")).toEqual({ tabs: { ...empty.tabs, done: 1 }, attention: 1 });
  });
});

describe("one order", () => {
  it("comes with all its page shows, in one round trip of five statements", async () => {
    const { d1, asked, batches } = overheard(await withStores());
    await addOrder(d1, "O-1", { details: JSON.stringify({ stateText: "SHIPPING", place: "here" }) });
    const before = asked.length;
    const order = await findOrder(d1, "w1", "s1", "O-1");
    expect([asked.length - before, batches.at(-1)]).toEqual([5, 5]);
    expect(order).toMatchObject({
      storeName: "Shop s1",
      state: { name: "ready", reason: null },
      total: { minor: 9490, currency: "EUR" },
      details: { stateText: "SHIPPING", place: "here" },
      parcels: [{ parcelNo: 1 }],
      intents: [{ intentId: "i1", kind: "label", state: "done", reason: null, attempts: 1, at: NOW }],
      events: [{ seq: 1, at: NOW, kind: "booked", actor: null }],
    });
    const money = (minor: number) => ({ minor, currency: "EUR" });
    expect(order?.lines).toEqual([
      {
        ...{ lineId: "l1", state: "shipping", title: "Perceuse 18 V", sku: "PERC-18", offerSku: "OFF-1" },
        ...{ quantity: 1, cancelledQuantity: 0, refunded: money(0), unitPrice: money(8990), total: money(9490) },
      },
    ]);
  });

  it("has its lines by place, its newest parcels first, its timeline oldest first", async () => {
    const d1 = await withStores();
    const [line, parcel, event] = (["order_lines", "parcels", "events"] as const).map(
      (target) => rowsOf("O-1", 1).get(target)?.[0],
    );
    await addOrder(d1, "O-1");
    await applyOutbox(
      d1,
      OURS,
      new Map<OutboxTarget, OutboxRow[]>([
        ["order_lines", [2, 1].map((place) => ({ ...line, line_id: `z${3 - place}`, position: place }))],
        ["parcels", [2, 3].map((n) => ({ ...parcel, generation: n, details: `{"generation":${n}}` }))],
        ["events", [3, 2].map((seq) => ({ ...event, seq }))],
      ]),
    );
    const order = await findOrder(d1, "w1", "s1", "O-1");
    expect(order?.lines.map((row) => row.lineId)).toEqual(["l1", "z2", "z1"]);
    expect(order?.parcels).toEqual([{ generation: 3 }, { generation: 2 }, { parcelNo: 1 }]);
    expect(order?.events.map((row) => row.seq)).toEqual([1, 2, 3]);
  });

  it("tells its timeline page by page, the newest first, each event once", async () => {
    const d1 = await withStores();
    const [event] = rowsOf("O-1", 1).get("events") ?? [];
    const told = Array.from({ length: 450 }, (_, place) => ({ ...event, seq: 2 * place + 1 }));
    await addOrder(d1, "O-1");
    await applyOutbox(d1, OURS, new Map([["events", told]]));
    const pages: number[][] = [];
    let before: number | null = null;
    do {
      const order = await findOrder(d1, "w1", "s1", "O-1", before);
      pages.unshift(order?.events.map(({ seq }) => seq) ?? []);
      before = order?.olderThan ?? null;
    } while (before !== null);
    expect(pages.map((page) => page.length)).toEqual([50, EVENTS_A_PAGE, EVENTS_A_PAGE]);
    expect(pages.flat()).toEqual(told.map(({ seq }) => seq));
  });

  it("knows the money of an intent, and its own number by its id", async () => {
    const d1 = await withStores();
    const [intent] = rowsOf("O-1", 1).get("intents") ?? [];
    await addOrder(d1, "O-1", { number: "N-1" });
    await applyOutbox(
      d1,
      OURS,
      new Map([["intents", [{ ...intent, intent_id: "i2", amount_minor: 1250, currency: "PLN" }]]]),
    );
    const order = await findOrder(d1, "w1", "s1", "O-1");
    expect(order?.intents.map(({ money }) => money)).toEqual([null, { minor: 1250, currency: "PLN" }]);
    expect(await findOrderNumber(d1, "w1", "s1", "O-1")).toBe("N-1");
    expect(await findOrderNumber(d1, "w2", "s1", "O-1")).toBeNull();
  });
});

async function readPages(d1: D1, query: OrderQuery): Promise<OrderCursor[]> {
  const read: OrderCursor[] = [];
  for (;;) {
    const page = await listOrders(d1, "w1", { ...query, after: read.at(-1) ?? null });
    read.push(...page.map(({ createdAt, orderId }) => ({ createdAt, orderId })));
    if (page.length < query.limit) return read;
  }
}
