import { describe, expect, it } from "vitest";
import { buildAnnounce } from "../../src/sendcloud/announce";
import { createSendcloudClient } from "../../src/sendcloud/client";
import { access, answer, BASIC, fakeSendcloud, NOW, shipmentBody } from "./fake-sendcloud";

const API = "https://panel.sendcloud.test/api/v3";
const REQUEST = buildAnnounce({
  externalReference: "mk1-abc",
  orderNumber: "10042-A",
  recipient: {
    address: {
      firstName: "Jeanne",
      lastName: "Moulin",
      company: "",
      street1: "12 rue de la Paix",
      street2: "",
      note: "",
      zip: "75002",
      city: "Paris",
      state: "",
      country: "FR",
      countryLabel: "France",
      phone: "",
    },
    email: "jeanne@example.org",
  },
  senderAddressId: 7,
  option: { code: "postnl:standard", contractId: 517 },
  weightGrams: 1320,
  box: { lengthCm: 30, widthCm: 20, heightCm: 15, tareGrams: 0 },
  labelFormat: "pdf-a6",
  orderTotal: null,
  servicePointId: null,
  items: null,
  customs: null,
});

function clientOf(...answers: Parameters<typeof fakeSendcloud>) {
  const { requests, http } = fakeSendcloud(...answers);
  return { requests, client: createSendcloudClient(access(http)) };
}

describe("announce", () => {
  it("sends the body once and waits a minute", async () => {
    const { requests, client } = clientOf(answer(201, { data: shipmentBody() }));
    expect(await client.announce(REQUEST)).toMatchObject({
      kind: "ok",
      status: 201,
      value: { adopted: false, failed: [], shipment: { shipmentId: shipmentBody().id } },
    });
    expect(requests).toEqual([
      {
        method: "POST",
        url: `${API}/shipments/announce`,
        headers: { authorization: BASIC, accept: "application/json", "content-type": "application/json" },
        body: JSON.stringify(REQUEST),
        timeoutMs: 60_000,
      },
    ]);
  });

  it("takes a 200 and an answer that does not repeat the reference", async () => {
    const { client } = clientOf(answer(200, { data: shipmentBody({ external_reference_id: null }) }));
    expect(await client.announce(REQUEST)).toMatchObject({ kind: "ok", value: { adopted: false } });
  });

  it.each([
    ["under data", { data: shipmentBody() }],
    ["bare", shipmentBody()],
  ])("adopts the existing shipment of a 409, %s", async (_, body) => {
    const { client } = clientOf(answer(409, body));
    expect(await client.announce(REQUEST)).toMatchObject({
      kind: "ok",
      status: 409,
      value: { adopted: true, failed: [], shipment: { externalReference: "mk1-abc" } },
    });
  });

  it("adopts a cancelled shipment as one without a live label", async () => {
    const cancelled = shipmentBody({}, { status: { code: "CANCELLED", message: "Cancelled" } });
    const { client } = clientOf(answer(409, { data: cancelled }));
    expect(await client.announce(REQUEST)).toMatchObject({
      kind: "ok",
      value: { adopted: true, failed: ["Cancelled"] },
    });
  });

  it.each([
    ["another reference", { data: shipmentBody({ external_reference_id: "mk1-xyz" }) }],
    ["no reference", { data: shipmentBody({ external_reference_id: null }) }],
    ["only errors", { errors: [{ status: "409", code: "invalid", detail: "Already used" }] }],
    ["an empty object", {}],
  ])("does not know after a 409 with %s", async (_, body) => {
    const { client } = clientOf(answer(409, body));
    expect(await client.announce(REQUEST)).toMatchObject({ kind: "unknown", why: "unexpected-shape", status: 409 });
  });

  it("says why a 201 made no label", async () => {
    const failed = shipmentBody(
      {
        errors: [{ code: "parcel_announcement_error", detail: "Postcode unknown", source: { pointer: "/to_address" } }],
      },
      { status: { code: "ANNOUNCEMENT_FAILED", message: "Announcement failed" }, label_file: null, documents: [] },
    );
    const { client } = clientOf(answer(201, { data: failed }));
    expect(await client.announce(REQUEST)).toMatchObject({
      kind: "ok",
      value: { adopted: false, failed: ["Postcode unknown (/to_address)"] },
    });
  });

  it.each([
    ["another shipment", answer(201, { data: shipmentBody({ external_reference_id: "mk1-xyz" }) }), "unexpected-shape"],
    ["no parcel and no error", answer(201, { data: shipmentBody({ parcels: [] }) }), "unexpected-shape"],
    ["no shipment", answer(201, { data: {} }), "unexpected-shape"],
    ["half of the JSON", answer(201, JSON.stringify({ data: shipmentBody() }).slice(0, 90)), "not-json"],
    ["a page", answer(200, "<!doctype html><title>Sign in</title>", { "content-type": "text/html" }), "html"],
    ["nothing", answer(201), "empty"],
    ["a redirect", answer(302, "", { location: "https://elsewhere.example" }), "redirect"],
    ["a 502", answer(502, "<html>Bad gateway</html>"), "server-error"],
    ["a 409 without a body", answer(409), "empty"],
    ["a page with a 409", answer(409, "<html></html>", { "content-type": "text/html" }), "html"],
    ["a time-out", { arrived: false, failure: "timeout" } as const, "timeout"],
  ])("does not know after %s", async (_, given, why) => {
    const { client } = clientOf(given);
    expect(await client.announce(REQUEST)).toMatchObject({ kind: "unknown", why });
  });

  it("passes on a refusal with the vendor's words, from a list or a bare array", async () => {
    const errors = [{ status: "400", code: "invalid", detail: "No such option", source: { pointer: "/ship_with" } }];
    const { client } = clientOf(answer(400, { errors }), answer(400, errors));
    const expected = { kind: "rejected", status: 400, code: "invalid", message: "No such option (/ship_with)" };
    expect(await client.announce(REQUEST)).toMatchObject(expected);
    expect(await client.announce(REQUEST)).toMatchObject(expected);
  });

  it.each([
    ["30", NOW + 30_000],
    ["Tue, 24 Nov 2026 08:00:10 GMT", NOW + 10_000],
    ["86400", NOW + 3_600_000],
    [undefined, NOW + 75_000],
    ["soon", NOW + 75_000],
  ])("waits after a 429 with Retry-After %s", async (retryAfter, until) => {
    const { client } = clientOf(answer(429, "", retryAfter === undefined ? {} : { "retry-after": retryAfter }));
    expect(await client.announce(REQUEST)).toEqual({ kind: "wait", until });
  });
});

