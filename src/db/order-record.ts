import { and, desc, eq, lt } from "drizzle-orm";
import type { IntentView } from "../domain/intent";
import type { Money } from "../domain/money";
import type { LineState } from "../domain/order";
import type { Parcel } from "../domain/parcel";
import type { D1 } from "../lib/ports";
import { ask } from "./client";
import { IN_ITS_STORE, type OrderDetails, type OrderSummary, SUMMARY } from "./orders";
import { stores } from "./schema";
import { events, intents, orderLines, orders, parcels } from "./schema-orders";

export type OrderLineRow = {
  lineId: string;
  state: LineState;
  title: string;
  sku: string;
  offerSku: string;
  quantity: number;
  cancelledQuantity: number;
  refunded: Money;
  unitPrice: Money;
  total: Money;
};

export type OrderEvent = {
  seq: number;
  at: number;
  kind: string;
  actor: string | null;
  details: Record<string, unknown>;
};

export type OrderRecord = OrderSummary & {
  details: OrderDetails;
  lines: OrderLineRow[];
  /** Newest generation of each parcel first by parcel number. */
  parcels: Parcel[];
  intents: IntentView[];
  /** One page of the timeline, oldest first. */
  events: OrderEvent[];
  /** Where the page of older events ends; null when these are the first. */
  olderThan: number | null;
};

// D1 gives the rows of a batch by column name, so no column may stand twice in one of these.
const RECORD = { ...SUMMARY, details: orders.details };

const LINE = {
  lineId: orderLines.lineId,
  state: orderLines.state,
  title: orderLines.title,
  sku: orderLines.sku,
  offerSku: orderLines.offerSku,
  quantity: orderLines.quantity,
  cancelledQuantity: orderLines.cancelledQuantity,
  refundedMinor: orderLines.refundedMinor,
  unitMinor: orderLines.unitMinor,
  totalMinor: orderLines.totalMinor,
  currency: orderLines.currency,
};

const PARCEL = { details: parcels.details };

const INTENT = {
  intentId: intents.intentId,
  kind: intents.kind,
  state: intents.state,
  reason: intents.reason,
  attempts: intents.attempts,
  amountMinor: intents.amountMinor,
  amountCurrency: intents.currency,
  at: intents.at,
};

const EVENT = { seq: events.seq, at: events.at, kind: events.kind, actor: events.actor, details: events.details };

/** A long timeline comes in pages: an order told a thousand times still opens at once. */
export const EVENTS_A_PAGE = 200;

/**
 * One order with all its page shows, in one round trip; null when this workspace has no such order. Of its timeline the
 * newest page, or the one before the event `before`.
 */
export async function findOrder(
  d1: D1,
  workspaceId: string,
  storeId: string,
  orderId: string,
  before: number | null = null,
): Promise<OrderRecord | null> {
  const of = (table: OfOrder) =>
    and(eq(table.workspaceId, workspaceId), eq(table.storeId, storeId), eq(table.orderId, orderId));
  const [[order], lines, boxes, tries, timeline] = await ask(d1, (db) =>
    db.batch([
      db.select(RECORD).from(orders).innerJoin(stores, IN_ITS_STORE).where(of(orders)),
      db.select(LINE).from(orderLines).where(of(orderLines)).orderBy(orderLines.position, orderLines.lineId),
      db.select(PARCEL).from(parcels).where(of(parcels)).orderBy(parcels.parcelNo, desc(parcels.generation)),
      db.select(INTENT).from(intents).where(of(intents)).orderBy(intents.at, intents.intentId),
      db
        .select(EVENT)
        .from(events)
        .where(and(of(events), before === null ? undefined : lt(events.seq, before)))
        .orderBy(desc(events.seq))
        .limit(EVENTS_A_PAGE + 1),
    ]),
  );
  if (!order) return null;
  return {
    ...order,
    details: order.details as OrderDetails,
    lines: lines.map(readLine),
    parcels: boxes.map((box) => box.details),
    intents: tries.map(readIntent),
    ...pageOf(timeline),
  };
}

/** The number people know an order by; null when this workspace has no such order. */
export async function findOrderNumber(
  d1: D1,
  workspaceId: string,
  storeId: string,
  orderId: string,
): Promise<string | null> {
  const own = and(eq(orders.workspaceId, workspaceId), eq(orders.storeId, storeId), eq(orders.orderId, orderId));
  const found = await ask(d1, (db) => db.select({ number: orders.number }).from(orders).where(own).get());
  return found?.number ?? null;
}

type OfOrder = typeof orders | typeof orderLines | typeof parcels | typeof intents | typeof events;

type LineRow = Pick<typeof orderLines.$inferSelect, keyof typeof LINE>;

type IntentRow = Omit<IntentView, "money"> & { amountMinor: number | null; amountCurrency: string | null };

function pageOf(newestFirst: OrderEvent[]): Pick<OrderRecord, "events" | "olderThan"> {
  const shown = newestFirst.slice(0, EVENTS_A_PAGE);
  const last = newestFirst.length > EVENTS_A_PAGE ? shown.at(-1) : undefined;
  return { events: shown.reverse(), olderThan: last?.seq ?? null };
}

function readIntent({ amountMinor, amountCurrency, ...row }: IntentRow): IntentView {
  return { ...row, money: moneyOrNone(amountMinor, amountCurrency) };
}

export function moneyOrNone(minor: number | null, currency: string | null): Money | null {
  return minor === null || currency === null ? null : { minor, currency };
}

function readLine({ refundedMinor, unitMinor, totalMinor, currency, ...row }: LineRow): OrderLineRow {
  return {
    ...row,
    refunded: { minor: refundedMinor, currency },
    unitPrice: { minor: unitMinor, currency },
    total: { minor: totalMinor, currency },
  };
}
