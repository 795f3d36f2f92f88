import { describe, expect, it } from "vitest";
import type { StoreSettings } from "../../src/domain/store";
import { plantFault } from "../../src/sandbox/faults";
import { SPORT_KEY } from "../../src/sandbox/marketplaces";
import {
  findOrder as atMarketplace,
  cancelOrder as cancelledByBuyer,
  payOrder,
  placeOrder,
} from "../../src/sandbox/mirakl-orders";
import { refundLedger } from "../../src/sandbox/money-ledger";
import { labelLedger } from "../../src/sandbox/sendcloud-ledger";
import { panelLabel, panelOrders } from "../../src/sandbox/sendcloud-panel";
import { moveParcel } from "../../src/sandbox/sendcloud-parcels";
import { cancelLines, cancellationOf, cancelOrder, undoCancellation } from "../../src/sync/acts-cancel";
import type { CancelWish } from "../../src/sync/stub-orders";
import { BUYER_OF_LABELS as camille, type Engine, startEngine } from "../engine";
import { ANNOUNCE, MINUTE, pressCreateLabel, readyOrder, SECOND, seen } from "./cast";

const REFUNDS: StoreSettings["refunds"] = {
  ...{ when: "off", reason: "15", withShipping: true, resendLimitMinor: 5_000 },
  ...{ largestMinor: 10_000_000, dailyMinor: 100_000_000 },
};
const wish = (parts: Partial<CancelWish> = {}): CancelWish => ({
  ...{ expects: "refund", reason: null, overCap: false, nonce: "form-1" },
  ...parts,
});
const byShop = (engine: Engine) => refundLedger(engine.world).filter(({ by }) => by === "shop");
const stateOf = (engine: Engine, orderId: string) => atMarketplace(engine.world, orderId)?.order.order_state;
const start = (settings: Partial<StoreSettings> = {}) => startEngine({ settings: { refunds: REFUNDS, ...settings } });

/** An order of which pieces may be taken off, and something stays. */
async function sportOrder() {
  const engine = await startEngine({ marketplace: "sport", key: SPORT_KEY });
  for (;;) {
    const orderId = placeOrder(engine.world, "sport");
    payOrder(engine.world, orderId);
    if ((atMarketplace(engine.world, orderId)?.order.order_lines.length ?? 0) < 2) continue;
    await engine.run(6 * MINUTE);
    return { engine, orderId };
  }
}

function firstParcel(engine: Engine): number {
  return engine.world.sql.all<{ id: number }>("SELECT id FROM sc_parcels ORDER BY id")[0]?.id ?? 0;
}

describe("an order that the merchant calls off", () => {
  it("loses its label before the buyer is paid back, and is never told shipped", async () => {
    const engine = await start();
    const orderId = await readyOrder(engine);
    await pressCreateLabel(engine, orderId);
    await engine.run(30 * SECOND);
    expect(cancelOrder(engine.store, orderId, camille, wish())).toEqual({ result: "under-way" });
    expect((await seen(engine, orderId)).state).toEqual({ name: "stopped", reason: "cancelling" });
    await engine.run(58 * SECOND);
    expect([labelLedger(engine.world).live, byShop(engine).length]).toEqual([1, 0]);
    await engine.run(15 * MINUTE);
    expect(labelLedger(engine.world).live).toBe(0);
    expect(byShop(engine).length).toBeGreaterThan(0);
    expect(engine.sent.some((line) => line.endsWith("/ship"))).toBe(false);
    expect((await seen(engine, orderId)).state).toEqual({ name: "closed", reason: "refunded" });
  });

  it("stays as it is when the carrier has the parcel already", async () => {
    const engine = await start({ shipWhen: "carrier-scan" });
    const orderId = await readyOrder(engine);
    await pressCreateLabel(engine, orderId);
    cancelOrder(engine.store, orderId, camille, wish());
    moveParcel(engine.world, firstParcel(engine), "SORTED");
    await engine.run(20 * MINUTE);
    expect(byShop(engine)).toEqual([]);
    expect(labelLedger(engine.world).live).toBe(1);
    expect(stateOf(engine, orderId)).toBe("SHIPPED");
  });

  it("keeps its label and its place when it is taken back in time", async () => {
    const engine = await start({ labels: "sendcloud" });
    const orderId = await readyOrder(engine);
    await engine.run(MINUTE);
    cancelOrder(engine.store, orderId, camille, wish());
    await engine.run(50 * SECOND);
    expect(undoCancellation(engine.store, orderId, camille)).toEqual({ result: "done" });
    expect(undoCancellation(engine.store, orderId, camille)).toMatchObject({ refusal: { code: "undo-too-late" } });
    await engine.run(30 * MINUTE);
    expect(panelOrders(engine.world)).toHaveLength(1);
    expect((await seen(engine, orderId)).state.name).toBe("at_sendcloud");
    // Taken back once, it may be called off for good later.
    cancelOrder(engine.store, orderId, camille, wish({ nonce: "form-2" }));
    await engine.run(10 * MINUTE);
    expect(panelOrders(engine.world)).toEqual([]);
    expect(byShop(engine).length).toBeGreaterThan(0);
  });

  it.each([
    ["another way than the page said", wish({ expects: "cancel" }), "order-changed"],
    ["no reason of the marketplace", wish({ reason: "99" }), "reason-missing"],
  ])("is refused for %s, and nothing is planned", async (_, asked, code) => {
    const engine = await start();
    const orderId = await readyOrder(engine);
    expect(cancelOrder(engine.store, orderId, camille, asked)).toMatchObject({ refusal: { code } });
    expect((await seen(engine, orderId)).intents).toEqual([]);
  });

  it("is paid back over the caps only by whoever knows", async () => {
    const engine = await start({ refunds: { ...REFUNDS, largestMinor: 1 } });
    const orderId = await readyOrder(engine);
    expect(cancellationOf(engine.store, orderId)).toMatchObject({ way: "refund", isOverCap: true });
    expect(cancelOrder(engine.store, orderId, camille, wish())).toMatchObject({ refusal: { code: "refund-over-cap" } });
    expect(cancelOrder(engine.store, orderId, camille, wish({ overCap: true }))).toEqual({ result: "under-way" });
  });
});

