import { describe, expect, it } from "vitest";
import { addOrder, addStore, camille, HOUR_MS, NOW, pages } from "./cast";

describe("the list of orders", () => {
  it("shows number, buyer, destination, total, time left and state, and leads to the order", async () => {
    const { d1, get } = await pages();
    await addOrder(d1, { deadlineAt: NOW + 5 * HOUR_MS });
    const html = await (await get("/orders")).text();
    expect(html).toContain('href="/orders/store-brico/M-1001-A"');
    for (const words of ["Léa Martin", "75011 Paris", "France", "94,90", "dans 5", "À expédier"])
      expect(html).toContain(words);
    expect(html).toContain('class="soon"');
  });

  it("says late when the deadline has passed, and nothing about it once shipped", async () => {
    const { d1, get } = await pages();
    await addOrder(d1, { deadlineAt: NOW - 49 * HOUR_MS });
    await addOrder(d1, {
      orderId: "M-1002-A",
      state: { name: "shipped", reason: null },
      tab: "shipped",
      deadlineAt: NOW - 49 * HOUR_MS,
    });
    expect(await (await get("/orders?tab=to-ship")).text()).toMatch(/class="late">En retard, il y a 2/);
    expect(await (await get("/orders?tab=shipped")).text()).not.toContain("En retard");
  });

  it("counts each tab and marks the one that is open", async () => {
    const { d1, get } = await pages();
    await addOrder(d1, { orderId: "A", tab: "to-ship" });
    await addOrder(d1, { orderId: "B", tab: "to-fix", state: { name: "to_fix", reason: "problems" }, attention: true });
    const html = await (await get("/orders?tab=to-fix")).text();
    expect(html).toMatch(
      /href="\/orders\?tab=to-fix" aria-current="page">À corriger<span class="count" data-tone="danger">1/,
    );
    expect(html).toMatch(/href="\/orders\?tab=to-ship">À expédier<span class="count" data-tone="neutral">1/);
    expect(html).toMatch(/href="\/orders\?tab=needs-you">À vérifier/);
    expect(html).toContain("/orders/store-brico/B");
    expect(html).not.toContain("/orders/store-brico/A");
  });

  it("shows those that want a person, whatever their tab", async () => {
    const { d1, get } = await pages();
    await addOrder(d1, { orderId: "CALM" });
    await addOrder(d1, { orderId: "WANTS", attention: true });
    const html = await (await get("/orders?tab=needs-you")).text();
    expect(html).toContain("/orders/store-brico/WANTS");
    expect(html).not.toContain("/orders/store-brico/CALM");
  });

  it("pages by fifty, each order once, with the tab and the store kept in the links", async () => {
    const { d1, get } = await pages();
    await addStore(d1, "store-jardin", "Jardin Sud");
    for (let place = 0; place < 120; place++) {
      await addOrder(d1, {
        orderId: `N~${String(place).padStart(3, "0")}`,
        createdAt: NOW - Math.floor(place / 7) * HOUR_MS,
      });
    }
    const seen: string[] = [];
    let path: string | undefined = "/orders?tab=to-ship&store=store-brico";
    while (path) {
      const html = await (await get(path)).text();
      const rows = [...html.matchAll(/class="row-link" href="\/orders\/store-brico\/([^"]+)"/g)].map(
        (match) => match[1] ?? "",
      );
      expect(rows.length).toBeLessThanOrEqual(50);
      seen.push(...rows);
      path = /href="([^"]*after=[^"]*)"/.exec(html)?.[1]?.replaceAll("&amp;", "&");
      if (path) expect(path).toMatch(/tab=to-ship&store=store-brico&after=/);
    }
    expect(seen).toHaveLength(120);
    expect(new Set(seen).size).toBe(120);
  });

  it("reads a nonsense query as the first page of all orders", async () => {
    const { d1, get } = await pages();
    await addOrder(d1);
    for (const query of ["?tab=nope", "?after=x", "?after=12", "?after=~A", "?tab=&store="]) {
      expect(await (await get(`/orders${query}`)).text(), query).toContain("/orders/store-brico/M-1001-A");
    }
  });

  it("says what to do when a tab is empty", async () => {
    const { get } = await pages();
    const html = await (await get("/orders?tab=to-fix")).text();
    expect(html).toContain("Aucune adresse à corriger");
  });

  it("never shows another workspace's orders", async () => {
    const { d1, get } = await pages();
    await addStore(d1, "store-other", "Ailleurs", "w2");
    await addOrder(d1, { storeId: "store-other", orderId: "FOREIGN" }, "w2");
    expect(await (await get("/orders")).text()).not.toContain("FOREIGN");
    expect((await get("/orders/store-other/FOREIGN")).status).toBe(404);
  });

  it("speaks English to who reads English", async () => {
    const { d1, get } = await pages({}, camille, "en");
    await addOrder(d1);
    const html = await (await get("/orders")).text();
    for (const words of ["To ship", "€94.90", "Ship before"]) expect(html).toContain(words);
  });
});

describe("home", () => {
  it("counts what waits for the merchant, each a link to its tab", async () => {
    const { d1, get } = await pages();
    await addOrder(d1, { orderId: "A" });
    await addOrder(d1, { orderId: "B" });
    const parked = {
      intentId: "i",
      kind: "ship",
      state: "parked",
      reason: "not-explained",
      attempts: 1,
      at: NOW,
    } as const;
    await addOrder(d1, { orderId: "C", attention: true, tab: "label-ready", intents: [parked] });
    const html = await (await get("/")).text();
    expect(html).toMatch(/href="\/orders\?tab=to-ship"><strong>2</);
    expect(html).toMatch(/href="\/attention"><strong>1</);
    expect(html).toContain("Brico Léman");
    expect(html).toContain("Première importation en cours");
  });

  it("tells the health of each store in words", async () => {
    const { d1, get } = await pages();
    const beat = (at: number) =>
      d1
        .prepare(
          "INSERT OR REPLACE INTO store_health (store_id, workspace_id, heartbeat_at, version) VALUES (?, 'w1', ?, 1)",
        )
        .bind("store-brico", at)
        .run();
    await beat(NOW - 60_000);
    expect(await (await get("/")).text()).toMatch(/Synchronisée il y a 1/);
    await beat(NOW - HOUR_MS);
    expect(await (await get("/")).text()).toMatch(/Sans nouvelles depuis la dernière vérification, il y a 1/);
  });

  it("asks an owner to connect the first store, and says who can when it is not them", async () => {
    const stranger = { ...camille, workspaceId: "w9" };
    for (const [role, expected] of [
      ["owner", 'href="/stores/new"'],
      ["viewer", "Demandez à un propriétaire"],
    ] as const) {
      const { d1, get } = await pages({}, { ...stranger, role });
      await d1.prepare("DELETE FROM stores").run();
      const html = await (await get("/")).text();
      expect(html).toContain("Connectez votre première boutique");
      expect(html).toContain(expected);
    }
  });
});
