import { isSupportedCountry, parsePhoneNumberFromString } from "libphonenumber-js/min";
import * as z from "zod";
import type { Recipient } from "../domain/address";
import { splitHouseNumber } from "./house-number";
import { provinceCode } from "./provinces";

/** Sendcloud's address, with only the fields that hold something. */
export type AddressBody = {
  name: string;
  company_name?: string;
  address_line_1: string;
  house_number?: string;
  address_line_2?: string;
  postal_code: string;
  city: string;
  state_province_code?: string;
  country_code: string;
  email?: string;
  phone_number?: string;
};

// sendcloud.md 9: the limits of Sendcloud's own address model, in characters.
const LONGEST = { name: 75, company: 50, line: 150, city: 30, zip: 12, email: 320 };
// The document wants at least one character; where a country has no postcodes, carriers take zeros.
const NO_POSTCODE = "00000";
const EMAIL = z.email();

/**
 * The recipient as `to_address`. Texts lose line breaks and control characters and are cut to Sendcloud's limits; a phone
 * number or e-mail that is none is left out. Throws without a country: such an order has a problem and no label.
 */
export function toAddressBody({ address, email }: Recipient): AddressBody {
  const country = address.country;
  if (!country) throw new Error("an address without a country cannot be announced");
  const person = joinWords([address.firstName, address.lastName], " ");
  const company = joinWords([address.company], "");
  const { street, houseNumber } = splitHouseNumber(joinWords([address.street1], ""), country);
  return withoutEmpty({
    name: cut(person || company, LONGEST.name),
    company_name: cut(company, LONGEST.company),
    address_line_1: cut(street, LONGEST.line),
    house_number: houseNumber,
    address_line_2: cut(joinWords([address.street2, address.note], ", "), LONGEST.line),
    postal_code: cut(joinWords([address.zip], ""), LONGEST.zip) || NO_POSTCODE,
    city: cut(joinWords([address.city], ""), LONGEST.city),
    state_province_code: provinceCode(country, address.state) ?? "",
    country_code: country,
    email: mailable(email),
    phone_number: dialable(address.phone, country),
  });
}

function joinWords(parts: string[], separator: string): string {
  return parts.map(oneLine).filter(Boolean).join(separator);
}

function oneLine(text: string): string {
  return text
    .toWellFormed()
    .replace(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, " ")
    .trim();
}

// By code points, so that an emoji is kept or dropped whole.
function cut(text: string, longest: number): string {
  return [...text].slice(0, longest).join("").trim();
}

function mailable(email: string): string {
  const trimmed = email.trim();
  return trimmed.length <= LONGEST.email && EMAIL.safeParse(trimmed).success ? trimmed : "";
}

function dialable(phone: string, country: string): string {
  const options = isSupportedCountry(country) ? { defaultCountry: country } : {};
  const number = parsePhoneNumberFromString(phone, options);
  return number?.isPossible() ? number.number : "";
}

function withoutEmpty(body: AddressBody): AddressBody {
  const { name, address_line_1, postal_code, city, country_code, ...optional } = body;
  const filled = Object.fromEntries(Object.entries(optional).filter(([, value]) => value !== ""));
  return { name, address_line_1, postal_code, city, country_code, ...filled };
}
