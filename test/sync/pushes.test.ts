import { describe, expect, it } from "vitest";
import { type FaultKind, plantFault } from "../../src/sandbox/faults";
import {
  findOrder as atMarketplace,
  cancelOrder as cancelledByBuyer,
  payOrder,
  placeOrder,
} from "../../src/sandbox/mirakl-orders";
import { cancelByOperator, changeAddress } from "../../src/sandbox/others-acts";
import { labelLedger } from "../../src/sandbox/sendcloud-ledger";
import { panelDeleteOrder, panelEditOrder, panelLabel, panelOrders } from "../../src/sandbox/sendcloud-panel";
import { reverseLine, takeBack } from "../../src/sync/acts-money";
import { readAgain } from "../../src/sync/book-orders";
import { BUYER_OF_LABELS as camille, type Engine, startEngine } from "../engine";
import { MINUTE, pressCreateLabel, readyOrder, SECOND, seen } from "./cast";

const POST = "sc-public-v3-orders-post-create_orders";
const PATCH = "sc-public-v3-orders-patch-partial_update_order";
const DELETE = "sc-public-v3-orders-delete-delete_order";

const start = () => startEngine({ settings: { labels: "sendcloud" } });
const there = (engine: Engine) => panelOrders(engine.world);
const FAULTS: FaultKind[] = [
  ...(["drop-before", "drop-after", "timeout-after", "500-before", "500-after", "truncated", "html-200"] as const),
  ...(["429-seconds", "429-garbage", "redirect", "wrong-type", "malformed"] as const),
];

async function pushedOrder(engine: Engine): Promise<string> {
  const orderId = await readyOrder(engine);
  await engine.run(MINUTE);
  return orderId;
}

