import { describe, expect, it } from "vitest";
import { policyFor } from "../../src/auth/policy";
import { type IntentKind, legalChoices, PARK_REASONS, type ParkReason } from "../../src/domain/intent";
import { translator } from "../../src/i18n/index";
import type { StoreCalls } from "../../src/sync/stub";
import type { ActResult } from "../../src/sync/stub-answers";
import type { Decision, IntentEvidence, RemoteCandidate } from "../../src/sync/stub-orders";
import { stepWords } from "../../src/web/intent-words";
import { addOrder, addStore, BRICO, camille, HOUR_MS, NOW, pages, plainSpaces } from "./cast";

const PATH = `/stores/${BRICO}/intents/i-1`;
const FRAGMENT = { "HX-Request": "true", "HX-Request-Type": "partial" };
const KINDS: IntentKind[] = [
  ...(["accept", "refuse", "label", "cancel-label", "tracking", "ship", "shipment"] as const),
  ...(["refund", "cancel", "cancel-line", "reference", "push", "patch", "unpush"] as const),
];

function evidenceOf(parts: Partial<IntentEvidence> = {}): IntentEvidence {
  const parkReason: ParkReason | null = parts.parkReason === undefined ? "over-resend-limit" : parts.parkReason;
  return {
    intentId: "i-1",
    orderId: "M-1001-A",
    kind: "refund",
    state: "parked",
    reason: parkReason,
    money: { minor: 8990, currency: "EUR" },
    attempts: 1,
    sentAt: NOW - 2 * HOUR_MS,
    lastLook: { at: NOW - HOUR_MS, words: "OR28 read back: absent" },
    steps: [
      { at: NOW - 2 * HOUR_MS, what: "OR28 answered unknown", status: 502, words: "<b>Bad gateway</b>" },
      { at: NOW - HOUR_MS, what: "OR28 read back: absent", status: null, words: "" },
    ],
    exchanges: [
      {
        ...{ at: NOW - 2 * HOUR_MS, step: "send" as const, method: "PUT", path: "/api/orders/refund" },
        ...{ request: '{"amount":"<89.90>"}', status: null, answer: null },
      },
    ],
    candidates: null,
    choices: parkReason === null ? [] : legalChoices(parkReason),
    ...parts,
    parkReason,
  };
}

const there: RemoteCandidate = { remoteId: "R-55", words: "code 17", money: { minor: 8990, currency: "EUR" }, at: NOW };

/** The page over a store's object that knows one intent, and what it was asked. */
async function open(parts: Partial<IntentEvidence> = {}, outcome: ActResult = { result: "done" }, role = camille.role) {
  const looks: boolean[] = [];
  const decisions: [string, Decision, string][] = [];
  const desk: Partial<StoreCalls> = {
    async evidence(intentId, look) {
      looks.push(look);
      if (intentId !== "i-1") return { result: "refused", refusal: { code: "not-found", words: "" } };
      const evidence = evidenceOf(parts);
      return { result: "evidence", evidence: look ? evidence : { ...evidence, candidates: null } };
    },
    async decide(intentId, decision, actor) {
      decisions.push([intentId, decision, actor.name]);
      return outcome;
    },
  };
  const site = await pages(desk, { ...camille, role });
  await addOrder(site.d1, { number: "N-77" });
  const text = async (path: string) => {
    const answer = await site.get(path);
    return plainSpaces(await answer.text()).replaceAll("&#39;", "'");
  };
  return { ...site, text, looks, decisions };
}

