import { isoSeconds } from "../lib/time";
import { amount, centsOf, commission } from "./cents";
import type { MoneyRow } from "./money-ledger";
import { isOver } from "./order-life";
import type { WireCancelation, WireLine, WireOrder, WireRefund, WireState } from "./wire-order";

/** The operator pays what was refunded a while later, by itself. */
export const REFUND_PAID_AFTER_MS = 30 * 60_000;

/** Hundredths of the currency. */
export type Rest = { amount: number; shipping: number };

/** What is left of a line to refund: goods and shipping are counted apart. */
export function restOf(line: WireLine): Rest {
  const refunded = (part: "amount" | "shipping_amount") =>
    line.refunds.reduce((total, each) => total + centsOf(each[part]), 0);
  return {
    amount: centsOf(line.price) - refunded("amount"),
    shipping: centsOf(line.shipping_price) - refunded("shipping_amount"),
  };
}

/**
 * The order with one more refund on a line, waiting for the operator to pay it (mirakl.md 2.2). `group` is the number of
 * the first refund made together with it.
 */
export function withRefund(order: WireOrder, row: MoneyRow, group = row.id): WireOrder {
  const stamp = isoSeconds(row.at);
  return withLine(order, row.order_line_id, (line) => {
    const refunded = {
      ...line,
      can_refund: false,
      last_updated_date: stamp,
      refunds: [...line.refunds, refundOf(row, group)],
    };
    const { amount: goods, shipping } = restOf(refunded);
    const isUnshipped = order.order_state === "SHIPPING" && line.order_line_state === "SHIPPING";
    return isUnshipped && goods + shipping === 0 ? { ...refunded, order_line_state: "REFUNDED" } : refunded;
  });
}

/** The group id of refunds made together. */
export function refundGroup(id: number): string {
  return `6f1a2b3c-0000-4000-8000-${String(id).padStart(12, "0")}`;
}

function refundOf(row: MoneyRow, group: number): WireRefund {
  return {
    ...entryOf(row),
    order_refund_id: refundGroup(group),
    refund_state: "WAITING_REFUND",
    state: "WAITING_REFUND",
    transaction_date: null,
    transaction_number: null,
  };
}

/** The order with a part of a line cancelled: cancelled amounts leave the totals (mirakl.md 3.1). */
export function withCancelation(order: WireOrder, row: MoneyRow): WireOrder {
  const stamp = isoSeconds(row.at);
  const changed = withLine(order, row.order_line_id, (line) => {
    const price = centsOf(line.price) - row.amount_minor;
    const shipping = centsOf(line.shipping_price) - row.shipping_minor;
    const quantity = line.quantity - row.quantity;
    const isGone = quantity === 0 || price + shipping === 0;
    return {
      ...line,
      quantity,
      price: amount(price),
      shipping_price: amount(shipping),
      total_price: amount(price + shipping),
      commission_fee: amount(commission(price + shipping)),
      total_commission: amount(commission(price + shipping)),
      order_line_state: isGone ? "CANCELED" : line.order_line_state,
      cancelations: [...line.cancelations, cancelationOf(row)],
      last_updated_date: stamp,
    };
  });
  const sum = (part: "price" | "shipping_price" | "total_price" | "total_commission") =>
    amount(changed.order_lines.reduce((total, line) => total + centsOf(line[part]), 0));
  return {
    ...changed,
    price: sum("price"),
    shipping_price: sum("shipping_price"),
    total_price: sum("total_price"),
    total_commission: sum("total_commission"),
  };
}

function cancelationOf(row: MoneyRow): WireCancelation {
  return entryOf(row);
}

function entryOf(row: MoneyRow) {
  const kept = amount(commission(row.amount_minor + row.shipping_minor));
  return {
    id: String(row.id),
    amount: amount(row.amount_minor),
    shipping_amount: amount(row.shipping_minor),
    quantity: row.quantity,
    reason_code: row.reason_code,
    created_date: isoSeconds(row.at),
    commission_amount: kept,
    commission_total_amount: kept,
    commission_taxes: [],
    taxes: [],
    shipping_taxes: [],
    fees: [],
    eco_contributions: [],
  };
}

function withLine(order: WireOrder, lineId: string, change: (line: WireLine) => WireLine): WireOrder {
  const lines = order.order_lines.map((line) => (line.order_line_id === lineId ? change(line) : line));
  return { ...order, order_lines: lines, fully_refunded: isFullyRefunded(lines) };
}

function isFullyRefunded(lines: WireLine[]): boolean {
  const bought = lines.filter((line) => line.order_line_state !== "REFUSED" && line.order_line_state !== "CANCELED");
  return bought.length > 0 && bought.every((line) => restOf(line).amount + restOf(line).shipping === 0);
}

/** Where an unshipped order goes when money acts have left nothing of it to ship; null while something is. */
export function emptiedState(order: WireOrder): WireState | null {
  if (order.order_state !== "SHIPPING") return null;
  const states = order.order_lines.filter((line) => !isOver(line)).map((line) => line.order_line_state);
  if (states.some((state) => state !== "SHIPPED")) return null;
  if (states.length > 0) return "SHIPPED";
  return order.order_lines.some((line) => line.order_line_state === "REFUNDED") ? "CLOSED" : "CANCELED";
}

/** The order once the operator has paid these refunds. */
export function withPaidRefunds(order: WireOrder, ids: Set<string>, at: number): WireOrder {
  const stamp = isoSeconds(at);
  const paid = (refund: WireRefund): WireRefund =>
    ids.has(refund.id)
      ? {
          ...refund,
          refund_state: "REFUNDED",
          state: "REFUNDED",
          transaction_date: stamp,
          transaction_number: `T-${refund.id}`,
        }
      : refund;
  return {
    ...order,
    order_lines: order.order_lines.map((line) => ({ ...line, refunds: line.refunds.map(paid) })),
  };
}
