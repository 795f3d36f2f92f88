import { describe, expect, it } from "vitest";
import { jsonOf, openDesk } from "./sendcloud-desk";

type Option = {
  code: string;
  carrier: { code: string };
  requirements: { fields: string[]; export_documents: boolean; is_service_point_required: boolean };
  quotes: { price: { total: { value: string; currency: string } } }[];
};

async function ask(query: Record<string, unknown>) {
  return jsonOf<Option[]>(await openDesk().call("POST", "/shipping-options", query));
}

async function codes(query: Record<string, unknown>): Promise<string[]> {
  return (await ask(query)).body.data.map(({ code }) => code);
}

const kg = (value: string) => [{ weight: { value, unit: "kg" } }];
const to = (country: string, postcode: string, weight = "1.000") => ({
  from_country_code: "FR",
  to_country_code: country,
  to_postal_code: postcode,
  parcels: kg(weight),
  calculate_quotes: true,
});

describe("shipping options", () => {
  it("knows a dozen carriers' options when asked nothing", async () => {
    const all = await ask({});
    expect(all.body.data.length).toBeGreaterThanOrEqual(12);
    expect(new Set(all.body.data.map(({ carrier }) => carrier.code)).size).toBeGreaterThanOrEqual(10);
    expect(all.body.data.every(({ quotes }) => quotes.length === 0)).toBe(true);
  });

  it.each([
    ["Antarctica", to("AQ", "1")],
    ["more than 30 kg", to("FR", "44000", "30.001")],
    ["no weight at all", to("FR", "44000", "0")],
    ["a shop that is not in France", { ...to("FR", "44000"), from_country_code: "DE" }],
  ])("offers nothing for %s", async (_, query) => {
    expect(await codes(query)).toEqual([]);
  });

  it.each([
    ["Corsica has no Chrono 13", to("FR", "20090"), ["colissimo:home"], ["chronopost:chrono13", "dpd:predict"]],
    [
      "Brussels has PostNL, not Correos",
      to("BE", "1000"),
      ["postnl:standard"],
      ["correos:paq_estandar", "chronopost:chrono13"],
    ],
    [
      "Madrid has Correos",
      to("ES", "28001"),
      ["correos:paq_estandar", "mondial_relay:point_relais"],
      ["postnl:standard"],
    ],
    ["Warsaw has InPost", to("PL", "00-001"), ["inpost:locker"], ["mondial_relay:point_relais"]],
    [
      "the Canaries lose the road carriers",
      to("ES", "35001"),
      ["colissimo:home"],
      ["dpd:predict", "gls:business_parcel"],
    ],
    ["a letter weighs 2 kg at most", to("FR", "44000", "2.001"), ["colissimo:home"], ["sendcloud:letter"]],
    ["PostNL carries 23 kg", to("NL", "1011AB", "24"), ["dhl:parcel_connect"], ["postnl:standard"]],
  ])("%s", async (_, query, present, absent) => {
    const found = await codes(query);
    expect(found).toEqual(expect.arrayContaining(present));
    expect(found.filter((code) => absent.includes(code))).toEqual([]);
  });

  it.each([
    ["carrier_code", "ups", ["ups:standard"]],
    ["shipping_option_code", "dpd:predict", ["dpd:predict"]],
    ["shipping_product_code", "colissimo:home", ["colissimo:home", "colissimo:home/signature"]],
    ["contract_id", 2102, ["chronopost:chrono18"]],
    ["functionalities", { last_mile: "service_point" }, ["mondial_relay:point_relais"]],
  ])("filters by %s", async (name, value, expected) => {
    expect(await codes({ ...to("FR", "44000"), [name]: value })).toEqual(expected);
  });

  it.each([
    ["FR", "44000", false],
    ["DE", "10115", false],
    ["GB", "E16 1ZE", true],
    ["CH", "1003", true],
    ["ES", "35001", true],
    ["RE", "97400", true],
  ])("%s %s wants customs documents: %s", async (country, postcode, wanted) => {
    const { data } = (await ask(to(country, postcode))).body;
    expect(new Set(data.map(({ requirements }) => requirements.export_documents))).toEqual(new Set([wanted]));
  });

  it("says what each carrier asks of a recipient", async () => {
    const { data } = (await ask(to("FR", "44000"))).body;
    const needs = Object.fromEntries(data.map(({ code, requirements }) => [code, requirements]));
    expect(needs["mondial_relay:point_relais"]).toMatchObject({
      fields: ["to_email"],
      is_service_point_required: true,
    });
    expect(needs["dpd:predict"]?.fields).toEqual(["to_email", "to_telephone"]);
    expect(needs["colissimo:home"]).toMatchObject({ fields: [], is_service_point_required: false });
  });

  it("prices by zone and weight in euros, and not for a contract of the merchant's own", async () => {
    const price = async (query: Record<string, unknown>, code: string) =>
      (await ask({ ...query, shipping_option_code: code })).body.data[0]?.quotes[0]?.price.total;
    expect(await price(to("FR", "44000", "1.000"), "colissimo:home")).toEqual({ value: "5.55", currency: "EUR" });
    expect(await price(to("FR", "44000", "1.001"), "colissimo:home")).toEqual({ value: "6.15", currency: "EUR" });
    expect(await price(to("DE", "10115", "1.000"), "colissimo:home")).toEqual({ value: "12.00", currency: "EUR" });
    expect(await price(to("FR", "44000"), "chronopost:chrono18")).toBeUndefined();
    expect(await price({ ...to("FR", "44000"), calculate_quotes: false }, "colissimo:home")).toBeUndefined();
  });

  it.each([
    ["a contract of nobody", { contract_id: 9 }, "invalid"],
    ["no parcels", { parcels: [] }, "invalid"],
    ["an unknown unit", { parcels: [{ weight: { value: "1", unit: "stone" } }] }, "invalid_choice"],
  ])("refuses %s", async (_, query, code) => {
    const answer = await ask(query);
    expect([answer.status, answer.body.errors[0]?.code]).toEqual([400, code]);
  });
});
