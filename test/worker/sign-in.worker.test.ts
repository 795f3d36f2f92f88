import { describe, expect, it } from "vitest";
import { sha256Hex } from "../../src/lib/crypto";
import { browser, cookieOf, deployedWith, knock, linkFor, ORIGIN, rows } from "./door";

const TOKEN = "a setup token: long, secret";
const FORM = {
  token: TOKEN,
  company: "Atelier",
  name: "Camille",
  email: "Camille@Example.org",
  timeZone: "Europe/Paris",
};
const real = deployedWith({ SANDBOX: "off", SETUP_TOKEN: TOKEN });
const visitor = browser("", real);
const count = async (table: string) => (await rows<{ n: number }>(`SELECT count(*) AS n FROM ${table}`))[0]?.n;
const tokenOf = (cookie: string) => cookie.split("=")[1] ?? "";

describe("the first owner's door", () => {
  it.each([
    ["a wrong token", { token: "guess" }, 422],
    ["no token", { token: "" }, 422],
    ["a longer token", { token: `${TOKEN}!` }, 422],
    ["no company", { company: " " }, 422],
    ["no address", { email: "camille" }, 422],
    ["a time zone nobody knows", { timeZone: "Europe/Atlantis" }, 422],
  ])("stays shut for %s", async (_what, wrong, status) => {
    const answer = await visitor.post("/setup", { ...FORM, ...wrong });
    expect([answer.status, cookieOf(answer), await count("workspaces"), await count("people")]).toEqual([
      status,
      "",
      0,
      0,
    ]);
    expect(await answer.text()).not.toContain(TOKEN);
  });

  it("stays shut where no token is set, and in the sandbox", async () => {
    for (const variables of [
      { SANDBOX: "off", SETUP_TOKEN: "" },
      { SANDBOX: "on", SETUP_TOKEN: TOKEN },
    ]) {
      for (const token of ["", TOKEN]) {
        const answer = await browser("", deployedWith(variables)).post("/setup", { ...FORM, token });
        expect([answer.status, await count("workspaces")]).toEqual([410, 0]);
      }
    }
  });

  it("lets one of two in who come at the same moment, and shuts for good", async () => {
    const both = await Promise.all([
      visitor.post("/setup", FORM),
      visitor.post("/setup", { ...FORM, email: "other@example.org" }),
    ]);
    expect(both.map(({ status }) => status).sort()).toEqual([303, 410]);
    expect([await count("workspaces"), await count("people"), await count("memberships")]).toEqual([1, 1, 1]);
    const entered = both.find(({ status }) => status === 303) as Response;
    expect((await browser(cookieOf(entered), real).get("/stores/new")).status).toBe(200);
    expect((await visitor.post("/setup", FORM)).status).toBe(410);
    expect(await (await visitor.get("/sign-in")).text()).not.toContain('action="/setup"');
  });
});

async function newLink(expiresIn = 0): Promise<string> {
  const [member] = await rows<{ person_id: string; workspace_id: string }>("SELECT * FROM memberships LIMIT 1");
  return linkFor(member?.person_id ?? "", member?.workspace_id ?? "", Date.now() + expiresIn);
}

describe("a sign-in link", () => {
  it("is used up by a button alone, and once", async () => {
    const token = await newLink();
    for (let visit = 0; visit < 3; visit += 1) {
      const looked = await visitor.get(`/enter?token=${token}`);
      expect([looked.status, cookieOf(looked)]).toEqual([200, ""]);
      expect(await looked.text()).toContain(`value="${token}"`);
    }
    const pressed = await Promise.all([visitor.post("/enter", { token }), visitor.post("/enter", { token })]);
    expect(pressed.map(({ status }) => status).sort()).toEqual([303, 403]);
    expect((await visitor.get(`/enter?token=${token}`)).status).toBe(403);
  });

  it.each(["", "x", "' OR 1=1 --", "%"])("of the text %j opens nothing", async (token) => {
    expect((await visitor.get(`/enter?token=${encodeURIComponent(token)}`)).status).toBe(403);
    expect((await visitor.post("/enter", { token })).status).toBe(403);
  });

  it("opens nothing once its hour is over, and its stored form opens nothing either", async () => {
    expect((await visitor.post("/enter", { token: await newLink(-3_600_001) })).status).toBe(403);
    await newLink();
    const [stored] = await rows<{ token_hash: string }>("SELECT token_hash FROM login_links ORDER BY expires_at DESC");
    expect((await visitor.post("/enter", { token: stored?.token_hash ?? "" })).status).toBe(403);
  });
});

