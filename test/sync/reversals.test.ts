import { describe, expect, it } from "vitest";
import type { IntentState } from "../../src/domain/intent";
import { type FaultKind, plantFault } from "../../src/sandbox/faults";
import { SPORT_KEY } from "../../src/sandbox/marketplaces";
import { payOrder, placeOrder } from "../../src/sandbox/mirakl-orders";
import { refundLedger } from "../../src/sandbox/money-ledger";
import { refundByOperator } from "../../src/sandbox/others-acts";
import { type LineWish, reverseLine } from "../../src/sync/acts-money";
import { decideIntent, evidenceOf } from "../../src/sync/decide-intent";
import { findBooked } from "../../src/sync/order-book";
import { runSlice } from "../../src/sync/store-slice";
import { BUYER_OF_LABELS as camille, type Engine, startEngine } from "../engine";
import { MINUTE, readyOrder, seen } from "./cast";

/** Both ways of sending money back; a partial cancel exists only where the marketplace lets it. */
const WAYS = [
  { kind: "refund", operation: "OR28", reason: "19", marketplace: "brico" },
  { kind: "cancel-line", operation: "OR30", reason: "51", marketplace: "sport" },
] as const;
type Way = (typeof WAYS)[number];

const DONE_UNSEEN: FaultKind[] = [
  ...(["drop-after", "timeout-after", "500-after", "502-after", "503-after", "504-after"] as const),
  ...(["empty-200", "truncated", "malformed", "wrong-type"] as const),
];
const NOT_DONE: FaultKind[] = ["drop-before", "timeout-before", "500-before", "502-before", "html-200", "redirect"];
const SAID_NO: FaultKind[] = ["429-seconds", "429-date", "429-bare", "429-garbage"];

async function engineOf({ marketplace }: Way, settings = {}): Promise<Engine> {
  return startEngine(marketplace === "sport" ? { marketplace, key: SPORT_KEY, settings } : { settings });
}

async function orderOf(engine: Engine, { marketplace }: Way): Promise<string> {
  if (marketplace === "brico") return readyOrder(engine);
  const orderId = placeOrder(engine.world, marketplace);
  payOrder(engine.world, orderId);
  await engine.run(6 * MINUTE);
  return orderId;
}

/** A small part of the first line, so that the remote itself would let a second one pass. */
function partOf(engine: Engine, orderId: string, { kind, reason }: Way, minor = 100): LineWish {
  const line = findBooked(engine.store.ports.sql, orderId)?.order.lines[0];
  if (!line) throw new Error(`no line in ${orderId}`);
  const { currency } = line.price;
  const quantity = kind === "refund" ? 0 : 1;
  const amount = kind === "refund" ? minor : line.unitPrice.minor;
  return {
    orderId,
    lineId: line.lineId,
    quantity,
    amount: { minor: amount, currency },
    shipping: { minor: 0, currency },
    reason,
    nonce: "form-1",
  };
}

const byShop = (engine: Engine) => refundLedger(engine.world).filter(({ by }) => by === "shop");

async function statesOf(engine: Engine, orderId: string): Promise<IntentState[]> {
  return (await seen(engine, orderId)).intents.map(({ state }) => state);
}

