import type { Money } from "./money";
import type { Order, OrderLine } from "./order";
import { fitsRest, type Rest, type ReversalWish, restOf, withTaxes } from "./refund";

/** Where goods that come back are; Sendcloud's statuses gathered. */
export type ReturnStage = "announced" | "on-its-way" | "back" | "cancelled" | "unknown";
export type ReturnedItem = { lineId: string | null; sku: string | null; quantity: number; reason: string | null };

/** One look at a return. A list's row has no id, and a young return no tracking number (sendcloud.md 5.1). */
export type ReturnSight = {
  returnId: string | null;
  trackingNumber: string | null;
  createdAt: number | null;
  stage: ReturnStage;
  items: ReturnedItem[];
};

/**
 * Whether two looks at one order's returns saw the same one (design.md 5): the ids decide where both have one, else the
 * tracking numbers, else the moment of creation and the goods.
 */
export function isSameReturn(one: ReturnSight, other: ReturnSight): boolean {
  if (one.returnId !== null && other.returnId !== null) return one.returnId === other.returnId;
  if (one.trackingNumber !== null && other.trackingNumber !== null) return one.trackingNumber === other.trackingNumber;
  return one.createdAt !== null && one.createdAt === other.createdAt && goodsOf(one) === goodsOf(other);
}

/** What names a return best, for a row that nobody owns yet. */
export function returnKey(sight: ReturnSight & { orderNumber: string | null }): string {
  if (sight.trackingNumber !== null) return `tracking:${sight.trackingNumber}`;
  if (sight.returnId !== null) return `id:${sight.returnId}`;
  return `order:${sight.orderNumber ?? ""}|${sight.createdAt ?? ""}|${goodsOf(sight)}`;
}

/** Both looks in one: what either knows, and the furthest stage. */
export function mergeReturn<S extends ReturnSight>(known: S, told: ReturnSight): S {
  return {
    ...known,
    returnId: known.returnId ?? told.returnId,
    trackingNumber: known.trackingNumber ?? told.trackingNumber,
    createdAt: known.createdAt ?? told.createdAt,
    stage: RANK[told.stage] > RANK[known.stage] ? told.stage : known.stage,
    items: known.items.length > 0 ? known.items : told.items,
  };
}

// News comes in any order and never goes back. Goods that arrived are here, even if their label was cancelled.
const RANK: Record<ReturnStage, number> = { unknown: 0, announced: 1, "on-its-way": 2, cancelled: 3, back: 4 };

function goodsOf({ items }: ReturnSight): string {
  return JSON.stringify(items.map(({ lineId, sku, quantity }) => [lineId, sku, quantity].join("|")).toSorted());
}

/** Why a return is left to a person although the store refunds by itself. */
export type ByHand = "no-goods-named" | "unknown-line" | "over-rest" | "currency" | "no-reason" | "order-over";
export type ReturnRefund = { wishes: ReversalWish[] } | { byHand: ByHand };

/** `reasonOf` turns Sendcloud's reason into the marketplace's; null where the store has none to give. */
export type ReturnTerms = {
  reasonOf(reason: string | null): string | null;
  withShipping: boolean;
  currency: string;
};

/**
 * The money that a return gives back, one wish a line: unit price times quantity, the last unit takes what is left of
 * the line, shipping only when nothing of the order stays with the buyer. `aheadOf` are our own wishes on a line that
 * the marketplace does not show yet. All lines fit, or a person decides.
 */
export function refundOfReturn(
  order: Order,
  items: readonly ReturnedItem[],
  aheadOf: (line: OrderLine) => readonly ReversalWish[],
  terms: ReturnTerms,
): ReturnRefund {
  if (order.total.currency !== terms.currency) return { byHand: "currency" };
  const returned = returnedByLine(order, items);
  if (!returned) return { byHand: "unknown-line" };
  if (returned.size === 0) return { byHand: "no-goods-named" };
  const rests = new Map(order.lines.map((line) => [line, restOf(line, aheadOf(line))]));
  const whole = [...rests].every(([line, { quantity }]) => quantity <= (returned.get(line)?.quantity ?? 0));
  const wishes: ReversalWish[] = [];
  for (const [line, { quantity, reason: told }] of returned) {
    const rest = rests.get(line);
    const reason = terms.reasonOf(told);
    if (reason === null) return { byHand: "no-reason" };
    if (!rest || quantity > rest.quantity) return { byHand: "over-rest" };
    const wish = wishOf(line, quantity, rest, { reason, withShipping: terms.withShipping && whole });
    // What was given away has nothing to give back.
    if (wish.amount.minor + wish.shipping.minor === 0) continue;
    if (!fitsRest(wish, rest)) return { byHand: "over-rest" };
    wishes.push(withTaxes(wish, order, line, aheadOf(line)));
  }
  return { wishes };
}

