import { describe, expect, it } from "vitest";
import { createAuthenticator, type Flaw } from "../authenticator";
import { cookieOf, ORIGIN, openSite, placeOf, type Site, signInto } from "./site";

type Asked = { challenge: string; rp?: { id?: string }; rpId?: string };

const sendAs = (site: Site, cookie: string) => async (path: string, body: unknown) =>
  site.request(path, {
    method: "POST",
    headers: { Cookie: cookie, Origin: ORIGIN, "Content-Type": "application/json" },
    body: typeof body === "string" ? body : JSON.stringify(body),
  });

async function openWithKey(flaw: Flaw = {}) {
  const site = openSite();
  const camille = await signInto(site, "camille");
  const send = sendAs(site, camille.cookie);
  const key = createAuthenticator(ORIGIN);
  const asked: Asked = await (await send("/profile/passkeys/options", {})).json();
  const kept = await send("/profile/passkeys", key.create(asked, flaw));
  return { site, camille, send, key, asked, kept, door: sendAs(site, "") };
}

async function enter({ door, key }: Awaited<ReturnType<typeof openWithKey>>, flaw: Flaw = {}) {
  const asked: Asked = await (await door("/sign-in/passkey/options", {})).json();
  const answer = key.get(asked, flaw);
  return { answer, entered: await door("/sign-in/passkey", answer) };
}

describe("a passkey", () => {
  it("is added, lets its owner in, and is removed", async () => {
    const world = await openWithKey();
    expect(await world.kept.json()).toEqual({ to: "/profile" });
    const { entered } = await enter(world);
    expect(await entered.json()).toEqual({ to: "/" });
    const cookie = cookieOf(entered);
    expect((await world.site.request("/people", { headers: { Cookie: cookie } })).status).toBe(200);
    expect(await (await world.camille.get("/profile")).text()).toContain(`/profile/passkeys/${world.key.id}/removal`);
    const removed = await world.camille.post(`/profile/passkeys/${world.key.id}/removal`, {});
    expect(placeOf(removed)).toBe("/profile");
    expect((await enter(world)).entered.status).toBe(400);
  });

  it.each<[string, Flaw]>([
    ["whose user was not verified", { verified: false }],
    ["made for another site", { origin: "https://evil.example" }],
    ["that answers another question", { challenge: "b3RoZXI" }],
  ])("%s is neither added nor let in", async (_what, flaw) => {
    const refused = await openWithKey(flaw);
    expect(refused.kept.status).toBe(400);
    const world = await openWithKey();
    expect((await enter(world, flaw)).entered.status).toBe(400);
    expect((await enter(world)).entered.status).toBe(200);
  });

  it("signs in once: the same answer again is refused, and a counter that went back too", async () => {
    const world = await openWithKey();
    const { answer } = await enter(world);
    expect((await world.door("/sign-in/passkey", answer)).status).toBe(400);
    expect((await enter(world, { counter: 1 })).entered.status).toBe(400);
  });

  it("is asked for anew after five minutes, and by nobody else", async () => {
    const { site, send, key } = await openWithKey();
    const late: Asked = await (await send("/profile/passkeys/options", {})).json();
    site.world.pass(5 * 60_000 + 1);
    const another = createAuthenticator(ORIGIN);
    expect((await send("/profile/passkeys", another.create(late))).status).toBe(400);
    const asked: Asked = await (await send("/profile/passkeys/options", {})).json();
    const beatrix = await signInto(site, "beatrix");
    const stolen = await sendAs(site, beatrix.cookie)("/profile/passkeys", another.create(asked));
    expect(stolen.status).toBe(400);
    expect((await send("/profile/passkeys", key.create(asked))).status).toBe(400);
  });

  it("lets nobody in who was suspended", async () => {
    const world = await openWithKey();
    await world.site.d1.prepare("UPDATE memberships SET suspended_at = 1").run();
    expect((await enter(world)).entered.status).toBe(400);
  });

  it.each(["/profile/passkeys", "/sign-in/passkey"])("%s takes no answer that is none", async (path) => {
    const { send } = await openWithKey();
    const forged = {
      ...{ id: "x", rawId: "x", type: "public-key", clientExtensionResults: {} },
      response: { clientDataJSON: "e30", attestationObject: "oA", authenticatorData: "AA", signature: "AA" },
    };
    for (const body of ["", "[]", "null", "{", {}, forged]) expect((await send(path, body)).status).toBe(400);
  });
});
