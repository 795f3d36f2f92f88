import { describe, expect, it } from "vitest";
import type { Http, HttpAnswer } from "../../src/lib/http";
import type { ShipmentNews } from "../../src/sendcloud/translate-shipment";
import { SHIPMENTS, tellStores } from "../../src/sync/account-news";
import { runAccountSlice } from "../../src/sync/account-slice";
import { recall } from "../../src/sync/keeping";
import { givePermit, holdFor } from "../../src/sync/permits";
import { askOptions } from "../../src/sync/shipping-options";
import { startEngine } from "../engine";
import { MINUTE, readyOrder, SECOND, seen } from "./cast";

describe("write permits", () => {
  const claim = (urgency: "label" | "push" | "rest") => ({ urgency, label: null });

  it("are 12 a second and 90 a minute over all, the last ten for labels", async () => {
    const { account, world } = await startEngine();
    const { ports } = account;
    await runAccountSlice(account);
    world.pass(2 * MINUTE);
    const given = (urgency: "label" | "rest") => givePermit(ports, claim(urgency)).granted;
    expect(Array.from({ length: 13 }, () => given("rest")).filter(Boolean)).toHaveLength(12);
    let granted = 12;
    for (let second = 0; second < 10; second += 1) {
      world.pass(SECOND);
      for (let n = 0; n < 12; n += 1) if (given("rest")) granted += 1;
    }
    expect(granted).toBe(80);
    expect(Array.from({ length: 12 }, () => given("label")).filter(Boolean)).toHaveLength(10);
    const refused = givePermit(ports, claim("label"));
    expect(refused.granted === false && refused.waitMs).toBe(50 * SECOND);
  });

  it("are held for every store after a 429", async () => {
    const { account, world } = await startEngine();
    holdFor(account.ports, 90 * SECOND);
    holdFor(account.ports, 30 * SECOND);
    expect(givePermit(account.ports, claim("label"))).toEqual({ granted: false, waitMs: 90 * SECOND });
    world.pass(90 * SECOND);
    expect(givePermit(account.ports, claim("label"))).toEqual({ granted: true });
  });
});

describe("prices and options", () => {
  it("are asked once a day for the same question", async () => {
    const { account, sent, world } = await startEngine();
    const question = {
      fromCountry: "FR",
      fromZip: "69005",
      toCountry: "FR",
      toZip: "75011",
      weightGrams: 700,
      servicePointId: null,
    };
    const asks = () => sent.filter((line) => line.endsWith("/shipping-options")).length;
    const before = asks();
    const first = await askOptions(account, question);
    expect(await askOptions(account, question)).toEqual(first);
    expect(asks() - before).toBe(1);
    world.pass(25 * 60 * MINUTE);
    await askOptions(account, question);
    await askOptions(account, { ...question, weightGrams: 800 });
    expect(asks() - before).toBe(3);
  });
});

