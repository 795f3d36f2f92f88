import { beforeEach, describe, expect, it } from "vitest";
import { listAccounts } from "../../src/db/accounts";
import { findStore, pauseStore } from "../../src/db/stores";
import { BRICO_KEY, BRICO_PARTNER_KEY } from "../../src/sandbox/marketplaces";
import { DEMO_KEYS, FOREIGN_WEBHOOK_KEYS } from "../../src/sandbox/sendcloud-account";
import { rotateWebhookKey } from "../../src/sandbox/sendcloud-integrations";
import { bytesOf, sign } from "../sync/knocking";
import { connectDemo, joinAs, openSite, type Person, placeOf, type Site, signInto } from "./site";

let site: Site;
let owner: Person;
let storeId: string;

beforeEach(async () => {
  site = openSite();
  owner = await signInto(site, "camille");
  storeId = await connectDemo(owner);
});

describe("a new Mirakl key", () => {
  const store = () => findStore(site.d1, owner.workspaceId, storeId);
  const pause = (reason: string) =>
    pauseStore(site.d1, { workspaceId: owner.workspaceId, storeId, reason, pausedBy: null, pausedAt: 0 });

  it("is asked for on the store's page, from its owner alone", async () => {
    expect(await (await owner.get(`/stores/${storeId}`)).text()).toContain(`href="/stores/${storeId}/key"`);
    const form = await owner.get(`/stores/${storeId}/key`);
    expect(await form.text()).toContain('name="key" type="password"');
    for (const role of ["shipper", "viewer"] as const) {
      const guest = await joinAs(site, owner, role);
      expect(await (await guest.get(`/stores/${storeId}`)).text()).not.toContain(`/stores/${storeId}/key`);
      expect((await guest.get(`/stores/${storeId}/key`)).status).toBe(403);
      expect((await guest.post(`/stores/${storeId}/key`, { key: BRICO_PARTNER_KEY })).status).toBe(403);
    }
    const stranger = await signInto(site, "robin");
    expect((await stranger.post(`/stores/${storeId}/key`, { key: BRICO_PARTNER_KEY })).status).toBe(404);
    expect((await store())?.keyHint).toBe(BRICO_KEY.slice(-4));
  });

  it("is taken when it opens the same shop, and ends the pause that the old one brought about", async () => {
    await pause("key-wrong");
    const answer = await owner.post(`/stores/${storeId}/key`, { key: BRICO_PARTNER_KEY });
    expect([answer.status, placeOf(answer)]).toEqual([303, `/stores/${storeId}`]);
    const changed = await store();
    expect([changed?.keyHint, changed?.pausedBecause]).toEqual([BRICO_PARTNER_KEY.slice(-4), null]);
    expect(changed?.sealedKey).not.toContain(BRICO_PARTNER_KEY);
    site.world.pass(60_000);
    await site.runStore(storeId);
    expect((await store())?.pausedBecause).toBeNull();
  });

  it("of another shop is refused, and both shops are named", async () => {
    const before = await store();
    await site.d1.prepare("UPDATE stores SET shop_id = 4711, shop_name = 'Comptoir du Clou'").run();
    await site.reopen(storeId);
    const answer = await owner.post(`/stores/${storeId}/key`, { key: BRICO_PARTNER_KEY });
    expect(answer.status).toBe(422);
    const html = await answer.text();
    expect(html).toContain("Comptoir du Clou (n° 4711)");
    expect(html).toContain(before?.shopName.replace("'", "&#39;"));
    expect((await store())?.sealedKey).toBe(before?.sealedKey);
  });

  it("leaves a person's own pause alone", async () => {
    await pause("holidays");
    expect((await owner.post(`/stores/${storeId}/key`, { key: BRICO_PARTNER_KEY })).status).toBe(303);
    expect((await store())?.pausedBecause).toBe("holidays");
  });

  it.each([
    ["refused by Mirakl", "not-a-key", "refuse"],
    ["empty", "  ", "nécessaire"],
  ])("that is %s changes nothing", async (_, key, words) => {
    await pause("key-wrong");
    const before = await store();
    const answer = await owner.post(`/stores/${storeId}/key`, { key });
    expect(answer.status).toBe(422);
    const html = await answer.text();
    expect(html).toContain(words);
    expect(html).not.toContain("not-a-key");
    expect(await store()).toEqual(before);
  });
});

