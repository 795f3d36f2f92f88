import { describe, expect, it } from "vitest";
import { integrationEvent, parcelStatusChanged, returnCreated, webhookHead } from "../../src/sendcloud/wire";

// sendcloud.md 6.4, shortened.
const STATUS_CHANGED = {
  action: "parcel_status_changed",
  timestamp: 1525271885993,
  carrier_status_change_timestamp: null,
  parcel: {
    id: 3,
    name: "John Doe",
    tracking_number: "S0M3TR4Ck1NgNumB3r",
    status: { id: 1000, message: "Ready to send" },
    order_number: "0rd3rnumb3r",
    shipment_uuid: "87e18823-016b-479b-b9e0-c5c0c4065452",
    external_order_id: "42",
    to_service_point: 10168633,
  },
};

describe("webhook bodies", () => {
  it("reads a status change in v2's words", () => {
    expect(parcelStatusChanged.parse(STATUS_CHANGED).parcel).toMatchObject({
      id: 3,
      status: { id: 1000 },
      shipment_uuid: "87e18823-016b-479b-b9e0-c5c0c4065452",
      external_order_id: "42",
      order_number: "0rd3rnumb3r",
    });
  });

  it("bears a parcel that has little more than an id", () => {
    const bare = { action: "parcel_status_changed", parcel: { id: 0, status: null, order_number: null } };
    expect(parcelStatusChanged.parse(bare).parcel).toMatchObject({ id: 0, status: null, order_number: null });
    expect(
      parcelStatusChanged.parse({ action: "parcel_status_changed", parcel: { id: "7", order_number: 12 } }).parcel,
    ).toMatchObject({
      id: 7,
      order_number: "12",
    });
  });

  it("reads a return", () => {
    const items = [{ item_id: "5552", quantity: 1, return_reason_id: 30 }];
    const body = { action: "return_created", timestamp: 1690000000000, data: { id: 42, order_number: "ORD1", items } };
    expect(returnCreated.parse(body).data).toMatchObject({ id: 42, order_number: "ORD1", items });
    expect(returnCreated.parse({ action: "return_created", data: { id: 42, items: null } }).data.items).toBeNull();
  });

  it("reads an integration event, with or without the integration", () => {
    const body = {
      action: "integration_updated",
      timestamp: 1,
      integration: { id: 9, webhook_active: false, webhook_url: null },
    };
    expect(integrationEvent.parse(body).integration).toMatchObject({ id: 9, webhook_active: false });
    expect(integrationEvent.parse({ action: "integration_deleted" }).integration).toBeFalsy();
  });

  it("reads the action of any body before the rest, and mixes up no two", () => {
    expect(webhookHead.parse({ action: "test_webhook", timestamp: "soon" })).toMatchObject({
      action: "test_webhook",
      timestamp: null,
    });
    expect(webhookHead.parse(STATUS_CHANGED).timestamp).toBe(1525271885993);
    expect(parcelStatusChanged.safeParse({ action: "return_created", data: { id: 1 } }).success).toBe(false);
    expect(integrationEvent.safeParse(STATUS_CHANGED).success).toBe(false);
    expect(webhookHead.safeParse({ timestamp: 1 }).success).toBe(false);
  });
});
