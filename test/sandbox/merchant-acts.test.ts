import { describe, expect, it } from "vitest";
import { actAsMerchant } from "../../src/sandbox/merchant-acts";
import { labelLedger } from "../../src/sandbox/sendcloud-ledger";
import { panelOrders } from "../../src/sandbox/sendcloud-panel";
import type { World } from "../../src/sandbox/world";
import { BUYER_OF_LABELS as camille, startEngine } from "../engine";
import { MINUTE, readyOrder, seen } from "../sync/cast";

const shipmentRows = ({ sql }: World) => sql.all("SELECT id, order_number FROM sc_shipments");

async function pushedNumber() {
  const engine = await startEngine({ settings: { labels: "sendcloud" } });
  const orderId = await readyOrder(engine);
  await engine.run(2 * MINUTE);
  const { number, lines } = await seen(engine, orderId);
  return { world: engine.world, number, lineId: lines[0]?.lineId ?? "" };
}

describe("what the merchant does at Sendcloud", () => {
  it("makes a label of an incoming order, once, and voids it", async () => {
    const { world, number } = await pushedNumber();
    const made = actAsMerchant(world, { panel: "label", order: number });
    expect(made).toMatchObject({ done: true, shipmentIds: [expect.any(String)] });
    expect(actAsMerchant(world, { panel: "label", order: number })).toEqual({ done: false });
    expect(labelLedger(world).live).toBe(1);
    expect(actAsMerchant(world, { panel: "cancel-label", shipment: made.shipmentIds?.[0] ?? "" })).toEqual({
      done: true,
    });
    expect(labelLedger(world).live).toBe(0);
    expect(actAsMerchant(world, { panel: "cancel-label", shipment: "nobody" })).toEqual({ done: false });
  });

  it("edits and deletes an incoming order, and nothing of another number", async () => {
    const { world, number } = await pushedNumber();
    expect(actAsMerchant(world, { panel: "edit", order: number, street: "Quai 9", grams: 750 })).toEqual({
      done: true,
    });
    expect(actAsMerchant(world, { panel: "delete", order: `${camille.name}-1` })).toEqual({ done: false });
    expect(panelOrders(world)).toHaveLength(1);
    expect(actAsMerchant(world, { panel: "delete", order: number })).toEqual({ done: true });
    expect(panelOrders(world)).toHaveLength(0);
  });

  it("types a label for any order number", async () => {
    const { world, number } = await pushedNumber();
    const typed = { order: number, name: "Camille Verdier", postcode: "69003", city: "Lyon" };
    const made = actAsMerchant(world, { panel: "new-label", ...typed });
    expect(made).toEqual({ done: true, shipmentIds: [expect.any(String)] });
    expect(shipmentRows(world)).toContainEqual({ id: made.shipmentIds?.[0], order_number: number });
  });

  it("sends goods back and moves them, and deletes the integration", async () => {
    const { world, number, lineId } = await pushedNumber();
    const items = [{ id: lineId, quantity: 1, reason: 8 }];
    const sent = actAsMerchant(world, { return: "create", order: number, by: "form", items });
    expect(sent).toEqual({ done: true, returnId: expect.any(Number) });
    expect(actAsMerchant(world, { return: "create", order: "nobody", by: "form", items })).toEqual({ done: false });
    expect(actAsMerchant(world, { return: "move", id: sent.returnId ?? 0, status: "DELIVERED" })).toEqual({
      done: true,
    });
    expect(actAsMerchant(world, { integration: "delete" })).toEqual({ done: true });
    expect(actAsMerchant(world, { integration: "delete" })).toEqual({ done: false });
  });
});
