import { describe, expect, it } from "vitest";
import type { Http } from "../../src/lib/http";
import { findOrder as findAtMarketplace, placeOrder } from "../../src/sandbox/mirakl-orders";
import { keep, recall } from "../../src/sync/keeping";
import { runSlice, stripOf } from "../../src/sync/store-slice";
import { type Engine, startEngine } from "../engine";
import { MINUTE, pressCreateLabel, readyOrder, SECOND, seen } from "./cast";

const HOUR = 60 * MINUTE;

/** A marketplace that lets some questions hang until it is told to answer. */
function hanging() {
  const waiting: (() => void)[] = [];
  let hangs: (place: string) => boolean = () => false;
  let inFlight = 0;
  let most = 0;
  const through =
    (http: Http): Http =>
    async (request) => {
      inFlight += 1;
      most = Math.max(most, inFlight);
      try {
        if (!hangs(request.url)) return await http(request);
        await new Promise<void>((resolve) => waiting.push(resolve));
        return { arrived: false, failure: "timeout" };
      } finally {
        inFlight -= 1;
      }
    };
  const hang = (which: (url: string) => boolean) => {
    hangs = which;
  };
  const release = () => {
    hangs = () => false;
    for (const go of waiting.splice(0)) go();
  };
  return { through, hang, release, waiting, most: () => most };
}

/** Lets time pass for the sleeps of the engine too. */
function clockOf({ store, world }: Engine) {
  const asleep: { until: number; wake(): void }[] = [];
  store.ports.sleep = (milliseconds) =>
    new Promise((resolve) => asleep.push({ until: world.now() + milliseconds, wake: resolve }));
  return (milliseconds: number) => {
    world.pass(milliseconds);
    for (const { until, wake } of asleep) if (until <= world.now()) wake();
  };
}

/** Lets everything happen that needs no time. */
const settle = () => new Promise((resolve) => setTimeout(resolve, 100));

describe("a sick marketplace", () => {
  it("ends no slice late: while a poll hangs, what is due goes on in the next one", async () => {
    const { through, hang, release, waiting } = hanging();
    const engine = await startEngine({ through });
    const { store, world } = engine;
    const orderId = await readyOrder(engine);
    await engine.run(10 * MINUTE);
    const wait = clockOf(engine);
    hang((url) => /start_update_date|order_state_codes/.test(url));
    wait(5 * MINUTE);
    const slice = runSlice(store);
    await settle();
    expect(waiting).toHaveLength(1);
    expect(await pressCreateLabel(engine, orderId)).toEqual({ result: "done" });
    wait(50 * SECOND);
    await slice;
    expect(store.ports.alarm.at()).toBeLessThanOrEqual(world.now() + SECOND);
    wait(20 * SECOND);
    const next = runSlice(store);
    await settle();
    await next;
    expect(findAtMarketplace(world, orderId)?.order.order_state).toBe("SHIPPED");
    // One walk at a time, however many slices pass.
    expect(waiting).toHaveLength(1);
    release();
    await settle();
    wait(HOUR);
    await runSlice(store);
    expect(stripOf(store).lastError).toBeNull();
  });
});

describe("a poisoned order", () => {
  it("keeps its own lane when it hangs: its neighbours are done meanwhile", async () => {
    const { through, hang, release, waiting, most } = hanging();
    const engine = await startEngine({ through });
    const [poisoned, ...neighbours] = [await readyOrder(engine), await readyOrder(engine), await readyOrder(engine)];
    const orders = [poisoned ?? "", ...neighbours];
    for (const orderId of orders) await pressCreateLabel(engine, orderId);
    const wait = clockOf(engine);
    hang((url) => url.includes(`/${poisoned}/`));
    const slices: Promise<void>[] = [];
    for (let n = 0; n < 4; n += 1) {
      wait(50 * SECOND);
      slices.push(runSlice(engine.store));
      await settle();
    }
    for (const orderId of neighbours) expect((await seen(engine, orderId)).state.name).toBe("shipped");
    expect((await seen(engine, orders[0] ?? "")).state.name).toBe("labelled");
    expect(waiting).toHaveLength(1);
    expect(most()).toBeLessThanOrEqual(6);
    release();
    await settle();
    wait(50 * SECOND);
    await Promise.all(slices);
    await engine.run(HOUR);
    expect((await seen(engine, orders[0] ?? "")).state.name).toBe("shipped");
  });

  it("that cannot be booked is set aside after five tries; neighbours are booked at once, the cursor waits", async () => {
    const engine = await startEngine();
    const { sql } = engine.store.ports;
    await engine.run(10 * MINUTE);
    keep(sql, "proof_due_at", engine.world.now() + HOUR);
    const bad = placeOrder(engine.world, "brico");
    const good = placeOrder(engine.world, "brico");
    // A trap in the object's own tables: whatever is booked of this order breaks.
    sql.run(
      `CREATE TRIGGER trap BEFORE INSERT ON orders WHEN NEW.order_id = '${bad}' BEGIN SELECT RAISE(ABORT, 'trap'); END`,
    );
    const cursor = recall<number>(sql, "cursor");
    const isAside = () => sql.all("SELECT 1 FROM set_aside").length > 0;
    let tries = 0;
    for (; !isAside() && tries < 10; tries += 1) {
      expect(recall(sql, "cursor")).toBe(cursor);
      engine.world.pass(6 * MINUTE);
      await runSlice(engine.store).catch(() => undefined);
      expect((await seen(engine, good)).state.name).toBe("to_accept");
    }
    expect(tries).toBe(5);
    expect(sql.all("SELECT order_id, reason FROM set_aside")).toEqual([{ order_id: bad, reason: "order_error" }]);
    expect(recall<number>(sql, "cursor")).toBeGreaterThan(cursor ?? 0);
    sql.run("DROP TRIGGER trap");
    await engine.run(2 * HOUR);
    expect((await seen(engine, bad)).state.name).toBe("to_accept");
    expect(sql.all("SELECT 1 FROM set_aside")).toEqual([]);
    expect(recall(sql, "failed_bookings")).toEqual({});
  });
});
