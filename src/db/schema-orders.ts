import { sql } from "drizzle-orm";
import { index, integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";
import type { AttentionKind } from "../domain/attention";
import type { IntentKind, IntentState } from "../domain/intent";
import type { LineState } from "../domain/order";
import type { OrderState, Tab } from "../domain/order-state";
import type { Parcel } from "../domain/parcel";
import type { ReturnTab } from "../domain/return";

export const orders = sqliteTable(
  "orders",
  {
    workspaceId: text("workspace_id").notNull(),
    storeId: text("store_id").notNull(),
    orderId: text("order_id").notNull(),
    number: text().notNull(),
    commercialId: text("commercial_id").notNull(),
    state: text().$type<OrderState["name"]>().notNull(),
    reason: text().$type<OrderState["reason"]>(),
    /** The tab of design.md 5a the order shows in. */
    tab: text().$type<Tab>().notNull(),
    attention: integer({ mode: "boolean" }).notNull(),
    createdAt: integer("created_at").notNull(),
    deadlineAt: integer("deadline_at"),
    buyerName: text("buyer_name").notNull(),
    country: text(),
    zip: text().notNull(),
    city: text().notNull(),
    totalMinor: integer("total_minor").notNull(),
    currency: text().notNull(),
    itemCount: integer("item_count").notNull(),
    /** All that only the order's own page shows: addresses, corrections, problems, flags. */
    details: text({ mode: "json" }).notNull(),
    version: integer().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.workspaceId, table.storeId, table.orderId] }),
    index("orders_by_tab").on(table.workspaceId, table.tab, table.createdAt, table.orderId),
    index("orders_by_creation").on(table.workspaceId, table.createdAt, table.orderId),
    index("orders_by_store").on(table.workspaceId, table.storeId, table.createdAt, table.orderId),
    // Few of many orders want a person; only a query that says `attention = 1`, not a bound value, can use it.
    index("orders_by_attention").on(table.workspaceId, table.createdAt, table.orderId).where(sql`attention = 1`),
  ],
);

export const orderLines = sqliteTable(
  "order_lines",
  {
    workspaceId: text("workspace_id").notNull(),
    storeId: text("store_id").notNull(),
    orderId: text("order_id").notNull(),
    lineId: text("line_id").notNull(),
    position: integer().notNull(),
    state: text().$type<LineState>().notNull(),
    title: text().notNull(),
    sku: text().notNull(),
    offerSku: text("offer_sku").notNull(),
    quantity: integer().notNull(),
    cancelledQuantity: integer("cancelled_quantity").notNull(),
    refundedMinor: integer("refunded_minor").notNull(),
    unitMinor: integer("unit_minor").notNull(),
    totalMinor: integer("total_minor").notNull(),
    currency: text().notNull(),
    version: integer().notNull(),
  },
  (table) => [primaryKey({ columns: [table.workspaceId, table.storeId, table.orderId, table.lineId] })],
);

export const parcels = sqliteTable(
  "parcels",
  {
    workspaceId: text("workspace_id").notNull(),
    storeId: text("store_id").notNull(),
    orderId: text("order_id").notNull(),
    parcelNo: integer("parcel_no").notNull(),
    generation: integer().notNull(),
    stage: text().notNull(),
    trackingNumber: text("tracking_number"),
    /** The whole parcel. */
    details: text({ mode: "json" }).$type<Parcel>().notNull(),
    version: integer().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.workspaceId, table.storeId, table.orderId, table.parcelNo, table.generation] }),
  ],
);

export const intents = sqliteTable(
  "intents",
  {
    workspaceId: text("workspace_id").notNull(),
    storeId: text("store_id").notNull(),
    orderId: text("order_id").notNull(),
    intentId: text("intent_id").notNull(),
    kind: text().$type<IntentKind>().notNull(),
    state: text().$type<IntentState>().notNull(),
    reason: text(),
    attempts: integer().notNull(),
    /** The money at stake; null where none moves. */
    amountMinor: integer("amount_minor"),
    currency: text(),
    at: integer().notNull(),
    version: integer().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.workspaceId, table.storeId, table.orderId, table.intentId] }),
    // Only a query that says `state = 'parked'`, not a bound value, can use it.
    index("intents_parked").on(table.workspaceId, table.at, table.intentId).where(sql`state = 'parked'`),
  ],
);

