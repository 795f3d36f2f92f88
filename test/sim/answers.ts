// What the engine's own clients make of each fault, effect by effect: the truth of the vendor, spoilt on the way.
import type { IntentKind } from "../../src/domain/intent";
import type { ReplyClass } from "../../src/domain/retry";
import type { Http, HttpAnswer } from "../../src/lib/http";
import { createMiraklClient } from "../../src/mirakl/client";
import { createSendcloudClient } from "../../src/sendcloud/client";
import { answer, access as sendcloudAccess, shipmentBody } from "../sendcloud/fake-sendcloud";
import type { Sending } from "./calls";
import { FAULTS, REFUSAL } from "./faults";
import { streamOf } from "./random";

type Arrived = Extract<HttpAnswer, { arrived: true }>;
type Calls = { mirakl: ReturnType<typeof createMiraklClient>; sendcloud: ReturnType<typeof createSendcloudClient> };
type Row = { says: HttpAnswer; ask: (calls: Calls) => Promise<{ kind: ReplyClass }> };

const NOW = Date.UTC(2026, 10, 24, 8);
const JSON_TYPE = { "content-type": "application/json" };
const money = { minor: 500, currency: "EUR" };
const wish = { orderId: "O", lineId: "L", quantity: 1, amount: money, shipping: { ...money, minor: 0 }, reason: "17" };
const made = { order_line_id: "L", amount: 5, shipping_amount: 0, quantity: 1, reason_code: "17" };
const tracking = { carrierCode: "UPS", trackingNumber: "1Z" };
const ok = (status: number, body: unknown) => answer(status, body, JSON_TYPE);
const NO_CONTENT = answer(204);

/** The calls of the effects, each with the vendor's yes. */
export const SENDS: Record<IntentKind, Row> = {
  accept: { says: NO_CONTENT, ask: ({ mirakl }) => mirakl.decideLines("O", [{ lineId: "L", accepted: true }]) },
  refuse: { says: NO_CONTENT, ask: ({ mirakl }) => mirakl.decideLines("O", [{ lineId: "L", accepted: false }]) },
  tracking: { says: NO_CONTENT, ask: ({ mirakl }) => mirakl.sendTracking("O", tracking) },
  ship: { says: NO_CONTENT, ask: ({ mirakl }) => mirakl.ship("O") },
  cancel: { says: NO_CONTENT, ask: ({ mirakl }) => mirakl.cancel("O") },
  refund: { says: ok(200, { refunds: [{ ...made, refund_id: "R" }] }), ask: ({ mirakl }) => mirakl.refund(wish) },
  "cancel-line": {
    says: ok(200, { cancelations: [{ ...made, cancelation_id: "C" }] }),
    ask: ({ mirakl }) => mirakl.cancelLine(wish),
  },
  reference: {
    says: ok(200, { updated_orders: [{ order_id: "O", errors: null }] }),
    ask: ({ mirakl }) => mirakl.setReference("O", "N"),
  },
  shipment: {
    says: ok(201, { shipment_success: [{ id: "S", order_id: "O" }], shipment_errors: [] }),
    ask: ({ mirakl }) =>
      mirakl.createShipment({ orderId: "O", lines: [{ lineId: "L", quantity: 1 }], tracking, shipped: true }),
  },
  label: {
    says: ok(201, { data: shipmentBody() }),
    ask: ({ sendcloud }) => sendcloud.announce({ external_reference_id: "mk1-abc" } as never),
  },
  "cancel-label": {
    says: ok(200, { data: { status: "cancelled", message: "Cancelled" } }),
    ask: ({ sendcloud }) => sendcloud.cancel("S"),
  },
  push: {
    says: ok(201, { data: [{ id: 5, order_id: "X" }] }),
    ask: ({ sendcloud }) => sendcloud.pushOrder({ order_id: "X" } as never),
  },
  patch: { says: ok(200, { data: { id: 5, order_id: "X" } }), ask: ({ sendcloud }) => sendcloud.patchOrder(5, {}) },
  unpush: { says: NO_CONTENT, ask: ({ sendcloud }) => sendcloud.deleteOrder(5) },
};

/** The reads before and after them. */
export const READS: Record<string, Row> = {
  OR11: { says: ok(200, { orders: [], total_count: 0 }), ask: ({ mirakl }) => mirakl.allOrders({ orderIds: ["O"] }) },
  ST11: { says: ok(200, { data: [], next_page_token: null }), ask: ({ mirakl }) => mirakl.shipments("O") },
  "get-shipment": {
    says: ok(200, { data: shipmentBody() }),
    ask: ({ sendcloud }) => sendcloud.shipment(shipmentBody().id),
  },
  "list-shipments": {
    says: ok(200, { data: [shipmentBody()] }),
    ask: ({ sendcloud }) => sendcloud.shipments({ externalReference: "mk1-abc" }),
  },
  "find-order": { says: ok(200, { data: [] }), ask: ({ sendcloud }) => sendcloud.findOrder("X", 1) },
};

/** How an answer is understood; `refused`: the vendor had said no. */
export async function classOf({ says, ask }: Row, fault: string, refused = false): Promise<ReplyClass> {
  const truth = (refused ? REFUSAL : says) as Arrived;
  const sending = { walk: false } as Sending;
  const http: Http = async () => FAULTS[fault]?.spoil(truth, sending, streamOf(1, "answers"), NOW) ?? truth;
  const shop = { baseUrl: "https://shop.mirakl.net", key: "k", shopId: 1, http, now: () => NOW, random: () => 0.5 };
  const { kind } = await ask({
    mirakl: createMiraklClient(shop),
    sendcloud: createSendcloudClient(sendcloudAccess(http)),
  });
  return kind;
}
