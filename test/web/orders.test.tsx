import { describe, expect, it } from "vitest";
import type { StoreCalls } from "../../src/sync/stub";
import {
  addOrder,
  BRICO,
  camille,
  eventOf,
  NOW,
  type OrderParts,
  offering,
  optionOf,
  pages,
  parcelOf,
  READY,
  shown,
} from "./cast";

const PATH = `/orders/${BRICO}/M-1001-A`;
const FRAGMENT = { "HX-Request": "true", "HX-Request-Type": "partial" };
describe("an order's page", () => {
  it.each([
    ["waiting", "payment", "Attend le paiement", "pas encore encaissé"],
    ["waiting", "address", "Adresse pas encore reçue", "transmis l&#39;adresse"],
    ["stopped", "cancelled", "Annulée : n&#39;expédiez pas", "N&#39;expédiez pas"],
    ["not_ours", "click-and-collect", "Retrait en magasin", "pas besoin d&#39;étiquette"],
    ["labelled", "refused-by-mirakl", "refusée par Mirakl", "La raison figure ci-dessous"],
  ] as const)("says why an order is %s (%s)", async (name, reason, badge, explanation) => {
    const html = await shown({ state: { name, reason } });
    expect(html).toContain(badge);
    expect(html).toContain(explanation);
  });

  it("shows only the buttons that the order's actions allow", async () => {
    const forms = { accept: "/acceptance", refuse: "/refusal", "check-again": "/checks", edit: "/recipient" } as const;
    const none = await shown({ parcels: [parcelOf()] });
    for (const path of [...Object.values(forms), "/labels"]) expect(none).not.toContain(`${PATH}${path}`);
    for (const [action, path] of Object.entries(forms)) {
      const html = await shown({ details: { actions: [action as keyof typeof forms] } });
      expect(html, action).toContain(`${PATH}${path}"`);
    }
  });

  it("gives a viewer nothing to press", async () => {
    const site = await pages(offering(optionOf()), { ...camille, role: "viewer" });
    await addOrder(site.d1, { details: { actions: ["accept", "refuse", "create-label", "edit", "check-again"] } });
    const html = await (await site.get(PATH)).text();
    expect(html).not.toMatch(new RegExp(`action="${PATH}`));
    expect(html).not.toContain(`${PATH}/recipient`);
  });

  it("strikes what was cancelled and totals in the order's own currency", async () => {
    const PLN = (minor: number) => ({ minor, currency: "PLN" });
    const html = await shown({
      total: PLN(41900),
      lines: [{ quantity: 2, cancelledQuantity: 1, unitPrice: PLN(20000), total: PLN(41900), refunded: PLN(20000) }],
      details: { shippingPrice: PLN(1900) },
    });
    expect(html).toMatch(/<s>3<\/s>\s*2/);
    expect(html).toContain("1 annulé");
    expect(html).toMatch(/419,00\sPLN/);
    expect(html).toMatch(/remboursé : 200,00\sPLN/);
  });

  it("shows a corrected field with what was received, and a problem beside its field with its cure", async () => {
    const html = await shown({
      state: { name: "to_fix", reason: "problems" },
      details: {
        problems: [{ code: "zip-missing", field: "zip" }],
        corrections: {
          street1: { value: "14 rue des Lilas", replaced: "12 rue des Lilas", by: "camille", at: NOW, theirs: null },
        },
        actions: ["edit"],
      },
    });
    expect(html).toContain("14 rue des Lilas");
    expect(html).toContain("<s>12 rue des Lilas</s>");
    expect(html).toMatch(/class="field-problem">Le code postal manque\. Indiquez-le\./);
  });

  it("escapes what a buyer wrote", async () => {
    const html = await shown({ buyerName: "x", lines: [{ title: "<script>alert(1)</script>" }] });
    expect(html).not.toContain("<script>alert");
    expect(html).toContain("&lt;script&gt;alert");
  });

  it("shows each parcel with its label framed, its tracking and its price; a cancelled label stands apart", async () => {
    const html = await shown({
      state: { name: "labelled", reason: "telling-mirakl" },
      parcels: [parcelOf({ generation: 2 }), parcelOf({ generation: 1, stage: "cancelled", trackingNumber: "OLD" })],
      details: { actions: ["print", "cancel-label"] },
    });
    expect(html).toMatch(new RegExp(`<iframe[^>]*src="${PATH}/labels/1/file#navpanes=0&amp;view=Fit"`));
    expect(html).toContain('href="https://suivi.example/6A12345678901"');
    expect(html).toContain("5,25");
    expect(html).toContain("<s>OLD</s>");
    expect(html.match(/labels\/1\/cancellation" hx-post/g)).toHaveLength(1);
  });

  it("links no tracking address that is not http", async () => {
    const html = await shown({ parcels: [parcelOf({ trackingUrl: "javascript:alert(1)" })] });
    expect(html).not.toContain("javascript:");
    expect(html).toContain("6A12345678901");
  });

  it("tells the timeline in words, with actor and local time, and an unknown kind by its name", async () => {
    const html = await shown({
      events: [
        { ...eventOf("changed", { from: "WAITING_DEBIT", to: "SHIPPING" }), actor: null },
        {
          ...eventOf("label-created", {
            carrier: "Colissimo",
            option: "x",
            trackingNumber: "6A1",
            price: { minor: 525, currency: "EUR" },
          }),
          seq: 2,
        },
        { ...eventOf("correction", { fields: ["zip", "city"] }), seq: 3 },
        { ...eventOf("tracking-failed", { words: "Carrier unknown" }), seq: 4 },
        { ...eventOf("teleported"), seq: 5 },
        { ...eventOf("parked", { intent: "label", reason: "not-explained" }), seq: 6 },
      ],
    });
    for (const words of [
      "attend le paiement → à expédier",
      "Étiquette créée chez Colissimo, suivi 6A1",
      "Prix : 5,25",
      "Code postal, Ville",
      "Carrier unknown",
      "Événement : teleported",
      "Arrêt par prudence : Création de l&#39;étiquette",
      "Camille Roux",
      "09:00:00",
    ]) {
      expect(html, words).toContain(words);
    }
  });

  it("explains what stopped, with the other side's words", async () => {
    const html = await shown({
      intents: [
        {
          intentId: "1",
          kind: "label",
          state: "failed",
          reason: "announcement-failed:Zip code invalid",
          attempts: 1,
          at: NOW,
        },
        { intentId: "2", kind: "tracking", state: "parked", reason: "different-tracking-there", attempts: 1, at: NOW },
        { intentId: "3", kind: "ship", state: "failed", reason: "remote:Not shippable", attempts: 1, at: NOW },
      ],
    });
    for (const words of [
      "aucune étiquette n&#39;a été créée",
      "Zip code invalid",
      "un autre numéro de suivi",
      "Not shippable",
    ]) {
      expect(html, words).toContain(words);
    }
  });

  it("forgets a failure once a later try went through", async () => {
    const html = await shown({
      intents: [
        { intentId: "1", kind: "label", state: "failed", reason: "announcement-failed", attempts: 1, at: NOW },
        { intentId: "2", kind: "label", state: "done", reason: null, attempts: 1, at: NOW + 1 },
      ],
    });
    expect(html).not.toContain("N&#39;a pas abouti");
  });
});

describe("while something is under way", () => {
  const making: OrderParts = {
    state: { name: "labelling", reason: null },
    intents: [{ intentId: "1", kind: "label", state: "sent", reason: null, attempts: 1, at: NOW }],
  };

  it("asks again each second by htmx, and by a refresh without JavaScript", async () => {
    const html = await shown(making);
    expect(html).toContain('hx-trigger="every 1s"');
    expect(html).toContain('<noscript><meta http-equiv="refresh" content="1"/></noscript>');
  });

  it("stops as soon as nothing is", async () => {
    const html = await shown(READY, offering(optionOf()));
    expect(html).not.toContain("every 1s");
    expect(html).not.toContain("http-equiv");
  });

  it("does not reload a page without JavaScript while only the marketplace is being told", async () => {
    const html = await shown({
      state: { name: "labelled", reason: "telling-mirakl" },
      intents: [{ intentId: "1", kind: "ship", state: "planned", reason: null, attempts: 0, at: NOW }],
    });
    expect(html).toContain('hx-trigger="every 5s"');
    expect(html).not.toContain("http-equiv");
  });

  it("answers htmx with the order alone", async () => {
    const site = await pages();
    await addOrder(site.d1, making);
    const html = await (await site.get(PATH, FRAGMENT)).text();
    expect(html).toMatch(/^<article/);
    expect(html).not.toContain("<html");
  });
});

describe("the other buttons", () => {
  const calls = {
    acceptance: "accept",
    refusal: "refuse",
    checks: "checkAgain",
    "labels/2/cancellation": "cancelLabel",
  } as const;

  it.each(Object.entries(calls))("POST %s calls %s once and leads back", async (path, call) => {
    const made: unknown[] = [];
    const desk = {
      [call]: async (...values: unknown[]) => {
        made.push(values);
        return { result: "under-way" };
      },
    } as Partial<StoreCalls>;
    const site = await pages(desk);
    await addOrder(site.d1);
    const response = await site.post(`${PATH}/${path}`);
    expect([response.status, response.headers.get("location")]).toEqual([303, PATH]);
    const actor = { personId: "camille", name: "Camille Roux" };
    expect(made).toEqual([call === "cancelLabel" ? ["M-1001-A", 2, actor] : ["M-1001-A", actor]]);
  });

  it("shows why a click did nothing", async () => {
    const site = await pages({
      accept: async () => ({ result: "refused", refusal: { code: "order-changed", words: "" } }),
    });
    await addOrder(site.d1, { state: { name: "to_accept", reason: null } });
    const response = await site.post(`${PATH}/acceptance`);
    expect(response.status).toBe(422);
    expect(await response.text()).toContain("La commande a changé sur la place de marché");
  });

  it("answers 404 without a call for an order that is not ours", async () => {
    const site = await pages({});
    for (const path of ["acceptance", "refusal", "checks", "labels", "labels/1/cancellation", "recipient"]) {
      expect((await site.post(`/orders/${BRICO}/NOBODY/${path}`)).status, path).toBe(404);
    }
    for (const path of ["", "/options", "/recipient", "/labels/1/file"]) {
      expect((await site.get(`/orders/unknown/M-1001-A${path}`)).status, path).toBe(404);
    }
  });
});
