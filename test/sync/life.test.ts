import { describe, expect, it } from "vitest";
import { findStore } from "../../src/db/stores";
import { plantFault } from "../../src/sandbox/faults";
import { SPORT_KEY } from "../../src/sandbox/marketplaces";
import { findOrder as atMarketplace, payOrder, placeOrder } from "../../src/sandbox/mirakl-orders";
import { refundLedger } from "../../src/sandbox/money-ledger";
import { reverseLine } from "../../src/sync/acts-money";
import { intentsOf } from "../../src/sync/intents";
import { findBooked } from "../../src/sync/order-book";
import { plan } from "../../src/sync/plan-intent";
import { disconnect, goOn, pauseFor, resume } from "../../src/sync/store-life";
import { openDesk } from "../../src/sync/store-slice";
import { BUYER_OF_LABELS as camille, type Engine, startEngine } from "../engine";
import { MINUTE, pressCreateLabel, readyOrder, seen } from "./cast";

const row = ({ d1 }: Engine) => findStore(d1, "workspace-1", "store-1");
const statesOf = ({ store }: Engine, orderId: string) =>
  Object.fromEntries(
    intentsOf(store.ports.sql, orderId).map(({ kind, state, reason }) => [kind, `${state} ${reason}`]),
  );

describe("a pause by a person", () => {
  it("stops what was about to leave, and its end lets it go at once", async () => {
    const engine = await startEngine();
    const orderId = await readyOrder(engine);
    await pressCreateLabel(engine, orderId);
    await pauseFor(engine.store, "Vacances", camille);
    expect(await row(engine)).toMatchObject({ pausedBecause: "Vacances", pausedBy: "Camille" });
    const before = engine.sent.length;
    await engine.run(120 * MINUTE);
    expect(engine.sent.slice(before).filter((call) => call.includes("/api/orders"))).toEqual([]);
    await resume(engine.store, camille);
    expect((await row(engine))?.pausedBecause).toBeNull();
    await engine.run(2 * MINUTE);
    expect(atMarketplace(engine.world, orderId)?.order.order_state).toBe("SHIPPED");
  });

  it("begun twice is one, and the first reason stays", async () => {
    const engine = await startEngine();
    await pauseFor(engine.store, "Vacances", camille);
    await pauseFor(engine.store, "Autre", camille);
    expect((await row(engine))?.pausedBecause).toBe("Vacances");
    const facts = engine.store.ports.sql.all("SELECT kind FROM facts WHERE kind = 'paused'");
    expect(facts).toHaveLength(1);
  });
});

/** The desk as the object would open it now. */
async function reopen(engine: Engine) {
  const { ports, epoch, accountObject } = engine.store;
  const parts = {
    ...{ ports, epoch, accountObject: () => accountObject },
    sendcloudBaseUrl: "https://panel.sendcloud.test/api/v3",
    sendcloudTokenUrl: "https://account.sendcloud.test/oauth2/token",
  };
  const desk = await openDesk(parts, "workspace-1", "store-1");
  if (!desk) throw new Error("no desk");
  return desk;
}

describe("a disconnection", () => {
  it("drops money that has not left, and keeps what the marketplace must still hear", async () => {
    const engine = await startEngine({ settings: { refunds: { ...engineRefunds(), reason: "19" } } });
    const orderId = await readyOrder(engine);
    await pressCreateLabel(engine, orderId);
    const { sql } = engine.store.ports;
    const line = findBooked(sql, orderId)?.order.lines[0];
    if (!line) throw new Error("no line");
    const zero = { minor: 0, currency: line.price.currency };
    const payload = {
      lineId: line.lineId,
      quantity: 1,
      amount: line.price,
      shipping: zero,
      reason: "19",
      returnId: null,
    };
    const nextAt = engine.world.now() + MINUTE;
    sql.transaction(() => plan(engine.store, { kind: "refund", businessKey: "refund:x", orderId, payload, nextAt }));
    await disconnect(engine.store, camille);
    expect(statesOf(engine, orderId)).toMatchObject({ refund: "skipped store-disconnected", ship: "planned null" });
    expect(await row(engine)).toMatchObject({ sealedKey: "", keyHint: "" });
    expect((await seen(engine, orderId)).state.name).toBe("labelled");
    expect(refundLedger(engine.world)).toEqual([]);
  });

  it("leaves a desk that reads its books and calls nobody", async () => {
    const engine = await startEngine();
    const orderId = await readyOrder(engine);
    await disconnect(engine.store, camille);
    const desk = await reopen(engine);
    const before = engine.sent.length;
    expect(findBooked(desk.ports.sql, orderId)?.order.orderId).toBe(orderId);
    expect(await desk.mirakl.account()).toEqual({ kind: "not-sent", why: "blocked" });
    expect(await desk.sendcloud.identify()).toEqual({ kind: "not-sent", why: "blocked" });
    expect(engine.sent).toHaveLength(before);
  });

  it("ends what was sent without an answer once the shop is connected again, and never twice", async () => {
    const engine = await startEngine({ marketplace: "sport", key: SPORT_KEY });
    const orderId = placeOrder(engine.world, "sport");
    payOrder(engine.world, orderId);
    await engine.run(6 * MINUTE);
    const line = findBooked(engine.store.ports.sql, orderId)?.order.lines[0];
    if (!line) throw new Error("no line");
    const zero = { minor: 0, currency: line.price.currency };
    const wish = { orderId, lineId: line.lineId, quantity: line.quantity, amount: line.price, shipping: zero };
    plantFault(engine.world, { api: "mirakl", operation: "OR30", kind: "timeout-after", times: 1 });
    await reverseLine(engine.store, "cancel-line", { ...wish, reason: "51", nonce: "n" }, camille);
    expect(refundLedger(engine.world)).toHaveLength(1);
    await disconnect(engine.store, camille);
    expect(statesOf(engine, orderId)["cancel-line"]).toContain("unknown");
    engine.world.pass(24 * 60 * MINUTE);
    engine.store.store.pausedBecause = null;
    goOn(engine.store, camille);
    await engine.run(30 * MINUTE);
    expect(statesOf(engine, orderId)["cancel-line"]).toContain("done");
    expect(refundLedger(engine.world)).toHaveLength(1);
  });
});

function engineRefunds() {
  return {
    ...({ when: "off", withShipping: false } as const),
    ...{ largestMinor: 10_000, dailyMinor: 50_000, resendLimitMinor: 5_000 },
  };
}
