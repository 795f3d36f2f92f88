import type { Money } from "./money";
import type { LineState, Order, OrderLine, Reversal, Tax } from "./order";

/** Money to send back on one line, by a refund or a cancelation. */
export type ReversalWish = {
  lineId: string;
  quantity: number;
  amount: Money;
  shipping: Money;
  reason: string;
  /** The part of the line's taxes that goes back with it; left out where the line has none. */
  taxes?: Tax[];
  shippingTaxes?: Tax[];
  /** The taxes come on top of `amount` and `shipping`. */
  taxesOnTop?: true;
};

/** What the remote knew of a line's money before we sent anything (reliability.md 2.5). */
export type Baseline = { ids: string[] };

/** What of a line may still go back. */
export type Rest = { quantity: number; amount: Money; shipping: Money };

export type ReversalField = "refunds" | "cancelations";

export function baselineOf(line: OrderLine, field: ReversalField): Baseline {
  return { ids: line[field].map(({ id }) => id) };
}

/**
 * What is left of a line to send back, `ahead` being our own wishes that may have reached the marketplace without
 * showing there yet. Cancelled quantities are out of a line's quantity and price already (mirakl.md 3.1).
 */
export function restOf(line: OrderLine, ahead: readonly ReversalWish[]): Rest {
  const gone = [...line.refunds, ...ahead];
  const sum = (of: (one: Reversal | ReversalWish) => number) => gone.reduce((total, one) => total + of(one), 0);
  return {
    quantity: line.quantity - sum((one) => one.quantity),
    amount: { ...line.price, minor: line.price.minor - sum((one) => one.amount.minor) },
    shipping: { ...line.shippingPrice, minor: line.shippingPrice.minor - sum((one) => one.shipping.minor) },
  };
}

/** Whether a wish stays within what is left, in the line's own currency, and moves money at all. */
export function fitsRest(wish: ReversalWish, rest: Rest): boolean {
  const sameCurrency = wish.amount.currency === rest.amount.currency && wish.shipping.currency === rest.amount.currency;
  const whole = [wish.quantity, wish.amount.minor, wish.shipping.minor].every((part) => part >= 0);
  const within =
    wish.quantity <= rest.quantity &&
    wish.amount.minor <= rest.amount.minor &&
    wish.shipping.minor <= rest.shipping.minor;
  return sameCurrency && whole && within && wish.amount.minor + wish.shipping.minor > 0;
}

/** True when the wish takes all that is left: then the remote itself refuses a second one (reliability.md 2.5). */
export function takesAll(wish: ReversalWish, rest: Rest): boolean {
  return wish.amount.minor === rest.amount.minor && wish.shipping.minor === rest.shipping.minor;
}

/** What a line says about a wish that may have been carried out. */
export type Finding =
  | { found: "done"; reversal: Reversal }
  | { found: "absent" }
  | { found: "conflict"; reason: "someone-else-acted" | "not-explained" };

/** Exactly one new reversal equal to the wish proves it; a new one that is not, or two that are, explain nothing. */
export function findReversal(line: OrderLine, field: ReversalField, wish: ReversalWish, baseline: Baseline): Finding {
  const news = line[field].filter(({ id }) => !baseline.ids.includes(id));
  const matching = news.filter((one) => isEqual(one, wish));
  const [reversal] = matching;
  if (!reversal) return news.length === 0 ? { found: "absent" } : { found: "conflict", reason: "someone-else-acted" };
  return matching.length > 1 ? { found: "conflict", reason: "not-explained" } : { found: "done", reversal };
}

// The quantity of a refund is informative only, and a marketplace may answer 0 (mirakl.md 3.7).
function isEqual(one: Reversal, wish: ReversalWish): boolean {
  return (
    one.amount.minor === wish.amount.minor &&
    one.shipping.minor === wish.shipping.minor &&
    one.amount.currency === wish.amount.currency &&
    one.reason === wish.reason
  );
}

/** All the money that moves with a wish, its taxes included. */
export function moneyGoing({ amount, shipping, taxes = [], shippingTaxes = [], taxesOnTop }: ReversalWish): Money {
  const onTop = taxesOnTop ? [...taxes, ...shippingTaxes] : [];
  const minor = onTop.reduce((sum, tax) => sum + tax.amount.minor, amount.minor + shipping.minor);
  return { minor, currency: amount.currency };
}

