import { describe, expect, it } from "vitest";
import type { Http } from "../../src/lib/http";
import { type FaultKind, plantFault } from "../../src/sandbox/faults";
import { findOrder as atMarketplace, cancelOrder } from "../../src/sandbox/mirakl-orders";
import { sendcloudLedger } from "../../src/sandbox/sendcloud-overview";
import { moveParcel, parcelsOf } from "../../src/sandbox/sendcloud-parcels";
import { cancelLabelOf, createLabel } from "../../src/sync/acts";
import { optionsFor } from "../../src/sync/label-options";
import type { ActResult } from "../../src/sync/stub-answers";
import { BUYER_OF_LABELS as camille, startEngine } from "../engine";
import { ANNOUNCE, MINUTE, pressCreateLabel, readyOrder, SECOND, seen } from "./cast";

const bought = (engine: Awaited<ReturnType<typeof startEngine>>) =>
  sendcloudLedger(engine.world).filter((entry) => entry.kind === "label").length;

describe("creating a label", () => {
  it("buys one however often it is pressed, also at once", async () => {
    let presses: Promise<ActResult>[] = [];
    // The carrier is slow: one of the two is answered before the label of the other is made.
    const slow =
      (http: Http): Http =>
      async (request) => {
        if (request.url.endsWith("/shipments/announce")) await Promise.race(presses);
        return http(request);
      };
    const engine = await startEngine({ through: slow });
    const orderId = await readyOrder(engine);
    presses = [pressCreateLabel(engine, orderId), pressCreateLabel(engine, orderId)];
    const results = await Promise.all(presses);
    expect(results.map((one) => one.result).sort()).toEqual(["done", "under-way"]);
    expect(await pressCreateLabel(engine, orderId)).toEqual({ result: "done" });
    expect(bought(engine)).toBe(1);
    expect((await seen(engine, orderId)).parcels).toHaveLength(1);
  });

  it("buys one from two devices in different hands, in two tabs with different options, and by back and resubmit", async () => {
    const engine = await startEngine();
    const orderId = await readyOrder(engine);
    const offered = await optionsFor(engine.store, orderId, null);
    if (offered.result === "refused") throw new Error(offered.refusal.code);
    const [cheapest, other = cheapest] = offered.options.filter(({ needs }) => needs.length === 0);
    const press = (option: typeof cheapest, actor = camille) =>
      createLabel(
        engine.store,
        {
          orderId,
          optionCode: option?.code ?? "",
          contractId: option?.contractId ?? null,
          weightGrams: offered.weightGrams,
        },
        actor,
      );
    const noa = { personId: "person-2", name: "Noa" };
    const at = [press(cheapest), press(other), press(cheapest, noa), press(other, noa)];
    const results = (await Promise.all(at)).map(({ result }) => result);
    expect(results).toContain("done");
    expect(results).not.toContain("refused");
    expect(await press(other)).toEqual({ result: "done" });
    expect(bought(engine)).toBe(1);
    expect((await seen(engine, orderId)).parcels).toHaveLength(1);
  });

  const LOST: FaultKind[] = [
    "drop-before",
    "drop-after",
    "timeout-after",
    "500-before",
    "500-after",
    "empty-200",
    "truncated",
    "html-200",
  ];
  it.each(LOST)("ends with one label after the answer %s", async (kind) => {
    const engine = await startEngine();
    const orderId = await readyOrder(engine);
    plantFault(engine.world, { api: "sendcloud", operation: ANNOUNCE, kind, times: 1 });
    expect((await pressCreateLabel(engine, orderId)).result).toBe("under-way");
    expect((await seen(engine, orderId)).state.name).toBe("labelling");
    await engine.run(10 * MINUTE);
    expect(bought(engine)).toBe(1);
    expect((await seen(engine, orderId)).state.name).toBe("shipped");
    expect(atMarketplace(engine.world, orderId)?.order.order_state).toBe("SHIPPED");
  });

  it("does not believe a negative read-back before the settle time is over", async () => {
    const engine = await startEngine();
    const orderId = await readyOrder(engine);
    plantFault(engine.world, { api: "sendcloud", operation: ANNOUNCE, kind: "drop-before", times: 1 });
    await pressCreateLabel(engine, orderId);
    await engine.run(50 * SECOND);
    expect(engine.sent.filter((line) => line.endsWith("/shipments/announce"))).toHaveLength(1);
    await engine.run(20 * SECOND);
    expect(engine.sent.filter((line) => line.endsWith("/shipments/announce"))).toHaveLength(2);
  });

  it("tells the carrier's words when the announcement fails, and leaves the order where it was", async () => {
    const engine = await startEngine();
    const orderId = await readyOrder(engine);
    plantFault(engine.world, { api: "sendcloud", operation: ANNOUNCE, kind: "announcement-failed", times: 1 });
    const result = await pressCreateLabel(engine, orderId);
    expect(result.result === "refused" && result.refusal.code).toBe("announcement-failed");
    expect(result.result === "refused" && result.refusal.words).not.toBe("");
    const order = await seen(engine, orderId);
    expect(order.state.name).toBe("ready");
    expect(order.events.at(-1)?.kind).toBe("label-failed");
    expect(bought(engine)).toBe(0);
    expect(await pressCreateLabel(engine, orderId)).toEqual({ result: "done" });
    expect(bought(engine)).toBe(1);
  });

  it("is refused before money is spent where the carrier has no name at the marketplace", async () => {
    const engine = await startEngine({ settings: { carriers: {} } });
    const orderId = await readyOrder(engine);
    const result = await pressCreateLabel(engine, orderId);
    expect(result.result === "refused" && result.refusal.code).toBe("carrier-unmapped");
    expect(engine.sent.filter((line) => line.endsWith("/shipments/announce"))).toEqual([]);
  });

  it("says so when nothing carries this parcel there", async () => {
    const engine = await startEngine();
    const orderId = await readyOrder(engine);
    const offered = await optionsFor(engine.store, orderId, 900_000);
    expect(offered.result === "refused" && offered.refusal.code).toBe("no-shipping-option");
  });

  it("buys nothing for an order that died at the marketplace meanwhile", async () => {
    const engine = await startEngine();
    const orderId = await readyOrder(engine);
    engine.world.pass(2 * MINUTE);
    cancelOrder(engine.world, orderId);
    const result = await pressCreateLabel(engine, orderId);
    expect(result.result === "refused" && result.refusal.code).toBe("order-changed");
    expect(bought(engine)).toBe(0);
    expect((await seen(engine, orderId)).state).toEqual({ name: "closed", reason: "cancelled" });
  });

  it("is not to be had before the order is accepted and paid", async () => {
    const engine = await startEngine();
    const { placeOrder } = await import("../../src/sandbox/mirakl-orders");
    const orderId = placeOrder(engine.world, "brico");
    await engine.run(6 * MINUTE);
    const request = { orderId, optionCode: "dpd:predict", contractId: null, weightGrams: 500 };
    const result = await createLabel(engine.store, request, camille);
    expect(result.result === "refused" && result.refusal.code).toBe("not-allowed-now");
  });

  it("waits as long as a 429 says, and sends once", async () => {
    const engine = await startEngine();
    const orderId = await readyOrder(engine);
    plantFault(engine.world, { api: "sendcloud", operation: ANNOUNCE, kind: "429-seconds", times: 1, seconds: 90 });
    expect((await pressCreateLabel(engine, orderId)).result).toBe("under-way");
    await engine.run(80 * SECOND);
    expect(engine.sent.filter((line) => line.endsWith("/shipments/announce"))).toHaveLength(1);
    await engine.run(15 * SECOND);
    expect(bought(engine)).toBe(1);
  });
});

