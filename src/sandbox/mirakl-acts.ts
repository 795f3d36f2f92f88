import * as z from "zod";
import type { Carrier, Marketplace } from "./marketplaces";
import { type Call, refuse } from "./mirakl-access";
import { findOrder, moveOrder, writeOrder } from "./mirakl-orders";
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
type Tracking = z.infer<typeof trackingBody>;

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
  const tracking = trackingFrom(call.marketplace, body);
  if (typeof tracking === "string") return refuse(400, tracking);
  writeOrder(call.world, { ...order, ...tracking }, call.world.now());
  return new Response(null, { status: 204 });
}

type TrackingFields = Pick<
  WireOrder,
  | "shipping_carrier_code"
  | "shipping_carrier_standard_code"
  | "shipping_company"
  | "shipping_tracking"
  | "shipping_tracking_url"
>;

function trackingFrom(marketplace: Marketplace, body: Tracking): TrackingFields | string {
  const { carrier_code: code, carrier_standard_code: standardCode, carrier_name: name } = body;
  if (code !== undefined || standardCode !== undefined) {
    const carrier = marketplace.carriers.find((known) =>
      code === undefined ? known.standard_code === standardCode : known.code === code,
    );
    if (!carrier)
      return code === undefined
        ? "Invalid value for field 'carrierStandardCode'"
        : "Invalid value for field 'carrierCode'";
    return registered(carrier, body);
  }
  if (!name?.trim()) return "Either carrier_code or carrier_name is mandatory";
  if (!marketplace.allowsOtherCarriers) return "Unregistered carriers are not allowed on this marketplace";
  return {
    shipping_carrier_code: null,
    shipping_carrier_standard_code: null,
    shipping_company: name,
    shipping_tracking: body.tracking_number ?? null,
    shipping_tracking_url: body.carrier_url ?? null,
  };
}

function registered(carrier: Carrier, { tracking_number: number }: Tracking): TrackingFields | string {
  if (carrier.tracking_url && !number) return "The tracking number is mandatory for this carrier";
  return {
    shipping_carrier_code: carrier.code,
    shipping_carrier_standard_code: carrier.standard_code,
    shipping_company: carrier.label,
    shipping_tracking: number ?? null,
    shipping_tracking_url: carrier.tracking_url?.replace("{trackingId}", encodeURIComponent(number ?? "")) ?? null,
  };
}

/** OR24 (mirakl.md 3.5): no body, only in SHIPPING, and after OR23 where tracking is mandatory. */
export async function shipOrder(call: Call, orderId: string): Promise<Response> {
  if ((await call.request.text()) !== "") return refuse(400, "This operation takes no body");
  const order = ownOrder(call, orderId);
  if (!order) return refuse(404, `Resource not available : order ${orderId}`);
  if (order.order_state !== "SHIPPING") return refuse(400, "Bad Request");
  if (!order.can_shop_ship)
    return refuse(400, "The order is fulfilled by the operator", "ORDER_FULFILLED_UNAUTHORIZED");
  const traced = order.shipping_tracking !== null || order.shipping_company !== null;
  if (shippingTypeOf(order.shipping_type_code).mandatory_tracking && !traced) {
    return refuse(400, "Tracking details are mandatory for this shipping method");
  }
  moveOrder(call.world, order, "SHIPPED", call.world.now());
  return new Response(null, { status: 204 });
}

function ownOrder({ world, marketplace, shop }: Call, orderId: string): WireOrder | null {
  const stored = findOrder(world, orderId);
  return stored && stored.marketplace === marketplace.id && stored.shopId === shop.id ? stored.order : null;
}

async function bodyOf<T>(request: Request, shape: z.ZodType<T>): Promise<T | Response> {
  if (!/json/i.test(request.headers.get("content-type") ?? "")) return refuse(415, "Unsupported Media Type");
  const parsed = shape.safeParse(jsonFrom(await request.text()));
  if (parsed.success) return parsed.data;
  const field = parsed.error.issues[0]?.path.join(".") || "body";
  return refuse(400, `Error with field ${field}. Please check the field datatype.`);
}

function jsonFrom(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
