import { describe, expect, it } from "vitest";
import { listAttention } from "../../src/db/attention";
import { pauseStore } from "../../src/db/stores";
import { ATTENTION_KINDS } from "../../src/domain/attention";
import { type IntentKind, type IntentView, PARK_REASONS } from "../../src/domain/intent";
import type { D1 } from "../../src/lib/ports";
import { addOrder, addStore, BRICO, camille, HOUR_MS, insert, NOW, pages, plainSpaces } from "./cast";

const EUR = (minor: number) => ({ minor, currency: "EUR" });
type Page = Awaited<ReturnType<typeof pages>>;

const parked = (parts: Partial<IntentView> = {}): IntentView => ({
  intentId: "i-1",
  kind: "refund",
  state: "parked",
  reason: "not-explained",
  attempts: 2,
  money: EUR(4290),
  at: NOW - 3 * HOUR_MS,
  ...parts,
});

function addItem(d1: D1, kind: string, parts: Record<string, unknown> = {}): Promise<void> {
  const row = { workspace_id: "w1", store_id: BRICO, item_key: kind, kind, order_id: null, details: "{}" };
  return insert(d1, "attention_items", { ...row, at: NOW, resolved: 0, version: 1, ...parts });
}

async function textOf(site: Page, path = "/attention"): Promise<string> {
  const answer = await site.get(path);
  expect(answer.status).toBe(200);
  return plainSpaces(await answer.text()).replaceAll("&#39;", "'");
}

describe("the attention page", () => {
  it("is calm when nothing waits", async () => {
    const html = await textOf(await pages());
    expect(html).toContain("Rien ne vous attend");
    expect(html).not.toContain('class="waits"');
    expect(html).not.toContain('class="count"');
  });

  it("says of a parked intent what it was, of which order, since when, the money, why, and leads to its evidence", async () => {
    const site = await pages();
    await addOrder(site.d1, { number: "N-77", intents: [parked()] });
    const html = await textOf(site);
    for (const words of [
      "Remboursement de l'acheteur",
      `<a href="/orders/${BRICO}/M-1001-A">Commande N-77</a>`,
      "Brico Léman",
      "il y a 3 h",
      "42,90 € en jeu",
      "Nous ne pouvons pas savoir si l'action a eu lieu",
      `href="/stores/${BRICO}/intents/i-1"`,
    ]) {
      expect(html, words).toContain(words);
    }
  });

  it.each(PARK_REASONS)("has a sentence for the park reason %s in both languages", async (reason) => {
    for (const language of ["fr", "en"] as const) {
      const site = await pages({}, camille, language);
      await addOrder(site.d1, { intents: [parked({ reason, kind: "label" satisfies IntentKind })] });
      const words = /<p class="waits-words">([^<]{40,})<\/p>/.exec(await textOf(site))?.[1];
      expect(words).toBeDefined();
      expect(words).not.toContain(reason);
    }
  });

  it.each(ATTENTION_KINDS)("says of %s what it means and where to settle it", async (kind) => {
    const site = await pages();
    await addItem(site.d1, kind, { details: JSON.stringify({ trackingNumber: "6A1", seen: 2 }) });
    const html = await textOf(site);
    expect(html).toMatch(/<p class="waits-words">[^<]{60,}<\/p>/);
    expect(html).toMatch(/<dt><code>trackingNumber<\/code><\/dt><dd>6A1<\/dd>/);
    const accounts = ["unmatched-shipment", "unmatched-return", "integration-deleted", "many-cancelled-there"].includes(
      kind,
    );
    expect(html).toContain(
      accounts ? 'class="button outline" href="/sendcloud-accounts"' : `class="button outline" href="/stores/${BRICO}"`,
    );
  });

  it("leads to the order of an item when it is here, and to the accounts when no store has it", async () => {
    const site = await pages();
    await addOrder(site.d1);
    await addItem(site.d1, "two-parcels", { order_id: "M-1001-A" });
    await addItem(site.d1, "key-refused", { store_id: "" });
    const html = await textOf(site);
    expect(html).toContain(`class="button outline" href="/orders/${BRICO}/M-1001-A"`);
    expect(html).toContain('class="button outline" href="/sendcloud-accounts"');
  });

  it("shows an order that cannot be read with the reason, and a paused store with why", async () => {
    const site = await pages();
    const key = { workspace_id: "w1", store_id: BRICO, order_id: "X-9" };
    await insert(site.d1, "set_aside_orders", {
      ...key,
      reason: "order_lines: <none>",
      at: NOW,
      resolved: 0,
      version: 1,
    });
    await pauseStore(site.d1, {
      workspaceId: "w1",
      storeId: BRICO,
      reason: "key-wrong",
      pausedBy: null,
      pausedAt: NOW,
    });
    const html = await textOf(site);
    expect(html).toContain("Commande illisible");
    expect(html).toContain("X-9");
    expect(html).toContain("order_lines: &lt;none&gt;");
    expect(html).toContain("Boutique en pause");
    expect(html).toContain("La place de marché refuse la clé d'API");
  });

  it("is counted in the navigation of every page", async () => {
    const site = await pages();
    await addOrder(site.d1, {
      intents: [parked(), parked({ intentId: "i-2" }), parked({ intentId: "i-3", state: "done" })],
    });
    await addItem(site.d1, "two-parcels");
    await addItem(site.d1, "key-refused", { resolved: 1 });
    for (const path of ["/", "/orders", `/orders/${BRICO}/M-1001-A`, "/attention"]) {
      expect(await textOf(site, path), path).toMatch(/À vérifier<span class="count" data-tone="danger">3</);
    }
  });

  it("shows fifty at a time, the oldest first, each once", async () => {
    const site = await pages();
    await addStore(site.d1, "store-jardin", "Jardin Sud");
    const intents = Array.from({ length: 120 }, (_, place) =>
      parked({ intentId: `i~${place}`, at: NOW - 200 * HOUR_MS + Math.floor(place / 7) }),
    );
    await addOrder(site.d1, { intents });
    const seen: string[] = [];
    let path: string | undefined = "/attention";
    let count = 0;
    while (path) {
      const html = await textOf(site, path);
      seen.push(...[...html.matchAll(/href="\/stores\/store-brico\/intents\/([^"]+)"/g)].map(([, id]) => id ?? ""));
      path = /href="(\/attention\?after=[^"]+)"/.exec(html)?.[1]?.replaceAll("&amp;", "&");
      count += 1;
    }
    expect(count).toBe(3);
    const all = await listAttention(site.d1, "w1", { after: null, limit: 200 });
    expect(seen.map(decodeURIComponent)).toEqual(all.map(({ key }) => key));
    expect(new Set(seen).size).toBe(120);
  });

  it.each(["nonsense", "12~nowhere~s~k", "x~intent~s~k", "1~intent"])(
    "reads the cursor %s as the beginning",
    async (after) => {
      const site = await pages();
      await addOrder(site.d1, { intents: [parked()] });
      expect(await textOf(site, `/attention?after=${after}`)).toContain("/intents/i-1");
    },
  );

  it("shows nothing of another workspace", async () => {
    const site = await pages();
    await addStore(site.d1, "store-other", "Ailleurs", "w2");
    await addOrder(site.d1, { storeId: "store-other", intents: [parked()] }, "w2");
    expect(await textOf(site)).toContain("Rien ne vous attend");
  });
});
