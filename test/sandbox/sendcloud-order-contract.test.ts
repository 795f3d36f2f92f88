import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { panelLabel } from "../../src/sandbox/sendcloud-panel";
import { stepSendcloud } from "../../src/sandbox/sendcloud-parcels";
import { createReturn } from "../../src/sandbox/sendcloud-returns";
import { DAY_MS, isoAt, MONDAY_8AM } from "./sendcloud-desk";
import { type Desk, details, line, openHookedDesk, pushed } from "./sendcloud-shop";

const CHECKER = join(import.meta.dirname, "../../../shared/contract/check.mjs");
const isHere = existsSync(CHECKER) && existsSync(join(CHECKER, "../node_modules"));
const OPERATIONS = [
  "orders-post-create_orders",
  "orders-get-list_orders",
  "orders-get-retrieve_order",
  "orders-patch-partial_update_order",
  "orders-delete-delete_order",
  "scp-get-returns_get_returns",
  "scp-get-returns_get_details",
  "scp-patch-returns_cancel",
  "scp-get-all_shipments",
].map((name) => `sc-public-v3-${name}`);
const CHECK_WITHIN_MS = 60_000;

const ABROAD = {
  order_details: details({
    order_updated_at: null,
    notes: null,
    order_items: [
      line("line-9", "Savon", {
        hs_code: "340111",
        country_of_origin: "FR",
        measurement: { weight: { value: 200, unit: "g" } },
      }),
    ],
  }),
  customs_details: { commercial_invoice_number: "F-1", shipment_type: "commercial_goods" },
  customer_details: { name: "Ada" },
  shipping_address: {
    name: "Ada",
    address_line_1: "1 High St",
    postal_code: "E16 1ZE",
    city: "London",
    country_code: "GB",
    phone_number: "+447700900123",
  },
  service_point_details: { id: "12345" },
};

it.skipIf(!isHere)("orders and returns obey the published documents", { timeout: CHECK_WITHIN_MS }, async () => {
  const lines = await exchanges();
  const file = join(mkdtempSync(join(tmpdir(), "sendcloud-")), "traffic.ndjson");
  writeFileSync(file, lines.map((exchange) => JSON.stringify(exchange)).join("\n"));
  const verdict = execFileSync(process.execPath, [CHECKER, "--need", OPERATIONS.join(","), file], { encoding: "utf8" });
  expect(verdict).toContain(`exchanges: ${lines.length} checked (0 with an injected fault), 0 break their document`);
});

async function exchanges(): Promise<object[]> {
  const desk = await openHookedDesk();
  const lines: object[] = [];
  const call = callerOf(desk, lines);
  // The connector never sends these nulls: they are the sandbox's own test.
  await desk.call("POST", "/orders", [pushed("c", { ...ABROAD, billing_address: ABROAD.shipping_address })]);
  await call("POST", "/orders", [pushed("a"), pushed("b")]);
  await call("POST", "/orders", [pushed("a")]);
  desk.pass(2_000);
  await call("GET", "/orders?page_size=2&integration=10001");
  await call("GET", "/orders?order_id=c&order_number=N-c&status=shipping&order_created_at_min=2026-11-01");
  for (const id of [1, 2, 3, 99]) await call("GET", `/orders/${id}`);
  await call("PATCH", "/orders/2", { order_details: { order_items: [{ name: "Savon", quantity: 2 }], notes: "vite" } });
  await call("GET", "/orders/2");
  panelLabel(desk.world, 1);
  panelLabel(desk.world, 2, { parcels: 2 });
  await call("GET", "/shipments?order_number=N-a");
  await call("GET", "/shipments?integration_id=10001");
  await call("DELETE", "/orders/3");
  await call("DELETE", "/orders/3");
  await askReturns(desk, call);
  return lines;
}

async function askReturns(desk: Desk, call: ReturnType<typeof callerOf>): Promise<void> {
  const items = [{ item_id: "line-1", quantity: 1, reason: 11 }];
  for (const orderNumber of ["N-a", "N-b", "N-c"]) createReturn(desk.world, { orderNumber, items, by: "portal" });
  const period = `from_date=${isoAt(MONDAY_8AM)}&to_date=${isoAt(MONDAY_8AM + DAY_MS)}`;
  await call("GET", `/returns?${period}&page_size=2`);
  await call("PATCH", "/returns/1/cancel");
  desk.pass(5 * DAY_MS);
  await stepSendcloud(desk.world);
  await call("GET", `/returns?${period}&parent_parcel_status=delivered`);
  for (const id of [1, 2, 3]) await call("GET", `/returns/${id}`);
  await call("PATCH", "/returns/2/cancel");
}

function callerOf(desk: Desk, lines: object[]) {
  return async (method: string, path: string, body?: unknown) => {
    const answer = await desk.call(method, path, body);
    lines.push({
      api: "sendcloud",
      method,
      url: `https://panel.sendcloud.test/api/v3${path}`,
      request: {
        headers: { authorization: "Basic masked", "content-type": "application/json" },
        body: body === undefined ? null : JSON.stringify(body),
      },
      response: { status: answer.status, headers: {}, body: (await answer.text()) || null },
    });
  };
}
