import countries from "i18n-iso-countries/index.js";
import { isoTime } from "../lib/time";
import { type IntegrationRow, integrationRow } from "./sendcloud-account";
import { findOption } from "./sendcloud-options";
import { externalOrderIdOf } from "./sendcloud-order-rows";
import type { ParcelRow, ShipmentRow } from "./sendcloud-parcels";
import type { Announce } from "./sendcloud-schema";
import { trackingUrl } from "./sendcloud-shipment-view";
import { type StatusCode, statusOf } from "./sendcloud-statuses";
import { queueWebhook } from "./sendcloud-webhooks";
import type { World } from "./world";

// Making one is slow, and it never changes.
const COUNTRY_NAMES = new Intl.DisplayNames(["en"], { type: "region", fallback: "code" });

/** Queues `parcel_status_changed` of a parcel that goes out. */
export function queueStatus(world: World, shipment: ShipmentRow, parcel: ParcelRow, at: number): void {
  queueWebhook(world, integrationRow(world.sql, shipment.integration_id), () =>
    statusChanged({
      parcel,
      at,
      to: (JSON.parse(shipment.request) as Announce).to_address,
      optionCode: shipment.option_code,
      orderNumber: shipment.order_number ?? "",
      shipmentId: shipment.id,
      externalOrderId: externalOrderIdOf(world.sql, shipment.id),
      isReturn: false,
    }),
  );
}

type StatusNews = {
  parcel: { id: number; status: StatusCode; tracking_number: string; grams: number; created_at: number };
  at: number;
  to: Announce["to_address"];
  optionCode: string;
  orderNumber: string;
  shipmentId: string;
  externalOrderId: string;
  isReturn: boolean;
};

/** The body of `parcel_status_changed`: the v2 parcel, a numeric status without its code (sendcloud.md 6.4). */
export function statusChanged({ parcel, at, to, optionCode, ...news }: StatusNews) {
  const { id, message } = statusOf(parcel.status);
  const option = findOption(optionCode);
  return {
    action: "parcel_status_changed",
    timestamp: at,
    carrier_status_change_timestamp: at,
    parcel: {
      id: parcel.id,
      ...recipientOf(to),
      date_created: v2Date(parcel.created_at),
      tracking_number: parcel.tracking_number,
      tracking_url: trackingUrl(parcel),
      weight: (parcel.grams / 1000).toFixed(3),
      label: {},
      customs_declaration: {},
      status: { id, message },
      data: {},
      carrier: option?.carrier,
      shipment: { id: 8, name: option?.name },
      order_number: news.orderNumber,
      shipment_uuid: news.shipmentId,
      external_order_id: news.externalOrderId,
      external_shipment_id: "",
      is_return: news.isReturn,
    },
  };
}

/** The body of an integration's own events (sendcloud.md 6.4). */
export function integrationEvent(action: "integration_deleted", row: IntegrationRow, at: number) {
  return {
    action,
    timestamp: at,
    integration: {
      id: row.id,
      shop_name: row.shop_name,
      shop_url: row.shop_url,
      system: "api",
      failing_since: null,
      last_fetch: null,
      last_updated_at: isoTime(row.updated_at),
      service_point_enabled: row.service_point_enabled === 1,
      service_point_carriers: JSON.parse(row.service_point_carriers) as string[],
      webhook_active: row.webhook_active === 1,
      webhook_url: row.webhook_url,
    },
  };
}

/** The button "Test API Webhook": an invented parcel whose ids mean nothing (sendcloud.md 6.4). */
export function testEvent(statusId: number, at: number) {
  return {
    action: "test_webhook",
    timestamp: at,
    parcel: {
      id: 3,
      name: "John Doe",
      company_name: "Sendcloud",
      address: "Insulindelaan 115",
      city: "Eindhoven",
      postal_code: "5642CV",
      tracking_number: "S0M3TR4Ck1NgNumB3r",
      status: { id: statusId, message: "Ready to send" },
      order_number: "0rd3rnumb3r",
      shipment_uuid: "87e18823-016b-479b-b9e0-c5c0c4065452",
      external_order_id: "42",
      external_shipment_id: "S01",
    },
  };
}

function recipientOf(to: Announce["to_address"]) {
  return {
    name: to.name,
    company_name: to.company_name ?? "",
    address: [to.address_line_1, to.house_number].filter(Boolean).join(" "),
    address_2: to.address_line_2 ?? "",
    address_divided: { street: to.address_line_1, house_number: to.house_number ?? "" },
    city: to.city,
    postal_code: to.postal_code,
    telephone: to.phone_number ?? "",
    email: to.email ?? "",
    country: {
      iso_2: to.country_code,
      iso_3: countries.alpha2ToAlpha3(to.country_code) ?? "",
      name: COUNTRY_NAMES.of(to.country_code) ?? to.country_code,
    },
  };
}

/** `01-01-2018 21:45:30`, as v2 writes a date. */
function v2Date(moment: number): string {
  const [date = "", time = ""] = new Date(moment).toISOString().slice(0, 19).split("T");
  return `${date.split("-").reverse().join("-")} ${time}`;
}
