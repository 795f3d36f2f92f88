import { describe, expect, it } from "vitest";
import { type FaultKind, plantFault } from "../../src/sandbox/faults";
import { SPORT_KEY } from "../../src/sandbox/marketplaces";
import {
  findOrder as atMarketplace,
  cancelOrder as cancelledByBuyer,
  payOrder,
  placeOrder,
} from "../../src/sandbox/mirakl-orders";
import { labelLedger } from "../../src/sandbox/sendcloud-ledger";
import { cancelOrder } from "../../src/sync/acts-cancel";
import { writeReference } from "../../src/sync/acts-money";
import { BUYER_OF_LABELS as camille, type Engine, startEngine } from "../engine";
import { ANNOUNCE, MINUTE, pressCreateLabel, readyOrder, seen } from "./cast";

const FAULTS: FaultKind[] = [
  ...(["drop-before", "drop-after", "timeout-after", "500-before", "500-after", "truncated", "html-200"] as const),
  ...(["429-seconds", "429-garbage", "redirect", "malformed"] as const),
];

async function sportOrder(): Promise<{ engine: Engine; orderId: string }> {
  const engine = await startEngine({ marketplace: "sport", key: SPORT_KEY });
  const orderId = placeOrder(engine.world, "sport");
  payOrder(engine.world, orderId);
  await engine.run(6 * MINUTE);
  return { engine, orderId };
}

describe("cancelling an order here", () => {
  it.each(FAULTS)("cancels it at the marketplace once, behind %s", async (kind) => {
    const { engine, orderId } = await sportOrder();
    plantFault(engine.world, { api: "mirakl", operation: "OR29", kind, times: 2 });
    await cancelOrder(engine.store, orderId, camille);
    await engine.run(30 * MINUTE);
    expect(atMarketplace(engine.world, orderId)?.order.order_state).toBe("CANCELED");
    expect((await seen(engine, orderId)).state).toEqual({ name: "closed", reason: "cancelled" });
  });

  it("voids the label first", async () => {
    const { engine, orderId } = await sportOrder();
    expect(await pressCreateLabel(engine, orderId)).toEqual({ result: "done" });
    await cancelOrder(engine.store, orderId, camille);
    await engine.run(30 * MINUTE);
    expect(labelLedger(engine.world).live).toBe(0);
    expect(atMarketplace(engine.world, orderId)?.order.order_state).toBe("CANCELED");
  });

  it("is refused where the marketplace does not let the shop cancel, and says so before anything is sent", async () => {
    const engine = await startEngine();
    const orderId = await readyOrder(engine);
    const refused = await cancelOrder(engine.store, orderId, camille);
    expect(refused).toMatchObject({ result: "refused", refusal: { code: "not-allowed-now" } });
    expect(engine.sent.some((line) => line.endsWith("/cancel"))).toBe(false);
  });
});

describe("an order that dies while its label is bought", () => {
  it.each([
    ["at once", "timeout-after", 0],
    ["ten minutes later", "late", 600],
  ] as const)("has the label that appears %s voided", async (_, kind, seconds) => {
    const engine = await startEngine();
    const orderId = await readyOrder(engine);
    plantFault(engine.world, { api: "sendcloud", operation: ANNOUNCE, kind, times: 1, seconds });
    await pressCreateLabel(engine, orderId);
    cancelledByBuyer(engine.world, orderId);
    await engine.run(60 * MINUTE);
    const { entries, live } = labelLedger(engine.world);
    expect(entries.filter((entry) => entry.kind === "label")).toHaveLength(1);
    expect(live).toBe(0);
    expect((await seen(engine, orderId)).state).toEqual({ name: "closed", reason: "cancelled" });
    expect(atMarketplace(engine.world, orderId)?.order.order_state).toBe("CANCELED");
  });
});

describe("our number at the marketplace", () => {
  it.each(FAULTS)("is written behind %s", async (kind) => {
    const engine = await startEngine();
    const orderId = await readyOrder(engine);
    plantFault(engine.world, { api: "mirakl", operation: "OR04", kind, times: 2 });
    await writeReference(engine.store, orderId, camille);
    await engine.run(20 * MINUTE);
    const { number } = await seen(engine, orderId);
    expect(atMarketplace(engine.world, orderId)?.order.references?.order_reference_for_seller).toBe(number);
  });
});
