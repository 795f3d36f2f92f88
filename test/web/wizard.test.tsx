import { beforeEach, describe, expect, it } from "vitest";
import { listAccounts } from "../../src/db/accounts";
import { listDrafts, listStores } from "../../src/db/stores";
import { SPORT_KEY } from "../../src/sandbox/marketplaces";
import { DEMO_KEYS, FOREIGN_WEBHOOK_KEYS, OAUTH_KEYS } from "../../src/sandbox/sendcloud-account";
import { formOf, ORIGIN, openSite, type Person, placeOf, type Site, signInto } from "./site";

const SPORT = "https://sport.mirakl.test";
type Keys = { publicKey: string; secretKey: string };

let site: Site;
let owner: Person;

beforeEach(async () => {
  site = openSite();
  owner = await signInto(site, "camille");
});

/** Posts what the page shows, with these fields changed, as a browser without JavaScript does. */
async function fillIn(path: string, changes: Record<string, string>, person: Person = owner): Promise<Response> {
  const page = await person.get(path);
  expect(page.status).toBe(200);
  return person.post(path, { ...formOf(await page.text()), ...changes });
}

async function connect(key = SPORT_KEY): Promise<string> {
  const answer = await owner.post("/stores/new", { address: SPORT, key, shopId: "" });
  expect(answer.status).toBe(303);
  return placeOf(answer).replace(/\/shop$/, "");
}

async function pass(draft: string, keys: Keys, replaceWebhook: Record<string, string> = {}): Promise<Response> {
  expect(placeOf(await fillIn(`${draft}/shop`, { action: "continue" }))).toBe(`${draft}/sendcloud`);
  const { publicKey, secretKey } = keys;
  expect((await fillIn(`${draft}/sendcloud`, { account: "new", publicKey, secretKey, action: "look" })).status).toBe(
    303,
  );
  const agreed = await owner.post(`${draft}/sendcloud`, { action: "continue", ...replaceWebhook });
  expect(placeOf(agreed)).toBe(`${draft}/carriers`);
  const carriers = await fillIn(`${draft}/carriers`, { cancelReason: "51" });
  expect(placeOf(carriers)).toBe(`${draft}/confirmation`);
  return owner.post(`${draft}/confirmation`, {});
}

