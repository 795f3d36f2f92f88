import * as z from "zod";
import { takeFault } from "./faults";
import { type Call, refuse } from "./mirakl-access";
import { bodyOf, ownOrder, refuseBody } from "./mirakl-body";
import { CARRIER_UNKNOWN, readTracking, type Tracking } from "./mirakl-tracking";
import { moveOrder, writeOrder } from "./order-store";
import { shipmentsOf } from "./shipment-store";
import { shippingTypeOf } from "./shipping-types";
import type { WireOrder } from "./wire-order";

const acceptBody = z.strictObject({ order_lines: z.array(z.strictObject({ id: z.string(), accepted: z.boolean() })) });
const trackingBody = z.strictObject({
  carrier_code: z.string().optional(),
  carrier_name: z.string().optional(),
  carrier_standard_code: z.string().optional(),
  carrier_url: z.string().optional(),
  tracking_number: z.string().optional(),
});

/** OR21 (mirakl.md 3.3): a decision for every line, once. */
export async function acceptOrder(call: Call, orderId: string): Promise<Response> {
  const body = await bodyOf(call.request, acceptBody);
  if (body instanceof Response) return body;
  const order = ownOrder(call, orderId);
  if (!order) return refuse(404, `Resource not available : order ${orderId}`, "ORDER_NOT_FOUND");
  if (order.order_state !== "WAITING_ACCEPTANCE") {
    return refuse(
      400,
      `The order status must be 'WAITING_ACCEPTANCE' but it is '${order.order_state}'.`,
      "ORDER_INVALID_STATE",
    );
  }
  const fault = decisionFault(order, body.order_lines);
  if (fault) return refuse(400, `Order ${orderId}: ${fault}`, fault);
  const refused = new Set(body.order_lines.filter((line) => !line.accepted).map((line) => line.id));
  const allRefused = refused.size === order.order_lines.length;
  const decided: WireOrder = allRefused
    ? order
    : {
        ...order,
        order_lines: order.order_lines.map((line) =>
          refused.has(line.order_line_id) ? { ...line, order_line_state: "REFUSED" } : line,
        ),
      };
  moveOrder(call.world, decided, allRefused ? "REFUSED" : "WAITING_DEBIT", call.world.now());
  return new Response(null, { status: 204 });
}

function decisionFault(order: WireOrder, decisions: { id: string }[]): string | null {
  const ids = new Set(decisions.map(({ id }) => id));
  const lines = new Set(order.order_lines.map((line) => line.order_line_id));
  if (ids.size < decisions.length) return "ORDER_LINE_DUPLICATE_ID";
  if (!ids.isSubsetOf(lines)) return "ORDER_LINE_NOT_FOUND";
  return ids.size < lines.size ? "ORDER_LINE_ACCEPTANCE_DECISION_MISSING" : null;
}

/** OR23 (mirakl.md 3.4): a registered carrier by its code, or another by name where the marketplace allows one. */
export async function setTracking(call: Call, orderId: string): Promise<Response> {
  const body = await bodyOf(call.request, trackingBody);
  if (body instanceof Response) return body;
  const order = ownOrder(call, orderId);
  if (!order) return refuse(404, `Resource not available : order ${orderId}`);
  // Tracking may be corrected after shipping (mirakl.md 3.4).
  if (order.order_state !== "SHIPPING" && order.order_state !== "SHIPPED") {
    return refuse(400, `The order status must be 'SHIPPING' but it is '${order.order_state}'.`);
  }
  const tracking = readTracking(call.marketplace, { ...body, url: body.carrier_url });
  if (typeof tracking === "string") return refuse(400, tracking);
  if (tracking.code !== null && takeFault(call.world, "mirakl", "OR23", "carrier-gone"))
    return refuse(400, CARRIER_UNKNOWN);
  writeOrder(call.world, { ...order, ...trackingFields(tracking) }, call.world.now());
  return new Response(null, { status: 204 });
}

function trackingFields(tracking: Tracking) {
  return {
    shipping_carrier_code: tracking.code,
    shipping_carrier_standard_code: tracking.standardCode,
    shipping_company: tracking.company,
    shipping_tracking: tracking.number,
    shipping_tracking_url: tracking.url,
  };
}

/** OR24 (mirakl.md 3.5): no body, only in SHIPPING, and after OR23 where tracking is mandatory. */
export async function shipOrder(call: Call, orderId: string): Promise<Response> {
  const refusal = await refuseBody(call.request);
  if (refusal) return refusal;
  const order = ownOrder(call, orderId);
  if (!order) return refuse(404, `Resource not available : order ${orderId}`);
  if (order.order_state !== "SHIPPING") return refuse(400, "Bad Request");
  if (!order.can_shop_ship)
    return refuse(400, "The order is fulfilled by the operator", "ORDER_FULFILLED_UNAUTHORIZED");
  // An order is shipped by shipments or as a whole, never both (mirakl.md 3.6).
  if (shipmentsOf(call.world, orderId).length > 0) return refuse(400, "The order is shipped by shipments");
  const traced = order.shipping_tracking !== null || order.shipping_company !== null;
  if (shippingTypeOf(order.shipping_type_code).mandatory_tracking && !traced) {
    return refuse(400, "Tracking details are mandatory for this shipping method");
  }
  moveOrder(call.world, order, "SHIPPED", call.world.now());
  return new Response(null, { status: 204 });
}
