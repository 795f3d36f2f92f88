import countries from "i18n-iso-countries/index.js";
import type { Sql, SqlRow } from "../lib/ports";
import { integrationRow } from "./sendcloud-account";
import { findOption } from "./sendcloud-options";
import type { ParcelRow, ShipmentRow } from "./sendcloud-parcels";
import type { Announce } from "./sendcloud-schema";
import { trackingUrl } from "./sendcloud-shipment-view";
import { statusOf } from "./sendcloud-statuses";
import type { World } from "./world";

/** After the first try: ten more, first after 5 minutes, never more than an hour apart (sendcloud.md 6.3). */
const RETRIES = 10;
const FIRST_WAIT_MS = 5 * 60_000;
const LONGEST_WAIT_MS = 60 * 60_000;

type WebhookRow = SqlRow & { id: number; integration_id: number; url: string; body: string; tries: number };

export function createWebhookTable(sql: Sql): void {
  sql.run(`CREATE TABLE IF NOT EXISTS sc_webhooks (
    id INTEGER PRIMARY KEY AUTOINCREMENT, integration_id INTEGER NOT NULL, url TEXT NOT NULL, body TEXT NOT NULL,
    tries INTEGER NOT NULL, due_at INTEGER, last_status INTEGER)`);
  sql.run("CREATE INDEX IF NOT EXISTS sc_webhooks_due ON sc_webhooks (due_at) WHERE due_at IS NOT NULL");
}

/** Queues `parcel_status_changed` when the integration has a webhook; it is sent by the next step. */
export function queueWebhook(world: World, shipment: ShipmentRow, parcel: ParcelRow, at: number): void {
  const integration = integrationRow(world.sql, shipment.integration_id);
  if (!integration?.webhook_url || integration.webhook_active !== 1) return;
  world.sql.run(
    "INSERT INTO sc_webhooks (integration_id, url, body, tries, due_at) VALUES (?, ?, ?, 0, ?)",
    integration.id,
    integration.webhook_url,
    JSON.stringify(statusChanged(shipment, parcel, at)),
    world.now(),
  );
}

export function nextWebhookAt(sql: Sql): number | null {
  const [row] = sql.all<{ at: number | null }>("SELECT min(due_at) AS at FROM sc_webhooks WHERE due_at IS NOT NULL");
  return row?.at ?? null;
}

/** Sends each webhook that is due once. The next try is written before the call, so that a crash only delays it. */
export async function sendDueWebhooks(world: World): Promise<void> {
  const due = world.sql.all<WebhookRow>("SELECT * FROM sc_webhooks WHERE due_at <= ? ORDER BY due_at, id", world.now());
  for (const webhook of due) {
    const wait = Math.min(FIRST_WAIT_MS * 2 ** webhook.tries, LONGEST_WAIT_MS);
    const again = webhook.tries < RETRIES ? world.now() + wait : null;
    world.sql.run("UPDATE sc_webhooks SET tries = tries + 1, due_at = ? WHERE id = ?", again, webhook.id);
    const status = await send(world, webhook);
    const done = status >= 200 && status < 300;
    world.sql.run(
      "UPDATE sc_webhooks SET last_status = ?, due_at = CASE WHEN ? THEN NULL ELSE due_at END WHERE id = ?",
      status,
      done ? 1 : 0,
      webhook.id,
    );
  }
}

async function send(world: World, webhook: WebhookRow): Promise<number> {
  const secret = integrationRow(world.sql, webhook.integration_id)?.secret_key ?? "";
  const headers = {
    "content-type": "application/json",
    "Sendcloud-Signature": await signatureOf(webhook.body, secret),
  };
  return world.deliver(webhook.url, headers, webhook.body);
}

/** Hex HMAC-SHA256 of the raw body by the integration's secret key (sendcloud.md 6.2). */
async function signatureOf(body: string, secret: string): Promise<string> {
  const encoder = new TextEncoder();
  const algorithm = { name: "HMAC", hash: "SHA-256" };
  const key = await crypto.subtle.importKey("raw", encoder.encode(secret), algorithm, false, ["sign"]);
  const signature = await crypto.subtle.sign("HMAC", key, encoder.encode(body));
  return [...new Uint8Array(signature)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

// The body keeps the shape of the v2 parcel: a numeric status without its code (sendcloud.md 6.4).
function statusChanged(shipment: ShipmentRow, parcel: ParcelRow, at: number) {
  const request = JSON.parse(shipment.request) as Announce;
  const { id, message } = statusOf(parcel.status);
  return {
    action: "parcel_status_changed",
    timestamp: at,
    carrier_status_change_timestamp: at,
    parcel: {
      id: parcel.id,
      ...recipientOf(request),
      date_created: v2Date(parcel.created_at),
      tracking_number: parcel.tracking_number,
      tracking_url: trackingUrl(parcel),
      weight: (parcel.grams / 1000).toFixed(3),
      label: {},
      customs_declaration: {},
      status: { id, message },
      data: {},
      carrier: findOption(shipment.option_code)?.carrier,
      shipment: { id: 8, name: findOption(shipment.option_code)?.name },
      order_number: shipment.order_number ?? "",
      shipment_uuid: shipment.id,
      external_order_id: "",
      external_shipment_id: "",
      is_return: false,
    },
  };
}

function recipientOf({ to_address: to }: Announce) {
  const names = new Intl.DisplayNames("en", { type: "region", fallback: "code" });
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
      name: names.of(to.country_code) ?? to.country_code,
    },
  };
}

/** `01-01-2018 21:45:30`, as v2 writes a date. */
function v2Date(moment: number): string {
  const [date = "", time = ""] = new Date(moment).toISOString().slice(0, 19).split("T");
  return `${date.split("-").reverse().join("-")} ${time}`;
}
