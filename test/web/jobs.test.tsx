import { describe, expect, it } from "vitest";
import { createJob, deleteJobsBefore, listWaitingParts } from "../../src/db/jobs";
import { applyOutbox } from "../../src/db/outbox";
import type { StoreCalls } from "../../src/sync/stub";
import type { BulkLabels } from "../../src/sync/stub-orders";
import { addOrder, addStore, BRICO, camille, NOW, pages, plainSpaces } from "./cast";

const SPORT = "store-sport";

/** Two stores with two ready orders each, whose objects note what they are asked. */
async function twoStores(labelMany?: StoreCalls["labelMany"]) {
  const asked: BulkLabels[] = [];
  const note: StoreCalls["labelMany"] = async (part) => {
    asked.push(part);
    return { result: "under-way" };
  };
  const site = await pages({ labelMany: labelMany ?? note });
  await addStore(site.d1, SPORT, "Sport Nord");
  for (const storeId of [BRICO, SPORT]) {
    for (const orderId of ["A", "B:2"]) await addOrder(site.d1, { storeId, orderId, number: `${storeId} ${orderId}` });
  }
  const send = (orders: string[], job = "nonce-1") =>
    site.post("/orders/labels", [["job", job], ...orders.map((order) => ["order", order])]);
  return { ...site, asked, send };
}

/** A job of Brico's order A and B:2 as the store's object has reported so far. */
async function reported(news: { order_id: string; state: string; reason: string | null }[]) {
  const site = await twoStores();
  const orders = ["A", "B:2"].map((orderId) => ({ storeId: BRICO, orderId }));
  await createJob(site.d1, { workspaceId: "w1", id: "job-1", createdBy: camille.personId, createdAt: NOW, orders });
  const rows = news.map((row, place) => ({ job_id: "job-1", version: place + 1, ...row }));
  await applyOutbox(site.d1, { workspaceId: "w1", storeId: BRICO }, new Map([["job_items", rows]]));
  return site;
}

describe("choosing orders in the list", () => {
  it("offers a box for each order that wants its label, and one button that works without JavaScript", async () => {
    const site = await twoStores();
    await addOrder(site.d1, { orderId: "SHIPPED", state: { name: "shipped", reason: null }, tab: "shipped" });
    const html = await (await site.get("/orders")).text();
    const boxes = [...html.matchAll(/type="checkbox" name="order" value="([^"]+)" form="labels-form"/g)];
    expect(boxes.map(([, value]) => value).sort()).toEqual([
      "store-brico:A",
      "store-brico:B:2",
      "store-sport:A",
      "store-sport:B:2",
    ]);
    expect(html).toMatch(/<form[^>]*id="labels-form" method="post" action="\/orders\/labels"/);
    const nonces = [html, await (await site.get("/orders")).text()].map(
      (page) => /name="job" value="([^"]+)"/.exec(page)?.[1],
    );
    expect(nonces[0]).toMatch(/^[\w-]{20,}$/);
    expect(nonces[1]).not.toBe(nonces[0]);
  });

  it("offers nothing to those who may only look, nor where nothing wants a label", async () => {
    const viewer = await pages({}, { ...camille, role: "viewer" });
    await addOrder(viewer.d1);
    expect(await (await viewer.get("/orders")).text()).not.toContain("labels-form");
    const site = await twoStores();
    expect(await (await site.get("/orders?tab=shipped")).text()).not.toContain("labels-form");
  });
});

