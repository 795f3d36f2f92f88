import { describe, expect, it } from "vitest";
import type { HttpAnswer, HttpRequest } from "../../src/lib/http";
import { gated } from "../../src/sync/gate";
import { migrateStore } from "../../src/sync/store-schema";
import { sqlTwin } from "../twins";

const OK: HttpAnswer = { arrived: true, status: 200, headers: {}, body: new TextEncoder().encode("{}") };
const busy = (seconds: string): HttpAnswer =>
  ({ ...OK, status: 429, headers: { "retry-after": seconds } }) as HttpAnswer;
const get = (path: string): HttpRequest => ({
  ...{ method: "GET", url: `https://shop.mirakl.test/api${path}`, headers: {}, timeoutMs: 1 },
});

function scene(answers: HttpAnswer[] = []) {
  const sql = sqlTwin();
  migrateStore(sql);
  const clock = { now: 1_000_000 };
  const left: string[] = [];
  const http = async ({ url }: HttpRequest) => {
    left.push(new URL(url).pathname);
    return answers.shift() ?? OK;
  };
  return { clock, left, way: () => gated({ sql, now: () => clock.now }, http) };
}

describe("the way out of an object", () => {
  it("lets nothing of a kind leave before the moment a 429 named, not even in a new process", async () => {
    const { clock, left, way } = scene([busy("30")]);
    await way()(get("/orders?order_ids=A-1"));
    clock.now += 29_000;
    expect(await way()(get("/orders?offset=0"))).toMatchObject({ status: 429, headers: { "retry-after": "1" } });
    expect(left).toHaveLength(1);
    expect(await way()(get("/shipping/carriers"))).toMatchObject({ status: 200 });
    clock.now += 1_000;
    expect(await way()(get("/orders?offset=0"))).toMatchObject({ status: 200 });
    expect(left).toEqual(["/api/orders", "/api/shipping/carriers", "/api/orders"]);
  });

  it("waits for the longer of two 429 that were under way at once", async () => {
    const { clock, left, way } = scene([busy("60"), busy("5")]);
    await Promise.all([way()(get("/orders?order_ids=A-1")), way()(get("/orders?order_ids=A-2"))]);
    clock.now += 30_000;
    expect(await way()(get("/orders?offset=0"))).toMatchObject({ status: 429, headers: { "retry-after": "30" } });
    expect(left).toHaveLength(2);
  });

  it("counts a limit by the kind of call, not by the order it names", async () => {
    const { left, way } = scene([busy("60")]);
    await way()(get("/orders/2026-0001-A/tracking"));
    expect(await way()(get("/orders/2026-0002-A/tracking"))).toMatchObject({ status: 429 });
    expect(await way()(get("/orders/2026-0002-A/ship"))).toMatchObject({ status: 200 });
    expect(left).toHaveLength(2);
  });

  it("has six under way at once, and lets the others follow in order", async () => {
    const waiting: (() => void)[] = [];
    const { way } = scene();
    let most = 0;
    let open = 0;
    const sql = sqlTwin();
    migrateStore(sql);
    const slow = gated({ sql, now: () => 0 }, async () => {
      open += 1;
      most = Math.max(most, open);
      await new Promise<void>((resolve) => waiting.push(resolve));
      open -= 1;
      return OK;
    });
    const all = Promise.all(Array.from({ length: 20 }, (_, n) => slow(get(`/orders/${n}/ship`))));
    for (let n = 0; n < 20; n += 1) {
      while (waiting.length === 0) await new Promise(setImmediate);
      waiting.shift()?.();
    }
    expect((await all).filter((answer) => answer.arrived)).toHaveLength(20);
    expect(most).toBe(6);
    expect(await way()(get("/version"))).toMatchObject({ status: 200 });
  });
});
