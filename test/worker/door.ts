import { createExecutionContext, runInDurableObject } from "cloudflare:test";
import { env, exports } from "cloudflare:workers";
import { POLICIES, type Policy } from "../../src/auth/policy";
import { addLoginLink, createWorkspace, type Role } from "../../src/db/people";
import { randomToken, sha256Hex } from "../../src/lib/crypto";
import { sandboxWorld } from "../../src/sandbox/calls";
import { placeOrder as placeAtMarketplace } from "../../src/sandbox/mirakl-orders";
import { worldOf } from "../../src/sandbox/object-world";
import worker from "../../src/worker";

export const ORIGIN = "https://passerelle.example";
export const MINUTE = 60_000;
const LINK_MS = 3_600_000;

export type Ask = { method?: string; headers?: Record<string, string>; body?: BodyInit };
export type Send = (path: string, ask?: Ask) => Promise<Response>;
type Fields = Record<string, string>;

/**
 * Knocks at the worker. Nothing of a browser is added, and no redirect is followed. The handler is called directly:
 * the test platform's own binding asks the bundler anew for each request, slower with every one.
 */
export const knock: Send = (path, ask) => deployedWith({})(path, ask);

/** The same worker over the same database and objects, with other variables. The path may be a whole address. */
export function deployedWith(variables: Fields | { DB: unknown }): Send {
  return async (path, { method = "GET", headers = {}, body = null } = {}) => {
    const { href } = new URL(path, ORIGIN);
    const request = new Request<unknown, IncomingRequestCfProperties>(href, { method, headers, body });
    return worker.fetch(request, { ...env, ...variables }, createExecutionContext());
  };
}

/** Knocks through the platform, as the internet does. */
export const knockOutside: Send = (path, ask = {}) => {
  const { default: app } = exports as unknown as { default: Fetcher };
  return app.fetch(new URL(path, ORIGIN).href, { redirect: "manual", ...ask });
};

/** A browser with a session, or without: it says where its requests come from, as browsers do. */
export function browser(cookie: string, send: Send = knock) {
  const own = { cookie, "sec-fetch-site": "same-origin", "accept-language": "en" };
  return {
    cookie,
    get: (path: string, headers: Fields = {}) => send(path, { headers: { ...own, ...headers } }),
    post: (path: string, fields: Fields = {}, headers: Fields = {}) =>
      send(path, { method: "POST", headers: { ...own, ...headers }, body: new URLSearchParams(fields) }),
    /** Tells the sandbox something, as its buttons do. */
    order: async <T = unknown>(path: string, body: object): Promise<T> => {
      const headers = { ...own, "content-type": "application/json" };
      const answer = await send(`/sandbox/${path}`, { method: "POST", headers, body: JSON.stringify(body) });
      if (answer.status !== 200) throw new Error(`/sandbox/${path} answered ${answer.status}`);
      return answer.json<T>();
    },
  };
}
export type Browser = ReturnType<typeof browser>;

export type Demo = {
  owner: Browser;
  workspaceId: string;
  accountId: string;
  storeId: string;
  /** A clean order that is paid and wants its label, and the path of its page. */
  orderId: string;
  orderPath: string;
};

/** The demo with its first orders imported and no buyer who comes by himself; its owner's browser. */
export async function openDemo(): Promise<Demo> {
  const seeded = await knock("/sandbox/seed", { method: "POST" });
  const { url } = await seeded.json<{ url: string }>();
  const owner = browser(cookieOf(await knock(url)));
  await owner.order("pace", { seconds: 0 });
  const orderId = await placeOrder(owner, "pay");
  await owner.order("clock", { advance: 2 * MINUTE });
  const [store] = await rows<{ id: string; workspace_id: string; account_id: string }>("SELECT * FROM stores");
  if (!store) throw new Error("the demo has no store");
  const place = { workspaceId: store.workspace_id, accountId: store.account_id, storeId: store.id };
  return { owner, ...place, orderId, orderPath: `/orders/${store.id}/${orderId}` };
}

/** A buyer in France orders something without a flaw; the shop may have it accepted and paid in its back office. */
export async function placeOrder(owner: Browser, act?: "pay"): Promise<string> {
  const stub = env.SANDBOX_WORLD.getByName("world");
  // Chance would bring buyers whose parcels want customs papers.
  const orderId = await runInDurableObject(stub, (_object, state) =>
    placeAtMarketplace({ ...worldOf(state), random: () => 0 }, "brico"),
  );
  if (act) await owner.order("orders", { orderId, act });
  return orderId;
}

/** What the *Create label* form of an order's page would send: the option it proposes. */
export async function labelForm(owner: Browser, orderPath: string): Promise<{ option: string; weight: string }> {
  const html = await (await owner.get(orderPath)).text();
  const [, option] = /name="option" value="([^"]+)" checked/.exec(html) ?? [];
  if (option === undefined) throw new Error("the page offers no label");
  return { option, weight: "700" };
}

/** Presses *Create label* on an order's page. */
export async function buyLabel(owner: Browser, orderPath: string): Promise<Response> {
  return owner.post(`${orderPath}/labels`, await labelForm(owner, orderPath));
}

/** A person of that role, signed in by a link; his workspace is made when it is not there. */
export async function signIn(role: Role, name: string, workspaceId: string): Promise<Browser> {
  const now = Date.now() + (await sandboxWorld(env).offset());
  const personId = `person-${name}`;
  const made = { workspaceId, personId, name, personName: name, email: `${name}@example.org` };
  const there = await rows("SELECT id FROM workspaces WHERE id = ?", workspaceId);
  if (there.length === 0)
    await createWorkspace(env.DB, { ...made, timeZone: "Europe/Paris", language: "en", now }, false);
  else await rows("INSERT INTO people VALUES (?, ?, ?, 'en', ?)", personId, made.email, name, now);
  await rows(
    "INSERT INTO memberships (workspace_id, person_id, role, created_at) VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET role = excluded.role",
    workspaceId,
    personId,
    role,
    now,
  );
  return browser(cookieOf(await knock(`/enter?token=${await linkFor(personId, workspaceId, now)}`)));
}

export async function linkFor(personId: string, workspaceId: string, now: number): Promise<string> {
  const token = randomToken();
  const expiresAt = now + LINK_MS;
  await addLoginLink(env.DB, { tokenHash: await sha256Hex(token), personId, workspaceId, expiresAt });
  return token;
}

export async function rows<T = Record<string, unknown>>(
  sql: string,
  ...values: (string | number | null)[]
): Promise<T[]> {
  const { results } = await env.DB.prepare(sql)
    .bind(...values)
    .all<T>();
  return results;
}

export function cookieOf(answer: Response): string {
  return answer.headers.get("set-cookie")?.split(";")[0] ?? "";
}

/** A policy's path with these values in it; what is not named becomes a word that nothing is called. */
export function fill(path: string, values: Fields = {}): string {
  return path.replace(/:(\w+)/g, (_, name: string) => values[name] ?? "nobody");
}

/** The routes whose policy passes the test, by the paths they stand at. */
export function routesWhere(test: (policy: Policy) => boolean): Policy[] {
  return POLICIES.filter(test);
}

/** The number of requests that reached an operation of either vendor. */
export async function countOf(operation: string): Promise<number> {
  const counts = await sandboxWorld(env).counts();
  return counts.find((count) => count.operation === operation)?.received ?? 0;
}