describe("an order whose labels are made at Sendcloud", () => {
  it("is pushed once, read back, and shows where it is", async () => {
    const engine = await start();
    const orderId = await pushedOrder(engine);
    const order = await seen(engine, orderId);
    expect(there(engine)).toMatchObject([{ orderNumber: order.number }]);
    expect(order.state).toEqual({ name: "at_sendcloud", reason: null });
    expect(order.details.place).toBe("sendcloud");
    await engine.run(60 * MINUTE);
    expect(engine.sent.filter((line) => line === "POST /api/v3/orders")).toHaveLength(1);
  });

  it.each(FAULTS)("is there once after %s", async (kind) => {
    const engine = await start();
    plantFault(engine.world, { api: "sendcloud", operation: POST, kind, times: 2 });
    const orderId = await readyOrder(engine);
    await engine.run(30 * MINUTE);
    expect(there(engine)).toHaveLength(1);
    expect((await seen(engine, orderId)).state.name).toBe("at_sendcloud");
  });

  it("tells Mirakl of the label that the panel made", async () => {
    const engine = await start();
    const orderId = await pushedOrder(engine);
    const [order] = there(engine);
    panelLabel(engine.world, order?.id ?? 0);
    await engine.run(20 * MINUTE);
    const record = await seen(engine, orderId);
    expect(record.state.name).toBe("shipped");
    expect(record.parcels).toHaveLength(1);
    const marketplace = atMarketplace(engine.world, orderId)?.order;
    expect(marketplace?.order_state).toBe("SHIPPED");
    expect(marketplace?.shipping_tracking).toBe(record.parcels[0]?.trackingNumber);
  });

  it.each(FAULTS)("follows the buyer's new address after %s, and only what we sent", async (kind) => {
    const engine = await start();
    const orderId = await pushedOrder(engine);
    const id = there(engine)[0]?.id ?? 0;
    expect(panelEditOrder(engine.world, id, { grams: 4321 })).toBe(true);
    plantFault(engine.world, { api: "sendcloud", operation: PATCH, kind, times: 2 });
    expect(changeAddress(engine.world, orderId)).toBe(true);
    const street = atMarketplace(engine.world, orderId)?.order.customer.shipping_address?.street_1 ?? "?";
    await engine.run(40 * MINUTE);
    const now = await engine.store.sendcloud.order(id);
    const value = now.kind === "ok" ? now.value : null;
    expect(`${value?.line1} ${value?.houseNumber}`).toContain(street.replace(/^\d+\s*/, "").slice(0, 8));
    expect(value?.weightGrams).toBe(4321);
  });

  it("leaves alone what a person changed at Sendcloud, and says so", async () => {
    const engine = await start();
    const orderId = await pushedOrder(engine);
    const id = there(engine)[0]?.id ?? 0;
    panelEditOrder(engine.world, id, { address: { address_line_1: "Quai de la Personne" } });
    changeAddress(engine.world, orderId);
    await engine.run(30 * MINUTE);
    const now = await engine.store.sendcloud.order(id);
    expect(now.kind === "ok" && now.value?.line1).toBe("Quai de la Personne");
  });

  it.each(FAULTS)("is deleted there when the buyer cancels, also behind %s", async (kind) => {
    const engine = await start();
    const orderId = await pushedOrder(engine);
    plantFault(engine.world, { api: "sendcloud", operation: DELETE, kind, times: 2 });
    cancelledByBuyer(engine.world, orderId);
    await engine.run(60 * MINUTE);
    expect(there(engine)).toHaveLength(0);
    expect((await seen(engine, orderId)).state).toEqual({ name: "closed", reason: "cancelled" });
  });

  it("is never pushed again after it was taken back, and its label can then be made here", async () => {
    const engine = await start();
    const orderId = await pushedOrder(engine);
    expect(takeBack(engine.store, orderId)).toEqual({ result: "under-way" });
    await engine.run(5 * MINUTE);
    expect(there(engine)).toHaveLength(0);
    changeAddress(engine.world, orderId);
    await engine.run(30 * MINUTE);
    expect(there(engine)).toHaveLength(0);
    expect((await seen(engine, orderId)).state.name).toBe("ready");
    expect(await pressCreateLabel(engine, orderId)).toEqual({ result: "done" });
    expect(labelLedger(engine.world).live).toBe(1);
  });

  it("is not pushed again by itself after the panel deleted it", async () => {
    const engine = await start();
    const orderId = await pushedOrder(engine);
    panelDeleteOrder(engine.world, there(engine)[0]?.id ?? 0);
    changeAddress(engine.world, orderId);
    await engine.run(60 * MINUTE);
    expect(there(engine)).toHaveLength(0);
  });

  it("is not put back for its lines' sake after the panel deleted it, and its label can then be made here", async () => {
    const { engine, orderId } = await pushedOfTwoLines();
    panelDeleteOrder(engine.world, there(engine)[0]?.id ?? 0);
    expect(cancelByOperator(engine.world, orderId, lastLineOf(engine, orderId))).toBe(true);
    await engine.run(60 * MINUTE);
    expect(there(engine)).toHaveLength(0);
    expect((await seen(engine, orderId)).state.name).toBe("ready");
    expect(await pressCreateLabel(engine, orderId)).toEqual({ result: "done" });
  });

  it("takes new lines over there, but asks a person where one had changed it", async () => {
    for (const isEdited of [false, true]) {
      const { engine, orderId } = await pushedOfTwoLines();
      const id = there(engine)[0]?.id ?? 0;
      if (isEdited) panelEditOrder(engine.world, id, { grams: 4321 });
      cancelByOperator(engine.world, orderId, lastLineOf(engine, orderId));
      await engine.run(30 * MINUTE);
      const now = await engine.store.sendcloud.order(id);
      const value = now.kind === "ok" ? now.value : null;
      expect(value?.items).toHaveLength(isEdited ? 2 : 1);
      expect(value?.weightGrams === 4321).toBe(isEdited);
      const parked = (await seen(engine, orderId)).intents.filter(({ state }) => state === "parked");
      expect(parked.map(({ kind, reason }) => [kind, reason])).toEqual(
        isEdited ? [["push", "someone-else-acted"]] : [],
      );
    }
  });

  it("is taken out again when the buyer cancelled before the push was proven", async () => {
    const engine = await start();
    const orderId = await underWay(engine);
    cancelledByBuyer(engine.world, orderId);
    await readAgain(engine.store, orderId, true);
    await engine.run(60 * MINUTE);
    expect(there(engine)).toHaveLength(0);
    expect((await seen(engine, orderId)).state).toEqual({ name: "closed", reason: "cancelled" });
  });

  it("loses no label that the panel made just before it was taken out", async () => {
    const engine = await start();
    const orderId = await pushedOrder(engine);
    cancelledByBuyer(engine.world, orderId);
    panelLabel(engine.world, there(engine)[0]?.id ?? 0);
    await readAgain(engine.store, orderId, true);
    await engine.run(30 * MINUTE);
    expect(there(engine)).toHaveLength(0);
    expect(labelLedger(engine.world).live).toBe(0);
    expect((await seen(engine, orderId)).parcels.map(({ stage }) => stage)).toEqual(["cancelled"]);
  });

  it("survives an order that changes between the look there and the patch", async () => {
    let moves = 0;
    const engine: Engine = await startEngine({
      settings: { labels: "sendcloud" },
      through: (http) => async (request) => {
        const answer = await http(request);
        const looks = request.method === "GET" && /\/orders\/\d+$/.test(new URL(request.url).pathname);
        if (!looks || moves > 0) return answer;
        moves += 1;
        changeAddress(engine.world, orderId);
        await readAgain(engine.store, orderId, true);
        return answer;
      },
    });
    const orderId = await pushedOrder(engine);
    changeAddress(engine.world, orderId);
    await engine.run(30 * MINUTE);
    const street = atMarketplace(engine.world, orderId)?.order.customer.shipping_address?.street_1 ?? "?";
    const now = await engine.store.sendcloud.order(there(engine)[0]?.id ?? 0);
    const value = now.kind === "ok" ? now.value : null;
    expect(moves).toBe(1);
    expect(`${value?.houseNumber} ${value?.line1}`).toContain(street.replace(/^\d+\s*/, "").slice(0, 8));
    expect((await seen(engine, orderId)).intents.some(({ state }) => state === "sent")).toBe(false);
  });

  it("comes to Sendcloud after all when its cancellation fails", async () => {
    const engine = await start();
    plantFault(engine.world, { api: "sendcloud", operation: POST, kind: "drop-before", times: 1 });
    plantFault(engine.world, { api: "mirakl", operation: "OR30", kind: "drop-before", times: 1 });
    const orderId = await underWay(engine);
    for (const line of atMarketplace(engine.world, orderId)?.order.order_lines ?? []) {
      const [amount, shipping] = [line.price, line.shipping_price].map((value) => ({
        minor: Math.round(Number(value) * 100),
        currency: "EUR",
      }));
      if (!amount || !shipping) throw new Error("a line has its price");
      const wish = { orderId, lineId: line.order_line_id, quantity: line.quantity, amount, shipping, reason: "51" };
      await reverseLine(engine.store, "cancel-line", { ...wish, nonce: line.order_line_id }, camille);
    }
    await engine.run(90 * MINUTE);
    expect(atMarketplace(engine.world, orderId)?.order.order_state).toBe("SHIPPING");
    expect(there(engine)).toHaveLength(1);
    expect((await seen(engine, orderId)).state.name).toBe("at_sendcloud");
  });
});

/** An order whose push has just left. */
async function underWay(engine: Engine): Promise<string> {
  const orderId = placeOrder(engine.world, "brico");
  payOrder(engine.world, orderId);
  while (!engine.sent.includes("POST /api/v3/orders")) await engine.run(SECOND);
  return orderId;
}

function lastLineOf(engine: Engine, orderId: string): { lineId: string; quantity: number } {
  const line = atMarketplace(engine.world, orderId)?.order.order_lines.at(-1);
  if (!line) throw new Error("an order has lines");
  return { lineId: line.order_line_id, quantity: line.quantity };
}

async function pushedOfTwoLines(): Promise<{ engine: Engine; orderId: string }> {
  const engine = await start();
  for (;;) {
    const orderId = placeOrder(engine.world, "brico");
    if ((atMarketplace(engine.world, orderId)?.order.order_lines.length ?? 0) < 2) continue;
    payOrder(engine.world, orderId);
    await engine.run(10 * MINUTE);
    return { engine, orderId };
  }
}
