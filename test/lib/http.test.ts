import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type HttpAnswer, type Reply, readReply, retryAt } from "../../src/lib/http";

const NOW = 1_795_500_000_000; // 2026-11-24T06:00:00Z
const MINUTE = 60_000;

type Thing = { id: number };
const parseThing = (body: unknown): Thing | null =>
  typeof body === "object" && body !== null && "id" in body && typeof body.id === "number" ? { id: body.id } : null;
const readError = (body: unknown) => ({
  code: null,
  message: typeof body === "object" && body !== null && "message" in body ? String(body.message) : "",
});

function answer(status: number, body: string | Uint8Array, headers: Record<string, string> = {}): HttpAnswer {
  return { arrived: true, status, headers, body: typeof body === "string" ? new TextEncoder().encode(body) : body };
}

const read = (given: HttpAnswer): Reply<Thing> =>
  readReply(given, { now: NOW, random: 0, readError, parse: parseThing });
const readEmpty = (given: HttpAnswer) =>
  readReply(given, { now: NOW, random: 0, readError, parse: (body) => (body === undefined ? true : null) });

const HTML = "<!DOCTYPE html><html><body>Bad gateway</body></html>";
const NO = '{"message":"no"}';

const CASES: [what: string, HttpAnswer, expected: Record<string, unknown>][] = [
  ["200 as promised", answer(200, '{"id":1}'), { kind: "ok", value: { id: 1 }, status: 200 }],
  ["201 after a byte order mark", answer(201, '\uFEFF{"id":2}'), { kind: "ok", value: { id: 2 } }],
  ["200 of another shape", answer(200, "[]"), { kind: "unknown", why: "unexpected-shape", status: 200 }],
  ["200 of null", answer(200, "null"), { kind: "unknown", why: "unexpected-shape" }],
  ["200 cut short", answer(200, '{"id":'), { kind: "unknown", why: "not-json" }],
  ["200 empty", answer(200, " \n"), { kind: "unknown", why: "empty" }],
  ["200 of HTML", answer(200, HTML), { kind: "unknown", why: "html" }],
  [
    "200 JSON that says it is HTML",
    answer(200, '{"id":1}', { "content-type": "text/html" }),
    { kind: "unknown", why: "html" },
  ],
  ["204 where a body was promised", answer(204, ""), { kind: "unknown", why: "empty" }],
  ["302", answer(302, "", { location: "/login" }), { kind: "unknown", why: "redirect" }],
  ["304", answer(304, ""), { kind: "unknown", why: "redirect" }],
  ["400", answer(400, NO), { kind: "rejected", status: 400, message: "no", body: { message: "no" } }],
  ["404", answer(404, NO), { kind: "rejected", status: 404 }],
  ["409 with the thing", answer(409, '{"id":1}'), { kind: "rejected", status: 409, body: { id: 1 } }],
  ["422", answer(422, NO), { kind: "rejected", status: 422 }],
  ["501", answer(501, NO), { kind: "rejected", status: 501 }],
  ["400 cut short", answer(400, '{"mess'), { kind: "unknown", why: "not-json", status: 400 }],
  ["400 empty", answer(400, ""), { kind: "unknown", why: "empty" }],
  ["404 of HTML", answer(404, HTML), { kind: "unknown", why: "html" }],
  ["401", answer(401, NO), { kind: "key-refused", status: 401, message: "no" }],
  ["401 empty", answer(401, ""), { kind: "key-refused", status: 401, message: "" }],
  ["403", answer(403, NO), { kind: "key-refused", status: 403 }],
  ["403 of a firewall", answer(403, HTML), { kind: "unknown", why: "html" }],
  ["408", answer(408, NO), { kind: "unknown", why: "server-error" }],
  ["500", answer(500, NO), { kind: "unknown", why: "server-error", message: "no" }],
  ["502 of HTML", answer(502, HTML), { kind: "unknown", why: "server-error", message: "" }],
  ["503 with a wait", answer(503, "", { "retry-after": "5" }), { kind: "unknown", why: "server-error" }],
  ["599 empty", answer(599, ""), { kind: "unknown", why: "server-error" }],
  ["status 0", answer(0, '{"id":1}'), { kind: "unknown", why: "unexpected-shape" }],
  ["status 103", answer(103, '{"id":1}'), { kind: "unknown", why: "unexpected-shape" }],
  ["429", answer(429, HTML, { "retry-after": "7" }), { kind: "wait", until: NOW + 7_000 }],
  ["time-out", { arrived: false, failure: "timeout" }, { kind: "unknown", why: "timeout", status: null }],
  ["cut connection", { arrived: false, failure: "connection" }, { kind: "unknown", why: "connection" }],
  ["too large", { arrived: false, failure: "too-large" }, { kind: "unknown", why: "too-large" }],
  ["blocked", { arrived: false, failure: "blocked" }, { kind: "not-sent", why: "blocked" }],
];

