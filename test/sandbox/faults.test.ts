import { describe, expect, it } from "vitest";
import { clearFaults, type FaultKind, plantedFaults, plantFault, takeFault } from "../../src/sandbox/faults";
import { placeOrder } from "../../src/sandbox/mirakl-orders";
import { requestCounts } from "../../src/sandbox/request-log";
import { caller } from "./mirakl-caller";
import { stillWorld } from "./world";

type Case = { kind: FaultKind; done: boolean; status: number; header?: [string, string] };
const CASES: Case[] = [
  { kind: "drop-before", done: false, status: 503, header: ["x-sandbox-lost", "connection"] },
  { kind: "drop-after", done: true, status: 503, header: ["x-sandbox-lost", "connection"] },
  { kind: "timeout-before", done: false, status: 503, header: ["x-sandbox-lost", "timeout"] },
  { kind: "timeout-after", done: true, status: 503, header: ["x-sandbox-lost", "timeout"] },
  { kind: "500-before", done: false, status: 500 },
  { kind: "500-after", done: true, status: 500 },
  { kind: "429-seconds", done: false, status: 429, header: ["retry-after", "30"] },
  { kind: "429-date", done: false, status: 429, header: ["retry-after", "Tue, 24 Nov 2026 08:00:30 GMT"] },
  { kind: "429-bare", done: false, status: 429 },
  { kind: "html-200", done: false, status: 200, header: ["content-type", "text/html; charset=utf-8"] },
  { kind: "empty-200", done: true, status: 200 },
  { kind: "truncated", done: true, status: 200 },
  { kind: "unauthorized", done: false, status: 401 },
  { kind: "forbidden", done: false, status: 403 },
];

describe("planted faults", () => {
  it.each(CASES)("$kind: done $done, answered $status", async ({ kind, done, status, header }) => {
    const world = stillWorld();
    const brico = caller(world);
    const id = placeOrder(world, "brico");
    plantFault(world, { api: "mirakl", operation: "OR21", kind, times: 1 });
    const lines = (await brico.order(id)).order_lines as { order_line_id: string }[];
    const body = { order_lines: lines.map((line) => ({ id: line.order_line_id, accepted: true })) };
    const answer = await brico.put(`/api/orders/${id}/accept`, body);
    expect([answer.status, answer.headers.get("x-sandbox-fault")]).toEqual([status, kind]);
    if (header) expect(answer.headers.get(header[0])).toBe(header[1]);
    if (kind === "429-bare") expect(answer.headers.has("retry-after")).toBe(false);
    expect((await brico.order(id)).order_state).toBe(done ? "WAITING_DEBIT" : "WAITING_ACCEPTANCE");
    expect(plantedFaults(world)).toEqual([]);
  });

  it("cuts an answer short", async () => {
    const world = stillWorld();
    plantFault(world, { api: "mirakl", operation: "*", kind: "truncated", times: 1 });
    const text = await (await caller(world).get("/api/reasons")).text();
    expect(() => JSON.parse(text)).toThrow();
    expect(text).toMatch(/^\{"reasons"/);
  });

  it("strike as often as asked, only where planted, until cleared", async () => {
    const world = stillWorld();
    const brico = caller(world);
    plantFault(world, { api: "mirakl", operation: "A01", kind: "500-before", times: 2 });
    plantFault(world, { api: "sendcloud", operation: "*", kind: "500-before", times: 1 });
    const statuses = async () => (await brico.get("/api/account")).status;
    expect((await brico.get("/api/reasons")).status).toBe(200);
    expect([await statuses(), await statuses(), await statuses()]).toEqual([500, 500, 200]);
    expect(plantedFaults(world)).toHaveLength(1);
    clearFaults(world);
    expect(plantedFaults(world)).toEqual([]);
  });

  it("are taken by hand when only Sendcloud's side reads them", async () => {
    const world = stillWorld();
    plantFault(world, { api: "sendcloud", operation: "announce", kind: "announcement-failed", times: 1 });
    expect(takeFault(world, "sendcloud", "other", "announcement-failed")).toBe(false);
    expect(takeFault(world, "sendcloud", "announce", "announcement-failed")).toBe(true);
    expect(takeFault(world, "sendcloud", "announce", "announcement-failed")).toBe(false);
  });
});

describe("request counts", () => {
  it("count everything received, spoilt or refused, and what was answered", async () => {
    const world = stillWorld();
    const brico = caller(world);
    plantFault(world, { api: "mirakl", operation: "OR11", kind: "drop-after", times: 1 });
    for (let n = 0; n < 3; n += 1) await brico.get("/api/orders");
    await caller(world, { key: "nobody" }).get("/api/reasons");
    await brico.get("/elsewhere");
    expect(requestCounts(world)).toEqual([
      { api: "mirakl", operation: "OR11", received: 3, faulted: 1, statuses: { "0": 1, "200": 2 } },
      { api: "mirakl", operation: "RE01", received: 1, faulted: 0, statuses: { "401": 1 } },
      { api: "mirakl", operation: "other", received: 1, faulted: 0, statuses: { "404": 1 } },
    ]);
  });
});
