import { describe, expect, it } from "vitest";
import type { StoreCalls } from "../../src/sync/stub";
import { addOrder, BRICO, NOW, offering, optionOf, pages, parcelOf, READY, shown } from "./cast";

const PATH = `/orders/${BRICO}/M-1001-A`;
const FRAGMENT = { "HX-Request": "true", "HX-Request-Type": "partial" };

describe("create label", () => {
  it("offers the options in the page itself, the cheapest that fits chosen, others with what they lack", async () => {
    const needy = optionOf({
      code: "dpd:home",
      name: "DPD",
      needs: ["phone", "carrier-mapping"],
      price: { minor: 400, currency: "EUR" },
    });
    const html = await shown(
      READY,
      offering(needy, optionOf(), optionOf({ code: "chrono", name: "Chrono 13", price: null })),
    );
    expect(html).toMatch(/value="7~colissimo:home" checked/);
    expect(html).toMatch(/value="7~dpd:home"[^>]* disabled/);
    expect(html).toContain("le téléphone de l&#39;acheteur et le nom de ce transporteur");
    expect(html).toContain(`href="${PATH}/recipient"`);
    expect(html).toContain(`href="/stores/${BRICO}"`);
    expect(html).toContain("prix de votre contrat");
    expect(html).toContain("Créer l&#39;étiquette");
  });

  it("asks for no options when no label may be made", async () => {
    let asked = 0;
    const desk: Partial<StoreCalls> = {
      options: async () => ({ result: "options", options: [], weightGrams: ++asked }),
    };
    await shown({ details: { actions: ["edit"] } }, desk);
    expect(asked).toBe(0);
  });

  it("is not asked for while nobody knows whether the last label was made: that is decided first", async () => {
    const label = { intentId: "i-9", kind: "label", state: "parked", reason: "not-explained" } as const;
    const html = await shown({
      ...READY,
      details: { actions: ["edit"] },
      intents: [{ ...label, attempts: 5, money: null, at: NOW }],
    });
    expect(html).toContain("la commande attend votre décision");
    expect(html).toContain(`<a href="/stores/${BRICO}/intents/i-9">Décider</a>`);
    expect(html).not.toContain("Choisissez le mode");
  });

  it("of goods that were called off meanwhile is offered for cancelling", async () => {
    const [line] = (await addOrder((await pages()).d1)).lines;
    if (!line) throw new Error("no line");
    const lines = [
      { ...line, lineId: "line-1", state: "refunded" as const },
      { ...line, lineId: "line-2" },
    ];
    const actions = ["cancel-label" as const];
    const html = await shown({ ...READY, lines, parcels: [parcelOf()], details: { actions } });
    expect(html).toContain("Les articles de ce colis sont remboursés ou annulés");
    expect(html).toContain(`${PATH}/labels/1/cancellation`);
    const needed = lines.map((one) => ({ ...one, state: "shipping" as const }));
    const without = await shown({ ...READY, lines: needed, parcels: [parcelOf()], details: { actions } });
    expect(without).not.toContain("Les articles de ce colis sont");
  });

  it("comes without the options when Sendcloud is slow, and htmx fetches them", async () => {
    const html = await shown(READY, { options: () => new Promise(() => undefined) });
    expect(html).toMatch(new RegExp(`hx-get="${PATH}/options" hx-trigger="load"`));
    expect(html).toContain(`href="${PATH}/options"`);
  }, 10_000);

  it("makes one call with what was chosen, then leads back to the order", async () => {
    const calls: unknown[] = [];
    const site = await pages({
      ...offering(optionOf()),
      createLabel: async (...request) => {
        calls.push(request);
        return { result: "done" };
      },
    });
    await addOrder(site.d1, READY);
    const response = await site.post(`${PATH}/labels`, { weight: "1 200", option: "7~colissimo:home" });
    expect([response.status, response.headers.get("location")]).toEqual([303, PATH]);
    expect(calls).toEqual([
      [
        { orderId: "M-1001-A", optionCode: "colissimo:home", contractId: 7, weightGrams: 1200 },
        { personId: "camille", name: "Camille Roux" },
      ],
    ]);
  });

  it.each([
    [{ weight: "abc", option: "7~colissimo:home" }, "Indiquez un poids entier", 'value="abc"'],
    [{ weight: "0", option: "7~colissimo:home" }, "Indiquez un poids entier", 'value="0"'],
    [{ weight: "750" }, "Choisissez un mode", 'value="750"'],
  ])("keeps what was typed when %o makes no label", async (fields, words, kept) => {
    const site = await pages(offering(optionOf()));
    await addOrder(site.d1, READY);
    const response = await site.post(`${PATH}/labels`, fields as Record<string, string>);
    const html = await response.text();
    expect(response.status).toBe(422);
    expect(html).toContain(words);
    expect(html).toContain(kept);
  });

  it("says beside the form why Sendcloud refused, in the page and in the fragment", async () => {
    const site = await pages({
      ...offering(optionOf(), optionOf({ code: "chrono", name: "Chrono 13" })),
      createLabel: async () => ({
        result: "refused",
        refusal: { code: "announcement-failed", words: "House number missing" },
      }),
    });
    await addOrder(site.d1, READY);
    for (const headers of [{}, FRAGMENT]) {
      const response = await site.post(`${PATH}/labels`, { weight: "900", option: "7~chrono" }, headers);
      const html = await response.text();
      expect(response.status).toBe(422);
      const panel = html.slice(html.indexOf('id="create-label"'));
      expect(panel).toContain("House number missing");
      expect(panel).toContain('value="900"');
      expect(panel).toMatch(/value="7~chrono" checked/);
    }
  });

  it("recalculates for another weight, as a fragment and as a page", async () => {
    const site = await pages(offering(optionOf()));
    await addOrder(site.d1, READY);
    const panel = await (await site.get(`${PATH}/options?weight=2500&option=7~colissimo:home`, FRAGMENT)).text();
    expect(panel).toMatch(/^<section/);
    expect(panel).toContain('value="2500"');
    const whole = await (await site.get(`${PATH}/options?weight=2500`)).text();
    expect(whole).toContain("<!doctype html>");
    expect(whole).toContain('value="2500"');
  });
});

