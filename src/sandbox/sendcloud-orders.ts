import { integrationRow } from "./sendcloud-account";
import { type ScError, scError } from "./sendcloud-errors";
import { type OrderRow, SAVED_AFTER_MS, saveDueOrders } from "./sendcloud-order-rows";
import { orderErrorsOf, orderSchema, type PushedOrder } from "./sendcloud-order-schema";
import type { World } from "./world";

const MOST_ORDERS = 100;
const ATTRIBUTES = "/data/attributes/";

export type OrderIds = { id: number; order_id: string; order_number: string };
export type Posted = { data: OrderIds[] } | { errors: ScError[] };

/**
 * Takes 1 to 100 orders, all or none: an order already known by its `id` or by `order_id` and integration is updated.
 * What was taken can be read 2 seconds later; until then another POST of the same order is refused (sendcloud.md 2.1).
 */
export function postOrders(world: World, body: unknown): Posted {
  const listed = listErrors(body);
  if (!Array.isArray(body) || listed.length > 0) return { errors: listed };
  const { orders, errors } = readOrders(body);
  if (errors.length > 0) return { errors };
  saveDueOrders(world);
  const aimed = orders.map((order, index) => aim(world, order, index));
  const refused = aimed.flatMap((one) => ("errors" in one ? one.errors : []));
  if (refused.length > 0) return { errors: refused };
  const targets = aimed.flatMap((one) => ("errors" in one ? [] : [one]));
  if (isBusy(targets)) {
    const words = "We are still processing a previous request. Please try again in a moment.";
    return { errors: [scError(400, "invalid", words, "/data")] };
  }
  return { data: world.sql.transaction(() => targets.map((target) => take(world, target))) };
}

function listErrors(body: unknown): ScError[] {
  if (!Array.isArray(body)) {
    const wrong = scError(400, "non_field_errors", "Wrong request format, expected list of objects");
    return [{ ...wrong, title: "Wrong format" }];
  }
  if (body.length === 0) return [scError(400, "invalid", "Orders list should have at least 1 item, not 0", ATTRIBUTES)];
  if (body.length <= MOST_ORDERS) return [];
  const words = `Orders list should have at most ${MOST_ORDERS} items, not ${body.length}`;
  return [scError(400, "invalid", words, ATTRIBUTES)];
}

function readOrders(body: readonly unknown[]): { orders: PushedOrder[]; errors: ScError[] } {
  const orders: PushedOrder[] = [];
  const errors: ScError[] = [];
  for (const [index, order] of body.entries()) {
    const parsed = orderSchema.safeParse(order);
    if (parsed.success) orders.push(parsed.data);
    else errors.push(...orderErrorsOf(parsed.error, order, `${ATTRIBUTES}[${index}]`));
  }
  return { orders, errors };
}

type Target = { order: PushedOrder; known: OrderRow | undefined };

function aim(world: World, order: PushedOrder, index: number): Target | { errors: ScError[] } {
  const place = `${ATTRIBUTES}[${index}]`;
  const integrationId = order.order_details.integration.id;
  if (!integrationRow(world.sql, integrationId)) {
    const words = `Integration with id ${integrationId} does not exist`;
    return { errors: [scError(400, "invalid", words, `${place}/order_details/integration/id`)] };
  }
  if (order.id === undefined) return { order, known: orderByKey(world, order.order_id, integrationId) };
  const known = world.sql.all<OrderRow>(
    "SELECT * FROM sc_orders WHERE id = CAST(? AS INTEGER) AND integration_id = ?",
    order.id,
    integrationId,
  )[0];
  if (!known) return { errors: [scError(400, "invalid", `Order with id ${order.id} does not exist`, `${place}/id`)] };
  if (known.order_id === order.order_id) return { order, known };
  return { errors: [orderIdError(known.order_id, `${place}/order_id`)] };
}

function orderByKey(world: World, orderId: string, integrationId: number): OrderRow | undefined {
  return world.sql.all<OrderRow>(
    "SELECT * FROM sc_orders WHERE order_id = ? AND integration_id = ?",
    orderId,
    integrationId,
  )[0];
}

export function orderIdError(orderId: string, pointer: string): ScError {
  return scError(400, "invalid", `Order id ${orderId} cannot be changed`, pointer);
}

function isBusy(targets: readonly Target[]): boolean {
  const keys = targets.map(({ order }) => JSON.stringify([order.order_id, order.order_details.integration.id]));
  return new Set(keys).size < keys.length || targets.some(({ known }) => known?.pending_at != null);
}

function take(world: World, { order, known }: Target): OrderIds {
  const { id: _, ...sent } = order;
  const now = world.now();
  const pending = JSON.stringify(withoutNulls(sent));
  if (known) {
    const at = now + SAVED_AFTER_MS;
    world.sql.run("UPDATE sc_orders SET pending = ?, pending_at = ? WHERE id = ?", pending, at, known.id);
  } else {
    world.sql.run(
      `INSERT INTO sc_orders (integration_id, order_id, order_number, pending, pending_at, created_at, modified_at)
       VALUES (?, ?, ?, ?, ?, ?, ?)`,
      order.order_details.integration.id,
      order.order_id,
      order.order_number,
      pending,
      now + SAVED_AFTER_MS,
      now,
      now,
    );
  }
  const id = known?.id ?? orderByKey(world, order.order_id, order.order_details.integration.id)?.id ?? 0;
  return { id, order_id: order.order_id, order_number: order.order_number };
}

/** The documents know most fields as absent, not as null, so a null sent reads as nothing. */
export function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, inner]) => (inner === null ? [] : [[name, withoutNulls(inner)]])),
  );
}
