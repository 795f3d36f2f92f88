import { describe, expect, it } from "vitest";
import { openBothWorlds } from "../../src/sandbox/both-worlds";
import type { SandboxCalls } from "../../src/sandbox/calls";
import { clearFaults, plantedFaults, plantFault } from "../../src/sandbox/faults";
import { actAsMerchant } from "../../src/sandbox/merchant-acts";
import { actAsBuyer, findOrder, placeByName, setBuyersPace } from "../../src/sandbox/mirakl-orders";
import { overviewOf } from "../../src/sandbox/overview";
import { requestCounts } from "../../src/sandbox/request-log";
import { sandboxRoutes } from "../../src/sandbox/routes";
import { moveParcel } from "../../src/sandbox/sendcloud-parcels";
import { cspReports, exchangesAfter, keepCspReport, recordExchange } from "../../src/sandbox/traffic";
import { START, stillWorld } from "./world";

/** The object's calls over a still world, without the platform around them. */
function open() {
  const world = stillWorld();
  const both = openBothWorlds(world);
  const sandbox: SandboxCalls = {
    fetch: both.answer,
    step: both.step,
    nextStep: async () => both.nextStep(),
    offset: async () => world.now() - START,
    moveClock: async (milliseconds) => {
      world.pass(milliseconds);
      return world.now();
    },
    counts: async () => requestCounts(world),
    record: async (line) => recordExchange(world.sql, line),
    traffic: async (after) => exchangesAfter(world.sql, after),
    noteCspReport: async (report) => keepCspReport(world.sql, report),
    cspReports: async () => cspReports(world.sql),
    place: async (marketplace, kind) => placeByName(world, marketplace, kind),
    act: async (orderId, act) => actAsBuyer(world, orderId, act),
    setPace: async (seconds) => setBuyersPace(world, seconds),
    plantFault: async (fault) => plantFault(world, fault),
    clearFaults: async () => clearFaults(world),
    moveParcel: async (parcelId, code) => moveParcel(world, parcelId, code),
    actAsMerchant: async (act) => actAsMerchant(world, act),
    overview: async () => overviewOf(world),
  };
  const app = sandboxRoutes(() => ({ sandbox, sleepers: async () => [] }));
  const json = (path: string, body: unknown) =>
    app.request(path, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    });
  const form = (path: string, fields: Record<string, string>) =>
    app.request(path, { method: "POST", body: new URLSearchParams(fields) });
  return { world, sandbox, app, json, form };
}

