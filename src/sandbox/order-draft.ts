import { type Buyer, COUNTRY_LABELS, localeOf, pick } from "./buyers";
import { type Product, productsOf } from "./catalogue";
import type { Marketplace, Shop } from "./marketplaces";
import type { ShippingTypeCode } from "./shipping-types";
import type { WireAddress } from "./wire-order";

/** What a buyer put into the basket, before the marketplace makes an order of it. */
export type Draft = {
  marketplace: Marketplace;
  shop: Shop;
  buyer: Buyer;
  locale: string | null;
  address: WireAddress;
  lines: { product: Product; quantity: number }[];
  currency: "EUR" | "PLN" | "GBP" | "CHF";
  shippingType: ShippingTypeCode;
  customerReference: string | null;
  customFields: { code: string; type: string; value: string }[];
};

/** An ordinary basket: one to three products, one or two of each, to the buyer's own address. */
export function draftOf(marketplace: Marketplace, shop: Shop, buyer: Buyer, random: () => number): Draft {
  return {
    marketplace,
    shop,
    buyer,
    locale: localeOf(buyer),
    address: addressOf(buyer),
    lines: basket(productsOf(marketplace.id), random),
    currency: "EUR",
    shippingType: pick(["STD", "STD", "STD", "EXP", "PLI"], random),
    customerReference: null,
    customFields: [],
  };
}

export function addressOf(buyer: Buyer): WireAddress {
  return {
    civility: null,
    company: null,
    company_2: null,
    firstname: buyer.firstName,
    lastname: buyer.lastName,
    street_1: buyer.street,
    street_2: null,
    zip_code: buyer.zip,
    city: buyer.city,
    state: buyer.state,
    country: COUNTRY_LABELS[buyer.country],
    country_iso_code: buyer.country,
    phone: buyer.phone,
    phone_secondary: null,
    additional_info: null,
  };
}

function basket(products: Product[], random: () => number): Draft["lines"] {
  const size = 1 + Math.floor(random() * random() * 3);
  const chosen = new Set<Product>();
  while (chosen.size < size) chosen.add(pick(products, random));
  return [...chosen].map((product) => ({ product, quantity: random() < 0.75 ? 1 : 2 }));
}
