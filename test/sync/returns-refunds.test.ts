import { describe, expect, it } from "vitest";
import { findOrder } from "../../src/db/order-record";
import { listReturns } from "../../src/db/returns";
import { DEFAULT_SETTINGS, type StoreSettings } from "../../src/domain/store";
import { payOrder, placeOrder } from "../../src/sandbox/mirakl-orders";
import { refundLedger } from "../../src/sandbox/money-ledger";
import { taxOrder } from "../../src/sandbox/order-taxes";
import { refundByOperator } from "../../src/sandbox/others-acts";
import { createReturn, moveReturn } from "../../src/sandbox/sendcloud-returns";
import { runAccountSlice } from "../../src/sync/account-slice";
import { dismissReturn, offerRefund, refundByHand } from "../../src/sync/acts-refund";
import { intentsOf } from "../../src/sync/intents";
import { findBooked, saveBooked } from "../../src/sync/order-book";
import { flushOutbox } from "../../src/sync/outbox";
import { rebuildOn, startRebuild } from "../../src/sync/rebuild";
import { returnsOf } from "../../src/sync/return-book";
import { applyReturnNews, type OwnReturn } from "../../src/sync/settle-returns";
import type { RefundRequest } from "../../src/sync/stub-orders";
import { undoPlanned, undoRefund } from "../../src/sync/undo";
import { BUYER_OF_LABELS as camille, type Engine, startEngine } from "../engine";
import { MINUTE, pressCreateLabel, readyOrder, SECOND, seen } from "./cast";

const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const settingsOf = (refunds: Partial<StoreSettings["refunds"]>, more: Partial<StoreSettings> = {}) => ({
  settings: { refunds: { ...DEFAULT_SETTINGS.refunds, when: "created" as const, reason: "17", ...refunds }, ...more },
});

/** An order of several lines that has left. */
async function shipped(engine: Engine, lines = 1) {
  let orderId = await readyOrder(engine);
  while ((findBooked(engine.store.ports.sql, orderId)?.order.lines.length ?? 0) < lines)
    orderId = await readyOrder(engine);
  await pressCreateLabel(engine, orderId);
  await engine.run(20 * MINUTE);
  const order = findBooked(engine.store.ports.sql, orderId)?.order;
  const [line] = order?.lines ?? [];
  if (!order || !line) throw new Error("nothing left the shop");
  return { orderId, order, line };
}

function tell(engine: Engine, orderId: string, change: Partial<OwnReturn> = {}): void {
  const [line] = findBooked(engine.store.ports.sql, orderId)?.order.lines ?? [];
  const items = [{ lineId: line?.lineId ?? null, sku: null, quantity: 1, reason: "8" }];
  const news: OwnReturn = {
    ...{ orderId, returnId: "7", orderNumber: "N", trackingNumber: "6A1", createdAt: engine.world.now() },
    ...{ stage: "announced", items },
  };
  applyReturnNews(engine.store, { ...news, ...change });
}

function close({ store }: Engine, orderId: string): void {
  const booked = findBooked(store.ports.sql, orderId);
  if (!booked) throw new Error("the order is gone");
  saveBooked(store.ports.sql, { ...booked, order: { ...booked.order, state: "closed" } }, false);
}

const refundsOf = ({ store }: Engine, orderId: string) =>
  intentsOf(store.ports.sql, orderId).filter(({ kind }) => kind === "refund");
const paid = (engine: Engine) => refundLedger(engine.world).filter(({ by }) => by === "shop");
const waiting = ({ store }: Engine) =>
  store.ports.sql.all<{ kind: string }>("SELECT kind FROM attention ORDER BY kind").map(({ kind }) => kind);

async function rows(engine: Engine) {
  await flushOutbox(engine.store);
  return listReturns(engine.d1, "workspace-1", { tab: null, storeId: null, after: null, limit: 50 });
}

function wishFor(engine: Engine, orderId: string, change: Partial<RefundRequest> = {}): RefundRequest {
  const [line] = findBooked(engine.store.ports.sql, orderId)?.order.lines ?? [];
  if (!line) throw new Error("an order without lines");
  const { lineId, unitPrice: amount } = line;
  const lines = [{ lineId, quantity: 1, amount, shipping: { ...amount, minor: 0 } }];
  return { orderId, returnKey: null, nonce: "form-1", reason: "19", lines, overCap: false, ...change };
}