function wishOf(
  line: OrderLine,
  quantity: number,
  rest: Rest,
  { reason, withShipping }: { reason: string; withShipping: boolean },
): ReversalWish {
  return {
    lineId: line.lineId,
    quantity,
    amount: amountOf(line, quantity, rest),
    shipping: { ...rest.shipping, minor: withShipping ? rest.shipping.minor : 0 },
    reason,
  };
}

/** The price of so many of a line; of all that is left, what is left of the line's money. */
export function amountOf(line: Pick<OrderLine, "unitPrice">, quantity: number, rest: Rest): Money {
  return quantity === rest.quantity ? rest.amount : { ...rest.amount, minor: line.unitPrice.minor * quantity };
}

/** What of one line comes back, and the first reason that was given. */
export type Returned = { quantity: number; reason: string | null };

/** What comes back of each line; null when an item fits no line, or several. */
export function returnedByLine(order: Order, items: readonly ReturnedItem[]): Map<OrderLine, Returned> | null {
  const returned = new Map<OrderLine, Returned>();
  for (const item of items) {
    const line = lineOf(order, item);
    if (!line || !Number.isSafeInteger(item.quantity) || item.quantity < 1) return null;
    const before = returned.get(line) ?? { quantity: 0, reason: null };
    returned.set(line, { quantity: before.quantity + item.quantity, reason: before.reason ?? item.reason });
  }
  return returned;
}

/**
 * The line of a returned item: by our own id, else by a SKU that one line has, else the only line there is. Undefined
 * where two could be meant: that is a person's to say.
 */
export function lineOf({ lines }: Order, { lineId, sku }: ReturnedItem): OrderLine | undefined {
  const named = lines.find((line) => line.lineId === lineId);
  if (named) return named;
  const bySku = sku
    ? lines.filter(({ productSku, offerSku, shopSku }) => [productSku, offerSku, shopSku].includes(sku))
    : [];
  if (bySku.length > 0) return bySku.length === 1 ? bySku[0] : undefined;
  return lines.length === 1 ? lines[0] : undefined;
}

/** What has become of a return's money, and why where it has not gone. */
export type ReturnMoney =
  | { state: "none" | "dismissed" | "undone" | "failed" | "parked" | "wants-id"; amount: Money | null }
  | { state: "by-hand"; why: ByHand; amount: Money | null }
  | { state: "over-cap"; cap: "largest" | "daily"; amount: Money | null }
  | { state: "planned" | "sending" | "done"; amount: Money };

/** The tabs of the list of returns; `over` shows only among all. */
export const RETURN_TABS = ["to-decide", "under-way", "refunded", "over"] as const;
export type ReturnTab = (typeof RETURN_TABS)[number];

const WANTS_A_PERSON: ReadonlySet<ReturnMoney["state"]> = new Set([
  "by-hand",
  "over-cap",
  "wants-id",
  "undone",
  "failed",
  "parked",
]);

/**
 * Where a return stands in the list. `owed`: something of its order has not gone back yet; `refundable`: the marketplace
 * would still take a refund.
 */
export function returnTab(
  stage: ReturnStage,
  money: ReturnMoney,
  { owed, refundable }: { owed: boolean; refundable: boolean },
): ReturnTab {
  if (money.state === "done") return "refunded";
  if (money.state === "planned" || money.state === "sending") return "under-way";
  if (money.state === "parked") return "to-decide";
  if (money.state === "dismissed" || !owed || stage === "cancelled") return "over";
  if (WANTS_A_PERSON.has(money.state)) return "to-decide";
  if (!refundable) return "over";
  return stage === "back" ? "to-decide" : "under-way";
}
