import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DEFAULT_SETTINGS, type RefundSettings } from "../../src/domain/store";
import { refundLedger } from "../../src/sandbox/money-ledger";
import { createReturn, moveReturn } from "../../src/sandbox/sendcloud-returns";
import type { ReturnNews } from "../../src/sendcloud/translate-return";
import { runAccountSlice } from "../../src/sync/account-slice";
import { intentsOf } from "../../src/sync/intents";
import { findBooked, saveBooked } from "../../src/sync/order-book";
import { applyReturnNews, type OwnReturn } from "../../src/sync/settle-returns";
import { type Engine, startEngine } from "../engine";
import { MINUTE, pressCreateLabel, readyOrder, seen } from "./cast";
import { hook } from "./knocking";

const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const REASON = "17";

const paying = (refunds: Partial<RefundSettings>) => ({
  settings: { refunds: { ...DEFAULT_SETTINGS.refunds, when: "created" as const, reason: REASON, ...refunds } },
});

/** An order that has left, with its number and its first line. */
async function shipped(engine: Engine) {
  const orderId = await readyOrder(engine);
  await pressCreateLabel(engine, orderId);
  await engine.run(20 * MINUTE);
  const { number } = await seen(engine, orderId);
  const booked = findBooked(engine.store.ports.sql, orderId);
  const [line] = booked?.order.lines ?? [];
  if (!booked || !line) throw new Error("nothing left the shop");
  return { orderId, number, line, order: booked.order };
}

/** Lets time pass for Sendcloud and the account alone: the store's own polls are of no interest here. */
async function passHours(engine: Engine, hours: number, step = 1): Promise<void> {
  for (let hour = 0; hour < hours; hour += step) {
    engine.world.pass(step * HOUR);
    await engine.both.step();
    await runAccountSlice(engine.account);
  }
}

const returnsOf = (engine: Engine) =>
  engine.store.ports.sql.all<{ return_id: string | null; tracking_number: string | null; stage: string }>(
    "SELECT return_id, tracking_number, stage FROM returns",
  );
const refundsOf = (engine: Engine, orderId: string) =>
  intentsOf(engine.store.ports.sql, orderId).filter(({ kind }) => kind === "refund");
const factsOf = (engine: Engine, kind: string) =>
  engine.store.ports.sql
    .all<{ details: string }>("SELECT details FROM facts WHERE kind = ? ORDER BY seq", kind)
    .map(({ details }) => JSON.parse(details) as Record<string, unknown>);
const waiting = (engine: Engine) =>
  engine.store.ports.sql.all<{ kind: string }>("SELECT kind FROM attention").map(({ kind }) => kind);

describe("a return made in the portal", () => {
  it("is told by its webhook, found by the poll, and refunded once", async () => {
    const engine = await startEngine(paying({}));
    await hook(engine);
    const { orderId, number, line } = await shipped(engine);
    const items = [{ item_id: line.lineId, quantity: line.quantity, reason: 8 }];
    const id = createReturn(engine.world, { orderNumber: number, items, by: "portal" });
    await engine.run(3 * HOUR);
    expect(returnsOf(engine)).toEqual([
      { return_id: String(id), tracking_number: expect.stringMatching(/./), stage: "announced" },
    ]);
    expect(refundLedger(engine.world)).toMatchObject([
      {
        kind: "refund",
        order_line_id: line.lineId,
        by: "shop",
        amount_minor: line.price.minor,
        shipping_minor: 0,
        reason_code: REASON,
      },
    ]);
    expect(refundsOf(engine, orderId)).toMatchObject([
      { businessKey: `refund:${line.lineId}:${id}`, state: "done", payload: { returnId: String(id) } },
    ]);
    expect(factsOf(engine, "return-seen")).toMatchObject([{ stage: "announced", items: line.quantity }]);
  });

  it("is refunded only once the goods are back where the store waits for them", async () => {
    const engine = await startEngine(paying({ when: "back" }));
    await hook(engine);
    const { number, line } = await shipped(engine);
    const items = [{ item_id: line.lineId, quantity: 1, reason: 8 }];
    const id = createReturn(engine.world, { orderNumber: number, items, by: "portal" }) ?? 0;
    await engine.run(3 * HOUR);
    expect(refundLedger(engine.world)).toEqual([]);
    moveReturn(engine.world, id, "DELIVERED");
    await engine.run(HOUR);
    expect(refundLedger(engine.world)).toHaveLength(1);
    expect(returnsOf(engine)).toMatchObject([{ stage: "back" }]);
  });
});

