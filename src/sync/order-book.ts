import { type Corrections, correctRecipient, type Recipient } from "../domain/address";
import type { Order } from "../domain/order";
import type { OrderState, Place } from "../domain/order-state";
import { isLive, type Parcel } from "../domain/parcel";
import { remember, remembered } from "../lib/memo";
import type { Sql } from "../lib/ports";

/** An order as the store's object holds it. */
export type BookedOrder = {
  order: Order;
  number: string;
  /** The chosen number field was empty, so the order id stands in. */
  noReference: boolean;
  corrections: Corrections;
  place: Place | null;
  state: OrderState | null;
  /** The row of design.md 5a the state came from; 0 before the first. */
  stateRow: number;
  /** Imported when it was over already: nothing happens to it by itself. */
  quiet: boolean;
  /** When the marketplace was last asked, by our clock. */
  readAt: number;
};

const COLUMNS = "content, number, no_reference, corrections, place, state, state_row, quiet, read_at";

type Row = {
  content: string;
  number: string;
  no_reference: number;
  corrections: string;
  place: string | null;
  state: string | null;
  state_row: number;
  quiet: number;
  read_at: number;
};

export function findBooked(sql: Sql, orderId: string): BookedOrder | null {
  return remembered(sql, orderPlace(orderId), () => {
    const [row] = sql.all<Row>(`SELECT ${COLUMNS} FROM orders WHERE order_id = ?`, orderId);
    return row ? readRow(row) : null;
  });
}

/** The JSON in which an order came last; null for one that is not booked, or after the purge. */
export function rawOf(sql: Sql, orderId: string): string | null {
  return remembered(sql, rawPlace(orderId), () => {
    const [row] = sql.all<{ raw: string | null }>("SELECT raw FROM orders WHERE order_id = ?", orderId);
    return row?.raw ?? null;
  });
}

/** The order of that number among those that Sendcloud holds for us. */
export function findPushedByNumber(sql: Sql, number: string): BookedOrder | null {
  const [row] = sql.all<Row>(
    "SELECT orders.* FROM orders JOIN pushed USING (order_id) WHERE orders.number = ? LIMIT 1",
    number,
  );
  return row ? readRow(row) : null;
}

/** The orders that moved last, the youngest first: those whose JSON is still kept. */
export function recentBooked(sql: Sql, limit: number): BookedOrder[] {
  // Each half comes from its own index; one question for both would sort every order there is.
  const over = `SELECT ${COLUMNS} FROM orders WHERE open = 0 AND raw IS NOT NULL ORDER BY updated_at DESC LIMIT ?`;
  const rows = [...openBooked(sql, limit), ...sql.all<Row>(over, limit).map(readRow)];
  return rows.toSorted((a, b) => b.order.createdAt - a.order.createdAt).slice(0, limit);
}

/** The open orders that moved last. */
export function openBooked(sql: Sql, limit: number): BookedOrder[] {
  const open = `SELECT ${COLUMNS} FROM orders WHERE open = 1 ORDER BY updated_at DESC LIMIT ?`;
  return sql.all<Row>(open, limit).map(readRow);
}

/** The order of that number. */
export function findByNumber(sql: Sql, number: string): BookedOrder | null {
  const [row] = sql.all<{ order_id: string }>("SELECT order_id FROM orders WHERE number = ? LIMIT 1", number);
  return row ? findBooked(sql, row.order_id) : null;
}

export function saveBooked(sql: Sql, booked: BookedOrder, open: boolean): void {
  const { order } = booked;
  sql.run(
    `INSERT INTO orders (order_id, content, updated_at, read_at, number, no_reference, corrections, place, state, state_row, quiet, open)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (order_id) DO UPDATE SET content = excluded.content, updated_at = excluded.updated_at,
       read_at = excluded.read_at, number = excluded.number, no_reference = excluded.no_reference,
       corrections = excluded.corrections, place = excluded.place, state = excluded.state, state_row = excluded.state_row,
       quiet = excluded.quiet, open = excluded.open`,
    order.orderId,
    JSON.stringify(order),
    order.updatedAt,
    booked.readAt,
    booked.number,
    booked.noReference ? 1 : 0,
    JSON.stringify(booked.corrections),
    booked.place,
    booked.state && JSON.stringify(booked.state),
    booked.stateRow,
    booked.quiet ? 1 : 0,
    open ? 1 : 0,
  );
  remember(sql, orderPlace(order.orderId), booked);
}

