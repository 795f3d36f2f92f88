import { describe, expect, it } from "vitest";
import { type FaultKind, plantFault } from "../../src/sandbox/faults";
import { actAsBuyer, findOrder as atMarketplace, placeOrder } from "../../src/sandbox/mirakl-orders";
import { refundByOperator } from "../../src/sandbox/others-acts";
import { checkOrder, correctAddress, decideAcceptance } from "../../src/sync/acts";
import { stripOf } from "../../src/sync/store-slice";
import { BUYER_OF_LABELS as camille, type Engine, startEngine } from "../engine";
import { MINUTE, pressCreateLabel, readyOrder, seen } from "./cast";

const LOST: FaultKind[] = [
  "drop-before",
  "drop-after",
  "timeout-after",
  "500-after",
  "html-200",
  "429-date",
  "429-bare",
];

describe("telling the marketplace", () => {
  it.each(LOST.flatMap((kind) => ["OR23", "OR24"].map((operation) => ({ kind, operation }))))(
    "reaches shipped with the right tracking after $operation $kind",
    async ({ kind, operation }) => {
      const engine = await startEngine();
      const orderId = await readyOrder(engine);
      plantFault(engine.world, { api: "mirakl", operation, kind, times: 1 });
      await pressCreateLabel(engine, orderId);
      await engine.run(20 * MINUTE);
      const there = atMarketplace(engine.world, orderId)?.order;
      expect(there?.order_state).toBe("SHIPPED");
      const order = await seen(engine, orderId);
      expect(there?.shipping_tracking).toBe(order.parcels[0]?.trackingNumber);
      expect(order.state.name).toBe("shipped");
      expect(order.intents.map((intent) => intent.state).filter((state) => state !== "done")).toEqual([]);
    },
  );

  it("reaches shipped when the one line without a parcel is refunded", async () => {
    const engine = await startEngine();
    const { orderId, lines } = await orderOfParts(engine);
    const [first = "", ...rest] = lines;
    await pressCreateLabel(engine, orderId, [first]);
    await engine.run(5 * MINUTE);
    expect(atMarketplace(engine.world, orderId)?.order.order_state).toBe("SHIPPING");
    for (const lineId of rest) refundByOperator(engine.world, orderId, { lineId });
    await engine.run(20 * MINUTE);
    expect(atMarketplace(engine.world, orderId)?.order.order_state).toBe("SHIPPED");
    expect((await seen(engine, orderId)).state.name).toBe("shipped");
  });

  it("waits for the carrier's scan where the store says so", async () => {
    const engine = await startEngine({ settings: { shipWhen: "carrier-scan" } });
    const orderId = await readyOrder(engine);
    await pressCreateLabel(engine, orderId);
    await engine.run(5 * MINUTE);
    expect((await seen(engine, orderId)).state).toEqual({ name: "labelled", reason: "waits-for-scan" });
    expect(atMarketplace(engine.world, orderId)?.order.order_state).toBe("SHIPPING");
    await engine.run(12 * 60 * MINUTE);
    expect(atMarketplace(engine.world, orderId)?.order.order_state).toBe("SHIPPED");
  });
});

describe("accepting and refusing", () => {
  it.each(["drop-after", "500-before", "timeout-after"] as const)("is done once after %s", async (kind) => {
    const engine = await startEngine();
    const orderId = placeOrder(engine.world, "brico");
    await engine.run(6 * MINUTE);
    plantFault(engine.world, { api: "mirakl", operation: "OR21", kind, times: 1 });
    expect((await decideAcceptance(engine.store, "accept", orderId, camille)).result).toBe("under-way");
    expect((await seen(engine, orderId)).state).toEqual({ name: "to_accept", reason: "sending" });
    await engine.run(10 * MINUTE);
    expect((await seen(engine, orderId)).state.name).toBe("ready");
  });

  it("refuses all lines, and the order is over", async () => {
    const engine = await startEngine();
    const orderId = placeOrder(engine.world, "brico");
    await engine.run(6 * MINUTE);
    expect(await decideAcceptance(engine.store, "refuse", orderId, camille)).toEqual({ result: "done" });
    expect((await seen(engine, orderId)).state).toEqual({ name: "closed", reason: "refused" });
    expect((await decideAcceptance(engine.store, "accept", orderId, camille)).result).toBe("refused");
  });

  it("parks what turned out the opposite, with the flag that calls a person", async () => {
    const engine = await startEngine();
    const orderId = placeOrder(engine.world, "brico");
    await engine.run(6 * MINUTE);
    engine.world.pass(2 * MINUTE);
    actAsBuyer(engine.world, orderId, "cancel");
    await decideAcceptance(engine.store, "accept", orderId, camille);
    const order = await seen(engine, orderId);
    expect(order.intents).toMatchObject([{ kind: "accept", state: "parked", reason: "opposite-happened" }]);
    expect(order.details.flags).toContain("attention");
  });
});