describe("a return that only the list shows", () => {
  it("never pays by itself, and asks for a person where it would have paid", async () => {
    const engine = await startEngine(paying({}));
    const { orderId, number, line } = await shipped(engine);
    const items = [{ item_id: line.lineId, quantity: 1, reason: 8 }];
    createReturn(engine.world, { orderNumber: number, items, by: "form" });
    await passHours(engine, 5 * 24, 6);
    expect(returnsOf(engine)).toMatchObject([{ return_id: null, stage: "back" }]);
    expect(refundsOf(engine, orderId)).toEqual([]);
    expect(waiting(engine)).toEqual(["return-without-id"]);
  });

  it.each([
    ["refunds nothing by itself", { when: "off" as const }],
    ["has no reason to give", { reason: null }],
  ])("asks for nobody where the store %s", async (_, refunds) => {
    const engine = await startEngine(paying(refunds));
    const { number, line } = await shipped(engine);
    createReturn(engine.world, {
      orderNumber: number,
      items: [{ item_id: line.lineId, quantity: 1, reason: 8 }],
      by: "form",
    });
    await engine.run(2 * HOUR);
    expect(returnsOf(engine)).toHaveLength(1);
    expect(waiting(engine)).toEqual([]);
  });
});

describe("the looks at one return", () => {
  it("meet in one row and one refund, in any order and however often", async () => {
    const engine = await startEngine(paying({}));
    const { orderId, line } = await shipped(engine);
    const createdAt = engine.world.now();
    const items = [{ lineId: line.lineId, sku: null, quantity: 1, reason: "8" }];
    const listed: OwnReturn = {
      ...{ orderId, orderNumber: "N", createdAt, items },
      ...{ returnId: null, trackingNumber: "6A1", stage: "announced" },
    };
    const looks: OwnReturn[] = [
      listed,
      { ...listed, trackingNumber: null },
      { ...listed, returnId: "7", trackingNumber: null },
      { ...listed, returnId: "7" },
      { ...listed, stage: "on-its-way" },
      { ...listed, returnId: "7", stage: "back" },
    ];
    const { sql } = engine.store.ports;
    fc.assert(
      fc.property(fc.shuffledSubarray([...looks, ...looks], { minLength: 12 }), (told) => {
        for (const one of told) expect(applyReturnNews(engine.store, one)).toBe(true);
        expect(returnsOf(engine)).toEqual([{ return_id: "7", tracking_number: "6A1", stage: "back" }]);
        expect(refundsOf(engine, orderId).map(({ businessKey }) => businessKey)).toEqual([`refund:${line.lineId}:7`]);
        expect(waiting(engine)).toEqual([]);
        // Every run is a day of its own for the daily cap.
        for (const table of ["returns", "intents"]) sql.run(`DELETE FROM ${table}`);
        engine.world.pass(DAY);
      }),
      { numRuns: 300 },
    );
  });
});

