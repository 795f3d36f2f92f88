import type { Order, OrderLine } from "./order";
import { fitsRest, type Rest, type ReversalWish, restOf } from "./refund";

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
export type ByHand = "no-goods-named" | "unknown-line" | "over-rest" | "currency";
export type ReturnRefund = { wishes: ReversalWish[] } | { byHand: ByHand };

/**
 * The money that a return gives back, one wish a line: unit price times quantity, the last unit takes what is left of
 * the line, shipping only when nothing of the order stays with the buyer. `aheadOf` are our own wishes on a line that
 * the marketplace does not show yet. All lines fit, or a person decides.
 */
export function refundOfReturn(
  order: Order,
  items: readonly ReturnedItem[],
  aheadOf: (line: OrderLine) => readonly ReversalWish[],
  terms: { reason: string; withShipping: boolean; currency: string },
): ReturnRefund {
  if (order.total.currency !== terms.currency) return { byHand: "currency" };
  const returned = quantitiesByLine(order, items);
  if (!returned) return { byHand: "unknown-line" };
  if (returned.size === 0) return { byHand: "no-goods-named" };
  const rests = new Map(order.lines.map((line) => [line, restOf(line, aheadOf(line))]));
  const whole = [...rests].every(([line, { quantity }]) => quantity <= (returned.get(line) ?? 0));
  const wishes: ReversalWish[] = [];
  for (const [line, quantity] of returned) {
    const rest = rests.get(line);
    const wish = rest && wishOf(line, quantity, rest, { ...terms, withShipping: terms.withShipping && whole });
    if (!wish || quantity > rest.quantity) return { byHand: "over-rest" };
    // What was given away has nothing to give back.
    if (wish.amount.minor + wish.shipping.minor === 0) continue;
    if (!fitsRest(wish, rest)) return { byHand: "over-rest" };
    wishes.push(wish);
  }
  return { wishes };
}

function wishOf(
  line: OrderLine,
  quantity: number,
  rest: Rest,
  { reason, withShipping }: { reason: string; withShipping: boolean },
): ReversalWish {
  const amount = quantity === rest.quantity ? rest.amount.minor : line.unitPrice.minor * quantity;
  return {
    lineId: line.lineId,
    quantity,
    amount: { ...rest.amount, minor: amount },
    shipping: { ...rest.shipping, minor: withShipping ? rest.shipping.minor : 0 },
    reason,
  };
}

/** How many of each line come back; null when an item fits no line, or several. */
function quantitiesByLine(order: Order, items: readonly ReturnedItem[]): Map<OrderLine, number> | null {
  const quantities = new Map<OrderLine, number>();
  for (const item of items) {
    const line = lineOf(order, item);
    if (!line || !Number.isSafeInteger(item.quantity) || item.quantity < 1) return null;
    quantities.set(line, (quantities.get(line) ?? 0) + item.quantity);
  }
  return quantities;
}

function lineOf({ lines }: Order, { lineId, sku }: ReturnedItem): OrderLine | undefined {
  const named = lines.find((line) => line.lineId === lineId);
  if (named || !sku) return named;
  const [line, ...others] = lines.filter(({ productSku, offerSku, shopSku }) =>
    [productSku, offerSku, shopSku].includes(sku),
  );
  return others.length > 0 ? undefined : line;
}
