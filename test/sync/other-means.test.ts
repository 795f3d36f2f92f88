import { describe, expect, it } from "vitest";
import { type FaultKind, plantFault } from "../../src/sandbox/faults";
import { SPORT_KEY } from "../../src/sandbox/marketplaces";
import { actAsBuyer, findOrder as atMarketplace, placeOrder } from "../../src/sandbox/mirakl-orders";
import { writeOrder } from "../../src/sandbox/order-store";
import { labelLedger } from "../../src/sandbox/sendcloud-ledger";
import { panelCancelLabel, panelOrders } from "../../src/sandbox/sendcloud-panel";
import { cancelLabelOf } from "../../src/sync/acts";
import { correctTracking, shipOtherwise, shippingChoices, undoOtherwise } from "../../src/sync/acts-shipping";
import type { CarrierWish } from "../../src/sync/stub-orders";
import { BUYER_OF_LABELS as camille, type Engine, startEngine } from "../engine";
import { MINUTE, pressCreateLabel, readyOrder, SECOND, seen } from "./cast";

const NONE: CarrierWish = { carrierCode: null, carrierName: "", trackingUrl: null, trackingNumber: "" };
const DPD: CarrierWish = { ...NONE, carrierCode: "dpd", trackingNumber: "DPD-77" };
const BIKE: CarrierWish = {
  carrierCode: null,
  carrierName: "Les Coursiers",
  trackingUrl: "https://coursiers.test/{trackingId}",
  trackingNumber: "C 1",
};

const marketplace = (engine: Engine, orderId: string) => {
  const order = atMarketplace(engine.world, orderId)?.order;
  if (!order) throw new Error(`no order ${orderId}`);
  return order;
};
const calls = ({ sent }: Engine, verb: string) => sent.filter((one) => one.endsWith(`/${verb}`)).length;

/** Somebody tells the marketplace in its back office that the order left. */
function shippedByAnother(engine: Engine, orderId: string): void {
  const order = marketplace(engine, orderId);
  const lines = order.order_lines.map((line) => ({ ...line, order_line_state: "SHIPPED" as const }));
  const shipped = { ...order, order_state: "SHIPPED" as const, can_shop_ship: false, order_lines: lines };
  writeOrder(engine.world, shipped, engine.world.now());
}

async function withoutMandatoryTracking(engine: Engine): Promise<string> {
  for (;;) {
    const orderId = await readyOrder(engine);
    if (shippingChoices(engine.store, orderId)?.mandatoryTracking === false) return orderId;
  }
}

async function withMandatoryTracking(engine: Engine): Promise<string> {
  for (;;) {
    const orderId = await readyOrder(engine);
    if (shippingChoices(engine.store, orderId)?.mandatoryTracking === true) return orderId;
  }
}

