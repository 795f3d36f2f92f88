import { beforeEach, describe, expect, it } from "vitest";
import { listAccounts } from "../../src/db/accounts";
import { DEMO_KEYS, FOREIGN_WEBHOOK_KEYS, integrationRow } from "../../src/sandbox/sendcloud-account";
import { deleteIntegration } from "../../src/sandbox/sendcloud-integrations";
import { connectDemo, joinAs, openSite, type Person, placeOf, type Site, signInto } from "./site";

const MINUTE_MS = 60_000;
const { publicKey, secretKey } = DEMO_KEYS;

let site: Site;
let owner: Person;

beforeEach(async () => {
  site = openSite();
  owner = await signInto(site, "camille");
});

const accounts = () => listAccounts(site.d1, owner.workspaceId);
const add = (keys: Record<string, string>) => owner.post("/sendcloud-accounts/new", keys);
const checked = async () => {
  const [account] = await accounts();
  return (await owner.get(`/sendcloud-accounts?check=${account?.id}`)).text();
};

describe("an account", () => {
  it("is added without a store, and a store can use it afterwards", async () => {
    expect(await (await owner.get("/sendcloud-accounts")).text()).toContain('href="/sendcloud-accounts/new"');
    const answer = await add({ publicKey, secretKey });
    const [account] = await accounts();
    expect([answer.status, placeOf(answer)]).toEqual([303, `/sendcloud-accounts?check=${account?.id}`]);
    expect(account).toMatchObject({ integrationId: DEMO_KEYS.integrationId, keyHint: publicKey.slice(-4) });
    expect(account?.sealedSecretKey).not.toContain(secretKey);
    expect(integrationRow(site.world.sql, DEMO_KEYS.integrationId)?.webhook_url).toBeNull();
    expect(await checked()).toContain("Boutiques");
    expect(await checked()).toContain("aucune pour l&#39;instant");
    await connectDemo(owner);
    expect(await accounts()).toHaveLength(1);
    expect(await checked()).toMatch(/<a href="\/stores\/[^"]+">L&#39;Atelier du Bricoleur<\/a>/);
  });

  it("that is here already is named, not added twice", async () => {
    await add({ publicKey, secretKey });
    const again = await add({ publicKey, secretKey });
    expect([again.status, await again.text()]).toEqual([422, expect.stringContaining("est déjà ici")]);
    expect(await accounts()).toHaveLength(1);
    const { publicKey: otherPublic, secretKey: otherSecret } = FOREIGN_WEBHOOK_KEYS;
    expect((await add({ publicKey: otherPublic, secretKey: otherSecret })).status).toBe(303);
    expect(await accounts()).toHaveLength(2);
  });

  it.each([
    ["wrong", { publicKey, secretKey: "wrong" }],
    ["incomplete", { publicKey, secretKey: " " }],
  ])("with %s keys is not kept; the public key stays typed, the secret one does not", async (_, keys) => {
    const answer = await add(keys);
    expect(answer.status).toBe(422);
    const html = await answer.text();
    expect(html).toContain(`value="${publicKey}"`);
    expect(html).not.toContain("wrong");
    expect(await accounts()).toEqual([]);
  });

  it("is added by owners alone", async () => {
    const shipper = await joinAs(site, owner, "shipper");
    expect((await shipper.post("/sendcloud-accounts/new", { publicKey, secretKey })).status).toBe(403);
    expect(await (await shipper.get("/sendcloud-accounts")).text()).not.toContain("/sendcloud-accounts/new");
  });
});

describe("a test of an account", () => {
  it("says that the keys work, what may be sent with, and how much of the budget is used", async () => {
    await connectDemo(owner);
    const html = await checked();
    expect(html).toContain("Les clés fonctionnent");
    expect(html).toContain("Webhook installé");
    // Installing the webhook was one write.
    expect(html).toContain("1 sur 90");
    site.world.pass(2 * MINUTE_MS);
    expect(await checked()).toContain("0 sur 90");
  });

  it("says that Sendcloud wants us to wait, and until when", async () => {
    await connectDemo(owner);
    const [account] = await accounts();
    await site.accountObject(account?.id ?? "").holdFor(5 * MINUTE_MS);
    expect(await checked()).toContain("rien ne part avant");
  });

  it("says that the integration is gone, and asks for a person once for all its stores", async () => {
    await connectDemo(owner);
    const [account] = await accounts();
    const object = site.accountObject(account?.id ?? "");
    deleteIntegration(site.world);
    for (let poll = 0; poll < 3; poll += 1) {
      site.world.pass(11 * MINUTE_MS);
      await site.runAccount(account?.id ?? "");
    }
    const { results } = await site.d1.prepare("SELECT kind FROM attention_items WHERE resolved = 0").all();
    expect(results).toEqual([{ kind: "key-refused" }]);
    expect(await checked()).toContain("envoient plus rien");
    const claim = { urgency: "label", label: { reference: "r", storeId: "s", orderId: "o" } } as const;
    expect(await object.permit(claim)).toEqual({ granted: false, waitMs: MINUTE_MS });
    // A question still gets its own answer: it says what is wrong.
    expect(await object.permit({ urgency: "label", label: null })).toEqual({ granted: true });
  });
});
