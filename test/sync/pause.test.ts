import { describe, expect, it } from "vitest";
import { changeStoreKey, findStore, pauseStore, resumeStore } from "../../src/db/stores";
import type { Http, HttpAnswer } from "../../src/lib/http";
import { BRICO_KEY, SPORT_KEY } from "../../src/sandbox/marketplaces";
import { findOrder as atMarketplace } from "../../src/sandbox/mirakl-orders";
import { moveParcel, parcelsOf } from "../../src/sandbox/sendcloud-parcels";
import { runAccountSlice } from "../../src/sync/account-slice";
import { checkKey, checkShop } from "../../src/sync/check-shop";
import { intentsOf } from "../../src/sync/intents";
import { keep } from "../../src/sync/keeping";
import { runSlice } from "../../src/sync/store-slice";
import { noteKeyRefused, wakeHeldIntents, writePause } from "../../src/sync/store-trouble";
import { type Engine, startEngine } from "../engine";
import { MINUTE, pressCreateLabel, readyOrder, seen } from "./cast";

const HOUR = 60 * MINUTE;
const REFUSED: HttpAnswer = {
  arrived: true,
  status: 401,
  headers: { "content-type": "application/json" },
  body: new TextEncoder().encode('{"status":401,"message":"Unauthorized"}'),
};

/** An engine whose marketplace refuses the key as long as `key.good` is false. */
async function withKey() {
  const key = { good: true };
  const through = (http: Http): Http => {
    return (request) =>
      request.url.includes("brico.mirakl.test") && !key.good ? Promise.resolve(REFUSED) : http(request);
  };
  return { key, engine: await startEngine({ through }) };
}

const row = ({ d1 }: Engine) => findStore(d1, "workspace-1", "store-1");
const pausedBecause = async (engine: Engine) => (await row(engine))?.pausedBecause;
const alerts = ({ store }: Engine) =>
  store.ports.sql.all("SELECT * FROM facts WHERE kind IN ('key-refused', 'paused')").length;
const writesOf = ({ sent }: Engine) => sent.filter((line) => !line.startsWith("GET"));

/** What opening the desk anew does: the row of D1 counts. */
async function reopen(engine: Engine): Promise<void> {
  const { pausedBecause = null, sealedKey = "" } = (await row(engine)) ?? {};
  Object.assign(engine.store.store, { pausedBecause, sealedKey });
}

describe("a refused Mirakl key", () => {
  it("pauses the store, says so once, and loses nothing", async () => {
    const { key, engine } = await withKey();
    const orderId = await readyOrder(engine);
    await pressCreateLabel(engine, orderId);
    key.good = false;
    await engine.run(10 * HOUR);
    expect(await pausedBecause(engine)).toBe("key-wrong");
    expect(alerts(engine)).toBe(1);
    key.good = true;
    const other = await engine.store.ports.seal.seal(BRICO_KEY, "workspace-1|store-1|key");
    expect(await changeStoreKey(engine.d1, "workspace-1", "store-1", { sealedKey: other, keyHint: "dmin" })).toBe(true);
    await reopen(engine);
    await runSlice(engine.store);
    await engine.run(2 * MINUTE);
    expect(atMarketplace(engine.world, orderId)?.order.order_state).toBe("SHIPPED");
    expect((await seen(engine, orderId)).state.name).toBe("shipped");
    expect([await pausedBecause(engine), alerts(engine)]).toEqual([null, 1]);
  });

  it("of yesterday does not pause a store that has a new one", async () => {
    const { engine } = await withKey();
    noteKeyRefused(engine.store, "mirakl", { kind: "key-refused", status: 401, message: "" });
    await changeStoreKey(engine.d1, "workspace-1", "store-1", { sealedKey: "new", keyHint: "new" });
    await writePause(engine.store);
    expect(await pausedBecause(engine)).toBeNull();
  });

  it("is said again when the new one is refused as well", async () => {
    const { engine } = await withKey();
    const refuse = () => noteKeyRefused(engine.store, "mirakl", { kind: "key-refused", status: 401, message: "" });
    refuse();
    refuse();
    expect(alerts(engine)).toBe(1);
    Object.assign(engine.store.store, { sealedKey: "another", pausedBecause: null });
    refuse();
    expect(alerts(engine)).toBe(2);
  });
});

