import { makeShipment } from "./sendcloud-announce";
import { cancelShipment } from "./sendcloud-cancel";
import { type ScError, scError } from "./sendcloud-errors";
import { findOption } from "./sendcloud-options";
import { deleteOrder, patchOrder } from "./sendcloud-order-changes";
import { orderOf, type SavedOrder, saveDueOrders, savedOrder } from "./sendcloud-order-rows";
import type { PushedOrder } from "./sendcloud-order-schema";
import { type PanelWish, requestsOf } from "./sendcloud-panel-request";
import { parcelsOf } from "./sendcloud-parcels";
import { announceSchema, errorsOf } from "./sendcloud-schema";
import type { World } from "./world";

const NEWEST = 200;
const LIVE_LABELS = `SELECT 1 FROM sc_order_shipments t JOIN sc_ledger l ON l.shipment_id = t.shipment_id
  WHERE t.sendcloud_order_id = o.id AND l.kind = 'label'
  AND NOT EXISTS (SELECT 1 FROM sc_ledger c WHERE c.parcel_id = l.parcel_id AND c.kind = 'credit')`;

export type PanelLabel = { shipmentIds: string[] } | { errors: ScError[] };

/**
 * "Create label" on an incoming order: charges, makes its shipment (several where the option has no multicollo) under
 * the order's number, and tells by webhook. An order whose label lives is refused, as the panel does, unless `again`.
 */
export function panelLabel(
  world: World,
  sendcloudOrderId: number,
  wish: PanelWish & { again?: true } = {},
): PanelLabel {
  const row = savedOrder(world, sendcloudOrderId);
  if (!row) return refusal("not_found", "The order could not be found with the search criteria given");
  if (!wish.again && hasLiveLabel(world, row.id)) return refusal("invalid", "This order already has a label.");
  return world.sql.transaction(() => makeLabels(world, row, wish));
}

function makeLabels(world: World, row: SavedOrder, wish: PanelWish): PanelLabel {
  const shipmentIds: string[] = [];
  for (const request of requestsOf(orderOf(row), wish)) {
    const parsed = announceSchema.safeParse(request);
    if (!parsed.success) return { errors: errorsOf(parsed.error, request) };
    const made = makeShipment(world, row.integration_id, parsed.data, row);
    if ("errors" in made) return made;
    shipmentIds.push(made.shipment.id);
  }
  return { shipmentIds };
}

function hasLiveLabel(world: World, id: number): boolean {
  return world.sql.all(`SELECT 1 FROM sc_orders o WHERE o.id = ? AND EXISTS (${LIVE_LABELS})`, id).length > 0;
}

function refusal(code: string, detail: string): PanelLabel {
  return { errors: [scError(400, code, detail)] };
}

/** "Cancel" on a label; false where Sendcloud refuses or there is none. */
export function panelCancelLabel(world: World, shipmentId: string): boolean {
  const parcels = parcelsOf(world.sql, shipmentId);
  return parcels.length > 0 && cancelShipment(world, parcels).status !== 409;
}

/** "Delete" on an incoming order. No webhook tells it (sendcloud.md 6.7). */
export function panelDeleteOrder(world: World, sendcloudOrderId: number): boolean {
  return deleteOrder(world, sendcloudOrderId);
}

export type PanelEdit = { address?: Partial<NonNullable<PushedOrder["shipping_address"]>>; grams?: number };

/** "Edit" on an incoming order: fields of the address, the weight, or both. */
export function panelEditOrder(world: World, sendcloudOrderId: number, edit: PanelEdit): boolean {
  const weight = edit.grams === undefined ? {} : { measurement: { weight: { value: edit.grams / 1000, unit: "kg" } } };
  const changed = patchOrder(world, sendcloudOrderId, {
    ...(edit.address === undefined ? {} : { shipping_address: edit.address }),
    shipping_details: weight,
  });
  return changed !== undefined && "data" in changed;
}

export type PanelOrder = {
  id: number;
  integrationId: number;
  orderId: string;
  orderNumber: string;
  recipient: string;
  delivery: string;
  createdAt: number;
  modifiedAt: number;
  isLabelled: boolean;
  shipmentIds: string[];
};

/** The incoming orders as the panel lists them, newest first. */
export function panelOrders(world: World): PanelOrder[] {
  saveDueOrders(world);
  const rows = world.sql.all<SavedOrder & { is_labelled: number; shipments: string }>(
    `SELECT o.*, EXISTS (${LIVE_LABELS}) AS is_labelled, (SELECT json_group_array(shipment_id)
      FROM sc_order_shipments WHERE sendcloud_order_id = o.id) AS shipments
     FROM sc_orders o WHERE o.body IS NOT NULL AND o.integration_id NOT IN (SELECT id FROM sc_gone_integrations)
     ORDER BY o.id DESC LIMIT ?`,
    NEWEST,
  );
  return rows.map((row) => {
    const order = orderOf(row);
    const code = order.shipping_details?.ship_with?.properties.shipping_option_code;
    return {
      id: row.id,
      integrationId: row.integration_id,
      orderId: row.order_id,
      orderNumber: row.order_number,
      recipient: order.shipping_address?.name ?? "",
      delivery: (code && findOption(code)?.name) || (order.shipping_details?.delivery_indicator ?? ""),
      createdAt: row.created_at,
      modifiedAt: row.modified_at,
      isLabelled: row.is_labelled === 1,
      shipmentIds: JSON.parse(row.shipments) as string[],
    };
  });
}