describe("a session", () => {
  const enter = async (send = real, origin = ORIGIN) => {
    const address = new URL("/enter", origin);
    const headers = { "sec-fetch-site": "same-origin" };
    return send(address.href, { method: "POST", headers, body: new URLSearchParams({ token: await newLink() }) });
  };

  it.each([
    ["https://passerelle.example", /^__Host-s=[\w-]{43}; Max-Age=2592000; Path=\/; HttpOnly; Secure; SameSite=Lax$/],
    ["http://localhost:8787", /^s=[\w-]{43}; Max-Age=2592000; Path=\/; HttpOnly; SameSite=Lax$/],
  ])("at %s is kept in a cookie that fits", async (origin, shape) => {
    expect((await enter(real, origin)).headers.get("set-cookie")).toMatch(shape);
  });

  it("over plain http is not taken from the https cookie, nor the other way round", async () => {
    const token = tokenOf(cookieOf(await enter()));
    const asks = [
      ["https://passerelle.example", `s=${token}`],
      ["http://localhost:8787", `__Host-s=${token}`],
    ] as const;
    for (const [origin, cookie] of asks) {
      expect((await real(`${origin}/orders`, { headers: { cookie } })).status).toBe(303);
    }
  });

  it("is known to the database by its SHA-256 alone", async () => {
    const token = tokenOf(cookieOf(await enter()));
    const sessions = await rows("SELECT * FROM sessions");
    expect(JSON.stringify(sessions)).toContain(await sha256Hex(token));
    expect(JSON.stringify(sessions)).not.toContain(token);
    const hash = await sha256Hex(token);
    expect((await browser(`__Host-s=${hash}`, real).get("/orders")).status).toBe(303);
  });

  it("is a new one at each sign-in: a planted cookie is never adopted", async () => {
    const planted = `__Host-s=${"p".repeat(43)}`;
    const answer = await browser(planted, real).post("/enter", { token: await newLink() });
    expect(cookieOf(answer)).not.toBe(planted);
    expect((await browser(planted, real).get("/orders")).status).toBe(303);
  });

  it("ends within the request that signs out, and only that one", async () => {
    const [mine, other] = [browser(cookieOf(await enter()), real), browser(cookieOf(await enter()), real)];
    expect([(await mine.get("/orders")).status, (await other.get("/orders")).status]).toEqual([200, 200]);
    const answer = await mine.post("/sign-out");
    expect([answer.status, answer.headers.get("location")]).toEqual([303, "/sign-in"]);
    expect(answer.headers.get("set-cookie")).toMatch(/^__Host-s=; Max-Age=0; Path=\/; .*Secure/);
    expect([(await mine.get("/orders")).status, (await other.get("/orders")).status]).toEqual([303, 200]);
  });

  it("ends after a week unused, and after 30 days in any case", async () => {
    const mine = browser(cookieOf(await enter()), real);
    const hash = await sha256Hex(tokenOf(mine.cookie));
    const age = (column: string, milliseconds: number) =>
      rows(`UPDATE sessions SET ${column} = ? WHERE token_hash = ?`, Date.now() + milliseconds, hash);
    await age("seen_at", -6 * 86_400_000);
    expect((await mine.get("/orders")).status).toBe(200);
    await age("seen_at", -7 * 86_400_000 - 1);
    expect((await mine.get("/orders")).status).toBe(303);
    await age("seen_at", 0);
    await age("expires_at", -1);
    expect((await mine.get("/orders")).status).toBe(303);
  });
});

describe("where the language form leads back", () => {
  it.each([
    ["/orders?view=all", "/orders?view=all"],
    ["//evil.example", "/"],
    ["https://evil.example", "/"],
    ["/\\evil.example", "/"],
    ["\\\\evil.example", "/"],
    ["/\t/evil.example", "/"],
    ["/.//evil.example", "/evil.example"],
    ["/..//evil.example/x", "/evil.example/x"],
    ["javascript:alert(1)", "/"],
    ["https://passerelle.example.evil.example/", "/"],
    ["@evil.example", "/"],
    ["", "/"],
    ["/orders\r\nset-cookie: x=1", "/ordersset-cookie:%20x=1"],
  ])("%j becomes %j", async (back, place) => {
    const answer = await visitor.post("/language", { to: "en", back });
    const location = answer.headers.get("location") ?? "";
    expect([answer.status, location]).toEqual([303, place]);
    expect(new URL(location, ORIGIN).origin).toBe(ORIGIN);
    expect(answer.headers.get("set-cookie")).toMatch(
      /^lang=en; Max-Age=31536000; Path=\/; HttpOnly; Secure; SameSite=Lax$/,
    );
  });

  it("keeps a language that exists, for the person too", async () => {
    const mine = browser(cookieOf(await visitor.post("/enter", { token: await newLink() })), real);
    await mine.post("/language", { to: "en", back: "/" });
    await mine.post("/language", { to: "xx", back: "/" });
    expect(await rows("SELECT DISTINCT language FROM people")).toEqual([{ language: "en" }]);
  });
});

describe("the sandbox's own links", () => {
  it("may be opened again and again, for a day", async () => {
    const token = await newLink();
    expect([(await knock(`/enter?token=${token}`)).status, (await knock(`/enter?token=${token}`)).status]).toEqual([
      303, 303,
    ]);
  });
});