describe("new Sendcloud keys", () => {
  const account = async () => {
    const [found] = await listAccounts(site.d1, owner.workspaceId);
    if (!found) throw new Error("no account");
    return found;
  };
  const post = async (keys: Record<string, string>) =>
    owner.post(`/sendcloud-accounts/${(await account()).id}/keys`, { publicKey: DEMO_KEYS.publicKey, ...keys });
  let said = 0;
  const knock = async (key: string) => {
    said += 1;
    const body = bytesOf({ action: "test_webhook", said });
    const headers = { "Sendcloud-Signature": await sign(body, key) };
    const path = `/hooks/sendcloud/${(await account()).webhookId}`;
    return (await site.request(path, { method: "POST", headers, body })).status;
  };

  it("are asked for from the owner alone", async () => {
    const { id } = await account();
    expect(await (await owner.get("/sendcloud-accounts")).text()).toContain(`href="/sendcloud-accounts/${id}/keys"`);
    expect((await owner.get(`/sendcloud-accounts/${id}/keys`)).status).toBe(200);
    const shipper = await joinAs(site, owner, "shipper");
    expect(await (await shipper.get("/sendcloud-accounts")).text()).not.toContain(`/${id}/keys`);
    expect((await shipper.post(`/sendcloud-accounts/${id}/keys`, {})).status).toBe(403);
    const stranger = await signInto(site, "robin");
    expect((await stranger.get(`/sendcloud-accounts/${id}/keys`)).status).toBe(404);
  });

  it("are taken, and the one before goes on proving what is on its way", async () => {
    const secretKey = rotateWebhookKey(site.world, "secret");
    const answer = await post({ secretKey, signatureKey: "" });
    expect([answer.status, placeOf(answer)]).toEqual([303, `/sendcloud-accounts?check=${(await account()).id}`]);
    const statuses = [await knock(secretKey), await knock(DEMO_KEYS.secretKey), await knock("another")];
    expect(statuses).toEqual([204, 204, 401]);
    // The same form once more must not let go of the key before.
    expect((await post({ secretKey, signatureKey: "signing" })).status).toBe(303);
    expect([await knock(DEMO_KEYS.secretKey), await knock("signing")]).toEqual([204, 204]);
  });

  it("let the one before prove webhooks for 48 hours, and no longer", async () => {
    const secretKey = rotateWebhookKey(site.world, "secret");
    await post({ secretKey, signatureKey: "" });
    const { id } = await account();
    expect(await (await owner.get(`/sendcloud-accounts?check=${id}`)).text()).toContain("acceptée pour les webhooks");
    site.world.pass(48 * 3_600_000 - 1);
    expect(await knock(DEMO_KEYS.secretKey)).toBe(204);
    site.world.pass(1);
    expect([await knock(DEMO_KEYS.secretKey), await knock(secretKey)]).toEqual([401, 204]);
    expect(await (await owner.get("/sendcloud-accounts")).text()).not.toContain("acceptée pour les webhooks");
  });

  it("of another integration are refused, with both named and the way to add it", async () => {
    const { publicKey, secretKey } = FOREIGN_WEBHOOK_KEYS;
    const html = await (await post({ publicKey, secretKey })).text();
    expect(html).toContain(String(DEMO_KEYS.integrationId));
    expect(html).toContain(String(FOREIGN_WEBHOOK_KEYS.integrationId));
    expect(html).toContain('href="/sendcloud-accounts/new"');
  });

  it("keep the signature key when none is typed", async () => {
    const { secretKey } = DEMO_KEYS;
    await post({ secretKey, signatureKey: "signing" });
    await post({ secretKey, signatureKey: "" });
    expect(await knock("signing")).toBe(204);
  });

  it.each([
    ["are wrong", DEMO_KEYS.publicKey, "wrong"],
    ["open another integration", FOREIGN_WEBHOOK_KEYS.publicKey, FOREIGN_WEBHOOK_KEYS.secretKey],
    ["are incomplete", DEMO_KEYS.publicKey, ""],
  ])("that %s change nothing", async (_, publicKey, secretKey) => {
    const before = await account();
    const answer = await post({ publicKey, secretKey });
    expect(answer.status).toBe(422);
    expect(await answer.text()).not.toContain(secretKey || "demo-secret");
    expect(await account()).toEqual(before);
  });
});
