import * as z from "zod";
import { isoSeconds } from "../lib/time";
import { type Call, refuse } from "./mirakl-access";
import { bodyOf, ownOrder } from "./mirakl-body";
import { readTracking, type Tracking } from "./mirakl-tracking";
import { excludedFrom } from "./money-ledger";
import { moveOrder, writeOrder } from "./order-store";
import { insertShipment, nextShipmentId, type ShipmentBody, shipmentsOf } from "./shipment-store";
import { shippingTypeOf } from "./shipping-types";
import type { WireLine, WireOrder } from "./wire-order";
import type { World } from "./world";

const shipmentsBody = z.strictObject({
  shipments: z
    .array(
      z.strictObject({
        order_id: z.string().min(1),
        shipment_lines: z
          .array(
            z.strictObject({
              order_line_id: z.string().optional(),
              offer_sku: z.string().optional(),
              quantity: z.int().min(1),
              package_reference: z.string().optional(),
            }),
          )
          .min(1),
        tracking: z
          .strictObject({
            carrier_code: z.string().optional(),
            carrier_name: z.string().optional(),
            carrier_standard_code: z.string().optional(),
            tracking_number: z.string().optional(),
            tracking_url: z.string().optional(),
          })
          .optional(),
        shipped: z.boolean().default(false),
        invoice_reference: z
          .string()
          .max(255)
          .regex(/^[0-9a-zA-Z_-]*$/)
          .optional(),
        shipment_additional_information: z
          .array(z.strictObject({ code: z.string(), type: z.enum(["STRING", "DATE"]), value: z.unknown() }))
          .nullable()
          .optional(),
        shipping_from: z
          .strictObject({ warehouse: z.strictObject({ code: z.string().optional() }).optional() })
          .optional(),
      }),
    )
    .min(1)
    .max(1000),
});
type Wish = z.infer<typeof shipmentsBody>["shipments"][number];

const QUANTITY_INVALID = "Shipment quantity is invalid.";

/** ST01 (mirakl.md 3.6): 201 even when refused, 404 where the feature is off. A repeat ships again what is still open. */
export async function createShipments(call: Call): Promise<Response> {
  if (!call.marketplace.multiShipment) return refuse(404, "Not Found");
  const body = await bodyOf(call.request, shipmentsBody);
  if (body instanceof Response) return body;
  const success: object[] = [];
  const errors: { order_id: string; message: string }[] = [];
  for (const wish of body.shipments) {
    const made = createShipment(call, wish);
    if (typeof made === "string") errors.push({ order_id: wish.order_id, message: made });
    else success.push(made);
  }
  return Response.json({ shipment_success: success, shipment_errors: errors }, { status: 201 });
}

function createShipment(call: Call, wish: Wish): object | string {
  const { world, marketplace, shop } = call;
  const order = ownOrder(call, wish.order_id);
  if (!order) return `Resource not available : order ${wish.order_id}`;
  if (order.order_state !== "SHIPPING") {
    return `The order status must be 'SHIPPING' but it is '${order.order_state}'.`;
  }
  if (!order.can_shop_ship) return "The order is fulfilled by the operator";
  const lines = linesOf(world, order, wish);
  if (typeof lines === "string") return lines;
  const tracking = wish.tracking
    ? readTracking(marketplace, { ...wish.tracking, url: wish.tracking.tracking_url })
    : null;
  if (typeof tracking === "string") return tracking;
  if (wish.shipped && !tracking && shippingTypeOf(order.shipping_type_code).mandatory_tracking) {
    return "Tracking details are mandatory for this shipping method";
  }
  const body: ShipmentBody = {
    id: nextShipmentId(world),
    order_id: order.order_id,
    shipment_lines: lines,
    invoice_reference: wish.invoice_reference ?? null,
    shipment_additional_information: wish.shipment_additional_information ?? [],
    shipping_from: null,
    tracking: tracking && tellTracking(tracking),
  };
  insertShipment(world, { marketplace: marketplace.id, shopId: shop.id }, body, wish.shipped);
  shipLines(world, order);
  return tellShipment(body, world.now(), { shippedAt: wish.shipped ? world.now() : null, orderState: "SHIPPING" });
}

