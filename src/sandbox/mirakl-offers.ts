import type { Sql } from "../lib/ports";
import { type Product, productsOf } from "./catalogue";
import { amount } from "./cents";
import type { Call } from "./mirakl-access";
import type { World } from "./world";

const IN_STOCK = 25;
const PAGE_ROWS = 100;
const DEFAULT_ROWS = 10;

/** Where the shop changed an offer since it was made. */
export function createOffers(sql: Sql): void {
  sql.run(
    "CREATE TABLE IF NOT EXISTS mirakl_offers (sku TEXT PRIMARY KEY, quantity INTEGER, cents INTEGER) WITHOUT ROWID",
  );
}

/** The shop sets the stock of an offer, or its price. */
export function setOffer(
  { sql }: World,
  sku: string,
  { quantity, cents }: { quantity?: number; cents?: number },
): void {
  sql.run(
    `INSERT INTO mirakl_offers VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET
       quantity = coalesce(excluded.quantity, quantity), cents = coalesce(excluded.cents, cents)`,
    sku,
    quantity ?? null,
    cents ?? null,
  );
}

/** OF21: the offers of the shop; an unknown filter is ignored, as everywhere (mirakl.md 5.20). */
export function listOffers({ world, marketplace, url }: Call): Response {
  const sku = url.searchParams.get("sku");
  const found = productsOf(marketplace.id).filter((product) => sku === null || product.sku === sku);
  const offset = Number(url.searchParams.get("offset") ?? 0);
  const max = Math.min(Number(url.searchParams.get("max") ?? DEFAULT_ROWS), PAGE_ROWS);
  const offers = found.slice(offset, offset + max).map((product) => offerOf(world, product));
  return Response.json({ offers, total_count: found.length });
}

function offerOf({ sql }: World, product: Product) {
  const [changed] = sql.all<{ quantity: number | null; cents: number | null }>(
    "SELECT quantity, cents FROM mirakl_offers WHERE sku = ?",
    product.sku,
  );
  const quantity = changed?.quantity ?? IN_STOCK;
  const price = amount(changed?.cents ?? product.cents);
  const pricing = { price, unit_origin_price: price, volume_prices: [] };
  return {
    offer_id: Number(product.code.slice(-6)),
    shop_sku: product.sku,
    product_sku: product.code,
    product_title: product.title,
    product_references: [{ reference: product.code, reference_type: "EAN" }],
    category_code: product.category.slice(0, 4).toUpperCase(),
    category_label: product.category,
    active: quantity > 0,
    ...(quantity > 0 ? {} : { inactivity_reasons: ["ZERO_QUANTITY"] }),
    quantity,
    price,
    total_price: price,
    applicable_pricing: pricing,
    all_prices: [pricing],
    currency_iso_code: "EUR",
    state_code: "11",
    description: product.title,
    channels: [],
    leadtime_to_ship: 2,
    logistic_class: { code: "STD", label: "Standard" },
    fulfillment: { center: { code: "DEFAULT" } },
    min_shipping_price: 5.9,
    min_shipping_price_additional: 0,
    min_shipping_type: "STD",
    min_shipping_zone: "FR",
    shipping_deadline: "2030-01-01T00:00:00Z",
    ...quantities(),
  };
}

function quantities() {
  return { min_order_quantity: 1, max_order_quantity: 99, package_quantity: 1, min_quantity_alert: 0 };
}
