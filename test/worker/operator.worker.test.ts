import { runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, it, vi } from "vitest";
import type { RebuildProgress } from "../../src/sync/stub-stores";
import { buyLabel, type Demo, deployedWith, knock, MINUTE, openDemo, rows } from "./door";

const TOKEN = "operator-token-of-the-tests";
const TABLES = ["orders", "order_lines", "parcels", "intents", "events", "set_aside_orders", "order_numbers"];

let demo: Demo;
let place: string;
beforeAll(async () => {
  demo = await openDemo();
  place = `/operator/stores/${demo.storeId}`;
  await buyLabel(demo.owner, demo.orderPath);
  await demo.owner.order("clock", { advance: 10 * MINUTE });
});

const send = deployedWith({ OPERATOR_TOKEN: TOKEN });
const bearer = (token: string) => ({ headers: { authorization: `Bearer ${token}` } });
const ask = (path: string, method = "GET") => send(path, { method, ...bearer(TOKEN) });

/** All that D1 holds of orders, but versions and the rebuild itself. */
async function dump(): Promise<string[][]> {
  const tables = await Promise.all(TABLES.map((table) => rows(`SELECT * FROM ${table}`)));
  return tables.map((table) =>
    table
      .filter(({ kind }) => kind !== "rebuilt")
      .map(({ version: _, ...row }) => JSON.stringify(row))
      .sort(),
  );
}

describe("the operator's door", () => {
  const routes = ["/operator/stores", "/operator/stores/nobody/rebuild", "/operator/stores/nobody/timeline"];

  it.each(routes)("does not exist without a token in the configuration: %s", async (path) => {
    expect((await knock(path, bearer(""))).status).toBe(404);
    expect((await knock(path, bearer(TOKEN))).status).toBe(404);
    expect((await deployedWith({ OPERATOR_TOKEN: "" })(path, bearer(""))).status).toBe(404);
  });

  it.each([
    ["no header", {}],
    ["another token", { authorization: `Bearer ${TOKEN}x` }],
    ["the beginning of the token", { authorization: `Bearer ${TOKEN.slice(0, -1)}` }],
    ["another scheme", { authorization: `Basic ${TOKEN}` }],
    ["a session", { cookie: "session" }],
  ])("stays shut for %s", async (_what, headers) => {
    for (const path of [...routes, place.concat("/timeline")]) {
      const answer = await send(path, { headers });
      expect([path, answer.status]).toEqual([path, 401]);
      expect(await answer.json()).toEqual({ error: "the token is not the operator's" });
    }
    expect((await send(`${place}/rebuild`, { method: "POST", headers })).status).toBe(401);
  });

  it("does not let a foreign page in, token or not", async () => {
    const headers = { ...bearer(TOKEN).headers, "sec-fetch-site": "cross-site" };
    expect((await send(`${place}/rebuild`, { method: "POST", headers })).status).toBe(403);
  });

  it("refuses a configuration whose token is too short to be secret", async () => {
    const answer = await deployedWith({ OPERATOR_TOKEN: "short" })("/operator/stores", bearer("short"));
    expect([answer.status, await answer.text()]).toEqual([500, expect.stringContaining("OPERATOR_TOKEN is too short")]);
  });

  it("knows the stores, and no other", async () => {
    expect(await (await ask("/operator/stores")).json()).toEqual({ stores: [demo.storeId] });
    for (const [path, method] of [
      ["rebuild", "GET"],
      ["rebuild", "POST"],
      ["timeline", "GET"],
    ])
      expect((await ask(`/operator/stores/nobody/${path}`, method)).status).toBe(404);
  });
});

describe("through the door", () => {
  it("a timeline is verified: whole, and broken once a line was touched", async () => {
    const timeline = async () =>
      (await ask(`${place}/timeline`)).json<{ result: string; facts: number; seq: number }>();
    const whole = await timeline();
    expect(whole).toMatchObject({ result: "whole", head: expect.stringMatching(/^[0-9a-f]{64}$/) });
    expect(whole.facts).toBeGreaterThan(20);
    const store = env.STORE_SYNC.getByName(demo.storeId);
    const touch = (details: string) =>
      runInDurableObject(store, (_object, { storage }) => {
        const [row] = storage.sql.exec<{ details: string }>("SELECT details FROM facts WHERE seq = 7").toArray();
        storage.sql.exec("UPDATE facts SET details = ? WHERE seq = 7", details);
        return row?.details ?? "";
      });
    const kept = await touch('{"invented":true}');
    expect(await timeline()).toEqual({ result: "broken", seq: 7 });
    expect(await rows("SELECT kind, resolved FROM attention_items")).toEqual([
      { kind: "timeline-broken", resolved: 0 },
    ]);
    await touch(kept);
    expect(await timeline()).toEqual(whole);
    expect(await rows("SELECT resolved FROM attention_items")).toEqual([{ resolved: 1 }]);
  });

  it("a store is rebuilt from nothing, and shows how far it is", async () => {
    const before = await dump();
    expect(before[0]?.length).toBeGreaterThan(20);
    for (const table of TABLES) await rows(`DELETE FROM ${table}`);
    expect(await (await ask(`${place}/rebuild`)).json()).toMatchObject({ phase: "none" });
    const begun = await ask(`${place}/rebuild`, "POST");
    expect([begun.status, begun.headers.get("content-type")]).toEqual([
      200,
      expect.stringContaining("application/json"),
    ]);
    expect(await begun.json<RebuildProgress>()).toMatchObject({ phase: expect.not.stringMatching("none") });
    await vi.waitFor(
      async () => {
        await demo.owner.order("clock", { advance: 61_000 });
        expect(await (await ask(`${place}/rebuild`)).json()).toMatchObject({ phase: "done" });
      },
      { timeout: 20_000, interval: 100 },
    );
    expect(await dump()).toEqual(before);
  });
});
