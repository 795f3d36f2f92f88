import { beforeAll, describe, expect, it } from "vitest";
import { POLICIES } from "../../src/auth/policy";
import {
  browser,
  buyLabel,
  type Demo,
  deployedWith,
  fill,
  knock,
  knockOutside,
  ORIGIN,
  openDemo,
  routesWhere,
  rows,
} from "../worker/door";

const CSP =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; " +
  "frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; report-uri /csp";
const HEADERS = {
  "content-security-policy": CSP,
  "strict-transport-security": "max-age=63072000",
  "x-content-type-options": "nosniff",
  "referrer-policy": "same-origin",
  "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=()",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "cache-control": "private, no-store",
};
const FOREIGN = "does not come from a page of Passerelle";

const PATHS = [...new Set(POLICIES.map(({ path }) => path))].map((path) => ({ path: fill(path) }));
const MACHINES = routesWhere(({ asks }) => asks === "machine").map(({ path }) => ({ path: fill(path) }));
const PEOPLE = PATHS.filter(({ path }) => !MACHINES.some((machine) => machine.path === path));

const post = (path: string, headers: Record<string, string>) =>
  knock(path, { method: "POST", headers: { "accept-language": "en", ...headers } });

/** The locks an answer carries, by name. */
function locksOf(answer: Response): Record<string, string | null> {
  return Object.fromEntries(Object.keys(HEADERS).map((name) => [name, answer.headers.get(name)]));
}

async function isRefusedAsForeign(answer: Response): Promise<boolean> {
  return answer.status === 403 && (await answer.text()).includes(FOREIGN);
}

let demo: Demo;

beforeAll(async () => {
  demo = await openDemo();
  // A store whose object never began cannot show its strip: a surprise, and so a 500.
  await rows(
    `INSERT INTO stores SELECT 'store-asleep', workspace_id, account_id, name, base_url, 1, shop_name, currency, sealed_key,
       key_hint, 'asleep', settings, settings_version, import_days, created_at, NULL, NULL FROM stores`,
  );
});

describe("S2: a request that may not be ours", () => {
  it.each([
    ["another site", { "sec-fetch-site": "cross-site", origin: "https://evil.example" }],
    ["a sister site", { "sec-fetch-site": "same-site", origin: "https://shop.example" }],
    ["another site under our origin", { "sec-fetch-site": "cross-site", origin: ORIGIN }],
    ["an address typed by hand", { "sec-fetch-site": "none" }],
  ])("is refused on every path when it comes from %s", async (_from, headers) => {
    const answers = await Promise.all(PATHS.map(({ path }) => post(path, headers)));
    const open = PATHS.filter((_, index) => answers[index]?.status !== 403).map(({ path }) => path);
    expect(open).toEqual([]);
    expect(await answers[0]?.text()).toContain(FOREIGN);
  });

  it.each([
    ["neither word nor origin", {}],
    ["the origin null", { origin: "null" }],
    ["a foreign origin alone", { origin: "https://evil.example" }],
    ["our host on another port", { origin: `${ORIGIN}:8443` }],
    ["our host without its lock", { origin: ORIGIN.replace("https", "http") }],
    ["our host as a part of another", { origin: `${ORIGIN}.evil.example` }],
  ])("is refused on every path for people with %s", async (_what, headers) => {
    const answers = await Promise.all(PEOPLE.map(({ path }) => post(path, headers)));
    const open = PEOPLE.filter((_, index) => answers[index]?.status !== 403).map(({ path }) => path);
    expect(open).toEqual([]);
  });

  it.each(["PUT", "PATCH", "DELETE", "QUERY"])("is refused as %s too", async (method) => {
    const answer = await knock("/stores", { method, headers: { "sec-fetch-site": "cross-site" } });
    expect(answer.status).toBe(403);
  });
});

describe("a request that is ours", () => {
  it.each([
    ["the browser's word", { "sec-fetch-site": "same-origin" }],
    ["our origin from an old browser", { origin: ORIGIN }],
  ])("passes every path with %s", async (_what, headers) => {
    const answers = await Promise.all(PEOPLE.map(({ path }) => post(path, headers)));
    const refused = await Promise.all(answers.map(isRefusedAsForeign));
    expect(PEOPLE.filter((_, index) => refused[index]).map(({ path }) => path)).toEqual([]);
  });

  it("needs no word of a browser where machines knock", async () => {
    const knocked = routesWhere(({ asks, method }) => asks === "machine" && method === "POST");
    expect(knocked.length).toBeGreaterThan(2);
    const answers = await Promise.all(knocked.map(({ path }) => post(fill(path), {})));
    expect(answers.map(({ status }) => status)).not.toContain(403);
  });
});

