import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { DEMO_KEYS } from "../../src/sandbox/sendcloud-account";
import { announcement, basic, DAY_MS, openDesk, shipWith } from "./sendcloud-desk";

const CHECKER = join(import.meta.dirname, "../../../shared/contract/check.mjs");
const isHere = existsSync(CHECKER) && existsSync(join(CHECKER, "../node_modules"));
const OPERATIONS = [
  "scp-get-user_auth_metadata",
  "integrations-get-list_integrations",
  "integrations-get-retrieve_integration",
  "integrations-patch-update_integration",
  "scp-post-shipping_options",
  "addresses-get-all_sender_addresses",
  "scp-get-all_contracts",
  "scp-get-all_parcel_statuses",
  "scp-post-announce_shipment",
  "scp-get-all_shipments",
  "scp-get-shipment_by_id",
  "scp-post-cancel_shipment",
  "scp-get-retrieve_parcel_documents",
  "scp-get-retrieve_parcel_documents_bulk",
].map((name) => `sc-public-v3-${name}`);

const ITEM = {
  item_id: "line-1",
  description: "Savon",
  quantity: 2,
  weight: { value: 0.2, unit: "kg" },
  price: { value: "8.00", currency: "EUR" },
  hs_code: "340111",
  origin_country: "FR",
  sku: "SAV-1",
};
const PARCEL = {
  weight: { value: "1.200", unit: "kg" },
  dimensions: { length: "30", width: "20", height: "15", unit: "cm" },
};
const ABROAD = {
  to_address: {
    name: "Ada",
    address_line_1: "1 High St",
    postal_code: "E16 1ZE",
    city: "London",
    country_code: "GB",
    phone_number: "1",
  },
  customs_information: { invoice_number: "F-1", export_reason: "commercial_goods", export_type: "commercial_b2c" },
  parcels: [{ ...PARCEL, parcel_items: [ITEM] }],
  ship_with: shipWith("ups:standard", 2101),
  total_order_price: { value: "16.00", currency: "EUR" },
};
const ANNOUNCED = [
  { external_reference_id: "a", reference: "ours", label_details: { mime_type: "application/zpl", dpi: 203 } },
  { external_reference_id: "a" },
  ABROAD,
  { ship_with: shipWith("mondial_relay:point_relais"), to_service_point: { id: "12345" } },
  { ship_with: shipWith("mondial_relay:point_relais") },
  { ship_with: shipWith("dpd:predict"), parcels: [PARCEL, PARCEL] },
  { ship_with: shipWith("sendcloud:letter") },
];

const CHECK_WITHIN_MS = 60_000;

it.skipIf(!isHere)("every answer obeys the published documents", { timeout: CHECK_WITHIN_MS }, async () => {
  const lines = await exchanges();
  const file = join(mkdtempSync(join(tmpdir(), "sendcloud-")), "traffic.ndjson");
  writeFileSync(file, lines.map((line) => JSON.stringify(line)).join("\n"));
  const verdict = execFileSync(process.execPath, [CHECKER, "--need", OPERATIONS.join(","), file], { encoding: "utf8" });
  expect(verdict).toContain(`exchanges: ${lines.length} checked (0 with an injected fault), 0 break their document`);
});

type Exchange = { api: "sendcloud"; method: string; url: string; request: object; response: object };

/** Asks every operation, with the answers of good and bad days, and writes down what crossed. */
async function exchanges(): Promise<Exchange[]> {
  const desk = openDesk();
  const lines: Exchange[] = [];
  const call = async (method: string, path: string, body?: unknown) => {
    desk.pass(1000);
    const answer = await desk.call(method, path, body);
    const isJson = answer.headers.get("content-type")?.includes("json");
    const text = isJson ? await answer.text() : null;
    lines.push({
      api: "sendcloud",
      method,
      url: `https://panel.sendcloud.test/api/v3${path}`,
      request: {
        headers: { authorization: basic(DEMO_KEYS), "content-type": "application/json" },
        body: body === undefined ? null : JSON.stringify(body),
      },
      response: { status: answer.status, headers: {}, body: text },
    });
    return text === null ? null : (JSON.parse(text) as { data: { id: string; parcels: { id: number }[] } });
  };
  await askAccount(call);
  const made: { id: string; parcels: { id: number }[] }[] = [];
  for (const over of ANNOUNCED)
    made.push((await call("POST", "/shipments/announce", announcement(over)))?.data ?? { id: "", parcels: [] });
  const abroad = made[2]?.parcels[0]?.id;
  await call("GET", "/shipments?page_size=2&integration_id=10001");
  await call("GET", "/shipments?order_number=nobody");
  for (const { id } of made) await call("GET", `/shipments/${id}`);
  await call("GET", `/parcels/${abroad}/documents/label?paper_size=A6`);
  await call("GET", `/parcels/${abroad}/documents/customs-declaration`);
  await call("GET", `/parcel-documents/label?parcels=${abroad}`);
  await call("POST", `/shipments/${made[2]?.id}/cancel`);
  desk.pass(DAY_MS);
  await call("POST", `/shipments/${made[6]?.id}/cancel`);
  await call("GET", "/shipments");
  return lines;
}

async function askAccount(call: (method: string, path: string, body?: unknown) => Promise<unknown>): Promise<void> {
  await call("GET", "/user/auth/metadata");
  await call("GET", "/integrations");
  await call("GET", `/integrations/${DEMO_KEYS.integrationId}`);
  const hook = { webhook_active: true, webhook_url: "https://passerelle.example/hook", feedback_type: "delayed" };
  await call("PATCH", `/integrations/${DEMO_KEYS.integrationId}`, hook);
  await call("GET", "/addresses/sender-addresses");
  await call("GET", "/contracts");
  await call("GET", "/parcels/statuses");
  for (const country of ["FR", "DE", "GB", "AQ"]) {
    const query = { from_country_code: "FR", to_country_code: country, parcels: [PARCEL], calculate_quotes: true };
    await call("POST", "/shipping-options", query);
  }
}