/**
 * The wish with its share of the line's taxes (mirakl.md 3.7): in proportion to the price, so that the parts of a line
 * add up to the whole tax however it is divided. `ahead` as in `restOf`.
 */
export function withTaxes(
  wish: ReversalWish,
  order: Pick<Order, "taxesOnTop">,
  line: OrderLine,
  ahead: readonly ReversalWish[],
): ReversalWish {
  const rest = restOf(line, ahead);
  const taxes = shareOf(line.taxes ?? [], line.price.minor, rest.amount.minor, wish.amount.minor);
  const shippingTaxes = shareOf(
    line.shippingTaxes ?? [],
    line.shippingPrice.minor,
    rest.shipping.minor,
    wish.shipping.minor,
  );
  return {
    ...wish,
    ...(taxes.length > 0 ? { taxes } : {}),
    ...(shippingTaxes.length > 0 ? { shippingTaxes } : {}),
    ...(order.taxesOnTop ? { taxesOnTop: true } : {}),
  };
}

function shareOf(taxes: readonly Tax[], whole: number, rest: number, part: number): Tax[] {
  if (whole <= 0 || part <= 0) return [];
  const upTo = (tax: Tax, gone: number) => Math.round((tax.amount.minor * gone) / whole);
  return taxes.map((tax) => {
    const minor = upTo(tax, whole - rest + part) - upTo(tax, whole - rest);
    return { code: tax.code, amount: { ...tax.amount, minor } };
  });
}

/** Why no money can go back on a line, whatever the amount, or not this much of it. */
export type RefundRefusal =
  | "order-over"
  | "line-not-debited"
  | "already-refunded"
  | "refund-currency"
  | "refund-over-rest";

const NOT_DEBITED: ReadonlySet<LineState> = new Set([
  "staging",
  "waiting-acceptance",
  "waiting-debit",
  "waiting-debit-payment",
]);
const OVER_UNPAID: ReadonlySet<LineState> = new Set(["canceled", "refused"]);
const OVER: ReadonlySet<LineState> = new Set([...OVER_UNPAID, "closed"]);
/** The states of an order in which OR28 works (mirakl.md 3.7). */
export const REFUNDABLE: ReadonlySet<Order["state"]> = new Set(["shipping", "shipped", "to-collect", "received"]);

/** Why nothing can go back on this line now; null when something can. `ahead` as in `restOf`. */
export function whyNoRefund(
  order: Order,
  line: OrderLine,
  ahead: readonly ReversalWish[],
): Exclude<RefundRefusal, "refund-currency" | "refund-over-rest"> | null {
  if (NOT_DEBITED.has(line.state) || NOT_DEBITED.has(order.state)) return "line-not-debited";
  if (!REFUNDABLE.has(order.state) || OVER.has(line.state)) return "order-over";
  const { amount, shipping } = restOf(line, ahead);
  return amount.minor + shipping.minor > 0 ? null : "already-refunded";
}

/** Why this wish would be refused (mirakl.md 3.7); null when it may be sent. */
export function whyRefused(
  order: Order,
  line: OrderLine,
  wish: ReversalWish,
  ahead: readonly ReversalWish[],
): RefundRefusal | null {
  const never = whyNoRefund(order, line, ahead);
  if (never) return never;
  const { currency } = line.price;
  if (wish.amount.currency !== currency || wish.shipping.currency !== currency) return "refund-currency";
  return fitsRest(wish, restOf(line, ahead)) ? null : "refund-over-rest";
}

/** Whether anything of the order has not gone back yet, even where the marketplace takes no refund any more. */
export function isOwed(order: Order, aheadOf: (line: OrderLine) => readonly ReversalWish[]): boolean {
  return order.lines.some((line) => {
    const { amount, shipping } = restOf(line, aheadOf(line));
    return !OVER_UNPAID.has(line.state) && amount.minor + shipping.minor > 0;
  });
}

/** Whether money may still go back on any line of the order. */
export function hasRefundable(order: Order, aheadOf: (line: OrderLine) => readonly ReversalWish[]): boolean {
  return order.lines.some((line) => whyNoRefund(order, line, aheadOf(line)) === null);
}