describe("the connect wizard", () => {
  it("connects a store from an address and a key", async () => {
    const draft = await connect();
    const connected = await pass(draft, DEMO_KEYS);
    const [store] = await listStores(site.d1, owner.workspaceId);
    expect(placeOf(connected)).toBe(`/stores/${store?.id}`);
    expect(store).toMatchObject({
      baseUrl: SPORT,
      shopId: 3101,
      name: "Cimes & Sentiers",
      currency: "EUR",
      importDays: 30,
    });
    expect(store?.tag).toMatch(/^[a-z2-7]{6}$/);
    expect(store?.settings.cancelReason).toBe("51");
    expect(store?.settings.carriers.chronopost).toMatchObject({ to: "carrier", code: "chronopost_fr" });
    expect(await site.seal.open(store?.sealedKey ?? "", `${owner.workspaceId}|${store?.id}|key`)).toBe(SPORT_KEY);
    expect(await listDrafts(site.d1, owner.workspaceId)).toEqual([]);
  });

  it("keeps the account's keys where only the account finds them, and installs its webhook", async () => {
    await pass(await connect(), DEMO_KEYS);
    const [account] = await listAccounts(site.d1, owner.workspaceId);
    expect(account).toMatchObject({ integrationId: DEMO_KEYS.integrationId, auth: "basic" });
    const place = `${owner.workspaceId}|${account?.id}`;
    expect(await site.seal.open(account?.sealedSecretKey ?? "", `${place}|secretKey`)).toBe(DEMO_KEYS.secretKey);
    const seen = await (await owner.get(`/sendcloud-accounts?check=${account?.id}`)).text();
    expect(seen).toContain("Webhook installé");
  });

  it("stores no key in clear anywhere", async () => {
    const draft = await connect();
    await fillIn(`${draft}/shop`, { action: "continue" });
    await owner.post(`${draft}/sendcloud`, { account: "new", ...keysOf(DEMO_KEYS), action: "look" });
    const { results } = await site.d1.prepare("SELECT * FROM store_drafts").all();
    const stored = JSON.stringify(results);
    for (const secret of [SPORT_KEY, DEMO_KEYS.secretKey, DEMO_KEYS.publicKey]) expect(stored).not.toContain(secret);
  });

  it("leaves a foreign webhook alone unless it is told to replace it", async () => {
    await pass(await connect(), FOREIGN_WEBHOOK_KEYS);
    const [account] = await listAccounts(site.d1, owner.workspaceId);
    const check = `/sendcloud-accounts?check=${account?.id}`;
    expect(await (await owner.get(check)).text()).toContain("https://autre-logiciel.example/webhooks/sendcloud");
    const path = `/sendcloud-accounts/${account?.id}/webhook`;
    expect((await owner.post(path, {})).status).toBe(409);
    expect((await owner.post(path, { replaceWebhook: "on" })).status).toBe(303);
    expect(await (await owner.get(check)).text()).toContain("Webhook installé");
  });

  it("says that OAuth2 was needed", async () => {
    const draft = await connect();
    await fillIn(`${draft}/shop`, { action: "continue" });
    await owner.post(`${draft}/sendcloud`, { account: "new", ...keysOf(OAUTH_KEYS), action: "look" });
    expect(await (await owner.get(`${draft}/sendcloud`)).text()).toContain("OAuth2 est activée");
  });

  it("makes one store of a confirmation sent twice, and leads back to it", async () => {
    const draft = await connect();
    const first = await pass(draft, DEMO_KEYS);
    const again = await owner.post(`${draft}/confirmation`, {});
    expect(placeOf(again)).toBe(placeOf(first));
    expect(await listStores(site.d1, owner.workspaceId)).toHaveLength(1);
  });

  it("makes one store of two confirmations at once", async () => {
    const draft = await connect();
    await fillIn(`${draft}/shop`, { action: "continue" });
    await owner.post(`${draft}/sendcloud`, { account: "new", ...keysOf(DEMO_KEYS), action: "look" });
    await owner.post(`${draft}/sendcloud`, { action: "continue" });
    await fillIn(`${draft}/carriers`, { cancelReason: "51" });
    const both = await Promise.all([owner.post(`${draft}/confirmation`, {}), owner.post(`${draft}/confirmation`, {})]);
    expect(both.map((answer) => answer.status)).toEqual([303, 303]);
    expect(await listStores(site.d1, owner.workspaceId)).toHaveLength(1);
    expect(await listAccounts(site.d1, owner.workspaceId)).toHaveLength(1);
  });

  it("refuses a shop that is connected, and uses the account of an integration that is", async () => {
    await pass(await connect(), DEMO_KEYS);
    const second = await connect();
    const shop = await owner.post(`${second}/shop`, { shopId: "3101", name: "", importDays: "30", action: "continue" });
    expect(shop.status).toBe(422);
    expect(await shop.text()).toContain("déjà connectée");
    await owner.post(`${second}/shop`, { addShopId: "3102", action: "add" });
    const connected = await pass(second, DEMO_KEYS);
    expect(connected.status).toBe(303);
    const stores = await listStores(site.d1, owner.workspaceId);
    expect(stores.map((store) => store.shopId).sort()).toEqual([3101, 3102]);
    expect(await listAccounts(site.d1, owner.workspaceId)).toHaveLength(1);
  });
});

