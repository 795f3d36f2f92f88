import { describe, expect, it } from "vitest";
import { DEMO_KEYS, FOREIGN_WEBHOOK_KEYS, OAUTH_KEYS, setOauthOnly } from "../../src/sandbox/sendcloud-account";
import { basic, HOUR_MS, jsonOf, openDesk } from "./sendcloud-desk";

const ME = "/user/auth/metadata";

describe("who may call", () => {
  it.each([
    ["the demo keys", basic(DEMO_KEYS), 200, DEMO_KEYS.integrationId],
    ["the keys with a foreign webhook", basic(FOREIGN_WEBHOOK_KEYS), 200, FOREIGN_WEBHOOK_KEYS.integrationId],
    ["a wrong secret", basic({ ...DEMO_KEYS, secretKey: "wrong" }), 401, undefined],
    ["a key of nobody", basic({ publicKey: "x", secretKey: "" }), 401, undefined],
    ["no Base64", "Basic %%%", 401, undefined],
    ["an invented token", "Bearer nothing", 401, undefined],
    ["nothing", "", 401, undefined],
    ["Basic where OAuth2 is on", basic(OAUTH_KEYS), 401, undefined],
  ])("%s", async (_, authorization, status, integration) => {
    const answer = await jsonOf<{ integration_id: number }>(
      await openDesk().call("GET", ME, undefined, { authorization }),
    );
    expect(answer.status).toBe(status);
    expect(answer.body.data?.integration_id).toBe(integration);
    if (status === 401) expect(answer.body.errors[0]?.code).toBe("authentication_failed");
  });

  it("takes a token of the keys for an hour", async () => {
    const desk = openDesk();
    const token = await tokenOf(desk, { client_id: OAUTH_KEYS.publicKey, client_secret: OAUTH_KEYS.secretKey });
    const ask = () => desk.call("GET", ME, undefined, { authorization: `Bearer ${token.access_token}` });
    expect(token).toMatchObject({ token_type: "Bearer", expires_in: 3600 });
    expect((await ask()).status).toBe(200);
    desk.pass(HOUR_MS - 1);
    expect((await ask()).status).toBe(200);
    desk.pass(1);
    expect((await ask()).status).toBe(401);
  });

  it("gives no token for a wrong secret", async () => {
    expect(await tokenOf(openDesk(), { client_id: OAUTH_KEYS.publicKey, client_secret: "no" })).toEqual({
      error: "invalid_client",
    });
  });

  it("follows the toggle of the integration", async () => {
    const desk = openDesk();
    setOauthOnly(desk.world, true);
    expect((await desk.call("GET", ME)).status).toBe(401);
    setOauthOnly(desk.world, false);
    expect((await desk.call("GET", ME)).status).toBe(200);
  });
});

describe("limits", () => {
  it("answers the 16th write of a second with 429, and forgets a second later", async () => {
    const desk = openDesk();
    const statuses = await writes(desk, 16);
    expect(statuses).toEqual([...Array(15).fill(200), 429]);
    desk.pass(1000);
    expect(await writes(desk, 1)).toEqual([200]);
  });

  it("answers the 101st write of a minute with 429 and says how long to wait", async () => {
    const desk = openDesk();
    for (let second = 0; second < 10; second += 1) {
      expect(await writes(desk, 10)).toEqual(Array(10).fill(200));
      desk.pass(1000);
    }
    const refused = await desk.call("POST", "/shipping-options", {});
    expect([refused.status, refused.headers.get("retry-after")]).toEqual([429, "50"]);
    desk.pass(50_000);
    expect(await writes(desk, 1)).toEqual([200]);
  });

  it("counts each integration and each class alone", async () => {
    const desk = openDesk();
    await writes(desk, 16);
    expect((await desk.call("GET", ME)).status).toBe(200);
    const other = { authorization: basic(FOREIGN_WEBHOOK_KEYS) };
    expect((await desk.call("POST", "/shipping-options", {}, other)).status).toBe(200);
  });

  it("answers the 1001st read of a minute with 429", async () => {
    const desk = openDesk();
    for (let read = 0; read < 1000; read += 1) expect((await desk.call("GET", ME)).status).toBe(200);
    expect((await desk.call("GET", ME)).status).toBe(429);
  });
});

describe("integrations", () => {
  it("shows the foreign webhook, and never a key", async () => {
    const text = await (await openDesk().call("GET", "/integrations")).text();
    expect(text).toContain("autre-logiciel.example");
    expect(text).not.toContain(DEMO_KEYS.secretKey);
  });

  it("takes a webhook and shows it afterwards", async () => {
    const desk = openDesk();
    const change = { webhook_active: true, webhook_url: "https://passerelle.example/hook" };
    const path = `/integrations/${DEMO_KEYS.integrationId}`;
    expect((await desk.call("PATCH", path, change)).status).toBe(204);
    expect((await jsonOf(await desk.call("GET", path))).body.data).toMatchObject({ ...change, feedback_type: "eager" });
  });

  it.each([
    [{ webhook_active: true }, "/webhook_url", "required"],
    [{ webhook_url: "ftp://x" }, "/webhook_url", "invalid"],
    [{ feedback_type: "soon" }, "/feedback_type", "invalid_choice"],
  ])("refuses %j", async (change, pointer, code) => {
    const answer = await jsonOf(await openDesk().call("PATCH", `/integrations/${DEMO_KEYS.integrationId}`, change));
    expect(answer.status).toBe(400);
    expect(answer.body.errors[0]).toMatchObject({ code, source: { pointer } });
  });

  it.each(["/integrations/99", "/nothing", "/shipments/x/y/z", "/orders/1"])(
    "GET %s is a 404 in JSON",
    async (path) => {
      const answer = await jsonOf(await openDesk().call("GET", path));
      expect([answer.status, answer.body.errors[0]?.code]).toEqual([404, "not_found"]);
    },
  );
});

type Desk = ReturnType<typeof openDesk>;

async function writes(desk: Desk, count: number): Promise<number[]> {
  const statuses: number[] = [];
  for (let write = 0; write < count; write += 1) {
    statuses.push((await desk.call("POST", "/shipping-options", {})).status);
  }
  return statuses;
}

async function tokenOf(desk: Desk, keys: Record<string, string>): Promise<Record<string, unknown>> {
  const body = new URLSearchParams({ grant_type: "client_credentials", ...keys });
  const answer = await desk.app.request("https://account.sendcloud.test/oauth2/token", { method: "POST", body });
  return (await answer.json()) as Record<string, unknown>;
}
