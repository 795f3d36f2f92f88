import { beforeEach, describe, expect, it } from "vitest";
import { createJob, findJob } from "../../src/db/jobs";
import type { Http } from "../../src/lib/http";
import { plantFault } from "../../src/sandbox/faults";
import { cancelOrder, payOrder, placeOrder } from "../../src/sandbox/mirakl-orders";
import { sendcloudLedger } from "../../src/sandbox/sendcloud-overview";
import { labelMany } from "../../src/sync/label-many";
import { findBooked } from "../../src/sync/order-book";
import { flushOutbox } from "../../src/sync/outbox";
import { BUYER_OF_LABELS as camille, type Engine, startEngine } from "../engine";
import { ANNOUNCE, MINUTE, pressCreateLabel, SECOND, seen } from "./cast";

const WORKSPACE = "workspace-1";
const STORE = "store-1";
const OPTIONS = "sc-public-v3-scp-post-shipping_options";
const NOA = { personId: "person-2", name: "Noa" };

/** A list of labels as its route writes and sends it. */
async function post(engine: Engine, jobId: string, orderIds: string[], actor = camille) {
  const orders = orderIds.map((orderId) => ({ storeId: STORE, orderId }));
  const job = { workspaceId: WORKSPACE, id: jobId, createdBy: actor.personId, createdAt: engine.world.now(), orders };
  const parts = await createJob(engine.d1, job);
  const [part] = parts;
  if (!part) throw new Error("none of these orders is here");
  const result = await labelMany(engine.store, { jobId, orderIds: part.orderIds, actor });
  await flushOutbox(engine.store);
  return result;
}

async function report(engine: Engine, jobId: string) {
  await flushOutbox(engine.store);
  const job = await findJob(engine.d1, WORKSPACE, jobId);
  if (!job) throw new Error(`no job ${jobId}`);
  const items = job.items.map(({ orderId, state, reason }) => [orderId, state, reason]);
  return { ...job.counts, items };
}

/** Paid orders of a French shop, each of one article in one or two pieces, imported this minute. */
async function readyOrders(engine: Engine, count: number): Promise<string[]> {
  let turn = 0;
  // A draw of home, then which of eight buyers, then the basket.
  const draws = (index: number) => [0.1, (index % 8) / 8, 0, 0.2, index % 3 === 0 ? 0.9 : 0.1, 0.1];
  const orderIds = Array.from({ length: count }, (_, index) => {
    turn = 0;
    const random = () => draws(index)[turn++] ?? 0;
    const orderId = placeOrder({ ...engine.world, random }, "brico");
    payOrder(engine.world, orderId);
    return orderId;
  });
  while (orderIds.some((orderId) => findBooked(engine.store.ports.sql, orderId) === null))
    await engine.run(10 * SECOND);
  return orderIds;
}

const labelsOf = (engine: Engine) => sendcloudLedger(engine.world).filter((entry) => entry.kind === "label").length;
const announces = (engine: Engine) => engine.sent.filter((line) => line.endsWith("/shipments/announce")).length;

let engine: Engine;
beforeEach(async () => {
  engine = await startEngine();
  engine.world.cheapLabels = true;
});

