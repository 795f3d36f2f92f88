import type { Address } from "./address";
import type { Money } from "./money";

/** The marketplace's order states (mirakl.md 2.1), and one for a value nobody knows yet. */
export const MARKETPLACE_STATES = [
  "staging",
  "waiting-acceptance",
  "waiting-debit",
  "waiting-debit-payment",
  "shipping",
  "shipped",
  "to-collect",
  "received",
  "closed",
  "refused",
  "canceled",
  "waiting-refund",
  "waiting-refund-payment",
] as const;
export type MarketplaceState = (typeof MARKETPLACE_STATES)[number] | "unknown";

/** A line knows two more states than its order. */
export type LineState = MarketplaceState | "incident-open" | "refunded";

/** Money that went back on a line, by a refund or a cancelation; `id` is the marketplace's. */
export type Reversal = {
  id: string;
  quantity: number;
  amount: Money;
  shipping: Money;
  reason: string;
  at: number | null;
};

/** A tax that comes on top of a price, by the marketplace's code (mirakl.md 3.1). */
export type Tax = { code: string; amount: Money };

export type OrderLine = {
  lineId: string;
  position: number;
  state: LineState;
  title: string;
  offerSku: string;
  productSku: string;
  shopSku: string | null;
  /** What is left to deliver after cancelations. */
  quantity: number;
  unitPrice: Money;
  price: Money;
  shippingPrice: Money;
  total: Money;
  /** Taxes of the goods and of their shipping; left out where the marketplace names none. */
  taxes?: Tax[];
  shippingTaxes?: Tax[];
  refunds: Reversal[];
  cancelations: Reversal[];
};

/** Carrier and tracking as the marketplace holds them. */
export type MarketplaceTracking = {
  carrierCode: string | null;
  carrierName: string | null;
  number: string | null;
  url: string | null;
};

/** One Mirakl logistic order as the marketplace tells it, in our words. Times are epoch milliseconds UTC. */
export type Order = {
  orderId: string;
  commercialId: string;
  references: { customer: string | null; seller: string | null };
  customFields: { code: string; value: string }[];
  state: MarketplaceState;
  /** The marketplace's own word for the state, kept for the day it is new. */
  stateText: string;
  createdAt: number;
  updatedAt: number;
  deadlineAt: number | null;
  canShip: boolean;
  canCancel: boolean;
  hasIncident: boolean;
  fullyRefunded: boolean;
  /** "DEFAULT" when the shop itself fulfils. */
  fulfilmentCenter: string;
  shippingType: { code: string; label: string };
  pickupPointId: string | null;
  buyer: { firstName: string; lastName: string; email: string | null; locale: string | null };
  shippingAddress: Address | null;
  billingAddress: Address | null;
  total: Money;
  shippingPrice: Money;
  /** Prices are without tax, which comes on top of them. Left out where they contain it. */
  taxesOnTop?: true;
  lines: OrderLine[];
  tracking: MarketplaceTracking;
};

/** What SH12 says of the order's shipping type. */
export type ShippingTypeFlags = { clickAndCollect: boolean; deliveryByOperator: boolean; mandatoryTracking: boolean };

const OVER: ReadonlySet<LineState> = new Set(["refused", "canceled", "refunded"]);

/** The lines that still want a parcel. */
export function openLines(order: Order): OrderLine[] {
  return order.lines.filter((line) => line.state === "shipping" && line.quantity > 0);
}

/** The same, and of an order that was told shipped and has no parcel (design.md 5a, row 23) all of them. */
export function linesToSend(order: Order): OrderLine[] {
  return order.state === "shipped" ? order.lines.filter((line) => line.state === "shipped") : openLines(order);
}

/** True when nothing of the order is left to deliver. */
export function nothingLeft(order: Order): boolean {
  return order.lines.length > 0 && order.lines.every(isCalledOff);
}

/** True for a line of which nothing is left to deliver. */
export function isCalledOff({ state, quantity }: Pick<OrderLine, "state" | "quantity">): boolean {
  return OVER.has(state) || quantity === 0;
}

/** States after which the marketplace changes nothing any more. */
export function isTerminal(state: MarketplaceState): boolean {
  return state === "closed" || state === "refused" || state === "canceled";
}

/** The SKU by which a store knows a line's product (design.md 7); the operator's code where the shop has none of its own. */
export function skuOf({ offerSku, productSku, shopSku }: OrderLine, by: "product" | "offer" | "shop"): string {
  if (by === "offer") return offerSku;
  return by === "shop" ? (shopSku ?? productSku) : productSku;
}
