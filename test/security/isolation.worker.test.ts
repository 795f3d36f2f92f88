import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, it, vi } from "vitest";
import { allows, POLICIES, type Policy } from "../../src/auth/policy";
import { createUpload } from "../../src/db/product-uploads";
import { createApp } from "../../src/web/app";
import { webhooks } from "../../src/webhooks/sendcloud";
import { type Browser, buyLabel, type Demo, fill, knock, MINUTE, openDemo, rows, signIn } from "../worker/door";

const METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"];
const OTHERS = {
  storeId: "store-b",
  orderId: "order-b",
  parcelNo: "1",
  draftId: "draft-b",
  accountId: "account-b",
  jobId: "job-b",
  intentId: "intent-b",
  personId: "person-beatrix",
  invitationId: "invitation-b",
  sessionRef: "session-of-b",
  passkeyId: "passkey-b",
  uploadId: "upload-b",
};
const SECRETS = ["store-b", "order-b", "Boutique B", "Beatrix", "account-b", "hook-b", "draft-b"];

/** A product is named by its query, and this parcel has no customs papers. */
const NEEDS_MORE = new Set(["/products/item", "/orders/:storeId/:orderId/labels/:parcelNo/customs"]);

/** Routes that name something of a workspace. What the sandbox names belongs to nobody, and a webhook to its sender. */
const NAMING = POLICIES.filter(
  ({ path, asks }) => path.includes("/:") && asks !== "machine" && !path.startsWith("/sandbox"),
);

let demo: Demo;
let ownerB: Browser;
let intentId: string;

beforeAll(async () => {
  demo = await openDemo();
  await buyLabel(demo.owner, demo.orderPath);
  // The page waits only so long for a label: on a busy machine it is made behind it.
  await vi.waitFor(async () => expect(await rows("SELECT * FROM parcels")).not.toEqual([]), 10_000);
  // Told and shipped: what still moved by itself would look like somebody's doing.
  await demo.owner.order("clock", { advance: 10 * MINUTE });
  await vi.waitFor(
    async () =>
      expect(await rows("SELECT state FROM orders WHERE order_id = ?", demo.orderId)).toEqual([{ state: "shipped" }]),
    20_000,
  );
  ownerB = await signIn("owner", "beatrix", "workspace-b");
  await settleB(demo);
  await rows("INSERT INTO jobs VALUES (?, 'job-a', 'labels', 'person-a', 1, 1)", demo.workspaceId);
  for (const [workspaceId, id] of [
    [demo.workspaceId, "upload-a"],
    ["workspace-b", "upload-b"],
  ] as const)
    await createUpload(env.DB, {
      ...{ workspaceId, id, fileName: "a.csv", createdBy: "someone", createdAt: 1 },
      bytes: new TextEncoder().encode("SKU;HS code\n1;610910\n"),
    });
  const [intent] = await rows<{ id: string }>("SELECT intent_id AS id FROM intents WHERE store_id = ?", demo.storeId);
  intentId = intent?.id ?? "";
});

/** Workspace B with one of everything, made from what A has; its store's keys are A's ciphertext and open nothing. */
async function settleB({ storeId, orderId }: Demo): Promise<void> {
  await copy("sendcloud_accounts", { id: "account-b", name: "Compte B", integration_id: 10_002, webhook_id: "hook-b" });
  await copy("stores", { id: "store-b", account_id: "account-b", name: "Boutique B", shop_id: 77, tag: "bbbbbb" });
  const order = { store_id: "store-b", order_id: "order-b" };
  const where = `WHERE store_id = '${storeId}' AND order_id = '${orderId}'`;
  await copy("orders", { ...order, number: "order-b", commercial_id: "order-b", buyer_name: "Beatrix" }, where);
  for (const table of ["order_lines", "parcels", "intents", "events"]) await copy(table, order, where);
  await copy("order_numbers", { ...order, integration: "workspace-b:10002" }, where);
  await rows(
    "INSERT INTO store_drafts VALUES ('draft-b', 'workspace-b', 'https://sport.mirakl.test', 'x', 'y', ?, 1)",
    JSON.stringify({ typedShopId: null, shops: [], shop: null, sendcloud: null, carriers: null }),
  );
  await rows("INSERT INTO jobs VALUES ('workspace-b', 'job-b', 'labels', 'person-beatrix', 1, 1)");
  await rows("INSERT INTO job_items VALUES ('workspace-b', 'store-b', 'job-b', 'order-b', 'waiting', NULL, 0)");
  await rows("INSERT INTO passkeys VALUES ('passkey-b', 'person-beatrix', 'x', 0, '', 1, NULL)");
  await rows(
    "INSERT INTO invitations VALUES ('workspace-b', 'invitation-b', 'hash-b', 'b@example.org', 'viewer', 'person-beatrix', 1, 2)",
  );
  await rows("INSERT INTO store_health VALUES ('store-b', 'workspace-b', 1, 1)");
}