describe("shipped by other means", () => {
  it("tells the carrier at once and shipped after the undo window, and no label is offered meanwhile", async () => {
    const engine = await startEngine();
    const orderId = await readyOrder(engine);
    expect((await seen(engine, orderId)).details.actions).toContain("ship-otherwise");
    expect(await shipOtherwise(engine.store, orderId, DPD, camille)).toEqual({ result: "done" });
    expect(marketplace(engine, orderId)).toMatchObject({ order_state: "SHIPPING", shipping_tracking: "DPD-77" });
    const waiting = await seen(engine, orderId);
    expect(waiting.state).toEqual({ name: "labelled", reason: "other-means" });
    expect(waiting.details.actions).not.toContain("create-label");
    expect((await pressCreateLabel(engine, orderId)).result).toBe("refused");
    await engine.run(2 * MINUTE);
    expect(marketplace(engine, orderId).order_state).toBe("SHIPPED");
    const order = await seen(engine, orderId);
    expect(order.state).toEqual({ name: "shipped", reason: null });
    expect(order.intents.map(({ kind, state }) => `${kind} ${state}`)).toEqual(["tracking done", "ship done"]);
    expect(order.details.actions).toContain("correct-tracking");
    expect(labelLedger(engine.world).live).toBe(0);
  });

  it("takes a carrier that the marketplace does not know, with the page where it is followed", async () => {
    const engine = await startEngine();
    const orderId = await readyOrder(engine);
    await shipOtherwise(engine.store, orderId, BIKE, camille);
    await engine.run(2 * MINUTE);
    expect(marketplace(engine, orderId)).toMatchObject({
      order_state: "SHIPPED",
      shipping_carrier_code: null,
      shipping_company: "Les Coursiers",
      shipping_tracking: "C 1",
      shipping_tracking_url: "https://coursiers.test/C%201",
    });
  });

  it("goes without any carrier only where the shipping type wants no tracking", async () => {
    const engine = await startEngine();
    const strict = await withMandatoryTracking(engine);
    expect(await shipOtherwise(engine.store, strict, NONE, camille)).toMatchObject({
      refusal: { code: "tracking-needed", field: "trackingNumber" },
    });
    const free = await withoutMandatoryTracking(engine);
    expect(await shipOtherwise(engine.store, free, NONE, camille)).toEqual({ result: "done" });
    await engine.run(2 * MINUTE);
    expect(marketplace(engine, free)).toMatchObject({ order_state: "SHIPPED", shipping_tracking: null });
    expect(calls(engine, "tracking")).toBe(0);
  });

  it.each<[string, CarrierWish, string, string]>([
    ["a carrier that is not on the list", { ...DPD, carrierCode: "nobody" }, "carrier-unknown", "carrier"],
    ["a carrier whose page needs the number", { ...DPD, trackingNumber: "" }, "tracking-needed", "trackingNumber"],
    ["a number without a carrier", { ...NONE, trackingNumber: "1" }, "carrier-unknown", "carrier"],
  ])("refuses %s, and sends nothing", async (_what, wish, code, field) => {
    const engine = await startEngine();
    const orderId = await readyOrder(engine);
    const answer = await shipOtherwise(engine.store, orderId, wish, camille);
    expect(answer).toMatchObject({ result: "refused", refusal: { code, field } });
    await engine.run(5 * MINUTE);
    expect([calls(engine, "tracking"), calls(engine, "ship")]).toEqual([0, 0]);
  });

  it("refuses a free name where the marketplace wants its own carriers", async () => {
    const engine = await startEngine({ marketplace: "sport", key: SPORT_KEY });
    await engine.run(2 * MINUTE);
    const orderId = placeOrder(engine.world, "sport");
    await engine.run(6 * MINUTE);
    expect(shippingChoices(engine.store, orderId)?.allowsOther).toBe(false);
    const answer = await shipOtherwise(engine.store, orderId, BIKE, camille);
    expect(answer).toMatchObject({ refusal: { code: "carrier-not-allowed" } });
  });

  it("is taken back within the minute, and then a label can be made", async () => {
    const engine = await startEngine();
    const orderId = await readyOrder(engine);
    await shipOtherwise(engine.store, orderId, DPD, camille);
    engine.world.pass(30 * SECOND);
    expect(undoOtherwise(engine.store, orderId, camille)).toEqual({ result: "done" });
    await engine.run(5 * MINUTE);
    expect(marketplace(engine, orderId).order_state).toBe("SHIPPING");
    expect((await seen(engine, orderId)).state.name).toBe("ready");
    await pressCreateLabel(engine, orderId);
    await engine.run(5 * MINUTE);
    const order = await seen(engine, orderId);
    expect(marketplace(engine, orderId)).toMatchObject({
      order_state: "SHIPPED",
      shipping_tracking: order.parcels[0]?.trackingNumber,
    });
  });

  it("is too late to take back once the marketplace knows", async () => {
    const engine = await startEngine();
    const orderId = await readyOrder(engine);
    await shipOtherwise(engine.store, orderId, DPD, camille);
    await engine.run(2 * MINUTE);
    expect(undoOtherwise(engine.store, orderId, camille)).toMatchObject({ refusal: { code: "undo-too-late" } });
  });

  it("is done once on a double click", async () => {
    const engine = await startEngine();
    const orderId = await readyOrder(engine);
    const both = await Promise.all([DPD, DPD].map((wish) => shipOtherwise(engine.store, orderId, wish, camille)));
    expect(both.map(({ result }) => result)).not.toContain("refused");
    await engine.run(3 * MINUTE);
    expect([calls(engine, "tracking"), calls(engine, "ship")]).toEqual([1, 1]);
  });

  it.each<FaultKind>(["drop-after", "timeout-after", "500-before", "html-200", "429-date"])(
    "reaches shipped after %s",
    async (kind) => {
      const engine = await startEngine();
      const orderId = await readyOrder(engine);
      for (const operation of ["OR23", "OR24"]) plantFault(engine.world, { api: "mirakl", operation, kind, times: 1 });
      await shipOtherwise(engine.store, orderId, BIKE, camille);
      await engine.run(20 * MINUTE);
      expect(marketplace(engine, orderId)).toMatchObject({ order_state: "SHIPPED", shipping_tracking: "C 1" });
    },
  );
});

