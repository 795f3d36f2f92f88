import { describe, expect, it } from "vitest";
import type { HttpAnswer } from "../../src/lib/http";
import { answer, clientOf, NOW } from "./recorded-http";
import { sampleOrder } from "./sample-order";

const EMPTY_PAGE = answer(200, { orders: [], total_count: 0 });

describe("what leaves for Mirakl", () => {
  it("asks for a page of a hundred by creation date, the key raw in its header", async () => {
    const { client, requests } = clientOf(() => EMPTY_PAGE);
    await client.ordersPage({ startUpdateDate: NOW, states: ["SHIPPING", "WAITING_DEBIT"], offset: 200 });
    const [request] = requests;
    const url = new URL(request?.url ?? "");
    expect(url.origin + url.pathname).toBe("https://shop.mirakl.net/api/orders");
    expect([...url.searchParams]).toEqual([
      ["shop_id", "2001"],
      ["start_update_date", "2026-11-24T08:00:00.000Z"],
      ["order_state_codes", "SHIPPING,WAITING_DEBIT"],
      ["max", "100"],
      ["offset", "200"],
      ["sort", "dateCreated"],
      ["order", "asc"],
    ]);
    expect(request).toMatchObject({ method: "GET", timeoutMs: 20_000 });
    expect(request?.headers).toEqual({ Authorization: "k-1", Accept: "application/json" });
    expect(request && "body" in request).toBe(false);
  });

  it.each([
    "https://shop.mirakl.net",
    "https://shop.mirakl.net/",
    "https://shop.mirakl.net/api",
    "https://shop.mirakl.net/api/",
  ])("joins %s and /api", async (baseUrl) => {
    const { client, requests } = clientOf(() => answer(200, {}), { baseUrl, shopId: null });
    await client.version();
    expect(requests[0]?.url).toBe("https://shop.mirakl.net/api/version");
  });

  it("names no shop where the call knows none (V01)", async () => {
    const { client, requests } = clientOf(() => answer(200, {}), { shopId: 2001 });
    await client.version();
    expect(requests[0]?.url).not.toContain("shop_id");
  });

  it("names another shop than its own", async () => {
    const { client, requests } = clientOf(() => answer(200, {}));
    await client.account(7);
    expect(requests[0]?.url).toBe("https://shop.mirakl.net/api/account?shop_id=7");
  });

  it("decides lines", async () => {
    const { client, requests } = clientOf(() => answer(204, ""));
    const reply = await client.decideLines("A/1 ü", [
      { lineId: "l1", accepted: true },
      { lineId: "l2", accepted: false },
    ]);
    expect(reply).toMatchObject({ kind: "ok", value: "done", status: 204 });
    expect(requests[0]).toEqual({
      method: "PUT",
      url: "https://shop.mirakl.net/api/orders/A%2F1%20%C3%BC/accept?shop_id=2001",
      headers: { Authorization: "k-1", Accept: "application/json", "Content-Type": "application/json" },
      body: '{"order_lines":[{"id":"l1","accepted":true},{"id":"l2","accepted":false}]}',
      timeoutMs: 60_000,
    });
  });

  it.each([
    [
      { carrierCode: "DPD", trackingNumber: "T1" },
      { carrier_code: "DPD", tracking_number: "T1" },
    ],
    [
      { carrierName: "Vélo", carrierUrl: "https://velo.example/T1", trackingNumber: "T1" },
      { carrier_name: "Vélo", carrier_url: "https://velo.example/T1", tracking_number: "T1" },
    ],
  ])("sends the tracking %j", async (tracking, body) => {
    const { client, requests } = clientOf(() => answer(204, ""));
    await client.sendTracking("T-1-A", tracking);
    expect(requests[0]?.url).toBe("https://shop.mirakl.net/api/orders/T-1-A/tracking?shop_id=2001");
    expect(JSON.parse(requests[0]?.body ?? "")).toEqual(body);
  });

  it("ships with an empty body and no content type", async () => {
    const { client, requests } = clientOf(() => answer(204, ""), { shopId: null });
    expect(await client.ship("T-1-A")).toMatchObject({ kind: "ok", value: "done" });
    expect(requests[0]).toEqual({
      method: "PUT",
      url: "https://shop.mirakl.net/api/orders/T-1-A/ship",
      headers: { Authorization: "k-1", Accept: "application/json" },
      body: "",
      timeoutMs: 60_000,
    });
  });

  it("never asks without ids when ids were meant, nor for more than a hundred", () => {
    const { client, requests } = clientOf(() => EMPTY_PAGE);
    expect(() => client.ordersPage({ orderIds: [], offset: 0 })).toThrow("1 to 100 order ids");
    expect(() => client.ordersPage({ orderIds: Array(101).fill("x"), offset: 0 })).toThrow("1 to 100 order ids");
    expect(requests).toEqual([]);
  });
});