describe.each(WAYS)("$operation", (way) => {
  it("is sent once however often its form is, and shows on the order", async () => {
    const engine = await engineOf(way);
    const orderId = await orderOf(engine, way);
    const wish = partOf(engine, orderId, way);
    const press = () => reverseLine(engine.store, way.kind, wish, camille);
    await Promise.all([press(), press(), press()]);
    await engine.run(MINUTE);
    expect(await press()).toEqual({ result: "done" });
    expect(byShop(engine)).toHaveLength(1);
    expect(byShop(engine)[0]).toMatchObject({ amount_minor: wish.amount.minor, reason_code: way.reason });
    expect(await statesOf(engine, orderId)).toEqual(["done"]);
  });

  it.each(DONE_UNSEEN)("is found, and not sent again, when it was done behind %s", async (kind) => {
    const engine = await engineOf(way);
    const orderId = await orderOf(engine, way);
    plantFault(engine.world, { api: "mirakl", operation: way.operation, kind, times: 1 });
    const result = await reverseLine(engine.store, way.kind, partOf(engine, orderId, way), camille);
    expect(result.result).toBe("under-way");
    await engine.run(40 * MINUTE);
    expect(byShop(engine)).toHaveLength(1);
    expect(await statesOf(engine, orderId)).toEqual(["done"]);
  });

  it.each(NOT_DONE)("waits for two clean looks after %s, then goes once more", async (kind) => {
    const engine = await engineOf(way, { refunds: refunds(1_000_000) });
    const orderId = await orderOf(engine, way);
    plantFault(engine.world, { api: "mirakl", operation: way.operation, kind, times: 1 });
    await reverseLine(engine.store, way.kind, partOf(engine, orderId, way), camille);
    await engine.run(19 * MINUTE);
    expect(byShop(engine)).toHaveLength(0);
    await engine.run(6 * MINUTE);
    expect(byShop(engine)).toHaveLength(1);
    expect(await statesOf(engine, orderId)).toEqual(["done"]);
  });

  it.each(SAID_NO)("goes again by itself after %s, and not before", async (kind) => {
    const engine = await engineOf(way);
    const orderId = await orderOf(engine, way);
    plantFault(engine.world, { api: "mirakl", operation: way.operation, kind, times: 1, seconds: 90 });
    await reverseLine(engine.store, way.kind, partOf(engine, orderId, way), camille);
    await engine.run(30_000);
    expect(byShop(engine)).toHaveLength(0);
    await engine.run(5 * MINUTE);
    expect(byShop(engine)).toHaveLength(1);
  });

  it("lands once when the remote carries it out ten minutes late", async () => {
    const engine = await engineOf(way, { refunds: refunds(1_000_000) });
    const orderId = await orderOf(engine, way);
    plantFault(engine.world, { api: "mirakl", operation: way.operation, kind: "late", times: 1, seconds: 600 });
    await reverseLine(engine.store, way.kind, partOf(engine, orderId, way), camille);
    await engine.run(60 * MINUTE);
    expect(byShop(engine)).toHaveLength(1);
    expect(await statesOf(engine, orderId)).toEqual(["done"]);
  });

  it("survives a process that dies between sending and writing down the answer", async () => {
    const engine = await engineOf(way);
    const orderId = await orderOf(engine, way);
    plantFault(engine.world, { api: "mirakl", operation: way.operation, kind: "drop-after", times: 1 });
    await reverseLine(engine.store, way.kind, partOf(engine, orderId, way), camille);
    engine.store.ports.sql.run("UPDATE intents SET state = 'sent', epoch = 'a dead one', next_at = NULL");
    await runSlice(engine.store);
    expect(await statesOf(engine, orderId)).toEqual(["unknown"]);
    await engine.run(40 * MINUTE);
    expect(byShop(engine)).toHaveLength(1);
    expect(await statesOf(engine, orderId)).toEqual(["done"]);
  });
});

function refunds(resendLimitMinor: number) {
  const rest = { when: "off", reason: null, withShipping: false, largestMinor: 10_000, dailyMinor: 50_000 } as const;
  return { ...rest, resendLimitMinor };
}

