import { describe, expect, it } from "vitest";
import { createSendcloudClient, identifyWithFallback } from "../../src/sendcloud/client";
import { access, answer, BASIC, fakeSendcloud } from "./fake-sendcloud";

const API = "https://panel.sendcloud.test/api/v3";
const GET = { headers: { authorization: BASIC, accept: "application/json" }, timeoutMs: 20_000 };
const REFUSED = answer(401, { errors: [{ status: "401", code: "authentication_failed", detail: "Invalid key" }] });

function clientOf(...answers: Parameters<typeof fakeSendcloud>) {
  const { requests, http } = fakeSendcloud(...answers);
  return { requests, client: createSendcloudClient(access(http)) };
}

describe("reading an account", () => {
  it("identifies the integration that owns the keys", async () => {
    const { requests, client } = clientOf(answer(200, { data: { user_id: 1, integration_id: 4711 } }));
    expect(await client.identify()).toMatchObject({ kind: "ok", value: { integrationId: 4711 } });
    expect(requests).toEqual([{ method: "GET", url: `${API}/user/auth/metadata`, ...GET }]);
  });

  it.each([
    "https://panel.sendcloud.test",
    "https://panel.sendcloud.test/",
    "https://panel.sendcloud.test/api/v3",
    "https://panel.sendcloud.test/api/v3/",
  ])("takes %s as base address", async (baseUrl) => {
    const { requests, http } = fakeSendcloud(answer(200, { data: { integration_id: 1 } }));
    await createSendcloudClient(access(http, { baseUrl })).identify();
    expect(requests[0]?.url).toBe(`${API}/user/auth/metadata`);
  });

  it("reads one integration, and only the one it asked for", async () => {
    const { requests, client } = clientOf(
      answer(200, { data: { id: 9, shop_name: "Shop" } }),
      answer(200, { data: { id: 8, shop_name: "Another" } }),
    );
    expect(await client.integration(9)).toMatchObject({ kind: "ok", value: { id: 9, name: "Shop" } });
    expect(await client.integration(9)).toMatchObject({ kind: "unknown", why: "unexpected-shape" });
    expect(requests[0]).toEqual({ method: "GET", url: `${API}/integrations/9`, ...GET });
  });

  it("lists integrations", async () => {
    const { requests, client } = clientOf(answer(200, { data: [{ id: 9 }, { id: 10 }] }));
    expect(await client.integrations()).toMatchObject({ kind: "ok", value: [{ id: 9 }, { id: 10 }] });
    expect(requests[0]?.url).toBe(`${API}/integrations`);
  });

  it("lists sender addresses and contracts", async () => {
    const { requests, client } = clientOf(
      answer(200, { data: [{ id: 1, name: "Jo", country_code: "FR" }] }),
      answer(200, { data: [{ id: 60, carrier: { code: "gls", name: "GLS" } }] }),
    );
    expect(await client.senderAddresses()).toMatchObject({ kind: "ok", value: { rows: [{ id: 1, country: "FR" }] } });
    expect(await client.contracts()).toMatchObject({ kind: "ok", value: { rows: [{ carrierCode: "gls" }] } });
    expect(requests.map(({ url }) => url)).toEqual([
      `${API}/addresses/sender-addresses?page_size=100`,
      `${API}/contracts?page_size=100`,
    ]);
  });

  it("lists the parcel statuses with our stage of each", async () => {
    const { requests, client } = clientOf(
      answer(200, { data: [{ code: "ANNOUNCED", message: "Announced" }, { code: "NEW" }] }),
    );
    expect(await client.statuses()).toMatchObject({
      kind: "ok",
      value: [
        { code: "ANNOUNCED", words: "Announced", stage: "label-ready" },
        { code: "NEW", words: "NEW", stage: "unknown" },
      ],
    });
    expect(requests[0]?.url).toBe(`${API}/parcels/statuses`);
  });
});