/** Keeps the JSON an order came in, until the purge. */
export function keepRaw(sql: Sql, orderId: string, raw: string): void {
  sql.run("UPDATE orders SET raw = ? WHERE order_id = ?", raw, orderId);
  remember(sql, rawPlace(orderId), raw);
}

/** Notes that the marketplace was asked and said nothing new. */
export function noteRead(sql: Sql, orderId: string, readAt: number): void {
  sql.run("UPDATE orders SET read_at = ? WHERE order_id = ?", readAt, orderId);
  const known = sql.memo.get(orderPlace(orderId)) as BookedOrder | null | undefined;
  if (known) remember(sql, orderPlace(orderId), { ...known, readAt });
}

/** Where the parcel goes: the marketplace's words with the corrections laid over. Null until there is an address. */
export function recipientOf({ order, corrections }: Pick<BookedOrder, "order" | "corrections">): Recipient | null {
  const theirs = marketplaceRecipient(order);
  return theirs && correctRecipient(theirs, corrections);
}

/** Where the marketplace says the parcel goes. */
export function marketplaceRecipient(order: Order): Recipient | null {
  return order.shippingAddress && { address: order.shippingAddress, email: order.buyer.email ?? "" };
}

export function parcelsOf(sql: Sql, orderId: string): readonly Parcel[] {
  return remembered(sql, parcelsPlace(orderId), () =>
    sql
      .all<{ content: string }>(
        "SELECT content FROM parcels WHERE order_id = ? ORDER BY parcel_no, generation",
        orderId,
      )
      .map((row) => JSON.parse(row.content) as Parcel),
  );
}

/** Whether the label with this tracking number still lives. */
export function isTrackingLive(sql: Sql, orderId: string, trackingNumber: string): boolean {
  return parcelsOf(sql, orderId).some((parcel) => isLive(parcel) && parcel.trackingNumber === trackingNumber);
}

export function findParcelByShipment(sql: Sql, shipmentId: string): { orderId: string; parcel: Parcel } | null {
  const [row] = sql.all<{ order_id: string; content: string }>(
    "SELECT order_id, content FROM parcels WHERE shipment_id = ?",
    shipmentId,
  );
  return row ? { orderId: row.order_id, parcel: JSON.parse(row.content) as Parcel } : null;
}

export function saveParcel(sql: Sql, orderId: string, parcel: Parcel): void {
  sql.run(
    `INSERT INTO parcels (order_id, parcel_no, generation, shipment_id, content) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT (order_id, parcel_no, generation) DO UPDATE SET shipment_id = excluded.shipment_id, content = excluded.content`,
    orderId,
    parcel.parcelNo,
    parcel.generation,
    parcel.shipmentId,
    JSON.stringify(parcel),
  );
  sql.memo.delete(parcelsPlace(orderId));
}

function readRow(row: Row): BookedOrder {
  return {
    order: JSON.parse(row.content) as Order,
    number: row.number,
    noReference: row.no_reference === 1,
    corrections: JSON.parse(row.corrections) as Corrections,
    place: row.place as Place | null,
    state: row.state === null ? null : (JSON.parse(row.state) as OrderState),
    stateRow: row.state_row,
    quiet: row.quiet === 1,
    readAt: row.read_at,
  };
}

const orderPlace = (orderId: string) => `order ${orderId}`;
const rawPlace = (orderId: string) => `raw ${orderId}`;
const parcelsPlace = (orderId: string) => `parcels ${orderId}`;
