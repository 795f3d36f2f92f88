import { beforeEach, describe, expect, it } from "vitest";
import { noteHeartbeat } from "../../src/db/outbox";
import {
  deleteDraft,
  deleteDraftsBefore,
  findDraft,
  findStore,
  listDrafts,
  listSilentStores,
  listStoreHosts,
  listStoreIds,
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
import { addStore, NOW, OURS, THEIRS } from "./cast";

let d1: D1;
beforeEach(async () => {
  d1 = d1Twin();
  await addStore(d1);
});

describe("a store", () => {
  it("is connected once for each shop of a marketplace", async () => {
    const shop = { baseUrl: "https://s1.mirakl.test", shopId: 2000 };
    expect(await addStore(d1)).toBe(false);
    expect(await addStore(d1, { workspaceId: "w1", storeId: "s3" }, shop)).toBe(false);
    expect(await addStore(d1, { workspaceId: "w1", storeId: "s3" }, { ...shop, shopId: 2001 })).toBe(true);
    expect(await listStoreIds(d1)).toEqual(["s1", "s3"]);
    expect(await listStoreHosts(d1)).toEqual(["s1.mirakl.test"]);
    expect(await listStoresOfAccount(d1, "w1", "account-1")).toEqual([
      { id: "s1", tag: "tag-s1", settingsVersion: 1 },
      { id: "s3", tag: "tag-s3", settingsVersion: 1 },
    ]);
  });

  it("comes back with its settings and as not paused", async () => {
    const store = await findStore(d1, "w1", "s1");
    expect(store).toMatchObject({ id: "s1", shopId: 2000, settings: DEFAULT_SETTINGS, pausedBecause: null });
    expect(await listStores(d1, "w1")).toEqual([store]);
  });

  it("keeps what was saved over the version that was read, and nothing that is late", async () => {
    const changed = { ...DEFAULT_SETTINGS, defaultWeightGrams: 750 };
    expect(await saveSettings(d1, "w1", "s1", changed, 1)).toBe(true);
    expect(await saveSettings(d1, "w1", "s1", { ...changed, defaultWeightGrams: 1 }, 1)).toBe(false);
    expect(await findStore(d1, "w1", "s1")).toMatchObject({ settings: changed, settingsVersion: 2 });
  });

  it("has the defaults for settings that are younger than its row", async () => {
    const { refunds, writeReference: _young, ...old } = DEFAULT_SETTINGS;
    const stored = { ...old, refunds: { when: "back", reason: "17" } };
    await d1.prepare("UPDATE stores SET settings = ? WHERE id = 's1'").bind(JSON.stringify(stored)).run();
    const whole = { ...DEFAULT_SETTINGS, refunds: { ...refunds, when: "back", reason: "17" } };
    expect((await findStore(d1, "w1", "s1"))?.settings).toEqual(whole);
    expect((await listStores(d1, "w1"))[0]?.settings).toEqual(whole);
  });

  it("takes another name with its settings, over the same version", async () => {
    expect(await saveSettings(d1, "w1", "s1", DEFAULT_SETTINGS, 1, "Brico")).toBe(true);
    expect(await saveSettings(d1, "w1", "s1", DEFAULT_SETTINGS, 1, "Late")).toBe(false);
    expect(await findStore(d1, "w1", "s1")).toMatchObject({ name: "Brico", settingsVersion: 2 });
  });

  it("stays paused for the first reason until it is resumed", async () => {
    const pause = { ...OURS, pausedBy: null, pausedAt: NOW };
    await pauseStore(d1, { ...pause, reason: "key-refused" });
    await pauseStore(d1, { ...pause, reason: "person" });
    expect((await findStore(d1, "w1", "s1"))?.pausedBecause).toBe("key-refused");
    await resumeStore(d1, "w1", "s1");
    expect((await findStore(d1, "w1", "s1"))?.pausedBecause).toBeNull();
  });

  it("is silent without a heartbeat, or with an old one", async () => {
    for (const storeId of ["s2", "s3"]) await addStore(d1, { workspaceId: "w1", storeId });
    await noteHeartbeat(d1, { ...OURS, storeId: "s2", at: NOW - 1 });
    await noteHeartbeat(d1, { ...OURS, storeId: "s3", at: NOW });
    expect((await listSilentStores(d1, NOW, 10)).map(({ id }) => id)).toEqual(["s1", "s2"]);
    expect((await listSilentStores(d1, NOW, 1)).map(({ id }) => id)).toEqual(["s1"]);
  });
});

describe("a draft", () => {
  const draft = {
    ...{ id: "d1", workspaceId: "w1", baseUrl: "https://a.mirakl.test", sealedKey: "sealed", keyHint: "…k3y" },
    ...{ answers: { shopId: 2000, carriers: ["a"] }, createdAt: NOW },
  };

  it("is taken up again as it was last saved", async () => {
    await saveDraft(d1, draft);
    await saveDraft(d1, { ...draft, answers: { ...draft.answers, shopId: 2001 }, createdAt: NOW + 9 });
    expect(await findDraft(d1, "w1", "d1")).toEqual({ ...draft, answers: { shopId: 2001, carriers: ["a"] } });
  });

  it("belongs to its workspace alone", async () => {
    await saveDraft(d1, draft);
    await saveDraft(d1, { ...draft, workspaceId: THEIRS.workspaceId, sealedKey: "another" });
    await deleteDraft(d1, THEIRS.workspaceId, "d1");
    expect(await findDraft(d1, THEIRS.workspaceId, "d1")).toBeNull();
    expect(await listDrafts(d1, THEIRS.workspaceId)).toEqual([]);
    expect(await findDraft(d1, "w1", "d1")).toEqual(draft);
    await deleteDraft(d1, "w1", "d1");
    expect(await findDraft(d1, "w1", "d1")).toBeNull();
  });

  it("is listed newest first, twenty at most", async () => {
    const found = { ...draft, answers: { shops: [2041] } };
    for (let n = 0; n < 25; n += 1) await saveDraft(d1, { ...found, id: `d${n}`, createdAt: NOW + n });
    await saveDraft(d1, { ...draft, id: "refused", answers: { shops: [] }, createdAt: NOW + 30 });
    const drafts = await listDrafts(d1, "w1");
    expect(drafts).toHaveLength(20);
    expect(drafts[0]).toEqual({ id: "d24", baseUrl: draft.baseUrl, createdAt: NOW + 24 });
  });

  it("is let go when it is old", async () => {
    await saveDraft(d1, { ...draft, id: "old", createdAt: NOW - 2 });
    await saveDraft(d1, { ...draft, id: "young", createdAt: NOW });
    await deleteDraftsBefore(d1, NOW - 1);
    expect(await findDraft(d1, "w1", "old")).toBeNull();
    expect(await findDraft(d1, "w1", "young")).not.toBeNull();
  });
});
