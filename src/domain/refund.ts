import type { Money } from "./money";
import type { OrderLine, Reversal } from "./order";

/** Money to send back on one line, by a refund or a cancelation. */
export type ReversalWish = { lineId: string; quantity: number; amount: Money; shipping: Money; reason: string };

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
