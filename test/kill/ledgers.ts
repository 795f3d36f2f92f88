import { refundLedger } from "../../src/sandbox/money-ledger";
import { findOrder } from "../../src/sandbox/order-store";
import { labelLedger } from "../../src/sandbox/sendcloud-ledger";
import { parcelOf } from "../../src/sandbox/sendcloud-parcels";
import type { World } from "../../src/sandbox/world";
import type { Ledgers, RemoteOrder, SentBack, Tally } from "./simulator-calls";

/** The vendors' books, told so that nobody needs ours to compare. */
export function readLedgers(world: World, returns: SentBack[]): Ledgers {
  const { entries } = labelLedger(world);
  const credited = new Set(entries.filter(({ kind }) => kind === "credit").map(({ parcel_id: id }) => id));
  const labels = entries
    .filter(({ kind }) => kind === "label")
    .map((entry) => ({
      orderNumber: entry.order_number,
      reference: entry.external_reference_id,
      shipmentId: entry.shipment_id,
      trackingNumber: parcelOf(world.sql, entry.parcel_id)?.tracking_number ?? "",
      live: !credited.has(entry.parcel_id),
    }));
  const money = refundLedger(world).map((row) => ({
    id: row.id,
    orderId: row.order_id,
    lineId: row.order_line_id,
    minor: row.amount_minor + row.shipping_minor,
    byShop: row.by === "shop",
  }));
  return { labels, money, returns, orders: remoteOrders(world) };
}

function remoteOrders(world: World): RemoteOrder[] {
  const rows = world.sql.all<{ order_id: string }>("SELECT order_id FROM mirakl_orders ORDER BY created_at");
  return rows.flatMap(({ order_id: orderId }) => {
    const order = findOrder(world, orderId)?.order;
    if (!order) return [];
    const lines = order.order_lines.map((line) => ({
      lineId: line.order_line_id,
      paidMinor: Math.round((line.price + line.shipping_price) * 100),
    }));
    const tracking = typeof order.shipping_tracking === "string" ? order.shipping_tracking : null;
    return [{ orderId, state: order.order_state, tracking, lines }];
  });
}

export function readTally(world: World, returns: readonly SentBack[]): Tally {
  const [row] = world.sql.all<Omit<Tally, "returns">>(
    `SELECT (SELECT count(*) FROM sc_ledger WHERE kind = 'label') AS labels, (SELECT count(*) FROM mirakl_money) AS money,
     count(*) AS requests, coalesce(sum(faulted), 0) AS faulted FROM requests`,
  );
  return { labels: 0, money: 0, requests: 0, faulted: 0, ...row, returns: returns.length };
}
