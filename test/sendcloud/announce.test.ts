import { describe, expect, it } from "vitest";
import type { Address } from "../../src/domain/address";
import { type AnnounceOrder, buildAnnounce } from "../../src/sendcloud/announce";
import { toAddressBody } from "../../src/sendcloud/recipient-address";

const PARIS: Address = {
  firstName: "Jeanne",
  lastName: "Moulin",
  company: "",
  street1: "12 rue de la Paix",
  street2: "",
  note: "",
  zip: "75002",
  city: "Paris",
  state: "",
  country: "FR",
  countryLabel: "France",
  phone: "",
};
const EMAIL = "jeanne@example.org";
const bodyOf = (address: Partial<Address>, email = EMAIL) =>
  toAddressBody({ address: { ...PARIS, ...address }, email });

const ORDER: AnnounceOrder = {
  externalReference: "mk1-abc",
  orderNumber: "10042-A",
  recipient: { address: PARIS, email: EMAIL },
  senderAddressId: 7,
  option: { code: "colissimo:home", contractId: 517 },
  weightGrams: 1320,
  box: { lengthCm: 30, widthCm: 20, heightCm: 15.5, tareGrams: 100 },
  labelFormat: "pdf-a6",
  orderTotal: { minor: 1111, currency: "EUR" },
  servicePointId: null,
  items: null,
  customs: null,
};

describe("buildAnnounce", () => {
  it("says everything in Sendcloud's words", () => {
    expect(buildAnnounce(ORDER)).toEqual({
      external_reference_id: "mk1-abc",
      order_number: "10042-A",
      to_address: {
        name: "Jeanne Moulin",
        address_line_1: "12 rue de la Paix",
        postal_code: "75002",
        city: "Paris",
        country_code: "FR",
        email: EMAIL,
      },
      from_address: { sender_address_id: 7 },
      ship_with: {
        type: "shipping_option_code",
        properties: { shipping_option_code: "colissimo:home", contract_id: 517 },
      },
      total_order_price: { value: "11.11", currency: "EUR" },
      label_details: { mime_type: "application/pdf", dpi: 72 },
      parcels: [
        {
          weight: { value: "1.320", unit: "kg" },
          dimensions: { length: "30.00", width: "20.00", height: "15.50", unit: "cm" },
        },
      ],
    });
  });

  it("leaves out what it was not given, and names a service point", () => {
    const body = buildAnnounce({
      ...ORDER,
      option: { code: "sendcloud:letter", contractId: null },
      orderTotal: null,
      servicePointId: "10168633",
    });
    expect(body.ship_with.properties).toEqual({ shipping_option_code: "sendcloud:letter" });
    expect(body).not.toHaveProperty("total_order_price");
    expect(body.to_service_point).toEqual({ id: "10168633" });
  });

  it.each([
    ["pdf-a6", { mime_type: "application/pdf", dpi: 72 }],
    ["pdf-a4", { mime_type: "application/pdf", dpi: 72 }],
    ["zpl-203", { mime_type: "application/zpl", dpi: 203 }],
    ["zpl-300", { mime_type: "application/zpl", dpi: 300 }],
  ] as const)("asks for the label as %s", (labelFormat, details) => {
    expect(buildAnnounce({ ...ORDER, labelFormat }).label_details).toEqual(details);
  });

  it.each([
    [0, "0.001"],
    [1, "0.001"],
    [500, "0.500"],
    [23_001, "23.001"],
  ])("weighs %d g as %s kg", (weightGrams, value) => {
    expect(buildAnnounce({ ...ORDER, weightGrams }).parcels[0]?.weight).toEqual({ value, unit: "kg" });
  });

  it.each([
    [{ minor: 1250, currency: "JPY" }, "1250"],
    [{ minor: 5, currency: "EUR" }, "0.05"],
  ])("writes the price of %j with its currency's decimals", (orderTotal, value) => {
    expect(buildAnnounce({ ...ORDER, orderTotal }).total_order_price).toEqual({ value, currency: orderTotal.currency });
  });
});

