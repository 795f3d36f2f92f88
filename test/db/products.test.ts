import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { applyOutbox, type OutboxRow, type OutboxTarget } from "../../src/db/outbox";
import {
  countProducts,
  editProduct,
  factsOfSkus,
  findProduct,
  listProducts,
  type ProductQuery,
  type ProductView,
} from "../../src/db/products";
import { emptyRows } from "../../src/db/rebuild";
import type { D1 } from "../../src/lib/ports";
import { d1Over, d1Twin } from "../d1-twin";
import { NOW, OURS, plansOf, rowsOf, THEIRS } from "./cast";

const LINES_TABLE = 1;
const ALL: ProductQuery = { view: "all", words: "", after: null, limit: 100 };
const DRILL = { sku: "PERC-18", title: "Perceuse 18 V" };

type Sale = { orderId: string; version?: number; line?: OutboxRow; order?: OutboxRow; place?: typeof OURS };

function batchOf({ orderId, version = 1, line = {}, order = {} }: Sale): Map<OutboxTarget, OutboxRow[]> {
  const rows = rowsOf(orderId, version, order);
  const [first] = rows.get("order_lines") ?? [];
  return new Map([
    ["orders", rows.get("orders") ?? []],
    ["order_lines", [{ ...first, ...line }]],
  ]);
}

const sell = (d1: D1, sale: Sale) => applyOutbox(d1, sale.place ?? OURS, batchOf(sale));
const skus = async (d1: D1, query: Partial<ProductQuery> = {}) =>
  (await listProducts(d1, "w1", { ...ALL, ...query })).map(({ sku }) => sku);
const timesSold = async (d1: D1, sku = DRILL.sku) => (await findProduct(d1, "w1", sku))?.timesSold;

describe("a product of an order", () => {
  it("appears by itself, with its title, when it was sold and how often", async () => {
    const d1 = d1Twin();
    await sell(d1, { orderId: "O-1" });
    await sell(d1, { orderId: "O-2", order: { created_at: NOW + 5 }, line: { title: "Perceuse 18 V, 2 accus" } });
    const nothing = { category: null, hsCode: null, origin: null, weightGrams: null, description: null };
    expect(await listProducts(d1, "w1", ALL)).toEqual([
      { sku: "PERC-18", title: "Perceuse 18 V, 2 accus", ...nothing, lastSoldAt: NOW + 5, timesSold: 2 },
    ]);
  });

  it("keeps the title of the sale that is newer, whichever comes first", async () => {
    const d1 = d1Twin();
    await sell(d1, { orderId: "O-2", order: { created_at: NOW + 5 }, line: { title: "Newer" } });
    await sell(d1, { orderId: "O-1", line: { title: "Older" } });
    expect(await findProduct(d1, "w1", DRILL.sku)).toMatchObject({ title: "Newer", lastSoldAt: NOW + 5, timesSold: 2 });
  });

  it("counts a line once, however often and in whatever order its versions are told", async () => {
    const states = fc.constantFrom("shipping", "shipped", "canceled", "refused");
    const news = fc.record({ line: fc.constantFrom("l1", "l2"), sku: fc.constantFrom("A", "B"), state: states });
    await fc.assert(
      fc.asyncProperty(fc.array(news, { minLength: 1, maxLength: 10 }), fc.nat(10), async (told, again) => {
        const d1 = d1Twin();
        const batches = told.map(({ line, sku, state }, at) =>
          batchOf({ orderId: "O-1", version: at + 1, line: { line_id: line, sku, state } }),
        );
        for (const batch of [...batches, ...batches.slice(0, again)]) await applyOutbox(d1, OURS, batch);
        const newest = new Map(told.map((one) => [one.line, one]));
        for (const sku of ["A", "B"]) {
          const counted = [...newest.values()].filter(
            (one) => one.sku === sku && one.state !== "canceled" && one.state !== "refused",
          );
          expect((await timesSold(d1, sku)) ?? 0).toBe(counted.length);
        }
      }),
      { numRuns: 40 },
    );
  });

  it("counts the same after its store's rows were deleted and written again", async () => {
    const d1 = d1Twin();
    for (const orderId of ["O-1", "O-2", "O-3"]) await sell(d1, { orderId });
    await emptyRows(d1, OURS, LINES_TABLE, 100);
    expect(await timesSold(d1)).toBe(0);
    for (const orderId of ["O-1", "O-2", "O-3"]) await sell(d1, { orderId });
    expect(await timesSold(d1)).toBe(3);
  });

  it("is one for all stores of a workspace, and another in another workspace", async () => {
    const d1 = d1Twin();
    await sell(d1, { orderId: "O-1" });
    await sell(d1, { orderId: "O-1", place: { workspaceId: "w1", storeId: "s9" } });
    await sell(d1, { orderId: "O-1", place: THEIRS });
    expect(await timesSold(d1)).toBe(2);
    expect(await editProduct(d1, "w1", DRILL.sku, { hsCode: "820559" }, NOW)).toBe(true);
    expect(await findProduct(d1, "w2", DRILL.sku)).toMatchObject({ hsCode: null, timesSold: 1 });
  });

  it("keeps what is known of it when it is sold again", async () => {
    const d1 = d1Twin();
    const facts = { hsCode: "846721", origin: "DE", weightGrams: 1850, description: "Cordless drill" };
    await sell(d1, { orderId: "O-1" });
    await editProduct(d1, "w1", DRILL.sku, facts, NOW);
    await sell(d1, { orderId: "O-2" });
    expect(await factsOfSkus(d1, "w1", [DRILL.sku, "UNKNOWN"])).toEqual(new Map([[DRILL.sku, facts]]));
  });

  it("has no row without a SKU", async () => {
    const d1 = d1Twin();
    await sell(d1, { orderId: "O-1", line: { sku: "" } });
    expect(await skus(d1)).toEqual([]);
  });
});

