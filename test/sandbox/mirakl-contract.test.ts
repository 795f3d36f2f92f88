import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { BRICO_KEY, SPORT_KEY } from "../../src/sandbox/marketplaces";
import { actAsBuyer, payOrder, placeByName, placeOrder } from "../../src/sandbox/mirakl-orders";
import { caller } from "./mirakl-caller";
import { stillWorld } from "./world";

const CHECKER = join(import.meta.dirname, "../../../shared/contract/check.mjs");
const isHere = existsSync(CHECKER) && existsSync(join(CHECKER, "../node_modules"));
const OPERATIONS = "OR04,OR11,OR21,OR23,OR24,OR28,OR29,OR30,ST01,ST11,SH21,SH12,RE01,A01,PC01,OF21";
const CHECK_WITHIN_MS = 60_000;

it.skipIf(!isHere)("every answer obeys the published document", { timeout: CHECK_WITHIN_MS }, async () => {
  const lines = await exchanges();
  const file = join(mkdtempSync(join(tmpdir(), "mirakl-")), "traffic.ndjson");
  writeFileSync(file, lines.map((line) => JSON.stringify(line)).join("\n"));
  const verdict = execFileSync(process.execPath, [CHECKER, "--need", OPERATIONS, file], { encoding: "utf8" });
  expect(verdict).toContain(`exchanges: ${lines.length} checked (0 with an injected fault), 0 break their document`);
});

/** Lives of orders of both marketplaces, with what crossed the wire. */
async function exchanges(): Promise<object[]> {
  const world = stillWorld();
  const lines: object[] = [];
  const [brico, sport] = [
    { host: "brico.mirakl.test", key: BRICO_KEY },
    { host: "sport.mirakl.test", key: SPORT_KEY },
  ].map((shop) => {
    const { send } = caller(world, shop);
    return async (method: string, path: string, body?: object) => {
      const answer = await send(method, path, body);
      lines.push({
        api: "mirakl",
        method,
        url: `https://${shop.host}${path}`,
        request: {
          headers: { authorization: "***", "content-type": "application/json" },
          body: body ? JSON.stringify(body) : null,
        },
        response: { status: answer.status, headers: {}, body: await answer.text() },
      });
    };
  });
  if (!brico || !sport) throw new Error("two marketplaces expected");
  for (const path of ["account", "reasons", "shipping/carriers", "shipping/types", "platform/configuration"]) {
    await brico("GET", `/api/${path}`);
    await sport("GET", `/api/${path}`);
  }
  await brico("GET", "/api/offers?sku=PERC-18V-2B&max=100");
  for (let turn = 0; turn < 25; turn += 1) placeByName(world, "brico", "mixed");
  await brico("GET", "/api/orders?max=100");
  const accepted = placeOrder(world, "brico");
  await brico("PUT", `/api/orders/${accepted}/accept`, { order_lines: [{ id: `${accepted}-1`, accepted: true }] });
  const id = placeOrder(world, "brico", { kind: "same-sku-twice" });
  payOrder(world, id);
  const part = { order_line_id: `${id}-1`, amount: 1.5, shipping_amount: 0, reason_code: "17" };
  await brico("PUT", "/api/orders/refund", { refunds: [{ ...part, quantity: 1 }] });
  await brico("PUT", "/api/orders", { orders: [{ order_id: id, references: { order_reference_for_seller: "b-1" } }] });
  await brico("PUT", "/api/orders", {
    orders: [{ order_id: "nobody", references: { order_reference_for_seller: "b" } }],
  });
  await brico("PUT", `/api/orders/${id}/tracking`, { carrier_code: "MR", tracking_number: "1" });
  await brico("PUT", `/api/orders/${id}/ship`);
  actAsBuyer(world, id, "open-incident");
  await brico("GET", `/api/orders?order_ids=${id}`);
  world.pass(3_600_000);
  actAsBuyer(world, id, "refund");
  await brico("GET", `/api/orders?order_ids=${id}`);
  await cancelAndShip(sport, (kind) => placeOrder(world, "sport", { kind }));
  return lines;
}

type Send = (method: string, path: string, body?: object) => Promise<void>;

async function cancelAndShip(sport: Send, place: (kind: "same-sku-twice") => string): Promise<void> {
  const [whole, parts] = [place("same-sku-twice"), place("same-sku-twice")];
  await sport("PUT", `/api/orders/${whole}/cancel`);
  const part = { order_line_id: `${parts}-2`, amount: 1, shipping_amount: 0, reason_code: "51", quantity: 0 };
  await sport("PUT", "/api/orders/cancel", { cancelations: [part] });
  const shipment = {
    order_id: parts,
    shipment_lines: [{ order_line_id: `${parts}-1`, quantity: 1 }],
    tracking: { carrier_code: "postnl", tracking_number: "3S1" },
    shipped: true,
  };
  await sport("POST", "/api/shipments", { shipments: [shipment, { ...shipment, order_id: whole }] });
  await sport("GET", `/api/shipments?order_id=${parts}`);
  await sport("GET", `/api/orders?order_ids=${parts},${whole}`);
}
