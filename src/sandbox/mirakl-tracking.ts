import type { Carrier, Marketplace } from "./marketplaces";

/** A parcel's carrier and number as a caller tells them; `url` is for carriers the marketplace does not know. */
export type ToldTracking = {
  carrier_code?: string | undefined;
  carrier_name?: string | undefined;
  carrier_standard_code?: string | undefined;
  tracking_number?: string | undefined;
  url?: string | undefined;
};
export type Tracking = {
  code: string | null;
  standardCode: string | null;
  company: string;
  number: string | null;
  url: string | null;
};

export const CARRIER_UNKNOWN = "Invalid value for field 'carrierCode'";

/**
 * A registered carrier by its code, or another by name where the marketplace allows one; gives the words of the refusal
 * otherwise (mirakl.md 3.4).
 */
export function readTracking(marketplace: Marketplace, told: ToldTracking): Tracking | string {
  const { carrier_code: code, carrier_standard_code: standardCode, carrier_name: name } = told;
  if (code !== undefined || standardCode !== undefined) {
    const carrier = marketplace.carriers.find((known) =>
      code === undefined ? known.standard_code === standardCode : known.code === code,
    );
    if (!carrier) return code === undefined ? "Invalid value for field 'carrierStandardCode'" : CARRIER_UNKNOWN;
    return registered(carrier, told);
  }
  if (!name?.trim()) return "Either carrier_code or carrier_name is mandatory";
  if (!marketplace.allowsOtherCarriers) return "Unregistered carriers are not allowed on this marketplace";
  return { code: null, standardCode: null, company: name, number: told.tracking_number ?? null, url: told.url ?? null };
}

function registered(carrier: Carrier, { tracking_number: number }: ToldTracking): Tracking | string {
  if (carrier.tracking_url && !number) return "The tracking number is mandatory for this carrier";
  return {
    code: carrier.code,
    standardCode: carrier.standard_code,
    company: carrier.label,
    number: number ?? null,
    url: carrier.tracking_url?.replace("{trackingId}", encodeURIComponent(number ?? "")) ?? null,
  };
}
