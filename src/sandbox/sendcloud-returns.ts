import { integrationRow } from "./sendcloud-account";
import { randomUuid } from "./sendcloud-chance";
import { findOption, gramsOf } from "./sendcloud-options";
import { orderOf, type SavedOrder, saveDueOrders } from "./sendcloud-order-rows";
import { nextParcelId, trackingNumber } from "./sendcloud-parcel-ids";
import type { ShipmentRow } from "./sendcloud-parcels";
import { type ReturnedItem, type ReturnRow, returnRow, setReturnStatus } from "./sendcloud-return-rows";
import type { Announce } from "./sendcloud-schema";
import type { StatusCode } from "./sendcloud-statuses";
import { queueWebhook } from "./sendcloud-webhooks";
import type { World } from "./world";

const BRAND_ID = 1;
const RETURN_ADDRESS_ID = 30001;
const RETURN_OPTION = "colissimo:home";
const DEFAULT_GRAMS = 500;

export type NewReturn = {
  orderNumber: string;
  /** `reason` is one of Sendcloud's reason ids (sendcloud.md 5.1); 8 is "No reason". */
  items: readonly ReturnedItem[];
  by: "portal" | "form";
  refundType?: "money" | "credit" | "exchange";
};

/**
 * A buyer sends goods of an order back. By the portal it is told by `return_created` and the parcel's statuses; by the
 * return form the merchant fills in, nothing is told and only `GET /returns` shows it (sendcloud.md 5.3).
 * Gives the return's id, or null when no shipment and no order has this number.
 */
export function createReturn(world: World, made: NewReturn): number | null {
  const source = sourceOf(world, made.orderNumber);
  if (!source) return null;
  return world.sql.transaction(() => {
    const row = keepReturn(world, made, source);
    if (!row) throw new Error("a return that was not kept");
    if (made.by === "portal") {
      const integration = integrationRow(world.sql, source.integrationId);
      queueWebhook(world, integration, () => returnCreated(row, world.now()));
    }
    setReturnStatus(world, row, "READY_TO_SEND", world.now());
    return row.id;
  });
}

/** Moves the parcel of a return to any status, as its carrier could. False when there is no such return. */
export function moveReturn(world: World, id: number, status: StatusCode): boolean {
  const row = returnRow(world, id);
  if (row) setReturnStatus(world, row, status, world.now());
  return row !== undefined;
}

export function isCancellable(row: ReturnRow): boolean {
  return row.status === "READY_TO_SEND";
}

type Item = { item_id?: string | undefined; description: string; sku?: string | undefined; price?: Price | undefined };
type Price = { value: number; currency: string };
type Source = { integrationId: number; from: object; optionCode: string; items: Item[]; grams: number };

function sourceOf(world: World, orderNumber: string): Source | undefined {
  const shipment = world.sql.all<ShipmentRow>(
    `SELECT * FROM sc_shipments WHERE order_number = ? AND integration_id NOT IN (SELECT id FROM sc_gone_integrations)
     ORDER BY seq DESC LIMIT 1`,
    orderNumber,
  )[0];
  if (shipment) return shippedSource(shipment);
  saveDueOrders(world);
  const order = world.sql.all<SavedOrder>(
    `SELECT * FROM sc_orders WHERE order_number = ? AND body IS NOT NULL
     AND integration_id NOT IN (SELECT id FROM sc_gone_integrations) ORDER BY id DESC LIMIT 1`,
    orderNumber,
  )[0];
  return order && orderSource(order);
}

function shippedSource(shipment: ShipmentRow): Source {
  const request = JSON.parse(shipment.request) as Announce;
  const items = request.parcels.flatMap((parcel) => parcel.parcel_items ?? []);
  return {
    integrationId: shipment.integration_id,
    from: request.to_address,
    optionCode: shipment.option_code,
    items: items.map((item) => ({
      item_id: item.item_id,
      description: item.description,
      sku: typeof item.sku === "string" ? item.sku : undefined,
      price: { value: Number(item.price.value), currency: item.price.currency },
    })),
    grams: request.parcels.reduce((sum, { weight }) => sum + gramsOf(weight), 0),
  };
}

function orderSource(row: SavedOrder): Source {
  const order = orderOf(row);
  return {
    integrationId: row.integration_id,
    from: order.shipping_address ?? order.billing_address ?? {},
    optionCode: RETURN_OPTION,
    items: order.order_details.order_items.map((item) => ({
      item_id: item.item_id,
      description: item.name,
      sku: item.sku,
      price: { value: item.unit_price?.value ?? 0, currency: item.unit_price?.currency ?? "EUR" },
    })),
    grams: DEFAULT_GRAMS,
  };
}

function keepReturn(world: World, made: NewReturn, source: Source): ReturnRow | undefined {
  const parcelId = nextParcelId(world.sql);
  const pattern = findOption(source.optionCode)?.trackingPattern ?? "########";
  world.sql.run(
    `INSERT INTO sc_returns (integration_id, order_number, made_by, parcel_id, shipment_uuid, option_code,
      tracking_number, grams, status, from_address, items, reason, refund_type, history, created_at)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, 'READY_TO_SEND', ?, ?, ?, ?, '[]', ?)`,
    source.integrationId,
    made.orderNumber,
    made.by,
    parcelId,
    randomUuid(world),
    source.optionCode,
    trackingNumber(pattern, parcelId),
    source.grams,
    JSON.stringify(source.from),
    JSON.stringify(made.items.map((item) => ({ ...itemOf(source, item.item_id), ...item }))),
    made.items[0]?.reason ?? 8,
    made.refundType ?? "money",
    world.now(),
  );
  return world.sql.all<ReturnRow>("SELECT * FROM sc_returns WHERE parcel_id = ?", parcelId)[0];
}

function itemOf(source: Source, itemId: string): Item {
  return source.items.find((item) => item.item_id === itemId) ?? { description: itemId };
}

export type KeptItem = Item & ReturnedItem;

function returnCreated(row: ReturnRow, at: number) {
  const items = JSON.parse(row.items) as KeptItem[];
  return {
    action: "return_created",
    timestamp: at,
    data: {
      id: row.id,
      brand_id: BRAND_ID,
      order_number: row.order_number,
      return_reason_id: row.reason,
      return_address_id: RETURN_ADDRESS_ID,
      paid_return: false,
      delivery_choice: "drop_off_point",
      refund_type: row.refund_type,
      items: items.map(({ item_id, description, quantity, sku, reason }) => ({
        item_id,
        description,
        quantity,
        sku,
        return_reason_id: reason,
      })),
    },
  };
}
