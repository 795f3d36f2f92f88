import { describe, expect, it } from "vitest";
import { createTransport } from "../../src/lib/transport";
import { createMiraklClient } from "../../src/mirakl/client";
import { BRICO_KEY, SPORT_KEY } from "../../src/sandbox/marketplaces";
import { miraklApp } from "../../src/sandbox/mirakl-app";
import { payOrder, placeOrder } from "../../src/sandbox/mirakl-orders";
import { stillWorld } from "../sandbox/world";

const MARKETPLACES = { brico: BRICO_KEY, sport: SPORT_KEY };

/** Our client at a marketplace of the sandbox, with one paid order. */
async function openRoad(marketplace: keyof typeof MARKETPLACES) {
  const world = stillWorld();
  const orderId = placeOrder(world, marketplace);
  payOrder(world, orderId);
  const app = miraklApp(world, () => null);
  const http = createTransport(async (request) => app.fetch(request));
  const place = { baseUrl: `https://${marketplace}.mirakl.test`, key: MARKETPLACES[marketplace], shopId: null };
  const client = createMiraklClient({ http, now: world.now, random: world.random, ...place });
  const read = async () => {
    const reply = await client.allOrders({ orderIds: [orderId] });
    const order = reply.kind === "ok" ? reply.value.orders[0]?.order : undefined;
    if (!order) throw new Error(`no order: ${reply.kind}`);
    return order;
  };
  const [line] = (await read()).lines;
  const reasons = await client.reasons();
  if (!line || reasons.kind !== "ok") throw new Error("no line or no reasons");
  const reasonOf = (type: string) => reasons.value.find((one) => one.type === type && one.isShopRight)?.code ?? "";
  const nothing = { minor: 0, currency: line.price.currency };
  const wish = { orderId, lineId: line.lineId, quantity: 1, amount: { ...line.price, minor: 123 }, shipping: nothing };
  return { client, read, line, orderId, wish, reasonOf };
}

describe("a marketplace of the sandbox", () => {
  it("refunds a part, and the order tells the same refund", async () => {
    const { client, read, wish, reasonOf } = await openRoad("brico");
    const reply = await client.refund({ ...wish, reason: reasonOf("REFUND") });
    if (reply.kind !== "ok") throw new Error(JSON.stringify(reply));
    const { at: _, ...told } = reply.value;
    expect((await read()).lines[0]?.refunds).toMatchObject([told]);
    const tooMuch = { ...wish.amount, minor: 10_000_000 };
    expect(await client.refund({ ...wish, amount: tooMuch, reason: reasonOf("REFUND") })).toMatchObject({
      kind: "rejected",
      status: 400,
    });
  });

  it("cancels a part of a line, then the whole order", async () => {
    const { client, read, wish, line, orderId, reasonOf } = await openRoad("sport");
    const part = { ...wish, quantity: 0, amount: { ...line.price, minor: 100 }, reason: reasonOf("CANCELATION") };
    const reply = await client.cancelLine(part);
    if (reply.kind !== "ok") throw new Error(JSON.stringify(reply));
    const { at: _, ...told } = reply.value;
    expect((await read()).lines[0]?.cancelations).toMatchObject([told]);
    expect(await client.cancel(orderId)).toMatchObject({ kind: "ok", value: "done" });
    expect((await read()).state).toBe("canceled");
    expect(await client.cancel(orderId)).toMatchObject({ kind: "rejected", status: 400 });
  });

  it("keeps our reference", async () => {
    const { client, read, orderId } = await openRoad("brico");
    expect(await client.setReference(orderId, "N-1")).toMatchObject({ kind: "ok", value: "done" });
    expect((await read()).references.seller).toBe("N-1");
    expect((await client.setReference(orderId, " ")).kind).toBe("rejected");
  });

  it("takes a shipment where it knows several, and refuses the next", async () => {
    const { client, read, orderId } = await openRoad("sport");
    const carriers = await client.carriers();
    const carrierCode = (carriers.kind === "ok" && carriers.value[0]?.code) || "";
    const lines = (await read()).lines.map(({ lineId, quantity }) => ({ lineId, quantity }));
    const wish = { orderId, lines, tracking: { carrierCode, trackingNumber: "T1" }, shipped: true };
    const made = await client.createShipment(wish);
    if (made.kind !== "ok") throw new Error(JSON.stringify(made));
    expect(await client.shipments(orderId)).toMatchObject({
      kind: "ok",
      value: [{ ...made.value, lines, trackingNumber: "T1" }],
    });
    expect((await read()).state).toBe("shipped");
    expect(await client.createShipment(wish)).toMatchObject({ kind: "rejected", status: 201 });
  });

  it("says 404 where it knows only whole orders", async () => {
    const { client, orderId, line } = await openRoad("brico");
    const lines = [{ lineId: line.lineId, quantity: 1 }];
    const wish = { orderId, lines, tracking: { trackingNumber: "T1" }, shipped: true };
    expect(await client.createShipment(wish)).toMatchObject({ kind: "rejected", status: 404 });
    expect(await client.shipments(orderId)).toMatchObject({ kind: "rejected", status: 404 });
  });
});
