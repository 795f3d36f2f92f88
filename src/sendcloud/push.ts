import type { Address, Recipient } from "../domain/address";
import type { LineGoods, NamedTaxNumber } from "../domain/customs-block";
import { decimalFromMoney, inEuros, type Money } from "../domain/money";
import { type Order, type OrderLine, openLines, skuOf } from "../domain/order";
import type { StoreSettings } from "../domain/store";
import { isoTime } from "../lib/time";
import { type TaxNumbersBody, taxNumbersBody } from "./customs-body";
import { type AddressBody, toAddressBody } from "./recipient-address";
import { toGrams } from "./translate";
import type { OrderContentWire, OrderWire } from "./wire-orders";

/** An order for Sendcloud's Incoming orders. `weightGrams` is the whole parcel, `externalOrderId` at most 64 characters. */
export type PushWish = {
  externalOrderId: string;
  orderNumber: string;
  integrationId: number;
  order: Order;
  recipient: Recipient;
  weightGrams: number;
  itemSku: StoreSettings["itemSku"];
  /** What is known of the lines' products. */
  goods: readonly LineGoods[];
  /** What customs ask for besides; null where no documents travel, or nobody knows yet. */
  customs: { invoiceNumber: string; isBusiness: boolean; taxNumbers: readonly NamedTaxNumber[] } | null;
  shipmentType: StoreSettings["shipmentType"];
  currencyRates: StoreSettings["currencyRates"];
};

type Price = { value: number; currency: string };
type Item = {
  item_id: string;
  name: string;
  sku: string;
  quantity: number;
  unit_price: Price;
  total_price: Price;
  measurement: { weight: Weight };
  description?: string;
  hs_code?: string;
  country_of_origin?: string;
};
type Weight = { value: number; unit: "kg" };

/** One order in the body of POST /orders. */
export type PushBody = {
  order_id: string;
  order_number: string;
  order_details: {
    integration: { id: number };
    status: { code: string };
    order_created_at: string;
    order_items: Item[];
    notes?: string;
  };
  payment_details: {
    total_price: Price;
    estimated_shipping_price: Price;
    freight_costs: { value: string; currency: string };
    status: { code: string };
  };
  customs_details?: {
    shipment_type?: string;
    commercial_invoice_number?: string;
    export_type?: string;
    tax_numbers?: TaxNumbersBody;
  };
  billing_address?: AddressBody;
  shipping_address: AddressBody;
  shipping_details: {
    delivery_indicator: string;
    measurement: { weight: Weight };
  };
  service_point_details?: { id: string } | { carrier_service_point_id: string };
};

/** What an order at Sendcloud holds of what we sent. Empty text stands for what is absent. */
export type PushedView = {
  externalOrderId: string;
  orderNumber: string;
  name: string;
  company: string;
  line1: string;
  houseNumber: string;
  line2: string;
  zip: string;
  city: string;
  state: string;
  country: string;
  phone: string;
  email: string;
  weightGrams: number | null;
  /** By item id. */
  items: { itemId: string; name: string; quantity: number }[];
};
export type PushedOrder = PushedView & { id: number };

/** The fields that PATCH may change alone; lines and quantities go by POST (design.md 2). */
export type PatchFields = Partial<Omit<PushedView, "externalOrderId" | "items">>;

/** The only currencies of an order (sendcloud.md 2.1). */
const CURRENCIES = new Set(["EUR", "GBP", "USD"]);
const LONGEST_NAME = 255;
const ISO_DAY = "2026-11-24".length;
// A marketplace lets us ship what it has been paid for, or answers for (mirakl.md 2.1).
const PAID = "paid";

/** Customs' word for what an order is; documents are none that an order can be (design.md 7). */
const SHIPMENT_TYPES: Partial<Record<StoreSettings["shipmentType"], string>> = {
  gift: "gift",
  "commercial-goods": "commercial_goods",
  "commercial-sample": "commercial_sample",
  "returned-goods": "returned_goods",
};

/** True where an order of this currency can be told to Sendcloud: in its own, or in euros by the store's rate. */
export function mayPrice(currency: string, rates: StoreSettings["currencyRates"]): boolean {
  return CURRENCIES.has(currency) || rates[currency] !== undefined;
}

/**
 * Builds the order with its open lines: `item_id` is our line id, prices are numbers here (sendcloud.md 11.14). In a
 * currency that Sendcloud does not know they are euros by the store's rate, and the notes hold the original. HS codes and
 * the like as far as they are known: the panel asks for the rest. Throws when the recipient has no country or no line is open.
 */
export function buildPush(wish: PushWish): PushBody | { problem: "currency-not-accepted" } {
  const { order, weightGrams, currencyRates: rates } = wish;
  if (!mayPrice(order.total.currency, rates)) return { problem: "currency-not-accepted" };
  const lines = openLines(order);
  if (lines.length === 0) throw new Error("an order without an open line has nothing to push");
  const shipping = pricedIn(order.shippingPrice, rates);
  return {
    order_id: wish.externalOrderId,
    order_number: wish.orderNumber,
    order_details: {
      integration: { id: wish.integrationId },
      status: { code: order.stateText },
      order_created_at: isoTime(order.createdAt),
      order_items: lines.map((line) => itemOf(line, wish)),
      ...notesOf(order.total, rates),
    },
    payment_details: {
      total_price: priceOf(pricedIn(order.total, rates)),
      estimated_shipping_price: priceOf(shipping),
      freight_costs: { value: decimalFromMoney(shipping), currency: shipping.currency },
      status: { code: PAID },
    },
    ...customsOf(wish),
    ...billingOf(order.billingAddress),
    shipping_address: toAddressBody(wish.recipient),
    shipping_details: {
      delivery_indicator: order.shippingType.label || order.shippingType.code,
      measurement: { weight: weightInKilos(weightGrams) },
    },
    ...servicePointOf(order.pickupPointId),
  };
}