describe("a refund that nobody can explain", () => {
  const way = WAYS[0];

  it("is parked over the resend limit, with evidence, and stays until a person decides", async () => {
    const engine = await engineOf(way, { refunds: refunds(50) });
    const orderId = await orderOf(engine, way);
    plantFault(engine.world, { api: "mirakl", operation: "OR28", kind: "drop-before", times: 1 });
    await reverseLine(engine.store, "refund", partOf(engine, orderId, way), camille);
    await engine.run(3 * 60 * MINUTE);
    const [intent] = (await seen(engine, orderId)).intents;
    expect(intent).toMatchObject({
      state: "parked",
      reason: "over-resend-limit",
      money: { minor: 100, currency: "EUR" },
    });
    const told = await evidenceOf(engine.store, intent?.intentId ?? "", true);
    expect(told).toMatchObject({ result: "evidence", evidence: { candidates: [], parkReason: "over-resend-limit" } });
    if (told.result !== "evidence") return;
    expect(told.evidence.exchanges[0]).toMatchObject({
      step: "send",
      method: "PUT",
      path: expect.stringMatching(/^\/api\/orders\/refund\?/),
      status: null,
    });
    expect(told.evidence.choices).toEqual(["check", "happened", "send-again", "drop"]);
  });

  it("is settled by each of the four buttons", async () => {
    for (const [choice, shop, state] of [
      ["check", 0, "parked"],
      ["send-again", 1, "done"],
      ["drop", 0, "skipped"],
    ] as const) {
      const engine = await engineOf(way, { refunds: refunds(50) });
      const orderId = await orderOf(engine, way);
      plantFault(engine.world, { api: "mirakl", operation: "OR28", kind: "drop-before", times: 1 });
      await reverseLine(engine.store, "refund", partOf(engine, orderId, way), camille);
      await engine.run(60 * MINUTE);
      const intentId = (await seen(engine, orderId)).intents[0]?.intentId ?? "";
      await decideIntent(engine.store, intentId, { choice }, camille);
      await engine.run(60 * MINUTE);
      expect(byShop(engine)).toHaveLength(shop);
      expect(await statesOf(engine, orderId)).toEqual([state]);
    }
  });

  it("is taken for done when a person names what the remote holds, and only that", async () => {
    const engine = await engineOf(way, { refunds: refunds(50) });
    const orderId = await orderOf(engine, way);
    plantFault(engine.world, { api: "mirakl", operation: "OR28", kind: "drop-before", times: 1 });
    await reverseLine(engine.store, "refund", partOf(engine, orderId, way), camille);
    await engine.run(MINUTE);
    expect(refundByOperator(engine.world, orderId, { amountMinor: 77, shippingMinor: 0 })).toBe(true);
    await engine.run(60 * MINUTE);
    const [intent] = (await seen(engine, orderId)).intents;
    expect(intent).toMatchObject({ state: "parked", reason: "someone-else-acted" });
    const intentId = intent?.intentId ?? "";
    const wrong = await decideIntent(engine.store, intentId, { choice: "happened", remoteId: "9999" }, camille);
    expect(wrong).toMatchObject({ result: "refused", refusal: { code: "remote-unknown" } });
    const told = await evidenceOf(engine.store, intentId, true);
    const candidate = told.result === "evidence" ? told.evidence.candidates?.[0] : undefined;
    expect(candidate).toMatchObject({ money: { minor: 77, currency: "EUR" } });
    const remoteId = candidate?.remoteId ?? "";
    expect(await decideIntent(engine.store, intentId, { choice: "happened", remoteId }, camille)).toEqual({
      result: "done",
    });
    expect(await statesOf(engine, orderId)).toEqual(["done"]);
    const again = await decideIntent(engine.store, intentId, { choice: "send-again" }, camille);
    expect(again).toMatchObject({ result: "refused", refusal: { code: "already-decided" } });
    expect(byShop(engine)).toHaveLength(0);
  });

  it("never sends more than is left, whatever the form says", async () => {
    const engine = await engineOf(way);
    const orderId = await orderOf(engine, way);
    const refused = await reverseLine(engine.store, "refund", partOf(engine, orderId, way, 10_000_000), camille);
    expect(refused).toMatchObject({ result: "refused", refusal: { code: "refund-over-rest" } });
    expect(byShop(engine)).toHaveLength(0);
  });
});
