import { describe, expect, it } from "vitest";
import { createTransport } from "../../src/lib/transport";
import { openBothWorlds } from "../../src/sandbox/both-worlds";
import { FAULT_KINDS, type FaultKind, plantedFaults, plantFault } from "../../src/sandbox/faults";
import { BRICO_KEY } from "../../src/sandbox/marketplaces";
import { payOrder, placeOrder } from "../../src/sandbox/mirakl-orders";
import { requestCounts } from "../../src/sandbox/request-log";
import { caller } from "./mirakl-caller";
import { stillWorld } from "./world";

/** A world with so many paid orders, and one fault planted on their list. */
function walked(kind: FaultKind, orders = 6) {
  const world = stillWorld();
  const brico = caller(world);
  const ids = Array.from({ length: orders }, () => placeOrder(world, "brico"));
  for (const id of ids) payOrder(world, id);
  plantFault(world, { api: "mirakl", operation: "OR11", kind, times: 1 });
  const told = async (query: string) => {
    const answer = await brico.get(`/api/orders?${query}`);
    const body = (await answer.json()) as { orders: Record<string, unknown>[]; total_count: number };
    return { answer, ...body, ids: body.orders.map((order) => String(order.order_id)) };
  };
  return { world, brico, ids, told };
}

describe("a change of address under a fault", () => {
  const cases: [kind: FaultKind, done: boolean, status: number][] = [
    ["502-before", false, 502],
    ["502-after", true, 502],
    ["503-before", false, 503],
    ["503-after", true, 503],
    ["504-before", false, 504],
    ["504-after", true, 504],
    ["429-garbage", false, 429],
    ["redirect", false, 302],
    ["malformed", true, 200],
    ["wrong-type", true, 200],
    ["slow", true, 204],
    ["extra-fields", true, 204],
  ];
  it.each(cases)("%s: done %s, answered %s", async (kind, done, status) => {
    const world = stillWorld();
    const brico = caller(world);
    const id = placeOrder(world, "brico");
    payOrder(world, id);
    plantFault(world, { api: "mirakl", operation: "OR23", kind, times: 1, seconds: 7 });
    const answer = await brico.put(`/api/orders/${id}/tracking`, { carrier_code: "MR", tracking_number: "1" });
    expect([answer.status, answer.headers.get("x-sandbox-fault")]).toEqual([status, kind]);
    if (kind === "429-garbage") expect(answer.headers.get("retry-after")).toBe("soon");
    if (kind === "slow") expect(answer.headers.get("x-sandbox-slow")).toBe("7");
    expect((await brico.order(id)).shipping_tracking).toBe(done ? "1" : null);
    expect(plantedFaults(world)).toEqual([]);
  });
});

describe("a list under a fault", () => {
  it("comes as another type, or broken", async () => {
    const { brico } = walked("wrong-type");
    const answer = await brico.get("/api/orders");
    expect(answer.headers.get("content-type")).toBe("text/plain");
    expect(JSON.parse(await answer.text())).toHaveProperty("total_count", 6);
    const text = await (await walked("malformed").brico.get("/api/orders")).text();
    expect(() => JSON.parse(text)).toThrow();
  });

  it("has fields, values and nulls that no document promised", async () => {
    const more = await walked("extra-fields").told("");
    expect(more.orders[0]).toMatchObject({ payment_workflow: "BARTER_ON_THE_MOON", order_state: "SHIPPING" });
    expect(more).toHaveProperty("ids.length", 6);
    const less = await walked("nulls").told("");
    expect(less.orders[0]).toMatchObject({ references: null, shipping_deadline: null, order_state: "SHIPPING" });
    expect(less.orders[0]).toHaveProperty("customer.locale", null);
    const text = await walked("numbers-as-strings").told("");
    expect([text.total_count, typeof text.orders[0]?.total_price]).toEqual(["6", "string"]);
    expect(text.orders[0]).toMatchObject({ can_cancel: false });
  });

  it("has pages that are shorter, that come twice, and totals that are wrong", async () => {
    const short = walked("short-page");
    const first = await short.told("max=4");
    expect([first.ids, first.total_count]).toEqual([short.ids.slice(0, 2), 6]);
    expect((await short.told("max=4&offset=2")).ids).toEqual(short.ids.slice(2));
    const twice = walked("repeated-page");
    expect((await twice.told("max=3")).ids).toEqual(twice.ids.slice(0, 3));
    expect((await twice.told("max=3&offset=3")).ids).toEqual(twice.ids.slice(0, 3));
    expect((await twice.told("max=3&offset=3")).ids).toEqual(twice.ids.slice(3));
    const wrong = await walked("wrong-total").told("");
    expect([Math.abs(wrong.total_count - 6), wrong.ids.length]).toEqual([1, 6]);
  });

  it("lacks an order as if it were not there, but never one that was asked by its id", async () => {
    const { ids, told, world } = walked("vanishing");
    expect((await told(`order_ids=${ids[0]}`)).ids).toEqual([ids[0]]);
    expect(plantedFaults(world)).toHaveLength(1);
    const gone = await told("");
    expect([gone.ids.length, gone.total_count]).toEqual([5, 5]);
    expect((await told("")).ids).toEqual(ids);
  });

  it("is too large to be read", async () => {
    const { world } = walked("huge");
    const both = openBothWorlds(world);
    const transport = createTransport((request) => both.answer(request));
    const url = "https://brico.mirakl.test/api/orders";
    const ask = () => transport({ method: "GET", url, headers: { authorization: BRICO_KEY }, timeoutMs: 5000 });
    expect(await ask()).toEqual({ arrived: false, failure: "too-large" });
    expect(await ask()).toMatchObject({ arrived: true, status: 200 });
  });
});

it("offers every kind once, and logs nothing in a quiet world", async () => {
  expect(new Set(FAULT_KINDS).size).toBe(FAULT_KINDS.length);
  const world = { ...stillWorld(), quiet: true as const };
  await caller(world).get("/api/version");
  expect(requestCounts(world)).toEqual([]);
});
