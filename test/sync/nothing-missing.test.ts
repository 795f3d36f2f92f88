import { describe, expect, it } from "vitest";
import type { Http, HttpAnswer } from "../../src/lib/http";
import { plantFault } from "../../src/sandbox/faults";
import { cancelOrder, markReceived, payOrder, placeOrder } from "../../src/sandbox/mirakl-orders";
import { keep, recall } from "../../src/sync/keeping";
import { stripOf } from "../../src/sync/store-slice";
import { type Engine, startEngine } from "../engine";
import { MINUTE, pressCreateLabel, readyOrder, seen } from "./cast";

const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** The same marketplace, but it shows none of these orders, and writes down how it was asked for orders. */
function hiding() {
  const hidden = new Set<string>();
  const lost = { readings: 0 };
  const walks: { at: number; asked: URLSearchParams }[] = [];
  let engine: Engine | null = null;
  const through =
    (http: Http): Http =>
    async (request) => {
      const { pathname, searchParams } = new URL(request.url);
      if (pathname !== "/api/orders" || request.method !== "GET") return http(request);
      if (engine && searchParams.get("offset") === "0") walks.push({ at: engine.world.now(), asked: searchParams });
      const answer = await http(request);
      if (searchParams.has("order_ids") && lost.readings > 0) {
        lost.readings -= 1;
        return { arrived: false, failure: "connection" };
      }
      return hidden.size > 0 ? without(answer, hidden) : answer;
    };
  const open = async () => {
    engine = await startEngine({ through });
    return engine;
  };
  const kindOf = ({ asked }: (typeof walks)[number]) =>
    asked.has("order_ids") ? "ids" : asked.has("order_state_codes") ? "open" : "changes";
  return { open, hidden, lost, walks, kindOf };
}

function without(answer: HttpAnswer, hidden: ReadonlySet<string>): HttpAnswer {
  if (!answer.arrived || answer.status !== 200) return answer;
  const page = JSON.parse(new TextDecoder().decode(answer.body)) as {
    orders: { order_id: string }[];
    total_count: number;
  };
  const orders = page.orders.filter(({ order_id }) => !hidden.has(order_id));
  const total_count = page.total_count - (page.orders.length - orders.length);
  return { ...answer, body: new TextEncoder().encode(JSON.stringify({ ...page, orders, total_count })) };
}

async function attentionOf({ d1 }: Engine): Promise<Record<string, unknown>[]> {
  const { results } = await d1
    .prepare("SELECT kind, order_id, details, resolved FROM attention_items ORDER BY item_key")
    .all<Record<string, unknown>>();
  return results;
}

/** What the object of a store forgot, as if a poll had passed over it. */
function forget({ store }: Engine, orderId: string): void {
  store.ports.sql.run("DELETE FROM orders WHERE order_id = ?", orderId);
  store.ports.sql.memo.clear();
}