describe("what comes back", () => {
  const json = { "content-type": "application/json" };
  const html = { "content-type": "text/html" };
  const lost: HttpAnswer = { arrived: false, failure: "connection" };
  const rejected = { kind: "rejected", status: 400, code: "ORDER_INVALID_STATE", message: "no" };
  it.each<[string, HttpAnswer, object]>([
    ["429 in seconds", answer(429, "", { "retry-after": "120" }), { kind: "wait", until: NOW + 120_000 }],
    [
      "429 by date",
      answer(429, "", { "retry-after": "Tue, 24 Nov 2026 08:05:00 GMT" }),
      { kind: "wait", until: NOW + 300_000 },
    ],
    ["429 without a word", answer(429, ""), { kind: "wait", until: NOW + 75_000 }],
    ["429 with garbage", answer(429, "<html>", { "retry-after": "soon" }), { kind: "wait", until: NOW + 75_000 }],
    ["401", answer(401, { message: "bad key" }), { kind: "key-refused", status: 401, message: "bad key" }],
    ["403", answer(403, { message: "no role" }), { kind: "key-refused", status: 403 }],
    ["400", answer(400, { code: "ORDER_INVALID_STATE", message: "no" }), rejected],
    ["404", answer(404, { message: "Not Found" }), { kind: "rejected", status: 404, code: null, message: "Not Found" }],
    ["500", answer(500, ""), { kind: "unknown", why: "server-error" }],
    ["a redirect", answer(302, "", { location: "https://evil.example" }), { kind: "unknown", why: "redirect" }],
    ["HTML and 200", answer(200, "<!doctype html><p>down", html), { kind: "unknown", why: "html" }],
    ["half a JSON", answer(200, '{"orders":[', json), { kind: "unknown", why: "not-json" }],
    ["no connection", lost, { kind: "unknown", why: "connection", status: null }],
    ["no time", { arrived: false, failure: "timeout" }, { kind: "unknown", why: "timeout" }],
    ["a guard's no", { arrived: false, failure: "blocked" }, { kind: "not-sent", why: "blocked" }],
  ])("%s means the same to a read and to a write", async (_name, given, reply) => {
    const { client, requests } = clientOf(() => given);
    expect(await client.ordersPage({ offset: 0 })).toMatchObject(reply);
    expect(await client.carriers()).toMatchObject(reply);
    expect(await client.decideLines("T-1-A", [{ lineId: "l", accepted: true }])).toMatchObject(reply);
    expect(requests).toHaveLength(3);
  });

  it.each([
    ["", "empty"],
    ["{}", "unexpected-shape"],
    ["[]", "unexpected-shape"],
  ])("a list that says %j is unknown", async (body, why) => {
    const { client } = clientOf(() => answer(200, body));
    const replies = await Promise.all([
      client.account(),
      client.ordersPage({ offset: 0 }),
      client.carriers(),
      client.shippingTypes(),
      client.reasons(),
      client.platform(),
    ]);
    for (const reply of replies) expect(reply).toMatchObject({ kind: "unknown", why, status: 200 });
  });

  it.each([
    ["", "ok"],
    ["OK", "ok"],
    ['{"version":"3"}', "ok"],
    ["<html>parked</html>", "unknown"],
  ])("a version of %j is %s", async (body, kind) => {
    const { client } = clientOf(() => answer(200, body));
    expect((await client.version()).kind).toBe(kind);
  });

  it.each([
    [200, {}],
    [200, undefined],
    [202, undefined],
  ])("a write that promises a 204 and answers %i proves nothing", async (status, body) => {
    const { client } = clientOf(() => answer(status, body));
    expect(await client.ship("T-1-A")).toMatchObject({ kind: "unknown", status });
  });

  it("a platform that the key may not ask is null; a wrong key stays a wrong key", async () => {
    const forbidden = clientOf(() => answer(403, { message: "role" }));
    expect(await forbidden.client.platform()).toEqual({ kind: "ok", value: null, status: 403, headers: {} });
    const wrongKey = clientOf(() => answer(401, { message: "key" }));
    expect(await wrongKey.client.platform()).toMatchObject({ kind: "key-refused", status: 401 });
  });

  it("orders that nobody asked for show an ignored filter", async () => {
    const orders = [sampleOrder({ order_id: "A" }), sampleOrder({ order_id: "B" })];
    const { client, requests } = clientOf(() => answer(200, { orders, total_count: 2 }));
    expect(await client.ordersPage({ orderIds: ["A"], offset: 0 })).toMatchObject({
      kind: "unknown",
      why: "unexpected-shape",
    });
    expect(await client.allOrders({ orderIds: ["A", "C"] })).toMatchObject({
      kind: "unknown",
      why: "unexpected-shape",
    });
    expect(await client.ordersPage({ orderIds: ["A", "B", "C"], offset: 0 })).toMatchObject({ kind: "ok" });
    expect(new URL(requests[2]?.url ?? "").searchParams.getAll("order_ids")).toEqual(["A,B,C"]);
  });
});
