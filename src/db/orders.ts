import { and, count, desc, eq, type SQL, sql } from "drizzle-orm";
import type { HeldBack, RefusesAfter } from "../domain/acceptance";
import type { Address, Corrections, Recipient } from "../domain/address";
import type { CustomsReason } from "../domain/customs";
import type { LineGoods } from "../domain/customs-block";
import type { Money } from "../domain/money";
import type { MarketplaceState, MarketplaceTracking } from "../domain/order";
import { type OrderAction, type OrderFlag, type OrderState, type Place, TABS, type Tab } from "../domain/order-state";
import type { LinkableParcel } from "../domain/parcel";
import type { Problem } from "../domain/problem";
import type { D1 } from "../lib/ports";
import { ask } from "./client";
import type { RefundReceipt } from "./returns";
import { stores } from "./schema";
import { orders } from "./schema-orders";

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
  /** Whether customs documents travel with its parcels; left out while the sender or the address is not known. */
  documents?: boolean;
  /** Where they do: why, and what is known of each line. */
  customs?: { reason: CustomsReason; goods: LineGoods[] };
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

export type OrderCursor = { createdAt: number; orderId: string };

export type OrderQuery = {
  tab: Tab | null;
  storeId: string | null;
  /** Only those that want a person. */
  attention?: boolean;
  after: OrderCursor | null;
  limit: number;
};

export const SUMMARY = {
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

export const IN_ITS_STORE = and(eq(stores.id, orders.storeId), eq(stores.workspaceId, orders.workspaceId));

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
