import { describe, expect, it } from "vitest";
import { plantFault } from "../../src/sandbox/faults";
import { ANNOUNCE } from "../../src/sandbox/sendcloud-announce";
import { sendcloudLedger, sendcloudOverview } from "../../src/sandbox/sendcloud-overview";
import { announcement, jsonOf, openDesk, type ShipmentAnswer, shipWith } from "./sendcloud-desk";

const buyer = (over: Record<string, unknown>) => ({ to_address: { ...announcement().to_address, ...over } });
const without = (field: string) => ({ to_address: { ...announcement().to_address, [field]: undefined } });
const kg = (value: string) => ({ parcels: [{ weight: { value, unit: "kg" } }] });
const POINT = { to_service_point: { id: "123" } };
const ITEM = {
  description: "Savon",
  quantity: 1,
  weight: { value: 0.2, unit: "kg" },
  price: { value: "8.00", currency: "EUR" },
  hs_code: "340111",
  origin_country: "FR",
};
const CUSTOMS = { invoice_number: "1", export_reason: "gift" };
const REUNION = { name: "Ada", address_line_1: "1 rue", postal_code: "97400", city: "Saint-Denis", country_code: "RE" };
const packed = (item: object) => ({ parcels: [{ ...kg("1").parcels[0], parcel_items: [item] }] });
const LONDON = { name: "Ada", address_line_1: "1 High St", postal_code: "E16 1ZE", city: "London", country_code: "GB" };

describe("announcing", () => {
  it("makes a label at once, charges it once and shows it in every read", async () => {
    const desk = openDesk();
    const made = await desk.announce({ external_reference_id: "s1:ref" });
    const [parcel] = made.body.data.parcels;
    expect(made.status).toBe(201);
    expect(made.body.data.errors).toEqual([]);
    expect(parcel?.status.code).toBe("READY_TO_SEND");
    expect(atob(parcel?.label_file ?? "").slice(0, 5)).toBe("%PDF-");
    const read = await jsonOf(await desk.call("GET", `/shipments/${made.body.data.id}`));
    expect(read.body.data).toMatchObject({
      external_reference_id: "s1:ref",
      order_number: "CMD-1",
      integration_id: 10001,
    });
    expect(read.body.data.parcels[0]).not.toHaveProperty("label_file");
    expect(sendcloudLedger(desk.world).map(({ kind, amount_minor }) => [kind, amount_minor])).toEqual([["label", 615]]);
    expect(sendcloudOverview(desk.world)).toMatchObject({ chargedMinor: 615, parcels: [{ orderNumber: "CMD-1" }] });
  });

  it("answers a used reference with 409 and the shipment that holds it, label included, charged once", async () => {
    const desk = openDesk();
    const first = await desk.announce({ external_reference_id: "ref" });
    const again = await desk.announce({ external_reference_id: "ref", order_number: "another" });
    expect(again.status).toBe(409);
    expect(again.body.data).toEqual(first.body.data);
    expect(sendcloudLedger(desk.world)).toHaveLength(1);
  });

  it("keeps a reference for ever, after a cancellation too", async () => {
    const desk = openDesk();
    const { id } = (await desk.announce({ external_reference_id: "ref" })).body.data;
    await desk.call("POST", `/shipments/${id}/cancel`);
    desk.pass(400 * 24 * 3_600_000);
    const again = await desk.announce({ external_reference_id: "ref" });
    expect([again.status, again.body.data.id]).toEqual([409, id]);
    expect(again.body.data.parcels[0]?.status.code).toBe("CANCELLED");
  });

  it("makes one shipment of two simultaneous calls with one reference", async () => {
    const desk = openDesk();
    const both = await Promise.all([1, 2].map(() => desk.announce({ external_reference_id: "ref" })));
    expect(both.map(({ status }) => status).sort()).toEqual([201, 409]);
    expect(sendcloudLedger(desk.world)).toHaveLength(1);
  });

  it("makes several parcels of one shipment, each with its number and charge, and no inline label", async () => {
    const desk = openDesk();
    const parcels = ["1", "2"].map((value) => ({ weight: { value, unit: "kg" } }));
    const made = await desk.announce({ ship_with: shipWith("dpd:predict"), parcels });
    const numbers = made.body.data.parcels.map(({ tracking_number }) => tracking_number);
    expect(new Set(numbers).size).toBe(2);
    expect(made.body.data.parcels.every((parcel) => !("label_file" in parcel))).toBe(true);
    expect(sendcloudLedger(desk.world).map(({ amount_minor }) => amount_minor)).toEqual([595, 650]);
  });

  it.each([
    ["no recipient", { to_address: undefined }, "required", "/to_address"],
    ["no name", without("name"), "required", "/to_address/name"],
    ["an empty city", buyer({ city: "" }), "invalid", "/to_address/city"],
    ["a null postcode", buyer({ postal_code: null }), "null", "/to_address/postal_code"],
    ["no sender", { from_address: undefined }, "required", "/from_address"],
    ["a sender of nobody", { from_address: { sender_address_id: 9 } }, "not_found", "/from_address/sender_address_id"],
    ["no parcels", { parcels: [] }, "invalid", "/parcels"],
    ["no weight", { parcels: [{}] }, "required", "/parcels/0/weight"],
    ["a weight as a number", { parcels: [{ weight: { value: 1, unit: "kg" } }] }, "invalid", "/parcels/0/weight/value"],
    [
      "an item without HS code",
      { parcels: [{ ...kg("1").parcels[0], parcel_items: [{ ...ITEM, hs_code: undefined }] }] },
      "required",
      "/parcels/0/parcel_items/0/hs_code",
    ],
    [
      "an unknown option",
      { ship_with: shipWith("nobody:nothing") },
      "invalid",
      "/ship_with/properties/shipping_option_code",
    ],
    [
      "another option's contract",
      { ship_with: shipWith("colissimo:home", 2102) },
      "invalid",
      "/ship_with/properties/contract_id",
    ],
    ["too much weight", kg("30.001"), "invalid", "/parcels/0/weight"],
    [
      "a country not served",
      { ...buyer({ country_code: "AQ" }) },
      "invalid",
      "/ship_with/properties/shipping_option_code",
    ],
    ["two boxes where one is allowed", { parcels: [...kg("1").parcels, ...kg("1").parcels] }, "invalid", "/parcels"],
    [
      "two currencies",
      {
        total_order_price: { value: "1.00", currency: "PLN" },
        parcels: [{ ...kg("1").parcels[0], parcel_items: [ITEM] }],
      },
      "invalid",
      "/parcels",
    ],
    ["a parcel abroad without customs", { to_address: LONDON }, "required", "/customs_information"],
    [
      "a parcel abroad without items",
      { to_address: LONDON, customs_information: CUSTOMS },
      "required",
      "/parcels/0/parcel_items",
    ],
    [
      "an item abroad without origin",
      { to_address: LONDON, customs_information: CUSTOMS, ...packed({ ...ITEM, origin_country: undefined }) },
      "required",
      "/parcels/0/parcel_items/0/origin_country",
    ],
    [
      "an item abroad with an empty HS code",
      { to_address: LONDON, customs_information: CUSTOMS, ...packed({ ...ITEM, hs_code: "" }) },
      "required",
      "/parcels/0/parcel_items/0/hs_code",
    ],
    [
      "a parcel to Réunion without customs",
      { to_address: REUNION, ...packed(ITEM) },
      "required",
      "/customs_information",
    ],
  ])("refuses %s with 400 and buys nothing", async (_, over, code, pointer) => {
    const desk = openDesk();
    const answer = await desk.announce(over);
    expect(answer.status).toBe(400);
    expect(answer.body.errors).toContainEqual(expect.objectContaining({ status: "400", code, source: { pointer } }));
    expect(sendcloudOverview(desk.world).parcels).toEqual([]);
  });

  it("refuses what is not JSON", async () => {
    const desk = openDesk();
    const answer = await jsonOf(await desk.call("POST", "/shipments/announce"));
    expect([answer.status, answer.body.errors[0]?.code]).toEqual([400, "required"]);
  });
});

