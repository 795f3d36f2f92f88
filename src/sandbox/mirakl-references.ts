import * as z from "zod";
import { type Call, refuse } from "./mirakl-access";
import { bodyOf, ownOrder } from "./mirakl-body";
import { writeOrder } from "./order-store";
import { secondsToWait, tooSoon } from "./walks";

const MOST_ORDERS = 100;
const LONGEST_REFERENCE = 2000;

const ecoContribution = z.strictObject({
  epr_category_code: z.string(),
  producer_id: z.string().max(255),
  unit_amount: z.number().nonnegative().optional(),
});
const ordersBody = z.strictObject({
  orders: z.array(
    z.strictObject({
      order_id: z.string(),
      references: z.strictObject({ order_reference_for_seller: z.string().nullable().optional() }).optional(),
      order_lines: z
        .array(z.strictObject({ order_line_id: z.string(), eco_contributions: z.array(ecoContribution).optional() }))
        .optional(),
    }),
  ),
});
type Wish = z.infer<typeof ordersBody>["orders"][number];

/** OR04 (mirakl.md 3.9): the shop's own reference of an order, and an answer for each order. */
export async function updateOrders(call: Call): Promise<Response> {
  const wait = secondsToWait(call, "OR04");
  if (wait > 0) return tooSoon("OR04", wait);
  const body = await bodyOf(call.request, ordersBody);
  if (body instanceof Response) return body;
  if (body.orders.length > MOST_ORDERS) return refuse(400, "Too many orders given");
  if (body.orders.length === 0) return refuse(400, "Error with field orders. Please check the field datatype.");
  return Response.json({ updated_orders: body.orders.map((wish) => update(call, wish)) });
}

function update(call: Call, wish: Wish) {
  const id = wish.order_id;
  const order = ownOrder(call, id);
  if (!order) return refused(id, { code: "ORDER_NOT_FOUND", field: "order_id", message: `Order ${id} not found` });
  const reference = wish.references?.order_reference_for_seller;
  if (reference === undefined) return { order_id: id, errors: [], updated: { references: null } };
  if (reference !== null && (reference.trim() === "" || reference.length > LONGEST_REFERENCE)) {
    const message = `must not be blank and have 1 to ${LONGEST_REFERENCE} characters`;
    return refused(id, { code: "VALIDATION_ERROR", field: "references.order_reference_for_seller", message });
  }
  const references = { ...order.references, order_reference_for_seller: reference };
  writeOrder(call.world, { ...order, references }, call.world.now());
  return { order_id: id, errors: [], updated: { references: { order_reference_for_seller: reference } } };
}

function refused(id: string, error: { code: string; field: string; message: string }) {
  return { order_id: id, errors: [error], updated: null };
}
