import { beforeEach, describe, expect, it } from "vitest";
import { findStore } from "../../src/db/stores";
import { BRICO_KEY } from "../../src/sandbox/marketplaces";
import { findOrder, payOrder, placeOrder } from "../../src/sandbox/mirakl-orders";
import { writeOrder } from "../../src/sandbox/order-store";
import { integrationRow } from "../../src/sandbox/sendcloud-account";
import { csvLine } from "../../src/web/orders-export";
import { connectDemo, formOf, joinAs, openSite, type Person, placeOf, type Site, signInto } from "./site";

const MINUTE_MS = 60_000;
const INTEGRATION = 10_001;

let site: Site;
let owner: Person;
let storeId: string;

beforeEach(async () => {
  site = openSite();
  owner = await signInto(site, "camille");
  storeId = await connectDemo(owner);
});

const store = async () => {
  const found = await findStore(site.d1, owner.workspaceId, storeId);
  if (!found) throw new Error("the store is gone");
  return found;
};
const textOf = async (path: string) => (await (await owner.get(path)).text()).replace(/[\u00a0\u202f]/g, " ");
const page = () => textOf(`/stores/${storeId}`);
const rows = async <T = Record<string, unknown>>(sql: string, ...values: string[]) =>
  (
    await site.d1
      .prepare(sql)
      .bind(...values)
      .all<T>()
  ).results;

async function runFor(minutes: number): Promise<void> {
  for (let minute = 0; minute < minutes; minute += 1) {
    site.world.pass(MINUTE_MS);
    await site.runStore(storeId);
  }
}

/** An order that waits to be accepted, and one that is paid. */
async function twoOrders(): Promise<{ toAccept: string; toShip: string }> {
  const toAccept = placeOrder(site.world, "brico");
  const toShip = placeOrder(site.world, "brico");
  payOrder(site.world, toShip);
  await runFor(4);
  return { toAccept, toShip };
}

async function disconnect(): Promise<Response> {
  return owner.post(`/stores/${storeId}/disconnection`, {});
}

describe("a pause", () => {
  it("is begun with a reason, shown with who began it, and holds everything until it ends", async () => {
    const { toAccept } = await twoOrders();
    expect((await owner.post(`/stores/${storeId}/pause`, { reason: " " })).status).toBe(422);
    const paused = await owner.post(`/stores/${storeId}/pause`, { reason: "Inventaire" });
    expect(placeOf(paused)).toBe(`/stores/${storeId}`);
    expect(await store()).toMatchObject({ pausedBecause: "Inventaire", pausedBy: "camille" });
    const html = await page();
    expect(html).toContain("Inventaire");
    expect(html).toContain("Mise en pause par camille");
    await owner.post(`/orders/${storeId}/${toAccept}/acceptance`, {});
    await runFor(3);
    const state = async () => (await rows("SELECT state FROM orders WHERE order_id = ?", toAccept))[0]?.state;
    expect(await state()).toBe("to_accept");
    await owner.post(`/stores/${storeId}/resumption`, {});
    expect((await store()).pausedBecause).toBeNull();
    await runFor(3);
    expect(await state()).not.toBe("to_accept");
    const kinds = (
      await rows<{ kind: string; actor: string }>("SELECT kind, actor FROM events WHERE order_id = ''")
    ).filter(({ kind }) => kind === "paused" || kind === "resumed");
    expect(kinds.map(({ kind, actor }) => [kind, actor])).toEqual([
      ["paused", "camille"],
      ["resumed", "camille"],
    ]);
  });

  it("is for owners alone", async () => {
    const shipper = await joinAs(site, owner, "shipper");
    for (const path of ["pause", "resumption", "disconnection", "deletion"])
      expect((await shipper.post(`/stores/${storeId}/${path}`, {})).status).toBe(403);
    expect((await shipper.get(`/stores/${storeId}/export`)).status).toBe(403);
    const stranger = await signInto(site, "robin");
    expect((await stranger.post(`/stores/${storeId}/disconnection`, {})).status).toBe(404);
    expect((await store()).disconnectedAt).toBeNull();
  });
});

