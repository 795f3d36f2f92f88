import type { Recipient } from "./address";

/** Where a parcel that somebody else made goes, as its carrier has it. */
export type ParcelRecipient = { name: string; zip: string };

/**
 * Whether a parcel goes to the recipient of an order: the same postcode, and the same words in the name whatever their
 * order, case and accents. A company may stand for the name.
 */
export function goesTo({ address }: Recipient, { name, zip }: ParcelRecipient): boolean {
  const told = wordsOf(name);
  if (told === "" || foldZip(zip) === "" || foldZip(zip) !== foldZip(address.zip)) return false;
  return [`${address.firstName} ${address.lastName}`, address.company].some((ours) => wordsOf(ours) === told);
}

function wordsOf(name: string): string {
  const words = fold(name).match(/[\p{L}\p{N}]+/gu) ?? [];
  return words.sort().join(" ");
}

function foldZip(zip: string): string {
  return fold(zip).replace(/[^\p{L}\p{N}]/gu, "");
}

function fold(text: string): string {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
}