describe("a step", () => {
  it("opens only when the ones before are answered", async () => {
    const draft = await connect();
    for (const step of ["sendcloud", "carriers", "confirmation"]) {
      expect(placeOf(await owner.get(`${draft}/${step}`)), step).toBe(`${draft}/shop`);
    }
  });

  it("is nobody else's", async () => {
    const draft = await connect();
    const stranger = await signInto(site, "robin");
    const paths = [`${draft}/shop`, `/stores/new?draft=${draft.split("/").at(-1)}`, "/stores/new/no-such-draft/shop"];
    for (const path of paths) expect((await stranger.get(path)).status, path).toBe(404);
    const posted = await stranger.post("/stores/new", {
      draft: draft.split("/").at(-1) ?? "",
      address: SPORT,
      key: "k",
    });
    expect(posted.status).toBe(404);
  });

  it("is an owner's", async () => {
    const shipper = await signInto(site, "sacha", "shipper");
    expect((await shipper.get("/stores/new")).status).toBe(403);
  });

  it.each([
    ["", "a-key", "Ce champ est nécessaire."],
    ["pas une adresse", "a-key", "Écrivez l&#39;adresse d&#39;un site"],
    ["http://sport.mirakl.test", "a-key", "commencer par https://"],
    ["https://sport.mirakl.net", "a-key", "EXTRA_MIRAKL_HOSTS"],
    [SPORT, "", "Ce champ est nécessaire."],
    [SPORT, "a-key", "refuse la clé"],
  ])("says what is wrong with %j and %j", async (address, key, words) => {
    const answer = await owner.post("/stores/new", { address, key, shopId: "" });
    expect(answer.status).toBe(422);
    const html = await answer.text();
    expect(html).toContain(words);
    expect(formOf(html).address).toBe(address);
    expect(html).not.toContain('value="a-key"');
  });

  it("keeps the key over an error, without showing it", async () => {
    const html = await (
      await owner.post("/stores/new", { address: "https://sport.mirakl.net", key: SPORT_KEY })
    ).text();
    expect(html).toContain("La clé se terminant par …hops est conservée");
    const corrected = await owner.post("/stores/new", {
      ...formOf(html),
      address: "sport.mirakl.test/mmp/shop",
      key: "",
    });
    expect(corrected.status).toBe(303);
    expect(await (await owner.get(placeOf(corrected))).text()).toContain("Cimes &amp; Sentiers");
  });

  it("adds another shop of the key after looking at it", async () => {
    const draft = await connect();
    const unknown = await fillIn(`${draft}/shop`, { addShopId: "9999", action: "add", name: "Mon nom" });
    expect(unknown.status).toBe(422);
    expect(formOf(await unknown.text()).name).toBe("Mon nom");
    expect(placeOf(await fillIn(`${draft}/shop`, { addShopId: "3102", action: "add" }))).toBe(`${draft}/shop`);
    const fields = formOf(await (await owner.get(`${draft}/shop`)).text());
    expect(fields).toMatchObject({ shopId: "3102", name: "Cimes & Sentiers Déstockage" });
  });

  it("asks for the sender and the reason, and keeps the mapping meanwhile", async () => {
    const draft = await connect();
    await fillIn(`${draft}/shop`, { action: "continue" });
    await owner.post(`${draft}/sendcloud`, { account: "new", ...keysOf(DEMO_KEYS), action: "look" });
    await owner.post(`${draft}/sendcloud`, { action: "continue" });
    const answer = await fillIn(`${draft}/carriers`, { sender: "", cancelReason: "", "carrier.dpd": "carrier:postnl" });
    expect(answer.status).toBe(422);
    const html = await answer.text();
    expect(html).toContain("Choisissez l&#39;adresse d&#39;expédition.");
    expect(html).toContain("Choisissez le motif d&#39;annulation.");
    expect(formOf(html)["carrier.dpd"]).toBe("carrier:postnl");
  });

  it("refuses what another site posts", async () => {
    const headers = { Origin: "https://elsewhere.example" };
    const answer = await site.request("/stores/new", {
      method: "POST",
      headers,
      body: new URLSearchParams({ address: SPORT }),
    });
    expect(answer.status).toBe(403);
    expect(ORIGIN).not.toBe(headers.Origin);
  });
});

function keysOf({ publicKey, secretKey }: Keys): Keys {
  return { publicKey, secretKey };
}