describe("a disconnection", () => {
  it("says what is open and offers to finish, export or leave", async () => {
    await twoOrders();
    const html = await textOf(`/stores/${storeId}/disconnection`);
    expect(html).toContain("Commandes à accepter");
    expect(html).toContain("Commandes à expédier");
    expect(html).toContain(`href="/orders?store=${storeId}"`);
    expect(html).toContain(`href="/stores/${storeId}/export"`);
    expect(html).toContain(`action="/stores/${storeId}/disconnection"`);
  });

  it("destroys the key, takes our webhook away and leaves a history to read, with nothing to press", async () => {
    const { toAccept, toShip } = await twoOrders();
    await site.d1.prepare("UPDATE stores SET settings_version = 9").run();
    expect(integrationRow(site.world.sql, INTEGRATION)?.webhook_url).toContain("/hooks/sendcloud/");
    expect(placeOf(await disconnect())).toBe(`/stores/${storeId}`);
    expect(await store()).toMatchObject({ sealedKey: "", keyHint: "", pausedBecause: null });
    expect(integrationRow(site.world.sql, INTEGRATION)).toMatchObject({ webhook_url: null, webhook_active: 0 });
    const shown = await page();
    expect(shown).toContain("Boutique déconnectée");
    expect(shown).not.toContain("sync-strip");
    expect(shown).not.toContain("/key");
    expect(await textOf("/stores")).toContain("Déconnectée");
    const list = await textOf("/orders?view=all");
    expect(list).toContain(toShip);
    expect(list).not.toContain('type="checkbox"');
    for (const orderId of [toAccept, toShip]) {
      const order = await textOf(`/orders/${storeId}/${orderId}`);
      expect(order).toContain("ne peut plus qu&#39;être lue");
      expect(order).not.toMatch(new RegExp(`action="/orders/${storeId}`));
    }
    const refused = await owner.post(`/orders/${storeId}/${toAccept}/acceptance`, {});
    expect([refused.status, await refused.text()]).toEqual([422, expect.stringContaining("est déconnectée")]);
  });

  it("leaves the webhook that another store uses, or another program", async () => {
    await site.d1
      .prepare(
        `INSERT INTO stores SELECT 'other', workspace_id, account_id, 'Autre', base_url, 77, shop_name, currency, sealed_key, key_hint,
         'other2', settings, settings_version, import_days, created_at, NULL, NULL FROM stores`,
      )
      .run();
    await disconnect();
    expect(integrationRow(site.world.sql, INTEGRATION)?.webhook_url).toContain("/hooks/sendcloud/");
  });

  it("drops money that has not left, keeps the rest, and sends nothing any more", async () => {
    const { toShip } = await twoOrders();
    const { option, weight } = formOf(await textOf(`/orders/${storeId}/${toShip}`));
    await owner.post(`/orders/${storeId}/${toShip}/labels`, { option: option ?? "", weight: weight ?? "" });
    const states = () => rows<{ kind: string; state: string }>("SELECT kind, state FROM intents ORDER BY kind");
    expect(await states()).toContainEqual({ kind: "ship", state: "planned" });
    await disconnect();
    const before = await states();
    site.world.pass(60 * MINUTE_MS);
    await site.runStore(storeId);
    expect(await states()).toEqual(before);
    expect(before).toContainEqual({ kind: "ship", state: "planned" });
    const [shipped] = await rows<{ state: string }>("SELECT state FROM orders WHERE order_id = ?", toShip);
    expect(shipped?.state).toBe("labelled");
  });
});

describe("what a disconnected store left in doubt", () => {
  /** A label whose tracking number stands against another one at the marketplace. */
  async function parked(): Promise<{ path: string; shipper: Person }> {
    const { toShip } = await twoOrders();
    const order = findOrder(site.world, toShip)?.order;
    if (!order) throw new Error("no order");
    writeOrder(site.world, { ...order, shipping_tracking: "OTHER-1" }, site.world.now());
    const { option, weight } = formOf(await textOf(`/orders/${storeId}/${toShip}`));
    await owner.post(`/orders/${storeId}/${toShip}/labels`, { option: option ?? "", weight: weight ?? "" });
    await runFor(3);
    await disconnect();
    const [intent] = await rows<{ intent_id: string }>("SELECT intent_id FROM intents WHERE state = 'parked'");
    return { path: `/stores/${storeId}/intents/${intent?.intent_id}`, shipper: await joinAs(site, owner, "shipper") };
  }

  it("may be given up by an owner, and stays in the history", async () => {
    const { path, shipper } = await parked();
    expect(await textOf("/attention")).toContain(path);
    const html = await textOf(path);
    expect(html).toContain("La boutique est déconnectée : nous ne pouvons plus ni vérifier ni envoyer.");
    expect(html).toContain("Oui, laisser tomber");
    expect(html).not.toContain("Vérifier à nouveau");
    expect(await (await shipper.get(path)).text()).not.toContain("Oui, laisser tomber");
    expect((await shipper.post(`${path}/decision`, { choice: "drop" })).status).toBe(422);
    const check = await owner.post(`${path}/decision`, { choice: "check" });
    expect([check.status, await check.text()]).toEqual([422, expect.stringContaining("déconnectée")]);
    expect((await owner.post(`${path}/decision`, { choice: "drop" })).status).toBe(303);
    expect(await textOf("/attention")).not.toContain(path);
    const events = await rows<{ kind: string; actor: string }>("SELECT kind, actor FROM events WHERE kind = 'decided'");
    expect(events).toEqual([{ kind: "decided", actor: "camille" }]);
    expect(await textOf(path)).toContain("laisser tomber");
  });
});

