import { index, integer, primaryKey, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import type { StoreSettings } from "../domain/store";

// Private to this folder. drizzle-kit cannot write WITHOUT ROWID: the first migration adds it by hand to every table,
// where it saves one row written per insert (decision 006).

export const workspaces = sqliteTable("workspaces", {
  id: text().primaryKey(),
  name: text().notNull(),
  timeZone: text("time_zone").notNull(),
  createdAt: integer("created_at").notNull(),
});

export const people = sqliteTable("people", {
  id: text().primaryKey(),
  email: text().notNull().unique(),
  name: text().notNull(),
  language: text().notNull(),
  createdAt: integer("created_at").notNull(),
});

export const memberships = sqliteTable(
  "memberships",
  {
    workspaceId: text("workspace_id").notNull(),
    personId: text("person_id").notNull(),
    role: text({ enum: ["owner", "shipper", "viewer"] }).notNull(),
    createdAt: integer("created_at").notNull(),
    /** May not enter for now; null for everyone who may. */
    suspendedAt: integer("suspended_at"),
  },
  (table) => [
    primaryKey({ columns: [table.workspaceId, table.personId] }),
    index("memberships_by_person").on(table.personId),
  ],
);

export const sessions = sqliteTable(
  "sessions",
  {
    tokenHash: text("token_hash").primaryKey(),
    personId: text("person_id").notNull(),
    workspaceId: text("workspace_id").notNull(),
    createdAt: integer("created_at").notNull(),
    seenAt: integer("seen_at").notNull(),
    freshUntil: integer("fresh_until").notNull(),
    expiresAt: integer("expires_at").notNull(),
    /** The browser and the system that its holder signed in with, in its own words. */
    device: text().notNull().default(""),
  },
  (table) => [index("sessions_by_person").on(table.personId)],
);

export const loginLinks = sqliteTable("login_links", {
  tokenHash: text("token_hash").primaryKey(),
  personId: text("person_id").notNull(),
  workspaceId: text("workspace_id").notNull(),
  expiresAt: integer("expires_at").notNull(),
});

export const sendcloudAccounts = sqliteTable(
  "sendcloud_accounts",
  {
    id: text().primaryKey(),
    workspaceId: text("workspace_id").notNull(),
    name: text().notNull(),
    integrationId: integer("integration_id").notNull(),
    auth: text({ enum: ["basic", "oauth2"] }).notNull(),
    /** The keys are sealed with `workspace|account|field`. */
    sealedPublicKey: text("sealed_public_key").notNull(),
    sealedSecretKey: text("sealed_secret_key").notNull(),
    sealedSignatureKey: text("sealed_signature_key"),
    /** The keys before the last change: webhooks on their way are still signed with them. */
    sealedPreviousSecretKey: text("sealed_previous_secret_key"),
    sealedPreviousSignatureKey: text("sealed_previous_signature_key"),
    /** How long they count; null when there are none. */
    previousUntil: integer("previous_until"),
    keyHint: text("key_hint").notNull(),
    /** The unguessable part of the webhook address. */
    webhookId: text("webhook_id").notNull(),
    createdAt: integer("created_at").notNull(),
  },
  (table) => [
    index("sendcloud_accounts_by_workspace").on(table.workspaceId),
    uniqueIndex("sendcloud_accounts_by_webhook").on(table.webhookId),
  ],
);

export const stores = sqliteTable(
  "stores",
  {
    id: text().primaryKey(),
    workspaceId: text("workspace_id").notNull(),
    accountId: text("account_id").notNull(),
    name: text().notNull(),
    baseUrl: text("base_url").notNull(),
    shopId: integer("shop_id").notNull(),
    shopName: text("shop_name").notNull(),
    currency: text().notNull(),
    /** Sealed with `workspace|store|key`. */
    sealedKey: text("sealed_key").notNull(),
    keyHint: text("key_hint").notNull(),
    /** 6 lower-case base32 characters, fixed at connect: names the store at Sendcloud. */
    tag: text().notNull(),
    settings: text({ mode: "json" }).$type<StoreSettings>().notNull(),
    settingsVersion: integer("settings_version").notNull(),
    importDays: integer("import_days").notNull(),
    createdAt: integer("created_at").notNull(),
    /** Its key is destroyed and nothing is sent any more; null while it is connected. */
    disconnectedAt: integer("disconnected_at"),
    /** Its rows are being deleted, and it is the last of them. */
    deletingAt: integer("deleting_at"),
  },
  (table) => [
    index("stores_by_workspace").on(table.workspaceId),
    index("stores_by_account").on(table.accountId),
    uniqueIndex("stores_by_shop").on(table.workspaceId, table.baseUrl, table.shopId),
    uniqueIndex("stores_by_tag").on(table.tag),
  ],
);

/** What the connect wizard has so far; the key is sealed like a store's. */
export const storeDrafts = sqliteTable("store_drafts", {
  id: text().primaryKey(),
  workspaceId: text("workspace_id").notNull(),
  baseUrl: text("base_url").notNull(),
  sealedKey: text("sealed_key").notNull(),
  keyHint: text("key_hint").notNull(),
  /** What has been answered so far. */
  answers: text({ mode: "json" }).notNull(),
  createdAt: integer("created_at").notNull(),
});

export const storePauses = sqliteTable("store_pauses", {
  storeId: text("store_id").primaryKey(),
  workspaceId: text("workspace_id").notNull(),
  reason: text().notNull(),
  pausedBy: text("paused_by"),
  pausedAt: integer("paused_at").notNull(),
});

export const storeHealth = sqliteTable(
  "store_health",
  {
    storeId: text("store_id").primaryKey(),
    workspaceId: text("workspace_id").notNull(),
    heartbeatAt: integer("heartbeat_at").notNull(),
    version: integer().notNull(),
  },
  (table) => [index("store_health_by_heartbeat").on(table.heartbeatAt)],
);
