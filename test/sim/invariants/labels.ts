// What was paid for: I3, I7, I9, I4.

import type { Deed } from "../net";
import type { Sim } from "../sim";
import { isIntegrationGone } from "./integration";
import type { Invariant } from "./table";

const FRESH_MS = 2 * 60_000;

export const LABELS: readonly Invariant[] = [
  {
    id: "I3",
    when: "did",
    check: (sim, { effect, orderId }) => (effect === "label" ? secondLiveLabel(sim, orderId) : null),
  },
  { id: "I3", when: "end", check: paidIsShown },
  {
    id: "I4",
    when: "did",
    check: (sim, { effect, orderId }) => (effect === "refund" ? refundedTooMuch(sim, orderId) : null),
  },
  { id: "I4", when: "did", check: refundedTwice },
  { id: "I7", when: "did", check: labelForADeadOrder },
  { id: "I9", when: "did", check: decidedOnce },
];

const LIVE = `SELECT s.id, s.external_reference_id AS reference, s.order_number AS number FROM sc_shipments s
  JOIN sc_parcels p ON p.shipment_id = s.id WHERE p.status NOT IN ('CANCELLED','CANCELLED_UPSTREAM','ANNOUNCEMENT_FAILED')`;
type Live = { id: string; reference: string | null; number: string };

const BOXES = `SELECT order_id, json_extract(payload, '$.parcelNo') AS box, json_extract(payload, '$.reference') AS reference
  FROM intents WHERE kind = 'label'`;
type Box = { order_id: string; box: number; reference: string };

function secondLiveLabel(sim: Sim, orderId: string): string | null {
  const live = new Set(sim.stage.remoteSql.all<Live>(LIVE).map(({ reference }) => reference));
  for (const { sql } of sim.stores) {
    const boxes = new Map<number, number>();
    for (const { box, reference } of sql.all<Box>(`${BOXES} AND order_id = ?`, orderId))
      if (live.has(reference)) boxes.set(box, (boxes.get(box) ?? 0) + 1);
    for (const [box, count] of boxes) if (count > 1) return `${count} live labels for box ${box} of ${orderId}`;
  }
  return null;
}

// What we paid and was not cancelled is what we show as live, shipment by shipment; so are the panel's labels of orders that
// we pushed. A deleted integration tells nothing any more.
function paidIsShown(sim: Sim): string | null {
  if (isIntegrationGone(sim)) return null;
  const shown = new Set(
    sim.stores.flatMap(({ sql }) =>
      sql
        .all<{ shipment_id: string }>(
          "SELECT shipment_id FROM parcels WHERE json_extract(content, '$.stage') NOT IN ('cancelled', 'failed', 'no-label')",
        )
        .map((row) => row.shipment_id),
    ),
  );
  const pushed = "SELECT 1 FROM orders JOIN pushed USING (order_id) WHERE number = ?";
  for (const { id, reference, number } of sim.stage.remoteSql.all<Live>(LIVE)) {
    if (shown.delete(id)) continue;
    if (reference !== null) return `the paid label ${reference} is not shown`;
    if (sim.stores.some(({ sql }) => sql.all(pushed, number).length > 0))
      return `the panel's label of ${number} is not shown`;
  }
  const [ghost] = shown;
  return ghost === undefined ? null : `${ghost} is shown but not paid, or cancelled`;
}

type Line = { order_line_id: string; total_price: number; refunds?: { amount: number; shipping_amount?: number }[] };

function linesAt(sim: Sim, orderId: string): Line[] {
  const [row] = sim.stage.remoteSql.all<{ body: string }>("SELECT body FROM mirakl_orders WHERE order_id = ?", orderId);
  return row ? (JSON.parse(row.body) as { order_lines: Line[] }).order_lines : [];
}

function refundedTooMuch(sim: Sim, orderId: string): string | null {
  for (const { order_line_id: id, total_price: paid, refunds = [] } of linesAt(sim, orderId)) {
    const back = refunds.reduce((sum, { amount, shipping_amount: more = 0 }) => sum + Number(amount) + Number(more), 0);
    if (Math.round(back * 100) > Math.round(paid * 100)) return `${back} of ${paid} went back on ${id}`;
  }
  return null;
}

// One intent, one refund: a second deed under the same key is money twice, and so is a second one for the same form.
function refundedTwice({ net }: Sim, { effect, key }: Deed): string | null {
  if (effect !== "refund" && effect !== "cancel-line" && effect !== "shipment") return null;
  const wish = wishOf(key);
  const times = net.deeds.filter((deed) => deed.effect === effect && wishOf(deed.key) === wish).length;
  return times > 1 ? `${wish} was done ${times} times` : null;
}

const wishOf = (key: string) => /^.*:form\d+/.exec(key)?.[0] ?? key;

type RemoteOrder = { state: string; updated_at: number };

function orderAt(sim: Sim, orderId: string): RemoteOrder | null {
  return (
    sim.stage.remoteSql.all<RemoteOrder>(
      "SELECT state, updated_at FROM mirakl_orders WHERE order_id = ?",
      orderId,
    )[0] ?? null
  );
}

// Counted from the moment the request left: what the remote does with it later is not ours to choose.
function labelForADeadOrder(sim: Sim, { effect, orderId, sentAt }: Deed): string | null {
  if (effect !== "label") return null;
  const order = orderAt(sim, orderId);
  if (order?.state !== "CANCELED" && order?.state !== "REFUSED") return null;
  const dead = sentAt - order.updated_at - sim.plan.rare.lag.mirakl * 1_000;
  return dead > FRESH_MS ? `a label for ${orderId}, ${dead} ms after it died` : null;
}

function decidedOnce({ net }: Sim, { effect, orderId, body }: Deed): string | null {
  if (effect !== "accept" && effect !== "refuse") return null;
  const decisions = net.deeds.filter(
    (deed) => deed.orderId === orderId && (deed.effect === "accept" || deed.effect === "refuse"),
  );
  if (decisions.length > 1) return `${orderId} was decided ${decisions.map((deed) => deed.effect).join(", ")}`;
  const lines = (JSON.parse(body) as { order_lines: { accepted: boolean }[] }).order_lines;
  return lines.every(({ accepted }) => accepted === (effect === "accept"))
    ? null
    : `${orderId}: its lines were not decided alike`;
}
