import { elsewhere } from "./buyers";
import { centsOf } from "./cents";
import { bookMoney, type MoneyRow, nextMoneyId } from "./money-ledger";
import { isOver, nextStepOf } from "./order-life";
import { emptiedState, REFUND_PAID_AFTER_MS, restOf, withCancelation, withRefund } from "./order-money";
import { findOrder, moveOrder, planNext, writeOrder } from "./order-store";
import { REASONS } from "./reasons";
import type { WireLine, WireOrder, WireState } from "./wire-order";
import type { World } from "./world";

const NOT_RECEIVED = "31";
const OPERATORS_REFUND = "20";
const OPERATORS_CANCELATION = "53";
const BEFORE_SHIPPING = new Set<WireState>([
  "WAITING_ACCEPTANCE",
  "WAITING_DEBIT",
  "WAITING_DEBIT_PAYMENT",
  "SHIPPING",
]);
const TERMINAL = new Set<WireState>(["CLOSED", "REFUSED", "CANCELED"]);
const ANONYMOUS = "—";

/** The buyer or the operator opens an incident on a line; false when no line can have one. */
export function openIncident(world: World, orderId: string, lineId?: string): boolean {
  const order = findOrder(world, orderId)?.order;
  const line = order && lineOf(order, lineId, (each) => each.can_refund || each.refunds.length > 0);
  if (!order || !line || line.order_line_state === "INCIDENT_OPEN" || TERMINAL.has(order.order_state)) return false;
  const reason = REASONS.find(({ code }) => code === NOT_RECEIVED);
  const opened = withLine(order, line.order_line_id, {
    order_line_state: "INCIDENT_OPEN",
    order_line_state_reason_code: NOT_RECEIVED,
    order_line_state_reason_label: reason?.label ?? null,
  });
  writeOrder(world, { ...opened, has_incident: true }, world.now());
  if (order.order_state === "RECEIVED") planNext(world, orderId, null);
  return true;
}

/** Closes an order's incident, or that of one line; the line goes where its order is. */
export function closeIncident(world: World, orderId: string, lineId?: string): boolean {
  const order = findOrder(world, orderId)?.order;
  const line = order && lineOf(order, lineId, (each) => each.order_line_state === "INCIDENT_OPEN");
  if (!order || line?.order_line_state !== "INCIDENT_OPEN") return false;
  const rest = restOf(line);
  const isRefunded = order.order_state === "SHIPPING" && rest.amount + rest.shipping === 0;
  const closed = withLine(order, line.order_line_id, {
    order_line_state: isRefunded ? "REFUNDED" : order.order_state,
    order_line_state_reason_code: null,
    order_line_state_reason_label: null,
  });
  const hasOther = closed.order_lines.some((each) => each.order_line_state === "INCIDENT_OPEN");
  const told = { ...closed, has_incident: hasOther };
  writeAndSettle(world, told);
  if (told.order_state === "RECEIVED" && !hasOther) planNext(world, orderId, nextStepOf(told, world.now()));
  return true;
}

export type PartOfLine = { lineId?: string; amountMinor?: number; shippingMinor?: number; quantity?: number };

/** The operator refunds a line: all that is left of it unless told how much. False when that is more than is left. */
export function refundByOperator(world: World, orderId: string, part: PartOfLine = {}): boolean {
  const order = findOrder(world, orderId)?.order;
  const line = order && lineOf(order, part.lineId, (each) => total(restOf(each)) > 0);
  if (!order || !line || !isPaid(order)) return false;
  const rest = restOf(line);
  const { amountMinor = rest.amount, shippingMinor = rest.shipping, quantity = 0 } = part;
  if (amountMinor > rest.amount || shippingMinor > rest.shipping || amountMinor + shippingMinor <= 0) return false;
  const row = rowOf(world, order, line, { kind: "refund", amountMinor, shippingMinor, quantity });
  bookMoney(world.sql, { ...row, due_at: row.at + REFUND_PAID_AFTER_MS });
  writeAndSettle(world, withRefund(order, row));
  return true;
}

