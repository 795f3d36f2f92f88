import { describe, expect, it } from "vitest";
import { listAttention } from "../../src/db/attention";
import { findOrdersByNumbers } from "../../src/db/order-numbers";
import { listStoreEvents } from "../../src/db/store-events";
import { findStore, saveSettings } from "../../src/db/stores";
import { numberKey } from "../../src/domain/order-number";
import type { StoreSettings } from "../../src/domain/store";
import { findOrder as atMarketplace, payOrder, placeOrder } from "../../src/sandbox/mirakl-orders";
import { writeOrder } from "../../src/sandbox/order-store";
import { panelOrders } from "../../src/sandbox/sendcloud-panel";
import { followSettings, noteWhoSaved } from "../../src/sync/follow-settings";
import { findBooked } from "../../src/sync/order-book";
import { flushOutbox } from "../../src/sync/outbox";
import { refreshRules } from "../../src/sync/read-rules";
import { viewSettings } from "../../src/sync/view-settings";
import { BUYER_OF_LABELS as camille, type Engine, startEngine } from "../engine";
import { MINUTE, pressCreateLabel, readyOrder, seen } from "./cast";

const PLACE = ["workspace-1", "store-1"] as const;
const INTEGRATION = "workspace-1:10001";

/** Saves other settings as the page does, and lets the store's object notice. */
async function change(engine: Engine, changed: Partial<StoreSettings>): Promise<void> {
  const { settings, settingsVersion: version } = engine.store.store;
  expect(await saveSettings(engine.d1, ...PLACE, { ...settings, ...changed }, version)).toBe(true);
  const row = await findStore(engine.d1, ...PLACE);
  if (!row) throw new Error("the store is gone");
  engine.store.store = row;
  noteWhoSaved(engine.store, version + 1, camille);
  followSettings(engine.store);
  await engine.run(MINUTE);
}

/** An order whose shipping type asks for no tracking, so that the marketplace takes "shipped" without one. */
async function smallLetter(engine: Engine): Promise<string> {
  const orderId = placeOrder(engine.world, "brico");
  const placed = atMarketplace(engine.world, orderId)?.order;
  if (!placed) throw new Error(`no order ${orderId}`);
  const type = { shipping_type_code: "PLI", shipping_type_label: "Petit pli" };
  writeOrder(engine.world, { ...placed, ...type }, engine.world.now());
  payOrder(engine.world, orderId);
  await engine.run(6 * MINUTE);
  return orderId;
}

const reads = (engine: Engine) => engine.sent.filter((line) => line === "GET /api/orders").length;

describe("a change of settings", () => {
  it("is told in the store's own timeline: who, which, from, to", async () => {
    const engine = await startEngine();
    await readyOrder(engine);
    await change(engine, { itemSku: "offer", numberField: { field: "commercial-id" } });
    await flushOutbox(engine.store);
    const events = await listStoreEvents(engine.d1, ...PLACE, 10);
    const told = events.filter(({ kind }) => kind === "settings-changed");
    expect(told.map(({ actor, details }) => [actor, details])).toEqual([
      ["Camille", { setting: "itemSku", from: "product", to: "offer" }],
      ["Camille", { setting: "numberField", from: "order-id", to: "commercial-id" }],
    ]);
  });

  it("is told once, and a row saved without another setting says nothing", async () => {
    const engine = await startEngine();
    await readyOrder(engine);
    await change(engine, {});
    await change(engine, { pollInterval: 15 });
    followSettings(engine.store);
    await flushOutbox(engine.store);
    const events = await listStoreEvents(engine.d1, ...PLACE, 10);
    expect(events.filter(({ kind }) => kind === "settings-changed")).toHaveLength(1);
  });

  it("derives open orders anew without reading them again", async () => {
    const engine = await startEngine({ settings: { pollInterval: 15 } });
    const orderId = await readyOrder(engine);
    const [before] = (await seen(engine, orderId)).lines;
    const readBefore = reads(engine);
    await change(engine, { itemSku: "offer" });
    const [after] = (await seen(engine, orderId)).lines;
    expect(after?.sku).toBe(before?.offerSku);
    expect(after?.sku).not.toBe(before?.sku);
    expect(reads(engine)).toBe(readBefore);
  });

  it("goes through more orders than one step holds, and is over then", async () => {
    const engine = await startEngine();
    const ids = Array.from({ length: 130 }, () => placeOrder(engine.world, "brico"));
    await engine.run(6 * MINUTE);
    await change(engine, { itemSku: "shop" });
    for (const orderId of [ids[0], ids[64], ids[129]]) {
      const wanted = findBooked(engine.store.ports.sql, orderId ?? "")?.order.lines.map(({ shopSku }) => shopSku);
      expect((await seen(engine, orderId ?? "")).lines.map(({ sku }) => sku)).toEqual(wanted);
    }
    const [walk] = engine.store.ports.sql.all("SELECT value FROM kv WHERE key = 'settings_walk'");
    expect(walk).toEqual({ value: "null" });
  });

  it("goes on after the process died in the middle of it", async () => {
    const engine = await startEngine();
    const orderId = await readyOrder(engine);
    const { settings, settingsVersion } = engine.store.store;
    await saveSettings(engine.d1, ...PLACE, { ...settings, itemSku: "offer" }, settingsVersion);
    const row = await findStore(engine.d1, ...PLACE);
    if (row) engine.store.store = row;
    followSettings(engine.store);
    // Nothing of the walk ran; the process remembers nothing.
    engine.store.ports.sql.memo.clear();
    await engine.run(2 * MINUTE);
    const [line] = (await seen(engine, orderId)).lines;
    expect(line?.sku).toBe(line?.offerSku);
  });

  it("pushes what waits for its label, when labels are made at Sendcloud from now on", async () => {
    const engine = await startEngine();
    const [labelled, waiting] = [await readyOrder(engine), await readyOrder(engine)];
    await pressCreateLabel(engine, labelled);
    await change(engine, { labels: "sendcloud" });
    const { number } = await seen(engine, waiting);
    expect(panelOrders(engine.world).map(({ orderNumber }) => orderNumber)).toEqual([number]);
  });
});

