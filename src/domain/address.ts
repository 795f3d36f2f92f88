/** A postal address in our words. Empty text stands for what is absent. */
export type Address = {
  firstName: string;
  lastName: string;
  company: string;
  street1: string;
  street2: string;
  /** What the buyer added for the carrier: door code, floor. */
  note: string;
  zip: string;
  city: string;
  state: string;
  /** ISO 3166-1 alpha-2, or null when neither code nor label is known. */
  country: string | null;
  /** The marketplace's own words for the country. */
  countryLabel: string;
  phone: string;
};

/** The fields a person may correct, of the address and of the buyer. */
export const CORRECTABLE_FIELDS = [
  "firstName",
  "lastName",
  "company",
  "street1",
  "street2",
  "note",
  "zip",
  "city",
  "state",
  "country",
  "phone",
  "email",
] as const;
export type CorrectableField = (typeof CORRECTABLE_FIELDS)[number];

/** A field as a person set it, with the value it replaced. `theirs` is set when Mirakl changed the same field since. */
export type Correction = { value: string; replaced: string; by: string; at: number; theirs: string | null };
export type Corrections = Partial<Record<CorrectableField, Correction>>;

export type Recipient = { address: Address; email: string };

/** What the marketplace says of the recipient, field by field. */
export function fieldOf(recipient: Recipient, field: CorrectableField): string {
  if (field === "email") return recipient.email;
  if (field === "country") return recipient.address.country ?? "";
  return recipient.address[field];
}

/** The recipient as the parcel will carry it: the marketplace's words with the corrections laid over. */
export function correctRecipient(recipient: Recipient, corrections: Corrections): Recipient {
  const corrected: Recipient = { address: { ...recipient.address }, email: recipient.email };
  for (const field of CORRECTABLE_FIELDS) {
    const correction = corrections[field];
    if (!correction) continue;
    if (field === "email") corrected.email = correction.value;
    else if (field === "country") corrected.address.country = correction.value || null;
    else corrected.address[field] = correction.value;
  }
  return corrected;
}

/** Corrections made by a person: one for each typed field that differs, in more than spaces, from the marketplace's. */
export function correctionsFrom(
  recipient: Recipient,
  typed: Partial<Record<CorrectableField, string>>,
  by: string,
  at: number,
): Corrections {
  const corrections: Corrections = {};
  for (const field of CORRECTABLE_FIELDS) {
    const value = typed[field]?.trim();
    const replaced = fieldOf(recipient, field);
    if (value !== undefined && !sameWords(value, replaced))
      corrections[field] = { value, replaced, by, at, theirs: null };
  }
  return corrections;
}

// A form trims what it sends and ends its lines in its own way: that is nobody's correction.
function sameWords(one: string, other: string): boolean {
  const plain = (text: string) => text.replace(/\s+/g, " ").trim();
  return plain(one) === plain(other);
}

/**
 * Meets the marketplace's new words (design.md 4, corrections): another field leaves a correction alone, the same
 * field keeps it and remembers theirs, so that a person decides. A field that it empties is no news.
 */
export function rebaseCorrections(corrections: Corrections, recipient: Recipient): Corrections {
  const rebased: Corrections = {};
  for (const field of CORRECTABLE_FIELDS) {
    const correction = corrections[field];
    if (!correction) continue;
    const theirs = fieldOf(recipient, field);
    if (theirs === correction.value) continue;
    if (theirs === "") rebased[field] = correction;
    else rebased[field] = { ...correction, theirs: theirs === correction.replaced ? null : theirs };
  }
  return rebased;
}
