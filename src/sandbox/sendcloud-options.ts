import type { Money } from "../domain/money";
import { decimalFromMoney } from "../domain/money";
import { CONTRACTS } from "./sendcloud-account";
import { OPTIONS, type RequiredField, type ShippingOption } from "./sendcloud-catalogue";
import type { OptionsQuery } from "./sendcloud-schema";
import { isOutsideEuCustoms, type Zone, zoneOf } from "./sendcloud-zones";

const GRAMS_OF = { g: 1, kg: 1000, lbs: 453.59237, oz: 28.349523125 };
const CENTIMETRES_OF = { cm: 1, mm: 0.1, m: 100, yd: 91.44, ft: 30.48, in: 2.54 };
const FROM_COUNTRY = "FR";

export type Weight = { value: string | number; unit: keyof typeof GRAMS_OF };
export type Destination = { country: string; postalCode: string };

export function gramsOf(weight: Weight): number {
  return Math.round(Number(weight.value) * GRAMS_OF[weight.unit]);
}

export function findOption(code: string): ShippingOption | undefined {
  return OPTIONS.find((option) => option.code === code);
}

/** The options that fit a query of `POST /shipping-options`, in Sendcloud's shape. */
export function shippingOptions(query: OptionsQuery) {
  if (query.from_country_code && query.from_country_code !== FROM_COUNTRY) return [];
  const to = query.to_country_code ? { country: query.to_country_code, postalCode: query.to_postal_code ?? "" } : null;
  return OPTIONS.filter((option) => isAskedFor(option, query) && isBigEnough(option, query))
    .filter((option) => to === null || serves(option, to))
    .map((option) => viewOf(option, query, to));
}

function isAskedFor(option: ShippingOption, query: OptionsQuery): boolean {
  if (query.carrier_code && query.carrier_code !== option.carrier.code) return false;
  if (query.contract_id && query.contract_id !== option.contractId) return false;
  if (query.shipping_product_code && query.shipping_product_code !== option.product.code) return false;
  if (query.shipping_option_code && query.shipping_option_code !== option.code) return false;
  const has: Record<string, unknown> = option.functionalities;
  return Object.entries(query.functionalities ?? {}).every(
    ([name, wanted]) => wanted === null || has[name] === wanted || (wanted === false && has[name] === undefined),
  );
}

function isBigEnough(option: ShippingOption, query: OptionsQuery): boolean {
  const parcels = query.parcels ?? [];
  if (parcels.length > 1 && !option.functionalities.multicollo) return false;
  return parcels.every(({ weight, dimensions }) => {
    if (weight && !carries(option, gramsOf(weight))) return false;
    if (!dimensions) return true;
    const sides = [dimensions.length, dimensions.width, dimensions.height].map(
      (side) => Number(side) * CENTIMETRES_OF[dimensions.unit],
    );
    return sides.every((side) => side <= option.maxSideCm);
  });
}

/** True when the weight lies within the option's limits. */
export function carries(option: ShippingOption, grams: number): boolean {
  return grams >= 1 && grams <= option.maxGrams;
}

/** True when the option goes to this place at all. */
export function serves(option: ShippingOption, to: Destination): boolean {
  const zone = zoneOf(to.country);
  if (zone === null || !option.prices[zone]) return false;
  if (option.countries && !option.countries.includes(to.country)) return false;
  return !option.notPostalCodes?.test(`${to.country}-${to.postalCode}`);
}

/** What one parcel of this weight costs; the zone must be one that the option serves. */
export function priceOf(option: ShippingOption, to: Destination, grams: number): Money {
  const zone: Zone | null = zoneOf(to.country);
  const price = zone === null ? undefined : option.prices[zone];
  if (!price) throw new Error(`${option.code} does not go to ${to.country}`);
  const [base, perKilogram] = price;
  return { minor: base + Math.ceil(grams / 1000) * perKilogram, currency: "EUR" };
}

function viewOf(option: ShippingOption, query: OptionsQuery, to: Destination | null) {
  const contract = CONTRACTS.find(({ id }) => id === option.contractId) ?? CONTRACTS[0];
  const fields: RequiredField[] = [...option.fields];
  return {
    code: option.code,
    name: option.name,
    carrier: option.carrier,
    product: option.product,
    functionalities: {
      ...option.functionalities,
      service_area: to === null || to.country === FROM_COUNTRY ? "domestic" : "international",
    },
    max_dimensions: {
      length: `${option.maxSideCm}.00`,
      width: `${option.maxSideCm}.00`,
      height: `${option.maxSideCm}.00`,
      unit: "cm",
    },
    weight: {
      min: { value: "0.001", unit: "kg" },
      max: { value: (option.maxGrams / 1000).toFixed(3), unit: "kg" },
    },
    contract,
    requirements: {
      fields,
      export_documents: to !== null && isOutsideEuCustoms(to.country, to.postalCode),
      is_service_point_required: option.functionalities.last_mile === "service_point",
    },
    charging_type: "label_creation",
    quotes: query.calculate_quotes && to ? quotesOf(option, query, to) : [],
  };
}

// No quotes without both countries; a merchant's own contract is invoiced by the carrier and has none (sendcloud.md 3.4).
function quotesOf(option: ShippingOption, query: OptionsQuery, to: Destination) {
  if (!query.from_country_code || option.isOwnContract) return [];
  const grams = (query.parcels ?? []).flatMap(({ weight }) => (weight ? [gramsOf(weight)] : []));
  if (grams.length === 0) return [];
  const minor = grams.reduce((sum, each) => sum + priceOf(option, to, each).minor, 0);
  const value = decimalFromMoney({ minor, currency: "EUR" });
  const price = { value, currency: "EUR" };
  return [
    {
      weight: {
        min: { value: "0.001", unit: "kg" },
        max: { value: (option.maxGrams / 1000).toFixed(3), unit: "kg" },
      },
      price: { breakdown: [{ type: "price_without_insurance", label: "Label", price }], total: price },
      lead_time: option.leadHours,
    },
  ];
}
