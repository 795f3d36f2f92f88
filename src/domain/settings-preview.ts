import type { Money } from "./money";
import { type Order, skuOf } from "./order";
import { baseNumber, candidateNumber, MAX_TRIES, numberKey } from "./order-number";
import { restOf } from "./refund";
import { refundOfReturn } from "./return";
import type { NumberField, RefundSettings, StoreSettings } from "./store";

/** A recent order of the store. `fixed`: its number stays whatever the settings say (design.md 5b.9). */
export type PreviewOrder = { order: Order; number: string; fixed: boolean };

export type NumberExample = { orderId: string; full: string; number: string; before: string; fixed: boolean };
/** What a choice of number field would give the recent orders, `examples` newest first. */
export type NumberPreview = {
  examples: NumberExample[];
  of: number;
  /** Orders whose number another one takes first, so that it gets four more characters. */
  collide: number;
  /** Orders without anything in the field: they take the order id. */
  empty: number;
};
export type NumbersPreview = NumberPreview & { others: (NumberPreview & { field: NumberField })[] };

const EXAMPLES = 5;
const FIELDS = ["order-id", "commercial-id", "customer-reference", "seller-reference"] as const;

/**
 * The numbers that recent orders would have, and the same for every other field (design.md 5b.11). `taken` are the
 * numbers, in upper case, that orders of other stores hold.
 */
export function previewNumbers(
  orders: readonly PreviewOrder[],
  { numberField, shortenNumber }: Pick<StoreSettings, "numberField" | "shortenNumber">,
  storeTag: string,
  taken: ReadonlySet<string> = new Set(),
): NumbersPreview {
  const preview = (field: NumberField) => numbersOf(orders, field, shortenNumber, storeTag, taken);
  const others = fieldsOf(orders).filter((field) => nameOf(field) !== nameOf(numberField));
  return { ...preview(numberField), others: others.map((field) => ({ field, ...preview(field) })) };
}

/** The fields that an order's number may come from: those that every order has, and the shop's own by their codes. */
function fieldsOf(orders: readonly PreviewOrder[]): NumberField[] {
  const codes = new Set(orders.flatMap(({ order }) => order.customFields.map(({ code }) => code)));
  return [...FIELDS.map((field) => ({ field })), ...[...codes].map((code) => ({ field: "custom" as const, code }))];
}

function nameOf(field: NumberField): string {
  return field.field === "custom" ? `custom ${field.code}` : field.field;
}

// The older order claims first, as when they are booked; what any order holds today stays reserved (design.md 5b.8, 5b.9).
function numbersOf(
  orders: readonly PreviewOrder[],
  field: NumberField,
  shorten: boolean,
  storeTag: string,
  taken: ReadonlySet<string>,
): NumberPreview {
  const holders = new Map<string, string>([...taken].map((number) => [number, ""]));
  for (const { order, number } of orders)
    if (!holders.has(numberKey(number))) holders.set(numberKey(number), order.orderId);
  const examples: NumberExample[] = [];
  let [collide, empty] = [0, 0];
  for (const { order, number: before, fixed } of orders.toSorted(byAge)) {
    const { orderId } = order;
    const { base, noReference } = baseNumber(order, field, shorten);
    const isTaken = (wanted: string) => (holders.get(numberKey(wanted)) ?? orderId) !== orderId;
    let number = fixed ? before : base;
    for (let n = 1; !fixed && isTaken(number) && n <= MAX_TRIES; n += 1)
      number = candidateNumber(base, n, shorten, storeTag, orderId);
    holders.set(numberKey(number), orderId);
    collide += Number(!fixed && number !== base);
    empty += Number(noReference);
    const full = noReference ? orderId : baseNumber(order, field, false).base;
    examples.push({ orderId, full, number, before, fixed });
  }
  return { examples: examples.slice(-EXAMPLES).reverse(), of: orders.length, collide, empty };
}

function byAge({ order: a }: PreviewOrder, { order: b }: PreviewOrder): number {
  if (a.createdAt !== b.createdAt) return a.createdAt - b.createdAt;
  return a.orderId < b.orderId ? -1 : Number(a.orderId > b.orderId);
}

type ItemSku = StoreSettings["itemSku"];
export type SkuPreview = {
  number: string;
  lines: { title: string; quantity: number; product: string; offer: string; shop: string }[];
  /** Distinct products of the recent orders, and how many of them each choice would know by another key. */
  products: number;
  changed: Record<ItemSku, number>;
};

/** The last order's lines under each choice of SKU, and how many products would change their key; null without orders. */
export function previewSkus(orders: readonly PreviewOrder[], now: ItemSku): SkuPreview | null {
  const [last] = orders;
  if (!last) return null;
  const lines = orders.flatMap(({ order }) => order.lines);
  const known = new Map(lines.map((line) => [skuOf(line, now), line]));
  const changed = (by: ItemSku) => [...known].filter(([sku, line]) => skuOf(line, by) !== sku).length;
  return {
    number: last.number,
    lines: last.order.lines.map((line) => ({
      title: line.title,
      quantity: line.quantity,
      product: skuOf(line, "product"),
      offer: skuOf(line, "offer"),
      shop: skuOf(line, "shop"),
    })),
    products: known.size,
    changed: { product: changed("product"), offer: changed("offer"), shop: changed("shop") },
  };
}

export type ReturnPreview = {
  orderId: string;
  number: string;
  title: string;
  /** What goes back for all of that line; null when a person would have to decide it. */
  amount: Money | null;
  overCap: boolean;
};

/** What a return of one line of the last order that may still be refunded would give back; null without such an order. */
export function previewReturn(
  orders: readonly PreviewOrder[],
  { reason, withShipping, largestMinor }: RefundSettings,
  currency: string,
): ReturnPreview | null {
  for (const { order, number } of orders) {
    const line = order.lines.find((one) => restOf(one, []).quantity > 0 && restOf(one, []).amount.minor > 0);
    if (!line || !REFUNDABLE.has(order.state)) continue;
    const { quantity } = restOf(line, []);
    const items = [{ lineId: line.lineId, sku: null, quantity, reason: null }];
    const terms = { reasonOf: () => reason ?? "", withShipping, currency };
    const refund = refundOfReturn(order, items, () => [], terms);
    const minor =
      "wishes" in refund
        ? refund.wishes.reduce((sum, { amount, shipping }) => sum + amount.minor + shipping.minor, 0)
        : null;
    return {
      orderId: order.orderId,
      number,
      title: line.title,
      amount: minor === null ? null : { minor, currency },
      overCap: minor !== null && minor > largestMinor,
    };
  }
  return null;
}

const REFUNDABLE = new Set<Order["state"]>(["shipping", "shipped", "to-collect", "received"]);

/** The last order that goes to another country than most do; null when none does. */
export function previewAbroad(orders: readonly PreviewOrder[]): { number: string; country: string } | null {
  const countries = orders.flatMap(({ order }) => order.shippingAddress?.country ?? []);
  const times = new Map<string, number>();
  for (const country of countries) times.set(country, (times.get(country) ?? 0) + 1);
  const [home] = [...times].sort(([, one], [, other]) => other - one).map(([country]) => country);
  for (const { order, number } of orders) {
    const country = order.shippingAddress?.country;
    if (country && country !== home) return { number, country };
  }
  return null;
}
