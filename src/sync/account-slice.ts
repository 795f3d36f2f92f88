import { findOrderByNumber } from "../db/order-numbers";
import { numberKey } from "../domain/order-number";
import type { ShipmentNews } from "../sendcloud/translate-shipment";
import { parcelStatusChanged, webhookHead } from "../sendcloud/wire";
import type { AccountDesk } from "./account-desk";
import { keep, recall } from "./keeping";
import { integrationOf } from "./open-sendcloud";

const REARM_MS = 60_000;
/** Webhooks may never come: polling alone reaches the same state, only later (reliability.md 2.6). */
const POLL_EVERY_MS = 10 * 60_000;
const POLL_OVERLAP_MS = 10 * 60_000;
const INBOX_AT_ONCE = 50;
const INBOX_TRIES = 5;
const INBOX_AGAIN_MS = 30_000;
/** A shipment that no order here claims may be news of a label we are still buying. */
const UNMATCHED_KEPT_MS = 72 * 3_600_000;

/** One slice of an account's work: what knocked, then the poll, each told to the store it concerns. */
export async function runAccountSlice(desk: AccountDesk): Promise<void> {
  const { sql, now, alarm } = desk.ports;
  alarm.set(now() + REARM_MS);
  const left = await readInbox(desk);
  await pollShipments(desk);
  await tellUnmatchedAgain(desk);
  const next = (recall<number>(sql, "polled_at") ?? now()) + POLL_EVERY_MS;
  alarm.set(left ? Math.min(now() + INBOX_AGAIN_MS, next) : next);
}

// A webhook is a knock: what it says is never believed, only the shipment it names is read (design.md 5).
async function readInbox(desk: AccountDesk): Promise<boolean> {
  const { sql, now } = desk.ports;
  const rows = sql.all<{ hash: string; body: string }>(
    "SELECT hash, body FROM inbox WHERE read_at IS NULL AND tries < ? ORDER BY received_at LIMIT ?",
    INBOX_TRIES,
    INBOX_AT_ONCE,
  );
  for (const { hash, body } of rows) {
    const shipmentId = namedShipment(body);
    const reply = shipmentId === null ? null : await desk.sendcloud.shipment(shipmentId);
    if (reply?.kind === "ok") await tellStores(desk, [reply.value]);
    const settled = reply === null || reply.kind === "ok" || reply.kind === "rejected";
    sql.run("UPDATE inbox SET tries = tries + 1, read_at = ? WHERE hash = ?", settled ? now() : null, hash);
  }
  sql.run("DELETE FROM inbox WHERE received_at < ?", now() - UNMATCHED_KEPT_MS);
  return sql.all("SELECT 1 FROM inbox WHERE read_at IS NULL AND tries < ? LIMIT 1", INBOX_TRIES).length > 0;
}

function namedShipment(body: string): string | null {
  try {
    const head = webhookHead.safeParse(JSON.parse(body));
    if (!head.success || head.data.action !== "parcel_status_changed") return null;
    const change = parcelStatusChanged.safeParse(JSON.parse(body));
    return change.success ? (change.data.parcel.shipment_uuid ?? null) : null;
  } catch {
    return null;
  }
}

async function pollShipments(desk: AccountDesk): Promise<void> {
  const { sql, now } = desk.ports;
  const polledAt = recall<number>(sql, "polled_at");
  if (polledAt !== null && now() - polledAt < POLL_EVERY_MS) return;
  const startedAt = now();
  keep(sql, "polled_at", startedAt);
  const since = recall<number>(sql, "shipments_since") ?? startedAt;
  const query = { integrationId: desk.account.integrationId, updatedAfter: since - POLL_OVERLAP_MS };
  let cursor: string | undefined;
  do {
    const reply = await desk.sendcloud.shipments(query, cursor);
    // The window stays where it is: the next poll reads it again.
    if (reply.kind !== "ok") return;
    await tellStores(desk, reply.value.rows);
    cursor = reply.value.next ?? undefined;
  } while (cursor !== undefined);
  keep(sql, "shipments_since", startedAt);
}

/** Brings news to the stores they concern, by our reference, then by the order's number; the rest waits 72 hours. */
async function tellStores(desk: AccountDesk, news: readonly ShipmentNews[]): Promise<void> {
  const byStore = new Map<string, ShipmentNews[]>();
  for (const one of news) {
    const storeId = await ownerOf(desk, one);
    if (storeId === null) keepUnmatched(desk, one);
    else byStore.set(storeId, [...(byStore.get(storeId) ?? []), one]);
  }
  for (const [storeId, own] of byStore) {
    const known = new Set(await desk.storeObject(storeId).shipmentNews(own));
    for (const one of own) {
      if (known.has(one.shipmentId)) desk.ports.sql.run("DELETE FROM unmatched WHERE shipment_id = ?", one.shipmentId);
      else keepUnmatched(desk, one);
    }
  }
}

async function ownerOf(desk: AccountDesk, { externalReference, orderNumber }: ShipmentNews): Promise<string | null> {
  const { sql, d1 } = desk.ports;
  if (externalReference) {
    const [claim] = sql.all<{ store_id: string }>("SELECT store_id FROM claims WHERE reference = ?", externalReference);
    if (claim) return claim.store_id;
  }
  if (!orderNumber) return null;
  const { workspaceId } = desk.account;
  const found = await findOrderByNumber(d1, workspaceId, integrationOf(desk.account), numberKey(orderNumber));
  return found?.storeId ?? null;
}

function keepUnmatched(desk: AccountDesk, news: ShipmentNews): void {
  // Labels and addresses stay out: only what is needed to ask again.
  const slim = { ...news, parcels: news.parcels.map((parcel) => ({ ...parcel, labelFile: null })) };
  desk.ports.sql.run(
    `INSERT INTO unmatched (shipment_id, news, first_at) VALUES (?, ?, ?)
     ON CONFLICT (shipment_id) DO UPDATE SET news = excluded.news`,
    news.shipmentId,
    JSON.stringify(slim),
    desk.ports.now(),
  );
}

async function tellUnmatchedAgain(desk: AccountDesk): Promise<void> {
  const { sql, now } = desk.ports;
  sql.run("DELETE FROM unmatched WHERE first_at < ?", now() - UNMATCHED_KEPT_MS);
  const rows = sql.all<{ news: string }>("SELECT news FROM unmatched ORDER BY first_at LIMIT ?", INBOX_AT_ONCE);
  if (rows.length > 0)
    await tellStores(
      desk,
      rows.map((row) => JSON.parse(row.news) as ShipmentNews),
    );
}