describe("the polls", () => {
  it("ask once for all, shipments each ten minutes and returns each hour", async () => {
    const { sent, run } = await startEngine();
    await run(125 * MINUTE);
    const asked = (path: string) => sent.filter((line) => line === `GET /api/v3/${path}`).length;
    expect([asked("shipments"), asked("returns")]).toEqual([13, 3]);
  });

  it.each(["shipments", "returns"] as const)(
    "leave the window of the %s where it is when a page fails",
    async (name) => {
      let broken = false;
      const fail: HttpAnswer = { arrived: false, failure: "connection" };
      const through = (http: Http): Http => {
        return (request) => (broken && request.url.includes(`/${name}`) ? Promise.resolve(fail) : http(request));
      };
      const engine = await startEngine({ through });
      await engine.run(MINUTE);
      const since = () => recall<number>(engine.account.ports.sql, `${name}_since`);
      const before = since();
      broken = true;
      await engine.run(2 * 60 * MINUTE);
      expect(since()).toBe(before);
      broken = false;
      await engine.run(11 * MINUTE);
      expect(since()).toBeGreaterThan(before ?? 0);
    },
  );

  it("leave the first window where it is, too, when the first answer fails", async () => {
    let broken = true;
    const fail: HttpAnswer = { arrived: false, failure: "connection" };
    const through = (http: Http): Http => {
      return (request) => (broken && request.url.includes("/shipments?") ? Promise.resolve(fail) : http(request));
    };
    const { account, run, world } = await startEngine({ through });
    const begun = world.now();
    await run(30 * MINUTE);
    broken = false;
    const asked: string[] = [];
    const { shipments } = account.sendcloud;
    account.sendcloud.shipments = (query, cursor) => {
      asked.push(String(query.updatedAfter));
      return shipments(query, cursor);
    };
    await run(10 * MINUTE);
    expect(asked).toEqual([String(begun - 10 * MINUTE)]);
  });

  it("go on where they stopped when a list is longer than one walk", async () => {
    const engine = await startEngine();
    const cursors: (string | undefined)[] = [];
    const page = (next: string | null) => ({
      ...{ kind: "ok" as const, status: 200, headers: {} },
      value: { rows: [], unreadable: 0, next },
    });
    engine.account.sendcloud.returns = async (_from, _to, cursor) => {
      cursors.push(cursor);
      return page(cursors.length < 3 ? `c${cursors.length}` : null);
    };
    await engine.run(2 * MINUTE);
    expect(cursors).toEqual([undefined, "c1", "c2"]);
    expect(recall(engine.account.ports.sql, "returns_since")).toBe(engine.world.now() - 2 * MINUTE);
  });
});

describe("a shipment that no order claims", () => {
  it("asks the database once for all of a page", async () => {
    const engine = await startEngine();
    await engine.run(MINUTE);
    const news = Array.from({ length: 60 }, (_, index) => ({
      ...STRANGE,
      shipmentId: `s-${index}`,
      orderNumber: `X-${index}`,
    }));
    const { account } = engine;
    let statements = 0;
    const counting = {
      ...account.ports.d1,
      prepare: (text: string) => {
        statements += 1;
        return engine.d1.prepare(text);
      },
    };
    await tellStores({ ...account, ports: { ...account.ports, d1: counting } }, SHIPMENTS, news);
    expect(statements).toBe(1);
    expect(account.ports.sql.all("SELECT * FROM unmatched")).toHaveLength(60);
  });

  it("asks for a person after three days, for fifty at most, and lets go in the end", async () => {
    const engine = await startEngine();
    await engine.run(MINUTE);
    const { account } = engine;
    const news = Array.from({ length: 60 }, (_, index) => ({
      ...STRANGE,
      shipmentId: `s-${index}`,
      orderNumber: `X-${index}`,
    }));
    await tellStores(account, SHIPMENTS, news);
    const open = async () =>
      (
        await engine.d1
          .prepare("SELECT count(*) AS n FROM attention_items WHERE kind = 'unmatched-shipment' AND resolved = 0")
          .first<{ n: number }>()
      )?.n;
    const pass = async (hours: number) => {
      engine.world.pass(hours * 60 * MINUTE);
      await runAccountSlice(account);
    };
    await pass(71);
    expect(await open()).toBe(0);
    await pass(2);
    expect(await open()).toBe(50);
    await pass(29 * 24);
    expect([await open(), account.ports.sql.all("SELECT * FROM unmatched").length]).toEqual([0, 0]);
  });

  it("waits beside the others when its store cannot be reached", async () => {
    const engine = await startEngine();
    const orderId = await readyOrder(engine);
    const { number } = await seen(engine, orderId);
    const broken = {
      ...engine.account,
      storeObject: () => ({
        shipmentNews: async () => {
          throw new Error("the store is down");
        },
        returnNews: async () => [],
        watchedOrders: async () => [],
        changedThere: async () => undefined,
        ordersVanished: async () => [],
      }),
    };
    await tellStores(broken, SHIPMENTS, [{ ...STRANGE, orderNumber: number }]);
    expect(engine.account.ports.sql.all("SELECT * FROM unmatched")).toHaveLength(1);
  });

  const STRANGE: ShipmentNews = {
    ...{ shipmentId: "s", externalReference: null, orderNumber: null, carrierCode: null, carrierName: null },
    ...{ optionCode: null, parcels: [], errors: [], price: null },
  };
});