describe("the proof that nothing is missing", () => {
  it("counts both sides, set-aside orders as known", async () => {
    const engine = await startEngine();
    for (let n = 0; n < 3; n += 1) placeOrder(engine.world, "brico");
    placeOrder(engine.world, "brico", { kind: "unreadable" });
    await engine.run(HOUR);
    const { proof } = stripOf(engine.store);
    expect(proof).toMatchObject({ atMirakl: 4, here: 4, setAside: 1, missing: [] });
    expect(engine.world.now() - (proof?.checkedAt ?? 0)).toBeLessThanOrEqual(HOUR);
    expect(await attentionOf(engine)).toEqual([]);
  });

  it("takes the place of a poll once an hour, and the poll follows a minute later", async () => {
    const { open, walks, kindOf } = hiding();
    const engine = await open();
    await engine.run(6 * HOUR);
    const lists = walks.filter((walk) => kindOf(walk) !== "ids");
    const gaps = lists.slice(1).map(({ at }, index) => at - (lists[index]?.at ?? 0));
    expect(Math.min(...gaps.slice(2))).toBe(MINUTE);
    const proofs = lists.flatMap((walk, index) => (kindOf(walk) === "open" ? [index] : [])).slice(1);
    expect(proofs.length).toBeGreaterThanOrEqual(5);
    expect(proofs.length).toBeLessThanOrEqual(6);
    for (const index of proofs) {
      const [proof, poll] = [lists[index], lists[index + 1]];
      if (!proof || !poll) continue;
      expect(poll.at - proof.at).toBe(MINUTE);
      expect(kindOf(poll)).toBe("changes");
    }
  });

  it("brings back an order that was lost here, and says nothing of it", async () => {
    const engine = await startEngine();
    const orderId = await readyOrder(engine);
    await engine.run(HOUR);
    forget(engine, orderId);
    await engine.run(HOUR + 6 * MINUTE);
    expect((await seen(engine, orderId)).state.name).toBe("ready");
    expect(stripOf(engine.store).proof).toMatchObject({ atMirakl: 1, here: 1, missing: [] });
    expect(await attentionOf(engine)).toEqual([]);
  });

  it("books at once what had moved on at the marketplace", async () => {
    const engine = await startEngine();
    const orderId = await readyOrder(engine);
    await engine.run(HOUR);
    const { sql } = engine.store.ports;
    // A cursor that ran ahead: the polls do not see the cancellation.
    keep(sql, "cursor", engine.world.now() + DAY);
    cancelOrder(engine.world, orderId);
    await engine.run(HOUR + 6 * MINUTE);
    expect((await seen(engine, orderId)).details.marketplaceState).toBe("canceled");
    expect(stripOf(engine.store).proof).toMatchObject({ atMirakl: 0, here: 0, missing: [] });
  });

  it("puts an order that the marketplace shows no more before a person, until it shows it again", async () => {
    const { open, hidden } = hiding();
    const engine = await open();
    const orderId = await readyOrder(engine);
    await engine.run(HOUR);
    hidden.add(orderId);
    await engine.run(2 * HOUR + 6 * MINUTE);
    const item = { kind: "order-missing", order_id: orderId, details: '{"missing":"there"}' };
    expect(await attentionOf(engine)).toEqual([{ ...item, resolved: 0 }]);
    expect(stripOf(engine.store).proof).toMatchObject({ atMirakl: 0, here: 1, missing: [orderId] });
    const told = (await seen(engine, orderId)).events.filter(({ kind }) => kind === "difference");
    expect(told.map(({ details }) => details)).toEqual([{ missing: "there" }]);
    hidden.clear();
    await engine.run(HOUR + 6 * MINUTE);
    expect(await attentionOf(engine)).toEqual([{ ...item, resolved: 1 }]);
    expect(stripOf(engine.store).proof).toMatchObject({ atMirakl: 1, here: 1, missing: [] });
  });

  it.each(["vanishing", "short-page", "wrong-total", "repeated-page", "nulls", "numbers-as-strings"] as const)(
    "believes no list alone: %s",
    async (kind) => {
      const engine = await startEngine();
      for (let n = 0; n < 5; n += 1) payOrder(engine.world, placeOrder(engine.world, "brico"));
      await engine.run(HOUR);
      for (let n = 0; n < 12; n += 1) {
        plantFault(engine.world, { api: "mirakl", operation: "OR11", kind, times: 1 });
        await engine.run(5 * MINUTE);
      }
      await engine.run(2 * HOUR);
      expect(stripOf(engine.store).proof).toMatchObject({ atMirakl: 5, here: 5, missing: [] });
      expect(await attentionOf(engine)).toEqual([]);
    },
  );

  it("decides nothing from an answer that failed, and tries again within the hour", async () => {
    const engine = await startEngine();
    await readyOrder(engine);
    await engine.run(HOUR);
    const before = stripOf(engine.store).proof;
    const dueAt = recall<number>(engine.store.ports.sql, "proof_due_at") ?? 0;
    await engine.run(dueAt - engine.world.now() - 1);
    plantFault(engine.world, { api: "mirakl", operation: "OR11", kind: "500-before", times: 1 });
    await engine.run(6 * MINUTE);
    expect(stripOf(engine.store).proof).toEqual(before);
    await engine.run(25 * MINUTE);
    expect(stripOf(engine.store).proof?.checkedAt).toBeGreaterThan(dueAt);
  });
});

describe("the daily reading", () => {
  it("reads each living order by its id, a hundred a call and a call a minute, and goes on where it failed", async () => {
    const { open, walks, kindOf, lost } = hiding();
    const engine = await open();
    for (let n = 0; n < 230; n += 1) placeOrder(engine.world, "brico", { at: engine.world.now() - n * MINUTE });
    await engine.run(10 * MINUTE);
    walks.length = 0;
    const dueAt = recall<number>(engine.store.ports.sql, "daily_due_at") ?? 0;
    expect(dueAt - engine.world.now()).toBeGreaterThan(DAY - HOUR);
    keep(engine.store.ports.sql, "daily_due_at", engine.world.now() + 30_000);
    await engine.run(MINUTE);
    lost.readings = 1;
    await engine.run(10 * MINUTE);
    const calls = walks.filter((walk) => kindOf(walk) === "ids");
    expect(calls.map(({ asked }) => asked.get("order_ids")?.split(",").length)).toEqual([100, 100, 100, 30]);
    expect(calls[1]?.asked.get("order_ids")).toBe(calls[2]?.asked.get("order_ids"));
    for (const [index, { at }] of calls.slice(1).entries())
      expect(at - (calls[index]?.at ?? 0)).toBeGreaterThanOrEqual(MINUTE);
    expect(recall<number>(engine.store.ports.sql, "daily_due_at")).toBeGreaterThan(engine.world.now() + DAY - HOUR);
  });

  it("books what the polls missed", async () => {
    const engine = await startEngine();
    const orderId = await readyOrder(engine);
    await pressCreateLabel(engine, orderId);
    await engine.run(HOUR);
    const { sql } = engine.store.ports;
    keep(sql, "cursor", engine.world.now() + 3 * DAY);
    markReceived(engine.world, orderId);
    expect((await seen(engine, orderId)).details.marketplaceState).toBe("shipped");
    await engine.run(DAY);
    expect((await seen(engine, orderId)).details.marketplaceState).toBe("received");
  });

  it("misses a living order that the marketplace does not know, whatever its state", async () => {
    const { open, hidden } = hiding();
    const engine = await open();
    const orderId = await readyOrder(engine);
    await pressCreateLabel(engine, orderId);
    await engine.run(HOUR);
    hidden.add(orderId);
    await engine.run(DAY + HOUR);
    expect(await attentionOf(engine)).toMatchObject([{ kind: "order-missing", order_id: orderId, resolved: 0 }]);
    hidden.clear();
    await engine.run(DAY);
    expect(await attentionOf(engine)).toMatchObject([{ resolved: 1 }]);
  });
});
