import type { Order } from "./order";
import type { NumberField } from "./store";

/** After this many hashed candidates the order takes its last resort (design.md 5b.7). */
export const MAX_TRIES = 50;

const SHORT_LENGTH = 14;
const LONG_LENGTH = 64;
/** What a shortened base keeps before `-` and four characters of hash. */
const SHORT_STEM_LENGTH = 9;
const CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/** design.md 5b names no base for an order id without one ASCII character; the hash behind it keeps it unique. */
const NAMELESS = "order";

export type NumberSource = Pick<Order, "orderId" | "commercialId" | "references" | "customFields">;
export type BaseNumber = {
  base: string;
  /** The chosen field was empty, so that the order id stands in. */
  noReference: boolean;
};

/** The number an order would like: design.md 5b.1 to 5b.5. At most 64 characters, with `shorten` 14 of A-Za-z0-9._/-. */
export function baseNumber(order: NumberSource, field: NumberField, shorten: boolean): BaseNumber {
  const wanted = clean(rawNumber(order, field) ?? "");
  const noReference = wanted === "";
  const base = shorten
    ? shortBase(wanted) || shortBase(clean(order.orderId))
    : longBase(wanted) || longBase(clean(order.orderId));
  return { base: base || NAMELESS, noReference };
}

function rawNumber(order: NumberSource, numberField: NumberField): string | null {
  switch (numberField.field) {
    case "order-id":
      return order.orderId;
    case "commercial-id":
      return order.commercialId;
    case "customer-reference":
      return order.references.customer;
    case "seller-reference":
      return order.references.seller;
    case "custom":
      return order.customFields.find(({ code }) => code === numberField.code)?.value ?? null;
  }
}

// Cc holds the control characters and the ASCII line ends; Unicode has two more line ends.
function clean(raw: string): string {
  return raw
    .normalize("NFC")
    .replace(/[\p{Cc}\u2028\u2029]/gu, "")
    .replace(/\s+/g, " ")
    .trim();
}

function longBase(text: string): string {
  // By code points: half a character is no character.
  return text.length <= LONG_LENGTH ? text : [...text].slice(0, LONG_LENGTH).join("").trim();
}

function shortBase(text: string): string {
  const folded = foldToAscii(text);
  if (folded.length <= SHORT_LENGTH) return folded;
  const bare = folded.replace(/[-_./]/g, "");
  // The end of a marketplace's number is what differs: counters, -A, -B.
  return bare.slice(-SHORT_LENGTH);
}

function foldToAscii(text: string): string {
  return text
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .replace(/[^A-Za-z0-9_./]+/g, "-")
    .replace(/^-|-$/g, "");
}

/**
 * The n-th number to try for an order: its base for 0, then the base with a hash of store tag, order id and n
 * (design.md 5b.7), at most 14 characters with `shorten`.
 */
export function candidateNumber(base: string, n: number, shorten: boolean, storeTag: string, orderId: string): string {
  if (n === 0) return base;
  const hash = crockford(BigInt(fnv1a32(`${storeTag}:${orderId}:${n}`) >>> 12), 4);
  return `${shorten ? base.slice(-SHORT_STEM_LENGTH) : base}-${hash}`;
}

/** The number after `MAX_TRIES`: the first 70 bits of the SHA-256 (hex) of `{store tag}:{order id}`, 14 characters. */
export function lastResortNumber(sha256Hex: string): string {
  return crockford(BigInt(`0x${sha256Hex.slice(0, 18)}`) >> 2n, SHORT_LENGTH);
}

/** What two equal numbers have in common (design.md 5b.6). */
export function numberKey(number: string): string {
  return number.toUpperCase();
}

/** FNV-1a of the text's UTF-8, 32 bits: short, stable, and no secret. */
export function fnv1a32(text: string): number {
  let hash = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(text)) hash = Math.imul(hash ^ byte, 0x01000193);
  return hash >>> 0;
}

function crockford(bits: bigint, length: number): string {
  let text = "";
  for (let rest = bits; text.length < length; rest >>= 5n) text = CROCKFORD.charAt(Number(rest & 31n)) + text;
  return text;
}
