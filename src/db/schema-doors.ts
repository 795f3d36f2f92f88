import { index, integer, primaryKey, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";

// Private to this folder, like schema.ts. Only hashes of what opens a door are kept.

export const invitations = sqliteTable(
  "invitations",
  {
    workspaceId: text("workspace_id").notNull(),
    id: text().notNull(),
    tokenHash: text("token_hash").notNull(),
    email: text().notNull(),
    role: text({ enum: ["owner", "shipper", "viewer"] }).notNull(),
    invitedBy: text("invited_by").notNull(),
    createdAt: integer("created_at").notNull(),
    expiresAt: integer("expires_at").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.workspaceId, table.id] }),
    uniqueIndex("invitations_by_token").on(table.tokenHash),
    uniqueIndex("invitations_by_email").on(table.workspaceId, table.email),
  ],
);

export const passkeys = sqliteTable(
  "passkeys",
  {
    /** The authenticator's own id of the credential, base64url. */
    id: text().primaryKey(),
    personId: text("person_id").notNull(),
    /** COSE, base64url. */
    publicKey: text("public_key").notNull(),
    /** How often the authenticator says that it signed; one that goes back is a copy. */
    counter: integer().notNull(),
    name: text().notNull(),
    createdAt: integer("created_at").notNull(),
    usedAt: integer("used_at"),
  },
  (table) => [index("passkeys_by_person").on(table.personId)],
);

/** What a browser was asked to sign; each is answered once. */
export const challenges = sqliteTable("challenges", {
  challenge: text().primaryKey(),
  /** Who adds a passkey; null at the sign-in, where nobody is known yet. */
  personId: text("person_id"),
  expiresAt: integer("expires_at").notNull(),
});

/** How often somebody knocked within a window: by address and by person, both hashed. */
export const knocks = sqliteTable("knocks", {
  door: text().primaryKey(),
  count: integer().notNull(),
  since: integer().notNull(),
});
