import { describe, expect, it } from "vitest";
import { applyOutbox, type OutboxRow } from "../../src/db/outbox";
import { countReturnTabs, listReturns, listReturnsOfOrder, type ReturnQuery } from "../../src/db/returns";
import type { D1 } from "../../src/lib/ports";
import { d1Twin } from "../d1-twin";
import { addOrder, addStore, NOW, OURS, plansOf, THEIRS } from "./cast";

const ALL: ReturnQuery = { tab: null, storeId: null, after: null, limit: 50 };
const after = { at: NOW, returnKey: "r1" };

async function addReturn(d1: D1, key: string, parts: OutboxRow = {}, place = OURS): Promise<void> {
  const row = { return_key: key, order_id: "O-1", stage: "announced", tab: "under-way", tracking_number: null };
  const moments = { created_at: NOW, at: NOW, details: "{}", version: 1 };
  await applyOutbox(d1, place, new Map([["returns", [{ ...row, ...moments, ...parts }]]]));
}

async function twoShops(): Promise<D1> {
  const d1 = d1Twin();
  for (const place of [OURS, THEIRS]) {
    await addStore(d1, place);
    await addOrder(d1, "O-1", {}, place);
    await d1.prepare("DELETE FROM returns").bind().run();
  }
  return d1;
}

describe("the list of returns", () => {
  it.each<[Partial<ReturnQuery>, string]>([
    [{}, "returns_by_creation (workspace_id=?)"],
    [{ after }, "returns_by_creation (workspace_id=? AND (at,return_key)<(?,?))"],
    [{ tab: "to-decide" }, "returns_by_tab (workspace_id=? AND tab=?)"],
    [{ tab: "to-decide", after }, "returns_by_tab (workspace_id=? AND tab=? AND (at,return_key)<(?,?))"],
    [{ tab: "to-decide", storeId: "s1" }, "returns_by_tab (workspace_id=? AND tab=?)"],
    [{ storeId: "s1" }, "returns_by_store (workspace_id=? AND store_id=?)"],
    [{ storeId: "s1", after }, "returns_by_store (workspace_id=? AND store_id=? AND (at,return_key)<(?,?))"],
  ])("asked for %j reads %s in order, from where the page begins", async (query, index) => {
    const [plan] = await plansOf(d1Twin(), (d1) => listReturns(d1, "w1", { ...ALL, ...query }));
    expect(plan).toContain(`SEARCH returns USING INDEX ${index}`);
    expect(plan?.join()).not.toContain("TEMP B-TREE");
  });

  it("comes newest first, page by page, and shows each once", async () => {
    const d1 = await twoShops();
    for (let n = 0; n < 7; n += 1) await addReturn(d1, `r${n}`, { at: NOW + Math.floor(n / 2) });
    const first = await listReturns(d1, "w1", { ...ALL, limit: 4 });
    const last = first.at(-1);
    if (!last) throw new Error("an empty page");
    const second = await listReturns(d1, "w1", { ...ALL, after: last });
    expect([...first, ...second].map(({ returnKey }) => returnKey)).toEqual(["r6", "r5", "r4", "r3", "r2", "r1", "r0"]);
    expect(first[0]).toMatchObject({ number: "O-1", storeName: "Shop s1", buyerName: "Léa Martin", orderId: "O-1" });
  });

  it("holds nothing of another workspace, and no row whose return turned out to be another's", async () => {
    const d1 = await twoShops();
    await addReturn(d1, "ours", { tab: "to-decide" });
    await addReturn(d1, "gone", { tab: "gone" });
    await addReturn(d1, "theirs", { tab: "to-decide" }, THEIRS);
    const keys = async (query: Partial<ReturnQuery>) =>
      (await listReturns(d1, "w1", { ...ALL, ...query })).map(({ returnKey }) => returnKey);
    expect(await keys({})).toEqual(["ours"]);
    expect(await keys({ tab: "to-decide" })).toEqual(["ours"]);
    expect(await keys({ tab: "refunded" })).toEqual([]);
    expect(await keys({ storeId: "s2" })).toEqual([]);
    expect((await listReturnsOfOrder(d1, "w1", "s1", "O-1")).map(({ returnKey }) => returnKey)).toEqual(["ours"]);
    expect(await listReturnsOfOrder(d1, "w1", "s2", "O-1")).toEqual([]);
  });

  it("counts each tab, of all stores or of one, and never what is gone", async () => {
    const d1 = await twoShops();
    for (const [key, tab] of Object.entries({ a: "to-decide", b: "to-decide", c: "refunded", d: "gone", e: "over" }))
      await addReturn(d1, key, { tab });
    await addReturn(d1, "theirs", { tab: "to-decide" }, THEIRS);
    const counted = { "to-decide": 2, "under-way": 0, refunded: 1, over: 1 };
    expect(await countReturnTabs(d1, "w1")).toEqual(counted);
    expect(await countReturnTabs(d1, "w1", "s1")).toEqual(counted);
    expect(await countReturnTabs(d1, "w1", "s2")).toEqual({ "to-decide": 0, "under-way": 0, refunded: 0, over: 0 });
  });
});