function linesOf(world: World, order: WireOrder, wish: Wish): ShipmentBody["shipment_lines"] | string {
  const open = openQuantities(world, order);
  const lines: ShipmentBody["shipment_lines"] = [];
  for (const { order_line_id: id, offer_sku: sku, quantity, package_reference: reference } of wish.shipment_lines) {
    const line = order.order_lines.find((each) =>
      id === undefined ? each.offer_sku === sku : each.order_line_id === id,
    );
    if (!line) return `Order line ${id ?? sku ?? ""} not found`;
    const left = (open.get(line.order_line_id) ?? 0) - quantity;
    if (left < 0) return QUANTITY_INVALID;
    open.set(line.order_line_id, left);
    lines.push({
      order_line_id: line.order_line_id,
      offer_sku: line.offer_sku,
      quantity,
      package_reference: reference ?? null,
    });
  }
  return lines;
}

/** How much of each living line is in no shipment yet, nor refunded as not to be shipped. */
function openQuantities(world: World, order: WireOrder): Map<string, number> {
  const excluded = excludedFrom(world.sql, order.order_id);
  const open = new Map<string, number>();
  for (const line of order.order_lines) {
    if (line.order_line_state !== "SHIPPING") continue;
    open.set(line.order_line_id, Math.max(0, line.quantity - (excluded.get(line.order_line_id) ?? 0)));
  }
  for (const { body } of shipmentsOf(world, order.order_id)) {
    for (const { order_line_id: id, quantity } of body.shipment_lines) {
      if (open.has(id)) open.set(id, Math.max(0, (open.get(id) ?? 0) - quantity));
    }
  }
  return open;
}

/** True when shipments exist, all of them have left, and nothing is left to put into one. */
export function hasShippedAll(world: World, order: WireOrder): boolean {
  if (order.order_state !== "SHIPPING") return false;
  const shipments = shipmentsOf(world, order.order_id);
  const haveLeft = shipments.length > 0 && shipments.every(({ shippedAt }) => shippedAt !== null);
  return haveLeft && [...openQuantities(world, order).values()].every((quantity) => quantity === 0);
}

// The last open piece makes the order SHIPPED; before that, lines that are wholly on their way are.
function shipLines(world: World, order: WireOrder): void {
  const now = world.now();
  if (hasShippedAll(world, order)) {
    moveOrder(world, order, "SHIPPED", now);
    return;
  }
  const open = openQuantities(world, order);
  const shipments = shipmentsOf(world, order.order_id);
  const waiting = new Set(
    shipments
      .filter(({ shippedAt }) => shippedAt === null)
      .flatMap(({ body }) => body.shipment_lines.map((l) => l.order_line_id)),
  );
  const isGone = (line: WireLine) => open.get(line.order_line_id) === 0 && !waiting.has(line.order_line_id);
  const lines = order.order_lines.map((line) =>
    isGone(line) ? { ...line, order_line_state: "SHIPPED" as const, shipped_date: isoSeconds(now) } : line,
  );
  const hasLeft = shipments.some(({ shippedAt }) => shippedAt !== null);
  writeOrder(world, { ...order, order_lines: lines, can_cancel: order.can_cancel && !hasLeft }, now);
}

function tellTracking(tracking: Tracking) {
  return {
    carrier_code: tracking.code,
    carrier_name: tracking.company,
    carrier_standard_code: tracking.standardCode,
    tracking_number: tracking.number,
    tracking_url: tracking.url,
    last_known_location: null,
    milestones: [],
    validity_status: null,
  };
}

const AFTER_SHIPPING = new Set(["TO_COLLECT", "RECEIVED", "CLOSED", "CANCELED"]);

/** A shipment as ST01 and ST11 tell it; once it has left it follows its order's state. */
export function tellShipment(
  body: ShipmentBody,
  createdAt: number,
  { shippedAt, orderState }: { shippedAt: number | null; orderState: string },
) {
  const left = AFTER_SHIPPING.has(orderState) ? orderState : "SHIPPED";
  return {
    ...body,
    created_date: isoSeconds(createdAt),
    last_updated_date: isoSeconds(shippedAt ?? createdAt),
    payment_details: null,
    shipped_date: shippedAt === null ? null : isoSeconds(shippedAt),
    status: shippedAt === null ? "SHIPPING" : left,
    status_customer_debit: "NO_DEBIT",
  };
}
