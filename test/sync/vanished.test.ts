import { describe, expect, it } from "vitest";
import { listAttention } from "../../src/db/attention";
import type { StoreSettings } from "../../src/domain/store";
import type { Http, HttpAnswer, HttpRequest } from "../../src/lib/http";
import { SPORT_KEY } from "../../src/sandbox/marketplaces";
import { findOrder as atMarketplace, payOrder, placeOrder } from "../../src/sandbox/mirakl-orders";
import { refundLedger } from "../../src/sandbox/money-ledger";
import { DEMO_KEYS } from "../../src/sandbox/sendcloud-account";
import { deleteIntegration } from "../../src/sandbox/sendcloud-integrations";
import { panelDeleteOrder, panelLabel, panelOrders } from "../../src/sandbox/sendcloud-panel";
import { writeSetting } from "../../src/sandbox/settings";
import { undoCancellation } from "../../src/sync/acts-cancel";
import { decideVanished, heldOrders } from "../../src/sync/judge-vanished";
import { flushOutbox } from "../../src/sync/outbox";
import { BUYER_OF_LABELS as camille, type Engine, startEngine } from "../engine";
import { MINUTE, SECOND, seen } from "./cast";

const AUTO: Partial<StoreSettings> = { labels: "sendcloud", cancelInMirakl: true };
const REFUNDS = { withShipping: true, resendLimitMinor: 5_000, when: "off", reason: "15" } as const;
const paysUpTo = (largestMinor: number): Partial<StoreSettings> => ({
  refunds: { ...REFUNDS, largestMinor, dailyMinor: 10_000_000 },
});
/** Two looks ten minutes apart, the undo window, and what Mirakl is told after it. */
const SETTLED = 35 * MINUTE;

async function pushed(engine: Engine, marketplace: "brico" | "sport", count: number): Promise<string[]> {
  const ids = Array.from({ length: count }, () => placeOrder(engine.world, marketplace));
  for (const id of ids) payOrder(engine.world, id);
  await engine.run(8 * MINUTE);
  expect(panelOrders(engine.world)).toHaveLength(count);
  return ids;
}

const startSport = (settings: Partial<StoreSettings>) =>
  startEngine({ marketplace: "sport", key: SPORT_KEY, settings });
const startBrico = (settings: Partial<StoreSettings>) => startEngine({ settings });

function deleteThere(engine: Engine, most = Number.POSITIVE_INFINITY): void {
  const there = panelOrders(engine.world).slice(0, most);
  for (const { id } of there) expect(panelDeleteOrder(engine.world, id)).toBe(true);
}

const stateOf = (engine: Engine, orderId: string) => atMarketplace(engine.world, orderId)?.order.order_state;
const byShop = (engine: Engine) => refundLedger(engine.world).filter(({ by }) => by === "shop");
async function items(engine: Engine) {
  await flushOutbox(engine.store);
  const all = await listAttention(engine.d1, "workspace-1", { after: null, limit: 300 });
  return all.flatMap((one) => (one.source === "item" ? [{ kind: one.kind, details: one.details }] : []));
}

function answer(status: number, body: object): HttpAnswer {
  const headers = { "content-type": "application/json" };
  return { arrived: true, status, headers, body: new TextEncoder().encode(JSON.stringify(body)) };
}

/** No order is there, says whoever is asked about orders. */
function lieAbout({ method, url }: HttpRequest): HttpAnswer | null {
  const { pathname } = new URL(url);
  if (method !== "GET" || !pathname.startsWith("/api/v3/orders")) return null;
  if (pathname === "/api/v3/orders") return answer(200, { data: [] });
  return answer(404, { errors: [{ status: "404", code: "not_found", detail: "not found" }] });
}