describe("posting a list of labels", () => {
  it("gives each store its part once, then leads to the job", async () => {
    const { send, asked } = await twoStores();
    const answer = await send(["store-brico:A", "store-sport:A", "store-brico:B:2", "store-brico:A"]);
    expect(answer.status).toBe(303);
    const jobId = answer.headers.get("Location")?.replace("/jobs/", "");
    const actor = { personId: "camille", name: "Camille Roux" };
    expect(asked).toHaveLength(2);
    expect(asked).toContainEqual({ jobId, actor, orderIds: ["A", "B:2"] });
    expect(asked).toContainEqual({ jobId, actor, orderIds: ["A"] });
  });

  it("finds the same job for the same form, and another for another choice", async () => {
    const { send } = await twoStores();
    const first = (await send(["store-brico:A", "store-sport:A"])).headers.get("Location");
    expect((await send(["store-sport:A", "store-brico:A"])).headers.get("Location")).toBe(first);
    expect((await send(["store-sport:A"])).headers.get("Location")).not.toBe(first);
    expect((await send(["store-brico:A", "store-sport:A"], "nonce-2")).headers.get("Location")).not.toBe(first);
  });

  it("refuses a list without orders, of other people's orders, or of more than 500", async () => {
    const { send, asked, d1 } = await twoStores();
    await addStore(d1, "store-b", "Boutique B", "w2");
    await addOrder(d1, { storeId: "store-b", orderId: "A" }, "w2");
    for (const orders of [[], ["nonsense"], ["store-brico:NOBODY"], ["store-b:A"]]) {
      const answer = await send(orders);
      expect(answer.status).toBe(422);
      expect(await answer.text()).toContain("Aucune commande n'est choisie".replace("'", "&#39;"));
    }
    const many = await send(Array.from({ length: 501 }, (_, place) => `store-brico:${place}`));
    expect(many.status).toBe(422);
    expect(plainSpaces(await many.text())).toContain("500 commandes au plus, et celle-ci en a 501");
    expect(asked).toEqual([]);
  });

  it("leaves out orders of others in a list of ours", async () => {
    const { send, asked, get } = await twoStores();
    const answer = await send(["store-brico:A", "store-b:A"]);
    expect(asked.map(({ orderIds }) => orderIds)).toEqual([["A"]]);
    expect(await (await get(answer.headers.get("Location") ?? "")).text()).toContain("Étiquettes de 1 commande");
  });

  it("keeps the part of a store that cannot be reached for the watchdog", async () => {
    const { send, d1 } = await twoStores(async ({ orderIds }) => {
      if (orderIds.length > 1) throw new Error("the object was reset");
      return { result: "under-way" };
    });
    const answer = await send(["store-brico:A", "store-brico:B:2", "store-sport:A"]);
    expect(answer.status).toBe(303);
    await d1.prepare("INSERT INTO people VALUES ('camille', 'c@example.org', 'Camille Roux', 'fr', 1)").run();
    const parts = await listWaitingParts(d1, NOW - 1, NOW, 100);
    expect(parts).toContainEqual({
      jobId: answer.headers.get("Location")?.replace("/jobs/", ""),
      storeId: BRICO,
      orderIds: ["A", "B:2"],
      createdBy: { personId: "camille", name: "Camille Roux" },
    });
    expect(await listWaitingParts(d1, NOW + 1, NOW + 2, 100)).toEqual([]);
  });
});

describe("the page of a job", () => {
  it("refreshes itself while something waits, and shows what was refused at once", async () => {
    const site = await reported([{ order_id: "A", state: "refused", reason: "carrier-unmapped:DPD" }]);
    const html = plainSpaces(await (await site.get("/jobs/job-1")).text());
    expect(html).toContain('<noscript><meta http-equiv="refresh" content="1"');
    expect(html).toMatch(/hx-get="\/jobs\/job-1" hx-trigger="every 1s"/);
    expect(html).toMatch(/<progress max="2" value="1"/);
    expect(html).toContain('href="/orders/store-brico/A"');
    expect(html).toContain("« DPD »");
    expect(html).not.toContain("store-brico B:2");
  });

  it("ends with what was made and what was not, each a link, and refreshes no more", async () => {
    const site = await reported([
      { order_id: "B:2", state: "done", reason: "by-another" },
      { order_id: "A", state: "refused", reason: "remote:Postal code is invalid" },
    ]);
    const html = plainSpaces(await (await site.get("/jobs/job-1")).text());
    expect(html).not.toContain("http-equiv");
    expect(html).not.toContain("every 1s");
    expect(html).toContain("Postal code is invalid");
    expect(html).toContain("Un autre clic ou une autre liste");
    expect(html.indexOf("/orders/store-brico/A")).toBeLessThan(html.indexOf("/orders/store-brico/B%3A2"));
    expect(html.indexOf("/orders/store-brico/A")).toBeGreaterThan(0);
  });

  it("is a fragment for htmx, and nobody else's", async () => {
    const site = await reported([]);
    const fragment = await (await site.get("/jobs/job-1", { "HX-Request-Type": "partial" })).text();
    expect(fragment).toMatch(/^<article id="job">/);
    const stranger = await pages({}, { ...camille, workspaceId: "w2" });
    expect((await stranger.get("/jobs/job-1")).status).toBe(404);
  });
});

it("lets go of a job once it is old, and of nothing else", async () => {
  const site = await twoStores();
  const orders = [
    { storeId: BRICO, orderId: "A" },
    { storeId: SPORT, orderId: "A" },
  ];
  const job = { workspaceId: "w1", createdBy: camille.personId, orders };
  await createJob(site.d1, { ...job, id: "old", createdAt: NOW - 1 });
  await createJob(site.d1, { ...job, id: "new", createdAt: NOW });
  await deleteJobsBefore(site.d1, NOW);
  expect((await site.get("/jobs/old")).status).toBe(404);
  expect((await site.get("/jobs/new")).status).toBe(200);
  const left = site.d1.prepare("SELECT job_id, count(*) AS n FROM job_items GROUP BY job_id");
  expect((await left.all()).results).toEqual([{ job_id: "new", n: 2 }]);
});