async function copy(table: string, changed: Record<string, string | number>, where = "LIMIT 1"): Promise<void> {
  const [found] = await rows<Record<string, string | number | null>>(`SELECT * FROM ${table} ${where}`);
  if (!found) throw new Error(`workspace A has no ${table}`);
  const row = { ...found, workspace_id: "workspace-b", ...changed };
  const values = Object.values(row);
  await rows(`INSERT INTO ${table} (${Object.keys(row)}) VALUES (${values.map(() => "?")})`, ...values);
}

/** Every row of a workspace, table by table. */
async function everythingOf(workspaceId: string): Promise<Record<string, unknown[]>> {
  const tables = await rows<{ name: string }>(
    "SELECT name FROM sqlite_master WHERE type = 'table' AND sql LIKE '%workspace_id%' ORDER BY name",
  );
  const found = tables.map(
    async ({ name }) => [name, await rows(`SELECT * FROM ${name} WHERE workspace_id = ?`, workspaceId)] as const,
  );
  return Object.fromEntries(await Promise.all(found));
}

/** What each route answers to a visitor: the status by method and path. */
async function answersOf(
  routes: readonly Policy[],
  values: Record<string, string>,
  who: Browser,
): Promise<Record<string, number>> {
  const answers: [string, number][] = [];
  for (const { method, path } of routes) {
    const filled = fill(path, values);
    const answer = method === "GET" ? await who.get(filled) : await who.post(filled, BODY);
    await answer.arrayBuffer();
    answers.push([`${method} ${path}`, answer.status]);
  }
  return Object.fromEntries(answers);
}

/** A body that each of the forms would take. */
const BODY = {
  option: "~colissimo:home",
  weight: "700",
  street1: "1 rue du Vol",
  name: "Mallory",
  shopId: "77",
  role: "viewer",
  importDays: "30",
  action: "continue",
  replaceWebhook: "on",
};

describe("S7: what belongs to another workspace", () => {
  it("does not exist on any route that names it, and nothing of it changes", async () => {
    const before = await everythingOf("workspace-b");
    const held = Object.keys(before).filter((table) => before[table]?.length);
    expect(held).toEqual(expect.arrayContaining(["stores", "orders", "parcels", "sendcloud_accounts", "store_drafts"]));
    const answers = await answersOf(NAMING, OTHERS, demo.owner);
    expect(NAMING.length).toBeGreaterThan(15);
    expect(answers).toEqual(Object.fromEntries(NAMING.map(({ method, path }) => [`${method} ${path}`, 404])));
    expect(await everythingOf("workspace-b")).toEqual(before);
  });

  it.each(METHODS)("does not exist for %s on any of their paths", async (method) => {
    const headers = { cookie: demo.owner.cookie, "sec-fetch-site": "same-origin" };
    const paths = [...new Set(NAMING.map(({ path }) => fill(path, OTHERS)))];
    const answers = await Promise.all(paths.map((path) => knock(path, { method, headers })));
    expect(answers.map(({ status }) => status)).toEqual(paths.map(() => 404));
  });

  it.each([
    ["our store with their order", { orderId: "order-b" }],
    ["their store with our order", { storeId: "store-b" }],
  ])("does not exist by %s", async (_what, theirs) => {
    const before = await everythingOf(demo.workspaceId);
    const ofOrders = NAMING.filter(({ path }) => path.includes(":orderId"));
    const values = { storeId: demo.storeId, orderId: demo.orderId, parcelNo: "1", ...theirs };
    const answers = await answersOf(ofOrders, values, demo.owner);
    expect([...new Set(Object.values(answers))]).toEqual([404]);
    expect(await everythingOf(demo.workspaceId)).toEqual(before);
  });

  it.each(["/sendcloud-accounts?check=account-b", "/stores/new?draft=draft-b"])(
    "does not exist at %s",
    async (path) => {
      const answer = await demo.owner.get(path);
      expect(answer.status).toBe(404);
      expect(await answer.text()).not.toContain("Boutique B");
    },
  );

  it("cannot be taken over by a form that names it", async () => {
    const before = await everythingOf("workspace-b");
    const stolen = { draft: "draft-b", address: "https://brico.mirakl.test", key: "a-key-of-mine" };
    expect((await demo.owner.post("/stores/new", stolen)).status).toBe(404);
    expect(await everythingOf("workspace-b")).toEqual(before);
  });

  it.each([
    "/",
    "/orders",
    "/orders?view=all",
    "/orders?store=store-b",
    "/orders?view=all&store=store-b",
    "/stores",
    "/sendcloud-accounts",
  ])("shows in nothing that %s lists", async (path) => {
    const answer = await demo.owner.get(path);
    const html = await answer.text();
    expect(answer.status).toBe(200);
    expect(SECRETS.filter((word) => html.replaceAll(`store=${word}`, "").includes(word))).toEqual([]);
  });

  it("is there for its own people: the same routes find it", async () => {
    for (const path of ["/orders/store-b/order-b", "/orders/store-b/order-b/recipient", "/stores/new?draft=draft-b"]) {
      const answer = await ownerB.get(path);
      expect([path, answer.status]).toEqual([path, 200]);
      await answer.arrayBuffer();
    }
    expect(await (await ownerB.get("/orders?view=all")).text()).toContain("Beatrix");
  });
});

