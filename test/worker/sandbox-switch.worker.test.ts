import { runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, it } from "vitest";
import { ConfigError, readConfig } from "../../src/config";
import { sandboxWorld } from "../../src/sandbox/calls";
import { createObjectPorts } from "../../src/sync/object-ports";
import { browser, type Demo, deployedWith, fill, knock, linkFor, MINUTE, openDemo, routesWhere, rows } from "./door";

const DAY = 86_400_000;
const SANDBOX_ROUTES = routesWhere(({ sandboxOnly }) => sandboxOnly === true);

let demo: Demo;
beforeAll(async () => {
  demo = await openDemo();
});

describe("without SANDBOX=on", () => {
  it.each(["off", ""])("the sandbox does not exist, not even for an owner (%j)", async (SANDBOX) => {
    const owner = browser(demo.owner.cookie, deployedWith({ SANDBOX }));
    const offset = await sandboxWorld(env).offset();
    const answers = await Promise.all(
      SANDBOX_ROUTES.map(({ method, path }) =>
        method === "GET" ? owner.get(fill(path)) : owner.post(fill(path), { advance: String(DAY), seconds: "5" }),
      ),
    );
    expect(SANDBOX_ROUTES.map(({ path }) => path)).toEqual(expect.arrayContaining(["/sandbox/clock", "/sandbox/seed"]));
    expect(answers.map(({ status }) => status)).toEqual(SANDBOX_ROUTES.map(() => 404));
    expect(await sandboxWorld(env).offset()).toBe(offset);
  });

  it("nobody gets a sign-in address from the seed", async () => {
    const before = await rows("SELECT * FROM login_links");
    const answer = await deployedWith({ SANDBOX: "off" })("/sandbox/seed", { method: "POST" });
    expect([answer.status, (await answer.text()).includes("/enter?token=")]).toEqual([404, false]);
    expect(await rows("SELECT * FROM login_links")).toEqual(before);
  });

  it("the clock is the real one, wherever the sandbox's stands", async () => {
    await sandboxWorld(env).moveClock(DAY);
    const { personId } = (await rows<{ personId: string }>("SELECT person_id AS personId FROM memberships"))[0] ?? {};
    const enter = `/enter?token=${await linkFor(personId ?? "", demo.workspaceId, Date.now())}`;
    expect((await knock(enter)).status).toBe(403);
    expect((await deployedWith({ SANDBOX: "off" })(enter)).status).toBe(200);
  });

  it("an object's clock is the real one too", async () => {
    const stub = env.STORE_SYNC.getByName("store-of-the-clock");
    const ahead = await runInDurableObject(stub, async (_object, state) => {
      const offsets: Record<string, number> = {};
      for (const SANDBOX of ["on", "off"]) {
        const { ports, refresh } = createObjectPorts(state, { ...env, SANDBOX });
        await refresh();
        offsets[SANDBOX] = ports.now() - Date.now();
      }
      return offsets;
    });
    expect(ahead.off).toBe(0);
    expect(ahead.on).toBeGreaterThanOrEqual(DAY);
  });

  it("a report of the policy is answered and kept nowhere", async () => {
    const before = await sandboxWorld(env).cspReports();
    const answer = await deployedWith({ SANDBOX: "off" })("/csp", { method: "POST", body: "{}" });
    expect([answer.status, await sandboxWorld(env).cspReports()]).toEqual([204, before]);
  });
});