describe("the number of an order", () => {
  const byCommercialId = { numberField: { field: "commercial-id" } } as const;

  it("follows the setting, and the old one stays reserved", async () => {
    const engine = await startEngine();
    const orderId = await readyOrder(engine);
    await change(engine, byCommercialId);
    const order = await seen(engine, orderId);
    expect(order.number).toBe(order.commercialId);
    expect(order.events.find(({ kind }) => kind === "renumbered")?.details).toEqual({
      from: orderId,
      to: order.commercialId,
    });
    const held = await findOrdersByNumbers(engine.d1, "workspace-1", INTEGRATION, [numberKey(orderId)]);
    expect([...held.values()]).toEqual([{ storeId: "store-1", orderId }]);
  });

  it("stays for ever once a label was bought under it", async () => {
    const engine = await startEngine();
    const orderId = await readyOrder(engine);
    await pressCreateLabel(engine, orderId);
    await change(engine, byCommercialId);
    expect((await seen(engine, orderId)).number).toBe(orderId);
  });

  it("stays for ever once the order was pushed", async () => {
    const engine = await startEngine({ settings: { labels: "sendcloud" } });
    const orderId = await readyOrder(engine);
    await engine.run(MINUTE);
    await change(engine, byCommercialId);
    expect((await seen(engine, orderId)).number).toBe(orderId);
  });

  it("comes back to the old one when the setting does", async () => {
    const engine = await startEngine();
    const orderId = await readyOrder(engine);
    await change(engine, byCommercialId);
    await change(engine, { numberField: { field: "order-id" } });
    expect((await seen(engine, orderId)).number).toBe(orderId);
  });

  it("is written to the marketplace once, where the store wants that, and then stays", async () => {
    const engine = await startEngine();
    const orderId = await readyOrder(engine);
    expect(engine.sent).not.toContain("PUT /api/orders");
    await change(engine, { ...byCommercialId, writeReference: true });
    await engine.run(2 * MINUTE);
    const { number } = await seen(engine, orderId);
    expect(atMarketplace(engine.world, orderId)?.order.references?.order_reference_for_seller).toBe(number);
    await change(engine, { numberField: { field: "order-id" } });
    expect((await seen(engine, orderId)).number).toBe(number);
  });

  it("is not written before the buyer has paid", async () => {
    const engine = await startEngine({ settings: { writeReference: true } });
    const orderId = placeOrder(engine.world, "brico");
    await engine.run(6 * MINUTE);
    expect(engine.sent).not.toContain("PUT /api/orders");
    payOrder(engine.world, orderId);
    await engine.run(10 * MINUTE);
    expect(engine.sent.filter((line) => line === "PUT /api/orders")).toHaveLength(1);
  });
});