describe("a paused store", () => {
  it("writes nothing, and still books what its parcels do", async () => {
    const engine = await startEngine();
    const orderId = await readyOrder(engine);
    await pressCreateLabel(engine, orderId);
    const pause = { workspaceId: "workspace-1", storeId: "store-1", reason: "holidays", pausedBy: null, pausedAt: 0 };
    await pauseStore(engine.d1, pause);
    await reopen(engine);
    const before = writesOf(engine).length;
    const [parcel] = (await seen(engine, orderId)).parcels;
    moveParcel(
      engine.world,
      Number(parcelsOf(engine.world.sql, parcel?.shipmentId ?? "")[0]?.id),
      "PICKED_UP_BY_DRIVER",
    );
    await engine.run(3 * HOUR);
    await runAccountSlice(engine.account);
    expect(writesOf(engine)).toHaveLength(before);
    expect((await seen(engine, orderId)).parcels[0]?.stage).not.toBe("label-ready");
    await resumeStore(engine.d1, "workspace-1", "store-1");
    await reopen(engine);
    await runSlice(engine.store);
    await engine.run(MINUTE);
    expect(atMarketplace(engine.world, orderId)?.order.order_state).toBe("SHIPPED");
  });

  it("resumes what the pause held, and leaves the undo window of a label alone", async () => {
    const engine = await startEngine();
    const held = await readyOrder(engine);
    const young = await readyOrder(engine);
    await pressCreateLabel(engine, held);
    engine.store.store.pausedBecause = "key-wrong";
    engine.world.pass(5 * MINUTE);
    await runSlice(engine.store);
    engine.store.store.pausedBecause = null;
    await pressCreateLabel(engine, young);
    const { sql, now } = engine.store.ports;
    const shipOf = (orderId: string) => intentsOf(sql, orderId).find(({ kind }) => kind === "ship");
    expect(shipOf(held)?.nextAt).toBeGreaterThan(now() + 50 * MINUTE);
    wakeHeldIntents(engine.store);
    expect(shipOf(held)?.nextAt).toBe(now());
    expect(shipOf(young)?.nextAt).toBe(now() + MINUTE);
  });
});

describe("the shop of a key", () => {
  /** From now on A01 speaks of this shop, or of none. */
  function answersFor(engine: Engine, shopId: number | null): void {
    const ok = { kind: "ok" as const, status: 200, headers: {} };
    const none = { kind: "rejected" as const, status: 404, code: null, message: "", body: null };
    engine.store.mirakl.account = async () =>
      shopId === null ? none : { ...ok, value: { shopId, name: "", currency: "EUR", state: "OPEN" } };
  }

  it.each([
    ["another", 999],
    ["none of ours", null],
  ])("is looked at once a day: %s pauses the store", async (_, shopId) => {
    const engine = await startEngine();
    await engine.run(MINUTE);
    answersFor(engine, shopId);
    await checkShop(engine.store);
    expect(engine.store.store.pausedBecause).toBeNull();
    engine.world.pass(24 * HOUR);
    await checkShop(engine.store);
    await writePause(engine.store);
    expect(await pausedBecause(engine)).toBe("shop-differs");
    expect(alerts(engine)).toBe(1);
  });

  it("is looked at after each change of the key", async () => {
    const engine = await startEngine();
    await engine.run(MINUTE);
    answersFor(engine, 999);
    engine.store.store.sealedKey = "another";
    await checkShop(engine.store);
    expect(engine.store.store.pausedBecause).toBe("shop-differs");
    expect(engine.store.ports.sql.all("SELECT * FROM facts WHERE kind = 'key-changed'")).toHaveLength(1);
  });

  it("is looked at again in an hour when nobody answered", async () => {
    const engine = await startEngine();
    await engine.run(MINUTE);
    keep(engine.store.ports.sql, "shop_checked", { at: 0, key: 0 });
    let asked = 0;
    engine.store.mirakl.account = async () => {
      asked += 1;
      return { kind: "unknown", why: "timeout", status: null, message: "" };
    };
    for (const minutes of [0, 59, 2, 59, 2]) {
      engine.world.pass(minutes * MINUTE);
      await checkShop(engine.store);
    }
    expect(asked).toBe(3);
    expect(engine.store.store.pausedBecause).toBeNull();
  });

  it.each([
    ["its own key", BRICO_KEY, null],
    ["a key of another marketplace", SPORT_KEY, "key-wrong"],
    ["no key", "", "key-wrong"],
  ])("is asked of a new key: %s", async (_, key, code) => {
    const engine = await startEngine();
    const act = await checkKey(engine.store, key);
    expect(act.result === "refused" ? act.refusal.code : null).toBe(code);
  });

  it("of a new key must be the same", async () => {
    const engine = await startEngine();
    engine.store.store.shopId += 1;
    const act = await checkKey(engine.store, BRICO_KEY);
    expect(act.result === "refused" && act.refusal.code).toBe("shop-differs");
  });
});

it("an alarm of the pause comes without haste", async () => {
  const { key, engine } = await withKey();
  await engine.run(MINUTE);
  key.good = false;
  await engine.run(30 * MINUTE);
  const calls = engine.sent.length;
  await engine.run(5 * HOUR);
  const miraklCalls = engine.sent.slice(calls).filter((line) => line.includes("/api/orders"));
  expect(miraklCalls).toEqual([]);
});
