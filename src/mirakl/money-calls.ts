import { decimalFromMoney, type Money, moneyFromDecimal } from "../domain/money";
import type { Reversal, Tax } from "../domain/order";
import type { ReversalWish } from "../domain/refund";
import type { Reply } from "../lib/http";
import type { Transport } from "./transport";
import { demandNoContent } from "./verdict";
import { type WireReversalMade, wireCancelations, wireRefunds } from "./wire-acts";

/** Money to give back on one line, in one currency; `reason` is a code of RE01 of the call's type. */
export type LineReversal = ReversalWish & { orderId: string };

/** No key makes these safe to repeat: a second refund pays again (mirakl.md 5.10). */
export type MoneyCalls = {
  /**
   * OR28, one line a call. The answer says accepted, not paid (mirakl.md 2.2); it has no time, so `at` is null. Its
   * amounts are the marketplace's: compare them. Anything but one refund of this line with an id is `unknown`.
   */
  refund(wish: LineReversal): Promise<Reply<Reversal>>;
  /** OR30, one line a call, read like OR28. Who may is a matter of the payment workflow (mirakl.md 3.8). */
  cancelLine(wish: LineReversal): Promise<Reply<Reversal>>;
  /** OR29: the whole order, where it says that it can be cancelled. */
  cancel(orderId: string): Promise<Reply<"done">>;
};

/** The calls that give money back. */
export function moneyCalls(transport: Transport): MoneyCalls {
  return {
    refund: (wish) =>
      transport.write("PUT", "/orders/refund", { ...modeOf(wish), refunds: [rowOf(wish)] }, (body) => {
        const [made, ...others] = wireRefunds.safeParse(body).data?.refunds ?? [];
        return made && others.length === 0 ? reversalOf(made.refund_id, made, wish) : null;
      }),
    cancelLine: (wish) =>
      transport.write("PUT", "/orders/cancel", { ...modeOf(wish), cancelations: [rowOf(wish)] }, (body) => {
        const [made, ...others] = wireCancelations.safeParse(body).data?.cancelations ?? [];
        return made && others.length === 0 ? reversalOf(made.cancelation_id, made, wish) : null;
      }),
    cancel: async (orderId) =>
      demandNoContent(
        await transport.write("PUT", `/orders/${encodeURIComponent(orderId)}/cancel`, null, () => "done" as const),
      ),
  };
}

// Without it the platform's own mode is meant (mirakl.md 3.7), which a shop may not share.
function modeOf({ taxesOnTop }: LineReversal): object {
  return taxesOnTop ? { order_tax_mode: "TAX_EXCLUDED" } : {};
}

function rowOf({ lineId, quantity, amount, shipping, reason, taxes, shippingTaxes }: LineReversal): object {
  if (amount.currency !== shipping.currency) throw new Error("amount and shipping are of different currencies");
  return {
    order_line_id: lineId,
    quantity,
    amount: toNumber(amount),
    shipping_amount: toNumber(shipping),
    // Required as soon as the shop's currency is not the platform's (mirakl.md 5.12).
    currency_iso_code: amount.currency,
    reason_code: reason,
    ...(taxes ? { taxes: taxes.map(taxOf) } : {}),
    ...(shippingTaxes ? { shipping_taxes: shippingTaxes.map(taxOf) } : {}),
  };
}

/** What is not sent of a tax is not given back (mirakl.md 3.7). */
function taxOf({ code, amount }: Tax): object {
  return { code, amount: toNumber(amount) };
}

function toNumber(money: Money): number {
  if (!Number.isSafeInteger(money.minor) || money.minor < 0) throw new Error("only whole minor units are given back");
  return Number(decimalFromMoney(money));
}

function reversalOf(id: string, made: WireReversalMade, { lineId, amount: { currency } }: LineReversal) {
  const amount = moneyFromDecimal(made.amount, currency);
  const shipping = moneyFromDecimal(made.shipping_amount, currency);
  if (made.order_line_id !== lineId || (made.currency_iso_code ?? currency) !== currency) return null;
  if (!amount || !shipping) return null;
  return { id, quantity: made.quantity, amount, shipping, reason: made.reason_code, at: null };
}
