import { findOrdersByNumbers } from "../db/order-numbers";
import type { AttentionKind } from "../domain/attention";
import { numberKey } from "../domain/order-number";
import { mergeReturn, returnKey } from "../domain/return";
import type { ReturnNews } from "../sendcloud/translate-return";
import type { ShipmentNews } from "../sendcloud/translate-shipment";
import { clearForAccount, countRaised, raiseForAccount } from "./account-attention";
import type { AccountDesk, StorePort } from "./account-desk";
import { integrationOf } from "./open-sendcloud";

/** What no order claims may be news of a label that is still being bought, or of an order that is still to come. */
const WAITS_MS = 72 * 3_600_000;
/** After that a person is asked; the row is still offered for as long as the polls would show it. */
const KEPT_MS = 31 * 86_400_000;
const OFFERED_AT_ONCE = 1_000;
/** Somebody else's labels in the same integration must not bury what else waits for a person. */
const RAISED_AT_MOST = 50;

/** The order that a row concerns. */
type Owner = { storeId: string; orderId: string };
type Owned<N> = { news: N; owner: Owner };

/** What differs between shipments and returns on their way to the stores. */
export type Road<N> = {
  table: "unmatched" | "unmatched_returns";
  key: "shipment_id" | "return_key";
  attention: AttentionKind;
  keyOf(news: N): string;
  referenceOf(news: N): string | null;
  numberOf(news: N): string | null;
  /** What is worth keeping of a row that waits; it may be known in part already. */
  kept(news: N, before: N | null): N;
  /** For each row, whether the store knows it. */
  tell(store: StorePort, own: readonly Owned<N>[]): Promise<boolean[]>;
};

export const SHIPMENTS: Road<ShipmentNews> = {
  table: "unmatched",
  key: "shipment_id",
  attention: "unmatched-shipment",
  keyOf: ({ shipmentId }) => shipmentId,
  referenceOf: ({ externalReference }) => externalReference,
  numberOf: ({ orderNumber }) => orderNumber,
  // Labels stay out.
  kept: (news) => ({ ...news, parcels: news.parcels.map((parcel) => ({ ...parcel, labelFile: null })) }),
  async tell(store, own) {
    const known = new Set(await store.shipmentNews(own.map(({ news }) => news)));
    return own.map(({ news }) => known.has(news.shipmentId));
  },
};

export const RETURNS: Road<ReturnNews> = {
  table: "unmatched_returns",
  key: "return_key",
  attention: "unmatched-return",
  keyOf: returnKey,
  referenceOf: () => null,
  numberOf: ({ orderNumber }) => orderNumber,
  kept: (news, before) => (before ? mergeReturn(before, news) : news),
  tell: (store, own) => store.returnNews(own.map(({ news, owner }) => ({ ...news, orderId: owner.orderId }))),
};

/** Brings news to the stores they concern, by our reference, then by the order's number; the rest waits. */
export async function tellStores<N>(desk: AccountDesk, road: Road<N>, news: readonly N[]): Promise<void> {
  if (news.length === 0) return;
  const owners = await ownersOf(desk, road, news);
  const byStore = new Map<string, Owned<N>[]>();
  news.forEach((one, index) => {
    const owner = owners[index];
    if (!owner) keepUnmatched(desk, road, one);
    else byStore.set(owner.storeId, [...(byStore.get(owner.storeId) ?? []), { news: one, owner }]);
  });
  await Promise.all([...byStore].map(([storeId, own]) => tellStore(desk, road, storeId, own)));
}

// A store that cannot be reached slows no other: its news wait like unknown ones and are offered again.
async function tellStore<N>(
  desk: AccountDesk,
  road: Road<N>,
  storeId: string,
  own: readonly Owned<N>[],
): Promise<void> {
  const known = await road.tell(desk.storeObject(storeId), own).catch(() => []);
  own.forEach(({ news }, index) => {
    if (known[index]) forgetUnmatched(desk, road, road.keyOf(news));
    else keepUnmatched(desk, road, news);
  });
}

