import { amount, centsOf } from "./cents";
import { findOrder, writeOrder } from "./order-store";
import type { WireLine } from "./wire-order";
import type { World } from "./world";

/** A tax as OR11 tells it and OR28 takes it; `amount` in hundredths where it was read from a body. */
export type Taxed = { code: string; amount: number };
type Named = "taxes" | "shipping_taxes";

const VAT = "VAT";

/**
 * Makes an order one whose prices are without tax (mirakl.md 3.1): each line has a tax of so many percent on top, which
 * the seller must give back himself. False when there is no such order.
 */
export function taxOrder(world: World, orderId: string, percent: number): boolean {
  const order = findOrder(world, orderId)?.order;
  if (!order) return false;
  const taxOf = (price: number) => {
    const minor = Math.round((centsOf(price) * percent) / 100);
    return minor > 0 ? [{ code: VAT, amount: amount(minor), rate: percent, tax_calculation_rule: "NONE" }] : [];
  };
  const lines = order.order_lines.map((line) => ({
    ...line,
    taxes: taxOf(line.price),
    shipping_taxes: taxOf(line.shipping_price),
  }));
  writeOrder(world, { ...order, order_tax_mode: "TAX_EXCLUDED", order_lines: lines }, world.now());
  return true;
}

/** What is wrong with the taxes of a refund (mirakl.md 3.7): a line's own must be named, and no more than is left of them. */
export function taxFault(
  line: WireLine,
  name: Named,
  part: number,
  given: readonly Taxed[] | undefined,
): string | null {
  const own = taxesOf(line, name);
  if (own.length > 0 && part > 0 && given === undefined) return `The field '${name}' is mandatory`;
  for (const { code, amount: wanted } of given ?? []) {
    const tax = own.find((one) => one.code === code);
    if (!tax) return `The order line ${line.order_line_id} has no such tax`;
    const gone = line.refunds.flatMap((refund) => taxesOf(refund, name)).filter((one) => one.code === code);
    const rest = centsOf(tax.amount) - gone.reduce((sum, one) => sum + centsOf(one.amount), 0);
    if (wanted > rest) return `${name}.amount must be lower than the remaining amount`;
  }
  return null;
}

function taxesOf(holder: Record<string, unknown>, name: Named): Taxed[] {
  const taxes = holder[name];
  return Array.isArray(taxes) ? (taxes as Taxed[]) : [];
}

/** The line with the taxes of its last refund written to it. */
export function withRefundTaxes(line: WireLine, wish: { taxes?: Taxed[]; shipping_taxes?: Taxed[] }): WireLine {
  const told = (taxes: Taxed[] = []) => taxes.map((tax) => ({ code: tax.code, amount: amount(tax.amount) }));
  const last = line.refunds.at(-1);
  if (!last) return line;
  const taxed = { ...last, taxes: told(wish.taxes), shipping_taxes: told(wish.shipping_taxes) };
  return { ...line, refunds: [...line.refunds.slice(0, -1), taxed] };
}