describe("an answer", () => {
  it.each(CASES)("%s", (_what, given, expected) => {
    expect(read(given)).toMatchObject(expected);
  });

  it("is ok when an empty body is what was promised", () => {
    expect(readEmpty(answer(204, ""))).toMatchObject({ kind: "ok", value: true });
    expect(readEmpty(answer(204, "{}"))).toMatchObject({ kind: "unknown", why: "unexpected-shape" });
    expect(readEmpty(answer(200, HTML))).toMatchObject({ kind: "unknown", why: "html" });
  });

  it("quotes at most 500 characters of the remote", () => {
    const reply = read(answer(400, JSON.stringify({ message: "x".repeat(9_000) })));
    expect(reply).toMatchObject({ kind: "rejected", message: "x".repeat(500) });
  });
});

const anyBody = fc.oneof(
  fc.uint8Array({ maxLength: 200 }),
  fc.json().map((text) => new TextEncoder().encode(text)),
  fc.constantFrom('{"id":1}', '{"id":', HTML, "", "[[[[", "\u0000").map((text) => new TextEncoder().encode(text)),
);
const anyHeaders = fc.dictionary(
  fc.constantFrom("content-type", "retry-after", "location"),
  fc.oneof(fc.string(), fc.constantFrom("application/json", "text/html", "9", "-1")),
);

describe("any answer", () => {
  it("has one class, never throws, and is ok only for a 2xx whose body was taken", () => {
    const kinds = ["ok", "rejected", "key-refused", "wait", "unknown", "not-sent"];
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 700 }), anyHeaders, anyBody, (status, headers, body) => {
        const reply = read({ arrived: true, status, headers, body });
        expect(kinds).toContain(reply.kind);
        if (reply.kind === "ok") {
          expect(status >= 200 && status < 300).toBe(true);
          expect(parseThing(JSON.parse(new TextDecoder().decode(body)))).toEqual(reply.value);
        }
        expect(reply.kind === "wait").toBe(status === 429);
        if (reply.kind === "wait") {
          expect(reply.until).toBeGreaterThanOrEqual(NOW + 1_000);
          expect(reply.until).toBeLessThanOrEqual(NOW + 60 * MINUTE);
        }
        if (reply.kind === "rejected") expect(reply.body).toBeDefined();
      }),
      { numRuns: 5000 },
    );
  });
});

describe("the wait of a 429", () => {
  it.each([
    ["120", 120_000],
    [" 5 ", 5_000],
    ["1.0005", 1_001],
    ["0", 1_000],
    ["3600", 60 * MINUTE],
    ["999999999", 60 * MINUTE],
    ["9".repeat(400), 60 * MINUTE],
    [new Date(NOW + 90_000).toUTCString(), 90_000],
    [new Date(NOW - 90_000).toUTCString(), 1_000],
    [new Date(NOW + 86_400_000).toUTCString(), 60 * MINUTE],
    [undefined, MINUTE],
    ["", MINUTE],
    ["soon", MINUTE],
    ["-5", MINUTE],
    ["1e3", MINUTE],
    ["2026", 2_026_000],
    ["Monday-ish", MINUTE],
    ["NaN", MINUTE],
  ])("%j is %i ms", (header, wait) => {
    expect(retryAt(header === undefined ? {} : { "retry-after": header }, NOW, 0)).toBe(NOW + wait);
  });

  it("reads a date by the clock of the answer, for ours may be another", () => {
    const theirs = (ahead: number) => new Date(NOW - 600_000 + ahead).toUTCString();
    expect(retryAt({ "retry-after": theirs(90_000), date: theirs(0) }, NOW, 0)).toBe(NOW + 90_000);
  });

  it("spreads over half a minute when none is named", () => {
    expect(retryAt({}, NOW, 0.5)).toBe(NOW + 75_000);
    expect(retryAt({ "retry-after": "soon" }, NOW, 0.999)).toBeLessThan(NOW + 90_000);
  });
});