describe("a list of labels", () => {
  it("buys the cheapest label that wants nothing more for each order", async () => {
    const orderIds = await readyOrders(engine, 3);
    expect(await post(engine, "job-1", orderIds)).toEqual({ result: "done" });
    expect(await report(engine, "job-1")).toMatchObject({ done: 3, waiting: 0, refused: 0 });
    expect(labelsOf(engine)).toBe(3);
    const [first = ""] = orderIds;
    const { parcels, events } = await seen(engine, first);
    expect(parcels).toHaveLength(1);
    expect(events.find(({ kind }) => kind === "label-created")?.actor).toBe("Camille");
  });

  it("does nothing more when it is posted again", async () => {
    const orderIds = await readyOrders(engine, 2);
    await Promise.all([post(engine, "job-1", orderIds), post(engine, "job-1", orderIds)]);
    await post(engine, "job-1", orderIds);
    expect(labelsOf(engine)).toBe(2);
    expect(await report(engine, "job-1")).toMatchObject({ done: 2, waiting: 0 });
  });

  it("counts an order that a click labels as done by another, and waits for it", async () => {
    const orderIds = await readyOrders(engine, 2);
    const [first = ""] = orderIds;
    plantFault(engine.world, { api: "sendcloud", operation: ANNOUNCE, kind: "drop-after", times: 1 });
    expect(await pressCreateLabel(engine, first)).toEqual({ result: "under-way" });
    expect(await post(engine, "job-1", orderIds)).toEqual({ result: "under-way" });
    expect(await report(engine, "job-1")).toMatchObject({ done: 1, waiting: 1 });
    await engine.run(2 * MINUTE);
    const ended = await report(engine, "job-1");
    expect(ended).toMatchObject({ done: 2, waiting: 0 });
    expect(ended.items).toContainEqual([first, "done", "by-another"]);
    expect(labelsOf(engine)).toBe(2);
    await post(engine, "job-2", orderIds, NOA);
    expect((await report(engine, "job-2")).items.map(([, , reason]) => reason)).toEqual(["by-another", "by-another"]);
    expect(labelsOf(engine)).toBe(2);
  });

  it("refuses the others, each with its reason", async () => {
    const [fine = "", dead = "", away = ""] = await readyOrders(engine, 3);
    const unpaid = placeOrder(engine.world, "brico");
    await engine.run(6 * MINUTE);
    cancelOrder(engine.world, dead);
    plantFault(engine.world, { api: "sendcloud", operation: ANNOUNCE, kind: "announcement-failed", times: 1 });
    await post(engine, "job-1", [away]);
    await post(engine, "job-2", [fine, dead, unpaid]);
    expect((await report(engine, "job-1")).items).toEqual([[away, "refused", expect.stringMatching(/^remote:./)]]);
    expect(new Set((await report(engine, "job-2")).items)).toEqual(
      new Set([
        [fine, "done", null],
        [dead, "refused", "order-changed"],
        [unpaid, "refused", "not-allowed-now"],
      ]),
    );
    expect(labelsOf(engine)).toBe(1);
  });

  it("refuses before money is spent where no way fits", async () => {
    engine = await startEngine({ settings: { carriers: {} } });
    const orderIds = await readyOrders(engine, 1);
    await post(engine, "job-1", orderIds);
    expect((await report(engine, "job-1")).items[0]?.[2]).toMatch(/^carrier-unmapped:./);
    expect(announces(engine)).toBe(0);
  });

  it("asks again when Sendcloud takes no question, and buys nothing twice", async () => {
    const orderIds = await readyOrders(engine, 2);
    plantFault(engine.world, { api: "sendcloud", operation: OPTIONS, kind: "429-seconds", times: 1, seconds: 30 });
    expect(await post(engine, "job-1", orderIds)).toEqual({ result: "under-way" });
    expect(announces(engine)).toBe(0);
    await engine.run(MINUTE);
    expect(await report(engine, "job-1")).toMatchObject({ done: 2, waiting: 0 });
    expect(labelsOf(engine)).toBe(2);
  });

  it("lets an order that breaks wait, and labels the others", async () => {
    const [broken = "", ...others] = await readyOrders(engine, 3);
    const { sql } = engine.store.ports;
    const [row] = sql.all<{ content: string }>("SELECT content FROM orders WHERE order_id = ?", broken);
    sql.run("UPDATE orders SET content = 'spoilt' WHERE order_id = ?", broken);
    sql.memo.clear();
    await expect(post(engine, "job-1", [broken, ...others])).rejects.toThrow("JSON");
    await engine.run(10 * SECOND);
    expect(labelsOf(engine)).toBe(2);
    sql.run("UPDATE orders SET content = ? WHERE order_id = ?", row?.content ?? "", broken);
    sql.memo.clear();
    await engine.run(2 * MINUTE);
    expect(await report(engine, "job-1")).toMatchObject({ done: 3, waiting: 0 });
  });

  it("goes on after its process died", async () => {
    const orderIds = await readyOrders(engine, 40);
    const orders = orderIds.map((orderId) => ({ storeId: STORE, orderId }));
    const job = { workspaceId: WORKSPACE, id: "job-1", createdBy: "person-1", createdAt: 0, orders };
    await createJob(engine.d1, job);
    // The process dies at the first thing it waits for: what follows never runs in it.
    const dying = {
      ...engine.store,
      accountObject: { ...engine.store.accountObject, sender: () => new Promise<never>(() => undefined) },
    };
    void labelMany(dying, { jobId: "job-1", orderIds, actor: camille });
    expect(labelsOf(engine)).toBe(0);
    await engine.run(MINUTE);
    expect(await report(engine, "job-1")).toMatchObject({ done: 40, waiting: 0 });
    expect(labelsOf(engine)).toBe(40);
  });
});

