import {
  createScheduledController,
  evictDurableObject,
  runDurableObjectAlarm,
  runInDurableObject,
} from "cloudflare:test";
import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, it, vi } from "vitest";
import { insertStore, listStores } from "../../src/db/stores";
import { createSeal } from "../../src/lib/crypto";
import { sandboxWorld } from "../../src/sandbox/calls";
import { SPORT_KEY } from "../../src/sandbox/marketplaces";
import { storeSync } from "../../src/sync/stub";
import worker from "../../src/worker";
import { buyLabel, countOf, type Demo, labelForm, MINUTE, openDemo, placeOrder, rows } from "./door";

const ANNOUNCE = "sc-public-v3-scp-post-announce_shipment";
const TABLES = ["orders", "order_lines", "parcels", "intents", "events", "set_aside_orders"];

let demo: Demo;
beforeAll(async () => {
  demo = await openDemo();
});

const store = () => env.STORE_SYNC.getByName(demo.storeId);
const world = () => sandboxWorld(env);

/** Runs statements in an object's own SQLite and gives the rows of the last. */
function inObject(
  stub: DurableObjectStub,
  ...statements: (readonly [sql: string, ...values: (string | number | null)[]])[]
) {
  return runInDurableObject(stub, (_object, { storage }) =>
    statements
      .map(([sql, ...values]) => storage.sql.exec<Record<string, SqlStorageValue>>(sql, ...values).toArray())
      .at(-1),
  );
}

/** All that D1 knows of orders. */
async function allOrders(): Promise<unknown[][]> {
  return Promise.all(TABLES.map((table) => rows(`SELECT * FROM ${table} ORDER BY 1, 2, 3, 4`)));
}

async function stateOf(orderId: string): Promise<string | undefined> {
  return (await rows<{ state: string }>("SELECT state FROM orders WHERE order_id = ?", orderId))[0]?.state;
}

async function atMarketplace(orderId: string): Promise<string | undefined> {
  return (await world().overview()).orders.find((order) => order.orderId === orderId)?.state;
}

const sandboxNow = async () => Date.now() + (await world().offset());

describe("a store's object", () => {
  it("brings a new order to D1 by its alarm", async () => {
    const orderId = await placeOrder(demo.owner);
    expect(await stateOf(orderId)).toBeUndefined();
    await world().moveClock(2 * MINUTE);
    expect(await runDurableObjectAlarm(store())).toBe(true);
    expect(await stateOf(orderId)).toBe("to_accept");
  });

  it("writes the same rows when its alarm comes twice, one after the other or both at once", async () => {
    await world().moveClock(2 * MINUTE);
    await runDurableObjectAlarm(store());
    const once = await allOrders();
    expect(once[0]?.length).toBeGreaterThan(20);
    await world().moveClock(2 * MINUTE);
    await runDurableObjectAlarm(store());
    expect(await allOrders()).toEqual(once);
    await world().moveClock(2 * MINUTE);
    const { wake } = storeSync(env, demo.storeId);
    await Promise.all([wake(), wake(), wake()]);
    expect(await allOrders()).toEqual(once);
  });

  it("always leaves an alarm behind", async () => {
    const armed = await runInDurableObject(store(), (_object, { storage }) => storage.getAlarm());
    expect(armed).toBeGreaterThan(Date.now() - MINUTE);
    expect(armed).toBeLessThan(Date.now() + 15 * MINUTE);
  });

  it("keeps its journal over an eviction, and goes on", async () => {
    const journal = () => inObject(store(), ["SELECT * FROM facts ORDER BY seq"]);
    const kept = await journal();
    expect(kept?.length).toBeGreaterThan(20);
    await evictDurableObject(store());
    expect(await journal()).toEqual(kept);
    const orderId = await placeOrder(demo.owner, "pay");
    await world().moveClock(2 * MINUTE);
    expect(await runDurableObjectAlarm(store())).toBe(true);
    expect(await stateOf(orderId)).toBe("ready");
  });

  it("gives a failed slice another one: the alarm itself never fails", async () => {
    const orderId = await placeOrder(demo.owner);
    await rows("ALTER TABLE orders RENAME TO orders_gone");
    await world().moveClock(2 * MINUTE);
    expect(await runDurableObjectAlarm(store())).toBe(true);
    const armed = await runInDurableObject(store(), (_object, { storage }) => storage.getAlarm());
    expect(armed).toBeLessThan(Date.now() + MINUTE);
    await rows("ALTER TABLE orders_gone RENAME TO orders");
    expect(await stateOf(orderId)).toBeUndefined();
    await world().moveClock(MINUTE);
    await runDurableObjectAlarm(store());
    expect(await stateOf(orderId)).toBe("to_accept");
  });
});

