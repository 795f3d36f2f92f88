import { describe, expect, it } from "vitest";
import { readMiraklError } from "../../src/mirakl/read-error";
import {
  translateAccount,
  translateCarriers,
  translatePlatform,
  translateReasons,
  translateShippingTypes,
} from "../../src/mirakl/translate";

describe("what a marketplace says of itself", () => {
  it("keeps four fields of the account, and no bank", () => {
    const body = {
      shop_id: 2001,
      shop_name: "Atelier Brume",
      currency_iso_code: "EUR",
      shop_state: "A_NEW_STATE",
      payment_info: { iban: "X" },
    };
    expect(translateAccount(body)).toEqual({
      shopId: 2001,
      name: "Atelier Brume",
      currency: "EUR",
      state: "A_NEW_STATE",
    });
    expect(translateAccount({ ...body, shop_id: "2001" })).toBeNull();
  });

  it("reads carriers with and without a standard code", () => {
    const bare = { code: "dpd", label: "DPD", standard_code: null, tracking_url: "" };
    const full = {
      code: "UPS",
      label: "UPS (UK)",
      standard_code: "UPS",
      tracking_url: "https://ups.example/{trackingId}",
    };
    expect(translateCarriers({ carriers: [bare, full, { code: "x", label: "X" }] })).toEqual([
      { code: "dpd", label: "DPD", standardCode: null, trackingUrl: null },
      { code: "UPS", label: "UPS (UK)", standardCode: "UPS", trackingUrl: "https://ups.example/{trackingId}" },
      { code: "x", label: "X", standardCode: null, trackingUrl: null },
    ]);
    expect(translateCarriers({})).toBeNull();
  });

  it("reads what a shipping type asks", () => {
    const type = {
      code: "CLC",
      label: "Click",
      description: "",
      click_and_collect: true,
      delivery_by_operator: false,
      mandatory_tracking: true,
    };
    expect(translateShippingTypes({ shipping_types: [type] })).toEqual([
      {
        code: "CLC",
        label: "Click",
        flags: { clickAndCollect: true, deliveryByOperator: false, mandatoryTracking: true },
      },
    ]);
    expect(translateShippingTypes({ shipping_types: [{ code: "CLC" }] })).toBeNull();
  });

  it("reads reasons of types nobody knows", () => {
    const reason = { code: 15, label: "Out of stock", type: "A_NEW_TYPE", is_shop_right: true };
    expect(translateReasons({ reasons: [reason] })).toEqual([
      { code: "15", label: "Out of stock", type: "A_NEW_TYPE", isShopRight: true },
    ]);
    expect(translateReasons([])).toBeNull();
  });

  it.each([
    [true, false],
    [false, true],
  ])("alternative carriers disabled: %s", (disabled, allowed) => {
    const features = {
      disable_seller_alternative_carrier: disabled,
      order_workflows: { order_acceptance: "BOTH" },
      shipment: { multi_shipment: true },
    };
    expect(translatePlatform({ features })).toEqual({
      multiShipment: true,
      allowsOtherCarriers: allowed,
      acceptance: "BOTH",
    });
    expect(translatePlatform({ features: {} })).toBeNull();
  });
});

describe("an error body", () => {
  it.each([
    [{ status: 400, message: "Order not found" }, null, "Order not found"],
    [{ message: "Not Found" }, null, "Not Found"],
    [{ code: "ORDER_INVALID_STATE", message: "Wrong state" }, "ORDER_INVALID_STATE", "Wrong state"],
    [{ code: "ORDER_INVALID_STATE" }, "ORDER_INVALID_STATE", ""],
    [{ errors: [{ code: "A", field: "f", message: "one" }, { message: "two" }] }, "A", "one; two"],
    [{ code: 400, message: null, errors: "odd" }, null, ""],
    [{ message: "kept", errors: [1, 2] }, null, "kept"],
    [[], null, ""],
    ["text", null, ""],
    [undefined, null, ""],
  ])("%j", (body, code, message) => {
    expect(readMiraklError(body)).toEqual({ code, message });
  });
});
