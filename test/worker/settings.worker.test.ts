import { evictDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, it } from "vitest";
import { buyLabel, type Demo, openDemo, placeOrder, rows } from "./door";

const SECOND = 1000;
let demo: Demo;
let path: string;

beforeAll(async () => {
  demo = await openDemo();
  path = `/stores/${demo.storeId}/settings`;
});

const store = async () => {
  const [row] = await rows<{ version: number; settings: string }>(
    "SELECT settings_version AS version, settings FROM stores",
  );
  if (!row) throw new Error("the demo has no store");
  return row;
};
const save = async (section: string, fields: Record<string, string>) =>
  demo.owner.post(`${path}/${section}`, { version: String((await store()).version), ...fields });
const skusOf = (orderId: string) =>
  rows<{ sku: string; offer_sku: string }>("SELECT sku, offer_sku FROM order_lines WHERE order_id = ?", orderId);

describe("settings saved through the deployed worker", () => {
  it("reach the open orders, and the store's timeline says who changed what", async () => {
    expect((await save("sku", { itemSku: "offer" })).status).toBe(303);
    await demo.owner.order("clock", { advance: SECOND });
    for (const { sku, offer_sku } of await skusOf(demo.orderId)) expect(sku).toBe(offer_sku);
    const [event] = await rows<{ actor: string; details: string }>(
      "SELECT actor, details FROM events WHERE order_id = '' AND kind = 'settings-changed'",
    );
    expect(JSON.parse(event?.details ?? "{}")).toEqual({ setting: "itemSku", from: "product", to: "offer" });
    expect(event?.actor).not.toBe("");
  });

  it("are noticed by an object that died before it was told", async () => {
    const { settings } = await store();
    await evictDurableObject(env.STORE_SYNC.getByName(demo.storeId));
    const other = { ...JSON.parse(settings), itemSku: "product" };
    await rows("UPDATE stores SET settings = ?, settings_version = settings_version + 1", JSON.stringify(other));
    await demo.owner.order("clock", { advance: 10 * 60 * SECOND });
    const lines = await skusOf(demo.orderId);
    expect(lines.length).toBeGreaterThan(0);
    for (const { sku, offer_sku } of lines) expect(sku).not.toBe(offer_sku);
  });

  it("never change the number under which a label was bought", async () => {
    const unlabelled = await placeOrder(demo.owner, "pay");
    await demo.owner.order("clock", { advance: 2 * 60 * SECOND });
    expect((await buyLabel(demo.owner, demo.orderPath)).status).toBe(303);
    await save("number", { numberField: "commercial-id", customCode: "" });
    await demo.owner.order("clock", { advance: SECOND });
    const numbers = await rows<{ order_id: string; number: string; commercial_id: string }>("SELECT * FROM orders");
    const of = (orderId: string) => numbers.find((row) => row.order_id === orderId);
    expect(of(demo.orderId)?.number).toBe(demo.orderId);
    expect(of(unlabelled)?.number).toBe(of(unlabelled)?.commercial_id);
  });

  it("show Sendcloud's carriers and senders without asking again within the hour", async () => {
    const asked = async () => {
      const traffic = await (await demo.owner.get("/sandbox/traffic")).arrayBuffer();
      return new TextDecoder().decode(traffic).split("/api/v3/contracts").length - 1;
    };
    await demo.owner.get(path);
    const before = await asked();
    expect(before).toBeGreaterThan(0);
    for (let opening = 0; opening < 3; opening += 1)
      expect(await (await demo.owner.get(path)).text()).toContain('name="carrier.colissimo"');
    expect(await asked()).toBe(before);
  });
});
