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
  [
    2,
    [
      "ALTER TABLE facts ADD COLUMN hash TEXT NOT NULL DEFAULT ''",
      "ALTER TABLE intents ADD COLUMN baseline TEXT",
      "ALTER TABLE intents ADD COLUMN clean_reads INTEGER NOT NULL DEFAULT 0",
      "ALTER TABLE intents ADD COLUMN clean_at INTEGER",
      `CREATE TABLE exchanges (seq INTEGER PRIMARY KEY, intent_id TEXT NOT NULL, at INTEGER NOT NULL, step TEXT NOT NULL,
         method TEXT NOT NULL, path TEXT NOT NULL, request TEXT, status INTEGER, answer TEXT)`,
      "CREATE INDEX exchanges_by_intent ON exchanges (intent_id, seq)",
      "CREATE INDEX exchanges_by_age ON exchanges (at)",
      `CREATE TABLE pushed (order_id TEXT PRIMARY KEY, generation INTEGER NOT NULL, external_id TEXT NOT NULL,
         sendcloud_id INTEGER, hash TEXT NOT NULL, content TEXT NOT NULL, state TEXT NOT NULL, at INTEGER NOT NULL) WITHOUT ROWID`,
      `CREATE TABLE returns (return_key TEXT PRIMARY KEY, order_id TEXT NOT NULL, return_id TEXT, tracking_number TEXT,
         created_at INTEGER, content TEXT NOT NULL, stage TEXT NOT NULL, at INTEGER NOT NULL) WITHOUT ROWID`,
      "CREATE INDEX orders_by_number ON orders (number)",
      "CREATE INDEX returns_by_order ON returns (order_id)",
      "CREATE INDEX returns_by_id ON returns (return_id) WHERE return_id IS NOT NULL",
      "CREATE INDEX returns_by_tracking ON returns (tracking_number) WHERE tracking_number IS NOT NULL",
      `CREATE TABLE attention (item_key TEXT PRIMARY KEY, kind TEXT NOT NULL, order_id TEXT, details TEXT NOT NULL,
         at INTEGER NOT NULL) WITHOUT ROWID`,
      `CREATE TABLE resolved (target TEXT NOT NULL, row_key TEXT NOT NULL, content TEXT NOT NULL,
         PRIMARY KEY (target, row_key)) WITHOUT ROWID`,
    ],
  ],
  [
    3,
    [
      "CREATE TABLE jobs (job_id TEXT PRIMARY KEY, actor TEXT NOT NULL, at INTEGER NOT NULL) WITHOUT ROWID",
      `CREATE TABLE job_items (job_id TEXT NOT NULL, order_id TEXT NOT NULL, place INTEGER NOT NULL, state TEXT NOT NULL,
         reason TEXT, intent_id TEXT, next_at INTEGER NOT NULL, PRIMARY KEY (job_id, order_id)) WITHOUT ROWID`,
      "CREATE INDEX job_items_due ON job_items (next_at, place) WHERE state = 'waiting' AND intent_id IS NULL",
      "CREATE INDEX job_items_by_intent ON job_items (intent_id) WHERE state = 'waiting' AND intent_id IS NOT NULL",
    ],
  ],
  [4, ["ALTER TABLE pushed ADD COLUMN there TEXT"]],
  [
    5,
    [
      "CREATE TABLE sku_facts (sku TEXT PRIMARY KEY, facts TEXT, stale INTEGER NOT NULL) WITHOUT ROWID",
      "CREATE INDEX sku_facts_stale ON sku_facts (sku) WHERE stale > 0",
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
  [
    2,
    [
      "CREATE TABLE unmatched_returns (return_key TEXT PRIMARY KEY, news TEXT NOT NULL, first_at INTEGER NOT NULL) WITHOUT ROWID",
    ],
  ],
  [
    3,
    [
      "ALTER TABLE inbox ADD COLUMN stale INTEGER NOT NULL DEFAULT 0",
      `CREATE TABLE attention (item_key TEXT PRIMARY KEY, kind TEXT NOT NULL, details TEXT NOT NULL, at INTEGER NOT NULL,
         resolved INTEGER NOT NULL, version INTEGER NOT NULL, told INTEGER NOT NULL) WITHOUT ROWID`,
      "CREATE INDEX attention_untold ON attention (item_key) WHERE told < version",
    ],
  ],
  [
    4,
    [
      `CREATE TABLE watched (sendcloud_id INTEGER PRIMARY KEY, store_id TEXT NOT NULL, content TEXT NOT NULL,
         to_look INTEGER NOT NULL, missing_at INTEGER)`,
      `CREATE TABLE vanished (sendcloud_id INTEGER PRIMARY KEY, store_id TEXT NOT NULL, order_id TEXT NOT NULL,
         number TEXT NOT NULL, at INTEGER NOT NULL, verdict TEXT, told INTEGER NOT NULL)`,
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
