import type { Money } from "../domain/money";
import { toMoney } from "./translate-shipment";
import type { ContractWire, IntegrationWire, SenderAddressWire, ShippingOptionWire } from "./wire";

/** What an option demands of the shipment, whether or not the shipment has it. */
export type OptionNeed = "email" | "phone" | "dimensions" | "customs" | "service-point";

/** A way to send a parcel. `price` is null where the account's own contract shows none. */
export type ShippingOption = {
  code: string;
  name: string;
  carrierCode: string;
  carrierName: string;
  contractId: number | null;
  price: Money | null;
  minWeightGrams: number | null;
  maxWeightGrams: number | null;
  needs: OptionNeed[];
  /** Sendcloud's unstamped letter costs nothing and goes nowhere: for trying out (sendcloud.md 1.2). */
  isFreeLetter: boolean;
};

export type Integration = {
  id: number;
  name: string;
  type: string;
  webhookActive: boolean;
  webhookUrl: string | null;
  feedbackType: string | null;
};

export type SenderAddress = { id: number; label: string; country: string; zip: string };

export type Contract = {
  id: number;
  carrierCode: string;
  carrierName: string;
  name: string;
  country: string | null;
  isDefault: boolean;
  isActive: boolean;
};

const FREE_LETTER = "sendcloud:letter";
const GRAMS: Record<string, number> = { kg: 1000, g: 1, lbs: 453.59237, oz: 28.349523125 };
const NEEDS: Record<string, OptionNeed> = {
  to_email: "email",
  to_telephone: "phone",
  length: "dimensions",
  width: "dimensions",
  height: "dimensions",
};

/** Translates one row of POST /shipping-options (sendcloud.md 3.4). */
export function toShippingOption(wire: ShippingOptionWire): ShippingOption {
  return {
    code: wire.code,
    name: wire.name || wire.code,
    carrierCode: wire.carrier?.code ?? "",
    carrierName: wire.carrier?.name || wire.carrier?.code || "",
    contractId: wire.contract?.id ?? null,
    price: firstPrice(wire),
    minWeightGrams: toGrams(wire.weight?.min),
    maxWeightGrams: toGrams(wire.weight?.max),
    needs: needsOf(wire),
    isFreeLetter: wire.code === FREE_LETTER,
  };
}

/** Translates an integration; `webhookUrl` is null when none is set. */
export function toIntegration(wire: IntegrationWire): Integration {
  return {
    id: wire.id,
    name: wire.shop_name ?? "",
    type: wire.type ?? "",
    webhookActive: wire.webhook_active ?? false,
    webhookUrl: wire.webhook_url || null,
    feedbackType: wire.feedback_type || null,
  };
}

/** Translates a sender address into one line that a person tells apart from the others. */
export function toSenderAddress(wire: SenderAddressWire): SenderAddress {
  const who = wire.company_name || wire.name;
  const street = joinPresent([wire.address_line_1, wire.house_number], " ");
  const place = joinPresent([wire.postal_code, wire.city], " ");
  return {
    id: wire.id,
    label: joinPresent([who, street, place], ", "),
    country: wire.country_code ?? "",
    zip: wire.postal_code ?? "",
  };
}

/** Translates a contract with a carrier. A contract that names no state counts as active. */
export function toContract(wire: ContractWire): Contract {
  return {
    id: wire.id,
    carrierCode: wire.carrier?.code ?? "",
    carrierName: wire.carrier?.name || wire.carrier?.code || "",
    name: wire.name ?? "",
    country: wire.country || null,
    isDefault: wire.is_default_per_carrier ?? false,
    isActive: (wire.state ?? "active") === "active",
  };
}

// Asked for one parcel, the quotes hold the one of its weight.
function firstPrice(wire: ShippingOptionWire): Money | null {
  for (const quote of wire.quotes ?? []) {
    const price = toMoney(quote.price?.total);
    if (price) return price;
  }
  return null;
}

/** A weight in whole grams; null when it is absent or in no unit we know. */
export function toGrams(weight: { value: string | number; unit: string } | null | undefined): number | null {
  const grams = Number(weight?.value) * (GRAMS[weight?.unit ?? ""] ?? Number.NaN);
  return Number.isFinite(grams) ? Math.round(grams) : null;
}

function needsOf(wire: ShippingOptionWire): OptionNeed[] {
  const needs = new Set<OptionNeed>();
  for (const field of wire.requirements?.fields ?? []) {
    const need = NEEDS[field];
    if (need) needs.add(need);
  }
  if (wire.requirements?.export_documents) needs.add("customs");
  if (wire.requirements?.is_service_point_required) needs.add("service-point");
  return [...needs];
}

function joinPresent(parts: (string | null | undefined)[], separator: string): string {
  return parts.filter(Boolean).join(separator);
}