describe("what a return gives back", () => {
  async function told(
    refunds: Partial<RefundSettings>,
    change: (news: ReturnNews) => Partial<ReturnNews> = () => ({}),
  ) {
    const engine = await startEngine(paying(refunds));
    const { orderId, line, order } = await shipped(engine);
    const items = order.lines.map(({ lineId, quantity }) => ({ lineId, sku: null, quantity, reason: null }));
    const news: ReturnNews = {
      ...{ returnId: "7", orderNumber: "N", trackingNumber: "6A1", createdAt: 1, stage: "announced", items },
    };
    const apply = (more: Partial<ReturnNews> = {}) =>
      applyReturnNews(engine.store, { ...news, ...change(news), ...more, orderId });
    return { engine, orderId, line, order, apply };
  }

  it("is every line and its shipping when the whole order comes back", async () => {
    const { engine, orderId, order, apply } = await told({ withShipping: true });
    apply();
    const wishes = refundsOf(engine, orderId).map(({ payload }) => payload);
    expect(wishes).toHaveLength(order.lines.length);
    expect(wishes).toEqual(
      expect.arrayContaining(
        order.lines.map(({ lineId, price, shippingPrice }) =>
          expect.objectContaining({ lineId, amount: price, shipping: shippingPrice, reason: REASON }),
        ),
      ),
    );
  });

  it("stays with a person above the largest refund, and is told once", async () => {
    const { engine, orderId, apply } = await told({ largestMinor: 1 });
    apply();
    apply({ stage: "back" });
    expect(refundsOf(engine, orderId)).toEqual([]);
    expect(factsOf(engine, "refund-over-cap")).toMatchObject([{ cap: "largest" }]);
  });

  it("stays with a person above the most of a day", async () => {
    const { engine, orderId, line, apply } = await told({ dailyMinor: 0 });
    apply();
    expect(refundsOf(engine, orderId)).toEqual([]);
    expect(factsOf(engine, "refund-over-cap")).toMatchObject([{ cap: "daily", amount: { currency: "EUR" } }]);
    expect(line.price.minor).toBeGreaterThan(0);
  });

  it.each([["names no goods", { items: [] }, "no-goods-named"]])(
    "stays with a person when it %s",
    async (_, change, why) => {
      const { engine, orderId, apply } = await told({}, () => change);
      apply();
      expect(refundsOf(engine, orderId)).toEqual([]);
      expect(factsOf(engine, "refund-by-hand")).toMatchObject([{ why, returnId: "7" }]);
    },
  );

  it("stays with a person when more comes back than is left", async () => {
    const { engine, orderId, apply } = await told({});
    apply();
    const before = refundsOf(engine, orderId).length;
    apply({ returnId: "8", trackingNumber: "6A2" });
    expect(refundsOf(engine, orderId)).toHaveLength(before);
    expect(factsOf(engine, "refund-by-hand")).toMatchObject([{ why: "over-rest", returnId: "8" }]);
  });

  it("is nothing for an order that was over when it was imported", async () => {
    const { engine, orderId, apply } = await told({});
    const booked = findBooked(engine.store.ports.sql, orderId);
    if (booked) saveBooked(engine.store.ports.sql, { ...booked, quiet: true }, true);
    apply();
    expect(refundsOf(engine, orderId)).toEqual([]);
    expect(factsOf(engine, "return-seen")).toHaveLength(1);
  });

  it("is not what a setting switched on later would have given", async () => {
    const { engine, orderId, apply } = await told({ when: "off" });
    apply();
    engine.store.store.settings.refunds.when = "created";
    apply();
    expect(refundsOf(engine, orderId)).toEqual([]);
  });

  it("is not told by an order of another store", async () => {
    const { engine, apply } = await told({});
    expect(applyReturnNews(engine.store, { ...NEWS, orderId: "elsewhere" })).toBe(false);
    expect(apply()).toBe(true);
  });

  const NEWS: ReturnNews = {
    ...{ returnId: "9", orderNumber: "N", trackingNumber: null, createdAt: null, stage: "announced", items: [] },
  };
});

describe("a return of a number that nobody holds", () => {
  const rowsOf = async ({ d1 }: Engine) =>
    (await d1.prepare("SELECT store_id, kind, resolved FROM attention_items").all()).results;

  it("waits three days, asks for a person, and is booked when its order comes after all", async () => {
    const engine = await startEngine();
    const { orderId, number } = await shipped(engine);
    await engine.d1
      .prepare("UPDATE order_numbers SET number_upper = 'HELD-BACK' WHERE order_id = ?")
      .bind(orderId)
      .run();
    createReturn(engine.world, { orderNumber: number, items: [], by: "form" });
    await passHours(engine, 71);
    expect(await rowsOf(engine)).toEqual([]);
    await passHours(engine, 3);
    expect(await rowsOf(engine)).toEqual([{ store_id: "", kind: "unmatched-return", resolved: 0 }]);
    await engine.d1
      .prepare("UPDATE order_numbers SET number_upper = ? WHERE order_id = ?")
      .bind(number.toUpperCase(), orderId)
      .run();
    await passHours(engine, 1);
    expect(returnsOf(engine)).toHaveLength(1);
    expect(await rowsOf(engine)).toEqual([{ store_id: "", kind: "unmatched-return", resolved: 1 }]);
    await passHours(engine, 40 * 24, 24);
    expect(engine.account.ports.sql.all("SELECT * FROM unmatched_returns")).toEqual([]);
  });
});
