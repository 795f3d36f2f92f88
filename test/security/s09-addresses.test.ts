import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { checkMiraklAddress } from "../../src/mirakl/hosts";

const MANY = 10_000;
const KNOWN = /^https:\/\/((?:[a-z\d-]+\.)+mirakl\.net|marketplace\.(?:empik\.com|worten\.pt|elcorteingles\.es))$/;

const piece = fc.constantFrom(
  ...["https://", "http://", "ftp://", "//", "\\\\", "user@", "a:b@", "acme", "mirakl.net", ".mirakl.net", "evil.io"],
  ...[
    "127.0.0.1",
    "0x7f.1",
    "2130706433",
    "[::1]",
    "[::ffff:127.0.0.1]",
    "169.254.169.254",
    "localhost",
    "workers.dev",
  ],
  ...[".", "..", "/", "\\", "#", "?", "@", ":", ":443", ":8443", "%2f", "%00", "\t", "\n", " ", "\u3002", "\uff0e"],
  ...["\u212a", "xn--", "-", "_", "\u00ad", "\u200b", "ACME", "metadata.google.internal"],
);
const typed = fc.oneof(
  fc.array(piece, { minLength: 1, maxLength: 8 }).map((pieces) => pieces.join("")),
  fc.webUrl(),
  fc.string(),
  fc.domain().map((domain) => `https://${domain}.mirakl.net`),
);

describe("S9: an address that may be given a key", () => {
  it(`is a Mirakl host over https in each of ${MANY} that are taken, and what a browser would call is that host`, () => {
    let taken = 0;
    fc.assert(
      fc.property(typed, (text) => {
        const verdict = checkMiraklAddress(text, [], false);
        if (!verdict.ok) return;
        taken += 1;
        expect(verdict.baseUrl).toMatch(KNOWN);
        const url = new URL(`${verdict.baseUrl}/api/orders`);
        expect([url.username, url.password, url.port, url.origin]).toEqual(["", "", "", verdict.baseUrl]);
      }),
      { numRuns: MANY },
    );
    expect(taken).toBeGreaterThan(MANY / 20);
  });
});
