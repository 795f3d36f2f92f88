import { describe, expect, it } from "vitest";
import { listAttention } from "../../src/db/attention";
import { findOrder as atMarketplace, payOrder, placeOrder } from "../../src/sandbox/mirakl-orders";
import { changeAddress } from "../../src/sandbox/others-acts";
import { labelLedger } from "../../src/sandbox/sendcloud-ledger";
import {
  panelCancelLabel,
  panelDeleteOrder,
  panelEditOrder,
  panelLabel,
  panelOrders,
} from "../../src/sandbox/sendcloud-panel";
import { labelHere, pushAgain, takeBackAll } from "../../src/sync/acts-push";
import { flushOutbox } from "../../src/sync/outbox";
import { pushedWithoutParcel } from "../../src/sync/pushed-book";
import { BUYER_OF_LABELS as camille, type Engine, startEngine } from "../engine";
import { MINUTE, pressCreateLabel, readyOrder, seen } from "./cast";
import { idsThere, placeMany } from "./push-stream";

const DELETE = "DELETE /api/v3/orders/";
// Whatever is sold goes abroad too: with papers, its label may be made here.
const start = () => startEngine({ settings: { labels: "sendcloud", defaultHsCode: "820559", defaultOrigin: "FR" } });
const there = (engine: Engine) => panelOrders(engine.world);

async function pushedOrder(engine: Engine): Promise<string> {
  const orderId = await readyOrder(engine);
  await engine.run(MINUTE);
  return orderId;
}

describe("the label made here instead", () => {
  it("comes after the order is gone from Sendcloud, and only once", async () => {
    const engine = await start();
    const orderId = await pushedOrder(engine);
    expect((await seen(engine, orderId)).details.actions).toContain("label-here");
    expect(await pressCreateLabel(engine, orderId)).toMatchObject({ result: "refused" });
    expect(await labelHere(engine.store, orderId, camille)).toEqual({ result: "done" });
    expect(there(engine)).toHaveLength(0);
    const order = await seen(engine, orderId);
    expect([order.state.name, order.details.place]).toEqual(["ready", "here"]);
    expect(order.events.find(({ kind }) => kind === "push-deleted")).toBeDefined();
    expect(await labelHere(engine.store, orderId, camille)).toEqual({ result: "done" });
    expect(await pressCreateLabel(engine, orderId)).toEqual({ result: "done" });
    await engine.run(30 * MINUTE);
    expect([labelLedger(engine.world).live, there(engine).length]).toEqual([1, 0]);
    expect(engine.sent.filter((line) => line.startsWith(DELETE))).toHaveLength(1);
  });

  it("is refused where the panel made one that nobody has told us of", async () => {
    const engine = await start();
    const orderId = await pushedOrder(engine);
    panelLabel(engine.world, there(engine)[0]?.id ?? 0);
    await labelHere(engine.store, orderId, camille);
    await engine.run(5 * MINUTE);
    const order = await seen(engine, orderId);
    expect(there(engine)).toHaveLength(1);
    expect(order.parcels).toHaveLength(1);
    expect(order.details.place).toBe("sendcloud");
    await pressCreateLabel(engine, orderId);
    expect(labelLedger(engine.world).live).toBe(1);
  });

  it("waits while the answer to the deletion stays away, and while the order still shows there", async () => {
    let isHidden = true;
    const engine = await startEngine({
      settings: { labels: "sendcloud" },
      through: (http) => async (request) => {
        const answer = await http(request);
        if (!isHidden || request.method !== "DELETE") return answer;
        // Said to be gone, and still there: nothing was done.
        return { arrived: false, failure: "timeout" };
      },
    });
    const orderId = await pushedOrder(engine);
    expect(await labelHere(engine.store, orderId, camille)).toEqual({ result: "under-way" });
    expect(await labelHere(engine.store, orderId, camille)).toEqual({ result: "under-way" });
    expect((await seen(engine, orderId)).details.actions).not.toContain("label-here");
    expect(await pressCreateLabel(engine, orderId)).toMatchObject({ result: "refused" });
    isHidden = false;
    await engine.run(5 * MINUTE);
    expect((await seen(engine, orderId)).state.name).toBe("ready");
  });

  it("is offered for all that have no parcel, with their number", async () => {
    const engine = await start();
    await engine.run(MINUTE);
    const { orderIds } = placeMany(engine, 14);
    await engine.run(10 * MINUTE);
    panelLabel(engine.world, there(engine)[0]?.id ?? 0);
    panelLabel(engine.world, there(engine)[1]?.id ?? 0);
    await engine.run(20 * MINUTE);
    expect(pushedWithoutParcel(engine.store.ports.sql).length).toBe(12);
    expect(takeBackAll(engine.store, camille)).toEqual({ result: "under-way" });
    expect(takeBackAll(engine.store, camille)).toEqual({ result: "under-way" });
    await engine.run(10 * MINUTE);
    expect([pushedWithoutParcel(engine.store.ports.sql).length, there(engine).length]).toEqual([0, 2]);
    const orders = await Promise.all(orderIds.map((orderId) => seen(engine, orderId)));
    expect(orders.filter(({ details }) => details.place === "here")).toHaveLength(12);
    expect(orders.filter(({ state }) => state.name === "shipped")).toHaveLength(2);
    expect(engine.sent.filter((line) => line.startsWith(DELETE))).toHaveLength(12);
    expect(takeBackAll(engine.store, camille)).toEqual({ result: "done" });
  });
});

