import { beforeAll, expect, it } from "vitest";
import { findAccount, findAccountByWebhook, insertAccount, listAccounts } from "../../src/db/accounts";
import { createJob, findJob } from "../../src/db/jobs";
import { claimNumbers, findOrdersByNumbers } from "../../src/db/order-numbers";
import { findOrder } from "../../src/db/order-record";
import { countTabs, listOrders } from "../../src/db/orders";
import { noteHeartbeat } from "../../src/db/outbox";
import {
  findDraft,
  findStore,
  listDrafts,
  listHeartbeats,
  listStores,
  listStoresOfAccount,
  pauseStore,
  resumeStore,
  saveDraft,
  saveSettings,
} from "../../src/db/stores";
import { DEFAULT_SETTINGS } from "../../src/domain/store";
import type { D1 } from "../../src/lib/ports";
import { d1Twin } from "../d1-twin";
import { addOrder, addStore, NOW, OURS } from "./cast";

const INTEGRATION = "w1:10001";
let d1: D1;

beforeAll(async () => {
  d1 = d1Twin();
  await addStore(d1);
  await addOrder(d1, "O-1", { attention: 1 });
  await claimNumbers(d1, { ...OURS, integration: INTEGRATION }, [
    { orderId: "O-1", number: "o-1", numberUpper: "O-1" },
  ]);
  const job = { workspaceId: "w1", id: "j1", createdBy: "p1", createdAt: NOW };
  await createJob(d1, { ...job, orders: [{ storeId: "s1", orderId: "O-1" }] });
  await noteHeartbeat(d1, { ...OURS, at: NOW });
  await pauseStore(d1, { ...OURS, reason: "person", pausedBy: "camille", pausedAt: NOW });
  const sealed = { sealedPublicKey: "a", sealedSecretKey: "b", sealedSignatureKey: null, keyHint: "…k3y" };
  const account = {
    id: "account-1",
    workspaceId: "w1",
    name: "Sendcloud",
    integrationId: 10_001,
    auth: "basic",
  } as const;
  await insertAccount(d1, { ...account, ...sealed, webhookId: "hook-1", createdAt: NOW });
  const draft = { id: "draft-1", workspaceId: "w1", baseUrl: "https://a.mirakl.test", sealedKey: "c", keyHint: "…k3y" };
  await saveDraft(d1, { ...draft, answers: { shops: [2041] }, createdAt: NOW });
});

const orders = { tab: null, storeId: null, after: null, limit: 10 };
const QUESTIONS: [string, (workspaceId: string) => Promise<unknown>, unknown][] = [
  ["its orders", (w) => listOrders(d1, w, orders), []],
  ["the orders of its store", (w) => listOrders(d1, w, { ...orders, storeId: "s1", tab: "to-ship" }), []],
  ["its orders that want a person", (w) => listOrders(d1, w, { ...orders, attention: true }), []],
  ["its counts", async (w) => (await countTabs(d1, w)).tabs["to-ship"], 0],
  ["its attention", async (w) => (await countTabs(d1, w, "s1")).attention, 0],
  ["an order", (w) => findOrder(d1, w, "s1", "O-1"), null],
  ["a number", (w) => findOrdersByNumbers(d1, w, INTEGRATION, ["O-1"]), new Map()],
  ["a job", (w) => findJob(d1, w, "j1"), null],
  ["its stores", (w) => listStores(d1, w), []],
  ["a store", (w) => findStore(d1, w, "s1"), null],
  ["the stores of an account", (w) => listStoresOfAccount(d1, w, "account-1"), []],
  ["its accounts", (w) => listAccounts(d1, w), []],
  ["an account", (w) => findAccount(d1, w, "account-1"), null],
  ["its drafts", (w) => listDrafts(d1, w), []],
  ["a draft", (w) => findDraft(d1, w, "draft-1"), null],
  ["its heartbeats", (w) => listHeartbeats(d1, w), new Map()],
];

it.each(QUESTIONS)("another workspace never sees %s", async (_, ask, nothing) => {
  expect(await ask("w2")).toEqual(nothing);
  expect(await ask("w1")).not.toEqual(nothing);
});

it("another workspace makes no job of these orders", async () => {
  const job = { workspaceId: "w2", id: "j2", createdBy: "p2", createdAt: NOW };
  expect(await createJob(d1, { ...job, orders: [{ storeId: "s1", orderId: "O-1" }] })).toEqual([]);
  expect(await findJob(d1, "w2", "j2")).toBeNull();
});

it("another workspace changes no store", async () => {
  expect(await saveSettings(d1, "w2", "s1", DEFAULT_SETTINGS, 1)).toBe(false);
  await resumeStore(d1, "w2", "s1");
  expect(await findStore(d1, "w1", "s1")).toMatchObject({ settingsVersion: 1, pausedBecause: "person" });
});

it("a webhook's address leads to the account it belongs to, and to no other", async () => {
  expect(await findAccountByWebhook(d1, "hook-1")).toEqual({ id: "account-1", workspaceId: "w1" });
  expect(await findAccountByWebhook(d1, "hook-2")).toBeNull();
});

it("an account that is there already stays as it is", async () => {
  const account = await findAccount(d1, "w1", "account-1");
  if (!account) throw new Error("no account");
  await insertAccount(d1, { ...account, workspaceId: "w2", name: "Another" });
  expect(await findAccount(d1, "w1", "account-1")).toEqual(account);
});
