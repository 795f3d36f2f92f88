import { describe, expect, it } from "vitest";
import { listAttention } from "../../src/db/attention";
import { actAsBuyer, findOrder as atMarketplace } from "../../src/sandbox/mirakl-orders";
import { writeOrder } from "../../src/sandbox/order-store";
import { labelLedger } from "../../src/sandbox/sendcloud-ledger";
import { panelCancelLabel } from "../../src/sandbox/sendcloud-panel";
import { linkParcel, refuseParcel } from "../../src/sync/acts-link";
import { BUYER_OF_LABELS as camille, type Engine, startEngine } from "../engine";
import { makeForeignLabel } from "../foreign-label";
import { MINUTE, pressCreateLabel, readyOrder, seen } from "./cast";

const HOUR = 60 * MINUTE;
const attention = (engine: Engine) => listAttention(engine.d1, "workspace-1", { after: null, limit: 50 });
const stateAt = (engine: Engine, orderId: string) => atMarketplace(engine.world, orderId)?.order.order_state;

async function offered(over: Parameters<typeof makeForeignLabel>[2] = {}) {
  const engine = await startEngine();
  const orderId = await readyOrder(engine);
  const shipmentId = makeForeignLabel(engine.world, await seen(engine, orderId), over);
  await engine.run(15 * MINUTE);
  return { engine, orderId, shipmentId };
}

describe("a parcel at Sendcloud that we did not make", () => {
  it("is offered for the order whose number, name and postcode it bears, and never linked by itself", async () => {
    const { engine, orderId, shipmentId } = await offered();
    await engine.run(5 * HOUR);
    const order = await seen(engine, orderId);
    expect(order.details.linkable).toMatchObject([{ shipmentId, carrier: "Colissimo" }]);
    expect(order.parcels).toEqual([]);
    expect(order.state.name).toBe("ready");
    expect(stateAt(engine, orderId)).toBe("SHIPPING");
    expect(await attention(engine)).toMatchObject([{ kind: "unmatched-shipment", orderId }]);
    expect(order.events.filter(({ kind }) => kind === "parcel-offered")).toHaveLength(1);
  });

  it.each([
    ["another name", { name: "Quelqu'un d'Autre" }],
    ["another postcode", { zip: "13008" }],
    ["another number", { number: "NOT-OURS" }],
    ["a reference of ours", { reference: "mk1-somewhere-else" }],
  ])("is not offered with %s", async (_what, over) => {
    const { engine, orderId } = await offered(over);
    expect((await seen(engine, orderId)).details.linkable).toBeUndefined();
    expect(await attention(engine)).toEqual([]);
  });

  it("becomes the order's parcel on a person's word, and the marketplace is told as usual", async () => {
    const { engine, orderId, shipmentId } = await offered();
    expect(await linkParcel(engine.store, orderId, shipmentId, camille)).toEqual({ result: "done" });
    expect((await seen(engine, orderId)).state.name).toBe("labelled");
    await engine.run(5 * MINUTE);
    const order = await seen(engine, orderId);
    expect(order.state).toEqual({ name: "shipped", reason: null });
    expect(atMarketplace(engine.world, orderId)?.order.shipping_tracking).toBe(order.parcels[0]?.trackingNumber);
    expect(order.details.linkable).toBeUndefined();
    expect(order.events.find(({ kind }) => kind === "parcel-linked")).toMatchObject({ actor: "Camille" });
    expect(await attention(engine)).toEqual([]);
  });

  it("is linked once on a double click", async () => {
    const { engine, orderId, shipmentId } = await offered();
    const both = await Promise.all([1, 2].map(() => linkParcel(engine.store, orderId, shipmentId, camille)));
    expect(both.filter(({ result }) => result === "done").length).toBeGreaterThan(0);
    await engine.run(5 * MINUTE);
    expect((await seen(engine, orderId)).parcels).toHaveLength(1);
  });

  it("cannot be linked when nobody offered it", async () => {
    const { engine, orderId } = await offered({ name: "Quelqu'un d'Autre" });
    const answer = await linkParcel(engine.store, orderId, "11111111-2222-4333-8444-555555555555", camille);
    expect(answer).toMatchObject({ result: "refused", refusal: { code: "remote-unknown" } });
  });

  it("is not offered again once a person said no", async () => {
    const { engine, orderId, shipmentId } = await offered();
    expect(refuseParcel(engine.store, orderId, shipmentId, camille)).toEqual({ result: "done" });
    await engine.run(2 * HOUR);
    expect((await seen(engine, orderId)).details.linkable).toBeUndefined();
    expect((await attention(engine)).filter((one) => one.source === "item")).toEqual([]);
    // Nor does the account hold it as one that nobody knows.
    expect(engine.account.ports.sql.all("SELECT * FROM unmatched")).toEqual([]);
    expect(await linkParcel(engine.store, orderId, shipmentId, camille)).toMatchObject({ result: "refused" });
  });

  it("is no longer offered when its label is voided, when the order gets its own, or when it is over", async () => {
    const voided = await offered();
    panelCancelLabel(voided.engine.world, voided.shipmentId);
    await voided.engine.run(15 * MINUTE);
    expect(await attention(voided.engine)).toEqual([]);

    const own = await offered();
    await pressCreateLabel(own.engine, own.orderId);
    await own.engine.run(MINUTE);
    expect(await attention(own.engine)).toEqual([]);

    const over = await offered();
    actAsBuyer(over.engine.world, over.orderId, "cancel");
    await over.engine.run(7 * MINUTE);
    expect(await attention(over.engine)).toEqual([]);
  });

  it("joins an order that someone else told shipped, without a second ship", async () => {
    const engine = await startEngine();
    const orderId = await readyOrder(engine);
    const order = await seen(engine, orderId);
    const there = atMarketplace(engine.world, orderId)?.order;
    if (!there) throw new Error("the order is gone");
    writeOrder(engine.world, { ...there, order_state: "SHIPPED" }, engine.world.now());
    const shipmentId = makeForeignLabel(engine.world, order);
    await engine.run(15 * MINUTE);
    expect((await seen(engine, orderId)).state).toEqual({ name: "shipped", reason: "elsewhere" });
    expect(await linkParcel(engine.store, orderId, shipmentId, camille)).toEqual({ result: "done" });
    await engine.run(5 * MINUTE);
    const linked = await seen(engine, orderId);
    expect(linked.state).toEqual({ name: "shipped", reason: null });
    expect(atMarketplace(engine.world, orderId)?.order.shipping_tracking).toBe(linked.parcels[0]?.trackingNumber);
    expect(engine.sent.filter((one) => one.endsWith("/ship"))).toEqual([]);
    expect(labelLedger(engine.world).live).toBe(1);
  });
});
