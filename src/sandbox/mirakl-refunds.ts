import * as z from "zod";
import { amount } from "./cents";
import { type Call, refuse } from "./mirakl-access";
import { bodyOf, moneyOfLine, ownLine, taxMode } from "./mirakl-body";
import { hasShippedAll } from "./mirakl-shipments";
import { bookMoney, type MoneyRow, nextMoneyId } from "./money-ledger";
import { emptiedState, REFUND_PAID_AFTER_MS, refundGroup, restOf, withRefund } from "./order-money";
import { moveOrder, writeOrder } from "./order-store";
import { taxFault, withRefundTaxes } from "./order-taxes";
import { isShopReason } from "./reasons";
import type { WireLine, WireOrder } from "./wire-order";

const refundsBody = z.strictObject({
  order_tax_mode: taxMode,
  refunds: z
    .array(
      z.strictObject({
        ...moneyOfLine,
        quantity: z.int().nonnegative().default(0),
        excluded_from_shipment: z.boolean().default(false),
      }),
    )
    .min(1),
});
type Wish = z.infer<typeof refundsBody>["refunds"][number];

const REFUNDABLE = new Set<string>(["SHIPPING", "SHIPPED", "TO_COLLECT", "RECEIVED", "INCIDENT_OPEN"]);
/** The platform's currency, and that of every shop (A01). */
const SHOPS_CURRENCY = "EUR";

/** OR28 (mirakl.md 3.7): all refunds of the call or none. It has no key: a repeat pays again while there is a rest. */
export async function refundLines(call: Call): Promise<Response> {
  const body = await bodyOf(call.request, refundsBody);
  if (body instanceof Response) return body;
  const { world } = call;
  const firstId = nextMoneyId(world.sql);
  const orders = new Map<string, WireOrder>();
  const groups = new Map<string, number>();
  const rows: { row: MoneyRow; wish: Wish }[] = [];
  for (const wish of body.refunds) {
    const own = ownLine(call, orders, wish.order_line_id);
    if (!own) return refuse(404, `Resource not available : order line ${wish.order_line_id}`);
    const fault = faultOf(own.order, own.line, wish);
    if (fault) return refuse(400, fault);
    const row = rowOf(own.order, wish, firstId + rows.length, world.now());
    const group = groups.get(row.order_id) ?? row.id;
    groups.set(row.order_id, group);
    orders.set(row.order_id, withTaxes(withRefund(own.order, row, group), wish));
    rows.push({ row, wish });
  }
  for (const { row } of rows) bookMoney(world.sql, row);
  for (const order of orders.values()) settle(call, order);
  const told = rows.map(({ row, wish }) => tell(row, wish, groups.get(row.order_id) ?? row.id));
  return Response.json({ order_tax_mode: body.order_tax_mode ?? "TAX_INCLUDED", refunds: told });
}

function faultOf(order: WireOrder, line: WireLine, wish: Wish): string | null {
  const currency = currencyFault(order, wish.currency_iso_code);
  if (currency) return currency;
  if (!isShopReason("REFUND", wish.reason_code)) return `Invalid value for field 'reasonCode': ${wish.reason_code}`;
  if (order.order_state === "CLOSED" || !REFUNDABLE.has(line.order_line_state)) {
    return `The order line ${line.order_line_id} cannot be refunded: its status is '${line.order_line_state}'.`;
  }
  const rest = restOf(line);
  if (wish.amount > rest.amount) return "amount must be lower than the remaining amount";
  if (wish.shipping_amount > rest.shipping) return "shipping_amount must be lower than the remaining amount";
  if (wish.amount + wish.shipping_amount === 0) return "The refund amount must be greater than 0";
  return (
    taxFault(line, "taxes", wish.amount, wish.taxes) ??
    taxFault(line, "shipping_taxes", wish.shipping_amount, wish.shipping_taxes)
  );
}

function withTaxes(order: WireOrder, wish: Wish): WireOrder {
  const named = { taxes: wish.taxes ?? [], shipping_taxes: wish.shipping_taxes ?? [] };
  const lines = order.order_lines.map((line) =>
    line.order_line_id === wish.order_line_id ? withRefundTaxes(line, named) : line,
  );
  return { ...order, order_lines: lines };
}

/** Required as soon as the order is not in the shop's currency (mirakl.md 3.7, 5.12). */
export function currencyFault(order: WireOrder, given: string | undefined): string | null {
  if (given === undefined && order.currency_iso_code === SHOPS_CURRENCY) return null;
  if (given === undefined) return "The field 'currencyIsoCode' is mandatory";
  return given === order.currency_iso_code ? null : `Invalid value for field 'currencyIsoCode': ${given}`;
}

function rowOf(order: WireOrder, wish: Wish, id: number, at: number): MoneyRow {
  return {
    id,
    kind: "refund",
    order_id: order.order_id,
    order_line_id: wish.order_line_id,
    by: "shop",
    amount_minor: wish.amount,
    shipping_minor: wish.shipping_amount,
    currency: order.currency_iso_code,
    quantity: wish.quantity,
    excluded: wish.excluded_from_shipment ? wish.quantity : 0,
    reason_code: wish.reason_code,
    at,
    due_at: at + REFUND_PAID_AFTER_MS,
  };
}

function settle({ world }: Call, order: WireOrder): void {
  const state = emptiedState(order) ?? (hasShippedAll(world, order) ? "SHIPPED" : null);
  if (state) moveOrder(world, order, state, world.now());
  else writeOrder(world, order, world.now());
}

function tell(row: MoneyRow, wish: Wish, group: number) {
  return {
    refund_id: String(row.id),
    order_refund_id: refundGroup(group),
    order_line_id: row.order_line_id,
    amount: amount(row.amount_minor),
    shipping_amount: amount(row.shipping_minor),
    quantity: row.quantity,
    reason_code: row.reason_code,
    currency_iso_code: row.currency,
    excluded_from_shipment: wish.excluded_from_shipment,
    taxes: (wish.taxes ?? []).map((tax) => ({ code: tax.code, amount: amount(tax.amount) })),
    shipping_taxes: (wish.shipping_taxes ?? []).map((tax) => ({ code: tax.code, amount: amount(tax.amount) })),
    fees: [],
    eco_contributions: [],
  };
}
