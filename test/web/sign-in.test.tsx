import { describe, expect, it } from "vitest";
import { addLoginLink, createWorkspace } from "../../src/db/people";
import { sha256Hex } from "../../src/lib/crypto";
import { cookieOf, ORIGIN, openSite, placeOf, type Site, signInto } from "./site";

const SETUP = { SANDBOX: "off", SETUP_TOKEN: "a-long-setup-token" };
const OWNER = {
  token: SETUP.SETUP_TOKEN,
  company: "Atelier Roux",
  name: "Camille Roux",
  email: "Camille@Example.org",
  timeZone: "Europe/Paris",
};

async function addLink(site: Site, token: string): Promise<void> {
  const person = { personId: "p1", workspaceId: "w1" };
  const made = {
    ...person,
    name: "Atelier",
    timeZone: "Europe/Paris",
    email: "a@example.org",
    personName: "A",
    language: "fr",
  };
  await createWorkspace(site.d1, { ...made, now: site.world.now() }, false);
  await addLoginLink(site.d1, { tokenHash: await sha256Hex(token), ...person, expiresAt: site.world.now() + 60_000 });
}

describe("a login link", () => {
  it("outside the sandbox asks for a button, and works once", async () => {
    const site = openSite({ SANDBOX: "off" });
    await addLink(site, "link-1");
    for (let look = 0; look < 2; look += 1) {
      const page = await site.get("/enter?token=link-1");
      expect(page.status).toBe(200);
      expect(cookieOf(page)).toBe("");
    }
    const entered = await site.post("/enter", { token: "link-1" });
    expect(placeOf(entered)).toBe("/");
    expect(cookieOf(entered)).toMatch(/^s=/);
    expect((await site.post("/enter", { token: "link-1" })).status).toBe(403);
    expect((await site.get("/enter?token=link-1")).status).toBe(403);
  });

  it("in the sandbox works at once, again, until it expires", async () => {
    const site = openSite();
    await addLink(site, "link-1");
    for (let visit = 0; visit < 2; visit += 1) expect(placeOf(await site.get("/enter?token=link-1"))).toBe("/");
    site.world.pass(61_000);
    expect((await site.get("/enter?token=link-1")).status).toBe(403);
  });

  it("that nobody made opens nothing", async () => {
    const site = openSite();
    expect((await site.get("/enter")).status).toBe(403);
    expect((await site.get("/enter?token=guess")).status).toBe(403);
  });
});

describe("the first owner", () => {
  it("creates the workspace with the setup token, once", async () => {
    const site = openSite(SETUP);
    expect(await (await site.get("/sign-in")).text()).toContain('action="/setup"');
    const made = await site.post("/setup", OWNER);
    expect(placeOf(made)).toBe("/");
    const home = await site.request("/", { headers: { Cookie: cookieOf(made) } });
    expect(await home.text()).toContain("Atelier Roux");
    expect((await site.post("/setup", OWNER)).status).toBe(410);
    expect(await (await site.get("/sign-in")).text()).not.toContain('action="/setup"');
  });

  it.each([
    [{ token: "guess" }, "pas le jeton"],
    [{ email: "camille" }, "adresse e-mail complète"],
    [{ timeZone: "Mars/Olympus" }, "fuseau horaire"],
    [{ company: "  " }, "Ce champ est nécessaire"],
  ])("is told what is wrong with %j, and keeps what was typed", async (wrong, words) => {
    const site = openSite(SETUP);
    const answer = await site.post("/setup", { ...OWNER, ...wrong });
    expect(answer.status).toBe(422);
    const html = await answer.text();
    expect(html).toContain(words);
    expect(html).toContain('value="Camille Roux"');
    expect(html).not.toContain(SETUP.SETUP_TOKEN);
  });

  it.each([[{ SANDBOX: "on", SETUP_TOKEN: "t" }], [{ SANDBOX: "off" }]])("has no door with %j", async (variables) => {
    const site = openSite(variables);
    expect((await site.post("/setup", { ...OWNER, token: "t" })).status).toBe(410);
    expect(await (await site.get("/sign-in")).text()).not.toContain('action="/setup"');
  });
});

describe("signing out", () => {
  it("ends the session at the server", async () => {
    const site = openSite();
    const camille = await signInto(site, "camille");
    expect(placeOf(await camille.get("/sign-in"))).toBe("/");
    expect(placeOf(await camille.post("/sign-out", {}))).toBe("/sign-in");
    expect(placeOf(await camille.get("/"))).toBe("/sign-in");
  });
});

describe("the language", () => {
  it("is kept in a cookie and with the person", async () => {
    const site = openSite();
    const camille = await signInto(site, "camille");
    const answer = await camille.post("/language", { to: "en", back: "/stores?x=1" });
    expect(placeOf(answer)).toBe("/stores?x=1");
    expect(answer.headers.get("Set-Cookie")).toMatch(/^lang=en; Max-Age=31536000; Path=\//);
    expect(await (await camille.get("/stores")).text()).toContain('<html lang="en">');
  });

  it.each([
    ["//evil.example/x", "/"],
    ["/\\evil.example", "/"],
    ["https://evil.example/", "/"],
    ["javascript:alert(1)", "/"],
    ["/.//evil.example", "/evil.example"],
    ["/stores/../stores/new", "/stores/new"],
  ])("leads back from %s to %s on this site", async (back, place) => {
    const site = openSite();
    const answer = await site.post("/language", { to: "fr", back });
    expect(placeOf(answer)).toBe(place);
    expect(new URL(placeOf(answer), ORIGIN).origin).toBe(ORIGIN);
  });

  it("that nobody speaks changes nothing", async () => {
    const answer = await openSite().post("/language", { to: "xx" });
    expect(answer.headers.get("Set-Cookie")).toBeNull();
  });
});