describe("a label file", () => {
  it("goes out as it is, framed by us alone and never stored", async () => {
    const bytes = new Uint8Array([...new TextEncoder().encode("%PDF-1.7")]).buffer;
    const asked: unknown[] = [];
    const site = await pages({
      labelFile: async (...values) => {
        asked.push(values);
        return { result: "file", bytes, contentType: "application/pdf", fileName: 'éti"quette.pdf' };
      },
    });
    await addOrder(site.d1);
    const response = await site.get(`${PATH}/labels/1/file?format=pdf-a4`);
    expect(await response.text()).toBe("%PDF-1.7");
    expect(Object.fromEntries(response.headers)).toMatchObject({
      "content-type": "application/pdf",
      "content-disposition": 'inline; filename="_ti_quette.pdf"',
      "cache-control": "private, no-store",
    });
    expect(response.headers.get("content-security-policy")).toContain("frame-ancestors 'self'");
    await site.get(`${PATH}/labels/1/file?format=exe`);
    expect(asked).toEqual([
      ["M-1001-A", 1, "pdf-a4"],
      ["M-1001-A", 1, null],
    ]);
  });

  it("says in words why there is none", async () => {
    const site = await pages({
      labelFile: async () => ({ result: "refused", refusal: { code: "label-not-available", words: "" } }),
    });
    await addOrder(site.d1);
    const response = await site.get(`${PATH}/labels/1/file`);
    expect(response.status).toBe(503);
    expect(await response.text()).toContain("pas encore disponible");
  });
});
