import { beforeAll, describe, expect, it } from "vitest";
import { POLICIES } from "../../src/auth/policy";
import { openShop, type Shop } from "../web/shop";
import { ORIGIN } from "../web/site";

const DEEP = 100_000;
const POSTS = POLICIES.filter(({ method, path }) => method === "POST" && !path.startsWith("/sandbox")).map(
  ({ path }) => path,
);
const BODIES: [string, string, string | Uint8Array<ArrayBuffer>][] = [
  ["nothing", "application/x-www-form-urlencoded", ""],
  ["bytes that are no text", "application/x-www-form-urlencoded", new Uint8Array([0xff, 0xfe, 0x00, 0x80, 0x25])],
  ["an escape that is none", "application/x-www-form-urlencoded", "name=%&email=%zz&%=%00"],
  ["every field twice", "application/x-www-form-urlencoded", "role=owner&role=viewer&email=a&email=b&name=x&name=y"],
  ["a prototype", "application/x-www-form-urlencoded", "__proto__=1&constructor=2&__proto__[x]=3&toString=4"],
  [
    "a multipart form that never ends",
    "multipart/form-data; boundary=x",
    "--x\r\nContent-Disposition: form-data; name=a\r\n\r\n1",
  ],
  ["a multipart form without a boundary", "multipart/form-data", "--x\r\n\r\n--x--"],
  ["a multipart form of nothing", "multipart/form-data; boundary=x", "--x--"],
  ["JSON in place of a form", "application/json", "{}"],
  ["JSON that goes very deep", "application/json", "[".repeat(DEEP) + "]".repeat(DEEP)],
  ["a type that nobody knows", "text/\u00e9; x", "x"],
];

let shop: Shop;
beforeAll(async () => {
  shop = await openShop();
});

const fill = (path: string) =>
  path
    .replace(":storeId", shop.storeId)
    .replace(/:\w+/g, "nobody")
    .replace("/hooks/sendcloud/nobody", "/hooks/sendcloud/x");
const send = (path: string, init: RequestInit) =>
  shop.site.request(path, { ...init, headers: { Cookie: shop.owner.cookie, Origin: ORIGIN, ...init.headers } });

describe("a hostile request gets a refusal, never a surprise", () => {
  it.each(BODIES)("with %s", async (_what, type, body) => {
    const answers: [string, number][] = [];
    for (const path of POSTS) {
      // These two end what the next one needs.
      if (["/sign-out", "/stores/:storeId/disconnection"].includes(path)) continue;
      const answer = await send(fill(path), { method: "POST", body, headers: { "Content-Type": type } });
      await answer.arrayBuffer();
      answers.push([path, answer.status]);
    }
    expect(answers.length).toBeGreaterThan(40);
    expect(answers.filter(([, status]) => status >= 500)).toEqual([]);
  });

  const LONG = [`/${"a/".repeat(4_000)}`, `/orders?store=${"x".repeat(50_000)}`];
  const PATHS = [
    "/../../etc/passwd",
    "/..%2f..%2fetc%2fpasswd",
    "/stores/..%2f..%2fpeople",
    "/orders/%00/%00",
    "/orders/a/b%0d%0aSet-Cookie:%20s=x",
    "/%2e%2e/%2e%2e/src/worker.ts",
    "/orders/%ff%fe/%c0%ae",
    "/orders?tab=__proto__&after=constructor~x",
    "/returns?after=99999999999999999999~x",
    "/products?q=%22%20OR%20NEAR(%2A&after=~~~",
    "/jobs/%27%3B%20DROP%20TABLE%20orders--",
  ];

  it("at a path or with a question that nobody meant", async () => {
    for (const path of [...PATHS, ...LONG]) {
      const answer = await send(path, {});
      expect([path.slice(0, 60), answer.status < 500]).toEqual([path.slice(0, 60), true]);
      expect(answer.headers.get("Set-Cookie")).toBeNull();
    }
  });

  it("by a header that would change its method, or say whence it comes", async () => {
    const pause = `/stores/${shop.storeId}/pause`;
    const sly = { "X-HTTP-Method-Override": "POST", "X-Method-Override": "POST", "X-Forwarded-Host": "evil.example" };
    const answer = await send(`${pause}?_method=POST&reason=x`, { headers: sly });
    expect(answer.status).toBe(200);
    expect(await answer.text()).not.toContain("evil.example");
    const { results } = await shop.site.d1.prepare("SELECT * FROM store_pauses").all();
    expect(results).toEqual([]);
  });
});
