import type { Sql } from "../lib/ports";
import { clearAttention, raiseAttention } from "./attention";
import { bookOrders } from "./book-orders";
import { recordFact } from "./facts";
import { keep, recall } from "./keeping";
import { findBooked } from "./order-book";
import { noteFailure, noteSuccess, noteWalk, OPEN_STATES } from "./pull-orders";
import { isLost, isOpenState, ORDERS_A_CALL, rereadOrders } from "./reread-orders";
import { asideKey } from "./set-aside";
import type { StoreDesk } from "./store-desk";
import type { SyncStrip } from "./stub-stores";

const PROVE_EVERY_MS = 3_600_000;
const AFTER_FAILURE_MS = 15 * 60_000;
const KEY = "order-missing:";

export type Proof = NonNullable<SyncStrip["proof"]>;

/**
 * Proves that no open order is missing, in the place of a poll (design.md 5): all open orders of the marketplace against
 * ours. What differs is read again by its ids at once, and put before a person only when it still differs.
 */
export async function proveNothingMissing(desk: StoreDesk): Promise<void> {
  const { sql, now } = desk.ports;
  const startedAt = now();
  noteWalk(desk, "open");
  keep(sql, "proof_due_at", startedAt + AFTER_FAILURE_MS);
  const walk = await desk.mirakl.allOrders({ states: OPEN_STATES });
  if (walk.kind !== "ok") return noteFailure(desk, walk);
  await bookOrders(desk, walk.value, false, () => undefined);
  const there = new Set([...walk.value.orders.map(({ order }) => order.orderId), ...walk.value.setAside.map(asideKey)]);
  const absent = await lookAgain(desk, there);
  if (!absent) return;
  sql.transaction(() => {
    const proof = compare(desk, there, absent);
    tellDifferences(desk, new Set(proof.missing), there);
    keep(sql, "proof", proof);
    keep(sql, "proof_due_at", startedAt + PROVE_EVERY_MS);
  });
  noteSuccess(desk);
}

export function lastProof({ ports: { sql } }: StoreDesk): Proof | null {
  return recall<Proof>(sql, "proof");
}

export function proofDueAt(sql: Sql): number {
  return recall<number>(sql, "proof_due_at") ?? 0;
}

/** Puts an order that is only on one side before a person, once. */
export function raiseMissing(desk: StoreDesk, orderId: string, missing: "here" | "there"): void {
  const isNew = raiseAttention(desk, { key: KEY + orderId, kind: "order-missing", orderId, details: { missing } });
  if (isNew) recordFact(desk, orderId, "difference", { missing }, null);
}

export function clearMissing(desk: StoreDesk, orderId: string): void {
  clearAttention(desk, KEY + orderId);
}

/** Reads what differs, and what differed the last time; corrects `there`, and gives the ids that are not there at all. */
async function lookAgain(desk: StoreDesk, there: Set<string>): Promise<Set<string> | null> {
  const absent = new Set<string>();
  const suspects = [...new Set([...differences(desk, there), ...knownMissing(desk)])];
  for (let from = 0; from < suspects.length; from += ORDERS_A_CALL) {
    const seen = await rereadOrders(desk, suspects.slice(from, from + ORDERS_A_CALL));
    if (!seen) return null;
    for (const [orderId, sighting] of seen) {
      const isAbsent = sighting === "absent" && !isRecentlyOpen(desk, orderId);
      if (sighting === "past" || isAbsent) there.delete(orderId);
      else there.add(orderId);
      if (sighting === "absent" && isLost(desk, orderId)) absent.add(orderId);
    }
  }
  return absent;
}

function differences(desk: StoreDesk, there: ReadonlySet<string>): string[] {
  const here = openHere(desk);
  const known = new Set([...here, ...asideHere(desk)]);
  return [...[...there].filter((id) => !known.has(id)), ...here.filter((id) => !there.has(id))];
}

function isRecentlyOpen(desk: StoreDesk, orderId: string): boolean {
  const booked = findBooked(desk.ports.sql, orderId);
  return booked !== null && isOpenState(booked.order.state) && !isLost(desk, orderId);
}

function compare(desk: StoreDesk, there: ReadonlySet<string>, absent: ReadonlySet<string>): Proof {
  const aside = asideHere(desk).filter((id) => there.has(id));
  const here = new Set([...openHere(desk), ...aside]);
  const missing = [...[...there].filter((id) => !here.has(id)), ...absent];
  return {
    atMirakl: there.size,
    here: here.size,
    setAside: aside.length,
    missing,
    checkedAt: desk.ports.now(),
  };
}

function tellDifferences(desk: StoreDesk, missing: ReadonlySet<string>, there: ReadonlySet<string>): void {
  for (const orderId of missing) raiseMissing(desk, orderId, there.has(orderId) ? "here" : "there");
  for (const orderId of knownMissing(desk)) if (!missing.has(orderId)) clearMissing(desk, orderId);
}

function knownMissing({ ports: { sql } }: StoreDesk): string[] {
  return sql
    .all<{ order_id: string }>("SELECT order_id FROM attention WHERE kind = 'order-missing'")
    .map((row) => row.order_id);
}

/** Our orders that the marketplace's open states should show. */
function openHere({ ports: { sql } }: StoreDesk): string[] {
  const rows = sql.all<{ order_id: string; state: string }>(
    "SELECT order_id, json_extract(content, '$.state') AS state FROM orders WHERE open = 1",
  );
  return rows.filter(({ state }) => isOpenState(state)).map((row) => row.order_id);
}

function asideHere({ ports: { sql } }: StoreDesk): string[] {
  return sql.all<{ order_id: string }>("SELECT order_id FROM set_aside").map((row) => row.order_id);
}
