import { describe, expect, it } from "vitest";
import { type FaultKind, plantFault } from "../../src/sandbox/faults";
import { panelOrders } from "../../src/sandbox/sendcloud-panel";
import { correctAddress } from "../../src/sync/acts";
import { exchangesOf } from "../../src/sync/exchanges";
import { intentsOf } from "../../src/sync/intents";
import { runSlice } from "../../src/sync/store-slice";
import { BUYER_OF_LABELS as camille, type Engine, startEngine } from "../engine";
import { MINUTE, SECOND, seen } from "./cast";
import { idsThere, placeMany } from "./push-stream";

const POST = "sc-public-v3-orders-post-create_orders";
/** The account lists what stores have there, every ten minutes. */
const LOOKS_OF_THE_WATCH = 1;
const start = () => startEngine({ settings: { labels: "sendcloud" } });
const posts = ({ sent }: Engine) => sent.filter((line) => line === "POST /api/v3/orders").length;

describe("orders that fall due together", () => {
  it("leave in one call, and one look proves them", async () => {
    const engine = await start();
    await engine.run(MINUTE);
    const { orderIds } = placeMany(engine, 40);
    await engine.run(10 * MINUTE);
    expect(idsThere(engine)).toEqual(orderIds.toSorted());
    expect(posts(engine)).toBe(1);
    expect(engine.sent.filter((line) => line.startsWith("GET /api/v3/orders"))).toHaveLength(1 + LOOKS_OF_THE_WATCH);
    for (const orderId of orderIds) expect((await seen(engine, orderId)).state.name).toBe("at_sendcloud");
  });

  it("leave a hundred at a time", async () => {
    const engine = await start();
    await engine.run(MINUTE);
    const { orderIds } = placeMany(engine, 230);
    await engine.run(10 * MINUTE);
    expect(idsThere(engine)).toEqual(orderIds.toSorted());
    expect(posts(engine)).toBe(3);
  });

  it("keep as evidence of each what concerns it, and no word of the others", async () => {
    const engine = await start();
    await engine.run(MINUTE);
    const { orderIds, bad, good } = placeMany(engine, 6, (place) => place === 4);
    await engine.run(10 * MINUTE);
    for (const orderId of orderIds) {
      const [push] = intentsOf(engine.store.ports.sql, orderId).filter(({ kind }) => kind === "push");
      const told = JSON.stringify(exchangesOf(engine.store.ports, push?.id ?? ""));
      const others = orderIds.filter((other) => other !== orderId && told.includes(other));
      expect([told.includes(orderId), others]).toEqual([true, []]);
      expect(told.includes("state_province_code")).toBe(orderId === bad[0]);
    }
    expect(good).toHaveLength(5);
  });

  it("are not held up by a bad one, which says what is wrong with it and goes once that is mended", async () => {
    const engine = await start();
    await engine.run(MINUTE);
    const { bad, good } = placeMany(engine, 60, (place) => place === 17 || place === 41);
    await engine.run(10 * MINUTE);
    expect(idsThere(engine)).toEqual(good.toSorted());
    expect(posts(engine)).toBe(2);
    const [one = "", other = ""] = bad;
    const refused = await seen(engine, one);
    expect(refused.state).toEqual({ name: "to_fix", reason: "problems" });
    expect(refused.details.problems).toEqual([{ code: "push-refused", field: "state" }]);
    expect(refused.details.actions).toEqual(expect.arrayContaining(["edit", "push-again", "label-here"]));
    expect(refused.intents[0]?.reason).toBe(
      "remote:Field required (/data/attributes/[17]/shipping_address/state_province_code)",
    );
    expect(correctAddress(engine.store, one, { state: "CA" }, camille)).toEqual({ result: "done" });
    await engine.run(30 * MINUTE);
    expect((await seen(engine, one)).state.name).toBe("at_sendcloud");
    expect((await seen(engine, other)).state.name).toBe("to_fix");
    expect(idsThere(engine)).toEqual([...good, one].toSorted());
  });

  const FAULTS: FaultKind[] = [
    ...(["drop-before", "drop-after", "timeout-before", "timeout-after", "late", "500-before", "500-after"] as const),
    ...([
      "truncated",
      "malformed",
      "html-200",
      "wrong-type",
      "429-seconds",
      "429-bare",
      "redirect",
      "unauthorized",
    ] as const),
  ];
  it.each(FAULTS)("are each there once after %s", async (kind) => {
    const engine = await start();
    await engine.run(MINUTE);
    plantFault(engine.world, { api: "sendcloud", operation: POST, kind, times: 1 });
    const { orderIds } = placeMany(engine, 12);
    await engine.run(60 * MINUTE);
    expect(idsThere(engine)).toEqual(orderIds.toSorted());
    const states = orderIds.map((orderId) => intentsOf(engine.store.ports.sql, orderId).map(({ state }) => state));
    expect(new Set(states.flat())).toEqual(new Set(["done"]));
  });

  it("part where Sendcloud refuses a list without naming an order of it", async () => {
    let refusals = 0;
    const engine = await startEngine({
      settings: { labels: "sendcloud" },
      through: (http) => async (request) => {
        const rows =
          request.method === "POST" && request.url.endsWith("/orders") ? JSON.parse(request.body ?? "[]") : [];
        if (
          !rows.some(
            (row: { shipping_address: { country_code: string } }) => row.shipping_address.country_code === "US",
          )
        )
          return http(request);
        refusals += 1;
        const body = JSON.stringify({ errors: [{ status: "400", code: "invalid", detail: "Something is wrong" }] });
        const headers = { "content-type": "application/json" };
        return { arrived: true, status: 400, headers, body: new TextEncoder().encode(body) };
      },
    });
    await engine.run(MINUTE);
    const { good, bad } = placeMany(engine, 16, (place) => place === 5);
    await engine.run(10 * MINUTE);
    expect(idsThere(engine)).toEqual(good.toSorted());
    expect(refusals).toBe(5);
    const refused = await seen(engine, bad[0] ?? "");
    expect(refused.details.problems).toEqual([{ code: "push-refused", field: null, part: "other" }]);
  });

  it("wait together while Sendcloud still works on one of them, and then apart", async () => {
    let isBusy = true;
    let busy = "";
    const engine: Engine = await startEngine({
      settings: { labels: "sendcloud" },
      through: (http) => async (request) => {
        const isPost = request.method === "POST" && request.url.endsWith("/orders");
        if (!isPost || !isBusy || !(request.body ?? "").includes(`"brico2:${busy}"`)) return http(request);
        const detail = "We are still processing a previous request. Please try again in a moment.";
        const body = JSON.stringify({
          errors: [{ status: "400", code: "invalid", detail, source: { pointer: "/data" } }],
        });
        return {
          arrived: true,
          status: 400,
          headers: { "content-type": "application/json" },
          body: new TextEncoder().encode(body),
        };
      },
    });
    await engine.run(MINUTE);
    const { orderIds } = placeMany(engine, 8);
    busy = orderIds[3] ?? "";
    await engine.run(10 * MINUTE);
    expect(idsThere(engine)).toEqual(orderIds.filter((orderId) => orderId !== busy).toSorted());
    isBusy = false;
    await engine.run(10 * MINUTE);
    expect(idsThere(engine)).toEqual(orderIds.toSorted());
  });

  it("takes up what a dead process had sent, without sending it twice", async () => {
    const engine = await startEngine({
      settings: { labels: "sendcloud" },
      through: (http) => async (request) => {
        const answer = await http(request);
        // The process ends while it waits for this answer.
        if (request.method === "POST" && request.url.endsWith("/orders")) return new Promise(() => undefined);
        return answer;
      },
    });
    await engine.run(MINUTE);
    const { orderIds } = placeMany(engine, 9);
    const hung = engine.run(10 * MINUTE);
    await Promise.race([hung, new Promise((resolve) => setTimeout(resolve, 500))]);
    const states = () =>
      orderIds.flatMap((orderId) => intentsOf(engine.store.ports.sql, orderId).map(({ state }) => state));
    expect(new Set(states())).toEqual(new Set(["sent"]));
    const { ports } = engine.store;
    const next = { ...engine.store, ports: { ...ports, sql: { ...ports.sql } }, epoch: "epoch-2" };
    for (let minute = 0; minute < 5; minute += 1) {
      engine.world.pass(30 * SECOND);
      await runSlice(next);
    }
    expect(new Set(states())).toEqual(new Set(["done"]));
    expect(posts(engine)).toBe(1);
    expect(panelOrders(engine.world)).toHaveLength(9);
  });
});
