import { describe, expect, it } from "vitest";
import { readOne } from "../../src/sendcloud/envelope";
import { announcementFailure, toShipmentNews } from "../../src/sendcloud/translate-shipment";
import { shipment } from "../../src/sendcloud/wire";
import { shipmentBody } from "./fake-sendcloud";

const newsOf = (body: unknown) => {
  const read = readOne(shipment, body);
  return read && toShipmentNews(read);
};
const parcelWith = (parcel: object) => newsOf(shipmentBody({}, parcel))?.parcels[0];

describe("toShipmentNews", () => {
  it("translates a shipment with its label", () => {
    expect(newsOf({ data: shipmentBody() })).toEqual({
      shipmentId: "87e18823-016b-479b-b9e0-c5c0c4065452",
      externalReference: "mk1-abc",
      orderNumber: "10042-A",
      carrierCode: "postnl",
      carrierName: "PostNL",
      optionCode: "postnl:standard",
      parcels: [
        {
          sendcloudParcelId: 383707309,
          stage: "label-ready",
          statusText: "Ready to send",
          trackingNumber: "3SYZXG8498635",
          trackingUrl: "https://tracking.example.org/3SYZXG8498635",
          updatedAt: Date.UTC(2024, 5, 6, 17, 11, 14, 648),
          documents: [
            { type: "label", size: "a6", link: "https://panel.sendcloud.sc/api/v3/parcels/383707309/documents/label" },
          ],
          labelFile: "JVBERi0xLjQ=",
        },
      ],
      errors: [],
      price: null,
    });
  });

  it.each([
    ["under data", { data: shipmentBody() }],
    ["as the one element of data", { data: [shipmentBody()] }],
    ["bare", shipmentBody()],
  ])("is found %s", (_, body) => {
    expect(newsOf(body)?.shipmentId).toBe(shipmentBody().id);
  });

  it("bears null in every field that may be null", () => {
    const empty = {
      id: 5,
      external_reference_id: null,
      order_number: null,
      carrier: null,
      ship_with: null,
      errors: null,
    };
    const nothing = {
      shipmentId: "5",
      externalReference: null,
      orderNumber: null,
      carrierCode: null,
      carrierName: null,
    };
    const expected = { ...nothing, optionCode: null, errors: [], price: null };
    expect(newsOf({ ...empty, parcels: null, price: null })).toEqual({ ...expected, parcels: [] });
    expect(newsOf({ id: 5 })).toEqual({ ...expected, parcels: [] });
    const bare = { id: "7", status: null, tracking_number: null, tracking_url: null, updated_at: null };
    const parcel = { sendcloudParcelId: 7, stage: "unknown", statusText: "", trackingNumber: null, trackingUrl: null };
    const none = { ...parcel, updatedAt: null, documents: [], labelFile: null };
    expect(newsOf({ ...empty, parcels: [{ ...bare, documents: null, label_file: null }] })?.parcels).toEqual([none]);
    expect(newsOf({ id: 5, parcels: [{ id: 7 }] })?.parcels).toEqual([none]);
  });

  it.each([
    ["a v3 object", { code: "DELIVERED", message: "Delivered" }, "delivered", "Delivered"],
    ["a v2 object", { id: 12, message: "Awaiting customer pickup" }, "at-pickup-point", "Awaiting customer pickup"],
    ["a code", "CANCELLED", "cancelled", "CANCELLED"],
    ["an id", 2000, "cancelled", "2000"],
    ["an unknown code", { code: "TELEPORTED", message: "Beamed up" }, "unknown", "Beamed up"],
  ])("reads a status that is %s", (_, status, stage, statusText) => {
    expect(parcelWith({ status })).toMatchObject({ stage, statusText });
  });

  it("takes times without a zone as UTC, and no time from other words", () => {
    expect(parcelWith({ updated_at: "2018-01-01T21:47:12" })?.updatedAt).toBe(Date.UTC(2018, 0, 1, 21, 47, 12));
    expect(parcelWith({ updated_at: "2018-01-01T21:47:12+01:00" })?.updatedAt).toBe(Date.UTC(2018, 0, 1, 20, 47, 12));
    expect(parcelWith({ updated_at: "yesterday" })?.updatedAt).toBeNull();
  });

  it("prefers the new name of a document's type and drops one without any", () => {
    const documents = [
      { document_type: "customs-declaration", type: "cn23", size: "a4" },
      { type: "label" },
      { link: "x" },
    ];
    expect(parcelWith({ documents })?.documents).toEqual([
      { type: "customs-declaration", size: "a4", link: null },
      { type: "label", size: null, link: null },
    ]);
  });

  it("takes a price as number or text, where one is named", () => {
    expect(newsOf(shipmentBody({ price: { value: 6.5, currency: "EUR" } }))?.price).toEqual({
      minor: 650,
      currency: "EUR",
    });
    expect(newsOf(shipmentBody({ price: { value: "6.50", currency: null } }))?.price).toBeNull();
  });

  it.each([
    ["no id", { parcels: [] }],
    ["a parcel without id", { id: "a", parcels: [{ status: null }] }],
    ["parcels that are no list", { id: "a", parcels: "none" }],
    ["text", "hello"],
    ["nothing", undefined],
    ["two in data", { data: [shipmentBody(), shipmentBody()] }],
  ])("does not take %s for a shipment", (_, body) => {
    expect(newsOf(body)).toBeNull();
  });
});

describe("announcementFailure", () => {
  const failure = (fields: object, parcel: object) => {
    const news = newsOf(shipmentBody(fields, parcel));
    return news && announcementFailure(news);
  };
  const objection = [{ code: "parcel_announcement_error", detail: "Carrier is asleep" }];

  it("is empty for a live label, even beside objections", () => {
    expect(failure({}, {})).toEqual([]);
    expect(failure({ errors: objection }, {})).toEqual([]);
  });

  it("has the carrier's words, or the status where there are none", () => {
    const status = { code: "ANNOUNCEMENT_FAILED", message: "Announcement failed" };
    expect(failure({ errors: objection }, { status })).toEqual(["Carrier is asleep"]);
    expect(failure({}, { status })).toEqual(["Announcement failed"]);
    expect(failure({ errors: objection, parcels: [] }, {})).toEqual(["Carrier is asleep"]);
  });
});
