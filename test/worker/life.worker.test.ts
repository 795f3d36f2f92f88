import { runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, it, vi } from "vitest";
import { storeSync } from "../../src/sync/stub";
import { type Demo, MINUTE, openDemo, placeOrder, rows } from "./door";

let demo: Demo;
beforeAll(async () => {
  demo = await openDemo();
});

const object = () => env.STORE_SYNC.getByName(demo.storeId);
const alarm = () => runInDurableObject(object(), (_object, { storage }) => storage.getAlarm());
const tables = () =>
  runInDurableObject(object(), (_object, { storage }) =>
    storage.sql
      .exec<{ name: string }>("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE '_cf%'")
      .toArray()
      .map(({ name }) => name),
  );

// In order: each goes on from where the one before left the store.
describe("the object of a store", () => {
  it("sleeps once it is disconnected, whatever knocks, and refuses what is asked of it", async () => {
    // While an alarm rings none is set.
    await vi.waitFor(async () => expect(await alarm()).not.toBeNull());
    const answer = await demo.owner.post(`/stores/${demo.storeId}/disconnection`);
    expect([answer.status, answer.headers.get("Location")]).toEqual([303, `/stores/${demo.storeId}`]);
    expect(await alarm()).toBeNull();
    await storeSync(env, demo.storeId).settingsChanged(9);
    await runDurableObjectAlarm(object());
    expect(await alarm()).toBeNull();
    const actor = { personId: "p", name: "Camille" };
    const acts = storeSync(env, demo.storeId);
    for (const outcome of [
      await acts.accept(demo.orderId, actor),
      await acts.importNow(actor),
      await acts.dryRun({ act: "next", orderId: demo.orderId }, actor),
    ])
      expect(outcome).toMatchObject({ result: "refused", refusal: { code: "store-disconnected" } });
    expect((await demo.owner.get(demo.orderPath)).status).toBe(200);
    const [row] = await rows<{ sealed_key: string }>("SELECT sealed_key FROM stores WHERE id = ?", demo.storeId);
    expect(row?.sealed_key).toBe("");
  });

  it("forgets everything when it is deleted, in D1 and in itself", async () => {
    await placeOrder(demo.owner);
    const [store] = await rows<{ name: string }>("SELECT name FROM stores WHERE id = ?", demo.storeId);
    expect(await tables()).toContain("facts");
    const answer = await demo.owner.post(`/stores/${demo.storeId}/deletion`, { name: store?.name ?? "" });
    expect(answer.headers.get("Location")).toBe("/stores");
    await demo.owner.order("clock", { advance: 2 * MINUTE });
    await runDurableObjectAlarm(object());
    expect(await rows("SELECT id FROM stores WHERE id = ?", demo.storeId)).toEqual([]);
    expect(await rows("SELECT order_id FROM orders WHERE store_id = ?", demo.storeId)).toEqual([]);
    expect(await tables()).toEqual([]);
    expect(await alarm()).toBeNull();
    expect((await demo.owner.get(demo.orderPath)).status).toBe(404);
  });
});