describe("sold abroad", () => {
  const abroad = (d1: D1) => skus(d1, { view: "abroad-without-code" });

  it.each<[string, OutboxRow, boolean]>([
    ["Switzerland", { country: "CH" }, true],
    ["Germany", { country: "DE" }, false],
    ["no address yet", { country: null }, false],
    ["a route within the union that wants documents", { country: "ES", details: '{"documents":true}' }, true],
    ["the merchant's own country outside it", { country: "GB", details: '{"documents":false}' }, false],
  ])("%s", async (_, order, isAbroad) => {
    const d1 = d1Twin();
    await sell(d1, { orderId: "O-1", order });
    expect(await abroad(d1)).toEqual(isAbroad ? [DRILL.sku] : []);
  });

  it("counts from the day the address comes, and no more once the product has a code", async () => {
    const d1 = d1Twin();
    await sell(d1, { orderId: "O-1", order: { country: null } });
    const later = rowsOf("O-1", 2, { country: "CH" }).get("orders") ?? [];
    await applyOutbox(d1, OURS, new Map([["orders", later]]));
    expect(await abroad(d1)).toEqual([DRILL.sku]);
    expect(await countProducts(d1, "w1")).toEqual({ all: 1, "without-code": 1, "abroad-without-code": 1 });
    await editProduct(d1, "w1", DRILL.sku, { hsCode: "846721" }, NOW);
    expect(await abroad(d1)).toEqual([]);
    expect(await countProducts(d1, "w1")).toEqual({ all: 1, "without-code": 0, "abroad-without-code": 0 });
  });
});

