import type { CorrectableField } from "./address";

/** Parts of a pushed order that no address holds. */
export const PUSH_PARTS = ["weight", "items", "price", "number", "pickup-point", "customs", "other"] as const;
export type PushPart = (typeof PUSH_PARTS)[number];

/** What of an order Sendcloud would not take: a field that a person may correct, or another part of it. */
export type RefusedPart = { field: CorrectableField; part?: never } | { field: null; part: PushPart };

/** The fields of Sendcloud's address in our words (sendcloud.md 2.1). */
const FIELDS: Record<string, CorrectableField> = {
  name: "lastName",
  company_name: "company",
  address_line_1: "street1",
  house_number: "street1",
  address_line_2: "street2",
  postal_code: "zip",
  city: "city",
  state_province_code: "state",
  country_code: "country",
  phone_number: "phone",
  email: "email",
};
const PARTS: readonly [part: PushPart, pointer: RegExp][] = [
  ["weight", /measurement/],
  ["items", /order_items/],
  ["price", /payment_details/],
  ["number", /order_number/],
  ["pickup-point", /service_point/],
  ["customs", /customs_details/],
];
/** The place in the request, as the words of a refusal end with it. */
const POINTER = /\(([^()\s]*\/[^()\s]*)\)/g;

/** What the words of a refusal point at, each once: `Field required (/data/attributes/[3]/shipping_address/city)`. */
export function refusedParts(words: string): RefusedPart[] {
  const pointers = [...words.matchAll(POINTER)].map(([, pointer = ""]) => pointer);
  const parts = pointers.length === 0 ? [OTHER] : pointers.map(partAt);
  return parts.filter(
    (one, place) => parts.findIndex(({ field, part }) => field === one.field && part === one.part) === place,
  );
}

const OTHER: RefusedPart = { field: null, part: "other" };

function partAt(pointer: string): RefusedPart {
  const field = pointer.includes("address") ? FIELDS[pointer.split("/").at(-1) ?? ""] : undefined;
  if (field) return { field };
  const part = PARTS.find(([, pattern]) => pattern.test(pointer))?.[0] ?? "other";
  return { field: null, part };
}
