import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { type FaultKind, plantFault } from "../../src/sandbox/faults";
import { BRICO_KEY } from "../../src/sandbox/marketplaces";
import { payOrder, placeOrder } from "../../src/sandbox/mirakl-orders";
import { findOrder, writeOrder } from "../../src/sandbox/order-store";
import { DEMO_KEYS } from "../../src/sandbox/sendcloud-account";
import { openShop, type Shop } from "../web/shop";

const MINUTE = 60_000;
const CANARY = "Zéphyrine-Canari";
const FAULTS: FaultKind[] = ["drop-before", "drop-after"];
const SINKS = ["log", "info", "warn", "error", "debug"] as const;

const said: string[] = [];
beforeEach(() => {
  said.length = 0;
  for (const sink of SINKS)
    vi.spyOn(console, sink).mockImplementation((...words) => {
      said.push(words.map((word) => (word instanceof Error ? `${word.stack}` : String(word))).join(" "));
    });
});
afterEach(() => vi.restoreAllMocks());

function orderOfCanary(shop: Shop): string {
  const id = placeOrder(shop.world, "brico");
  payOrder(shop.world, id);
  const order = findOrder(shop.world, id)?.order;
  const address = order?.customer.shipping_address;
  if (!order || !address) throw new Error("the order has no address");
  const named = { ...address, firstname: CANARY, lastname: CANARY, street_1: `3 rue ${CANARY}`, phone: "0699887766" };
  writeOrder(shop.world, { ...order, customer: { ...order.customer, shipping_address: named } }, shop.world.now());
  return id;
}

describe("S16: what is written to a log", () => {
  it("names no buyer and no key, whatever goes wrong on an order's way", async () => {
    const shop = await openShop();
    const id = orderOfCanary(shop);
    await shop.run(6 * MINUTE);
    expect(await shop.pageOf(id)).toContain(CANARY);
    for (const kind of FAULTS) {
      plantFault(shop.world, { api: "mirakl", operation: "OR11", kind, times: 1 });
      plantFault(shop.world, {
        api: "sendcloud",
        operation: "sc-public-v3-scp-post-announce_shipment",
        kind,
        times: 1,
      });
      await shop.owner.post(`${shop.pathOf(id)}/labels`, { option: "~colissimo:home", weight: "700" });
      await shop.run(20 * MINUTE);
    }
    // A surprise inside a page: a table that is gone.
    await shop.site.d1.prepare("ALTER TABLE parcels RENAME TO parcels_gone").run();
    expect((await shop.owner.get(shop.pathOf(id))).status).toBeGreaterThanOrEqual(500);
    expect(said.length).toBeGreaterThan(0);
    const all = said.join("\n");
    for (const secret of [CANARY, "0699887766", BRICO_KEY, DEMO_KEYS.secretKey, shop.owner.cookie.split("=")[1] ?? "?"])
      expect([secret, all.includes(secret)]).toEqual([secret, false]);
  });
});
