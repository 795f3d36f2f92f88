import { describe, expect, it } from "vitest";
import { BRICO_KEY_WITHOUT_ORDERS, BRICO_PARTNER_KEY, SPORT_KEY } from "../../src/sandbox/marketplaces";
import { cancelOrder, placeOrder } from "../../src/sandbox/mirakl-orders";
import { caller } from "./mirakl-caller";
import { START, stillWorld } from "./world";

const MINUTE = 60_000;

function shopWith(count: number) {
  const world = stillWorld();
  const ids: string[] = [];
  for (let n = 0; n < count; n += 1) {
    world.pass(1000);
    ids.push(placeOrder(world, "brico"));
  }
  return { world, ids, brico: caller(world) };
}

describe("OR11 paging", () => {
  it("gives 10 by default, at most 100, oldest first, and counts all", async () => {
    const { world, ids, brico } = shopWith(130);
    const first = await brico.page("");
    expect(first.orders.map((order) => order.order_id)).toEqual(ids.slice(0, 10));
    expect(first.total_count).toBe(130);
    world.pass(MINUTE);
    expect((await brico.page("max=1000")).orders).toHaveLength(100);
    expect((await brico.page("max=100&offset=100")).orders.map((order) => order.order_id)).toEqual(ids.slice(100));
    world.pass(MINUTE);
    expect((await brico.page("order=desc&max=1")).orders[0]?.order_id).toBe(ids.at(-1));
  });

  it("points to its neighbours in Link", async () => {
    const { brico } = shopWith(30);
    const answer = await brico.get("/api/orders?max=10&offset=10");
    expect(answer.headers.get("link")).toContain('offset=0>; rel="previous"');
    expect(answer.headers.get("link")).toContain('offset=20>; rel="next"');
  });

  it.each(["max=0", "offset=-1", "order=up", "sort=dateUpdated", "start_date=yesterday", "has_incident=1"])(
    "refuses %s",
    async (query) => {
      expect((await shopWith(1).brico.get(`/api/orders?${query}`)).status).toBe(400);
    },
  );

  it("ignores what it does not know and bears paginate=true", async () => {
    const { brico } = shopWith(3);
    expect((await brico.page("paginate=true&commercial_ids=nobody")).total_count).toBe(3);
  });

  it("takes lists of at most 100 ids", async () => {
    const { ids, brico } = shopWith(3);
    expect((await brico.page(`order_ids=${ids[0]},${ids[2]},unknown`)).total_count).toBe(2);
    expect((await brico.get(`/api/orders?order_ids=${Array(101).fill("x").join(",")}`)).status).toBe(400);
  });

  it("filters by states and moves start_update_date back by a delta", async () => {
    const { world, ids, brico } = shopWith(2);
    cancelOrder(world, ids[0] ?? "");
    expect((await brico.page("order_state_codes=CANCELED,SHIPPED")).orders.map((order) => order.order_id)).toEqual([
      ids[0],
    ]);
    world.pass(MINUTE);
    const since = new Date(START + MINUTE).toISOString();
    expect((await brico.page(`start_update_date=${since}`)).total_count).toBe(2);
    world.pass(5 * MINUTE);
    const later = new Date(START + 6 * MINUTE).toISOString();
    expect((await brico.page(`start_update_date=${later}`)).total_count).toBe(0);
  });
});

describe("OR11 once a minute", () => {
  it("answers 429 to the 61st walk of an hour, with the seconds left by the sandbox's clock", async () => {
    const { world, brico } = shopWith(1);
    for (let walk = 0; walk < 60; walk += 1) await brico.page("");
    world.pass(20_500);
    const refused = await brico.get("/api/orders?max=100");
    expect(refused.status).toBe(429);
    expect(refused.headers.get("retry-after")).toBe("3580");
    world.pass(3_579_500);
    expect((await brico.get("/api/orders")).status).toBe(200);
  });

  it("counts the pages of a walk, and look-ups by id, as nothing", async () => {
    const { ids, brico } = shopWith(25);
    await brico.page("max=10");
    expect((await brico.page("max=10&offset=10")).orders).toHaveLength(10);
    expect((await brico.page("max=10&offset=20")).orders).toHaveLength(5);
    expect((await brico.order(ids[0] ?? "")).order_id).toBe(ids[0]);
  });
});

describe("access", () => {
  it.each([
    { key: "Bearer demo-brico-0000-4000-shop-admin", status: 401 },
    { key: "nobody", status: 401 },
    { key: SPORT_KEY, status: 401 },
    { key: BRICO_KEY_WITHOUT_ORDERS, status: 403 },
    { key: BRICO_PARTNER_KEY, status: 200 },
  ])("answers $status to $key", async ({ key, status }) => {
    expect((await caller(stillWorld(), { key }).get("/api/orders")).status).toBe(status);
  });

  it("keeps PC01 for shop administrators and tells who may name carriers", async () => {
    const world = stillWorld();
    expect((await caller(world, { key: BRICO_PARTNER_KEY }).get("/api/platform/configuration")).status).toBe(403);
    const sport = caller(world, { host: "sport.mirakl.test", key: SPORT_KEY });
    const told = await (await sport.get("/api/platform/configuration")).json();
    expect(told).toMatchObject({ features: { disable_seller_alternative_carrier: true } });
  });

  it("opens two shops with one key", async () => {
    const world = stillWorld();
    placeOrder(world, "sport", { shopId: 3102 });
    const sport = caller(world, { host: "sport.mirakl.test", key: SPORT_KEY });
    expect(await (await sport.get("/api/account")).json()).toMatchObject({ shop_id: 3101, orders_count: 0 });
    expect(await (await sport.get("/api/account?shop_id=3102")).json()).toMatchObject({
      shop_id: 3102,
      orders_count: 1,
    });
    expect((await sport.get("/api/account?shop_id=2041")).status).toBe(404);
  });

  it("answers HTML outside /api and JSON inside", async () => {
    const brico = caller(stillWorld());
    const outside = await brico.get("/orders");
    expect([outside.status, outside.headers.get("content-type")]).toEqual([404, "text/html; charset=utf-8"]);
    expect(await (await brico.get("/api/nothing")).json()).toMatchObject({ message: "Not Found" });
  });

  it("asks the caller's own table for hosts it does not know", async () => {
    const world = stillWorld();
    expect((await caller(world, { host: "127.0.0.1:9000" }).get("/api/account")).status).toBe(404);
  });
});