describe("/sandbox", () => {
  it("shows both worlds in the reader's language, without script or style of its own", async () => {
    const { app, json } = open();
    await json("/orders", { marketplace: "brico", kind: "emoji", count: 2 });
    const french = await (await app.request("/")).text();
    expect(french).toMatch(/^<!doctype html><html lang="fr">/);
    expect(french).toContain("BM4817000002-A");
    expect(french).toContain("demo-sport-0000-4000-two-shops");
    expect(french).not.toMatch(/<script|<style| style=/);
    const english = await (await app.request("/", { headers: { "accept-language": "en-GB,fr;q=0.5" } })).text();
    expect(english).toContain("Orders at the marketplace");
  });

  it("moves the clock, and the buyers with it", async () => {
    const { world, json } = open();
    expect(await (await json("/pace", { seconds: 60 })).json()).toEqual({ done: true });
    const moved = await (await json("/clock", { advance: 180_000 })).json();
    expect(moved).toEqual({ now: START + 180_000, woken: 3 });
    expect(overviewOf(world).orders).toHaveLength(3);
  });

  it("lets the merchant act in the panel, by JSON and by the buttons of its page", async () => {
    const { app, json, form } = open();
    expect(await (await json("/panel", { panel: "delete", order: "nobody" })).json()).toEqual({ done: false });
    expect((await json("/panel", { panel: "burn", order: "nobody" })).status).toBe(400);
    expect((await json("/returns", { return: "move", id: 1, status: "NOWHERE" })).status).toBe(400);
    expect(await (await json("/returns", { return: "create", order: "nobody" })).json()).toEqual({ done: false });
    expect(await (await app.request("/")).text()).toContain('action="/sandbox/integration"');
    const deleted = await form("/integration", { integration: "delete" });
    expect([deleted.status, deleted.headers.get("location")]).toEqual([303, "/sandbox"]);
    expect(await (await json("/integration", { integration: "delete" })).json()).toEqual({ done: false });
  });

  it("answers forms with 303 and refuses what it cannot read", async () => {
    const { form, json, world } = open();
    const placed = await form("/orders", { marketplace: "sport", kind: "" });
    expect([placed.status, placed.headers.get("location")]).toEqual([303, "/sandbox"]);
    expect((await json("/clock", { advance: -1 })).status).toBe(400);
    expect((await json("/orders", { marketplace: "nobody" })).status).toBe(400);
    expect((await json("/orders", { marketplace: "brico", kind: "tidy" })).status).toBe(400);
    expect((await form("/faults", { api: "mirakl", operation: "*", kind: "nonsense", times: "1" })).status).toBe(400);
    expect(overviewOf(world).orders).toHaveLength(1);
  });

  it("plants and clears faults, and lets buyers cancel", async () => {
    const { form, json, world } = open();
    await form("/faults", { api: "mirakl", operation: "OR24", kind: "429-seconds", times: "2" });
    expect(plantedFaults(world)).toEqual([
      { api: "mirakl", operation: "OR24", kind: "429-seconds", times: 2, seconds: 30 },
    ]);
    await form("/faults", { clear: "1" });
    expect(plantedFaults(world)).toEqual([]);
    const { placed } = (await (await json("/orders", { marketplace: "brico" })).json()) as { placed: string[] };
    expect(await (await json("/orders", { orderId: placed[0], act: "cancel" })).json()).toEqual({ done: true });
    expect(overviewOf(world).orders[0]?.state).toBe("CANCELED");
    expect(await (await json("/parcels/1/moves", { status: "DELIVERED" })).json()).toEqual({ done: false });
  });

  it("places a mixture of clean and dirty orders", async () => {
    const { json, world } = open();
    await json("/orders", { marketplace: "brico", kind: "mixed", count: 25 });
    const kinds = overviewOf(world).orders.map((order) => order.kind);
    expect(new Set(kinds).size).toBe(18);
  });

  it("places several pieces of one product, which the back office ships, and sells an offer out", async () => {
    const { form, json, world } = open();
    const { placed } = (await (await json("/orders", { marketplace: "brico", kind: "several" })).json()) as {
      placed: string[];
    };
    const orderId = placed[0] ?? "";
    const [line, ...others] = findOrder(world, orderId)?.order.order_lines ?? [];
    expect([line?.quantity, others]).toEqual([3, []]);
    expect(await (await json("/orders", { orderId, act: "ship" })).json()).toEqual({ done: false });
    await json("/orders", { orderId, act: "pay" });
    expect(await (await json("/orders", { orderId, act: "ship" })).json()).toEqual({ done: true });
    expect(overviewOf(world).orders[0]?.state).toBe("SHIPPED");
    expect(await (await json("/offers", { offersOf: orderId, quantity: 0 })).json()).toEqual({ done: true });
    expect(world.sql.all("SELECT * FROM mirakl_offers")).toEqual([{ sku: line?.offer_sku, quantity: 0, cents: null }]);
    expect(await (await json("/offers", { offersOf: "nobody", quantity: 0 })).json()).toEqual({ done: false });
    expect((await form("/offers", { offersOf: orderId, quantity: "-1" })).status).toBe(400);
  });

  it("gives all traffic after a number, as lines, and the counts", async () => {
    const { app, sandbox } = open();
    for (let n = 1; n <= 1200; n += 1) await sandbox.record(JSON.stringify({ n }));
    const answer = await app.request("/traffic?after=100");
    const lines = (await answer.text()).trim().split("\n");
    expect([lines.length, lines[0], answer.headers.get("x-last-exchange")]).toEqual([1100, '{"n":101}', "1200"]);
    await sandbox.fetch(
      new Request("http://inside/api/version", { headers: { "x-sandbox-host": "brico.mirakl.test" } }),
    );
    expect(await (await app.request("/counts")).json()).toMatchObject([{ operation: "V01", received: 1 }]);
  });

  it("routes by the original host", async () => {
    const { sandbox } = open();
    const status = async (host: string, path: string) =>
      (await sandbox.fetch(new Request(`https://${host}${path}`))).status;
    expect(await status("panel.sendcloud.test", "/api/v3/contracts")).toBe(401);
    expect(await status("sport.mirakl.test", "/api/version")).toBe(200);
    expect(await status("nobody.example", "/api/version")).toBe(404);
  });
});