describe("shipment", () => {
  it("reads one, and only the one it asked for", async () => {
    const { requests, client } = clientOf(answer(200, { data: shipmentBody() }), answer(200, { data: shipmentBody() }));
    expect(await client.shipment(shipmentBody().id)).toMatchObject({ kind: "ok", value: { orderNumber: "10042-A" } });
    expect(requests[0]).toMatchObject({
      method: "GET",
      url: `${API}/shipments/${shipmentBody().id}`,
      timeoutMs: 20_000,
    });
    expect(await client.shipment("../a?b")).toMatchObject({ kind: "unknown", why: "unexpected-shape" });
    expect(requests[1]?.url).toBe(`${API}/shipments/..%2Fa%3Fb`);
  });

  it("says when there is none", async () => {
    const { client } = clientOf(answer(404), answer(404, { errors: [{ code: "not_found", detail: "Not found" }] }));
    expect(await client.shipment("abc")).toMatchObject({ kind: "rejected", status: 404, code: "not_found" });
    expect(await client.shipment("abc")).toMatchObject({ kind: "rejected", status: 404, message: "Not found" });
  });
});

describe("cancel", () => {
  it.each([
    [200, "cancelled", "cancelled"],
    [202, "queued", "queued"],
    [200, "in progress", "queued"],
  ])("reads %d %s as %s", async (status, word, cancellation) => {
    const { requests, client } = clientOf(answer(status, { data: { status: word, message: "…" } }));
    expect(await client.cancel("a/b")).toMatchObject({ kind: "ok", status, value: { cancellation } });
    const headers = { authorization: BASIC, accept: "application/json" };
    const url = `${API}/shipments/a%2Fb/cancel`;
    expect(requests).toEqual([{ method: "POST", url, headers, body: "", timeoutMs: 60_000 }]);
  });

  it("passes on a 409", async () => {
    const errors = [{ status: "409", code: "invalid", detail: "This shipment is already being cancelled." }];
    const { client } = clientOf(answer(409, { errors }));
    expect(await client.cancel("abc")).toMatchObject({
      kind: "rejected",
      status: 409,
      message: "This shipment is already being cancelled.",
    });
  });

  it("does not know after a 200 without a word", async () => {
    const { client } = clientOf(answer(200), answer(200, { data: {} }));
    expect(await client.cancel("abc")).toMatchObject({ kind: "unknown", why: "empty" });
    expect(await client.cancel("abc")).toMatchObject({ kind: "unknown", why: "unexpected-shape" });
  });
});
