import { describe, expect, it } from "vitest";
import { payOrder, placeOrder } from "../../src/sandbox/mirakl-orders";
import { findOrder, writeOrder } from "../../src/sandbox/order-store";
import { openShop, type Shop } from "../web/shop";
import { HOSTILE_TEXTS } from "./hostile-texts";

const MINUTE = 60_000;
/** What begins something in markup: text alone holds none of it. */
const TAG = /<\/?([a-z][a-z0-9-]*)/gi;
const AT_ONCE = 10;

/** An order whose buyer, street, city and goods are all called so. */
function orderNamed(shop: Shop, text: string): string {
  const id = placeOrder(shop.world, "brico");
  payOrder(shop.world, id);
  const order = findOrder(shop.world, id)?.order;
  if (!order) throw new Error("the order is not there");
  const { customer } = order;
  const address = customer.shipping_address && {
    ...customer.shipping_address,
    ...{ firstname: text, lastname: text, street_1: text, city: text, company: text },
  };
  const lines = order.order_lines.map((line) => ({ ...line, product_title: text }));
  const named = { ...customer, firstname: text, lastname: text, shipping_address: address };
  writeOrder(shop.world, { ...order, customer: named, order_lines: lines }, shop.world.now());
  return id;
}

const tagsOf = (html: string) => [...new Set([...html.matchAll(TAG)].map(([, name]) => name?.toLowerCase()))].sort();
const headersOf = (answer: Response) => [...answer.headers].map(([name, value]) => `${name}: ${value}`).join("\n");

describe("S4: a buyer with a hostile name", () => {
  it("is text, on every page that shows him, in each of two hundred ways", async () => {
    expect(HOSTILE_TEXTS).toHaveLength(200);
    const shop = await openShop();
    const harmless = orderNamed(shop, "Jeanne Ndiaye");
    const ids = HOSTILE_TEXTS.map((text) => orderNamed(shop, text));
    await shop.run(10 * MINUTE);
    const pages = (id: string) => [shop.pathOf(id), `${shop.pathOf(id)}/recipient`, `${shop.pathOf(id)}/cancellation`];
    const usual = await Promise.all(
      pages(harmless).map(async (page) => tagsOf(await (await shop.owner.get(page)).text())),
    );
    let seen = 0;
    for (let start = 0; start < ids.length; start += AT_ONCE) {
      await Promise.all(
        ids.slice(start, start + AT_ONCE).map(async (id, index) => {
          const text = HOSTILE_TEXTS[start + index] ?? "";
          for (const [place, page] of pages(id).entries()) {
            const answer = await shop.owner.get(page);
            const html = await answer.text();
            expect([page, answer.status]).toEqual([page, 200]);
            if (/[<"']/.test(text)) expect([text, html.includes(text)]).toEqual([text, false]);
            expect([text, tagsOf(html).filter((tag) => !usual[place]?.includes(tag))]).toEqual([text, []]);
            expect(headersOf(answer)).not.toMatch(/stolen|evil\.example/);
            if (html.includes("alert(1)")) seen += 1;
          }
        }),
      );
    }
    // A page that dropped the name would pass everything above.
    expect(seen).toBeGreaterThan(HOSTILE_TEXTS.length);
    const list = await (await shop.owner.get("/orders?tab=all")).text();
    const bare = HOSTILE_TEXTS.filter((text) => text.includes("<") && list.includes(text));
    expect(bare).toEqual([]);
  });
});
