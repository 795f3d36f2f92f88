import { describe, expect, it } from "vitest";
import { openBothWorlds } from "../../src/sandbox/both-worlds";
import { clearFaults, plantedFaults, plantFault } from "../../src/sandbox/faults";
import { lagOf } from "../../src/sandbox/lag";
import { BRICO_KEY, SPORT_KEY } from "../../src/sandbox/marketplaces";
import { actAsBuyer, payOrder, placeOrder } from "../../src/sandbox/mirakl-orders";
import { refundLedger } from "../../src/sandbox/money-ledger";
import { requestCounts } from "../../src/sandbox/request-log";
import { START, stillWorld } from "./world";

const SECOND = 1000;

function open(marketplace: "brico" | "sport" = "brico") {
  const world = stillWorld();
  const both = openBothWorlds(world);
  const id = placeOrder(world, marketplace);
  payOrder(world, id);
  const send = (method: string, path: string, body?: object) =>
    both.answer(
      new Request(`http://inside${path}`, {
        method,
        headers: {
          authorization: marketplace === "brico" ? BRICO_KEY : SPORT_KEY,
          "x-sandbox-host": `${marketplace}.mirakl.test`,
          ...(body ? { "content-type": "application/json" } : {}),
        },
        ...(body ? { body: JSON.stringify(body) } : {}),
      }),
    );
  const read = async (query = `order_ids=${id}`) => {
    const answer = await send("GET", `/api/orders?${query}`);
    return ((await answer.json()) as { orders: Record<string, unknown>[] }).orders;
  };
  const refund = (amount: number) =>
    send("PUT", "/api/orders/refund", {
      refunds: [{ order_line_id: `${id}-1`, amount, shipping_amount: 0, reason_code: "19" }],
    });
  const refunds = async () => {
    const [order] = (await read()) as { order_lines: { refunds: object[] }[] }[];
    return order?.order_lines[0]?.refunds.length;
  };
  return { world, both, id, send, read, refund, refunds };
}

describe("a late request", () => {
  it("is lost to its sender, and carried out when its time comes", async () => {
    const { world, both, refund, refunds } = open();
    plantFault(world, { api: "mirakl", operation: "OR28", kind: "late", times: 1, seconds: 90 });
    const answer = await refund(1);
    expect(answer.headers.get("x-sandbox-lost")).toBe("timeout");
    expect([await refunds(), both.nextStep()]).toEqual([0, START + 90 * SECOND]);
    world.pass(89 * SECOND);
    await both.step();
    expect(await refunds()).toBe(0);
    world.pass(SECOND);
    await both.step();
    expect(await refunds()).toBe(1);
    expect(refundLedger(world)).toMatchObject([{ at: START + 90 * SECOND, by: "shop" }]);
  });

  it("comes after a second one that was sent at once, whatever is planted by then", async () => {
    const { world, both, refund, refunds } = open();
    plantFault(world, { api: "mirakl", operation: "OR28", kind: "late", times: 1, seconds: 60 });
    await refund(1);
    expect((await refund(1)).status).toBe(200);
    plantFault(world, { api: "mirakl", operation: "OR28", kind: "500-before", times: 1 });
    world.pass(60 * SECOND);
    await both.step();
    expect(await refunds()).toBe(2);
    expect(plantedFaults(world)).toHaveLength(1);
    const [counted] = requestCounts(world).filter(({ operation }) => operation === "OR28");
    expect(counted).toMatchObject({ received: 2, faulted: 1, statuses: { "0": 1, "200": 1 } });
  });

  it("is there before anything that is asked after its time, and survives the clearing of faults", async () => {
    const { world, refund, refunds } = open();
    plantFault(world, { api: "mirakl", operation: "*", kind: "late", times: 1, seconds: 10 });
    await refund(1);
    clearFaults(world);
    world.pass(10 * SECOND);
    expect(await refunds()).toBe(1);
  });

  it("that only reads is forgotten", async () => {
    const { world, both, send } = open();
    plantFault(world, { api: "mirakl", operation: "*", kind: "late", times: 1 });
    expect((await send("GET", "/api/account")).headers.get("x-sandbox-lost")).toBe("timeout");
    expect(both.nextStep()).toBeNull();
  });
});

describe("a lag", () => {
  it("hides what is newer, by id and in walks, and ends by itself", async () => {
    const { world, id, refund, refunds, read } = open();
    plantFault(world, { api: "mirakl", operation: "*", kind: "lag", times: 1, seconds: 60 });
    expect(lagOf(world, "mirakl")).toBe(60 * SECOND);
    expect(lagOf(world, "sendcloud")).toBe(0);
    expect((await refund(1)).status).toBe(200);
    const late = placeOrder(world, "brico");
    world.pass(59 * SECOND);
    expect([await refunds(), (await read(`order_ids=${late}`)).length, (await read("max=100")).length]).toEqual([
      0, 0, 1,
    ]);
    world.pass(SECOND);
    expect([await refunds(), (await read("max=100")).length, lagOf(world, "mirakl")]).toEqual([1, 2, 0]);
    expect((await read())[0]?.order_id).toBe(id);
  });

  it("tells the states one after the other, as late as it reaches", async () => {
    const { world, id, read } = open();
    plantFault(world, { api: "mirakl", operation: "*", kind: "lag", times: 1, seconds: 0 });
    expect(plantedFaults(world)).toEqual([]);
    world.pass(10 * SECOND);
    actAsBuyer(world, id, "move-house");
    world.pass(10 * SECOND);
    actAsBuyer(world, id, "cancel");
    world.pass(5 * SECOND);
    plantFault(world, { api: "mirakl", operation: "*", kind: "lag", times: 1, seconds: 12 });
    const told = async () => (await read())[0];
    // Thirteen seconds after the start: moved, not yet cancelled.
    expect(await told()).toMatchObject({ order_state: "SHIPPING", last_updated_date: "2026-11-24T08:00:10Z" });
    expect(await read("max=100&order_state_codes=CANCELED")).toEqual([]);
    world.pass(7 * SECOND);
    expect(await told()).toMatchObject({ order_state: "CANCELED", last_updated_date: "2026-11-24T08:00:20Z" });
    expect(plantedFaults(world)).toMatchObject([{ kind: "lag", seconds: 12 }]);
    clearFaults(world);
    expect([plantedFaults(world), lagOf(world, "mirakl")]).toEqual([[], 0]);
  });

  it("hides new shipments too", async () => {
    const { world, id, send } = open("sport");
    const tracking = { carrier_code: "postnl", tracking_number: "3S1" };
    const shipment_lines = [{ order_line_id: `${id}-1`, quantity: 1 }];
    world.pass(SECOND);
    plantFault(world, { api: "mirakl", operation: "*", kind: "lag", times: 1, seconds: 30 });
    await send("POST", "/api/shipments", { shipments: [{ order_id: id, shipment_lines, tracking, shipped: true }] });
    const seen = async () => {
      const answer = await send("GET", `/api/shipments?order_id=${id}`);
      return ((await answer.json()) as { data: object[] }).data.length;
    };
    expect(await seen()).toBe(0);
    world.pass(30 * SECOND);
    expect(await seen()).toBe(1);
  });
});
