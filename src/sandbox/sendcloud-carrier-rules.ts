import { CONTRACTS } from "./sendcloud-account";
import type { ShippingOption } from "./sendcloud-catalogue";
import { type ScError, scError } from "./sendcloud-errors";
import { carries, gramsOf, serves } from "./sendcloud-options";
import type { Announce } from "./sendcloud-schema";
import { isOutsideEuCustoms } from "./sendcloud-zones";

const CODE = "/ship_with/properties/shipping_option_code";
const LONGEST_HOUSE_NUMBER = 8;

/** What Sendcloud itself refuses with 400, before any carrier is asked. */
export function optionErrors(option: ShippingOption | undefined, request: Announce): ScError[] {
  if (!option) return [scError(400, "invalid", "This shipping option code is not available.", CODE)];
  const { contract_id: contractId } = request.ship_with.properties;
  if (contractId && (contractId !== option.contractId || !CONTRACTS.some(({ id }) => id === contractId))) {
    return [scError(400, "invalid", "Invalid contract.", "/ship_with/properties/contract_id")];
  }
  const { country_code: country, postal_code: postalCode } = request.to_address;
  if (!serves(option, { country, postalCode })) {
    return [scError(400, "invalid", "This shipping option does not ship to the given address.", CODE)];
  }
  if (request.parcels.length > 1 && !option.functionalities.multicollo) {
    return [scError(400, "invalid", "This shipping option does not support multicollo.", "/parcels")];
  }
  return [...weightErrors(option, request), ...currencyErrors(request), ...customsErrors(request)];
}

function weightErrors(option: ShippingOption, { parcels }: Announce): ScError[] {
  return parcels.flatMap(({ weight }, index) => {
    if (carries(option, gramsOf(weight))) return [];
    const most = (option.maxGrams / 1000).toFixed(3);
    const detail = `The weight must be between 0.001 and ${most} kg for this shipping option.`;
    return [scError(400, "invalid", detail, `/parcels/${index}/weight`)];
  });
}

// "Mixed currencies are not accepted" in one shipment (sendcloud.md 3.1).
function currencyErrors({ parcels, total_order_price: total }: Announce): ScError[] {
  const prices = parcels.flatMap(({ parcel_items: items }) => (items ?? []).map(({ price }) => price.currency));
  const currencies = new Set(total ? [total.currency, ...prices] : prices);
  return currencies.size > 1 ? [scError(400, "invalid", "Mixed currencies are not accepted.", "/parcels")] : [];
}

// Without them no document can be drawn (S3: required for shipments that need customs documents).
function customsErrors({ to_address: to, customs_information: customs, parcels }: Announce): ScError[] {
  if (!isOutsideEuCustoms(to.country_code, to.postal_code)) return [];
  const required = (detail: string, pointer: string) => scError(400, "required", detail, pointer);
  const missing = parcels.flatMap(({ parcel_items: items = [] }, place) => {
    const pointer = `/parcels/${place}/parcel_items`;
    if (items.length === 0) return [required("Parcel items are required for this destination.", pointer)];
    return items.flatMap(({ hs_code: hsCode, origin_country: origin }, item) => [
      ...(hsCode ? [] : [required("HS code is required for this destination.", `${pointer}/${item}/hs_code`)]),
      ...(origin
        ? []
        : [required("Origin country is required for this destination.", `${pointer}/${item}/origin_country`)]),
    ]);
  });
  if (customs) return missing;
  return [required("Customs information is required for this destination.", "/customs_information"), ...missing];
}

/** What the carrier refuses: the shipment is made all the same, its announcement has failed (sendcloud.md 3.1). */
export function carrierErrors(option: ShippingOption, request: Announce): ScError[] {
  const { name } = option.carrier;
  const failures = [...contactFailures(option, request), ...houseNumberFailures(option, request)];
  return failures.map((words) => scError(400, "parcel_announcement_error", `${name}: ${words}`));
}

function contactFailures(option: ShippingOption, request: Announce): string[] {
  const { email, phone_number: phone } = request.to_address;
  const failures: string[] = [];
  if (option.fields.includes("to_email") && !email) failures.push("the recipient's email address is required.");
  if (option.fields.includes("to_telephone") && !phone) failures.push("the recipient's telephone number is required.");
  if (option.fields.includes("length") && request.parcels.some(({ dimensions }) => !dimensions)) {
    failures.push("length, width and height of the parcel are required.");
  }
  const point = request.to_service_point?.id ?? request.to_service_point?.carrier_service_point_id;
  if (option.functionalities.last_mile === "service_point" && !point) failures.push("a service point is required.");
  return failures;
}

function houseNumberFailures(option: ShippingOption, { to_address: to }: Announce): string[] {
  if (!option.wantsHouseNumber) return [];
  if (!to.house_number) return ["the recipient's house number is required."];
  if (to.house_number.length <= LONGEST_HOUSE_NUMBER) return [];
  return [`the house number may not be longer than ${LONGEST_HOUSE_NUMBER} characters.`];
}
