import { and, count, desc, eq, lt, type SQL, sql } from "drizzle-orm";
import type { HeldBack, RefusesAfter } from "../domain/acceptance";
import type { Address, Corrections, Recipient } from "../domain/address";
import type { IntentView } from "../domain/intent";
import type { Money } from "../domain/money";
import type { LineState, MarketplaceState, MarketplaceTracking } from "../domain/order";
import { type OrderAction, type OrderFlag, type OrderState, type Place, TABS, type Tab } from "../domain/order-state";
import type { LinkableParcel, Parcel } from "../domain/parcel";
import type { Problem } from "../domain/problem";
import type { D1 } from "../lib/ports";
import { ask } from "./client";
import type { RefundReceipt } from "./returns";
import { events, intents, orderLines, orders, parcels, stores } from "./schema";

/** An order as the list shows it. */
export type OrderSummary = {
  storeId: string;
  storeName: string;
  orderId: string;
  number: string;
  commercialId: string;
  state: OrderState;
  tab: Tab;
  attention: boolean;
  createdAt: number;
  deadlineAt: number | null;
  buyerName: string;
  country: string | null;
  zip: string;
  city: string;
  total: Money;
  itemCount: number;
};

/** What only the order's own page shows. */
export type OrderDetails = {
  marketplaceState: MarketplaceState;
  stateText: string;
  updatedAt: number;
  flags: OrderFlag[];
  problems: Problem[];
  actions: OrderAction[];
  place: Place | null;
  /** As the marketplace says; null until it gives the address. Corrections are laid over by `correctRecipient`. */
  recipient: Recipient | null;
  corrections: Corrections;
  billing: Address | null;
  shippingType: { code: string; label: string };
  pickupPointId: string | null;
  shippingPrice: Money;
  customerReference: string | null;
  tracking: MarketplaceTracking;
  /** Every refund of the order, oldest first; left out by a row older than this list. */
  refunds?: RefundReceipt[];
  /** Until when a cancellation may be taken back before anything of it leaves. */
  undoUntil?: number | null;
  /** While it waits to be accepted: until when, how that is known (null: it is not), and why we did not do it. */
  acceptBefore?: (RefusesAfter & { at: number }) | null;
  heldBack?: HeldBack | null;
  /** Parcels that others made at Sendcloud and that look like this order's. */
  linkable?: LinkableParcel[];
  /** How it travels without a label of ours, both may be empty; `until` it may be taken back. */
  otherwise?: { carrier: string; trackingNumber: string; until: number };
  /** What a person changed in Sendcloud of the order that we pushed, beside what we sent. */
  changedThere?: { field: ChangeableThere; ours: string; theirs: string }[];
};

/** The fields of a pushed order that may be others at Sendcloud than we sent them. */
export type ChangeableThere =
  | "orderNumber"
  | "name"
  | "company"
  | "line1"
  | "houseNumber"
  | "line2"
  | "zip"
  | "city"
  | "state"
  | "country"
  | "phone"
  | "email"
  | "weightGrams"
  | "items";

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

export type OrderCursor = { createdAt: number; orderId: string };
export type OrderQuery = {
  tab: Tab | null;
  storeId: string | null;
  /** Only those that want a person. */
  attention?: boolean;
  after: OrderCursor | null;
  limit: number;
};

const SUMMARY = {
  storeId: orders.storeId,
  storeName: stores.name,
  orderId: orders.orderId,
  number: orders.number,
  commercialId: orders.commercialId,
  state: { name: orders.state, reason: orders.reason },
  tab: orders.tab,
  attention: orders.attention,
  createdAt: orders.createdAt,
  deadlineAt: orders.deadlineAt,
  buyerName: orders.buyerName,
  country: orders.country,
  zip: orders.zip,
  city: orders.city,
  total: { minor: orders.totalMinor, currency: orders.currency },
  itemCount: orders.itemCount,
};
const WANTS_A_PERSON = sql`${orders.attention} = 1`;
const IN_ITS_STORE = and(eq(stores.id, orders.storeId), eq(stores.workspaceId, orders.workspaceId));

/** One page of orders, newest first, from the keyset `after` on. */
export async function listOrders(d1: D1, workspaceId: string, query: OrderQuery): Promise<OrderSummary[]> {
  const { createdAt, orderId } = orders;
  const { tab, attention, storeId, after, limit } = query;
  const wanted = and(
    eq(orders.workspaceId, workspaceId),
    tab ? eq(orders.tab, tab) : undefined,
    attention ? WANTS_A_PERSON : undefined,
    storeId ? ofStore(storeId, tab !== null || attention === true) : undefined,
    // As one row value: SQLite seeks to it in the index, but not to an OR of the two (platform.md 5).
    after ? sql`(${createdAt}, ${orderId}) < (${after.createdAt}, ${after.orderId})` : undefined,
  );
  return ask(d1, (db) =>
    db
      .select(SUMMARY)
      .from(orders)
      .innerJoin(stores, IN_ITS_STORE)
      .where(wanted)
      .orderBy(desc(createdAt), desc(orderId))
      .limit(limit),
  );
}

/** How many orders each tab holds, and how many want a person; of one store when it is named. */
export async function countTabs(
  d1: D1,
  workspaceId: string,
  storeId: string | null = null,
): Promise<{ tabs: Record<Tab, number>; attention: number }> {
  const { tab } = orders;
  const counted = and(eq(orders.workspaceId, workspaceId), storeId ? ofStore(storeId, true) : undefined);
  // Two counts, each from its index alone: one pass for both would read every order.
  const [rows, [flagged]] = await ask(d1, (db) =>
    db.batch([
      db.select({ tab, held: count() }).from(orders).where(counted).groupBy(tab),
      db.select({ held: count() }).from(orders).where(and(counted, WANTS_A_PERSON)),
    ]),
  );
  const tabs = Object.fromEntries(TABS.map((name) => [name, 0])) as Record<Tab, number>;
  for (const row of rows) tabs[row.tab] = row.held;
  return { tabs, attention: flagged?.held ?? 0 };
}

// Orders of a tab, or that want a person, are few beside all of a store: `+` keeps SQLite from going through the store's.
function ofStore(storeId: string, narrowed: boolean): SQL {
  return narrowed ? sql`+${orders.storeId} = ${storeId}` : eq(orders.storeId, storeId);
}

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
