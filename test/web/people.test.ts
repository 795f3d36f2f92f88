import { describe, expect, it } from "vitest";
import { changeMember, listMembers } from "../../src/db/members";
import { addPasskey } from "../../src/db/passkeys";
import { addLoginLink } from "../../src/db/people";
import { sha256Hex } from "../../src/lib/crypto";
import { cookieOf, formOf, joinAs, openSite, placeOf, type Site, signInto } from "./site";

const MAIL = { SANDBOX: "off", MAIL_FROM: "passerelle@example.org" };
const DAY_MS = 86_400_000;

const linkIn = (text: string) => /https?:\/\/\S+/.exec(text)?.[0].replace(/^https?:\/\/[^/]+/, "") ?? "";
const tokenIn = (path: string) => new URL(path, "http://x").searchParams.get("token") ?? "";

async function invited(site: Site, host: Awaited<ReturnType<typeof signInto>>, email: string, role: string) {
  const page = await host.post("/people/invitations", { email, role });
  expect(page.status).toBe(200);
  const link = /\/join\?token=[\w-]+/.exec(await page.text())?.[0] ?? "";
  expect((await site.mail()).at(-1)).toMatchObject({ to: email, text: expect.stringContaining(link) });
  return link;
}

/** In production a link is used up by a button: the session that the sandbox opens at once is opened by hand here. */
async function openProduction() {
  const site = openSite(MAIL);
  const host = await signInto(site, "camille");
  const link = await site.post("/sign-in", { email: "camille@example.org" });
  expect(link.status).toBe(200);
  const [letter] = await site.mail();
  const entered = await site.post("/enter", { token: tokenIn(linkIn(letter?.text ?? "")) });
  return { site, camille: { ...host, ...visitorWith(site, cookieOf(entered)) } };
}

function visitorWith(site: Site, cookie: string) {
  const headers = { Cookie: cookie, Origin: "http://localhost:8787", "Accept-Language": "fr" };
  return {
    get: async (path: string) => site.request(path, { headers }),
    post: async (path: string, fields: Record<string, string>) =>
      site.request(path, { method: "POST", headers, body: new URLSearchParams(fields) }),
  };
}

describe("signing in by a letter", () => {
  it("sends a link that lets its owner in once", async () => {
    const { site, camille } = await openProduction();
    expect((await camille.get("/people")).status).toBe(200);
    const [letter] = await site.mail();
    expect(letter).toMatchObject({ from: MAIL.MAIL_FROM, to: "camille@example.org" });
    expect((await site.post("/enter", { token: tokenIn(linkIn(letter?.text ?? "")) })).status).toBe(403);
  });

  it("names what is wrong with an address", async () => {
    const { site } = await openProduction();
    const answer = await site.post("/sign-in", { email: "camille" });
    expect(answer.status).toBe(422);
    expect(await answer.text()).toContain("adresse e-mail complète");
  });
});

describe("an invitation", () => {
  it("brings somebody in, in the role it names, once", async () => {
    const { site, camille } = await openProduction();
    const link = await invited(site, camille, "jo@example.org", "shipper");
    const page = await site.get(link);
    expect(await page.text()).toContain("Expéditeur");
    const taken = await site.post("/join", { token: tokenIn(link), name: "Jo Brun" });
    expect(placeOf(taken)).toBe("/");
    const jo = visitorWith(site, cookieOf(taken));
    expect((await jo.get("/orders")).status).toBe(200);
    expect((await jo.post("/people/invitations", { email: "x@example.org", role: "owner" })).status).toBe(403);
    expect((await site.post("/join", { token: tokenIn(link), name: "Jo Brun" })).status).toBe(403);
    expect(await (await camille.get("/people")).text()).toContain("Jo Brun");
  });

  it("wants a name, and is still good after that", async () => {
    const { site, camille } = await openProduction();
    const link = await invited(site, camille, "jo@example.org", "viewer");
    const answer = await site.post("/join", { token: tokenIn(link), name: " " });
    expect(answer.status).toBe(422);
    expect(formOf(await answer.text())).toMatchObject({ token: tokenIn(link) });
    expect(placeOf(await site.post("/join", { token: tokenIn(link), name: "Jo" }))).toBe("/");
  });

  it("ends with its withdrawal, with another for the same address, and after seven days", async () => {
    const { site, camille } = await openProduction();
    const first = await invited(site, camille, "jo@example.org", "viewer");
    const second = await invited(site, camille, "jo@example.org", "viewer");
    expect((await site.get(first)).status).toBe(403);
    const path =
      /\/people\/invitations\/[\w-]+\/withdrawal/.exec(await (await camille.get("/people")).text())?.[0] ?? "";
    expect(placeOf(await camille.post(path, {}))).toBe("/people");
    expect((await site.get(second)).status).toBe(403);
    const third = await invited(site, camille, "jo@example.org", "viewer");
    site.world.pass(7 * DAY_MS + 1);
    expect((await site.get(third)).status).toBe(403);
  });

  it("is refused for who is in already, and for a role that nobody has", async () => {
    const { site, camille } = await openProduction();
    const known = await camille.post("/people/invitations", { email: "Camille@example.org", role: "viewer" });
    expect([known.status, await known.text()]).toEqual([422, expect.stringContaining("fait déjà partie")]);
    expect((await camille.post("/people/invitations", { email: "a@example.org", role: "admin" })).status).toBe(422);
    expect(await site.mail()).toHaveLength(1);
  });

  it("shows its link where no mail leaves", async () => {
    const site = openSite();
    const camille = await signInto(site, "camille");
    const html = await (await camille.post("/people/invitations", { email: "jo@example.org", role: "viewer" })).text();
    expect(html).toContain("transmettez vous-même");
    expect(html).toMatch(/\/join\?token=[\w-]{40,}/);
  });
});

