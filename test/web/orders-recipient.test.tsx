import { describe, expect, it } from "vitest";
import type { CorrectableField, Corrections } from "../../src/domain/address";
import type { StoreCalls } from "../../src/sync/stub";
import { startFields } from "../../src/web/recipient-form";
import { addOrder, BRICO, lea, NOW, type OrderParts, pages, plainSpaces } from "./cast";

const PATH = `/orders/${BRICO}/M-1001-A/recipient`;
const correction = (value: string, replaced: string, theirs: string | null = null) => ({
  value,
  replaced,
  by: "camille",
  at: NOW,
  theirs,
});

async function form(order: OrderParts = {}, answer: Partial<StoreCalls> = {}) {
  const saved: unknown[] = [];
  const site = await pages({
    correct: async (_orderId, typed) => {
      saved.push(typed);
      return { result: "done" };
    },
    ...answer,
  });
  const record = await addOrder(site.d1, order);
  const start = startFields(lea, record.details);
  const save = (typed: Partial<Record<CorrectableField | `choice.${CorrectableField}`, string>>) => {
    const was = Object.fromEntries(Object.entries(start).map(([field, value]) => [`was.${field}`, value]));
    return site.post(PATH, { ...start, ...was, ...typed });
  };
  return { saved, save, get: () => site.get(PATH) };
}

describe("correcting the recipient", () => {
  it("shows every field with its value, and countries by name", async () => {
    const html = await (await (await form()).get()).text();
    for (const value of [
      "Léa",
      "Martin",
      "12 rue des Lilas",
      "75011",
      "Paris",
      "+33 6 12 34 56 78",
      "lea@relais.example",
    ]) {
      expect(html).toContain(`value="${value}"`);
    }
    expect(html).toMatch(/<option value="FR" selected[^>]*>France</);
    expect(html).toContain("ne peut pas être modifiée chez Mirakl");
  });

  it("saves only what changed", async () => {
    const { save, saved } = await form();
    const response = await save({ street1: "  14 rue des Lilas ", city: "Paris" });
    expect([response.status, response.headers.get("location")]).toEqual([303, `/orders/${BRICO}/M-1001-A`]);
    expect(saved).toEqual([{ street1: "14 rue des Lilas" }]);
  });

  it("calls nobody when nothing changed", async () => {
    const { save, saved } = await form();
    expect((await save({})).status).toBe(303);
    expect(saved).toEqual([]);
  });

  it.each([
    ["a postcode of another country's form", { zip: "1234" }, "zip", "pas sous cette forme"],
    ["no postcode", { zip: "" }, "zip", "Le code postal manque"],
    ["no street", { street1: " " }, "street1", "La rue manque"],
    ["no city", { city: "" }, "city", "La ville manque"],
    ["no name at all", { firstName: "", lastName: "" }, "lastName", "Le nom manque"],
    ["no country", { country: "" }, "country", "pays"],
    ["an invented country", { country: "QQ" }, "country", "Choisissez un pays dans la liste"],
    ["a phone too short for the country", { phone: "0612" }, "phone", "pas valable pour ce pays"],
    ["half an e-mail", { email: "lea@" }, "email", "pas complète"],
    ["a street that never ends", { street1: "x".repeat(121) }, "street1", "120 caractères"],
  ] as const)("refuses %s beside its field and keeps what was typed", async (_name, typed, field, words) => {
    const { save, saved } = await form();
    const response = await save({ note: "Gardé 3B", ...typed });
    const html = plainSpaces(await response.text()).replaceAll("&#39;", "'");
    expect(response.status).toBe(422);
    const beside = new RegExp(`id="${field}-error">([^<]*)<`).exec(html)?.[1] ?? "";
    expect(beside).toContain(words);
    expect(html).toMatch(new RegExp(`name="${field}"[^>]*aria-invalid="true"[^>]*aria-describedby="${field}-error"`));
    expect(html).toContain('value="Gardé 3B"');
    expect(saved).toEqual([]);
  });

  it.each([
    ["a Dutch postcode in the Netherlands", { country: "NL", zip: "1012 AB", city: "Amsterdam" }],
    ["no postcode where there are none", { country: "HK", zip: "", city: "Hong Kong" }],
    ["a national phone number", { phone: "06 98 76 54 32" }],
    ["a foreign phone number with its prefix", { phone: "+49 30 901820" }],
    ["no phone", { phone: "" }],
    ["a company instead of a name", { firstName: "", lastName: "", company: "Lilas SARL" }],
  ])("accepts %s", async (_name, typed) => {
    const { save, saved } = await form();
    expect((await save(typed)).status).toBe(303);
    expect(saved).toHaveLength(1);
  });

  it("lets mend a street though the marketplace's own phone is bad", async () => {
    const order = { details: { recipient: { ...lea, address: { ...lea.address, phone: "n/a" } } } };
    const { save, saved } = await form(order);
    expect((await save({ street1: "14 rue des Lilas", phone: "n/a" })).status).toBe(303);
    expect(saved).toEqual([{ street1: "14 rue des Lilas", phone: "n/a" }]);
  });

  it("shows the original under a corrected field; typing it restores it", async () => {
    const corrections: Corrections = { zip: correction("75012", "75011") };
    const { get, save, saved } = await form({ details: { corrections } });
    const html = plainSpaces(await (await get()).text());
    expect(html).toContain('value="75012"');
    expect(html).toContain("Reçu de la place de marché : « 75011 »");
    await save({ zip: "75011" });
    expect(saved).toEqual([{ zip: "75011" }]);
  });

  it("lets a person choose when the marketplace changed the same field", async () => {
    const corrections: Corrections = { zip: correction("75012", "75010", "75011") };
    const { get, save, saved } = await form({ details: { corrections } });
    const html = plainSpaces(await (await get()).text());
    expect(html).toContain("Garder ma correction : 75012");
    expect(html).toContain("Prendre la nouvelle valeur : 75011");
    await save({ "choice.zip": "theirs" });
    await save({ "choice.zip": "mine" });
    expect(saved).toEqual([{ zip: "75011" }, { zip: "75012" }]);
  });

  it("says why the store refused, with what was typed", async () => {
    const correct: StoreCalls["correct"] = async () => ({
      result: "refused",
      refusal: { code: "not-allowed-now", words: "" },
    });
    const { save } = await form({}, { correct });
    const response = await save({ city: "Lyon" });
    const html = await response.text();
    expect(response.status).toBe(422);
    expect(html).toContain("ne permet pas cette action maintenant");
    expect(html).toContain('value="Lyon"');
  });

  it("leads back to the order while there is no address", async () => {
    const response = await (await form({ details: { recipient: null } })).get();
    expect([response.status, response.headers.get("location")]).toEqual([303, `/orders/${BRICO}/M-1001-A`]);
  });
});