describe("connecting the same shop again", () => {
  it("continues the store: same id, tag and numbers, and what came meanwhile", async () => {
    const { toShip } = await twoOrders();
    const { tag } = await store();
    const numbers = () => rows("SELECT number, order_id FROM order_numbers ORDER BY number");
    const before = await numbers();
    await disconnect();
    site.world.pass(60 * MINUTE_MS);
    const meanwhile = placeOrder(site.world, "brico");
    expect(await connectDemo(owner)).toBe(storeId);
    expect(await store()).toMatchObject({ tag, disconnectedAt: null, keyHint: BRICO_KEY.slice(-4) });
    await runFor(4);
    expect(await numbers()).toEqual(expect.arrayContaining(before));
    const known = await rows<{ order_id: string }>("SELECT order_id FROM orders");
    expect(known.map(({ order_id }) => order_id)).toEqual(expect.arrayContaining([toShip, meanwhile]));
    expect(await page()).toContain("sync-strip");
    const events = await rows<{ kind: string }>("SELECT kind FROM events WHERE order_id = '' ORDER BY seq");
    expect(events.map(({ kind }) => kind)).toEqual(expect.arrayContaining(["disconnected", "reconnected"]));
    expect(integrationRow(site.world.sql, INTEGRATION)?.webhook_url).toContain("/hooks/sendcloud/");
  });

  it("is refused while it is connected", async () => {
    const begun = await owner.post("/stores/new", { address: "https://brico.mirakl.test", key: BRICO_KEY });
    expect(await (await owner.get(placeOf(begun))).text()).toContain("déjà connectée");
  });
});

describe("a deletion", () => {
  const DELETION = () => `/stores/${storeId}/deletion`;

  it("comes only after the disconnection, by the store's name, with an export offered before", async () => {
    expect(placeOf(await owner.get(DELETION()))).toBe(`/stores/${storeId}`);
    await owner.post(DELETION(), { name: (await store()).name });
    expect((await store()).deletingAt).toBeNull();
    await disconnect();
    expect(await textOf(DELETION())).toContain(`href="/stores/${storeId}/export"`);
    const wrong = await owner.post(DELETION(), { name: "Une autre" });
    expect([wrong.status, await wrong.text()]).toEqual([422, expect.stringContaining('value="Une autre"')]);
    expect((await store()).deletingAt).toBeNull();
  });

  it("leaves no row of the store in any table, and every row of the others", async () => {
    await twoOrders();
    const neighbour = await signInto(site, "robin");
    const theirs = await connectDemo(neighbour);
    await site.runStore(theirs);
    const tables = await rows<{ name: string }>(
      "SELECT name FROM sqlite_master WHERE type = 'table' AND sql LIKE '%store_id%' ORDER BY name",
    );
    const held = async (id: string) =>
      Object.fromEntries(
        await Promise.all(
          tables.map(async ({ name }) => [name, await rows(`SELECT * FROM ${name} WHERE store_id = ?`, id)] as const),
        ),
      );
    const kept = await held(theirs);
    expect(kept.orders?.length).toBeGreaterThan(0);
    expect((await held(storeId)).orders?.length).toBeGreaterThan(0);
    await disconnect();
    const { name } = await store();
    expect(placeOf(await owner.post(DELETION(), { name }))).toBe("/stores");
    expect(await page()).toContain("Suppression en cours");
    await site.runStore(storeId);
    expect(await findStore(site.d1, owner.workspaceId, storeId)).toBeNull();
    expect(Object.values(await held(storeId)).flat()).toEqual([]);
    expect(await held(theirs)).toEqual(kept);
    expect((await owner.get(`/stores/${storeId}`)).status).toBe(404);
  });
});

describe("the export", () => {
  it("holds every order once, however many pages they fill", async () => {
    const { toShip } = await twoOrders();
    await site.d1
      .prepare(
        `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1200)
         INSERT INTO orders SELECT o.workspace_id, o.store_id, 'copy-' || n.i, '=1+' || n.i, o.commercial_id, o.state, o.reason, o.tab,
           o.attention, o.created_at, o.deadline_at, o.buyer_name, o.country, o.zip, o.city, o.total_minor, o.currency,
           o.item_count, o.details, o.version FROM orders o, n WHERE o.order_id = ?`,
      )
      .bind(toShip)
      .run();
    const answer = await owner.get(`/stores/${storeId}/export`);
    expect(answer.headers.get("Content-Type")).toContain("text/csv");
    expect(answer.headers.get("Content-Disposition")).toMatch(/^attachment/);
    const text = await answer.text();
    const ids = text.split("\r\n").flatMap((line) => /^"[^"]*";"(copy-\d+)"/.exec(line)?.[1] ?? []);
    expect([ids.length, new Set(ids).size]).toEqual([1_200, 1_200]);
    expect(text).not.toMatch(/(^|;)"[=+@-]/m);
  });

  it.each(["=1+1", "+33", "-2", "@SUM(A1)", "\tx"])("makes text of the formula %j", (cell) => {
    expect(csvLine([cell, 'a "b"'], ",")).toBe(`"'${cell}","a ""b"""\r\n`);
  });
});