describe("trouble with the marketplace", () => {
  it("pauses a store whose key is refused, says so once, and loses nothing", async () => {
    const engine = await startEngine({ key: "nobody" });
    await engine.run(3 * 60 * MINUTE);
    const strip = stripOf(engine.store);
    expect(strip.pausedBecause).toBe("key-wrong");
    expect(strip.lastError?.code).toBe("key-wrong");
    const facts = engine.store.ports.sql.all("SELECT kind FROM facts");
    expect(facts).toEqual([{ kind: "key-refused" }]);
    expect(engine.sent.filter((line) => line === "GET /api/orders").length).toBeLessThanOrEqual(1);
  });

  it.each([
    { kind: "500-before", code: "mirakl-down" },
    { kind: "timeout-before", code: "host-unreachable" },
    { kind: "html-200", code: "host-not-mirakl" },
    { kind: "429-seconds", code: "mirakl-busy" },
    { kind: "forbidden", code: "key-without-role" },
  ] as const)("names $code after $kind, backs off and comes back by itself", async ({ kind, code }) => {
    const engine = await startEngine();
    await engine.run(2 * MINUTE);
    plantFault(engine.world, { api: "mirakl", operation: "OR11", kind, times: 2 });
    const orderId = placeOrder(engine.world, "brico");
    await engine.run(4 * MINUTE);
    expect(stripOf(engine.store).lastError?.code ?? code).toBe(code);
    await engine.run(2 * 60 * MINUTE);
    expect(stripOf(engine.store).lastError).toBeNull();
    expect((await seen(engine, orderId)).number).toBe(orderId);
  });
});

describe("the pencil", () => {
  it("keeps the correction beside the marketplace's words, and lifts it when they are typed again", async () => {
    const engine = await startEngine();
    const orderId = await readyOrder(engine);
    const original = (await seen(engine, orderId)).details.recipient?.address.street1 ?? "";
    expect(correctAddress(engine.store, orderId, { street1: "8 quai des Brumes" }, camille)).toEqual({
      result: "done",
    });
    const { details } = await seen(engine, orderId);
    expect(details.recipient?.address.street1).toBe(original);
    expect(details.corrections.street1).toMatchObject({
      value: "8 quai des Brumes",
      replaced: original,
      by: "Camille",
      theirs: null,
    });
    correctAddress(engine.store, orderId, { street1: original }, camille);
    expect((await seen(engine, orderId)).details.corrections).toEqual({});
  });

  it("sends the corrected address to the carrier", async () => {
    const bodies: string[] = [];
    const engine = await startEngine({
      through: (http) => (request) => {
        if (request.url.endsWith("/shipments/announce")) bodies.push(request.body ?? "");
        return http(request);
      },
    });
    const orderId = await readyOrder(engine);
    correctAddress(engine.store, orderId, { street1: "8 quai des Brumes", lastName: "Lenoir" }, camille);
    await pressCreateLabel(engine, orderId);
    expect(JSON.parse(bodies[0] ?? "{}").to_address.address_line_1).toContain("8 quai des Brumes");
  });

  it("reads an order again at the merchant's wish", async () => {
    const engine = await startEngine();
    const orderId = await readyOrder(engine);
    expect(await checkOrder(engine.store, orderId, camille)).toEqual({ result: "done" });
    expect((await seen(engine, orderId)).events.at(-1)).toMatchObject({ kind: "checked", actor: "Camille" });
    expect(await checkOrder(engine.store, "no-such-order", camille)).toMatchObject({
      result: "refused",
      refusal: { code: "not-found" },
    });
  });
});

async function orderOfParts(engine: Engine): Promise<{ orderId: string; lines: string[] }> {
  for (;;) {
    const orderId = await readyOrder(engine);
    const lines = atMarketplace(engine.world, orderId)?.order.order_lines.map((line) => line.order_line_id) ?? [];
    if (lines.length > 1) return { orderId, lines };
  }
}
