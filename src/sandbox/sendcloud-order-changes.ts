import { type ScError, scError } from "./sendcloud-errors";
import { orderOf, type SavedOrder, savedOrder } from "./sendcloud-order-rows";
import { orderErrorsOf, orderSchema, type PushedOrder } from "./sendcloud-order-schema";
import { type OrderIds, orderIdError, withoutNulls } from "./sendcloud-orders";
import type { World } from "./world";

type Fields = Record<string, unknown>;
export type Changed = { data: OrderIds } | { errors: ScError[] };

/**
 * Changes fields of a saved order: objects are merged, lists and the service point replaced, an item is found by its
 * `name` and never added or removed, null takes a field away (sendcloud.md 2.2). Undefined when there is no such order.
 */
export function patchOrder(world: World, id: number, body: unknown): Changed | undefined {
  const row = savedOrder(world, id);
  if (!row) return undefined;
  if (!isFields(body)) return { errors: [scError(400, "invalid", "Input should be a valid dictionary", "order")] };
  const merged = mergeOrder(orderOf(row), body);
  if ("errors" in merged) return merged;
  const parsed = orderSchema.safeParse(merged.order);
  if (!parsed.success) return { errors: orderErrorsOf(parsed.error, merged.order, "order") };
  const kept = keptErrors(row, parsed.data);
  if (kept.length > 0) return { errors: kept };
  world.sql.run(
    "UPDATE sc_orders SET body = ?, order_number = ?, modified_at = ? WHERE id = ?",
    JSON.stringify(withoutNulls(parsed.data)),
    parsed.data.order_number,
    world.now(),
    row.id,
  );
  return { data: { id: row.id, order_id: row.order_id, order_number: parsed.data.order_number } };
}

/** Takes an order away; false when there is none. A label made from it stays. */
export function deleteOrder(world: World, id: number): boolean {
  const row = savedOrder(world, id);
  return row !== undefined && world.sql.run("DELETE FROM sc_orders WHERE id = ?", row.id) > 0;
}

function keptErrors(row: SavedOrder, order: PushedOrder): ScError[] {
  if (order.order_id !== row.order_id) return [orderIdError(row.order_id, "order/order_id")];
  if (order.order_details.integration.id === row.integration_id) return [];
  return [scError(400, "invalid", "The integration cannot be changed", "order/order_details/integration")];
}

function mergeOrder(order: PushedOrder, change: Fields): { order: unknown } | { errors: ScError[] } {
  const { id: _, created_at, modified_at, ...wanted } = change;
  const details = isFields(wanted.order_details) ? wanted.order_details : {};
  const items = mergeItems(order.order_details.order_items, details.order_items);
  if (!items) {
    const pointer = "order/order_details/order_items";
    return { errors: [scError(400, "invalid", "Could not find specified item.", pointer)] };
  }
  const merged = mergeFields(order, wanted);
  if (isFields(wanted.order_details))
    merged.order_details = { ...mergeFields(order.order_details, details), order_items: items };
  if (wanted.service_point_details) merged.service_point_details = wanted.service_point_details;
  // A PATCH spells the customer's telephone otherwise than a POST (sendcloud.md 11).
  if (isFields(wanted.customer_details) && "phone" in wanted.customer_details) {
    const { phone, ...customer } = mergeFields(order.customer_details ?? {}, wanted.customer_details);
    merged.customer_details = { ...customer, phone_number: phone };
  }
  return { order: merged };
}

function mergeItems(items: readonly Fields[], changes: unknown): Fields[] | null {
  const merged = [...items];
  for (const change of Array.isArray(changes) ? changes : []) {
    const at = isFields(change) ? merged.findIndex(({ name }) => name === change.name) : -1;
    if (at < 0) return null;
    merged[at] = mergeFields(merged[at] ?? {}, change);
  }
  return merged;
}

function mergeFields(base: Fields, change: Fields): Fields {
  const merged: Fields = { ...base };
  for (const [name, value] of Object.entries(change)) {
    const before = merged[name];
    if (value === null) delete merged[name];
    else merged[name] = isFields(before) && isFields(value) ? mergeFields(before, value) : value;
  }
  return merged;
}

function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