describe("an order that Sendcloud does not take", () => {
  it("goes again by a click, and again stays with its field", async () => {
    const engine = await start();
    await engine.run(MINUTE);
    const { bad } = placeMany(engine, 1, () => true);
    await engine.run(10 * MINUTE);
    const [orderId = ""] = bad;
    expect((await seen(engine, orderId)).state.name).toBe("to_fix");
    expect(await pushAgain(engine.store, orderId, camille)).toMatchObject({ result: "refused" });
    const order = await seen(engine, orderId);
    expect(order.details.problems).toEqual([{ code: "push-refused", field: "state" }]);
    expect(engine.sent.filter((line) => line === "POST /api/v3/orders")).toHaveLength(2);
    expect(await labelHere(engine.store, orderId, camille)).toEqual({ result: "done" });
    expect((await seen(engine, orderId)).state.name).toBe("ready");
    await engine.run(30 * MINUTE);
    expect(idsThere(engine)).toEqual([]);
  });

  it("in a currency that Sendcloud does not know waits for a rate, and then goes in euros", async () => {
    const engine = await start();
    const orderId = placeOrder(engine.world, "brico", { kind: "currency-pln" });
    payOrder(engine.world, orderId);
    await engine.run(10 * MINUTE);
    const order = await seen(engine, orderId);
    expect(order.state).toEqual({ name: "to_fix", reason: "problems" });
    expect(order.details.problems).toEqual([{ code: "currency-not-accepted", field: null }]);
    expect(order.details.actions).toContain("label-here");
    const rated = await startEngine({
      settings: { labels: "sendcloud", currencyRates: { PLN: { perEuro: "4.30", setAt: Date.UTC(2026, 10, 20) } } },
    });
    const same = placeOrder(rated.world, "brico", { kind: "currency-pln" });
    payOrder(rated.world, same);
    await rated.run(10 * MINUTE);
    expect((await seen(rated, same)).state.name).toBe("at_sendcloud");
    const paid = atMarketplace(rated.world, same)?.order.total_price ?? 0;
    const [row] = rated.world.sql.all<{ body: string }>("SELECT body FROM sc_orders");
    const body = JSON.parse(row?.body ?? "{}");
    expect(body.payment_details.total_price).toEqual({ value: Math.round((paid / 4.3) * 100) / 100, currency: "EUR" });
    expect(body.order_details.notes).toBe(`${paid.toFixed(2)} PLN (1 EUR = 4.30 PLN, 2026-11-20)`);
    expect(body.customs_details).toEqual({ shipment_type: "commercial_goods" });
  });

  it("may have its label here in its own currency", async () => {
    const engine = await start();
    const orderId = placeOrder(engine.world, "brico", { kind: "currency-pln" });
    payOrder(engine.world, orderId);
    await engine.run(10 * MINUTE);
    expect(await labelHere(engine.store, orderId, camille)).toEqual({ result: "done" });
    const order = await seen(engine, orderId);
    expect([order.state.name, order.details.place, order.details.problems]).toEqual(["ready", "here", []]);
    await engine.run(30 * MINUTE);
    expect(idsThere(engine)).toEqual([]);
  });
});

