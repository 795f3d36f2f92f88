import { env } from "cloudflare:workers";
import { expect, it } from "vitest";
import { claimNumbers } from "../../src/db/order-numbers";
import { findOrder } from "../../src/db/order-record";
import { countTabs, listOrders } from "../../src/db/orders";
import { applyOutbox } from "../../src/db/outbox";
import { addLoginLink, consumeLoginLink } from "../../src/db/people";
import { openSession, whoHoldsSession } from "../../src/db/sessions";
import { findDraft, findStore, saveDraft, saveSettings } from "../../src/db/stores";
import { DEFAULT_SETTINGS } from "../../src/domain/store";
import { addOrder, addStore, addWorkspace, NOW, OURS, plansOf, rowsOf } from "./cast";

// The other tests of this folder ask the twin: here the real D1 answers the same.
const d1 = env.DB;
const OWNER = { personId: "owner-w1", workspaceId: "w1" };

it("D1 keeps orders, refuses older news and pages over them", async () => {
  await addStore(d1);
  await addOrder(d1, "O-1");
  await addOrder(d1, "O-2", { attention: 1 });
  await applyOutbox(d1, OURS, rowsOf("O-1", 0, { city: "Lyon" }));
  expect(await findOrder(d1, "w1", "s1", "O-1")).toMatchObject({
    ...{ city: "Paris", storeName: "Shop s1", total: { minor: 9490, currency: "EUR" }, attention: false },
    lines: [{ lineId: "l1", unitPrice: { minor: 8990, currency: "EUR" }, total: { minor: 9490, currency: "EUR" } }],
    ...{ parcels: [{ parcelNo: 1 }], intents: [{ intentId: "i1" }], events: [{ seq: 1, details: { by: "import" } }] },
  });
  const after = { createdAt: NOW, orderId: "O-2" };
  const page = await listOrders(d1, "w1", { tab: "to-ship", storeId: "s1", after, limit: 5 });
  expect(page.map((order) => order.orderId)).toEqual(["O-1"]);
  expect(await countTabs(d1, "w1", "s1")).toMatchObject({ attention: 1, tabs: { "to-ship": 2, done: 0 } });
});

it("D1 plans the pages as the twin does", async () => {
  const query = { tab: "done", storeId: "s1", after: { createdAt: NOW, orderId: "O-1" }, limit: 51 } as const;
  const [plan] = await plansOf(d1, (listening) => listOrders(listening, "w1", query));
  expect(plan).toEqual([
    "SEARCH orders USING INDEX orders_by_tab (workspace_id=? AND tab=? AND (created_at,order_id)<(?,?))",
    "SEARCH stores USING PRIMARY KEY (id=?)",
  ]);
});

it("D1 lets one of two win", async () => {
  expect([await addWorkspace(d1, "w1", true), await addWorkspace(d1, "w2", true)]).toEqual([true, false]);
  expect(await addStore(d1)).toBe(false);
  const claims = ["A", "B"].map((orderId) => ({ orderId, number: "n", numberUpper: "N" }));
  expect(await claimNumbers(d1, { ...OURS, integration: "w1:10001" }, claims)).toEqual(new Set(["A"]));
  const save = () => saveSettings(d1, "w1", "s1", DEFAULT_SETTINGS, 1);
  expect([await save(), await save()]).toEqual([true, false]);
  expect(await findStore(d1, "w1", "s1")).toMatchObject({ settingsVersion: 2, pausedBecause: null });
  await addLoginLink(d1, { tokenHash: "link", ...OWNER, expiresAt: NOW + 1 });
  expect([await consumeLoginLink(d1, "link", NOW), await consumeLoginLink(d1, "link", NOW)]).toEqual([OWNER, null]);
  const draft = { id: "d", workspaceId: "w1", baseUrl: "b", sealedKey: "s", keyHint: "k", answers: [1], createdAt: 1 };
  await saveDraft(d1, draft);
  await saveDraft(d1, { ...draft, workspaceId: "w2", keyHint: "theirs" });
  expect(await findDraft(d1, "w1", "d")).toEqual(draft);
});

it("D1's error carries no bound value", async () => {
  const session = { device: "", tokenHash: "secret-hash", ...OWNER, now: NOW };
  await openSession(d1, session);
  expect(await whoHoldsSession(d1, "secret-hash", NOW)).toMatchObject({ role: "owner", workspaceName: "Atelier Roux" });
  const failed = await openSession(d1, session).catch((error: unknown) => error);
  expect(String(failed)).toContain("UNIQUE constraint failed: sessions.token_hash");
  expect(JSON.stringify(failed, Object.getOwnPropertyNames(failed))).not.toMatch(/secret-hash|owner-w1/);
});