describe("correcting the tracking of what has left", () => {
  async function shippedOrder(engine: Engine): Promise<string> {
    const orderId = await readyOrder(engine);
    await pressCreateLabel(engine, orderId);
    await engine.run(5 * MINUTE);
    return orderId;
  }

  it("puts what a person typed over the label's number, and keeps it there while the parcel moves", async () => {
    const engine = await startEngine();
    const orderId = await shippedOrder(engine);
    expect(await correctTracking(engine.store, orderId, DPD, camille)).toEqual({ result: "done" });
    expect(marketplace(engine, orderId)).toMatchObject({ shipping_tracking: "DPD-77", shipping_carrier_code: "dpd" });
    await engine.run(30 * 60 * MINUTE);
    expect(marketplace(engine, orderId).shipping_tracking).toBe("DPD-77");
    expect(calls(engine, "tracking")).toBe(2);
    const facts = (await seen(engine, orderId)).events.filter(({ kind }) => kind === "tracking-corrected");
    expect(facts).toMatchObject([{ actor: "Camille" }]);
  });

  it("corrects the carrier under the same number", async () => {
    const engine = await startEngine();
    const orderId = await shippedOrder(engine);
    const trackingNumber = marketplace(engine, orderId).shipping_tracking ?? "";
    await correctTracking(engine.store, orderId, { ...BIKE, trackingNumber }, camille);
    expect(marketplace(engine, orderId)).toMatchObject({
      shipping_company: "Les Coursiers",
      shipping_tracking: trackingNumber,
    });
  });

  it("goes over a number that somebody else typed at the marketplace, which the person has seen", async () => {
    const engine = await startEngine();
    const orderId = await shippedOrder(engine);
    writeOrder(engine.world, { ...marketplace(engine, orderId), shipping_tracking: "FOREIGN" }, engine.world.now());
    await engine.run(6 * MINUTE);
    expect(await correctTracking(engine.store, orderId, DPD, camille)).toEqual({ result: "done" });
    expect(marketplace(engine, orderId).shipping_tracking).toBe("DPD-77");
  });

  it("parks when the number there changed after the person looked", async () => {
    const engine = await startEngine();
    const orderId = await shippedOrder(engine);
    engine.world.pass(2 * MINUTE);
    writeOrder(engine.world, { ...marketplace(engine, orderId), shipping_tracking: "FOREIGN" }, engine.world.now());
    await correctTracking(engine.store, orderId, DPD, camille);
    expect(marketplace(engine, orderId).shipping_tracking).toBe("FOREIGN");
    expect((await seen(engine, orderId)).intents.at(-1)).toMatchObject({ state: "parked" });
  });

  it("says the same twice once", async () => {
    const engine = await startEngine();
    const orderId = await shippedOrder(engine);
    await correctTracking(engine.store, orderId, DPD, camille);
    await correctTracking(engine.store, orderId, DPD, camille);
    expect(calls(engine, "tracking")).toBe(2);
  });
});

