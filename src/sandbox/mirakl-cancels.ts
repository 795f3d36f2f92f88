import * as z from "zod";
import { amount, centsOf } from "./cents";
import { type Call, refuse } from "./mirakl-access";
import { bodyOf, moneyOfLine, ownLine, ownOrder, refuseBody, taxMode } from "./mirakl-body";
import { currencyFault } from "./mirakl-refunds";
import { bookMoney, type MoneyRow, nextMoneyId } from "./money-ledger";
import { isOver } from "./order-life";
import { emptiedState, restOf, withCancelation } from "./order-money";
import { moveOrder, writeOrder } from "./order-store";
import { isShopReason } from "./reasons";
import type { WireLine, WireOrder } from "./wire-order";

/** OR29 (mirakl.md 3.8): the whole order, without a body, while `can_cancel`. */
export async function cancelWholeOrder(call: Call, orderId: string): Promise<Response> {
  const refusal = await refuseBody(call.request);
  if (refusal) return refusal;
  const { world } = call;
  const order = ownOrder(call, orderId);
  if (!order) return refuse(404, `Resource not available : order ${orderId}`);
  if (!order.can_cancel)
    return refuse(400, `The order ${orderId} cannot be canceled: its status is '${order.order_state}'.`);
  bookMoney(world.sql, {
    id: nextMoneyId(world.sql),
    kind: "whole-order",
    order_id: orderId,
    order_line_id: "",
    by: "shop",
    amount_minor: centsOf(order.price),
    shipping_minor: centsOf(order.shipping_price),
    currency: order.currency_iso_code,
    quantity: 0,
    excluded: 0,
    reason_code: "",
    at: world.now(),
    due_at: null,
  });
  moveOrder(world, order, "CANCELED", world.now());
  return new Response(null, { status: 204 });
}

const cancelationsBody = z.strictObject({
  order_tax_mode: taxMode,
  cancelations: z.array(z.strictObject({ ...moneyOfLine, quantity: z.int().nonnegative() })).min(1),
});
type Wish = z.infer<typeof cancelationsBody>["cancelations"][number];

/** OR30 (mirakl.md 3.8): parts of lines, all of the call or nothing, only where the marketplace has it. No key either. */
export async function cancelParts(call: Call): Promise<Response> {
  if (!call.marketplace.partialCancelation) return refuse(404, "Not Found");
  const body = await bodyOf(call.request, cancelationsBody);
  if (body instanceof Response) return body;
  const { world } = call;
  const firstId = nextMoneyId(world.sql);
  const orders = new Map<string, WireOrder>();
  const rows: MoneyRow[] = [];
  for (const wish of body.cancelations) {
    const own = ownLine(call, orders, wish.order_line_id);
    if (!own) return refuse(404, `Resource not available : order line ${wish.order_line_id}`);
    const fault = faultOf(own.order, own.line, wish);
    if (fault) return refuse(400, fault);
    const row = rowOf(own.order, wish, firstId + rows.length, world.now());
    orders.set(row.order_id, withCancelation(own.order, row));
    rows.push(row);
  }
  for (const row of rows) bookMoney(world.sql, row);
  for (const order of orders.values()) {
    const state = emptiedState(order);
    if (state) moveOrder(world, order, state, world.now());
    else writeOrder(world, order, world.now());
  }
  return Response.json({ order_tax_mode: body.order_tax_mode ?? "TAX_INCLUDED", cancelations: rows.map(tell) });
}

function faultOf(order: WireOrder, line: WireLine, wish: Wish): string | null {
  const currency = currencyFault(order, wish.currency_iso_code);
  if (currency) return currency;
  if (!isShopReason("CANCELATION", wish.reason_code)) {
    return `Invalid value for field 'reasonCode': ${wish.reason_code}`;
  }
  const id = line.order_line_id;
  if (!order.can_cancel || isOver(line)) {
    return `The order line ${id} cannot be canceled: its status is '${line.order_line_state}'.`;
  }
  const rest = restOf(line);
  if (wish.quantity > line.quantity) return "Cancelation quantity is invalid.";
  if (wish.amount > rest.amount) return "amount must be lower than the remaining amount";
  if (wish.shipping_amount > rest.shipping) return "shipping_amount must be lower than the remaining amount";
  if (wish.quantity + wish.amount + wish.shipping_amount === 0) return "The cancelation must be greater than 0";
  return null;
}

function rowOf(order: WireOrder, wish: Wish, id: number, at: number): MoneyRow {
  return {
    id,
    kind: "cancelation",
    order_id: order.order_id,
    order_line_id: wish.order_line_id,
    by: "shop",
    amount_minor: wish.amount,
    shipping_minor: wish.shipping_amount,
    currency: order.currency_iso_code,
    quantity: wish.quantity,
    excluded: 0,
    reason_code: wish.reason_code,
    at,
    due_at: null,
  };
}

function tell(row: MoneyRow) {
  return {
    cancelation_id: String(row.id),
    order_line_id: row.order_line_id,
    amount: amount(row.amount_minor),
    shipping_amount: amount(row.shipping_minor),
    quantity: row.quantity,
    reason_code: row.reason_code,
    currency_iso_code: row.currency,
    taxes: [],
    shipping_taxes: [],
    fees: [],
    eco_contributions: [],
  };
}
