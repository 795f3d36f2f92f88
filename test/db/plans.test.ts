import { describe, expect, it } from "vitest";
import { findAccountByWebhook } from "../../src/db/accounts";
import { createJob, findJob, listWaitingParts } from "../../src/db/jobs";
import { claimNumbers, findNumbers, findOrdersByNumbers } from "../../src/db/order-numbers";
import { findOrder } from "../../src/db/order-record";
import { countTabs, listOrders, type OrderQuery } from "../../src/db/orders";
import { EMPTIED_TABLES, emptyRows } from "../../src/db/rebuild";
import { countReturnTabs, listReturnsOfOrder } from "../../src/db/returns";
import { whoHoldsSession } from "../../src/db/sessions";
import { listStoreEvents } from "../../src/db/store-events";
import { listSilentStores } from "../../src/db/stores";
import type { D1 } from "../../src/lib/ports";
import { d1Twin } from "../d1-twin";
import { addOrder, NOW, OURS, plansOf } from "./cast";

const LARGE =
  "returns|orders|order_lines|parcels|intents|events|set_aside_orders|job_items|order_numbers|sessions|sendcloud_accounts";
const READS_ALL = new RegExp(`^SCAN (${LARGE})\\b`);
const after = { createdAt: NOW, orderId: "O-1" };
const place = { ...OURS, integration: "w1:10001" };
const ONE = [{ storeId: "s1", orderId: "O-1" }];
const claims = [{ orderId: "O-1", number: "o-1", numberUpper: "O-1" }];

describe("the list of orders", () => {
  it.each<[Partial<OrderQuery>, string]>([
    [{}, "orders_by_creation (workspace_id=?)"],
    [{ after }, "orders_by_creation (workspace_id=? AND (created_at,order_id)<(?,?))"],
    [{ tab: "done" }, "orders_by_tab (workspace_id=? AND tab=?)"],
    [{ tab: "done", after }, "orders_by_tab (workspace_id=? AND tab=? AND (created_at,order_id)<(?,?))"],
    [{ tab: "done", storeId: "s1" }, "orders_by_tab (workspace_id=? AND tab=?)"],
    [{ tab: "done", storeId: "s1", after }, "orders_by_tab (workspace_id=? AND tab=? AND (created_at,order_id)<(?,?))"],
    [{ storeId: "s1" }, "orders_by_store (workspace_id=? AND store_id=?)"],
    [{ storeId: "s1", after }, "orders_by_store (workspace_id=? AND store_id=? AND (created_at,order_id)<(?,?))"],
    [{ attention: true }, "orders_by_attention (workspace_id=?)"],
    [{ attention: true, storeId: "s1", after }, "orders_by_attention (workspace_id=? AND (created_at,order_id)<(?,?))"],
  ])("asked for %j reads %s in order, from where the page begins", async (query, index) => {
    const asked = { tab: null, storeId: null, after: null, limit: 51, ...query };
    const [plan] = await plansOf(d1Twin(), (d1) => listOrders(d1, "w1", asked));
    expect(plan).toContain(`SEARCH orders USING INDEX ${index}`);
    expect(plan).toContain("SEARCH stores USING PRIMARY KEY (id=?)");
    expect(plan?.join()).not.toContain("TEMP B-TREE");
  });
});

type Question = [string, number, (d1: D1) => Promise<unknown>];
const QUESTIONS: Question[] = [
  ["findOrder", 5, (d1) => findOrder(d1, "w1", "s1", "O-1")],
  ["countTabs", 2, (d1) => countTabs(d1, "w1")],
  ["countTabs of a store", 2, (d1) => countTabs(d1, "w1", "s1")],
  ["claimNumbers", 2, (d1) => claimNumbers(d1, place, claims)],
  ["listReturnsOfOrder", 1, (d1) => listReturnsOfOrder(d1, "w1", "s1", "O-1")],
  ["countReturnTabs", 1, (d1) => countReturnTabs(d1, "w1")],
  ["countReturnTabs of a store", 1, (d1) => countReturnTabs(d1, "w1", "s1")],
  ["findNumbers", 1, (d1) => findNumbers(d1, "s1", ["O-1"])],
  ["findOrdersByNumbers", 1, (d1) => findOrdersByNumbers(d1, "w1", place.integration, ["O-1"])],
  ["whoHoldsSession", 1, (d1) => whoHoldsSession(d1, "hash", NOW)],
  ["findAccountByWebhook", 1, (d1) => findAccountByWebhook(d1, "hook")],
  ["listSilentStores", 1, (d1) => listSilentStores(d1, NOW, 100)],
  [
    "createJob",
    3,
    (d1) => createJob(d1, { workspaceId: "w1", id: "j1", createdBy: "p1", createdAt: NOW, orders: ONE }),
  ],
  ["listStoreEvents", 1, (d1) => listStoreEvents(d1, "w1", "s1", 20)],
  ["findJob", 3, (d1) => findJob(d1, "w1", "j1")],
  ["listWaitingParts", 1, (d1) => listWaitingParts(d1, NOW, NOW, 100)],
  ["the outbox", 10, (d1) => addOrder(d1, "O-1")],
  ["the outbox of an order from abroad", 11, (d1) => addOrder(d1, "O-1", { country: "CH" })],
  ...Array.from(
    { length: EMPTIED_TABLES },
    (_, table): Question => [`emptyRows of table ${table}`, 1, (d1) => emptyRows(d1, OURS, table, 10)],
  ),
];

describe.each(QUESTIONS)("%s", (_, statements, ask) => {
  it("never reads all of a large table", async () => {
    const plans = await plansOf(d1Twin(), ask);
    expect(plans).toHaveLength(statements);
    expect(plans.flat().filter((step) => READS_ALL.test(step))).toEqual([]);
  });
});

it("the counts come from indexes alone", async () => {
  const plans = await plansOf(d1Twin(), (d1) => countTabs(d1, "w1", "s1"));
  expect(plans.flat()).toEqual([
    "SEARCH orders USING COVERING INDEX orders_by_tab (workspace_id=?)",
    "SEARCH orders USING COVERING INDEX orders_by_attention (workspace_id=?)",
  ]);
});

it("each claim is looked up by its order, not among all numbers of the store", async () => {
  const [, held] = await plansOf(d1Twin(), (d1) => claimNumbers(d1, place, claims));
  expect(held?.[0]).toMatch(/^SCAN claim VIRTUAL TABLE/);
  expect(held?.[1]).toMatch(/^SEARCH order_numbers .*number_upper=\?/);
});

it("each part of an order is found by the order's key", async () => {
  const plans = await plansOf(d1Twin(), (d1) => findOrder(d1, "w1", "s1", "O-1"));
  for (const [index, table] of ["orders", "order_lines", "parcels", "intents", "events"].entries()) {
    const key = "workspace_id=? AND store_id=? AND order_id=?";
    expect(plans[index]).toContain(`SEARCH ${table} USING PRIMARY KEY (${key})`);
  }
});