describe("what a dead process had sent", () => {
  /** An acceptance that some earlier process sent and never heard of again. */
  async function plantOrphan(act?: "pay"): Promise<string> {
    const orderId = await placeOrder(demo.owner);
    await demo.owner.order("clock", { advance: 2 * MINUTE });
    if (act) await world().act(orderId, act);
    const lines = await rows<{ line_id: string }>("SELECT line_id FROM order_lines WHERE order_id = ?", orderId);
    const payload = JSON.stringify({ lineIds: lines.map((line) => line.line_id) });
    const now = await sandboxNow();
    await inObject(store(), [
      `INSERT INTO intents (id, business_key, order_id, kind, payload, state, sends, was_unknown, epoch, sent_at, evidence, actor,
         created_at, version) VALUES (?, ?, ?, 'accept', ?, 'sent', 1, 0, 'a dead process', ?, '[]', '{"personId":"p","name":"P"}', ?, 1)`,
      `orphan-${orderId}`,
      `accept:${orderId}`,
      orderId,
      payload,
      now,
      now,
    ]);
    await evictDurableObject(store());
    return orderId;
  }
  const intentOf = async (orderId: string, kind: string) =>
    (
      await rows<{ state: string; attempts: number }>(
        "SELECT state, attempts FROM intents WHERE order_id = ? AND kind = ?",
        orderId,
        kind,
      )
    )[0];

  it("is unknown at first, then read back after its settle time, and sent again when it never arrived", async () => {
    const orderId = await plantOrphan();
    const sent = await countOf("OR21");
    await runDurableObjectAlarm(store());
    expect(await intentOf(orderId, "accept")).toEqual({ state: "unknown", attempts: 1 });
    await demo.owner.order("clock", { advance: 50_000 });
    expect([await intentOf(orderId, "accept"), await countOf("OR21")]).toEqual([
      { state: "unknown", attempts: 1 },
      sent,
    ]);
    await demo.owner.order("clock", { advance: 15_000 });
    expect([await intentOf(orderId, "accept"), await countOf("OR21")]).toEqual([
      { state: "done", attempts: 2 },
      sent + 1,
    ]);
    expect(await atMarketplace(orderId)).not.toBe("WAITING_ACCEPTANCE");
  });

  it("is not sent again when it had arrived", async () => {
    const orderId = await plantOrphan("pay");
    const sent = await countOf("OR21");
    await demo.owner.order("clock", { advance: 2 * MINUTE });
    expect([await intentOf(orderId, "accept"), await countOf("OR21")]).toEqual([{ state: "done", attempts: 1 }, sent]);
  });

  it("is one label, not two, when the process died between buying and booking it", async () => {
    expect((await buyLabel(demo.owner, demo.orderPath)).status).toBe(303);
    // The object still tells the marketplace of the parcel: the plant waits until that is over.
    await demo.owner.order("clock", { advance: 5_000 });
    await vi.waitFor(async () => expect((await intentOf(demo.orderId, "tracking"))?.state).toBe("done"), 10_000);
    const bought = await countOf(ANNOUNCE);
    const charged = (await world().overview()).sendcloud.chargedMinor;
    const { orderId } = demo;
    await inObject(
      store(),
      ["DELETE FROM intents WHERE order_id = ? AND kind <> 'label'", orderId],
      ["DELETE FROM parcels WHERE order_id = ?", orderId],
      ["DELETE FROM files WHERE order_id = ?", orderId],
      [
        "UPDATE intents SET state = 'sent', epoch = 'dead', sent_at = ?, remote_ref = NULL WHERE order_id = ?",
        await sandboxNow(),
        orderId,
      ],
    );
    await evictDurableObject(store());
    await runDurableObjectAlarm(store());
    expect((await intentOf(orderId, "label"))?.state).toBe("unknown");
    await demo.owner.order("clock", { advance: 2 * MINUTE });
    expect((await intentOf(orderId, "label"))?.state).toBe("done");
    expect(await countOf(ANNOUNCE)).toBe(bought);
    expect((await world().overview()).sendcloud.chargedMinor).toBe(charged);
    const file = await demo.owner.get(`${demo.orderPath}/labels/1/file`);
    expect([file.status, new TextDecoder().decode(await file.arrayBuffer()).slice(0, 4)]).toEqual([200, "%PDF"]);
  });
});

