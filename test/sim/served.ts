// What a read is for, as far as it can be told from outside: whose intent waits for its answer.
import type { Sending } from "./calls";
import type { SimObject } from "./incarnation";

/** One kind of intent that a read serves, and of which order. `place`: before the sending, or after a doubtful one. */
export type Served = { place: "check" | "back"; kind: string; orderId: string };

const OF_ORDERS = `SELECT DISTINCT CASE WHEN state IN ('planned', 'ready') THEN 'check' ELSE 'back' END AS place, kind, order_id AS orderId
  FROM intents WHERE state IN ('planned', 'ready', 'unknown', 'reconciling') AND order_id IN (SELECT value FROM json_each(?))`;
const NONE: readonly Served[] = [];
const MIRAKL_BY_ORDER = new Set([
  ...[
    "accept",
    "refuse",
    "label",
    "tracking",
    "ship",
    "shipment",
    "refund",
    "cancel-line",
    "cancel",
    "reference",
    "push",
  ],
]);

/** Where the engine asks for an intent's sake; it also reads the same orders for other reasons, in the same words. */
const ASKS = /\b(sendChecked|readBack|sendBatch|confirmBatch)\b/;
const DEEP = 60;

// Nothing in a request says who asked: the way the call came does.
function isForAnIntent(): boolean {
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = DEEP;
  const { stack = "" } = new Error("who asks");
  Error.stackTraceLimit = stackTraceLimit;
  return ASKS.test(stack);
}

/** Empty for what is sent, for walks, for reads of the account's object, and for what no intent waits for. */
export function servedBy({ object, orderIds, operation, effect, request }: Sending): readonly Served[] {
  if (effect !== null || object.kind !== "store") return NONE;
  if ((orderIds.length === 0 && !(operation in LOOKS)) || !isForAnIntent()) return NONE;
  if (orderIds.length > 0) return ofOrders(object, orderIds).filter(({ kind }) => MIRAKL_BY_ORDER.has(kind));
  const looked = LOOKS[operation];
  const name = looked?.name.exec(request.url)?.[1];
  if (!looked || name === undefined) return NONE;
  const orders = object.sql.all<{ orderId: string }>(looked.orders, decodeURIComponent(name));
  const served = ofOrders(
    object,
    orders.map(({ orderId }) => orderId),
  );
  return served.filter(({ kind, place }) => (looked[place] ?? []).includes(kind));
}

function ofOrders({ sql }: SimObject, orderIds: readonly string[]): Served[] {
  return orderIds.length === 0 ? [] : sql.all<Served>(OF_ORDERS, JSON.stringify(orderIds));
}

type Look = { name: RegExp; orders: string; check?: string[]; back?: string[] };

/** Which order a read at Sendcloud, or of ST11, is about, and for which effects the engine makes it. */
const LOOKS: Record<string, Look> = {
  "get-shipment": {
    name: /\/shipments\/([^/?]+)$/,
    orders: "SELECT order_id AS orderId FROM parcels WHERE shipment_id = ?",
    check: ["cancel-label"],
    back: ["cancel-label"],
  },
  "list-shipments": {
    name: /[?&](?:external_reference_id|order_number)=([^&]+)/,
    orders: `SELECT order_id AS orderId FROM intents WHERE kind = 'label' AND json_extract(payload, '$.reference') = ?1
      UNION SELECT order_id FROM orders WHERE number = ?1`,
    check: ["unpush"],
    back: ["label"],
  },
  "find-order": {
    name: /[?&]order_id=([^&]+)/,
    orders: "SELECT order_id AS orderId FROM intents WHERE kind = 'push' AND json_extract(payload, '$.externalId') = ?",
    check: ["push", "unpush"],
    back: ["push", "unpush"],
  },
  "get-order": {
    name: /\/v3\/orders\/(\d+)$/,
    orders: `SELECT order_id AS orderId FROM pushed WHERE sendcloud_id = CAST(?1 AS INTEGER)
      UNION SELECT order_id FROM intents WHERE kind IN ('patch', 'unpush') AND json_extract(payload, '$.sendcloudId') = CAST(?1 AS INTEGER)`,
    check: ["push", "patch", "unpush"],
    back: ["patch", "unpush"],
  },
  ST11: {
    name: /[?&]order_id=([^&]+)/,
    orders: "SELECT order_id AS orderId FROM orders WHERE order_id = ?",
    check: ["shipment"],
    back: ["shipment"],
  },
};
