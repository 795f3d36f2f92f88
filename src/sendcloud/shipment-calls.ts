import type { Reply } from "../lib/http";
import { isoTime } from "../lib/time";
import type { AnnounceBody } from "./announce";
import { readOne } from "./envelope";
import { type Page, walkPages } from "./paging";
import { announcementFailure, type ShipmentNews, toShipmentNews } from "./translate-shipment";
import { READ_TIMEOUT_MS, rejectedWhenAbsent, type Transport, WRITE_TIMEOUT_MS } from "./transport";
import * as wire from "./wire";

/**
 * An announcement that Sendcloud holds. `adopted`: it already did, a 409 brought it back. `failed`: why there is no live
 * label, empty when there is one.
 */
export type Announced = { shipment: ShipmentNews; adopted: boolean; failed: string[] };

/** Filters join by "and". `updatedAfter` is epoch milliseconds; at most 100 shipment ids. */
export type ShipmentsQuery = {
  externalReference?: string;
  orderNumber?: string;
  integrationId?: number;
  updatedAfter?: number;
  shipmentIds?: string[];
};

export type ShipmentCalls = {
  /**
   * Buys a label (sendcloud.md 3.1). A 409 with our own shipment is `ok` and adopted (1.7); a 409 without it, or an answer
   * that holds another shipment, is `unknown`: read back by the reference.
   */
  announce(body: AnnounceBody): Promise<Reply<Announced>>;
  /** A shipment by its id; `rejected` 404 when there is none. */
  shipment(id: string): Promise<Reply<ShipmentNews>>;
  /**
   * Lists shipments, at most 2,000 a call: go on with `cursor`. Rows that a named filter should have kept out are
   * dropped; when only such rows came, the filter was ignored and the reply is `unknown`, for it proves no absence.
   */
  shipments(query: ShipmentsQuery, cursor?: string): Promise<Reply<Page<ShipmentNews>>>;
  /** "queued" may still fail within 14 days; a 409 is `rejected`: read the shipment again (sendcloud.md 3.3). */
  cancel(id: string): Promise<Reply<{ cancellation: "cancelled" | "queued" }>>;
};

const PAGE_SIZE = "100";
const MOST_IDS = 100;

/** The calls that make, read and void shipments. */
export function shipmentCalls(transport: Transport): ShipmentCalls {
  return {
    announce: (body) => announce(transport, body),
    shipment: (id) => readOneShipment(transport, id),
    shipments: (query, cursor) => listShipments(transport, query, cursor),
    cancel: (id) =>
      transport.ask(
        { method: "POST", path: `/shipments/${encodeURIComponent(id)}/cancel`, timeoutMs: WRITE_TIMEOUT_MS },
        readCancellation,
      ),
  };
}

async function announce(transport: Transport, body: AnnounceBody): Promise<Reply<Announced>> {
  const reference = body.external_reference_id;
  const call = { method: "POST", path: "/shipments/announce", body, timeoutMs: WRITE_TIMEOUT_MS } as const;
  const reply = await transport.ask(call, (answer) => {
    const shipment = readShipment(answer);
    if (!shipment || (shipment.externalReference ?? reference) !== reference) return null;
    return announced(shipment, false);
  });
  if (reply.kind !== "rejected" || reply.status !== 409) return reply;
  const existing = readShipment(reply.body);
  const value = existing?.externalReference === reference ? announced(existing, true) : null;
  if (value) return { kind: "ok", value, status: 409, headers: {} };
  return { kind: "unknown", why: "unexpected-shape", status: 409, message: reply.message };
}

// Neither a parcel nor an objection: nobody can say whether a label exists.
function announced(shipment: ShipmentNews, adopted: boolean): Announced | null {
  if (shipment.parcels.length === 0 && shipment.errors.length === 0) return null;
  return { shipment, adopted, failed: announcementFailure(shipment) };
}

async function readOneShipment(transport: Transport, id: string): Promise<Reply<ShipmentNews>> {
  const path = `/shipments/${encodeURIComponent(id)}`;
  const reply = await transport.ask({ method: "GET", path, timeoutMs: READ_TIMEOUT_MS }, (answer) => {
    const found = readShipment(answer);
    return found?.shipmentId === id ? found : null;
  });
  return rejectedWhenAbsent(reply);
}

async function listShipments(
  transport: Transport,
  query: ShipmentsQuery,
  cursor: string | undefined,
): Promise<Reply<Page<ShipmentNews>>> {
  const reply = await walkPages(transport, {
    path: "/shipments",
    query: toParameters(query),
    schema: wire.shipment,
    translate: toShipmentNews,
    ...(cursor === undefined ? {} : { cursor }),
  });
  if (reply.kind !== "ok") return reply;
  const { rows, unreadable, next } = reply.value;
  const fitting = rows.filter((row) => fits(row, query));
  const nothingProven = fitting.length === 0 && (rows.length > 0 || (unreadable > 0 && names(query)));
  if (nothingProven) return { kind: "unknown", why: "unexpected-shape", status: reply.status, message: "" };
  return { ...reply, value: { rows: fitting, unreadable, next } };
}

function toParameters(query: ShipmentsQuery): Record<string, string> {
  const { externalReference, orderNumber, integrationId, updatedAfter, shipmentIds } = query;
  if (shipmentIds && (shipmentIds.length === 0 || shipmentIds.length > MOST_IDS)) {
    throw new Error(`ask for 1 to ${MOST_IDS} shipments, not ${shipmentIds.length}`);
  }
  return {
    page_size: PAGE_SIZE,
    ...(externalReference !== undefined && { external_reference_id: externalReference }),
    ...(orderNumber !== undefined && { order_number: orderNumber }),
    ...(integrationId !== undefined && { integration_id: String(integrationId) }),
    ...(updatedAfter !== undefined && { updated_after: isoTime(updatedAfter) }),
    ...(shipmentIds && { shipment_uuids: shipmentIds.join(",") }),
  };
}

function names({ externalReference, orderNumber, shipmentIds }: ShipmentsQuery): boolean {
  return externalReference !== undefined || orderNumber !== undefined || shipmentIds !== undefined;
}

// Unknown filters are ignored silently by Sendcloud's lists (sendcloud.md 2.2): each row is checked again.
function fits(row: ShipmentNews, { externalReference, orderNumber, shipmentIds }: ShipmentsQuery): boolean {
  if (externalReference !== undefined && row.externalReference !== externalReference) return false;
  if (orderNumber !== undefined && row.orderNumber?.toUpperCase() !== orderNumber.toUpperCase()) return false;
  return shipmentIds === undefined || shipmentIds.includes(row.shipmentId);
}

function readShipment(body: unknown): ShipmentNews | null {
  const found = readOne(wire.shipment, body);
  return found && toShipmentNews(found);
}

// Only the plain word is believed: any other answer is watched until the parcel says so (sendcloud.md 11.9).
function readCancellation(body: unknown): { cancellation: "cancelled" | "queued" } | null {
  const read = readOne(wire.cancelStatus, body);
  return read && { cancellation: /^cancell?ed$/i.test(read.status) ? "cancelled" : "queued" };
}
