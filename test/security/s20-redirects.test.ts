import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ORIGIN, openSite, placeOf, signInto } from "../web/site";

const MANY = 5_000;
const piece = fc.constantFrom(
  ...[
    "/",
    "//",
    "\\",
    "/\\",
    "https://",
    "http:",
    "javascript:",
    "evil.example",
    "@",
    "?",
    "#",
    "..",
    ".",
    "%2f",
    "%5c",
  ],
  ...["\t", "\n", "\r\n", "\u0000", " ", "stores", "orders", "localhost:8787", ";", "Set-Cookie: s=x", "\u2215"],
);
const back = fc.oneof(
  fc.array(piece, { maxLength: 6 }).map((pieces) => pieces.join("")),
  fc.webUrl({ withFragments: true, withQueryParameters: true }),
  fc.string(),
);

describe("S20: a way back that somebody else wrote", () => {
  it(`never leaves this site, in ${MANY} ways`, async () => {
    const site = openSite();
    const camille = await signInto(site, "camille");
    await fc.assert(
      fc.asyncProperty(back, async (text) => {
        const answer = await camille.post("/language", { to: "en", back: text });
        const place = placeOf(answer);
        expect(answer.status).toBe(303);
        expect(place.startsWith("/")).toBe(true);
        expect(new URL(place, ORIGIN).origin).toBe(ORIGIN);
        expect(answer.headers.get("Set-Cookie")).toMatch(/^lang=en;/);
      }),
      { numRuns: MANY },
    );
  });
});