describe("the evidence of an intent", () => {
  it("shows what is known, what is not, the money and the exchanges, escaped, without asking the remote", async () => {
    const { text, looks } = await open();
    const html = await text(PATH);
    for (const words of [
      "Remboursement de l'acheteur",
      "À décider",
      "Commande N-77",
      "89,90 €",
      "OR28 : pas de réponse claire",
      "Réponse HTTP 502",
      "&lt;b&gt;Bad gateway&lt;/b&gt;",
      "OR28 relu : rien trouvé",
      "le montant dépasse ce que nous renvoyons sans vous demander",
      "Nous ne savons pas s'il a été perdu ou s'il tarde",
      "l'acheteur sera remboursé deux fois",
      "PUT /api/orders/refund",
      "{&quot;amount&quot;:&quot;&lt;89.90&gt;&quot;}",
      "aucune réponse",
      "Nous n'avons pas encore regardé",
    ]) {
      expect(html, words).toContain(words);
    }
    expect(looks).toEqual([false]);
  });

  it("asks the remote when told to look, and lists what it holds to choose from", async () => {
    const { text, looks } = await open({ candidates: [there] });
    const html = await text(`${PATH}?look=1`);
    expect(looks).toEqual([true]);
    expect(html).toMatch(/<input type="radio" name="remoteId" value="R-55"/);
    expect(html).toContain("89,90 € · code 17");
    expect(html).toContain("Vérifié à l'instant : 1 chose pourrait être la nôtre.");
  });

  it("belongs to what needs a person, not to the stores", async () => {
    const { text } = await open();
    expect(await text(PATH)).toMatch(/<a href="\/attention"[^>]* aria-current="page"/);
    expect(await text(PATH)).not.toMatch(/<a href="\/stores"[^>]* aria-current="page"/);
  });

  it("offers nothing to type: with nothing there it says what to do", async () => {
    const { text } = await open({ candidates: [] });
    const html = await text(`${PATH}?look=1`);
    expect(html).toContain("Rien là-bas ne peut être le nôtre");
    expect(html).not.toContain("remoteId");
    expect(html).not.toMatch(/<input(?![^>]*type="(hidden|checkbox|radio)")/);
  });

  it("says when the remote gave no answer", async () => {
    const { text } = await open({ candidates: null });
    expect(await text(`${PATH}?look=1`)).toContain("Pas de réponse pour l'instant");
  });

  it.each(PARK_REASONS)("shows the legal buttons of %s, and no others", async (parkReason) => {
    const { text } = await open({ parkReason, candidates: [there] });
    const html = await text(`${PATH}?look=1`);
    const offered = [...html.matchAll(/name="choice" value="([^"]+)"/g)].map(([, choice]) => choice);
    expect(offered).toEqual(legalChoices(parkReason));
  });

  it.each(KINDS)("has its words for %s", async (kind) => {
    const { text } = await open({ kind });
    const html = await text(PATH);
    expect(html).not.toContain(`<h1>${kind}</h1>`);
    expect(html).not.toMatch(/undefined|risk\.|intent\./);
  });

  it("of one that is not parked has nothing to decide", async () => {
    const { text } = await open({ state: "reconciling", parkReason: null, candidates: null });
    const html = await text(PATH);
    expect(html).toContain("probablement fait");
    expect(html).not.toContain("/decision");
  });

  it("lets a viewer read, not decide", async () => {
    const { text } = await open({ candidates: [there] }, { result: "done" }, "viewer");
    const html = await text(`${PATH}?look=1`);
    expect(html).toContain("Votre rôle permet de lire ceci");
    expect(html).not.toContain("/decision");
    expect(policyFor("GET", PATH)?.asks).toBe("viewer");
    expect(policyFor("POST", `${PATH}/decision`)?.asks).toBe("shipper");
  });

  it("is not found for an unknown intent, an unknown store, or another workspace's", async () => {
    const { get, d1, looks } = await open();
    await addStore(d1, "store-other", "Ailleurs", "w2");
    expect((await get(`/stores/${BRICO}/intents/i-9`)).status).toBe(404);
    looks.length = 0;
    for (const store of ["store-none", "store-other"])
      expect((await get(`/stores/${store}/intents/i-1`)).status, store).toBe(404);
    expect(looks).toEqual([]);
  });
});

describe("a step of the engine", () => {
  it.each([
    ["planned", "Planned"],
    ["process ended", "The program stopped while sending"],
    ["OR28 checked", "OR28: checked before sending"],
    ["OR28 sent", "OR28: sent"],
    ["OR28 done", "OR28: clear answer, done"],
    ["OR28 answered rejected", "OR28: refused"],
    ["OR28 answered unknown", "OR28: no clear answer"],
    ["OR28 not done: wait", "OR28: nothing was done, asked to wait"],
    ["OR28 not done: key-refused", "OR28: nothing was done, key refused"],
    ["OR28 read back: done", "OR28 read back: it is done"],
    ["OR28 read back: failed", "OR28 read back: it did not succeed"],
    ["OR28 read back: absent", "OR28 read back: nothing found"],
    ["OR28 read back: not yet", "OR28 read back: not yet"],
    ["OR28 read back: no answer", "OR28 read back: no answer"],
    ["OR28 read back: blind", "OR28 read back: no answer"],
    ["OR28 read back: someone-else-acted", "OR28 read back: it does not agree"],
    ["OR28 skip: already", "OR28: no longer needed"],
    ["OR28 fail: order-over", "OR28: not sent"],
    ["OR28 happened, says a person: R-55", "Somebody said that it happened: R-55"],
    ["dropped by a person", "Somebody dropped it"],
    ["sent again by a person", "Somebody asked to send again"],
    ["told in a form of tomorrow", "told in a form of tomorrow"],
  ])("told as %s is worded", (what, expected) => {
    expect(stepWords(translator("en"), what)).toBe(expected);
  });
});