describe("a label", () => {
  it("is bought by one press of the button, prints, and ships the order two minutes later", async () => {
    const orderId = await placeOrder(demo.owner, "pay");
    await demo.owner.order("clock", { advance: 2 * MINUTE });
    const path = `/orders/${demo.storeId}/${orderId}`;
    const before = await countOf(ANNOUNCE);
    const form = await labelForm(demo.owner, path);
    const press = () => demo.owner.post(`${path}/labels`, form);
    const presses = [...(await Promise.all([press(), press(), press()])), await press()];
    expect(presses.map(({ status }) => status)).toEqual([303, 303, 303, 303]);
    expect(new Set(presses.map(({ headers }) => headers.get("location")))).toEqual(new Set([path]));
    expect(await countOf(ANNOUNCE)).toBe(before + 1);
    const file = await demo.owner.get(`${path}/labels/1/file`);
    expect(file.headers.get("content-type")).toBe("application/pdf");
    expect(file.headers.get("content-disposition")).toMatch(/^inline; filename="label-[\w.-]+\.pdf"$/);
    expect(new TextDecoder().decode(await file.arrayBuffer()).slice(0, 5)).toBe("%PDF-");
    expect([await stateOf(orderId), await atMarketplace(orderId)]).toEqual(["labelled", "SHIPPING"]);
    await demo.owner.order("clock", { advance: 2 * MINUTE });
    expect([await stateOf(orderId), await atMarketplace(orderId)]).toEqual(["shipped", "SHIPPED"]);
    const [parcel] = await rows<{ tracking_number: string }>(
      "SELECT tracking_number FROM parcels WHERE order_id = ?",
      orderId,
    );
    const there = (await world().overview()).orders.find((order) => order.orderId === orderId);
    expect(there?.tracking).toBe(parcel?.tracking_number);
  });
});

describe("the watchdog", () => {
  const watch = () => worker.scheduled(createScheduledController(), env);

  it("wakes a store whose alarm is lost", async () => {
    const orderId = await placeOrder(demo.owner);
    await runInDurableObject(store(), (_object, { storage }) => storage.deleteAlarm());
    await world().moveClock(20 * MINUTE);
    await rows("UPDATE store_health SET heartbeat_at = ?", Date.now() - 31 * MINUTE);
    await watch();
    await vi.waitFor(async () => expect(await stateOf(orderId)).toBe("to_accept"), 10_000);
    const [health] = await rows<{ heartbeat_at: number }>("SELECT heartbeat_at FROM store_health");
    expect(health?.heartbeat_at).toBeGreaterThan(Date.now() - MINUTE);
  });

  it("leaves a store alone that showed a sign of life", async () => {
    await runInDurableObject(store(), (_object, { storage }) => storage.deleteAlarm());
    await watch();
    expect(await runInDurableObject(store(), (_object, { storage }) => storage.getAlarm())).toBeNull();
  });
});

describe("the sandbox's clock", () => {
  it("wakes several stores in the order of their moments, none before its minute is over", async () => {
    const second = await connectSport();
    await demo.owner.order("clock", { advance: 0 });
    const sandbox = env.SANDBOX_WORLD.getByName("world");
    const [last] = (await inObject(sandbox, ["SELECT max(seq) AS seq FROM requests"])) ?? [];
    const orderId = await world().place("sport");
    const began = await sandboxNow();
    const { now, woken } = await demo.owner.order<{ now: number; woken: number }>("clock", { advance: 10 * MINUTE });
    expect(now - began).toBeGreaterThanOrEqual(10 * MINUTE);
    expect(woken).toBeGreaterThan(6);
    const requests = await inObject(sandbox, [
      "SELECT at, operation FROM requests WHERE seq > ? ORDER BY seq",
      Number(last?.seq),
    ]);
    const moments = requests?.map(({ at }) => Number(at)) ?? [];
    expect(moments).toEqual(moments.toSorted((a, b) => a - b));
    expect(moments.at(-1)).toBeGreaterThan(began + 8 * MINUTE);
    const polls = requests?.filter(({ operation }) => operation === "OR11").length;
    expect(polls).toBeGreaterThanOrEqual(4);
    expect(polls).toBeLessThanOrEqual(22);
    expect(await rows("SELECT store_id, state FROM orders WHERE order_id = ?", orderId)).toEqual([
      { store_id: second, state: "ready" },
    ]);
  });

  /** A second store of the same workspace and account, of the other marketplace. */
  async function connectSport(): Promise<string> {
    const id = "store-sport";
    const [first] = await listStores(env.DB, demo.workspaceId);
    if (!first) throw new Error("no store to take after");
    const { MASTER_KEY } = env as typeof env & { MASTER_KEY: string };
    const seal = createSeal(Uint8Array.from(atob(MASTER_KEY), (letter) => letter.charCodeAt(0)));
    const sealedKey = await seal.seal(SPORT_KEY, `${demo.workspaceId}|${id}|key`);
    const changed = { id, baseUrl: "https://sport.mirakl.test", shopId: 3101, tag: "sport2", sealedKey };
    expect(await insertStore(env.DB, { ...first, ...changed })).toBe(true);
    await storeSync(env, id).begin(demo.workspaceId, id);
    return id;
  }
});
