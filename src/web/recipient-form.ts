import { getAlpha2Codes } from "i18n-iso-countries/index.js";
import { isSupportedCountry, isValidPhoneNumber } from "libphonenumber-js/min";
import { postcodeValidator, postcodeValidatorExistsForCountry } from "postcode-validator";
import * as z from "zod";
import type { OrderDetails } from "../db/orders";
import {
  CORRECTABLE_FIELDS,
  type CorrectableField,
  correctRecipient,
  fieldOf,
  type Recipient,
} from "../domain/address";
import { findProblems } from "../domain/problem";
import { formatCountry } from "../i18n/format";
import type { Language, MessageKey } from "../i18n/index";
import type { Choice } from "./fields";
import { checkForm, type FieldErrors, fieldsUnder, type Typed } from "./forms";

const MAX_CHARACTERS = 120;

export type Fields = Record<CorrectableField, string>;
export type CheckedRecipient = { ok: true; changed: Partial<Fields> } | { ok: false; errors: FieldErrors };

/** The recipient as the form starts with: the marketplace's words, corrections laid over. */
export function startFields(recipient: Recipient, details: OrderDetails): Fields {
  const current = correctRecipient(recipient, details.corrections);
  return Object.fromEntries(CORRECTABLE_FIELDS.map((field) => [field, fieldOf(current, field)])) as Fields;
}

/**
 * Holds what was typed against what a parcel needs. `changed` has the fields that differ from what the form showed
 * (`was.<field>`), so that news of the marketplace that came meanwhile stays, and those a person decided between two.
 */
export function checkRecipient(recipient: Recipient, details: OrderDetails, typed: Typed): CheckedRecipient {
  const start = startFields(recipient, details);
  const shown = { ...start, ...fieldsUnder(typed, "was") };
  const choices = fieldsUnder(typed, "choice");
  const fields = Object.fromEntries(
    CORRECTABLE_FIELDS.map((field) => {
      if (choices[field] === "theirs") return [field, fieldOf(recipient, field)];
      return [field, (typed[field] ?? start[field]).replace(/\p{Cc}+/gu, " ").trim()];
    }),
  );
  const checked = checkForm(fields, recipientSchema(recipient));
  if (!checked.ok) return { ok: false, errors: checked.errors };
  const changed: Partial<Fields> = {};
  for (const field of CORRECTABLE_FIELDS) {
    if (checked.values[field] !== shown[field] || choices[field]) changed[field] = checked.values[field];
  }
  return { ok: true, changed };
}

/** All countries by name in the reader's language. */
export function countryChoices(language: Language): Choice[] {
  const choices = Object.keys(getAlpha2Codes()).map((code) => ({ value: code, label: formatCountry(language, code) }));
  return choices.sort((a, b) => a.label.localeCompare(b.label, language));
}

function recipientSchema(received: Recipient) {
  const text = z.string().max(MAX_CHARACTERS, "recipient.tooLong" satisfies MessageKey);
  const shape = Object.fromEntries(CORRECTABLE_FIELDS.map((field) => [field, text])) as Record<
    CorrectableField,
    z.ZodString
  >;
  return z.object(shape).superRefine((fields, context) => {
    const fault = (field: CorrectableField, message: MessageKey) =>
      context.addIssue({ code: "custom", path: [field], message });
    for (const { code, field } of findProblems(toRecipient(fields), {})) if (field) fault(field, `problem.${code}`);
    const { country, zip, phone, email } = fields;
    if (country !== "" && !(country in getAlpha2Codes())) fault("country", "recipient.country.invalid");
    if (zip !== "" && postcodeValidatorExistsForCountry(country) && !postcodeValidator(zip, country)) {
      fault("zip", "recipient.zip.invalid");
    }
    // What the marketplace gave and nobody touched must not keep a person from mending something else.
    if (phone !== "" && phone !== received.address.phone && !isPhone(phone, country))
      fault("phone", "recipient.phone.invalid");
    if (email !== "" && email !== received.email && !z.email().safeParse(email).success)
      fault("email", "recipient.email.invalid");
  });
}

function toRecipient({ email, country, ...address }: Fields): Recipient {
  return { address: { ...address, country: country || null, countryLabel: "" }, email };
}

function isPhone(phone: string, country: string): boolean {
  return isSupportedCountry(country) ? isValidPhoneNumber(phone, country) : isValidPhoneNumber(phone);
}