describe("an order that we pushed and somebody deleted at Sendcloud", () => {
  it("is cancelled at the marketplace where it may be, after two looks and the undo window", async () => {
    const engine = await startSport(AUTO);
    const [orderId = ""] = await pushed(engine, "sport", 1);
    deleteThere(engine);
    await engine.run(9 * MINUTE);
    expect(stateOf(engine, orderId)).toBe("SHIPPING");
    await engine.run(SETTLED);
    expect(stateOf(engine, orderId)).toBe("CANCELED");
    expect((await seen(engine, orderId)).state).toEqual({ name: "closed", reason: "cancelled" });
    expect(engine.sent.filter((line) => line.endsWith("/cancel"))).toHaveLength(1);
    expect(await items(engine)).toEqual([]);
  });

  it("is refunded as a whole where it can no longer be cancelled", async () => {
    const engine = await startBrico({ ...AUTO, ...paysUpTo(10_000_000) });
    const [orderId = ""] = await pushed(engine, "brico", 1);
    const price = atMarketplace(engine.world, orderId)?.order.total_price ?? 0;
    deleteThere(engine);
    await engine.run(SETTLED);
    const paid = byShop(engine).reduce((sum, row) => sum + row.amount_minor + row.shipping_minor, 0);
    expect(paid).toBe(Math.round(price * 100));
    expect((await seen(engine, orderId)).state).toEqual({ name: "closed", reason: "refunded" });
  });

  it("can be taken back within a minute, and is not cancelled again by itself", async () => {
    const engine = await startBrico({ ...AUTO, ...paysUpTo(10_000_000) });
    const [orderId = ""] = await pushed(engine, "brico", 1);
    deleteThere(engine);
    for (let n = 0; n < 200 && (await seen(engine, orderId)).state.reason !== "cancelling"; n += 1)
      await engine.run(10 * SECOND);
    const waiting = await seen(engine, orderId);
    expect(waiting.details).toMatchObject({ actions: ["undo-cancel"] });
    expect(waiting.details.undoUntil).toBeGreaterThan(engine.world.now());
    expect(undoCancellation(engine.store, orderId, camille)).toEqual({ result: "done" });
    await engine.run(120 * MINUTE);
    expect(byShop(engine)).toEqual([]);
    expect((await seen(engine, orderId)).state.name).toBe("ready");
    expect(panelOrders(engine.world)).toEqual([]);
  });

  it.each([
    ["over the cap", paysUpTo(100), "over-cap"],
    [
      "without a reason to give",
      { refunds: { ...REFUNDS, reason: null, largestMinor: 1e7, dailyMinor: 1e7 } },
      "no-reason",
    ],
    ["with the switch off", { cancelInMirakl: false }, "off"],
  ] as const)("waits for a person %s", async (_, settings, why) => {
    const engine = await startBrico({ ...AUTO, ...settings });
    const [orderId = ""] = await pushed(engine, "brico", 1);
    deleteThere(engine);
    await engine.run(SETTLED);
    expect(byShop(engine)).toEqual([]);
    expect(await items(engine)).toMatchObject([{ kind: "order-cancelled-there", details: { why, how: "refund" } }]);
    expect((await seen(engine, orderId)).details.actions).toContain("cancel-order");
  });

  it("asks a person when cancelling it by itself came to nothing", async () => {
    const engine = await startSport(AUTO);
    const [orderId = ""] = await pushed(engine, "sport", 1);
    deleteThere(engine);
    for (let n = 0; n < 200 && (await seen(engine, orderId)).state.reason !== "cancelling"; n += 1)
      await engine.run(10 * SECOND);
    engine.world.sql.run("UPDATE mirakl_orders SET body = json_set(body, '$.can_cancel', json('false'))");
    await engine.run(10 * MINUTE);
    expect(stateOf(engine, orderId)).toBe("SHIPPING");
    expect(await items(engine)).toMatchObject([{ kind: "order-cancelled-there", details: { why: "failed" } }]);
  });

  it("is never cancelled by itself once it is shipped", async () => {
    const engine = await startSport(AUTO);
    const [orderId = ""] = await pushed(engine, "sport", 1);
    deleteThere(engine);
    await engine.run(12 * MINUTE);
    const tracking = { carrierCode: "postnl", trackingNumber: "3SABCD1234567" };
    expect((await engine.store.mirakl.sendTracking(orderId, tracking)).kind).toBe("ok");
    expect((await engine.store.mirakl.ship(orderId)).kind).toBe("ok");
    await engine.run(SETTLED);
    expect(stateOf(engine, orderId)).toBe("SHIPPED");
    expect(byShop(engine)).toEqual([]);
    expect(engine.sent.filter((line) => line.endsWith("/cancel"))).toEqual([]);
  });

  it("is not gone when its label took it out of the list", async () => {
    const engine = await startSport(AUTO);
    writeSetting(engine.world.sql, "labelled-orders-leave", 1);
    const [orderId = ""] = await pushed(engine, "sport", 1);
    panelLabel(engine.world, panelOrders(engine.world)[0]?.id ?? 0);
    await engine.run(60 * MINUTE);
    expect(stateOf(engine, orderId)).toBe("SHIPPED");
    expect((await seen(engine, orderId)).parcels).toHaveLength(1);
  });

  it("is not gone after one look that lied", async () => {
    let lies = false;
    const through =
      (http: Http): Http =>
      async (request) =>
        lies ? (lieAbout(request) ?? http(request)) : http(request);
    const engine = await startEngine({ marketplace: "sport", key: SPORT_KEY, settings: AUTO, through });
    const [orderId = ""] = await pushed(engine, "sport", 1);
    lies = true;
    await engine.run(11 * MINUTE);
    expect(engine.account.ports.sql.all("SELECT 1 FROM watched WHERE missing_at IS NOT NULL")).toHaveLength(1);
    lies = false;
    await engine.run(60 * MINUTE);
    expect(stateOf(engine, orderId)).toBe("SHIPPING");
    expect((await seen(engine, orderId)).state.name).toBe("at_sendcloud");
    expect(engine.account.ports.sql.all("SELECT 1 FROM watched WHERE missing_at IS NOT NULL")).toEqual([]);
  });

  it("is not gone for another integration's keys, which ask for a person once", async () => {
    let others = false;
    const other = { data: { user_id: 1, integration_id: 1 } };
    const through =
      (http: Http): Http =>
      async (request) => {
        if (!others) return http(request);
        return request.url.endsWith("/user/auth/metadata") ? answer(200, other) : (lieAbout(request) ?? http(request));
      };
    const engine = await startEngine({ marketplace: "sport", key: SPORT_KEY, settings: AUTO, through });
    const ids = await pushed(engine, "sport", 20);
    others = true;
    await engine.run(90 * MINUTE);
    expect(ids.filter((id) => stateOf(engine, id) !== "SHIPPING")).toEqual([]);
    expect(await items(engine)).toMatchObject([{ kind: "integration-deleted" }]);
    others = false;
    await engine.run(30 * MINUTE);
    expect(await items(engine)).toEqual([]);
  });
});