describe("a carrier that refuses", () => {
  it.each([
    ["e-mail", { ...without("email"), ship_with: shipWith("dpd:predict") }, /email/],
    ["telephone", { ...without("phone_number"), ship_with: shipWith("dpd:predict") }, /telephone/],
    ["dimensions", { ship_with: shipWith("ups:standard") }, /length/],
    ["service point", { ship_with: shipWith("mondial_relay:point_relais") }, /service point/],
    [
      "house number",
      { ...without("house_number"), ...POINT, ship_with: shipWith("mondial_relay:point_relais") },
      /house number is required/,
    ],
    [
      "short house number",
      { ...buyer({ house_number: "123456789" }), ...POINT, ship_with: shipWith("mondial_relay:point_relais") },
      /longer than 8/,
    ],
  ])("for want of a %s answers 201 with a failed parcel and charges nothing", async (_, over, words) => {
    const desk = openDesk();
    const answer = await desk.announce({ external_reference_id: "ref", ...over });
    const [parcel] = answer.body.data.parcels;
    expect([answer.status, parcel?.status.code]).toEqual([201, "ANNOUNCEMENT_FAILED"]);
    expect(answer.body.data.errors[0]?.detail).toMatch(words);
    expect(parcel).toMatchObject({ documents: [], tracking_number: "" });
    expect(sendcloudLedger(desk.world)).toEqual([]);
    expect((await desk.call("GET", `/parcels/${parcel?.id}/documents/label`)).status).toBe(404);
    expect((await desk.announce({ external_reference_id: "ref" })).status).toBe(409);
  });

  it.each([
    ["a relay point", { ...POINT, ship_with: shipWith("mondial_relay:point_relais") }],
    [
      "customs done",
      {
        to_address: LONDON,
        customs_information: { invoice_number: "1", export_reason: "gift" },
        parcels: [{ ...kg("1").parcels[0], parcel_items: [ITEM] }],
      },
    ],
  ])("takes a parcel with %s", async (_, over) => {
    const made = await openDesk().announce(over);
    expect(made.body.data.errors).toEqual([]);
    expect(made.body.data.parcels[0]?.status.code).toBe("READY_TO_SEND");
  });

  it("fails as often as the planted fault says", async () => {
    const desk = openDesk();
    plantFault(desk.world, { api: "sendcloud", operation: ANNOUNCE, kind: "announcement-failed", times: 1 });
    const codes: (string | undefined)[] = [];
    for (let turn = 0; turn < 2; turn += 1) codes.push((await desk.announce()).body.data.parcels[0]?.status.code);
    expect(codes).toEqual(["ANNOUNCEMENT_FAILED", "READY_TO_SEND"]);
    expect(sendcloudLedger(desk.world)).toHaveLength(1);
  });

  it("keeps the label when only the answer is lost", async () => {
    const desk = openDesk();
    plantFault(desk.world, { api: "sendcloud", operation: ANNOUNCE, kind: "drop-after", times: 1 });
    expect(
      (await desk.call("POST", "/shipments/announce", announcement({ external_reference_id: "ref" }))).status,
    ).toBe(503);
    const found = await jsonOf<ShipmentAnswer[]>(await desk.call("GET", "/shipments?external_reference_id=ref"));
    expect(found.body.data).toHaveLength(1);
    expect(sendcloudLedger(desk.world)).toHaveLength(1);
  });
});