describe("the minute before a refund leaves", () => {
  it("ends with the refund at the marketplace, and not before", async () => {
    const engine = await startEngine(settingsOf({}));
    const { orderId } = await shipped(engine);
    tell(engine, orderId);
    await engine.run(59 * SECOND);
    expect(paid(engine)).toEqual([]);
    expect(await rows(engine)).toMatchObject([{ tab: "under-way", details: { money: { state: "planned" } } }]);
    await engine.run(2 * SECOND);
    expect(paid(engine)).toHaveLength(1);
    expect(await rows(engine)).toMatchObject([{ tab: "refunded", details: { money: { state: "done" } } }]);
  });

  it("takes it back for good by one click, with what was planned with it and what it took of the day", async () => {
    const engine = await startEngine(settingsOf({ dailyMinor: 1_000_000, largestMinor: 1_000_000 }));
    const { orderId, order } = await shipped(engine, 2);
    const items = order.lines.map(({ lineId }) => ({ lineId, sku: null, quantity: 1, reason: null }));
    tell(engine, orderId, { items });
    const planned = refundsOf(engine, orderId);
    expect(planned).toHaveLength(order.lines.length);
    const before = offerRefund(engine.store, orderId, null);
    const id = planned[0]?.id ?? "";
    expect(undoRefund(engine.store, "another order", id, camille)).toMatchObject({ result: "refused" });
    expect(undoRefund(engine.store, orderId, id, camille)).toEqual({ result: "done" });
    expect(undoPlanned(engine.store, id, camille)).toEqual({ result: "done" });
    await engine.run(HOUR);
    tell(engine, orderId, { items, stage: "back" });
    await engine.run(HOUR);
    expect(paid(engine)).toEqual([]);
    expect(refundsOf(engine, orderId).map(({ state, reason }) => [state, reason])).toEqual(
      planned.map(() => ["skipped", "undone"]),
    );
    expect(await rows(engine)).toMatchObject([{ tab: "to-decide", details: { money: { state: "undone" } } }]);
    const after = offerRefund(engine.store, orderId, null);
    if (before.result !== "offer" || after.result !== "offer") throw new Error("no offer");
    expect(before.offer.caps.leftToday.minor).toBeLessThan(1_000_000);
    expect(after.offer.caps.leftToday.minor).toBe(1_000_000);
  });

  it("is over when the minute is", async () => {
    const engine = await startEngine(settingsOf({}));
    const { orderId } = await shipped(engine);
    tell(engine, orderId);
    await engine.run(2 * MINUTE);
    const undone = undoRefund(engine.store, orderId, refundsOf(engine, orderId)[0]?.id ?? "", camille);
    expect(undone).toMatchObject({ result: "refused", refusal: { code: "undo-too-late" } });
    expect(paid(engine)).toHaveLength(1);
  });
});