describe("S8: a role", () => {
  const OWN = () => ({
    storeId: demo.storeId,
    orderId: demo.orderId,
    parcelNo: "1",
    draftId: "draft-a",
    accountId: demo.accountId,
    section: "sku",
    parcelId: "1",
    jobId: "job-a",
    uploadId: "upload-a",
    intentId,
  });
  const beyond = (role: "viewer" | "shipper") => POLICIES.filter((policy) => !allows(policy, role));

  it.each(["viewer", "shipper"] as const)(
    "of %s opens nothing that asks for more, and changes nothing there",
    async (role) => {
      const someone = await signIn(role, role, demo.workspaceId);
      const before = await everythingOf(demo.workspaceId);
      const answers = await answersOf(beyond(role), OWN(), someone);
      expect(answers).toEqual(Object.fromEntries(beyond(role).map(({ method, path }) => [`${method} ${path}`, 403])));
      expect(Object.keys(answers)).toContain("POST /stores/new");
      expect(await everythingOf(demo.workspaceId)).toEqual(before);
    },
  );

  it.each(["viewer", "shipper", "owner"] as const)("of %s opens every page meant for it", async (role) => {
    const someone = await signIn(role, `reading-${role}`, demo.workspaceId);
    const pages = POLICIES.filter(
      (policy) =>
        policy.method === "GET" &&
        policy.asks !== "anyone" &&
        policy.asks !== "machine" &&
        allows(policy, role) &&
        !policy.path.includes(":draftId") &&
        !NEEDS_MORE.has(policy.path),
    );
    const answers = await answersOf(pages, OWN(), someone);
    expect(Object.entries(answers).filter(([, status]) => status >= 400)).toEqual([]);
  });

  it("taken away counts from the next request on", async () => {
    const someone = await signIn("owner", "for-a-while", demo.workspaceId);
    expect((await someone.get("/stores/new")).status).toBe(200);
    await rows("UPDATE memberships SET role = 'viewer' WHERE person_id = 'person-for-a-while'");
    expect((await someone.get("/stores/new")).status).toBe(403);
    await rows("DELETE FROM memberships WHERE person_id = 'person-for-a-while'");
    expect((await someone.get("/orders")).status).toBe(303);
  });
});

describe("S7: a route that no policy lists", () => {
  const edges = { clock: async () => Date.now(), noteCspReport: async () => undefined };

  it("keeps the whole site from starting", () => {
    const start = () => createApp({ ...edges, mount: (site) => site.get("/back-door", (c) => c.text("in")) });
    expect(start).toThrow("routes without a policy: GET /back-door");
    expect(() => createApp({ ...edges, mount: (site) => site.route("/hooks", webhooks) })).not.toThrow();
  });

  it("stays shut when it hides behind every method at once", async () => {
    const site = createApp({ ...edges, mount: (app) => app.all("/back-door", (c) => c.text("in")) });
    const answer = await site.request("https://passerelle.example/back-door", {}, env);
    expect([answer.status, await answer.text()]).toEqual([404, expect.not.stringContaining("in</")]);
  });
});
