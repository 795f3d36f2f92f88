import { describe, expect, it } from "vitest";
import type { Token, TokenStore } from "../../src/sendcloud/access";
import { createSendcloudClient } from "../../src/sendcloud/client";
import { access, answer, BASIC, fakeSendcloud, NOW } from "./fake-sendcloud";

const OWNER = answer(200, { data: { integration_id: 4711 } });
const tokenAnswer = (name: string, seconds: number | string = 3600) =>
  answer(200, { access_token: name, expires_in: seconds, token_type: "bearer" });

function storeOf(token: Token | null): TokenStore & { held: () => Token | null } {
  let held = token;
  return {
    get: () => held,
    set: (next) => {
      held = next;
    },
    held: () => held,
  };
}

function oauthClient(token: TokenStore, ...answers: Parameters<typeof fakeSendcloud>) {
  const { requests, http } = fakeSendcloud(...answers);
  return { requests, client: createSendcloudClient(access(http, { auth: "oauth2", token })) };
}

describe("OAuth2", () => {
  it("buys a token with the key pair, keeps it and uses it again", async () => {
    const store = storeOf(null);
    const { requests, client } = oauthClient(store, tokenAnswer("t1"), OWNER, OWNER);
    await client.identify();
    expect(await client.identify()).toMatchObject({ kind: "ok" });
    expect(requests[0]).toEqual({
      method: "POST",
      url: "https://account.sendcloud.test/oauth2/token",
      headers: {
        authorization: BASIC,
        accept: "application/json",
        "content-type": "application/x-www-form-urlencoded",
      },
      body: "grant_type=client_credentials&scope=api",
      timeoutMs: 20_000,
    });
    expect(requests.slice(1).map(({ headers }) => headers.authorization)).toEqual(["Bearer t1", "Bearer t1"]);
    expect(store.held()).toEqual({ accessToken: "t1", expiresAt: NOW + 3_600_000 });
  });

  it.each([
    [60_001, ["Bearer old"]],
    [60_000, [BASIC, "Bearer new"]],
    [-1, [BASIC, "Bearer new"]],
  ])("with %d ms left sends %j", async (left, expected) => {
    const answers = expected.length === 1 ? [OWNER] : [tokenAnswer("new"), OWNER];
    const { requests, client } = oauthClient(storeOf({ accessToken: "old", expiresAt: NOW + left }), ...answers);
    await client.identify();
    expect(requests.map(({ headers }) => headers.authorization)).toEqual(expected);
  });

  it("renews a kept token once when it is refused", async () => {
    const store = storeOf({ accessToken: "withdrawn", expiresAt: NOW + 3_000_000 });
    const { requests, client } = oauthClient(store, answer(401), tokenAnswer("t2"), OWNER);
    expect(await client.identify()).toMatchObject({ kind: "ok" });
    expect(requests.map(({ headers }) => headers.authorization)).toEqual(["Bearer withdrawn", BASIC, "Bearer t2"]);
    expect(store.held()?.accessToken).toBe("t2");
  });

  it("does not renew a token that it has just bought", async () => {
    const { requests, client } = oauthClient(storeOf(null), tokenAnswer("t1"), answer(401, { errors: [] }));
    expect(await client.identify()).toMatchObject({ kind: "key-refused", status: 401 });
    expect(requests).toHaveLength(2);
  });

  it.each([
    ["a wrong client", answer(400, { error: "invalid_client" }), { kind: "key-refused", status: 401 }],
    ["wrong keys", answer(401, { error: "invalid_client" }), { kind: "key-refused", status: 401 }],
    ["a 429", answer(429, "", { "retry-after": "7" }), { kind: "wait", until: NOW + 7000 }],
    ["a 503", answer(503), { kind: "wait", until: NOW + 45_000 }],
    ["a page", answer(200, "<html>Login</html>"), { kind: "wait", until: NOW + 45_000 }],
    ["no token in it", answer(200, { access_token: "" }), { kind: "wait", until: NOW + 45_000 }],
    ["a lost connection", { arrived: false, failure: "connection" } as const, { kind: "wait", until: NOW + 45_000 }],
    ["a blocked host", { arrived: false, failure: "blocked" } as const, { kind: "not-sent", why: "blocked" }],
  ])("never looks as if the call was sent after %s", async (_, token, expected) => {
    const { requests, client } = oauthClient(storeOf(null), token);
    expect(await client.cancel("abc")).toMatchObject(expected);
    expect(requests).toHaveLength(1);
  });

  it("gives a token that names no life an hour", async () => {
    const store = storeOf(null);
    const { client } = oauthClient(store, answer(200, { access_token: "t1" }), OWNER);
    await client.identify();
    expect(store.held()?.expiresAt).toBe(NOW + 3_600_000);
  });
});

describe("Basic", () => {
  it("sends keys outside ASCII as UTF-8", async () => {
    const { requests, http } = fakeSendcloud(OWNER);
    await createSendcloudClient(access(http, { keys: { publicKey: "é", secretKey: "ł" } })).identify();
    expect(requests[0]?.headers.authorization).toBe(`Basic ${Buffer.from("é:ł").toString("base64")}`);
  });

  it("is not tried twice", async () => {
    const { requests, http } = fakeSendcloud(answer(401));
    expect(await createSendcloudClient(access(http)).identify()).toMatchObject({ kind: "key-refused" });
    expect(requests).toHaveLength(1);
  });
});