describe("the people of a workspace", () => {
  it("change role, are suspended, come back and are removed", async () => {
    const site = openSite();
    const camille = await signInto(site, "camille");
    const jo = await joinAs(site, camille, "viewer");
    const act = (name: string, fields = {}) => camille.post(`/people/${jo.personId}/${name}`, fields);
    expect((await jo.get("/stores/new")).status).toBe(403);
    expect(placeOf(await act("role", { role: "owner" }))).toBe("/people");
    expect((await jo.get("/stores/new")).status).toBe(200);
    await act("suspension");
    expect(placeOf(await jo.get("/orders"))).toBe("/sign-in");
    expect(await (await camille.get("/people")).text()).toContain("suspendu");
    await act("readmission");
    await act("removal");
    expect(await (await camille.get("/people")).text()).not.toContain(jo.personId);
    expect((await act("removal")).status).toBe(404);
  });

  it.each(["suspension", "removal", "role"])("keep their last owner: %s is refused with the reason", async (name) => {
    const site = openSite();
    const camille = await signInto(site, "camille");
    const answer = await camille.post(`/people/${camille.personId}/${name}`, { role: "viewer" });
    expect([answer.status, await answer.text()]).toEqual([409, expect.stringContaining("garder un propriétaire")]);
    expect((await camille.get("/people")).status).toBe(200);
  });

  it("keep one owner when two demote each other at once, and a suspended one does not count", async () => {
    const site = openSite();
    const camille = await signInto(site, "camille");
    const jo = await joinAs(site, camille, "owner");
    const outcomes = await Promise.all(
      [camille, jo].map(({ personId }) =>
        changeMember(site.d1, camille.workspaceId, personId, { change: "role", role: "viewer" }),
      ),
    );
    expect(outcomes.sort()).toEqual(["done", "last-owner"]);
    const owners = (await listMembers(site.d1, camille.workspaceId)).filter(({ role }) => role === "owner");
    expect(owners).toHaveLength(1);
  });

  it("of another workspace do not exist", async () => {
    const site = openSite();
    const camille = await signInto(site, "camille");
    const other = await signInto(site, "beatrix");
    for (const name of ["role", "suspension", "readmission", "removal"])
      expect((await camille.post(`/people/${other.personId}/${name}`, { role: "viewer" })).status).toBe(404);
    expect((await other.get("/people")).status).toBe(200);
  });
});

describe("one's own page", () => {
  it("lists the sessions and ends them, one and all others", async () => {
    const site = openSite();
    const camille = await signInto(site, "camille");
    const { personId, workspaceId } = camille;
    const enter = async (device: string) => {
      await addLoginLink(site.d1, {
        ...{ tokenHash: await sha256Hex(device), personId, workspaceId },
        expiresAt: site.world.now() + 60_000,
      });
      const headers = { "User-Agent": device };
      return visitorWith(site, cookieOf(await site.request(`/enter?token=${encodeURIComponent(device)}`, { headers })));
    };
    const phone = await enter("Mozilla/5.0 (iPhone) Safari/605");
    const laptop = await enter("Mozilla/5.0 (X11; Linux) Firefox/140");
    const html = await (await laptop.get("/profile")).text();
    expect(html).toContain("Safari sous iPhone");
    expect(html).toContain("Firefox sous Linux");
    const [path = ""] = /\/profile\/sessions\/\w+\/end/.exec(html) ?? [];
    expect(placeOf(await laptop.post(path, {}))).toBe("/profile");
    expect((await laptop.post(path, {})).status).toBe(404);
    await laptop.post("/profile/sessions", {});
    expect(placeOf(await phone.get("/orders"))).toBe("/sign-in");
    expect(placeOf(await camille.get("/orders"))).toBe("/sign-in");
    expect((await laptop.get("/orders")).status).toBe(200);
  });

  it("ends no session and removes no passkey of somebody else", async () => {
    const site = openSite();
    const camille = await signInto(site, "camille");
    const other = await signInto(site, "beatrix");
    const key = { publicKey: "x", counter: 0, name: "", createdAt: 1, usedAt: null };
    await addPasskey(site.d1, { id: "theirs", personId: other.personId, ...key });
    expect((await camille.post("/profile/passkeys/theirs/removal", {})).status).toBe(404);
    expect(placeOf(await other.post("/profile/passkeys/theirs/removal", {}))).toBe("/profile");
  });
});