describe("what a person changed at Sendcloud", () => {
  it("stays there, and shows beside what we sent", async () => {
    const engine = await start();
    const orderId = await pushedOrder(engine);
    const [first] = there(engine);
    panelEditOrder(engine.world, first?.id ?? 0, { address: { address_line_1: "Quai de la Personne" }, grams: 4321 });
    changeAddress(engine.world, orderId);
    await engine.run(30 * MINUTE);
    const { details } = await seen(engine, orderId);
    const changed = new Map(details.changedThere?.map(({ field, ours, theirs }) => [field, [ours, theirs]]));
    expect(changed.get("line1")?.[1]).toBe("Quai de la Personne");
    expect(changed.get("weightGrams")?.[1]).toBe("4321 g");
    expect([...changed.keys()].toSorted()).toEqual(["line1", "weightGrams"]);
  });

  it.each([1, 14])("is noticed by the watch among %i, and forgotten when they change it back", async (count) => {
    const engine = await start();
    await engine.run(MINUTE);
    const { orderIds } = placeMany(engine, count);
    await engine.run(10 * MINUTE);
    const first = there(engine)[0];
    const orderId = orderIds.find((id) => first?.orderId.endsWith(id)) ?? "";
    const writes = () => engine.sent.filter((line) => /^(POST|PATCH) .*orders/.test(line)).length;
    const before = writes();
    const changed = async () => (await seen(engine, orderId)).details.changedThere;
    expect(await changed()).toBeUndefined();
    panelEditOrder(engine.world, first?.id ?? 0, { grams: 4321 });
    await engine.run(25 * MINUTE);
    const [weight] = (await changed()) ?? [];
    expect(weight).toMatchObject({ field: "weightGrams", theirs: "4321 g" });
    panelEditOrder(engine.world, first?.id ?? 0, { grams: Number.parseInt(weight?.ours ?? "", 10) });
    await engine.run(25 * MINUTE);
    expect(await changed()).toBeUndefined();
    expect(writes()).toBe(before);
  });

  it("says nothing once the order is gone there", async () => {
    const engine = await start();
    const orderId = await pushedOrder(engine);
    const [first] = there(engine);
    panelEditOrder(engine.world, first?.id ?? 0, { address: { address_line_1: "Quai de la Personne" } });
    changeAddress(engine.world, orderId);
    await engine.run(10 * MINUTE);
    expect((await seen(engine, orderId)).details.changedThere).toHaveLength(1);
    panelDeleteOrder(engine.world, first?.id ?? 0);
    await engine.run(60 * MINUTE);
    expect((await seen(engine, orderId)).details.changedThere).toBeUndefined();
  });
});

describe("labels that the panel makes", () => {
  it("of several parcels all show, and the marketplace hears of the first", async () => {
    const engine = await start();
    const orderId = await pushedOrder(engine);
    const made = panelLabel(engine.world, there(engine)[0]?.id ?? 0, { parcels: 2, shippingOptionCode: "dpd:predict" });
    expect(made).toMatchObject({ shipmentIds: [expect.any(String)] });
    await engine.run(20 * MINUTE);
    const order = await seen(engine, orderId);
    expect(order.parcels.map(({ parcelNo }) => parcelNo).toSorted()).toEqual([1, 2]);
    expect(new Set(order.parcels.map(({ trackingNumber }) => trackingNumber)).size).toBe(2);
    const first = order.parcels.find(({ parcelNo }) => parcelNo === 1);
    expect(atMarketplace(engine.world, orderId)?.order.shipping_tracking).toBe(first?.trackingNumber);
    expect(await waiting(engine)).toEqual([]);
  });

  it("twice for the same goods wait for a person, until one of them is void", async () => {
    const engine = await start();
    const orderId = await pushedOrder(engine);
    const id = there(engine)[0]?.id ?? 0;
    panelLabel(engine.world, id);
    panelLabel(engine.world, id, { again: true });
    await engine.run(20 * MINUTE);
    expect((await seen(engine, orderId)).parcels).toHaveLength(2);
    expect(await waiting(engine)).toEqual([["two-parcels", orderId]]);
    const second = there(engine)[0]?.shipmentIds[1] ?? "";
    expect(panelCancelLabel(engine.world, second)).toBe(true);
    await engine.run(20 * MINUTE);
    expect(await waiting(engine)).toEqual([]);
  });
});

async function waiting(engine: Engine) {
  await flushOutbox(engine.store);
  const found = await listAttention(engine.d1, "workspace-1", { after: null, limit: 20 });
  return found.flatMap((one) => (one.source === "item" && one.kind === "two-parcels" ? [[one.kind, one.orderId]] : []));
}
