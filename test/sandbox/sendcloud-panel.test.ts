import { describe, expect, it } from "vitest";
import { labelLedger } from "../../src/sandbox/sendcloud-ledger";
import {
  panelCancelLabel,
  panelDeleteOrder,
  panelEditOrder,
  panelLabel,
  panelOrders,
} from "../../src/sandbox/sendcloud-panel";
import { stepSendcloud } from "../../src/sandbox/sendcloud-parcels";
import { writeSetting } from "../../src/sandbox/settings";
import { jsonOf, type ShipmentAnswer } from "./sendcloud-desk";
import { type Desk, newsOf, openHookedDesk, orderNow, pushSaved } from "./sendcloud-shop";

const shipWith = (code: string) => ({
  shipping_details: { ship_with: { type: "shipping_option_code", properties: { shipping_option_code: code } } },
});
const shipments = async (desk: Desk, orderNumber: string) =>
  (
    await jsonOf<(ShipmentAnswer & { integration_id: number })[]>(
      await desk.call("GET", `/shipments?order_number=${orderNumber}`),
    )
  ).body.data;
const made = (result: ReturnType<typeof panelLabel>) => ("shipmentIds" in result ? result.shipmentIds : []);

describe("a label made in the panel", () => {
  it("is charged, listed under the order's number, and told by webhook with our order_id", async () => {
    const desk = await openHookedDesk();
    const id = await pushSaved(desk, "a");
    const [shipmentId] = made(panelLabel(desk.world, id));
    await stepSendcloud(desk.world);
    expect((await shipments(desk, "N-a")).map((shipment) => shipment.id)).toEqual([shipmentId]);
    expect(newsOf(desk)).toMatchObject([
      {
        action: "parcel_status_changed",
        parcel: { status: { id: 1000 }, order_number: "N-a", external_order_id: "a", shipment_uuid: shipmentId },
      },
    ]);
    expect(labelLedger(desk.world).entries).toMatchObject([
      {
        kind: "label",
        order_number: "N-a",
        external_order_id: "a",
        external_reference_id: null,
        status: "READY_TO_SEND",
      },
    ]);
    expect((await orderNow(desk, id)).status).toBe(200);
  });

  it.each([
    ["chronopost:chrono18", 1, [2]],
    ["colissimo:home", 2, [1, 1]],
  ])("of two parcels by %s is in %i shipments, every line in one", async (code, _, counts) => {
    const desk = await openHookedDesk();
    const id = await pushSaved(desk, "a", shipWith(code));
    panelLabel(desk.world, id, { parcels: 2 });
    const seen = await shipments(desk, "N-a");
    expect(seen.map(({ parcels }) => parcels.length)).toEqual(counts);
    const items = seen.flatMap(({ parcels }) => parcels) as { parcel_items?: { item_id: string }[] }[];
    expect(
      items
        .flatMap((parcel) => parcel.parcel_items ?? [])
        .map((item) => item.item_id)
        .sort(),
    ).toEqual(["line-1", "line-2"]);
    expect(labelLedger(desk.world).liveByOrderNumber.get("N-a")).toBe(2);
  });

  it("is not made twice unless somebody insists, and again after a cancellation", async () => {
    const desk = await openHookedDesk();
    const id = await pushSaved(desk, "a");
    const [first = ""] = made(panelLabel(desk.world, id));
    expect(panelLabel(desk.world, id)).toMatchObject({ errors: [{ detail: "This order already has a label." }] });
    expect(panelCancelLabel(desk.world, first)).toBe(true);
    expect(labelLedger(desk.world)).toMatchObject({ live: 0, entries: [{ kind: "label" }, { kind: "credit" }] });
    expect(made(panelLabel(desk.world, id))).toHaveLength(1);
    expect(made(panelLabel(desk.world, id, { again: true }))).toHaveLength(1);
    expect(labelLedger(desk.world).live).toBe(2);
  });

  it.each([
    ["an order not saved yet", 9],
    ["an order deleted", 1],
  ])("of %s is refused", async (_, id) => {
    const desk = await openHookedDesk();
    panelDeleteOrder(desk.world, await pushSaved(desk, "a"));
    expect(panelLabel(desk.world, id)).toMatchObject({ errors: [{ code: "not_found" }] });
    expect(labelLedger(desk.world).entries).toEqual([]);
  });

  it("can take its order out of the incoming ones", async () => {
    const desk = await openHookedDesk();
    const id = await pushSaved(desk, "a");
    writeSetting(desk.world.sql, "labelled-orders-leave", 1);
    expect((await orderNow(desk, id)).status).toBe(200);
    panelLabel(desk.world, id);
    expect((await orderNow(desk, id)).status).toBe(404);
    expect((await jsonOf<unknown[]>(await desk.call("GET", "/orders"))).body.data).toEqual([]);
    expect(await shipments(desk, "N-a")).toHaveLength(1);
  });
});

describe("a person in the panel", () => {
  it("edits the address and the weight of an order", async () => {
    const desk = await openHookedDesk();
    const id = await pushSaved(desk, "a");
    expect(panelEditOrder(desk.world, id, { address: { city: "Rezé" }, grams: 2_500 })).toBe(true);
    expect((await orderNow(desk, id)).body.data).toMatchObject({
      shipping_address: { city: "Rezé", name: "Łucja Żądło" },
      shipping_details: { delivery_indicator: "Standard", measurement: { weight: { value: 2.5, unit: "kg" } } },
    });
    expect(panelEditOrder(desk.world, 99, { grams: 1 })).toBe(false);
  });

  it("deletes an order without anybody being told", async () => {
    const desk = await openHookedDesk();
    const id = await pushSaved(desk, "a");
    expect([panelDeleteOrder(desk.world, id), panelDeleteOrder(desk.world, id)]).toEqual([true, false]);
    await stepSendcloud(desk.world);
    expect([(await orderNow(desk, id)).status, desk.deliveries]).toEqual([404, []]);
  });

  it("sees the incoming orders and their labels", async () => {
    const desk = await openHookedDesk();
    const first = await pushSaved(desk, "a", shipWith("colissimo:home"));
    await pushSaved(desk, "b");
    const shipmentIds = made(panelLabel(desk.world, first));
    expect(panelOrders(desk.world)).toMatchObject([
      { orderId: "b", delivery: "Standard", isLabelled: false, shipmentIds: [] },
      { orderId: "a", delivery: "Colissimo Domicile", isLabelled: true, shipmentIds, recipient: "Łucja Żądło" },
    ]);
  });
});
