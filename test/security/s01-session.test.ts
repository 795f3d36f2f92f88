import { describe, expect, it } from "vitest";
import { addLoginLink } from "../../src/db/people";
import { sha256Hex } from "../../src/lib/crypto";
import { cookieOf, openSite, placeOf, signInto } from "../web/site";

const COOKIE = /^__Host-s=[\w-]{43}; Max-Age=2592000; Path=\/; HttpOnly; Secure; SameSite=Lax$/;

describe("S1: a session", () => {
  it("is a 256-bit secret in a cookie that no script reads and no other host gets", async () => {
    const site = openSite();
    const { personId, workspaceId } = await signInto(site, "camille");
    const link = { tokenHash: await sha256Hex("again"), personId, workspaceId, expiresAt: site.world.now() + 60_000 };
    await addLoginLink(site.d1, link);
    const answer = await site.atHttps("/enter?token=again", {});
    expect(answer.headers.get("Set-Cookie")).toMatch(COOKIE);
  });

  it("stands in the database as a hash alone", async () => {
    const site = openSite();
    const camille = await signInto(site, "camille");
    const token = camille.cookie.split("=")[1] ?? "";
    const { results } = await site.d1.prepare("SELECT * FROM sessions").all();
    expect(results).toHaveLength(1);
    expect(JSON.stringify(results)).not.toContain(token);
    expect(JSON.stringify(results)).toContain(await sha256Hex(token));
  });

  it("is never adopted from what a browser brings along", async () => {
    const site = openSite();
    const planted = "s=planted-before-sign-in";
    const { personId, workspaceId } = await signInto(site, "camille");
    const link = { tokenHash: await sha256Hex("t"), personId, workspaceId, expiresAt: site.world.now() + 60_000 };
    await addLoginLink(site.d1, link);
    const entered = await site.get("/enter?token=t", { Cookie: planted });
    expect(cookieOf(entered)).not.toBe(planted);
    expect(placeOf(await site.request("/orders", { headers: { Cookie: planted } }))).toBe("/sign-in");
  });

  it("ends after seven idle days, and with the next request once it is revoked", async () => {
    const site = openSite();
    const camille = await signInto(site, "camille");
    expect((await camille.get("/orders")).status).toBe(200);
    await camille.post("/sign-out", {});
    expect(placeOf(await camille.get("/orders"))).toBe("/sign-in");
    const beatrix = await signInto(site, "beatrix");
    site.world.pass(7 * 86_400_000 + 1);
    expect(placeOf(await beatrix.get("/orders"))).toBe("/sign-in");
  });
});