describe("two lists that overlap", () => {
  it("make one label an order, also at once and by different people", async () => {
    const orderIds = await readyOrders(engine, 150);
    await Promise.all([
      post(engine, "job-1", orderIds.slice(0, 100)),
      post(engine, "job-2", orderIds.slice(50), NOA),
      pressCreateLabel(engine, orderIds[60] ?? ""),
    ]);
    await engine.run(4 * MINUTE);
    expect(await report(engine, "job-1")).toMatchObject({ done: 100, waiting: 0 });
    expect(await report(engine, "job-2")).toMatchObject({ done: 100, waiting: 0 });
    expect(labelsOf(engine)).toBe(150);
    expect(announces(engine)).toBe(150);
  });
});

describe("500 labels in one action", () => {
  /** Every call as it leaves; one that leaves for Sendcloud before the moment a 429 has named is early. */
  function watch() {
    const seen = { calls: [] as string[], refusals: 0, early: 0 };
    let heldUntil = 0;
    const through =
      (http: Http): Http =>
      async (request) => {
        const { pathname, searchParams } = new URL(request.url);
        const isWrite = request.method === "POST" && pathname.startsWith("/api/v3");
        if (isWrite && engine.world.now() < heldUntil) seen.early += 1;
        seen.calls.push(searchParams.has("order_ids") ? "OR11 by ids" : pathname);
        const answer = await http(request);
        if (answer.arrived && answer.status === 429) {
          seen.refusals += 1;
          heldUntil = engine.world.now() + 90 * SECOND;
        }
        return answer;
      };
    const count = (wanted: string) => seen.calls.filter((call) => call.endsWith(wanted)).length;
    return { seen, count, through };
  }

  // 90 permits a minute and a reading good for one: orders that have just come need five more, others six.
  it("are 500 announces, at most 20 questions for options and 5 readings, within 5.5 minutes", async () => {
    const { seen, count, through } = watch();
    engine = await startEngine({ settings: { shipWhen: "carrier-scan" }, through });
    engine.world.cheapLabels = true;
    const orderIds = await readyOrders(engine, 500);
    seen.calls.length = 0;
    await post(engine, "job-1", orderIds);
    await engine.run(5.5 * MINUTE);
    expect(await report(engine, "job-1")).toMatchObject({ done: 500, waiting: 0, refused: 0 });
    expect(labelsOf(engine)).toBe(500);
    expect(count("/shipments/announce")).toBe(500);
    expect(count("/shipping-options")).toBeLessThanOrEqual(20);
    expect(count("OR11 by ids")).toBeLessThanOrEqual(5);
    expect(seen.refusals).toBe(0);
  });

  it("send nothing before the moment that a 429 names", async () => {
    const { seen, count, through } = watch();
    engine = await startEngine({ settings: { shipWhen: "carrier-scan" }, through });
    engine.world.cheapLabels = true;
    const orderIds = await readyOrders(engine, 300);
    await post(engine, "job-1", orderIds);
    await engine.run(62 * SECOND);
    plantFault(engine.world, { api: "sendcloud", operation: ANNOUNCE, kind: "429-seconds", times: 1, seconds: 90 });
    await engine.run(8 * MINUTE);
    expect(await report(engine, "job-1")).toMatchObject({ done: 300, waiting: 0 });
    expect(labelsOf(engine)).toBe(300);
    expect([seen.refusals, seen.early]).toEqual([1, 0]);
    expect(count("/shipments/announce")).toBe(301);
  });
});
