import { digestHex } from "../lib/digest";
import { remember, remembered } from "../lib/memo";
import type { Sql } from "../lib/ports";
import { queueRow } from "./queue-row";
import type { StoreDesk } from "./store-desk";

/** One line of the timeline as the object keeps it. */
export type Fact = {
  seq: number;
  order_id: string;
  at: number;
  kind: string;
  actor: string | null;
  details: string;
  hash: string;
};

/** Facts about the store itself carry no order. */
export const STORE_ITSELF = "";

/**
 * Writes one line of an order's timeline: here for good, chained to the line before it, and on its way to D1. SHA-256
 * from a library, because the platform's own is asynchronous and a fact joins the synchronous block of its change.
 */
export function recordFact(
  desk: Pick<StoreDesk, "ports">,
  orderId: string,
  kind: string,
  details: object,
  actor: string | null,
): void {
  const { sql, now } = desk.ports;
  const last = lastFact(sql);
  const seq = (last?.seq ?? 0) + 1;
  const fact = { seq, order_id: orderId, at: now(), kind, actor, details: JSON.stringify(details) };
  const hash = chainHash(last?.hash ?? "", fact);
  sql.run(
    "INSERT INTO facts (seq, order_id, at, kind, actor, details, hash) VALUES (?, ?, ?, ?, ?, ?, ?)",
    seq,
    orderId,
    fact.at,
    kind,
    actor,
    fact.details,
    hash,
  );
  remember(sql, LAST_FACT, { seq, hash } satisfies Last);
  queueRow(sql, "events", { order_id: orderId, seq, at: fact.at, kind, actor, details: fact.details });
}

/** What a fact's hash must be, given its forerunner's ("" for the first). */
export function chainHash(previous: string, fact: Omit<Fact, "hash">): string {
  const { seq, order_id, at, kind, actor, details } = fact;
  const text = JSON.stringify([previous, seq, order_id, at, kind, actor, details]);
  return digestHex(text);
}

type Last = { seq: number; hash: string };
const LAST_FACT = "last fact";

function lastFact(sql: Sql): Last | null {
  return remembered(
    sql,
    LAST_FACT,
    () => sql.all<Last>("SELECT seq, hash FROM facts ORDER BY seq DESC LIMIT 1")[0] ?? null,
  );
}