describe("what the marketplace hears", () => {
  const unknown = { to: "carrier", code: "NOBODY", label: "Nobody", standardCode: null } as const;
  const allUnknown = (engine: Engine) =>
    Object.fromEntries(Object.keys(engine.store.store.settings.carriers).map((code) => [code, unknown]));

  it("is refused with a carrier it does not know: attention, and the parcel is shipped all the same", async () => {
    const engine = await startEngine();
    const orderId = await smallLetter(engine);
    await change(engine, { carriers: allUnknown(engine) });
    await pressCreateLabel(engine, orderId);
    await engine.run(5 * MINUTE);
    const order = await seen(engine, orderId);
    expect(order.intents.map(({ kind, state }) => [kind, state])).toContainEqual(["tracking", "failed"]);
    expect(atMarketplace(engine.world, orderId)?.order.order_state).toBe("SHIPPED");
    const waiting = await listAttention(engine.d1, "workspace-1", { after: null, limit: 10 });
    expect(waiting).toMatchObject([{ source: "item", kind: "telling-refused", orderId }]);
  });

  it("is told again once the mapping is mended, and nobody waits any more", async () => {
    const engine = await startEngine();
    const { carriers } = engine.store.store.settings;
    const orderId = await readyOrder(engine);
    await change(engine, { carriers: allUnknown(engine) });
    await pressCreateLabel(engine, orderId);
    await engine.run(5 * MINUTE);
    await change(engine, { carriers });
    await engine.run(2 * MINUTE);
    const order = await seen(engine, orderId);
    expect(atMarketplace(engine.world, orderId)?.order.shipping_tracking).toBe(order.parcels[0]?.trackingNumber);
    expect(await listAttention(engine.d1, "workspace-1", { after: null, limit: 10 })).toEqual([]);
  });

  it("comes at once when nobody waits for the scan any longer", async () => {
    const engine = await startEngine({ settings: { shipWhen: "carrier-scan" } });
    const orderId = await readyOrder(engine);
    await pressCreateLabel(engine, orderId);
    await engine.run(2 * MINUTE);
    expect(atMarketplace(engine.world, orderId)?.order.order_state).toBe("SHIPPING");
    await change(engine, { shipWhen: "label-made" });
    await engine.run(2 * MINUTE);
    expect(atMarketplace(engine.world, orderId)?.order.order_state).toBe("SHIPPED");
  });
});

describe("what the settings page is shown", () => {
  it("counts the open orders that each setting touches", async () => {
    const engine = await startEngine();
    const [labelled] = [await readyOrder(engine), await readyOrder(engine)];
    placeOrder(engine.world, "brico");
    await pressCreateLabel(engine, labelled);
    await engine.run(1000);
    const { settings } = engine.store.store;
    const view = await viewSettings(engine.store, { ...settings, numberField: { field: "commercial-id" } });
    expect(view.counts).toMatchObject({ labelled: 1, unlabelled: 1, undecided: 1, renumbered: 1, atSendcloud: 0 });
    expect(view.preview.numbers.examples.map(({ fixed }) => fixed).toSorted()).toEqual([false, true]);
    expect(view.preview.told).toMatchObject([{ send: { trackingNumber: expect.any(String) } }]);
  });

  it("counts a number that another store of the account holds as taken", async () => {
    const engine = await startEngine();
    const orderId = await readyOrder(engine);
    const { settings } = engine.store.store;
    const before = await viewSettings(engine.store, settings);
    expect(before.preview.numbers.collide).toBe(0);
    await engine.d1.prepare("UPDATE order_numbers SET store_id = 'another' WHERE order_id = ?").bind(orderId).run();
    expect((await viewSettings(engine.store, settings)).preview.numbers.collide).toBe(1);
  });

  it("reads the marketplace's lists at most once a day", async () => {
    const engine = await startEngine();
    await readyOrder(engine);
    const list = () => engine.sent.filter((line) => line === "GET /api/shipping/carriers").length;
    const before = list();
    const { lists } = await viewSettings(engine.store, engine.store.store.settings);
    const refused = await refreshRules(engine.store);
    const wait = Math.ceil(((lists?.mayReadAgainAt ?? 0) - engine.world.now()) / 1000);
    expect(refused).toEqual({ result: "refused", refusal: { code: "too-soon", words: String(wait) } });
    expect(list()).toBe(before);
    engine.world.pass(wait * 1000);
    expect(await refreshRules(engine.store)).toEqual({ result: "done" });
    expect(list()).toBe(before + 1);
    expect(lists?.refundReasons.map(({ code }) => code)).toEqual(["15", "17", "19"]);
  });
});
