import { beforeEach, describe, expect, it } from "vitest";
import { listAccounts } from "../../src/db/accounts";
import { pauseStore } from "../../src/db/stores";
import { BRICO_KEY } from "../../src/sandbox/marketplaces";
import { connectDemo, joinAs, openSite, type Person, placeOf, type Site, signInto } from "./site";

const FRAGMENT = { "HX-Request": "true", "HX-Request-Type": "partial" };
const IMPORTS = 4;
const MINUTE_MS = 60_000;

let site: Site;
let owner: Person;

beforeEach(async () => {
  site = openSite();
  owner = await signInto(site, "camille");
});

async function importAll(storeId: string): Promise<void> {
  for (let slice = 0; slice < IMPORTS; slice += 1) {
    site.world.pass(MINUTE_MS);
    await site.runStore(storeId);
  }
}

describe("the stores page", () => {
  it("offers an owner to connect the first store, and nobody else", async () => {
    expect(await (await owner.get("/stores")).text()).toContain('href="/stores/new"');
    const viewer = await joinAs(site, owner, "viewer");
    expect(await (await viewer.get("/stores")).text()).not.toContain('href="/stores/new"');
  });

  it("names each store with its health in words", async () => {
    const storeId = await connectDemo(owner);
    expect(await (await owner.get("/stores")).text()).toContain("Première importation en cours");
    await pauseStore(site.d1, {
      workspaceId: owner.workspaceId,
      storeId,
      reason: "key-wrong",
      pausedBy: null,
      pausedAt: 0,
    });
    const html = await (await owner.get("/stores")).text();
    expect(html).toContain("En pause");
    expect(html).toContain("refuse la clé");
  });

  it("leads back into a connection that was begun", async () => {
    const refused = await owner.post("/stores/new", { address: "https://brico.mirakl.test", key: "wrong" });
    expect(refused.status).toBe(422);
    const resumeOf = async () => /href="(\/stores\/new\/[^"]+)"/.exec(await (await owner.get("/stores")).text())?.[1];
    expect(await resumeOf()).toBeUndefined();
    await owner.post("/stores/new", { address: "https://brico.mirakl.test", key: BRICO_KEY });
    const resumed = await owner.get((await resumeOf()) ?? "");
    expect(resumed.status).toBe(303);
    expect(await (await owner.get(placeOf(resumed))).text()).toContain("Atelier du Bricoleur");
  });
});

describe("a store's page", () => {
  it("says that nothing is missing, with the numbers of both sides and the moment", async () => {
    const storeId = await connectDemo(owner);
    const before = await (await owner.get(`/stores/${storeId}`)).text();
    expect(before).not.toContain("Ouvertes chez Mirakl");
    await importAll(storeId);
    site.world.pass(10 * MINUTE_MS);
    await site.runStore(storeId);
    const html = await (await owner.get(`/stores/${storeId}`)).text();
    const [, there, here] = /Ouvertes chez Mirakl (\d+), ici (\d+)/.exec(html) ?? [];
    expect([there, Number(there)]).toEqual([here, expect.any(Number)]);
    expect(html).toMatch(/vérifié <time datetime="[^"]+">/);
    expect(html).not.toContain("que d&#39;un côté");
  });

  it("shows the first import, then its rhythm", async () => {
    const storeId = await connectDemo(owner);
    const first = await (await owner.get(`/stores/${storeId}`)).text();
    expect(first).toContain("Première importation");
    expect(first).toContain('http-equiv="refresh"');
    await importAll(storeId);
    // While someone looks, the store polls each minute.
    await owner.get(`/stores/${storeId}`);
    await site.runStore(storeId);
    const later = await (await owner.get(`/stores/${storeId}`)).text();
    expect(later).toMatch(/Dernier import à l&#39;instant, prochain dans 1\s+min\. <small>Un import chaque minute/);
    expect(later).not.toContain("Première importation");
    expect(later).not.toContain('http-equiv="refresh"');
  });

  it("gives htmx the strip alone, and everyone else the page", async () => {
    const storeId = await connectDemo(owner);
    const fragment = await (await owner.get(`/stores/${storeId}/strip`, FRAGMENT)).text();
    expect(fragment).toMatch(/^<div id="sync-strip"/);
    expect(fragment).toContain('hx-trigger="every 5s"');
    const whole = await (await owner.get(`/stores/${storeId}/strip`)).text();
    expect(whole).toContain("<!doctype html>");
    expect(whole).toContain("L&#39;Atelier du Bricoleur");
  });

  it("imports at once when a minute has passed, else says when it may", async () => {
    const storeId = await connectDemo(owner);
    await importAll(storeId);
    site.world.pass(MINUTE_MS);
    const imported = await owner.post(`/stores/${storeId}/imports`, {});
    expect(placeOf(imported)).toBe(`/stores/${storeId}`);
    site.world.pass(20_000);
    const refused = await owner.post(`/stores/${storeId}/imports`, {});
    expect(refused.status).toBe(409);
    expect(await refused.text()).toMatch(/Le prochain sera possible dans 40\s+s\./);
  });

  it("shows the settings and the mapping of its carriers", async () => {
    const storeId = await connectDemo(owner);
    const html = await (await owner.get(`/stores/${storeId}`)).text();
    for (const words of [
      "créées dans Passerelle",
      "identifiant de la commande Mirakl",
      "500 g par article",
      "code 51",
    ]) {
      expect(html).toContain(words);
    }
    expect(html).toMatch(/colissimo<\/th><td>Colissimo/);
  });

  it("is no other workspace's", async () => {
    const storeId = await connectDemo(owner);
    const stranger = await signInto(site, "robin");
    for (const path of [`/stores/${storeId}`, `/stores/${storeId}/strip`]) {
      expect((await stranger.get(path)).status).toBe(404);
    }
    expect((await stranger.post(`/stores/${storeId}/imports`, {})).status).toBe(404);
  });

  it("lets a viewer look but not import", async () => {
    const storeId = await connectDemo(owner);
    const viewer = await joinAs(site, owner, "viewer");
    const page = await viewer.get(`/stores/${storeId}`);
    expect(page.status).toBe(200);
    expect(await page.text()).not.toContain("/imports");
    expect((await viewer.post(`/stores/${storeId}/imports`, {})).status).toBe(403);
  });
});

describe("the Sendcloud accounts page", () => {
  it("shows each account without asking Sendcloud", async () => {
    await connectDemo(owner);
    const html = await (await owner.get("/sendcloud-accounts")).text();
    expect(html).toContain("10001");
    expect(html).toContain("…-key");
    expect(html).toContain('hx-trigger="load"');
  });

  it("answers a check with the account's state alone", async () => {
    await connectDemo(owner);
    const [account] = await listAccounts(site.d1, owner.workspaceId);
    const html = await (await owner.get(`/sendcloud-accounts?check=${account?.id}`, FRAGMENT)).text();
    expect(html).toContain("Webhook installé");
    expect(html).not.toContain("<html");
  });

  it("knows no other workspace's account", async () => {
    await connectDemo(owner);
    const [account] = await listAccounts(site.d1, owner.workspaceId);
    const stranger = await signInto(site, "robin");
    expect((await stranger.get(`/sendcloud-accounts?check=${account?.id}`)).status).toBe(404);
    expect((await stranger.post(`/sendcloud-accounts/${account?.id}/webhook`, {})).status).toBe(404);
  });
});