describe("SANDBOX=on beside a real shop", () => {
  const health = (variables: Record<string, string> = {}) => deployedWith(variables)("/healthz");
  const told = async (answer: Response) => ({ status: answer.status, words: await answer.text() });

  it("is refused in one line that names the host and the cure, unless the host is listed", async () => {
    expect(await told(await health())).toEqual({ status: 200, words: "ok" });
    await rows("UPDATE stores SET base_url = 'https://marketplace.real.example:8443'");
    const refused = await told(await health());
    expect(refused.status).toBe(503);
    expect(refused.words).toMatch(/^[^\n]*marketplace\.real\.example:8443[^\n]*EXTRA_MIRAKL_HOSTS[^\n]*$/);
    expect(refused.words).toContain("SANDBOX=off");
    expect((await health({ SANDBOX: "off" })).status).toBe(200);
    for (const EXTRA_MIRAKL_HOSTS of ["marketplace.real.example:8443", "other.example, Marketplace.Real.Example"])
      expect((await health({ EXTRA_MIRAKL_HOSTS })).status).toBe(200);
    expect((await health({ EXTRA_MIRAKL_HOSTS: "real.example" })).status).toBe(503);
    await rows("UPDATE stores SET base_url = 'https://brico.mirakl.test'");
  });

  it("is not fooled by a host that only looks like the sandbox's", async () => {
    await rows("UPDATE stores SET base_url = 'https://brico.mirakl.test.example'");
    expect((await health()).status).toBe(503);
    await rows("UPDATE stores SET base_url = 'https://brico.mirakl.test'");
    expect((await health()).status).toBe(200);
  });
});

describe("the variables", () => {
  const MASTER_KEY = btoa("k".repeat(32));

  it.each([
    ["SANDBOX", "yes"],
    ["SANDBOX", "ON"],
    ["MASTER_KEY", ""],
    ["MASTER_KEY", btoa("k".repeat(31))],
    ["MASTER_KEY", btoa("k".repeat(33))],
    ["MASTER_KEY", "not base64!"],
    ["SENDCLOUD_BASE_URL", "panel.sendcloud.sc"],
    ["SENDCLOUD_BASE_URL", "ftp://panel.sendcloud.sc"],
    ["SENDCLOUD_TOKEN_URL", "account"],
    ["EXTRA_MIRAKL_HOSTS", "https://marketplace.example"],
    ["EXTRA_MIRAKL_HOSTS", "good.example,bad host"],
    ["EXTRA_MIRAKL_HOSTS", "host.example:123456"],
    ["SETUP_TOKEN", 7],
  ])("%s=%j is refused in one line that names it", async (name, value) => {
    const read = () => readConfig({ MASTER_KEY, [name]: value });
    expect(read).toThrow(ConfigError);
    expect(read).toThrow(new RegExp(`^[^\\n]*${name}[^\\n]*$`));
    const answer = await deployedWith({ MASTER_KEY, [name]: value } as Record<string, string>)("/healthz");
    expect([answer.status, (await answer.text()).includes(name)]).toEqual([500, true]);
  });

  it.each([
    [
      {},
      { sandbox: false, setupToken: null, sendcloudBaseUrl: "https://panel.sendcloud.sc/api/v3", extraMiraklHosts: [] },
    ],
    [{ SANDBOX: "on" }, { sandbox: true, sendcloudBaseUrl: "https://panel.sendcloud.test/api/v3" }],
    [{ SENDCLOUD_BASE_URL: "http://localhost:9000/" }, { sendcloudBaseUrl: "http://localhost:9000/api/v3" }],
    [{ SENDCLOUD_BASE_URL: "https://s.example/api/v3/" }, { sendcloudBaseUrl: "https://s.example/api/v3" }],
    [{ EXTRA_MIRAKL_HOSTS: " A.example:1 ,, b.example" }, { extraMiraklHosts: ["a.example:1", "b.example"] }],
    [{ SETUP_TOKEN: " word " }, { setupToken: "word" }],
  ])("%j is read", (given, config) => {
    expect(readConfig({ MASTER_KEY, ...given })).toMatchObject(config);
    expect(readConfig({ MASTER_KEY, ...given }).masterKey.length).toBe(32);
  });
});

describe("the sandbox's clock", () => {
  it("wakes nobody who is not due", async () => {
    const { now, woken } = await demo.owner.order<{ now: number; woken: number }>("clock", { advance: 0 });
    const later = await demo.owner.order<{ now: number; woken: number }>("clock", { advance: 1 });
    expect(woken + later.woken).toBeLessThanOrEqual(2);
    expect(later.now - now).toBeLessThan(MINUTE);
  });

  it.each([{ advance: -1 }, { advance: 61 * DAY }, { advance: "soon" }, {}])("refuses %j", async (body) => {
    await expect(demo.owner.order("clock", body)).rejects.toThrow("answered 400");
  });
});
