import type { D1 } from "../lib/ports";

/** A row bound for D1, by the names of its columns; workspace and store are added here. */
export type OutboxRow = Record<string, string | number | null>;
export type OutboxTarget = keyof typeof TARGETS;

type Target = { key: readonly string[]; columns: readonly string[]; versioned: boolean };

const TARGETS = {
  orders: {
    key: ["order_id"],
    columns: [
      "number",
      "commercial_id",
      "state",
      "reason",
      "tab",
      "attention",
      "created_at",
      "deadline_at",
      "buyer_name",
      "country",
      "zip",
      "city",
      "total_minor",
      "currency",
      "item_count",
      "details",
    ],
    versioned: true,
  },
  order_lines: {
    key: ["order_id", "line_id"],
    columns: [
      "position",
      "state",
      "title",
      "sku",
      "offer_sku",
      "quantity",
      "cancelled_quantity",
      "refunded_minor",
      "unit_minor",
      "total_minor",
      "currency",
    ],
    versioned: true,
  },
  parcels: {
    key: ["order_id", "parcel_no", "generation"],
    columns: ["stage", "tracking_number", "details"],
    versioned: true,
  },
  intents: { key: ["order_id", "intent_id"], columns: ["kind", "state", "reason", "attempts", "at"], versioned: true },
  events: { key: ["order_id", "seq"], columns: ["at", "kind", "actor", "details"], versioned: false },
  set_aside_orders: { key: ["order_id"], columns: ["reason", "at", "resolved"], versioned: true },
} as const satisfies Record<string, Target>;

/**
 * Writes a batch of rows, all or none. An older version never replaces a newer one, so any prefix of the outbox may be
 * applied twice. Rows of one target must not name a key twice.
 */
export async function applyOutbox(
  d1: D1,
  place: { workspaceId: string; storeId: string },
  batch: ReadonlyMap<OutboxTarget, readonly OutboxRow[]>,
): Promise<void> {
  const statements = [...batch].map(([target, rows]) =>
    d1
      .prepare(upsertOf(target))
      .bind(place.workspaceId, place.storeId, JSON.stringify(rows.map((row) => valuesOf(target, row)))),
  );
  if (statements.length > 0) await d1.batch(statements);
}

/** What makes two outbox rows the same row of D1. */
export function outboxKey(target: OutboxTarget, row: OutboxRow): string {
  return JSON.stringify([target, ...TARGETS[target].key.map((column) => row[column])]);
}

/** Writes the heartbeat of a store for the watchdog; older news never replaces newer. */
export async function noteHeartbeat(d1: D1, beat: { workspaceId: string; storeId: string; at: number }): Promise<void> {
  await d1
    .prepare(
      `INSERT INTO store_health (store_id, workspace_id, heartbeat_at, version) VALUES (?, ?, ?, ?)
       ON CONFLICT (store_id) DO UPDATE SET heartbeat_at = excluded.heartbeat_at, version = excluded.version
         WHERE excluded.version > version`,
    )
    .bind(beat.storeId, beat.workspaceId, beat.at, beat.at)
    .run();
}

function columnsOf(target: OutboxTarget): string[] {
  const { key, columns, versioned } = TARGETS[target];
  return [...key, ...columns, ...(versioned ? ["version"] : [])];
}

function valuesOf(target: OutboxTarget, row: OutboxRow): (string | number | null)[] {
  return columnsOf(target).map((column) => row[column] ?? null);
}

function upsertOf(target: OutboxTarget): string {
  const { key, columns, versioned } = TARGETS[target];
  const all = columnsOf(target);
  const read = all.map((_, position) => `value->>${position}`).join(", ");
  const conflict = ["workspace_id", "store_id", ...key].join(", ");
  const set = [...columns, "version"].map((column) => `${column} = excluded.${column}`).join(", ");
  const settle = versioned ? `UPDATE SET ${set} WHERE excluded.version > ${target}.version` : "NOTHING";
  return `INSERT INTO ${target} (workspace_id, store_id, ${all.join(", ")})
    SELECT ?1, ?2, ${read} FROM json_each(?3) WHERE true ON CONFLICT (${conflict}) DO ${settle}`;
}