describe("a return", () => {
  it("gives the marketplace's reason that the store maps it to", async () => {
    const engine = await startEngine(settingsOf({ reason: null }, { returnReasons: { "25": "19" } }));
    const { orderId, line } = await shipped(engine);
    const items = [{ lineId: line.lineId, sku: null, quantity: 1, reason: "25" }];
    tell(engine, orderId, { items });
    await engine.run(2 * MINUTE);
    expect(paid(engine)).toMatchObject([{ reason_code: "19" }]);
  });

  it("of goods that fit none of several lines waits for a person, who ticks them", async () => {
    const engine = await startEngine(settingsOf({}));
    const { orderId } = await shipped(engine, 2);
    tell(engine, orderId, { items: [{ lineId: "x", sku: "?", quantity: 1, reason: null }] });
    expect(waiting(engine)).toEqual(["refund-by-hand"]);
    expect(await rows(engine)).toMatchObject([{ tab: "to-decide", details: { money: { why: "unknown-line" } } }]);
    const [{ returnKey = "" } = {}] = await rows(engine);
    expect(offerRefund(engine.store, orderId, returnKey)).toMatchObject({
      result: "offer",
      offer: { ofReturn: { isMatched: false, isPaid: false } },
    });
    expect(refundByHand(engine.store, wishFor(engine, orderId, { returnKey }), camille).result).toBe("under-way");
    expect(waiting(engine)).toEqual([]);
    await engine.run(2 * MINUTE);
    expect(paid(engine)).toHaveLength(1);
    expect(await rows(engine)).toMatchObject([{ tab: "refunded" }]);
    const again = refundByHand(engine.store, wishFor(engine, orderId, { returnKey, nonce: "form-2" }), camille);
    expect(again).toMatchObject({ result: "refused", refusal: { code: "already-decided" } });
  });

  it("over a cap waits for an owner's word, once, and pays once with it", async () => {
    const engine = await startEngine(settingsOf({ largestMinor: 1 }));
    const { orderId } = await shipped(engine);
    tell(engine, orderId);
    tell(engine, orderId, { stage: "back" });
    expect(waiting(engine)).toEqual(["refund-over-cap"]);
    const [{ returnKey = "" } = {}] = await rows(engine);
    const wish = wishFor(engine, orderId, { returnKey });
    expect(refundByHand(engine.store, wish, camille)).toMatchObject({ refusal: { code: "refund-over-cap" } });
    expect(refundByHand(engine.store, { ...wish, overCap: true }, camille).result).toBe("under-way");
    expect(refundByHand(engine.store, { ...wish, overCap: true }, camille).result).toBe("under-way");
    await engine.run(HOUR);
    expect(paid(engine)).toHaveLength(1);
    expect(waiting(engine)).toEqual([]);
  });

  it("that was paid by hand on its way is not paid again when it is back", async () => {
    const engine = await startEngine(settingsOf({ when: "back" }));
    const { orderId } = await shipped(engine);
    tell(engine, orderId, { stage: "on-its-way" });
    const [{ returnKey = "" } = {}] = await rows(engine);
    refundByHand(engine.store, wishFor(engine, orderId, { returnKey }), camille);
    tell(engine, orderId, { stage: "back" });
    await engine.run(HOUR);
    expect(paid(engine)).toHaveLength(1);
  });

  it("that a person dismissed gives nothing back, whatever comes", async () => {
    const engine = await startEngine(settingsOf({ when: "back" }));
    const { orderId } = await shipped(engine);
    tell(engine, orderId, { stage: "on-its-way" });
    const [{ returnKey = "" } = {}] = await rows(engine);
    expect(dismissReturn(engine.store, orderId, returnKey, camille)).toEqual({ result: "done" });
    tell(engine, orderId, { stage: "back" });
    await engine.run(HOUR);
    expect(paid(engine)).toEqual([]);
    expect(await rows(engine)).toMatchObject([{ tab: "over", details: { dismissedBy: "Camille" } }]);
  });

  it("in another currency than the shop's is a person's", async () => {
    const engine = await startEngine(settingsOf({}));
    const { orderId } = await shipped(engine);
    engine.store.store.currency = "PLN";
    tell(engine, orderId);
    expect(refundsOf(engine, orderId)).toEqual([]);
    expect(await rows(engine)).toMatchObject([{ tab: "to-decide", details: { money: { why: "currency" } } }]);
    expect(refundByHand(engine.store, wishFor(engine, orderId), camille)).toMatchObject({
      refusal: { code: "refund-over-cap" },
    });
  });

  it("of a closed order is told to a person, for no refund can leave any more", async () => {
    const engine = await startEngine(settingsOf({}));
    const { orderId } = await shipped(engine);
    close(engine, orderId);
    tell(engine, orderId);
    expect(refundsOf(engine, orderId)).toEqual([]);
    expect(waiting(engine)).toEqual(["refund-by-hand"]);
    const [{ returnKey = "" } = {}] = await rows(engine);
    expect(await rows(engine)).toMatchObject([{ tab: "to-decide", details: { money: { why: "order-over" } } }]);
    dismissReturn(engine.store, orderId, returnKey, camille);
    expect(waiting(engine)).toEqual([]);
  });

  it("asks for nobody any more once its label is cancelled, or its order refunded elsewhere", async () => {
    const engine = await startEngine(settingsOf({ largestMinor: 1 }));
    const { orderId, line } = await shipped(engine);
    tell(engine, orderId);
    expect(waiting(engine)).toEqual(["refund-over-cap"]);
    tell(engine, orderId, { stage: "cancelled" });
    expect(waiting(engine)).toEqual([]);
    tell(engine, orderId, { returnId: "8", trackingNumber: "6A2" });
    expect(waiting(engine)).toEqual(["refund-over-cap"]);
    const amountMinor = line.price.minor;
    const shippingMinor = line.shippingPrice.minor;
    expect(refundByOperator(engine.world, orderId, { amountMinor, shippingMinor })).toBe(true);
    await engine.run(7 * MINUTE);
    expect(waiting(engine)).toEqual([]);
  });

  it("shows alike after its store was built anew", async () => {
    const engine = await startEngine(settingsOf({ when: "back" }));
    const { orderId } = await shipped(engine);
    tell(engine, orderId, { returnId: null });
    tell(engine, orderId, { returnId: "7", trackingNumber: null, createdAt: null, items: [] });
    tell(engine, orderId, { returnId: "7", trackingNumber: "6A1", stage: "on-its-way" });
    const before = await rows(engine);
    expect(before).toHaveLength(1);
    startRebuild(engine.store);
    for (let step = 0; step < 5; step += 1) await rebuildOn(engine.store);
    expect(await rows(engine)).toEqual(before);
  });
});

