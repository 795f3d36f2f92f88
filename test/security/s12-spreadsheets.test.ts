import Papa from "papaparse";
import { describe, expect, it } from "vitest";
import { placeOrder } from "../../src/sandbox/mirakl-orders";
import { findOrder, writeOrder } from "../../src/sandbox/order-store";
import { openShop } from "../web/shop";

const MINUTE = 60_000;
const FORMULAS = [
  "=1+1",
  '=HYPERLINK("http://evil.example")',
  "+49 151",
  "-2",
  "@SUM(A1)",
  "\t=1+1",
  "\r=1+1",
  '"=1+1',
];
/** What a spreadsheet would run. */
const RUNS = /^[=+\-@\t\r]/;

describe("S12: a table that leaves for a spreadsheet", () => {
  it("holds no formula, whatever a buyer calls himself, and loses no letter of it", async () => {
    const shop = await openShop();
    for (const name of FORMULAS) {
      const id = placeOrder(shop.world, "brico");
      const order = findOrder(shop.world, id)?.order;
      if (!order) throw new Error("the order is not there");
      const customer = { ...order.customer, firstname: name, lastname: "" };
      const address = customer.shipping_address && { ...customer.shipping_address, firstname: name, lastname: "" };
      writeOrder(shop.world, { ...order, customer: { ...customer, shipping_address: address } }, shop.world.now());
    }
    await shop.run(6 * MINUTE);
    const answer = await shop.owner.get(`/stores/${shop.storeId}/export`);
    expect(answer.headers.get("Content-Type")).toBe("text/csv; charset=utf-8");
    expect(answer.headers.get("Content-Disposition")).toMatch(/^attachment; filename="[\w.-]+"$/);
    expect(answer.headers.get("X-Content-Type-Options")).toBe("nosniff");
    const { data, errors } = Papa.parse<string[]>((await answer.text()).replace(/^\uFEFF/, ""), { delimiter: ";" });
    expect(errors).toEqual([]);
    const cells = data.flat();
    expect(cells.filter((cell) => RUNS.test(cell))).toEqual([]);
    expect(cells.filter((cell) => cell.includes("1+1")).length).toBeGreaterThan(2);
  });
});