describe("the list", () => {
  const shop = async () => {
    const d1 = d1Twin();
    const goods = ["Théière émaillée", "THEIERE en fonte", "Poêle à frire", "Écharpe d'été"];
    for (const [at, title] of goods.entries())
      await sell(d1, { orderId: `O-${at}`, order: { created_at: NOW + at }, line: { sku: `S-${at}`, title } });
    return d1;
  };

  it.each([
    ["theiere", ["S-1", "S-0"]],
    ["THÉIÈRE ÉMAIL", ["S-0"]],
    ["ete", ["S-3"]],
    ["s-2", ["S-2"]],
    ["100%_", []],
  ])("finds %j without accents and case", async (words, found) => {
    expect(await skus(await shop(), { words })).toEqual(found);
  });

  it("gives every product once, page by page, those sold at one moment too", async () => {
    const d1 = d1Twin();
    for (const at of [1, 2, 3, 4, 5])
      await sell(d1, { orderId: `O-${at}`, order: { created_at: NOW + (at % 2) }, line: { sku: `S-${at}` } });
    const seen: string[] = [];
    for (let after: ProductQuery["after"] = null, page = 0; page < 4; page += 1) {
      const rows = await listProducts(d1, "w1", { ...ALL, after, limit: 2 });
      seen.push(...rows.map(({ sku }) => sku));
      const last = rows.at(-1);
      after = last ? { lastSoldAt: last.lastSoldAt ?? 0, sku: last.sku } : after;
    }
    expect(seen).toEqual(["S-5", "S-3", "S-1", "S-4", "S-2"]);
  });

  const after = { lastSoldAt: NOW, sku: "S-1" };
  it.each<[ProductView, string]>([
    ["all", "products_by_sale"],
    ["without-code", "products_without_code"],
    ["abroad-without-code", "products_abroad_without_code"],
  ])("of %s is read in order from its index", async (view, index) => {
    for (const words of ["", "perceuse"]) {
      const [first] = await plansOf(d1Twin(), (d1) => listProducts(d1, "w1", { ...ALL, view, words }));
      expect(first).toEqual([`SEARCH products USING INDEX ${index} (workspace_id=?)`]);
      const [next] = await plansOf(d1Twin(), (d1) => listProducts(d1, "w1", { ...ALL, view, words, after }));
      expect(next).toEqual([`SEARCH products USING INDEX ${index} (workspace_id=? AND (last_sold_at,sku)<(?,?))`]);
    }
  });

  it("reads counts and facts by keys alone", async () => {
    const plans = await plansOf(d1Twin(), async (d1) => {
      await countProducts(d1, "w1");
      await factsOfSkus(d1, "w1", ["A"]);
    });
    for (const step of plans.flat()) expect(step).not.toMatch(/^SCAN products/);
  });
});

it("orders from before have their products at once", async () => {
  const folder = join(import.meta.dirname, "..", "..", "migrations");
  const files = readdirSync(folder).filter((name) => name.endsWith(".sql"));
  const run = (database: DatabaseSync, names: string[]) => {
    for (const name of names.sort())
      database.exec(readFileSync(join(folder, name), "utf8").replaceAll("--> statement-breakpoint", ""));
  };
  const database = new DatabaseSync(":memory:");
  run(
    database,
    files.filter((name) => name < "0006"),
  );
  const d1 = d1Over(database);
  const put = async (table: string, row: OutboxRow) => {
    const names = Object.keys(row);
    const text = `INSERT INTO ${table} (workspace_id, store_id, ${names}) VALUES ('w1', 's1', ${names.map(() => "?")})`;
    await d1
      .prepare(text)
      .bind(...(Object.values(row) as (string | number | null)[]))
      .run();
  };
  for (const [at, country] of ["FR", "CH", "FR"].entries()) {
    const sale = batchOf({
      orderId: `O-${at}`,
      order: { country, created_at: NOW + at },
      line: { title: `Théière ÉMAILLÉE ${at}`, state: at === 0 ? "canceled" : "shipped" },
    });
    for (const [table, rows] of sale) for (const row of rows) await put(table, row);
  }
  run(
    database,
    files.filter((name) => name.startsWith("0006")),
  );
  expect(await findProduct(d1, "w1", DRILL.sku)).toMatchObject({
    title: "Théière ÉMAILLÉE 2",
    lastSoldAt: NOW + 2,
    timesSold: 2,
  });
  expect(await skus(d1, { view: "abroad-without-code", words: "theiere emaillee" })).toEqual([DRILL.sku]);
  await sell(d1, { orderId: "O-2", version: 9 });
  expect(await timesSold(d1)).toBe(2);
});