describe("the most of a day", () => {
  // In Paris 25 October 2026 has 25 hours, 28 March 2027 has 23.
  it.each<[string, string, string, boolean]>([
    ["one day, though two by UTC", "2026-11-24T23:30:00Z", "2026-11-25T22:30:00Z", false],
    ["two days, though one by UTC", "2026-11-24T22:30:00Z", "2026-11-24T23:30:00Z", true],
    ["the day of 25 hours", "2026-10-24T22:30:00Z", "2026-10-25T22:30:00Z", false],
    ["the day after it", "2026-10-24T22:30:00Z", "2026-10-25T23:30:00Z", true],
    ["the day of 23 hours", "2027-03-27T23:30:00Z", "2027-03-28T21:30:00Z", false],
    ["the day after that", "2027-03-27T23:30:00Z", "2027-03-28T22:30:00Z", true],
  ])("is counted by the workspace's clock: %s", async (name, first, second, isAnother) => {
    const engine = await startEngine(settingsOf({ dailyMinor: 1_000_000 }));
    const { orderId, line } = await shipped(engine);
    const at = (text: string) => {
      engine.store.ports.now = () => Date.parse(text);
    };
    at(first);
    const wish = wishFor(engine, orderId, { overCap: true });
    const amount = { ...line.unitPrice, minor: 1 };
    const lines = [{ lineId: line.lineId, quantity: 0, amount, shipping: { ...amount, minor: 0 } }];
    refundByHand(engine.store, { ...wish, lines }, camille);
    at(second);
    const offered = offerRefund(engine.store, orderId, null);
    if (offered.result !== "offer") throw new Error(name);
    expect(offered.offer.caps.leftToday.minor).toBe(isAnother ? 1_000_000 : 999_999);
  });
});

