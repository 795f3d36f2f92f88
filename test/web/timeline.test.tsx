import { describe, expect, it } from "vitest";
import type { OrderEvent } from "../../src/db/order-record";
import { addOrder, BRICO, eventOf, NOW, pages, plainSpaces, shown } from "./cast";

const EUR = (minor: number) => ({ minor, currency: "EUR" });
const words = (html: string) => html.replaceAll("&#39;", "'");

const step = (seq: number, state: string, more: Record<string, unknown> = {}): OrderEvent => ({
  seq,
  at: NOW + seq * 1000,
  kind: "intent",
  actor: null,
  details: {
    intentId: "i-1",
    kind: "label",
    state,
    sends: 1,
    reason: null,
    what: "",
    status: null,
    words: "",
    ...more,
  },
});

describe("an order's timeline", () => {
  it.each<[string, Record<string, unknown>, string[]]>([
    [
      "refunded",
      { amount: EUR(8990), shipping: EUR(500), refundId: "R-55", reason: "17" },
      ["Acheteur remboursé : 89,90 €", "Frais de port : 5,00 €", "Référence chez la place de marché : R-55"],
    ],
    ["refund-failed", { words: "Amount too high" }, ["refusé le remboursement", "Amount too high"]],
    ["line-cancelled", { quantity: 2, amount: EUR(1800) }, ["2 pièces annulées, rendu à l'acheteur : 18,00 €"]],
    ["cancel-asked", {}, ["Annulation de la commande demandée"]],
    ["order-cancelled", {}, ["Commande annulée sur la place de marché"]],
    ["cancel-failed", { words: "Too late" }, ["refusé l'annulation", "Too late"]],
    ["reference-sent", { number: "N-77" }, ["Numéro N-77 transmis"]],
    ["reference-failed", {}, ["refusé le numéro de la commande"]],
    ["shipment-created", { trackingNumber: "6A1" }, ["Colis déclaré à la place de marché, suivi 6A1"]],
    ["shipment-failed", {}, ["La place de marché a refusé le colis"]],
    ["pushed", { number: "N-77" }, ["Commande envoyée à Sendcloud sous le numéro N-77"]],
    ["push-failed", { words: "weight" }, ["Sendcloud a refusé la commande", "weight"]],
    ["push-changed", { fields: { weight: 500 } }, ["Commande mise à jour dans Sendcloud"]],
    ["patch-failed", {}, ["refusé la mise à jour"]],
    ["push-deleted", {}, ["Commande retirée de Sendcloud"]],
    ["unpush-failed", {}, ["refusé de retirer la commande"]],
    [
      "decided",
      { choice: "send-again", kind: "refund" },
      ["Décision : envoyer à nouveau (Remboursement de l'acheteur)"],
    ],
    ["return-seen", { stage: "back", items: [{}, {}] }, ["Retour : revenu chez vous", "2 articles"]],
    ["return-seen", { stage: "on-mars", items: 1 }, ["Retour : on-mars", "1 article"]],
    ["settings-changed", {}, ["Réglages de la boutique changés"]],
    ["key-changed", {}, ["Clé de la boutique remplacée"]],
    ["rebuilt", {}, ["Pages reconstruites"]],
    ["difference", { missing: "here" }, ["Désaccord avec la place de marché", "absente ici"]],
    ["refund-by-hand", { why: "over-rest" }, ["à faire à la main", "dépasse ce qui reste à rembourser"]],
    ["refund-over-cap", { cap: "daily", amount: EUR(60000) }, ["Remboursement de 600,00 €", "plafond de la journée"]],
    ["teleported", {}, ["Événement : teleported"]],
    ["intent", {}, ["Événement : intent"]],
    ["refunded", { amount: null, shipping: 3, refundId: 7 }, ["Acheteur remboursé"]],
  ])("words %s with %j", async (kind, details, expected) => {
    const html = words(await shown({ events: [eventOf(kind, details)] }));
    for (const text of expected) expect(html, text).toContain(text);
  });

  it("groups the steps of one intent under it, quietly, with the way to its evidence", async () => {
    const html = words(
      await shown({
        events: [
          step(1, "planned", { sends: 0, what: "planned" }),
          step(2, "sent", { what: "announce sent" }),
          { ...eventOf("checked"), seq: 3 },
          step(4, "unknown", { what: "announce answered unknown", status: 502, words: "Bad <gateway>" }),
          step(5, "done", { what: "announce read back: done" }),
        ],
      }),
    );
    expect(html.match(/class="quiet"/g)).toHaveLength(1);
    expect(html).toContain("Création de l'étiquette · Fait");
    expect(html).toContain("4 étapes");
    for (const text of [
      "Prévu",
      "Envoi n° 1",
      "Envoi n° 1 sans réponse claire",
      "announce : pas de réponse claire",
      "Réponse HTTP 502",
      "Bad &lt;gateway&gt;",
      "announce relu : c'est fait",
    ]) {
      expect(html, text).toContain(text);
    }
    expect(html).toContain(`href="/stores/${BRICO}/intents/i-1"`);
    expect(html.indexOf("Création de l'étiquette · Fait")).toBeLessThan(html.indexOf("Commande relue"));
  });

  it("opens what did not go well, with the reason it stopped for", async () => {
    const calm = await shown({ events: [step(1, "done")] });
    expect(calm).toMatch(/<details id="steps-i-1">/);
    const stuck = words(await shown({ events: [step(1, "parked", { reason: "resends-used-up" })] }));
    expect(stuck).toMatch(/<details id="steps-i-1" open="">/);
    expect(stuck).toContain("Plusieurs essais sont restés sans réponse claire");
    const skipped = words(await shown({ events: [step(1, "skipped", { reason: "dropped" })] }));
    expect(skipped).toContain("Quelqu'un a décidé de laisser tomber");
  });

  it("shows the newest two hundred of a thousand first, and the way to the older ones and back", async () => {
    const site = await pages();
    const events = Array.from({ length: 1000 }, (_, place) => ({ ...eventOf("checked"), seq: place + 1 }));
    await addOrder(site.d1, { events });
    const path = `/orders/${BRICO}/M-1001-A`;
    let next: string | undefined = path;
    let shownEvents = 0;
    for (let page = 0; next; page += 1) {
      const html = plainSpaces(await (await site.get(next)).text());
      const held = html.match(/Commande relue/g)?.length ?? 0;
      expect(held).toBe(200);
      shownEvents += held;
      expect(html.includes("Revenir aux plus récents")).toBe(page > 0);
      next = /href="([^"]+\?before=\d+)#timeline"/.exec(html)?.[1];
    }
    expect(shownEvents).toBe(1000);
  });
});
