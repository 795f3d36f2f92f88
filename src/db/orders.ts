import type { Address, Corrections, Recipient } from "../domain/address";
import type { IntentView } from "../domain/intent";
import type { Money } from "../domain/money";
import type { LineState, MarketplaceState, MarketplaceTracking } from "../domain/order";
import { type OrderAction, type OrderFlag, type OrderState, type Place, TABS, type Tab } from "../domain/order-state";
import type { Parcel } from "../domain/parcel";
import type { Problem } from "../domain/problem";
import type { D1 } from "../lib/ports";

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
};

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
  /** Oldest first. */
  events: OrderEvent[];
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

type SummaryRow = Omit<OrderSummary, "state" | "total" | "attention"> & {
  state: OrderState["name"];
  reason: OrderState["reason"];
  attention: number;
  totalMinor: number;
  currency: string;
};

const SUMMARY = `o.store_id AS storeId, s.name AS storeName, o.order_id AS orderId, o.number, o.commercial_id AS commercialId,
  o.state, o.reason, o.tab, o.attention, o.created_at AS createdAt, o.deadline_at AS deadlineAt, o.buyer_name AS buyerName,
  o.country, o.zip, o.city, o.total_minor AS totalMinor, o.currency, o.item_count AS itemCount`;
const FROM = "FROM orders o JOIN stores s ON s.id = o.store_id AND s.workspace_id = o.workspace_id";

/** One page of orders, newest first, from the keyset `after` on. */
export async function listOrders(d1: D1, workspaceId: string, query: OrderQuery): Promise<OrderSummary[]> {
  const conditions = ["o.workspace_id = ?"];
  const values: (string | number)[] = [workspaceId];
  if (query.tab) {
    conditions.push("o.tab = ?");
    values.push(query.tab);
  }
  if (query.attention) conditions.push("o.attention = 1");
  if (query.storeId) {
    conditions.push("o.store_id = ?");
    values.push(query.storeId);
  }
  if (query.after) {
    conditions.push("(o.created_at, o.order_id) < (?, ?)");
    values.push(query.after.createdAt, query.after.orderId);
  }
  const { results } = await d1
    .prepare(
      `SELECT ${SUMMARY} ${FROM} WHERE ${conditions.join(" AND ")} ORDER BY o.created_at DESC, o.order_id DESC LIMIT ?`,
    )
    .bind(...values, query.limit)
    .all<SummaryRow>();
  return results.map(readSummary);
}

/** How many orders each tab holds, and how many want a person; of one store when it is named. */
export async function countTabs(
  d1: D1,
  workspaceId: string,
  storeId: string | null = null,
): Promise<{ tabs: Record<Tab, number>; attention: number }> {
  const ofStore = storeId ? "AND store_id = ?" : "";
  const { results } = await d1
    .prepare(
      `SELECT tab, count(*) AS held, sum(attention) AS attention FROM orders WHERE workspace_id = ? ${ofStore} GROUP BY tab`,
    )
    .bind(workspaceId, ...(storeId ? [storeId] : []))
    .all<{ tab: Tab; held: number; attention: number }>();
  const tabs = Object.fromEntries(TABS.map((tab) => [tab, 0])) as Record<Tab, number>;
  for (const row of results) tabs[row.tab] = row.held;
  return { tabs, attention: results.reduce((sum, row) => sum + row.attention, 0) };
}

/** One order with all its page shows, in one round trip; null when this workspace has no such order. */
export async function findOrder(
  d1: D1,
  workspaceId: string,
  storeId: string,
  orderId: string,
): Promise<OrderRecord | null> {
  const key = [workspaceId, storeId, orderId];
  const ofOrder = "WHERE workspace_id = ? AND store_id = ? AND order_id = ?";
  const [order, lines, parcels, intents, events] = await d1.batch<Record<string, string | number | null>>([
    d1
      .prepare(`SELECT ${SUMMARY}, o.details ${FROM} WHERE o.workspace_id = ? AND o.store_id = ? AND o.order_id = ?`)
      .bind(...key),
    d1
      .prepare(
        `SELECT line_id AS lineId, state, title, sku, offer_sku AS offerSku, quantity, cancelled_quantity AS cancelledQuantity,
                refunded_minor AS refundedMinor, unit_minor AS unitMinor, total_minor AS totalMinor, currency
           FROM order_lines ${ofOrder} ORDER BY position, line_id`,
      )
      .bind(...key),
    d1.prepare(`SELECT details FROM parcels ${ofOrder} ORDER BY parcel_no, generation DESC`).bind(...key),
    d1
      .prepare(
        `SELECT intent_id AS intentId, kind, state, reason, attempts, at FROM intents ${ofOrder} ORDER BY at, intent_id`,
      )
      .bind(...key),
    d1.prepare(`SELECT seq, at, kind, actor, details FROM events ${ofOrder} ORDER BY seq`).bind(...key),
  ]);
  const found = order?.results[0];
  if (!found) return null;
  const summary = readSummary(found as unknown as SummaryRow);
  return {
    ...summary,
    details: JSON.parse(String(found.details)) as OrderDetails,
    lines: (lines?.results ?? []).map((row) => readLine(row as unknown as LineRow)),
    parcels: (parcels?.results ?? []).map((row) => JSON.parse(String(row.details)) as Parcel),
    intents: (intents?.results ?? []) as unknown as IntentView[],
    events: (events?.results ?? []).map((row) => readEvent(row as unknown as EventRow)),
  };
}

type LineRow = Omit<OrderLineRow, "refunded" | "unitPrice" | "total"> & {
  refundedMinor: number;
  unitMinor: number;
  totalMinor: number;
  currency: string;
};
type EventRow = Omit<OrderEvent, "details"> & { details: string };

function readSummary({ state, reason, attention, totalMinor, currency, ...row }: SummaryRow): OrderSummary {
  return {
    ...row,
    state: { name: state, reason },
    attention: attention === 1,
    total: { minor: totalMinor, currency },
  };
}

function readLine({ refundedMinor, unitMinor, totalMinor, currency, ...row }: LineRow): OrderLineRow {
  return {
    ...row,
    refunded: { minor: refundedMinor, currency },
    unitPrice: { minor: unitMinor, currency },
    total: { minor: totalMinor, currency },
  };
}

function readEvent({ details, ...row }: EventRow): OrderEvent {
  return { ...row, details: JSON.parse(details) as Record<string, unknown> };
}