/** The operator takes pieces off a line before it is shipped, one unless told how many. */
export function cancelByOperator(world: World, orderId: string, part: PartOfLine = {}): boolean {
  const order = findOrder(world, orderId)?.order;
  const line = order && lineOf(order, part.lineId, (each) => !isOver(each) && each.refunds.length === 0);
  const quantity = part.quantity ?? 1;
  if (!order || !line || order.order_state !== "SHIPPING" || quantity > line.quantity) return false;
  if (isOver(line) || line.order_line_state === "SHIPPED" || line.refunds.length > 0) return false;
  const isAll = quantity === line.quantity;
  const amountMinor = isAll ? centsOf(line.price) : centsOf(line.price_unit) * quantity;
  const shippingMinor = isAll ? centsOf(line.shipping_price) : 0;
  const row = rowOf(world, order, line, { kind: "cancelation", amountMinor, shippingMinor, quantity });
  bookMoney(world.sql, row);
  writeAndSettle(world, withCancelation(order, row));
  return true;
}

/** The buyer has another address; false when the parcel has left or no other place is known. */
export function changeAddress(world: World, orderId: string): boolean {
  const order = findOrder(world, orderId)?.order;
  const address = order?.customer.shipping_address;
  if (!order || !address || !BEFORE_SHIPPING.has(order.order_state)) return false;
  const place = elsewhere(address.country_iso_code, address.street_1, world.random);
  if (!place) return false;
  const moved = { ...address, street_1: place.street, street_2: null, zip_code: place.zip, city: place.city };
  writeOrder(world, { ...order, customer: { ...order.customer, shipping_address: moved } }, world.now());
  return true;
}

/** The operator forgets who the buyer of an order that is over was (AN01). */
export function anonymise(world: World, orderId: string): boolean {
  const order = findOrder(world, orderId)?.order;
  if (!order || !TERMINAL.has(order.order_state)) return false;
  const customer = {
    ...order.customer,
    civility: null,
    firstname: ANONYMOUS,
    lastname: ANONYMOUS,
    shipping_address: null,
    billing_address: null,
  };
  writeOrder(world, { ...order, customer, customer_notification_email: null }, world.now());
  return true;
}

function lineOf(order: WireOrder, wanted: string | undefined, fits: (line: WireLine) => boolean): WireLine | undefined {
  return order.order_lines.find((line) => (wanted === undefined ? fits(line) : line.order_line_id === wanted));
}

function withLine(order: WireOrder, lineId: string, change: Partial<WireLine>): WireOrder {
  const lines = order.order_lines.map((line) => (line.order_line_id === lineId ? { ...line, ...change } : line));
  return { ...order, order_lines: lines };
}

function isPaid(order: WireOrder): boolean {
  return order.customer_debited_date !== null && !TERMINAL.has(order.order_state);
}

function total({ amount, shipping }: { amount: number; shipping: number }): number {
  return amount + shipping;
}

type Wish = { kind: "refund" | "cancelation"; amountMinor: number; shippingMinor: number; quantity: number };

function rowOf(world: World, order: WireOrder, line: WireLine, wish: Wish): MoneyRow {
  return {
    id: nextMoneyId(world.sql),
    kind: wish.kind,
    order_id: order.order_id,
    order_line_id: line.order_line_id,
    by: "operator",
    amount_minor: wish.amountMinor,
    shipping_minor: wish.shippingMinor,
    currency: order.currency_iso_code,
    quantity: wish.quantity,
    excluded: 0,
    reason_code: wish.kind === "refund" ? OPERATORS_REFUND : OPERATORS_CANCELATION,
    at: world.now(),
    due_at: null,
  };
}

function writeAndSettle(world: World, order: WireOrder): void {
  const state = emptiedState(order);
  if (state) moveOrder(world, order, state, world.now());
  else writeOrder(world, order, world.now());
}
