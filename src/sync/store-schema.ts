import type { Sql } from "../lib/ports";

/** Append-only: an id never changes its statement. */
const MIGRATIONS: readonly (readonly [id: number, statements: readonly string[]])[] = [
  [
    1,
    [
      `CREATE TABLE facts (seq INTEGER PRIMARY KEY, order_id TEXT NOT NULL, at INTEGER NOT NULL, kind TEXT NOT NULL,
         actor TEXT, details TEXT NOT NULL)`,
      "CREATE INDEX facts_by_order ON facts (order_id, seq)",
      `CREATE TABLE orders (order_id TEXT PRIMARY KEY, raw TEXT, content TEXT NOT NULL, updated_at INTEGER NOT NULL,
         read_at INTEGER NOT NULL, number TEXT NOT NULL, no_reference INTEGER NOT NULL, corrections TEXT NOT NULL,
         place TEXT, state TEXT, state_row INTEGER NOT NULL, quiet INTEGER NOT NULL, open INTEGER NOT NULL) WITHOUT ROWID`,
      "CREATE INDEX orders_moving ON orders (updated_at) WHERE open = 1",
      "CREATE INDEX orders_over ON orders (updated_at) WHERE open = 0 AND raw IS NOT NULL",
      `CREATE TABLE parcels (order_id TEXT NOT NULL, parcel_no INTEGER NOT NULL, generation INTEGER NOT NULL,
         shipment_id TEXT NOT NULL, content TEXT NOT NULL, PRIMARY KEY (order_id, parcel_no, generation)) WITHOUT ROWID`,
      "CREATE INDEX parcels_by_shipment ON parcels (shipment_id)",
      `CREATE TABLE intents (id TEXT PRIMARY KEY, business_key TEXT NOT NULL UNIQUE, order_id TEXT NOT NULL, kind TEXT NOT NULL,
         payload TEXT NOT NULL, state TEXT NOT NULL, sends INTEGER NOT NULL, was_unknown INTEGER NOT NULL, epoch TEXT,
         sent_at INTEGER, settle_until INTEGER, next_at INTEGER, remote_ref TEXT, reason TEXT, evidence TEXT NOT NULL,
         actor TEXT NOT NULL, created_at INTEGER NOT NULL, version INTEGER NOT NULL) WITHOUT ROWID`,
      "CREATE INDEX intents_by_order ON intents (order_id)",
      "CREATE INDEX intents_due ON intents (next_at) WHERE next_at IS NOT NULL",
      "CREATE TABLE outbox (seq INTEGER PRIMARY KEY AUTOINCREMENT, target TEXT NOT NULL, content TEXT NOT NULL)",
      "CREATE TABLE set_aside (order_id TEXT PRIMARY KEY, reason TEXT NOT NULL, raw TEXT NOT NULL, at INTEGER NOT NULL) WITHOUT ROWID",
      `CREATE TABLE files (order_id TEXT NOT NULL, parcel_no INTEGER NOT NULL, generation INTEGER NOT NULL, content_type TEXT NOT NULL,
         bytes BLOB NOT NULL, made_at INTEGER NOT NULL, PRIMARY KEY (order_id, parcel_no, generation)) WITHOUT ROWID`,
    ],
  ],
];

const ACCOUNT_MIGRATIONS: typeof MIGRATIONS = [
  [
    1,
    [
      "CREATE TABLE permits (at INTEGER NOT NULL)",
      "CREATE INDEX permits_by_moment ON permits (at)",
      "CREATE TABLE claims (reference TEXT PRIMARY KEY, store_id TEXT NOT NULL, order_id TEXT NOT NULL) WITHOUT ROWID",
      "CREATE TABLE options (question TEXT PRIMARY KEY, answer TEXT NOT NULL, asked_at INTEGER NOT NULL) WITHOUT ROWID",
      `CREATE TABLE inbox (hash TEXT PRIMARY KEY, body TEXT NOT NULL, received_at INTEGER NOT NULL, read_at INTEGER,
         tries INTEGER NOT NULL) WITHOUT ROWID`,
      "CREATE TABLE unmatched (shipment_id TEXT PRIMARY KEY, news TEXT NOT NULL, first_at INTEGER NOT NULL) WITHOUT ROWID",
    ],
  ],
];

/** Brings the tables of a store's object to today; throws when a migration that ran is gone from the list. */
export function migrateStore(sql: Sql): void {
  migrate(sql, MIGRATIONS);
}

/** The same for the object of a Sendcloud account. */
export function migrateAccount(sql: Sql): void {
  migrate(sql, ACCOUNT_MIGRATIONS);
}

function migrate(sql: Sql, migrations: typeof MIGRATIONS): void {
  sql.transaction(() => {
    sql.run("CREATE TABLE IF NOT EXISTS kv (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID");
    sql.run("CREATE TABLE IF NOT EXISTS migrations (id INTEGER PRIMARY KEY)");
    const ran = new Set(sql.all<{ id: number }>("SELECT id FROM migrations").map((row) => row.id));
    for (const [id, statements] of migrations) {
      if (ran.delete(id)) continue;
      for (const statement of statements) sql.run(statement);
      sql.run("INSERT INTO migrations (id) VALUES (?)", id);
    }
    if (ran.size > 0) throw new Error(`migrations that nobody knows ran here: ${[...ran].join(", ")}`);
  });
}