describe("toAddressBody", () => {
  it("parts the house number where it stands last", () => {
    const dutch = { country: "NL", street1: "Insulindelaan 115", zip: "5642 CV", city: "Eindhoven" };
    expect(bodyOf(dutch)).toMatchObject({ address_line_1: "Insulindelaan", house_number: "115" });
    expect(bodyOf({ country: "DE", street1: "Hauptstraße 12a" })).toMatchObject({
      address_line_1: "Hauptstraße",
      house_number: "12a",
    });
    expect(bodyOf({})).not.toHaveProperty("house_number");
  });

  it("keeps Polish letters", () => {
    const body = bodyOf({ country: "PL", firstName: "Łukasz", lastName: "Żółć", street1: "ul. Święty Marcin 3" });
    expect(body).toMatchObject({ name: "Łukasz Żółć", address_line_1: "ul. Święty Marcin", house_number: "3" });
  });

  it("puts the buyer's note after the second line, on one line", () => {
    expect(bodyOf({ street2: "Bât. C", note: " digicode 12A\r\n2e étage " }).address_line_2).toBe(
      "Bât. C, digicode 12A 2e étage",
    );
    expect(bodyOf({ note: "digicode 12A" }).address_line_2).toBe("digicode 12A");
  });

  it("keeps a street of 60 characters and cuts at Sendcloud's limits", () => {
    const street = `12 ${"avenue du Général ".repeat(4)}`.slice(0, 60).trimEnd();
    expect(bodyOf({ street1: street }).address_line_1).toBe(street);
    const body = bodyOf({
      firstName: "N".repeat(90),
      company: "C".repeat(60),
      street1: "S".repeat(151),
      city: "V".repeat(31),
    });
    expect([body.name.length, body.company_name?.length, body.address_line_1.length, body.city.length]).toEqual([
      75, 50, 150, 30,
    ]);
    expect(bodyOf({ zip: "1234567890123" }).postal_code).toBe("123456789012");
  });

  it("cuts between characters, never inside an emoji", () => {
    const body = bodyOf({ firstName: "🎈".repeat(80), lastName: "" });
    expect(body.name).toBe("🎈".repeat(75));
    expect(bodyOf({ firstName: "\ud83c", lastName: "Moulin" }).name.isWellFormed()).toBe(true);
  });

  it("names a company that has no person", () => {
    const body = bodyOf({ firstName: "", lastName: " ", company: "Boulangerie Exemple" });
    expect(body).toMatchObject({ name: "Boulangerie Exemple", company_name: "Boulangerie Exemple" });
  });

  it.each([
    ["+33 (0) 6 12 34 56 78", "FR", "+33612345678"],
    ["06 12 34 56 78", "FR", "+33612345678"],
    ["0033612345678", "FR", "+33612345678"],
    ["06.12.34.56.78 le soir", "FR", "+33612345678"],
    ["0612345678", "NL", "+31612345678"],
    ["06 1234 5678", "IT", "+390612345678"],
    ["+32 470 12 34 56", "FR", "+32470123456"],
    ["", "FR", undefined],
    ["12", "DE", undefined],
    ["ring twice", "FR", undefined],
    ["0612345678", "QQ", undefined],
  ])("dials %s from %s as %s", (phone, country, expected) => {
    expect(bodyOf({ phone, country }).phone_number).toBe(expected);
  });

  it.each([
    ["relay-1a2b@mail.example.org", "relay-1a2b@mail.example.org"],
    [" jeanne@example.org ", "jeanne@example.org"],
    ["", undefined],
    ["jeanne at example", undefined],
    [`${"a".repeat(320)}@example.org`, undefined],
  ])("mails to %s as %s", (email, expected) => {
    expect(bodyOf({}, email).email).toBe(expected);
  });

  it.each([
    ["IT", "RM", "IT-RM"],
    ["IT", "Roma", "IT-RM"],
    ["IT", "Forli Cesena", "IT-FC"],
    ["IT", "IT-MI", "IT-MI"],
    ["US", "ny", "US-NY"],
    ["US", "District of Columbia", "US-DC"],
    ["CA", "Québec", "CA-QC"],
    ["AU", "NSW", "AU-NSW"],
    ["IT", "Atlantide", undefined],
    ["US", "", undefined],
    ["FR", "Île-de-France", undefined],
    ["DE", "BY", undefined],
  ])("names the province of %s %s as %s", (country, state, expected) => {
    expect(bodyOf({ country, state }).state_province_code).toBe(expected);
  });

  it("writes zeros where a country has no postcodes", () => {
    expect(bodyOf({ country: "HK", zip: "", city: "Kowloon" }).postal_code).toBe("00000");
  });

  it("refuses an address without a country", () => {
    expect(() => bodyOf({ country: null })).toThrow("without a country");
  });
});

describe("a parcel that customs open", () => {
  const item = {
    lineId: "L1",
    sku: "LAMP",
    description: "Lamp",
    quantity: 2,
    weightGrams: 320,
    unitPrice: { minor: 1265, currency: "CHF" },
    hsCode: "94051100",
    origin: "PT",
  };
  const customs = {
    invoiceNumber: "10042-A-1-1",
    shipmentType: "gift",
    isBusiness: true,
    freight: { minor: 490, currency: "CHF" },
    taxNumbers: [{ name: "EORI", country: "FR", value: "FR123" }],
  } as const;

  it("names its items and the sender's tax numbers (S3)", () => {
    const body = buildAnnounce({ ...ORDER, items: [item], customs });
    expect(body.parcels[0]?.parcel_items).toEqual([
      {
        item_id: "L1",
        description: "Lamp",
        quantity: 2,
        weight: { value: 0.32, unit: "kg" },
        price: { value: "12.65", currency: "CHF" },
        hs_code: "94051100",
        origin_country: "PT",
        sku: "LAMP",
      },
    ]);
    expect(body.customs_information).toEqual({
      invoice_number: "10042-A-1-1",
      export_reason: "gift",
      export_type: "commercial_b2b",
      freight_costs: { value: "4.90", currency: "CHF" },
      tax_numbers: {
        sender: [{ name: "EORI", country_code: "FR", value: "FR123" }],
        receiver: [],
        importer_of_record: [],
      },
    });
  });

  it("leaves out what is not known, and is no return", () => {
    const order = {
      ...ORDER,
      items: [{ ...item, origin: null, sku: "" }],
      customs: { ...customs, shipmentType: "returned-goods", isBusiness: false, taxNumbers: [] } as const,
    };
    const body = buildAnnounce(order);
    expect(body.parcels[0]?.parcel_items?.[0]).not.toHaveProperty("origin_country");
    expect(body.parcels[0]?.parcel_items?.[0]).not.toHaveProperty("sku");
    expect(body.customs_information).not.toHaveProperty("tax_numbers");
    expect(body.customs_information).toMatchObject({
      export_reason: "commercial_goods",
      export_type: "commercial_b2c",
    });
  });
});