describe("a round that the keys do not outlive", () => {
  it("judges nothing, and what comes back was never gone", async () => {
    let lies = false;
    let undecided = () => false;
    const other = { data: { user_id: 1, integration_id: 1 } };
    const through =
      (http: Http): Http =>
      async (request) => {
        if (undecided() && request.url.endsWith("/user/auth/metadata")) return answer(200, other);
        return lies ? (lieAbout(request) ?? http(request)) : http(request);
      };
    const engine = await startEngine({ marketplace: "sport", key: SPORT_KEY, settings: AUTO, through });
    const [orderId = ""] = await pushed(engine, "sport", 1);
    const { sql } = engine.account.ports;
    undecided = () => sql.all("SELECT 1 FROM vanished WHERE verdict IS NULL").length > 0;
    lies = true;
    await engine.run(25 * MINUTE);
    expect(sql.all("SELECT 1 FROM vanished")).toEqual([]);
    lies = false;
    undecided = () => false;
    await engine.run(60 * MINUTE);
    expect(stateOf(engine, orderId)).toBe("SHIPPING");
    expect((await seen(engine, orderId)).state.name).toBe("at_sendcloud");
    expect(await items(engine)).toEqual([]);
  });
});

describe("many orders that vanish at once", () => {
  it("are cancelled when they are five", async () => {
    const engine = await startSport(AUTO);
    const ids = await pushed(engine, "sport", 5);
    deleteThere(engine);
    await engine.run(SETTLED);
    expect(ids.map((id) => stateOf(engine, id))).toEqual(ids.map(() => "CANCELED"));
  });

  it("stop all cancelling when they are more, until a person decides about all of them", async () => {
    const engine = await startSport(AUTO);
    const ids = await pushed(engine, "sport", 15);
    deleteThere(engine, 14);
    await engine.run(120 * MINUTE);
    expect(ids.map((id) => stateOf(engine, id))).toEqual(ids.map(() => "SHIPPING"));
    const [item, ...others] = await items(engine);
    expect(others).toEqual([]);
    expect(item).toMatchObject({ kind: "many-cancelled-there", details: { count: 14 } });
    // The brake holds for whatever vanishes after them.
    deleteThere(engine);
    await engine.run(SETTLED);
    expect(heldOrders(engine.account)).toHaveLength(15);
    expect(decideVanished(engine.account, "cancel", 14, camille)).toMatchObject({ result: "refused" });
    expect(decideVanished(engine.account, "cancel", 15, camille)).toEqual({ result: "under-way" });
    await engine.run(10 * MINUTE);
    expect(ids.map((id) => stateOf(engine, id))).toEqual(ids.map(() => "CANCELED"));
    expect(await items(engine)).toEqual([]);
    expect(decideVanished(engine.account, "cancel", 15, camille)).toMatchObject({
      refusal: { code: "already-decided" },
    });
  });

  it("stay as they are when a person says so", async () => {
    const engine = await startSport(AUTO);
    const ids = await pushed(engine, "sport", 6);
    deleteThere(engine);
    await engine.run(SETTLED);
    expect(decideVanished(engine.account, "keep", 6, camille)).toEqual({ result: "under-way" });
    await engine.run(60 * MINUTE);
    expect(ids.map((id) => stateOf(engine, id))).toEqual(ids.map(() => "SHIPPING"));
    expect(await items(engine)).toEqual([]);
    expect((await seen(engine, ids[0] ?? "")).state.name).toBe("ready");
  });
});

describe("an integration that is deleted with 200 open orders", () => {
  it("cancels nothing, pays nothing back, and asks for a person once", async () => {
    const engine = await startSport({ ...AUTO, ...paysUpTo(10_000_000) });
    const ids = await pushed(engine, "sport", 200);
    expect(deleteIntegration(engine.world, DEMO_KEYS.integrationId)).toBe(true);
    await engine.run(180 * MINUTE);
    expect(ids.filter((id) => stateOf(engine, id) !== "SHIPPING")).toEqual([]);
    expect(byShop(engine)).toEqual([]);
    expect(engine.sent.filter((line) => line.endsWith("/cancel") || line.endsWith("/refund"))).toEqual([]);
    const asked = await items(engine);
    expect(asked).toHaveLength(1);
    expect(["key-refused", "integration-deleted"]).toContain(asked[0]?.kind);
  });
});
