import { isNotNull, isNull, sql } from "drizzle-orm";
import { index, integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";

// Private to this folder, like schema.ts.

export const products = sqliteTable(
  "products",
  {
    workspaceId: text("workspace_id").notNull(),
    sku: text().notNull(),
    title: text().notNull(),
    category: text(),
    hsCode: text("hs_code"),
    /** ISO-2. */
    origin: text(),
    weightGrams: integer("weight_grams"),
    description: text(),
    /** 0 when it came by a file and was never sold: keyset paging wants a value. */
    lastSoldAt: integer("last_sold_at").notNull(),
    /** Lines of orders that were neither refused nor cancelled. */
    timesSold: integer("times_sold").notNull(),
    /** 1 once a parcel of it went, or should go, where customs want documents. */
    soldAbroad: integer("sold_abroad").notNull(),
    /** SKU and title as they are searched: lower case, without accents. */
    folded: text().notNull(),
    /** When somebody, or a file, last wrote one of its values; 0 before. A sale does not count. */
    updatedAt: integer("updated_at").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.workspaceId, table.sku] }),
    index("products_by_sale").on(table.workspaceId, table.lastSoldAt, table.sku),
    index("products_without_code").on(table.workspaceId, table.lastSoldAt, table.sku).where(isNull(table.hsCode)),
    // Only a query that says `sold_abroad = 1`, not a bound value, can use it.
    index("products_abroad_without_code")
      .on(table.workspaceId, table.lastSoldAt, table.sku)
      .where(sql`hs_code is null and sold_abroad = 1`),
    index("products_by_hs_code").on(table.workspaceId, table.hsCode, table.updatedAt).where(isNotNull(table.hsCode)),
  ],
);

/** A file of products on its way: read, previewed, applied, undone. */
export const productUploads = sqliteTable(
  "product_uploads",
  {
    workspaceId: text("workspace_id").notNull(),
    id: text().notNull(),
    state: text({ enum: ["reading", "unreadable", "ready", "applied", "undone"] }).notNull(),
    fileName: text("file_name").notNull(),
    createdBy: text("created_by").notNull(),
    createdAt: integer("created_at").notNull(),
    /** Counts the readings: one that was begun again writes nothing more. */
    reading: integer().notNull(),
    /** When the last reading began. */
    begunAt: integer("begun_at").notNull(),
    done: integer().notNull(),
    total: integer().notNull(),
    added: integer().notNull(),
    changed: integer().notNull(),
    unchanged: integer().notNull(),
    refused: integer().notNull(),
    /** How the file is read and what its head looks like, or why it cannot be read. */
    details: text({ mode: "json" }).notNull(),
    /** Names the request that applied or undid it. */
    switchedBy: text("switched_by"),
    switchedAt: integer("switched_at"),
  },
  (table) => [
    primaryKey({ columns: [table.workspaceId, table.id] }),
    index("product_uploads_by_creation").on(table.workspaceId, table.createdAt),
  ],
);

/** The file itself, in base64 and in pieces that D1 takes: it hands over bytes as one number each. */
export const productUploadPieces = sqliteTable(
  "product_upload_pieces",
  {
    workspaceId: text("workspace_id").notNull(),
    uploadId: text("upload_id").notNull(),
    place: integer().notNull(),
    content: text().notNull(),
  },
  (table) => [primaryKey({ columns: [table.workspaceId, table.uploadId, table.place] })],
);

/** What a file would change, a row a product, and what of it was refused. Rows that change nothing are only counted. */
export const productUploadRows = sqliteTable(
  "product_upload_rows",
  {
    workspaceId: text("workspace_id").notNull(),
    uploadId: text("upload_id").notNull(),
    kind: text({ enum: ["added", "changed", "refused"] }).notNull(),
    line: integer().notNull(),
    sku: text().notNull(),
    title: text().notNull(),
    folded: text().notNull(),
    category: text(),
    hsCode: text("hs_code"),
    origin: text(),
    weightGrams: integer("weight_grams"),
    description: text(),
    oldHsCode: text("old_hs_code"),
    oldOrigin: text("old_origin"),
    oldWeightGrams: integer("old_weight_grams"),
    oldDescription: text("old_description"),
    /** Why the row was refused, or what of it was repaired. */
    remarks: text({ mode: "json" }),
  },
  (table) => [primaryKey({ columns: [table.workspaceId, table.uploadId, table.kind, table.line] })],
);
