import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { checkMiraklAddress } from "../../src/mirakl/hosts";

const EXTRA = ["localhost:8080", "127.0.0.1:9999", " Shop.Example ", "[::1]:7000", ""];

describe("a marketplace's address", () => {
  it.each([
    ["acme.mirakl.net", "https://acme.mirakl.net"],
    ["  https://Acme.Mirakl.NET/  ", "https://acme.mirakl.net"],
    ["https://acme-prod.eu.mirakl.net/api", "https://acme-prod.eu.mirakl.net"],
    ["https://acme.mirakl.net:443/api/", "https://acme.mirakl.net"],
    ["https://acme.mirakl.net/mmp/shop/order/all?limit=25#top", "https://acme.mirakl.net"],
    ["acme.mirakl.net/mmp/shop", "https://acme.mirakl.net"],
    ["marketplace.empik.com", "https://marketplace.empik.com"],
    ["https://marketplace.worten.pt/api", "https://marketplace.worten.pt"],
    ["marketplace.elcorteingles.es", "https://marketplace.elcorteingles.es"],
    ["shop.example", "https://shop.example"],
    ["http://shop.example", "http://shop.example"],
    ["localhost:8080", "http://localhost:8080"],
    ["https://localhost:8080", "https://localhost:8080"],
    ["http://127.0.0.1:9999/api", "http://127.0.0.1:9999"],
    ["[::1]:7000", "http://[::1]:7000"],
  ])("%s is taken", (typed, baseUrl) => {
    expect(checkMiraklAddress(typed, EXTRA, false)).toEqual({ ok: true, baseUrl });
  });

  it.each([
    ["", "not-an-address"],
    ["https://", "not-an-address"],
    ["my shop", "not-an-address"],
    ["javascript:alert(1)", "not-an-address"],
    ["https:acme.mirakl.net", "not-an-address"],
    ["https://acme.mirakl.net.", "not-an-address"],
    ["https://acme..mirakl.net", "not-an-address"],
    ["https://.mirakl.net", "not-an-address"],
    ["https://user@acme.mirakl.net", "not-an-address"],
    ["https://a:b@acme.mirakl.net", "not-an-address"],
    ["https://evil.io\\.mirakl.net", "not-an-address"],
    ["https://evil.io\t.mirakl.net", "not-an-address"],
    ["https://evil.io%2f.mirakl.net", "not-an-address"],
    ["https://acme.mira\u212al.net", "not-an-address"],
    ["https://acme\uff0emirakl.net", "not-an-address"],
    ["https://acme.mirakl\u3002net", "not-an-address"],
    ["https://0x7f.1", "not-an-address"],
    ["https://2130706433", "not-an-address"],
    ["http://0x7f.0.0.1:9999", "not-an-address"],
    ["https://127.0.0.1", "host-not-allowed"],
    ["https://169.254.169.254/latest", "host-not-allowed"],
    ["https://[::ffff:7f00:1]", "host-not-allowed"],
    ["http://[::1]", "host-not-allowed"],
    ["mirakl.net", "host-not-allowed"],
    ["https://mirakl.net.evil.io", "host-not-allowed"],
    ["https://acme-mirakl.net", "host-not-allowed"],
    ["https://evil.io#.mirakl.net", "host-not-allowed"],
    ["https://evil.io?.mirakl.net", "host-not-allowed"],
    ["https://evil.io/.mirakl.net", "host-not-allowed"],
    ["https://acme.mirakl.net:8443", "host-not-allowed"],
    ["https://acme.mirakl.test", "host-not-allowed"],
    ["localhost", "host-not-allowed"],
    ["http://localhost:8081", "host-not-allowed"],
    ["http://shop.example:8080", "host-not-allowed"],
    ["http://acme.mirakl.net", "https-only"],
    ["ftp://acme.mirakl.net", "https-only"],
    ["ftp://shop.example", "https-only"],
    ["http://marketplace.empik.com", "https-only"],
  ])("%s is refused: %s", (typed, why) => {
    expect(checkMiraklAddress(typed, EXTRA, false)).toEqual({ ok: false, why });
  });

  it.each([
    ["acme.mirakl.test", { ok: true, baseUrl: "https://acme.mirakl.test" }],
    ["https://acme.mirakl.test/api", { ok: true, baseUrl: "https://acme.mirakl.test" }],
    ["localhost:8080", { ok: true, baseUrl: "http://localhost:8080" }],
    ["acme.mirakl.net", { ok: false, why: "host-not-allowed" }],
    ["marketplace.empik.com", { ok: false, why: "host-not-allowed" }],
    ["http://acme.mirakl.test", { ok: false, why: "https-only" }],
  ])("in the sandbox %s gives %j", (typed, verdict) => {
    expect(checkMiraklAddress(typed, EXTRA, true)).toEqual(verdict);
  });
});

describe("hostile addresses", () => {
  const piece = fc.constantFrom(
    ...[
      "https://",
      "http://",
      "//",
      "/",
      "\\",
      "@",
      ":",
      "#",
      "?",
      ".",
      "%2e",
      "%00",
      "\t",
      "\n",
      " ",
      "\u3002",
      "\uff0e",
    ],
    ...[
      "mirakl.net",
      ".mirakl.net",
      "acme.mirakl.net",
      "evil.io",
      "127.0.0.1",
      "0x7f.1",
      "[::ffff:127.0.0.1]",
      "[::1]",
    ],
    ...[
      "user",
      "443",
      ":443",
      ":80",
      "localhost",
      "xn--mirakl-6za.net",
      "\u212a",
      "\u200d",
      "\u0131",
      "api",
      "metadata",
    ],
  );
  const hostile = fc.oneof(
    fc.array(piece, { minLength: 1, maxLength: 8 }).map((pieces) => pieces.join("")),
    fc.webUrl({ withFragments: true, withQueryParameters: true }),
    fc.string({ unit: "binary" }).map((text) => `https://${text}.mirakl.net`),
    fc.string({ unit: "grapheme" }),
  );

  it("only ever lead to Mirakl over https, as the platform's own parser reads it", () => {
    const allowed = /^https:\/\/([a-z0-9-]+\.)+mirakl\.net$/;
    let taken = 0;
    fc.assert(
      fc.property(hostile, (typed) => {
        const verdict = checkMiraklAddress(typed, [], false);
        if (!verdict.ok) return;
        taken += 1;
        expect(verdict.baseUrl).toMatch(allowed);
        const url = new URL(`${verdict.baseUrl}/api/account`);
        expect(url.hostname.endsWith(".mirakl.net")).toBe(true);
        expect([url.origin, url.username, url.password, url.port]).toEqual([verdict.baseUrl, "", "", ""]);
      }),
      { numRuns: 10_000, seed: 20_261_124 },
    );
    expect(taken).toBeGreaterThan(50);
  });
});