describe("pieces of an order that the merchant takes off", () => {
  it("are cancelled line by line once, after the undo window, and the rest still leaves", async () => {
    const { engine, orderId } = await sportOrder();
    const view = cancellationOf(engine.store, orderId);
    const [first] = view?.lines ?? [];
    expect(view).toMatchObject({ way: "cancel", cancelReasons: [{ code: "51" }, { code: "52" }] });
    const asked = { quantities: { [first?.lineId ?? ""]: first?.quantity ?? 0 }, reason: "51", nonce: "form-1" };
    expect(cancelLines(engine.store, orderId, camille, asked)).toEqual({ result: "under-way" });
    expect(cancelLines(engine.store, orderId, camille, asked)).toEqual({ result: "under-way" });
    expect((await seen(engine, orderId)).details.actions).toContain("undo-cancel");
    await engine.run(10 * MINUTE);
    expect(byShop(engine)).toMatchObject([{ kind: "cancelation", order_line_id: first?.lineId, reason_code: "51" }]);
    expect((await seen(engine, orderId)).state.name).toBe("ready");
  });

  it.each([
    ["no piece", 0, "nothing-chosen"],
    ["more pieces than there are", 9_999, "refund-over-rest"],
  ])("are refused for %s", async (_, quantity, code) => {
    const { engine, orderId } = await sportOrder();
    const lineId = cancellationOf(engine.store, orderId)?.lines[0]?.lineId ?? "";
    const outcome = cancelLines(engine.store, orderId, camille, {
      quantities: { [lineId]: quantity },
      reason: "51",
      nonce: "n",
    });
    expect(outcome).toMatchObject({ result: "refused", refusal: { code } });
  });
});

describe("an order that dies at the marketplace", () => {
  it("is taken out of Sendcloud after the label that its panel made is voided, and says so", async () => {
    const engine = await start({ labels: "sendcloud" });
    const orderId = await readyOrder(engine);
    await engine.run(MINUTE);
    panelLabel(engine.world, panelOrders(engine.world)[0]?.id ?? 0);
    cancelledByBuyer(engine.world, orderId);
    await engine.run(12 * MINUTE);
    expect(["stopped", "closed"]).toContain((await seen(engine, orderId)).state.name);
    await engine.run(60 * MINUTE);
    expect(labelLedger(engine.world).live).toBe(0);
    expect(panelOrders(engine.world)).toEqual([]);
    expect((await seen(engine, orderId)).state).toEqual({ name: "closed", reason: "cancelled" });
  });

  it("while its label is being bought keeps neither the label nor a word to the marketplace", async () => {
    const engine = await start();
    const orderId = await readyOrder(engine);
    plantFault(engine.world, { api: "sendcloud", operation: ANNOUNCE, kind: "timeout-after", times: 1 });
    const pressed = pressCreateLabel(engine, orderId);
    cancelledByBuyer(engine.world, orderId);
    await pressed;
    expect(cancelOrder(engine.store, orderId, camille, wish())).toMatchObject({ result: "refused" });
    await engine.run(60 * MINUTE);
    expect(labelLedger(engine.world).live).toBe(0);
    expect(engine.sent.some((line) => line.endsWith("/ship"))).toBe(false);
    expect((await seen(engine, orderId)).state).toEqual({ name: "closed", reason: "cancelled" });
  });

  it("within the undo window of the merchant's own cancelling is paid back by nobody twice", async () => {
    const engine = await start();
    const orderId = await readyOrder(engine);
    cancelOrder(engine.store, orderId, camille, wish());
    cancelledByBuyer(engine.world, orderId);
    await engine.run(60 * MINUTE);
    expect(byShop(engine)).toEqual([]);
    expect((await seen(engine, orderId)).state).toEqual({ name: "closed", reason: "cancelled" });
  });
});