describe("shipped at the marketplace by someone else", () => {
  it("takes the order out of Sendcloud, so that nobody packs it", async () => {
    const engine = await startEngine({ settings: { labels: "sendcloud" } });
    const orderId = await readyOrder(engine);
    await engine.run(MINUTE);
    expect(panelOrders(engine.world)).toHaveLength(1);
    shippedByAnother(engine, orderId);
    await engine.run(15 * MINUTE);
    expect(panelOrders(engine.world)).toHaveLength(0);
    const order = await seen(engine, orderId);
    expect(order.state).toEqual({ name: "shipped", reason: "elsewhere" });
    expect(order.details.actions).toContain("link-parcel");
  });

  it("offers to cancel a label of ours that nobody used", async () => {
    const engine = await startEngine({ settings: { shipWhen: "carrier-scan" } });
    const orderId = await readyOrder(engine);
    await pressCreateLabel(engine, orderId);
    shippedByAnother(engine, orderId);
    await engine.run(7 * MINUTE);
    const order = await seen(engine, orderId);
    expect(order.state.name).toBe("shipped");
    expect(order.details.actions).toContain("cancel-label");
    expect(await cancelLabelOf(engine.store, orderId, 1, camille)).toEqual({ result: "done" });
    await engine.run(10 * MINUTE);
    expect((await seen(engine, orderId)).state).toEqual({ name: "shipped", reason: "elsewhere" });
    expect(labelLedger(engine.world).live).toBe(0);
  });

  it("never offers to cancel the label that we told", async () => {
    const engine = await startEngine();
    const orderId = await readyOrder(engine);
    await pressCreateLabel(engine, orderId);
    await engine.run(5 * MINUTE);
    const order = await seen(engine, orderId);
    expect(order.state.name).toBe("shipped");
    expect(order.details.actions).not.toContain("cancel-label");
  });
});

describe("a label voided after the marketplace heard of it", () => {
  it("is replaced by a new one, whose number goes over ours", async () => {
    const engine = await startEngine();
    const orderId = await readyOrder(engine);
    await pressCreateLabel(engine, orderId);
    await engine.run(5 * MINUTE);
    const before = marketplace(engine, orderId).shipping_tracking;
    const { shipmentId } = (await seen(engine, orderId)).parcels[0] ?? { shipmentId: "" };
    expect(panelCancelLabel(engine.world, shipmentId)).toBe(true);
    await engine.run(30 * MINUTE);
    const voided = await seen(engine, orderId);
    expect(voided.state).toEqual({ name: "shipped", reason: "no-parcel" });
    expect(voided.attention).toBe(true);
    expect(await pressCreateLabel(engine, orderId)).toEqual({ result: "done" });
    await engine.run(5 * MINUTE);
    const order = await seen(engine, orderId);
    expect(order.state).toEqual({ name: "shipped", reason: null });
    const number = order.parcels.find(({ stage }) => stage === "label-ready")?.trackingNumber;
    expect(marketplace(engine, orderId).shipping_tracking).toBe(number);
    expect(number).not.toBe(before);
    expect(calls(engine, "ship")).toBe(1);
  });
});

describe("an order that the buyer calls off meanwhile", () => {
  it("stops before the marketplace hears that it left", async () => {
    const engine = await startEngine();
    const orderId = await readyOrder(engine);
    await shipOtherwise(engine.store, orderId, DPD, camille);
    actAsBuyer(engine.world, orderId, "cancel");
    engine.world.pass(2 * MINUTE);
    await engine.run(5 * MINUTE);
    expect(calls(engine, "ship")).toBe(0);
    expect((await seen(engine, orderId)).details.flags).toContain("attention");
  });
});