describe("taking a label back", () => {
  it("within the undo window says nothing of it to the marketplace, and a second label goes the whole road", async () => {
    const engine = await startEngine();
    const orderId = await readyOrder(engine);
    await pressCreateLabel(engine, orderId);
    await engine.run(20 * SECOND);
    const [first] = (await seen(engine, orderId)).parcels;
    expect(await cancelLabelOf(engine.store, orderId, 1, camille)).toEqual({ result: "done" });
    await engine.run(5 * MINUTE);
    expect((await seen(engine, orderId)).state.name).toBe("ready");
    expect(atMarketplace(engine.world, orderId)?.order.order_state).toBe("SHIPPING");
    await pressCreateLabel(engine, orderId);
    await engine.run(5 * MINUTE);
    const order = await seen(engine, orderId);
    expect(order.parcels.map((parcel) => [parcel.generation, parcel.stage === "cancelled"])).toEqual([
      [2, false],
      [1, true],
    ]);
    expect(order.state.name).toBe("shipped");
    const there = atMarketplace(engine.world, orderId)?.order;
    expect(there?.shipping_tracking).toBe(order.parcels[0]?.trackingNumber);
    expect(there?.shipping_tracking).not.toBe(first?.trackingNumber);
  });

  it("opens the undo window anew for a second label made within the first one's", async () => {
    const engine = await startEngine();
    const orderId = await readyOrder(engine);
    await pressCreateLabel(engine, orderId);
    await engine.run(40 * SECOND);
    await cancelLabelOf(engine.store, orderId, 1, camille);
    await pressCreateLabel(engine, orderId);
    await engine.run(40 * SECOND);
    expect(atMarketplace(engine.world, orderId)?.order.order_state).toBe("SHIPPING");
    await engine.run(30 * SECOND);
    expect(atMarketplace(engine.world, orderId)?.order.order_state).toBe("SHIPPED");
  });

  it("tells the label's moves once they are seen by polling alone", async () => {
    const engine = await startEngine();
    const orderId = await readyOrder(engine);
    await pressCreateLabel(engine, orderId);
    const shipmentId = (await seen(engine, orderId)).parcels[0]?.shipmentId ?? "";
    moveParcel(engine.world, Number(parcelsOf(engine.world.sql, shipmentId)[0]?.id), "DELIVERED");
    await engine.run(21 * MINUTE);
    const [parcel] = (await seen(engine, orderId)).parcels;
    expect(parcel?.stage).toBe("delivered");
    expect((await seen(engine, orderId)).events.map((event) => event.kind)).toContain("parcel-moved");
  });
});

