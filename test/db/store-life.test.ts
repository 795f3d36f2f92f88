import { beforeEach, describe, expect, it } from "vitest";
import { claimNumbers } from "../../src/db/order-numbers";
import { noteHeartbeat } from "../../src/db/outbox";
import {
  countOpenWork,
  DELETED_TABLES,
  deleteStoreRow,
  deleteStoreRows,
  disconnectStore,
  hasOtherStore,
  markDeleting,
  reconnectStore,
} from "../../src/db/store-life";
import { findStore, listSilentStores, listStoresOfAccount, pauseStore } from "../../src/db/stores";
import { DEFAULT_SETTINGS } from "../../src/domain/store";
import type { D1 } from "../../src/lib/ports";
import { d1Twin } from "../d1-twin";
import { addOrder, addStore, NOW, OURS, THEIRS } from "./cast";

const NEWS = { name: "Again", sealedKey: "new", keyHint: "…new", settings: DEFAULT_SETTINGS };
const IN_W2 = { ...OURS, workspaceId: "w2" };
let d1: D1;

beforeEach(async () => {
  d1 = d1Twin();
  await addStore(d1);
  await addStore(d1, THEIRS);
});

const store = () => findStore(d1, "w1", "s1");
const held = async (storeId: string) => {
  const { results } = await d1
    .prepare("SELECT name FROM sqlite_master WHERE type = 'table' AND sql LIKE '%store_id%' ORDER BY name")
    .all<{ name: string }>();
  const counts = results.map(async ({ name }) => {
    const row = await d1
      .prepare(`SELECT count(*) AS n FROM ${name} WHERE store_id = ?`)
      .bind(storeId)
      .first<{ n: number }>();
    return [name, row?.n ?? 0] as const;
  });
  return Object.fromEntries(await Promise.all(counts));
};

describe("a store's life", () => {
  it("ends with its key and its pause, and begins again with another key under the same tag", async () => {
    await pauseStore(d1, { ...OURS, reason: "Inventaire", pausedBy: "Camille", pausedAt: NOW });
    expect(await store()).toMatchObject({ pausedBy: "Camille", pausedAt: NOW });
    expect(await reconnectStore(d1, OURS, NEWS)).toBe(false);
    await disconnectStore(d1, OURS, NOW);
    expect(await store()).toMatchObject({ sealedKey: "", keyHint: "", disconnectedAt: NOW, pausedBecause: null });
    expect(await listStoresOfAccount(d1, "w1", "account-1")).toEqual([]);
    await disconnectStore(d1, OURS, NOW + 1);
    expect((await store())?.disconnectedAt).toBe(NOW);
    expect(await reconnectStore(d1, OURS, NEWS)).toBe(true);
    expect(await store()).toMatchObject({ ...NEWS, tag: "tag-s1", disconnectedAt: null, settingsVersion: 3 });
  });

  it("is nobody else's to change or to count", async () => {
    await addOrder(d1, "O-1");
    await disconnectStore(d1, IN_W2, NOW);
    expect((await store())?.disconnectedAt).toBeNull();
    await disconnectStore(d1, OURS, NOW);
    expect(await reconnectStore(d1, IN_W2, NEWS)).toBe(false);
    expect(await markDeleting(d1, IN_W2, NOW)).toBe(false);
    expect(Object.values(await countOpenWork(d1, IN_W2))).toEqual([0, 0, 0, 0, 0]);
    expect((await countOpenWork(d1, OURS)).toShip).toBe(1);
    for (let table = 0; table < DELETED_TABLES.length; table += 1)
      expect(await deleteStoreRows(d1, IN_W2, table, 10)).toBe(0);
  });

  it("is deleted only once it is disconnected, and the watchdog wakes it until it is gone", async () => {
    await noteHeartbeat(d1, { ...OURS, at: NOW });
    await noteHeartbeat(d1, { ...THEIRS, at: NOW });
    expect(await markDeleting(d1, OURS, NOW)).toBe(false);
    await deleteStoreRow(d1, OURS);
    expect(await store()).not.toBeNull();
    const silent = async () => (await listSilentStores(d1, NOW + 1, 10)).map(({ id }) => id);
    expect(await silent()).toEqual(["s1", "s2"]);
    await disconnectStore(d1, OURS, NOW);
    expect(await silent()).toEqual(["s2"]);
    expect(await markDeleting(d1, OURS, NOW)).toBe(true);
    expect(await silent()).toEqual(["s1", "s2"]);
    expect(await reconnectStore(d1, OURS, NEWS)).toBe(false);
  });

  it("knows whether another store needs its account", async () => {
    expect(await hasOtherStore(d1, OURS, "account-1")).toBe(false);
    await addStore(d1, { workspaceId: "w1", storeId: "s3" });
    expect(await hasOtherStore(d1, OURS, "account-1")).toBe(true);
    await disconnectStore(d1, { workspaceId: "w1", storeId: "s3" }, NOW);
    expect(await hasOtherStore(d1, OURS, "account-1")).toBe(false);
  });
});

it("the rows of a store go in slices, from every table, and no other store's", async () => {
  for (const orderId of ["O-1", "O-2", "O-3"]) {
    await addOrder(d1, orderId);
    await addOrder(d1, orderId, {}, THEIRS);
    const number = { orderId, number: orderId, numberUpper: orderId };
    await claimNumbers(d1, { ...OURS, integration: "w1:1" }, [number]);
    await claimNumbers(d1, { ...THEIRS, integration: "w2:1" }, [number]);
  }
  for (const place of [OURS, THEIRS]) {
    await noteHeartbeat(d1, { ...place, at: NOW });
    await pauseStore(d1, { ...place, reason: "x", pausedBy: null, pausedAt: NOW });
  }
  const [ours, theirs] = [await held("s1"), await held("s2")];
  // The table of returns is filled by another test's rows; every other one holds something.
  expect(Object.entries(ours).filter(([name, n]) => n === 0 && name !== "returns")).toEqual([]);
  expect(Object.keys(ours).sort()).toEqual([...DELETED_TABLES].sort());
  const orders = DELETED_TABLES.indexOf("orders");
  expect([await deleteStoreRows(d1, OURS, orders, 2), await deleteStoreRows(d1, OURS, orders, 2)]).toEqual([2, 1]);
  for (let table = 0; table < DELETED_TABLES.length; table += 1) await deleteStoreRows(d1, OURS, table, 100);
  expect(Object.values(await held("s1")).every((n) => n === 0)).toBe(true);
  expect(await held("s2")).toEqual(theirs);
});