describe("installWebhook", () => {
  it("switches the webhook on and takes the empty 204", async () => {
    const { requests, client } = clientOf(answer(204));
    const url = "https://shop.example.org/hooks/sendcloud/abc";
    expect(await client.installWebhook(9, url)).toMatchObject({ kind: "ok", value: { url }, status: 204 });
    expect(requests).toEqual([
      {
        method: "PATCH",
        url: `${API}/integrations/9`,
        headers: { authorization: BASIC, accept: "application/json", "content-type": "application/json" },
        body: JSON.stringify({ webhook_active: true, webhook_url: url, feedback_type: "eager" }),
        timeoutMs: 60_000,
      },
    ]);
  });

  it("passes on a refusal", async () => {
    const { client } = clientOf(
      answer(400, { errors: [{ status: "400", code: "invalid", detail: "Webhook URL required" }] }),
    );
    expect(await client.installWebhook(9, "https://a.example")).toMatchObject({
      kind: "rejected",
      code: "invalid",
      message: "Webhook URL required",
    });
  });
});

describe("shippingOptions", () => {
  const query = {
    from: { country: "FR", zip: "75002" },
    to: { country: "IE", zip: "" },
    weightGrams: 2000,
    box: { lengthCm: 30, widthCm: 20, heightCm: 15, tareGrams: 0 },
    servicePointId: "10168633",
  };

  it("asks with prices", async () => {
    const { requests, client } = clientOf(answer(200, { data: [{ code: "a:b" }] }), answer(200, { data: [] }));
    expect(await client.shippingOptions(query)).toMatchObject({ kind: "ok", value: [{ code: "a:b", price: null }] });
    expect(requests[0]).toMatchObject({ method: "POST", url: `${API}/shipping-options`, timeoutMs: 20_000 });
    expect(JSON.parse(requests[0]?.body ?? "")).toEqual({
      from_country_code: "FR",
      to_country_code: "IE",
      from_postal_code: "75002",
      to_service_point_id: 10168633,
      parcels: [
        {
          weight: { value: "2.000", unit: "kg" },
          dimensions: { length: "30.00", width: "20.00", height: "15.00", unit: "cm" },
        },
      ],
      calculate_quotes: true,
    });
    await client.shippingOptions({ ...query, box: null, servicePointId: "relay" });
    expect(JSON.parse(requests[1]?.body ?? "")).toMatchObject({
      parcels: [{ weight: { value: "2.000", unit: "kg" } }],
    });
    expect(requests[1]?.body).not.toMatch(/dimensions|service_point/);
  });
});

describe("identifyWithFallback", () => {
  const bothWays = (...answers: Parameters<typeof fakeSendcloud>) => {
    const { requests, http } = fakeSendcloud(...answers);
    const { auth: _, ...keys } = access(http);
    return { requests, reply: identifyWithFallback(keys) };
  };
  const owner = answer(200, { data: { user_id: 1, integration_id: 4711 } });
  const token = answer(200, { access_token: "t1", expires_in: 3600, token_type: "bearer" });

  it("stays with Basic where it works", async () => {
    const { requests, reply } = bothWays(owner);
    expect(await reply).toMatchObject({ kind: "ok", value: { integrationId: 4711, auth: "basic" } });
    expect(requests).toHaveLength(1);
  });

  it("goes on to OAuth2 after a 401", async () => {
    const { requests, reply } = bothWays(REFUSED, token, owner);
    expect(await reply).toMatchObject({ kind: "ok", value: { integrationId: 4711, auth: "oauth2" } });
    expect(requests.map(({ headers }) => headers.authorization)).toEqual([BASIC, BASIC, "Bearer t1"]);
  });

  it("gives Basic's refusal when both say no", async () => {
    const { reply } = bothWays(REFUSED, answer(401, { error: "invalid_client", error_description: "Unknown client" }));
    expect(await reply).toEqual({ kind: "key-refused", status: 401, message: "Invalid key" });
  });

  it.each([
    ["a 403", answer(403, { errors: [] }), "key-refused"],
    ["a 500", answer(500), "unknown"],
    ["a 429", answer(429), "wait"],
    ["a time-out", { arrived: false, failure: "timeout" } as const, "unknown"],
  ])("tries nothing else after %s", async (_, first, kind) => {
    const { requests, reply } = bothWays(first);
    expect((await reply).kind).toBe(kind);
    expect(requests).toHaveLength(1);
  });

  it("says wait when the token cannot be had now", async () => {
    const { reply } = bothWays(REFUSED, answer(502, "<html>"));
    expect((await reply).kind).toBe("wait");
  });
});
