import { describe, expect, it } from "vitest";
import type { HttpRequest } from "../../src/lib/http";
import { answer, clientOf, NOW } from "./recorded-http";
import { sampleOrder } from "./sample-order";

function orderNo(number: number, changes: Record<string, unknown> = {}): { order_id: string } {
  return { ...sampleOrder(changes), order_id: `T-${number}-A` };
}

function range(from: number, to: number): { order_id: string }[] {
  return Array.from({ length: to - from }, (_, index) => orderNo(from + index));
}

function offsetOf(request: HttpRequest): number {
  return Number(new URL(request.url).searchParams.get("offset"));
}

/** Serves the list as it stands at each call, in pages no longer than the server likes. */
function marketplace(listAt: (call: number) => { order_id: string }[], longestPage = 100) {
  return clientOf((request, call) => {
    const list = listAt(call);
    const offset = offsetOf(request);
    return answer(200, { orders: list.slice(offset, offset + longestPage), total_count: list.length });
  });
}

function idsOf(reply: unknown): string[] {
  const { value } = reply as { value: { orders: { order: { orderId: string } }[] } };
  return value.orders.map(({ order }) => order.orderId);
}

describe("all orders", () => {
  it("come page after page, once", async () => {
    const { client, requests } = marketplace(() => range(0, 250));
    const reply = await client.allOrders({ startUpdateDate: NOW });
    expect(idsOf(reply)).toEqual(range(0, 250).map((order) => order.order_id));
    expect(requests.map(offsetOf)).toEqual([0, 100, 200]);
    expect(reply).toMatchObject({ kind: "ok", status: 200 });
  });

  it("are asked for once when there are none", async () => {
    const { client, requests } = marketplace(() => []);
    expect(idsOf(await client.allOrders({}))).toEqual([]);
    expect(requests).toHaveLength(1);
  });

  it("are all found though one left the list while we read", async () => {
    const before = range(0, 150);
    const after = before.filter((order) => order.order_id !== "T-3-A");
    const { client, requests } = marketplace((call) => (call === 1 ? before : after));
    expect(new Set(idsOf(await client.allOrders({ states: ["SHIPPING"] })))).toEqual(
      new Set(before.map((order) => order.order_id)),
    );
    expect(requests.map(offsetOf)).toEqual([0, 100, 0, 100]);
  });

  it("are all found though one left and another came, so that the total stood still", async () => {
    const before = range(0, 150);
    const late = orderNo(-1, { created_date: "2026-11-01T00:00:00Z" });
    const after = [late, ...before.slice(0, 149)];
    const { client, requests } = marketplace((call) => (call === 1 ? before : after));
    expect(idsOf(await client.allOrders({}))).toContain("T--1-A");
    expect(requests).toHaveLength(4);
  });

  it("are walked twice at most, however restless the list", async () => {
    const { client, requests } = marketplace((call) => range(0, 150 + call));
    expect(idsOf(await client.allOrders({}))).toHaveLength(154);
    expect(requests).toHaveLength(4);
  });

  it("come whole from a server with shorter pages than asked", async () => {
    const { client, requests } = marketplace(() => range(0, 25), 10);
    expect(idsOf(await client.allOrders({}))).toHaveLength(25);
    expect(requests.map(offsetOf)).toEqual([0, 10, 20]);
  });

  it("end though the total promises more than comes", async () => {
    const { client, requests } = clientOf((request) =>
      answer(200, { orders: offsetOf(request) ? [] : range(0, 2), total_count: 5 }),
    );
    expect(idsOf(await client.allOrders({}))).toEqual(["T-0-A", "T-1-A"]);
    expect(requests.map(offsetOf)).toEqual([0, 2, 0, 2]);
  });

  it("keep the newest form of an order that comes twice", async () => {
    const older = orderNo(1, { last_updated_date: "2026-11-20T09:00:00Z", order_state: "SHIPPING" });
    const newer = orderNo(1, { last_updated_date: "2026-11-20T10:00:00Z", order_state: "SHIPPED" });
    for (const orders of [
      [older, newer],
      [newer, older],
    ]) {
      const { client } = clientOf(() => answer(200, { orders, total_count: 2 }));
      const reply = await client.allOrders({});
      expect(reply).toMatchObject({ value: { orders: [{ order: { state: "shipped" }, raw: newer }] } });
    }
  });

  it("name the malformed ones beside the good ones", async () => {
    const orders = [orderNo(1), orderNo(2, { order_lines: null }), { odd: 1 }, { odd: 2 }];
    const { client, requests } = clientOf(() => answer(200, { orders, total_count: 4 }));
    const reply = await client.allOrders({});
    expect(idsOf(reply)).toEqual(["T-1-A"]);
    expect(reply).toMatchObject({
      value: { setAside: [{ orderId: "T-2-A" }, { raw: { odd: 1 } }, { raw: { odd: 2 } }] },
    });
    expect(requests).toHaveLength(1);
  });

  it("fail whole when a page fails", async () => {
    const { client, requests } = clientOf((_request, call) =>
      call === 1 ? answer(200, { orders: range(0, 100), total_count: 300 }) : answer(429, "", { "retry-after": "30" }),
    );
    expect(await client.allOrders({})).toEqual({ kind: "wait", until: NOW + 30_000 });
    expect(requests).toHaveLength(2);
  });
});
