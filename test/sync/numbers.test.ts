import { describe, expect, it } from "vitest";
import { claimNumbers, findOrdersByNumbers } from "../../src/db/order-numbers";
import { placeOrder } from "../../src/sandbox/mirakl-orders";
import { claimAnew, numberOrders } from "../../src/sync/claim-numbers";
import { findBooked } from "../../src/sync/order-book";
import { startEngine } from "../engine";
import { MINUTE, seen } from "./cast";

const INTEGRATION = "workspace-1:10001";

describe("order numbers", () => {
  it("give way to a number that another store of the integration holds, whatever its case", async () => {
    const engine = await startEngine();
    const place = { workspaceId: "workspace-1", storeId: "another-store", integration: INTEGRATION };
    const orderId = placeOrder(engine.world, "brico");
    const taken = { orderId: "theirs", number: orderId.toLowerCase(), numberUpper: orderId.toUpperCase() };
    expect(await claimNumbers(engine.d1, place, [taken])).toEqual(new Set(["theirs"]));
    await engine.run(6 * MINUTE);
    const { number } = await seen(engine, orderId);
    expect(number).toMatch(new RegExp(`^${orderId}-[0-9A-HJKMNP-TV-Z]{4}$`));
    const held = await findOrdersByNumbers(engine.d1, "workspace-1", INTEGRATION, [number.toUpperCase()]);
    expect([...held.values()]).toEqual([{ storeId: "store-1", orderId }]);
  });

  it("are the same when a batch is claimed again, and go to the older order first", async () => {
    const engine = await startEngine({ settings: { numberField: { field: "commercial-id" } } });
    const first = placeOrder(engine.world, "brico");
    await engine.run(6 * MINUTE);
    const order = findBooked(engine.store.ports.sql, first)?.order;
    if (!order) throw new Error("not booked");
    const younger = { ...order, orderId: "B", createdAt: order.createdAt + 2 };
    const older = { ...order, orderId: "C", createdAt: order.createdAt + 1 };
    const once = await numberOrders(engine.store, [younger, older]);
    expect(await numberOrders(engine.store, [older, younger])).toEqual(once);
    expect(new Set([order.commercialId, once.get("B")?.number, once.get("C")?.number]).size).toBe(3);
  });

  it("follow the settings of today for an order that holds two, whatever it was given before", async () => {
    const engine = await startEngine();
    const orderId = placeOrder(engine.world, "brico");
    await engine.run(6 * MINUTE);
    const order = findBooked(engine.store.ports.sql, orderId)?.order;
    if (!order) throw new Error("not booked");
    engine.store.store.settings = { ...engine.store.store.settings, numberField: { field: "commercial-id" } };
    const renumbered = await claimAnew(engine.store, [order]);
    expect(renumbered.get(orderId)?.number).toBe(order.commercialId);
    // Forgotten by the object, as after a crash between claim and booking, it gets the same again.
    expect(await numberOrders(engine.store, [order])).toEqual(renumbered);
  });

  it("say so when the chosen field is empty", async () => {
    const engine = await startEngine({ settings: { numberField: { field: "customer-reference" } } });
    const orderId = placeOrder(engine.world, "brico");
    await engine.run(6 * MINUTE);
    const order = await seen(engine, orderId);
    expect(order.number).toBe(orderId);
    expect(order.details.flags).toContain("no-customer-reference");
  });
});