describe("a label after the marketplace has heard shipped", () => {
  it("cannot be voided any more, even before the order is read again", async () => {
    const engine = await startEngine();
    const orderId = await readyOrder(engine);
    await pressCreateLabel(engine, orderId);
    await engine.run(70 * SECOND);
    expect(atMarketplace(engine.world, orderId)?.order.order_state).toBe("SHIPPED");
    const voided = await cancelLabelOf(engine.store, orderId, 1, camille);
    expect(voided).toMatchObject({ result: "refused", refusal: { code: "not-allowed-now" } });
  });

  it("can be made anew when Sendcloud voided it, and its number is told", async () => {
    const engine = await startEngine();
    const orderId = await readyOrder(engine);
    await pressCreateLabel(engine, orderId);
    await engine.run(6 * MINUTE);
    const first = (await seen(engine, orderId)).parcels[0];
    moveParcel(engine.world, first?.sendcloudParcelId ?? 0, "CANCELLED");
    await engine.run(12 * MINUTE);
    expect((await seen(engine, orderId)).state).toEqual({ name: "shipped", reason: "no-parcel" });
    expect(await pressCreateLabel(engine, orderId)).toEqual({ result: "done" });
    await engine.run(6 * MINUTE);
    const live = (await seen(engine, orderId)).parcels.find((parcel) => parcel.stage === "label-ready");
    expect(live?.trackingNumber).not.toBe(first?.trackingNumber);
    expect(atMarketplace(engine.world, orderId)?.order.shipping_tracking).toBe(live?.trackingNumber);
  });
});