function customsOf({ shipmentType, customs }: PushWish): Pick<PushBody, "customs_details"> {
  const type = SHIPMENT_TYPES[shipmentType];
  const details = {
    ...(type ? { shipment_type: type } : {}),
    ...(customs && {
      commercial_invoice_number: customs.invoiceNumber,
      export_type: customs.isBusiness ? "commercial_b2b" : "commercial_b2c",
      ...taxNumbersBody(customs.taxNumbers),
    }),
  };
  return Object.keys(details).length > 0 ? { customs_details: details } : {};
}

function itemOf(line: OrderLine, { itemSku, goods, currencyRates: rates }: PushWish): Item {
  const sku = skuOf(line, itemSku);
  const known = goods.find(({ lineId }) => lineId === line.lineId);
  return {
    item_id: line.lineId,
    name: nameOf(line) || sku || line.lineId,
    sku,
    quantity: line.quantity,
    unit_price: priceOf(pricedIn(line.unitPrice, rates)),
    total_price: priceOf(pricedIn(line.price, rates)),
    measurement: { weight: weightInKilos(known?.weightGrams.value ?? 0) },
    ...(known?.hsCode ? { description: known.description, hs_code: known.hsCode.value } : {}),
    ...(known?.origin ? { country_of_origin: known.origin.value } : {}),
  };
}

function pricedIn(money: Money, rates: StoreSettings["currencyRates"]): Money {
  const rate = CURRENCIES.has(money.currency) ? undefined : rates[money.currency];
  return rate ? (inEuros(money, rate.perEuro) ?? money) : money;
}

/** What was paid, and the rate by which the prices are euros. */
function notesOf(total: Money, rates: StoreSettings["currencyRates"]): { notes?: string } {
  const rate = CURRENCIES.has(total.currency) ? undefined : rates[total.currency];
  if (!rate) return {};
  const { currency } = total;
  const day = isoTime(rate.setAt).slice(0, ISO_DAY);
  return { notes: `${decimalFromMoney(total)} ${currency} (1 EUR = ${rate.perEuro} ${currency}, ${day})` };
}

// Without these Sendcloud takes no address (sendcloud.md 2.1), and a bill needs none from us.
function billingOf(address: Address | null): Pick<PushBody, "billing_address"> {
  if (!address?.country || !address.zip || !address.city || !address.street1) return {};
  const body = toAddressBody({ address, email: "" });
  return body.name === "" ? {} : { billing_address: body };
}

function nameOf({ title }: OrderLine): string {
  const plain = title.toWellFormed().replace(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, " ");
  return [...plain.trim()].slice(0, LONGEST_NAME).join("").trim();
}

function priceOf(money: Money): Price {
  return { value: Number(decimalFromMoney(money)), currency: money.currency };
}

function weightInKilos(grams: number): Weight {
  return { value: Math.max(Math.round(grams), 1) / 1000, unit: "kg" };
}

// Sendcloud's own ids are whole numbers; a marketplace's locker code is the carrier's.
function servicePointOf(id: string | null): Pick<PushBody, "service_point_details"> {
  if (id === null) return {};
  return { service_point_details: /^\d+$/.test(id) ? { id } : { carrier_service_point_id: id } };
}

/** What Sendcloud should hold after this push: equal to the view of a read order when the content is equal. */
export function pushedView(body: PushBody): PushedView {
  return viewOf(body);
}

/** Translates an order of GET /orders. */
export function toPushedOrder(wire: OrderWire): PushedOrder {
  return { id: wire.id, ...viewOf(wire) };
}

function viewOf(content: OrderContentWire): PushedView {
  const { order_id, order_number, order_details, shipping_address: address, shipping_details } = content;
  const items = order_details.order_items.map(({ item_id, name, quantity }) => {
    return { itemId: item_id ?? "", name: name ?? "", quantity };
  });
  return {
    externalOrderId: order_id,
    orderNumber: order_number ?? "",
    name: address?.name ?? "",
    company: address?.company_name ?? "",
    line1: address?.address_line_1 ?? "",
    houseNumber: address?.house_number ?? "",
    line2: address?.address_line_2 ?? "",
    zip: address?.postal_code ?? "",
    city: address?.city ?? "",
    state: address?.state_province_code ?? "",
    country: address?.country_code ?? "",
    phone: address?.phone_number ?? "",
    email: address?.email ?? "",
    weightGrams: toGrams(shipping_details?.measurement?.weight),
    items: items.sort((one, other) => Number(one.itemId > other.itemId) - Number(one.itemId < other.itemId)),
  };
}

/** The body of PATCH /orders/{id}: nothing but the given fields. */
export function patchBody(fields: PatchFields): object {
  const address = {
    name: fields.name,
    company_name: fields.company,
    address_line_1: fields.line1,
    house_number: fields.houseNumber,
    address_line_2: fields.line2,
    postal_code: fields.zip,
    city: fields.city,
    state_province_code: fields.state,
    country_code: fields.country,
    phone_number: fields.phone,
    email: fields.email,
  };
  const weight = fields.weightGrams == null ? undefined : weightInKilos(fields.weightGrams);
  return {
    ...(fields.orderNumber === undefined ? {} : { order_number: fields.orderNumber }),
    ...(Object.values(address).some((value) => value !== undefined) ? { shipping_address: address } : {}),
    ...(weight ? { shipping_details: { measurement: { weight } } } : {}),
  };
}