/** What waits for a person and is no intent: differences, dead things, refused keys. One row each, until resolved. */
export const attentionItems = sqliteTable(
  "attention_items",
  {
    workspaceId: text("workspace_id").notNull(),
    /** Empty for what concerns a Sendcloud account. */
    storeId: text("store_id").notNull(),
    itemKey: text("item_key").notNull(),
    kind: text().$type<AttentionKind>().notNull(),
    orderId: text("order_id"),
    details: text({ mode: "json" }).$type<Record<string, unknown>>().notNull(),
    at: integer().notNull(),
    resolved: integer().notNull(),
    version: integer().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.workspaceId, table.storeId, table.itemKey] }),
    index("attention_items_open").on(table.workspaceId, table.at, table.itemKey).where(sql`resolved = 0`),
  ],
);

/** One action on many orders; its orders' rows are in `job_items`. */
export const jobs = sqliteTable(
  "jobs",
  {
    workspaceId: text("workspace_id").notNull(),
    id: text().notNull(),
    kind: text({ enum: ["labels"] }).notNull(),
    createdBy: text("created_by").notNull(),
    createdAt: integer("created_at").notNull(),
    total: integer().notNull(),
  },
  (table) => [primaryKey({ columns: [table.workspaceId, table.id] }), index("jobs_by_creation").on(table.createdAt)],
);

/** What became of each order of a job: written with the job at version 0, then by the store's object. */
export const jobItems = sqliteTable(
  "job_items",
  {
    workspaceId: text("workspace_id").notNull(),
    storeId: text("store_id").notNull(),
    jobId: text("job_id").notNull(),
    orderId: text("order_id").notNull(),
    state: text({ enum: ["waiting", "done", "refused"] }).notNull(),
    reason: text(),
    version: integer().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.workspaceId, table.storeId, table.jobId, table.orderId] }),
    index("job_items_by_job").on(table.workspaceId, table.jobId),
  ],
);

/** Goods that come back, with what became of their money. `gone`: two looks were one return, and this is not its row. */
export const returns = sqliteTable(
  "returns",
  {
    workspaceId: text("workspace_id").notNull(),
    storeId: text("store_id").notNull(),
    returnKey: text("return_key").notNull(),
    orderId: text("order_id").notNull(),
    stage: text().notNull(),
    tab: text().$type<ReturnTab | "gone">().notNull(),
    trackingNumber: text("tracking_number"),
    createdAt: integer("created_at"),
    /** When it was made, or seen first: the order of the list. */
    at: integer().notNull(),
    details: text({ mode: "json" }).notNull(),
    version: integer().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.workspaceId, table.storeId, table.returnKey] }),
    index("returns_by_order").on(table.workspaceId, table.storeId, table.orderId),
    index("returns_by_tab").on(table.workspaceId, table.tab, table.at, table.returnKey),
    index("returns_by_creation").on(table.workspaceId, table.at, table.returnKey),
    index("returns_by_store").on(table.workspaceId, table.storeId, table.at, table.returnKey),
  ],
);

export const events = sqliteTable(
  "events",
  {
    workspaceId: text("workspace_id").notNull(),
    storeId: text("store_id").notNull(),
    orderId: text("order_id").notNull(),
    seq: integer().notNull(),
    at: integer().notNull(),
    kind: text().notNull(),
    actor: text(),
    details: text({ mode: "json" }).$type<Record<string, unknown>>().notNull(),
  },
  (table) => [primaryKey({ columns: [table.workspaceId, table.storeId, table.orderId, table.seq] })],
);

/** Orders that could not be read: the reason here, the raw JSON in the store's object. */
export const setAsideOrders = sqliteTable(
  "set_aside_orders",
  {
    workspaceId: text("workspace_id").notNull(),
    storeId: text("store_id").notNull(),
    orderId: text("order_id").notNull(),
    reason: text().notNull(),
    at: integer().notNull(),
    /** 1 once the order could be read after all. */
    resolved: integer().notNull(),
    version: integer().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.workspaceId, table.storeId, table.orderId] }),
    index("set_aside_orders_open").on(table.workspaceId, table.at, table.orderId).where(sql`resolved = 0`),
  ],
);

/** One number, one order, in one Sendcloud integration, for ever (design.md 5b.8). */
export const orderNumbers = sqliteTable(
  "order_numbers",
  {
    integration: text().notNull(),
    numberUpper: text("number_upper").notNull(),
    number: text().notNull(),
    workspaceId: text("workspace_id").notNull(),
    storeId: text("store_id").notNull(),
    orderId: text("order_id").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.integration, table.numberUpper] }),
    index("order_numbers_by_order").on(table.storeId, table.orderId),
  ],
);