/** The owner of each row, in two statements for all: who bought under this reference, else who holds the number. */
async function ownersOf<N>(desk: AccountDesk, road: Road<N>, news: readonly N[]): Promise<(Owner | null)[]> {
  const { sql, d1 } = desk.ports;
  const references = news.flatMap((one) => road.referenceOf(one) ?? []);
  const claims = sql.all<{ reference: string; store_id: string; order_id: string }>(
    "SELECT * FROM claims WHERE reference IN (SELECT value FROM json_each(?))",
    JSON.stringify(references),
  );
  const byReference = new Map(
    claims.map((claim) => [claim.reference, { storeId: claim.store_id, orderId: claim.order_id }]),
  );
  const claimed = news.map((one) => byReference.get(road.referenceOf(one) ?? "") ?? null);
  const numbers = news.flatMap((one, index) => (claimed[index] ? [] : (keyOfNumber(road, one) ?? [])));
  if (numbers.length === 0) return claimed;
  const { workspaceId } = desk.account;
  const byNumber = await findOrdersByNumbers(d1, workspaceId, integrationOf(desk.account), numbers);
  return news.map((one, index) => claimed[index] ?? byNumber.get(keyOfNumber(road, one) ?? "") ?? null);
}

function keyOfNumber<N>(road: Road<N>, news: N): string | null {
  const number = road.numberOf(news);
  return number === null ? null : numberKey(number);
}

/** Offers again what waits; asks for a person after three days, and lets go when no poll would show it any more. */
export async function offerAgain<N>(desk: AccountDesk, road: Road<N>): Promise<void> {
  const { sql, now } = desk.ports;
  const gone = sql.all<{ key: string }>(
    `SELECT ${road.key} AS key FROM ${road.table} WHERE first_at < ?`,
    now() - KEPT_MS,
  );
  for (const { key } of gone) forgetUnmatched(desk, road, key);
  const rows = sql.all<{ news: string }>(`SELECT news FROM ${road.table} ORDER BY first_at LIMIT ?`, OFFERED_AT_ONCE);
  await tellStores(
    desk,
    road,
    rows.map(({ news }) => JSON.parse(news) as N),
  );
  raiseOverdue(desk, road);
}

function raiseOverdue<N>(desk: AccountDesk, road: Road<N>): void {
  const { sql, now } = desk.ports;
  const overdue = sql.all<{ key: string; news: string }>(
    `SELECT ${road.key} AS key, news FROM ${road.table} WHERE first_at < ? ORDER BY first_at LIMIT ?`,
    now() - WAITS_MS,
    OFFERED_AT_ONCE,
  );
  let room = RAISED_AT_MOST - countRaised(desk, road.attention);
  for (const { key, news } of overdue) {
    const itemKey = itemOf(road, key);
    const isRaised = sql.all("SELECT 1 FROM attention WHERE item_key = ?", `${desk.account.id}:${itemKey}`).length > 0;
    if (isRaised || room <= 0) continue;
    room -= 1;
    const orderNumber = road.numberOf(JSON.parse(news) as N);
    raiseForAccount(desk, { key: itemKey, kind: road.attention, details: { orderNumber, accountId: desk.account.id } });
  }
}

function keepUnmatched<N>(desk: AccountDesk, road: Road<N>, news: N): void {
  const { sql, now } = desk.ports;
  const key = road.keyOf(news);
  const [row] = sql.all<{ news: string }>(`SELECT news FROM ${road.table} WHERE ${road.key} = ?`, key);
  const text = JSON.stringify(road.kept(news, row ? (JSON.parse(row.news) as N) : null));
  if (row?.news === text) return;
  sql.run(
    `INSERT INTO ${road.table} (${road.key}, news, first_at) VALUES (?, ?, ?)
     ON CONFLICT (${road.key}) DO UPDATE SET news = excluded.news`,
    key,
    text,
    now(),
  );
}

function forgetUnmatched<N>(desk: AccountDesk, road: Road<N>, key: string): void {
  const gone = desk.ports.sql.run(`DELETE FROM ${road.table} WHERE ${road.key} = ?`, key);
  if (gone > 0) clearForAccount(desk, itemOf(road, key));
}

function itemOf<N>({ attention }: Road<N>, key: string): string {
  return `${attention}:${key}`;
}
