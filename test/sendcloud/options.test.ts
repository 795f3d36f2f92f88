import { describe, expect, it } from "vitest";
import { readList } from "../../src/sendcloud/envelope";
import { toContract, toIntegration, toSenderAddress, toShippingOption } from "../../src/sendcloud/translate";
import { contract, integration, senderAddress, shippingOption } from "../../src/sendcloud/wire";

const OPTION = {
  code: "postnl:standard/signature",
  name: "PostNL Standard",
  carrier: { code: "postnl", name: "PostNL" },
  contract: { id: 60, client_id: "", carrier_code: "postnl" },
  weight: { min: { value: "0.001", unit: "kg" }, max: { value: "23.001", unit: "kg" } },
  requirements: { fields: [], export_documents: false, is_service_point_required: false },
  quotes: [{ price: { breakdown: [], total: { value: "17.50", currency: "EUR" } }, lead_time: 24 }],
};
const optionOf = (fields: object) =>
  readList(shippingOption, { data: [{ ...OPTION, ...fields }] })?.rows.map(toShippingOption)[0];

describe("toShippingOption", () => {
  it("translates an option with its price", () => {
    expect(optionOf({})).toEqual({
      code: "postnl:standard/signature",
      name: "PostNL Standard",
      carrierCode: "postnl",
      carrierName: "PostNL",
      contractId: 60,
      price: { minor: 1750, currency: "EUR" },
      minWeightGrams: 1,
      maxWeightGrams: 23_001,
      needs: [],
      isFreeLetter: false,
    });
  });

  it.each([
    [{ fields: ["to_email"] }, ["email"]],
    [{ fields: ["to_telephone", "to_email"] }, ["phone", "email"]],
    [{ fields: ["length", "width", "height"] }, ["dimensions"]],
    [{ fields: null, export_documents: true, is_service_point_required: true }, ["customs", "service-point"]],
    [{ fields: ["to_star_sign"] }, []],
    [null, []],
  ])("turns the requirements %j into needs %j", (requirements, needs) => {
    expect(optionOf({ requirements })?.needs).toEqual(needs);
  });

  it.each([
    ["no quotes", { quotes: null }],
    ["an empty list", { quotes: [] }],
    ["a quote without price", { quotes: [{ price: null }] }],
    ["a price that is no number", { quotes: [{ price: { total: { value: "on request", currency: "EUR" } } }] }],
    ["a price without currency", { quotes: [{ price: { total: { value: 3 } } }] }],
  ])("has no price with %s", (_, fields) => {
    expect(optionOf(fields)?.price).toBeNull();
  });

  it("reads numbers and other units, and bears nulls everywhere", () => {
    const weight = { min: { value: 1, unit: "g" }, max: { value: 2, unit: "lbs" } };
    expect(optionOf({ weight })).toMatchObject({ minWeightGrams: 1, maxWeightGrams: 907 });
    const nulls = { name: null, carrier: null, contract: null, weight: null, requirements: null, quotes: null };
    expect(optionOf(nulls)).toMatchObject({
      name: OPTION.code,
      carrierCode: "",
      contractId: null,
      maxWeightGrams: null,
    });
  });

  it("knows the letter that costs nothing", () => {
    expect(optionOf({ code: "sendcloud:letter" })?.isFreeLetter).toBe(true);
  });

  it("counts rows that are no options and keeps the others", () => {
    const read = readList(shippingOption, { data: [{ name: "no code" }, OPTION, null] });
    expect(read).toMatchObject({ unreadable: 2, rows: [{ code: OPTION.code }] });
    expect(readList(shippingOption, { data: {} })).toBeNull();
  });
});

describe("account translations", () => {
  it("translates an integration with and without a webhook", () => {
    const full = {
      id: 9,
      shop_name: "Shop",
      type: "api",
      webhook_active: true,
      webhook_url: "https://a.example/h",
      feedback_type: "eager",
    };
    expect(toIntegration(integration.parse(full))).toEqual({
      id: 9,
      name: "Shop",
      type: "api",
      webhookActive: true,
      webhookUrl: "https://a.example/h",
      feedbackType: "eager",
    });
    expect(toIntegration(integration.parse({ id: "9", webhook_url: null }))).toMatchObject({
      id: 9,
      webhookActive: false,
      webhookUrl: null,
    });
  });

  it("writes a sender address on one line", () => {
    const address = {
      id: 1,
      name: "Marie Doe",
      company_name: "Atelier",
      address_line_1: "Stadhuisplein",
      house_number: "10",
    };
    const place = { postal_code: "5611 EM", city: "Eindhoven", country_code: "NL" };
    expect(toSenderAddress(senderAddress.parse({ ...address, ...place }))).toEqual({
      id: 1,
      label: "Atelier, Stadhuisplein 10, 5611 EM Eindhoven",
      country: "NL",
      zip: "5611 EM",
    });
    expect(toSenderAddress(senderAddress.parse({ id: 2, name: "Jo" }))).toEqual({
      id: 2,
      label: "Jo",
      country: "",
      zip: "",
    });
  });

  it("translates a contract", () => {
    const row = {
      id: 60,
      carrier: { code: "gls", name: null },
      country: "FR",
      is_default_per_carrier: true,
      state: "inactive",
    };
    expect(toContract(contract.parse(row))).toEqual({
      id: 60,
      carrierCode: "gls",
      carrierName: "gls",
      name: "",
      country: "FR",
      isDefault: true,
      isActive: false,
    });
    expect(toContract(contract.parse({ id: 61 })).isActive).toBe(true);
  });
});