describe("a refund by hand", () => {
  it("is refused in so many words, and sends nothing", async () => {
    const engine = await startEngine(settingsOf({ when: "off" }));
    const { orderId, line } = await shipped(engine);
    const refusalOf = (change: Partial<RefundRequest>) => {
      const outcome = refundByHand(engine.store, wishFor(engine, orderId, change), camille);
      return outcome.result === "refused" ? outcome.refusal.code : outcome.result;
    };
    const of = (minor: number, currency = "EUR") => {
      const shipping = { minor: 0, currency };
      return { lines: [{ lineId: line.lineId, quantity: 1, amount: { minor, currency }, shipping }] };
    };
    expect(refusalOf({ lines: [] })).toBe("nothing-chosen");
    expect(refusalOf({ reason: "51" })).toBe("reason-missing");
    expect(refusalOf(of(line.price.minor + 1))).toBe("refund-over-rest");
    expect(refusalOf(of(100, "PLN"))).toBe("refund-currency");
    expect(refusalOf({ ...of(100), returnKey: "nobody's" })).toBe("not-found");
    expect(refusalOf({ ...of(line.price.minor), overCap: true })).toBe("under-way");
    if (line.shippingPrice.minor === 0) expect(refusalOf({ ...of(1), nonce: "form-2" })).toBe("already-refunded");
    await engine.run(2 * MINUTE);
    expect(paid(engine)).toHaveLength(1);
    close(engine, orderId);
    expect(refusalOf({ ...of(1), nonce: "form-3" })).toBe("order-over");
  });

  it("of what is not debited is refused", async () => {
    const engine = await startEngine(settingsOf({ when: "off" }));
    const orderId = placeOrder(engine.world, "brico");
    await engine.run(7 * MINUTE);
    expect(refundByHand(engine.store, wishFor(engine, orderId), camille)).toMatchObject({
      refusal: { code: "line-not-debited" },
    });
    payOrder(engine.world, orderId);
    await engine.run(7 * MINUTE);
    expect(refundByHand(engine.store, wishFor(engine, orderId), camille)).toMatchObject({
      refusal: { code: "not-allowed-now" },
    });
  });

  it("leaves a receipt with the marketplace's id, the amount, the reason and the answer", async () => {
    const engine = await startEngine(settingsOf({ when: "off" }));
    const { orderId, line } = await shipped(engine);
    refundByHand(engine.store, wishFor(engine, orderId), camille);
    expect((await seen(engine, orderId)).details.refunds).toMatchObject([
      { state: "planned", refundId: null, undoUntil: engine.world.now() + MINUTE, by: "Camille" },
    ]);
    await engine.run(20 * MINUTE);
    const order = await findOrder(engine.d1, "workspace-1", "store-1", orderId);
    expect(order?.details.refunds).toMatchObject([
      {
        state: "done",
        refundId: String(paid(engine)[0]?.id),
        amount: line.unitPrice,
        reason: "Accord commercial",
        answer: { what: "OR28 done", status: 200 },
        undoUntil: null,
      },
    ]);
  });
});

describe("an order whose prices are without tax", () => {
  it("gives the taxes back with the price, part by part, until nothing is left", async () => {
    const engine = await startEngine(settingsOf({ largestMinor: 1_000_000, dailyMinor: 1_000_000 }));
    const { orderId, line } = await shipped(engine);
    taxOrder(engine.world, orderId, 8.875);
    await engine.run(6 * MINUTE);
    const taxed = findBooked(engine.store.ports.sql, orderId)?.order;
    expect(taxed).toMatchObject({ taxesOnTop: true, lines: [{ taxes: [{ code: "VAT" }] }] });
    const tax = taxed?.lines[0]?.taxes?.[0]?.amount.minor ?? 0;
    const part = Math.floor(line.price.minor / 3);
    for (const [nonce, minor] of [
      ["form-1", part],
      ["form-2", line.price.minor - part],
    ] as const) {
      const amount = { ...line.price, minor };
      const lines = [{ lineId: line.lineId, quantity: 0, amount, shipping: { ...amount, minor: 0 } }];
      refundByHand(engine.store, wishFor(engine, orderId, { nonce, lines }), camille);
      await engine.run(5 * MINUTE);
    }
    const receipts = (await seen(engine, orderId)).details.refunds ?? [];
    expect(receipts.map(({ state }) => state)).toEqual(["done", "done"]);
    expect(receipts.reduce((sum, { taxes }) => sum + (taxes?.minor ?? 0), 0)).toBe(tax);
    expect(paid(engine)).toHaveLength(2);
  });
});

describe("a return that the poll no longer shows", () => {
  it.each(["form", "portal"] as const)("made by the %s is still learnt to be back", async (by) => {
    const engine = await startEngine(settingsOf({ when: "back" }));
    const { orderId, line } = await shipped(engine);
    const { number } = await seen(engine, orderId);
    const items = [{ item_id: line.lineId, quantity: 1, reason: 8 }];
    const id = createReturn(engine.world, { orderNumber: number, items, by }) ?? 0;
    moveReturn(engine.world, id, "DELAYED");
    const stages = () => returnsOf(engine.store.ports.sql, orderId).map(({ stage }) => stage);
    const passDays = async (days: number) => {
      for (let day = 0; day < days; day += 1) {
        engine.world.pass(DAY);
        await engine.both.step();
        await runAccountSlice(engine.account);
      }
    };
    await passDays(33);
    moveReturn(engine.world, id, "DELIVERED");
    await passDays(2);
    expect(stages()).toEqual(["on-its-way"]);
    await engine.run(2 * HOUR);
    expect(stages()).toEqual(["back"]);
  });
});