describe("S7: someone signed out", () => {
  const asked = routesWhere(({ asks, method }) => method === "GET" && asks !== "anyone" && asks !== "machine");

  it("is led to the sign-in page from every page", async () => {
    const answers = await Promise.all(asked.map(({ path }) => knock(fill(path))));
    expect(answers.map(({ status }) => status)).toEqual(asked.map(() => 303));
    expect(new Set(answers.map(({ headers }) => headers.get("location")))).toEqual(new Set(["/sign-in"]));
  });

  it("makes htmx leave the page instead of swapping a form into it", async () => {
    const answers = await Promise.all(
      asked.map(({ path }) => knock(fill(path), { headers: { "HX-Request": "true" } })),
    );
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([401]));
    expect(new Set(answers.map(({ headers }) => headers.get("hx-redirect")))).toEqual(new Set(["/sign-in"]));
    expect(await Promise.all(answers.map((answer) => answer.text()))).toEqual(asked.map(() => ""));
  });

  it("may do nothing that asks for a role", async () => {
    const acts = routesWhere(({ asks, method }) => method === "POST" && asks !== "anyone" && asks !== "machine");
    const answers = await Promise.all(acts.map(({ path }) => browser("").post(fill(path))));
    expect(answers.map(({ status }) => status)).toEqual(acts.map(() => 303));
  });

  it.each(["s=stolen", "__Host-s=", `__Host-s=${"a".repeat(43)}`, "s=; __Host-s=x", "__Host-s=%00"])(
    "is not let in by the cookie %s",
    async (cookie) => {
      const answer = await browser(cookie).get("/orders");
      expect([answer.status, answer.headers.get("location")]).toEqual([303, "/sign-in"]);
    },
  );
});

describe("S3, S15, S19 and S21: every answer carries the locks", () => {
  it.each([
    [200, "/orders"],
    [200, "/sign-in", "nobody"],
    [200, "/healthz"],
    [200, "/sandbox"],
    [200, "/sandbox/counts"],
    [200, "/sandbox/csp-probe"],
    [303, "/orders", "nobody"],
    [403, "/enter?token=wrong"],
    [404, "/nothing-here"],
    [404, "/orders/nobody/nothing"],
    [404, "/orders/nobody/nothing/labels/1/file"],
    [500, "/stores/store-asleep"],
  ] as [number, string, "nobody"?][])("%i %s", async (status, path, who) => {
    const answer = await (who ? browser("") : demo.owner).get(path);
    expect([answer.status, locksOf(answer)]).toEqual([status, HEADERS]);
    expect(answer.headers.get("server")).toBeNull();
    await answer.text();
  });

  it.each([
    [403, "/orders", { "sec-fetch-site": "cross-site" }],
    [204, "/csp", {}],
    [404, "/hooks/sendcloud/nobody", {}],
    [410, "/setup", { "sec-fetch-site": "same-origin" }],
    [303, "/sign-out", { "sec-fetch-site": "same-origin" }],
  ] as const)("%i POST %s", async (status, path, headers) => {
    const answer = await post(path, headers);
    expect([answer.status, locksOf(answer)]).toEqual([status, HEADERS]);
  });

  it.each([
    [500, "a wrong variable", { MASTER_KEY: "short" }, /^MASTER_KEY /],
    [
      500,
      "a broken database",
      {
        DB: {
          prepare: () => {
            throw new TypeError("Camille, 14 quai des Tanneurs");
          },
        },
      },
      /[0-9a-f-]{36}/,
    ],
  ] as const)("%i with %s, and not a word of what went wrong inside", async (status, _what, variables, words) => {
    const answer = await browser(demo.owner.cookie, deployedWith(variables)).get("/orders");
    expect([answer.status, locksOf(answer)]).toEqual([status, HEADERS]);
    const said = await answer.text();
    expect(said).toMatch(words);
    expect(said).not.toContain("Camille");
  });

  it.each([
    [200, "/sign-in"],
    [303, "/orders"],
    [404, "/nothing-here"],
  ])("%i %s, through the platform's own door", async (status, path) => {
    const answer = await knockOutside(path);
    expect([answer.status, locksOf(answer)]).toEqual([status, HEADERS]);
    await answer.text();
  });

  it("lets our own page alone frame a label, and nothing else", async () => {
    const framed = {
      ...HEADERS,
      "content-security-policy": CSP.replace("frame-ancestors 'none'", "frame-ancestors 'self'"),
    };
    const label = `${demo.orderPath}/labels/1/file`;
    const refused = await demo.owner.get(label);
    expect([refused.status, locksOf(refused)]).toEqual([503, framed]);
    expect((await buyLabel(demo.owner, demo.orderPath)).status).toBe(303);
    const file = await demo.owner.get(label);
    expect([file.status, file.headers.get("content-type"), locksOf(file)]).toEqual([200, "application/pdf", framed]);
    await file.arrayBuffer();
  });
});

describe("a policy report", () => {
  it("is kept for the sandbox's own page, cut short", async () => {
    await post("/csp", { "content-type": "application/csp-report" });
    await knock("/csp", { method: "POST", body: `{"csp-report":"${"x".repeat(9_000)}"}` });
    const reports = await (await demo.owner.get("/sandbox/csp-reports")).json<string[]>();
    expect(reports.at(-1)?.length).toBe(4_000);
  });
});
