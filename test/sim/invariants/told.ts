// What the marketplace must hear of every label: I8, order by order.
import type { SimObject } from "../incarnation";
import type { Sim } from "../sim";
import { remember } from "./memory";
import { saidByHand } from "./otherwise";
import { shipmentsAt } from "./parts";
import { settingsNow } from "./settings";
import type { Invariant } from "./table";

const OVER = new Set(["SHIPPED", "TO_COLLECT", "RECEIVED", "CLOSED"]);
const GONE = new Set(["REFUNDED", "CANCELED", "REFUSED"]);

export const TOLD: readonly Invariant[] = [{ id: "I8", when: "end", check: everyLabelIsTold }];

const elsewhereOf = remember<Set<string>>(() => new Set());

/** The shop said "shipped" in the marketplace's own back office. */
export function noteShippedElsewhere(sim: Sim, orderId: string): void {
  elsewhereOf(sim).add(orderId);
}

const wasShippedElsewhere = (sim: Sim, orderId: string) => elsewhereOf(sim).has(orderId);

type Parcel = { order_id: string; tracking: string | null; stage: string; lines: string };
type Line = { order_line_id: string; order_line_state: string; quantity: number };

const LIVE = `SELECT p.order_id, json_extract(p.content, '$.trackingNumber') AS tracking,
    json_extract(p.content, '$.stage') AS stage, json_extract(p.content, '$.lineIds') AS lines
  FROM parcels p JOIN orders o ON o.order_id = p.order_id
  WHERE o.quiet = 0 AND json_extract(p.content, '$.stage') NOT IN ('cancelled', 'failed', 'cancelling')
  ORDER BY p.order_id, p.parcel_no`;

// What a person must look at, or what the marketplace refused, is told to the person instead; what he typed over a label's
// number is looked for by itself.
const LEFT_TO_A_PERSON = `SELECT 1 FROM intents WHERE order_id = ? AND kind IN ('tracking', 'ship', 'shipment')
  AND state IN ('parked', 'failed')`;

function everyLabelIsTold(sim: Sim): string | null {
  for (const store of sim.stores) {
    const { sql } = store;
    for (const [orderId, parcels] of Map.groupBy(sql.all<Parcel>(LIVE), ({ order_id: id }) => id)) {
      const isElsewhere = sql.all(LEFT_TO_A_PERSON, orderId).length > 0 || saidByHand(store, orderId) !== null;
      const wrong = isElsewhere ? null : toldWrong(sim, store, orderId, parcels);
      if (wrong) return wrong;
    }
  }
  return null;
}

function toldWrong(sim: Sim, store: SimObject, orderId: string, live: readonly Parcel[]): string | null {
  const [row] = sim.stage.remoteSql.all<{ state: string; there: string | null; body: string }>(
    "SELECT state, json_extract(body, '$.shipping_tracking') AS there, body FROM mirakl_orders WHERE order_id = ?",
    orderId,
  );
  if (!row || row.state === "CANCELED" || row.state === "REFUSED") return null;
  const { order_lines: lines } = JSON.parse(row.body) as { order_lines: Line[] };
  // A parcel of which all was refunded or cancelled has nothing to tell.
  const full = live.filter((parcel) => !nothingLeft(linesIn(parcel, lines)));
  const due =
    settingsNow(sim, store).shipWhen === "carrier-scan" ? full.filter(({ stage }) => stage !== "label-ready") : full;
  if (due.length === 0 || nothingLeft(lines)) return null;
  const parts = shipmentsAt(sim, orderId).map(({ tracking }) => tracking?.tracking_number);
  const untold = due.find(({ tracking }) => !parts.includes(tracking ?? undefined));
  if (parts.length > 0) return untold ? `parcel ${untold.tracking} of ${orderId} was never told` : null;
  // Where an order is told as a whole, the last of its numbers stands there, also when its goods were refunded later.
  if (!live.some(({ tracking }) => tracking === row.there))
    return `${orderId} has tracking ${row.there} at the marketplace, not ${due[0]?.tracking}`;
  if (due.length < full.length || !coversAll(live, lines)) return null;
  const ships = sim.net.deeds.filter((deed) => deed.effect === "ship" && deed.orderId === orderId).length;
  if (!OVER.has(row.state)) return `${orderId} is ${row.state} though its label was told`;
  return ships === 1 || (ships === 0 && wasShippedElsewhere(sim, orderId))
    ? null
    : `${orderId} was shipped ${ships} times by us`;
}

// Refunded or cancelled line by line before it left: there is nothing to tell.
function nothingLeft(lines: readonly Line[]): boolean {
  return lines.every(({ order_line_state: state, quantity }) => GONE.has(state) || quantity === 0);
}

function linesIn(parcel: Parcel, lines: readonly Line[]): Line[] {
  const held = JSON.parse(parcel.lines) as string[];
  return held.length === 0 ? [...lines] : lines.filter(({ order_line_id: id }) => held.includes(id));
}

/** A label whose goods nobody told holds the whole order. */
function coversAll(live: readonly Parcel[], lines: readonly Line[]): boolean {
  const held = new Set(live.flatMap((parcel) => linesIn(parcel, lines)));
  return lines.every((line) => line.order_line_state !== "SHIPPING" || held.has(line));
}