describe("a decision", () => {
  it.each<[Record<string, string>, Decision]>([
    [{ choice: "check" }, { choice: "check" }],
    [{ choice: "nonsense" }, { choice: "check" }],
    [
      { choice: "happened", remoteId: "R-55" },
      { choice: "happened", remoteId: "R-55" },
    ],
    [{ choice: "send-again", sure: "yes" }, { choice: "send-again" }],
    [{ choice: "drop" }, { choice: "drop" }],
  ])("posted as %j is carried out by who made it, and leads back to the order", async (fields, decision) => {
    const { post, decisions } = await open();
    const answer = await post(`${PATH}/decision`, fields);
    expect([answer.status, answer.headers.get("Location")]).toEqual([303, `/orders/${BRICO}/M-1001-A`]);
    expect(decisions).toEqual([["i-1", decision, "Camille Roux"]]);
  });

  it("made with htmx leads to the order as a whole page", async () => {
    const { post } = await open();
    const answer = await post(`${PATH}/decision`, { choice: "drop" }, FRAGMENT);
    expect(answer.headers.get("HX-Redirect")).toBe(`/orders/${BRICO}/M-1001-A`);
  });

  it.each([
    [{ choice: "send-again" }, "Cochez la case"],
    [{ choice: "happened" }, "Choisissez d'abord lequel est le nôtre"],
  ])("that lacks its answer, %j, does nothing and is asked again with a fresh look", async (fields, words) => {
    const { post, decisions, looks } = await open({ candidates: [there] });
    const answer = await post(`${PATH}/decision`, fields);
    expect(answer.status).toBe(422);
    const html = plainSpaces(await answer.text()).replaceAll("&#39;", "'");
    expect(html).toContain(words);
    expect(html).toMatch(/<details class="ask-box" hx-morph-skip="" open=""/);
    expect(decisions).toEqual([]);
    expect(looks).toEqual([true]);
  });

  it.each(["already-decided", "remote-unknown", "mirakl-down"] as const)(
    "refused as %s is shown with why",
    async (code) => {
      const { post } = await open({}, { result: "refused", refusal: { code, words: "" } });
      const answer = await post(`${PATH}/decision`, { choice: "happened", remoteId: "R-55" });
      expect(answer.status).toBe(422);
      const html = await answer.text();
      expect(html).toMatch(/role="alert"/);
      expect(html).not.toContain(`>${code}<`);
    },
  );

  it("asks twice before it sends again, and shows when the remote was last looked at and what it said", async () => {
    const { text } = await open();
    const html = await text(PATH);
    const ask = /<summary[^>]*>(?:(?!<\/summary>).)*Envoyer à nouveau…<\/summary>(.*?)<\/form>/s.exec(html)?.[1] ?? "";
    expect(ask).toContain("Dernière vérification, il y a 1 h : OR28 relu : rien trouvé");
    expect(ask).toContain("89,90 € en jeu");
    expect(ask).toMatch(/<input type="checkbox" name="sure" value="yes"/);
    expect(ask).not.toMatch(/name="sure"[^>]*checked/);
  });
});

describe("an order with a parked intent", () => {
  it("leads to its evidence", async () => {
    const site = await pages();
    const intent = {
      intentId: "i-1",
      kind: "refund",
      state: "parked",
      reason: "not-explained",
      attempts: 1,
      at: NOW,
    } as const;
    await addOrder(site.d1, { intents: [intent] });
    expect(await (await site.get(`/orders/${BRICO}/M-1001-A`)).text()).toContain(`href="${PATH}"`);
  });
});
