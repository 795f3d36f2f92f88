import { beforeEach, describe, expect, it } from "vitest";
import { payOrder, placeOrder } from "../../src/sandbox/mirakl-orders";
import { labelLedger } from "../../src/sandbox/sendcloud-ledger";
import { connectDemo, joinAs, openSite, type Person, type Site, signInto } from "./site";

const MINUTE_MS = 60_000;

let site: Site;
let owner: Person;
let storeId: string;
let orderId: string;

beforeEach(async () => {
  site = openSite();
  owner = await signInto(site, "camille");
  storeId = await connectDemo(owner);
  orderId = placeOrder(site.world, "brico");
});

async function arrive(): Promise<void> {
  for (let minute = 0; minute < 4; minute += 1) {
    site.world.pass(MINUTE_MS);
    await site.runStore(storeId);
  }
}
const order = () => `/orders/${storeId}/${orderId}`;
const textOf = async (path: string) => {
  const answer = await owner.get(path);
  return { status: answer.status, html: (await answer.text()).replaceAll("&amp;", "&").replaceAll("&quot;", '"') };
};

describe("what would be sent", () => {
  it("is linked beside what can be done, and shows the call with its masked body", async () => {
    payOrder(site.world, orderId);
    await arrive();
    const page = await textOf(order());
    const [, link] = /href="(\/orders\/[^"]+dry-run\?act=label[^"]*)"/.exec(page.html) ?? [];
    expect(page.html).toContain(`${order()}/dry-run?act=next`);
    expect(page.html).toContain(`${order()}/dry-run?act=cancel`);
    const { status, html } = await textOf(link ?? "");
    expect(status).toBe(200);
    expect(html).toContain("Rien n&#39;a été envoyé");
    expect(html).toContain("POST /api/v3/shipments/announce");
    expect(html).toContain('"address_line_1": "•••"');
    expect(html).not.toContain("Basic ");
    expect(labelLedger(site.world).entries).toEqual([]);
    expect(await (await owner.get(order())).text()).toContain('id="create-label"');
  });

  it("says what accepting and refusing would send, and nothing that is impossible", async () => {
    await arrive();
    const page = await textOf(order());
    for (const act of ["accept", "refuse"]) {
      expect(page.html).toContain(`${order()}/dry-run?act=${act}`);
      expect((await textOf(`${order()}/dry-run?act=${act}`)).html).toContain(`PUT /api/orders/${orderId}/accept`);
    }
    expect((await textOf(`${order()}/dry-run?act=cancel-label&parcel=1`)).html).toContain("Rien ne partirait");
    expect((await textOf(`${order()}/dry-run?act=nonsense`)).html).toContain("Rien n&#39;est prévu");
    expect((await textOf(order())).html).toContain('id="answer"');
  });

  it("says what the form for shipping by other means would send, as it stands", async () => {
    payOrder(site.world, orderId);
    await arrive();
    const form = await textOf(`${order()}/shipping`);
    expect(form.html).toContain(`formaction="${order()}/dry-run" name="act" value="ship-otherwise"`);
    const typed = new URLSearchParams({
      ...{ act: "ship-otherwise", carrier: "other", carrierName: "Coursier" },
      ...{ trackingUrl: "https://suivi.example/{trackingId}", trackingNumber: "C-1" },
    });
    const { html } = await textOf(`${order()}/dry-run?${typed}`);
    expect(html).toContain(`PUT /api/orders/${orderId}/tracking`);
    expect(html).toContain('"tracking_number": "C-1"');
    expect(html).toContain(`PUT /api/orders/${orderId}/ship`);
    expect((await textOf(`${order()}/dry-run?act=ship-otherwise`)).status).toBe(303);
    expect((await textOf(`${order()}/dry-run?act=cancel-lines&line.x=1`)).html).toContain("Rien ne partirait");
    expect((await textOf(order())).html).toContain('id="create-label"');
  });

  it("is for those who may act, and of their own orders", async () => {
    await arrive();
    const viewer = await joinAs(site, owner, "viewer");
    expect((await viewer.get(`${order()}/dry-run?act=accept`)).status).toBe(403);
    expect(await (await viewer.get(order())).text()).not.toContain("/dry-run");
    const stranger = await signInto(site, "robin");
    expect((await stranger.get(`${order()}/dry-run?act=accept`)).status).toBe(404);
  });
});
