import { describe, expect, it } from "vitest";
import { plantFault } from "../../src/sandbox/faults";
import { SPORT_KEY } from "../../src/sandbox/marketplaces";
import { findOrder as atMarketplace, payOrder, placeOrder } from "../../src/sandbox/mirakl-orders";
import { changeAddress } from "../../src/sandbox/others-acts";
import { panelEditOrder, panelOrders } from "../../src/sandbox/sendcloud-panel";
import { cancelOrder, undoCancellation } from "../../src/sync/acts-cancel";
import { labelHere } from "../../src/sync/acts-push";
import { readAgain } from "../../src/sync/book-orders";
import { decideIntent } from "../../src/sync/decide-intent";
import { BUYER_OF_LABELS as camille, type Engine, startEngine } from "../engine";
import { MINUTE, pressCreateLabel, readyOrder, seen } from "./cast";

const POST = "sc-public-v3-orders-post-create_orders";
const DELETE = "sc-public-v3-orders-delete-delete_order";
const settings = { labels: "sendcloud" } as const;
const there = (engine: Engine) => panelOrders(engine.world);

describe("an order that does not get to Sendcloud", () => {
  it("may have its label here while nothing of it has left, and never comes there afterwards", async () => {
    const engine = await startEngine({ settings });
    plantFault(engine.world, { api: "sendcloud", operation: POST, kind: "429-seconds", times: 1_000 });
    const orderId = await readyOrder(engine);
    const order = await seen(engine, orderId);
    expect(order.state).toEqual({ name: "ready", reason: "pushing" });
    expect(order.details.actions).toContain("label-here");
    expect(await labelHere(engine.store, orderId, camille)).toEqual({ result: "done" });
    expect((await seen(engine, orderId)).details.place).toBe("here");
    await engine.run(60 * MINUTE);
    expect(there(engine)).toEqual([]);
    expect(await pressCreateLabel(engine, orderId)).toEqual({ result: "done" });
  });

  it("waits for the answer to what has left", async () => {
    const engine = await startEngine({ settings });
    plantFault(engine.world, { api: "sendcloud", operation: POST, kind: "drop-before", times: 1_000 });
    const orderId = await readyOrder(engine);
    expect((await seen(engine, orderId)).details.actions).not.toContain("label-here");
    expect(await labelHere(engine.store, orderId, camille)).toMatchObject({ result: "refused" });
  });

  it("is taken out first when it got there after all, and a person gave up its push", async () => {
    let edited = false;
    const engine: Engine = await startEngine({
      settings,
      through: (http) => async (request) => {
        const [order] = request.url.includes("/api/v3/orders?") ? there(engine) : [];
        if (order && !edited) edited = panelEditOrder(engine.world, order.id, { grams: 4321 });
        return http(request);
      },
    });
    const orderId = await readyOrder(engine);
    await engine.run(10 * MINUTE);
    const before = await seen(engine, orderId);
    const [push] = before.intents.filter(({ state }) => state === "parked");
    expect([push?.kind, before.state.reason]).toEqual(["push", "pushing"]);
    expect(before.details.actions).not.toContain("label-here");
    await decideIntent(engine.store, push?.intentId ?? "", { choice: "drop" }, camille);
    expect((await seen(engine, orderId)).details.actions).toContain("label-here");
    expect(await labelHere(engine.store, orderId, camille)).toEqual({ result: "done" });
    expect([there(engine), (await seen(engine, orderId)).details.place]).toEqual([[], "here"]);
    await engine.run(60 * MINUTE);
    expect(there(engine)).toEqual([]);
  });
});

describe("a pushed order that changed while it was being called off", () => {
  /** Changed at the marketplace, and read from there, while its cancellation waits. */
  async function changed(engine: Engine): Promise<{ orderId: string; street: string }> {
    const orderId = placeOrder(engine.world, "sport");
    payOrder(engine.world, orderId);
    await engine.run(8 * MINUTE);
    expect(cancelOrder(engine.store, orderId, camille)).toEqual({ result: "under-way" });
    changeAddress(engine.world, orderId);
    await readAgain(engine.store, orderId, true);
    expect((await seen(engine, orderId)).state.reason).toBe("cancelling");
    const address = atMarketplace(engine.world, orderId)?.order.customer.shipping_address;
    return { orderId, street: address?.street_1 ?? "?" };
  }
  const sport = () => startEngine({ marketplace: "sport", key: SPORT_KEY, settings });
  const addressThere = async (engine: Engine) => {
    const read = await engine.store.sendcloud.order(there(engine)[0]?.id ?? 0);
    const found = read.kind === "ok" ? read.value : null;
    return `${found?.houseNumber} ${found?.line1}`;
  };

  it("is changed at Sendcloud once the cancellation is taken back", async () => {
    const engine = await sport();
    const { orderId, street } = await changed(engine);
    expect(undoCancellation(engine.store, orderId, camille)).toEqual({ result: "done" });
    await engine.run(5 * MINUTE);
    expect(await addressThere(engine)).toContain(street.slice(0, 8));
  });

  it("is changed at Sendcloud once the cancellation has failed", async () => {
    const engine = await sport();
    plantFault(engine.world, { api: "sendcloud", operation: DELETE, kind: "500-before", times: 1_000 });
    const { orderId, street } = await changed(engine);
    await engine.run(90 * MINUTE);
    const { intents } = await seen(engine, orderId);
    expect(intents.find(({ kind }) => kind === "cancel")?.state).toBe("failed");
    expect(await addressThere(engine)).toContain(street.slice(0, 8));
  });
});
