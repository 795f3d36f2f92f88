export type SendcloudCarrier = { code: string; name: string };
export type MarketplaceCarrier = { code: string; label: string; standardCode: string | null };

/** `candidates` are marketplace codes for a person to choose from; none when nothing looks alike. */
export type CarrierMatch = { match: string } | { candidates: string[] };

/**
 * Proposes a marketplace carrier (SH21) for each Sendcloud carrier, keyed by Sendcloud code: by standard code, then
 * code, then name (design.md 7), whatever the spelling. Two that fit equally are never guessed between.
 */
export function matchCarriers(
  sendcloud: readonly SendcloudCarrier[],
  marketplace: readonly MarketplaceCarrier[],
): Record<string, CarrierMatch> {
  return Object.fromEntries(sendcloud.map((carrier) => [carrier.code, matchOne(carrier, marketplace)]));
}

const WAYS: ((carrier: MarketplaceCarrier) => string)[] = [
  (carrier) => carrier.standardCode ?? "",
  (carrier) => carrier.code,
  (carrier) => carrier.label,
];

function matchOne(carrier: SendcloudCarrier, marketplace: readonly MarketplaceCarrier[]): CarrierMatch {
  const spellings = new Set([plain(carrier.code), plain(carrier.name)]);
  // A name without one letter or digit is no name.
  spellings.delete("");
  for (const wordOf of WAYS) {
    const found = marketplace.filter((candidate) => spellings.has(plain(wordOf(candidate))));
    const codes = [...new Set(found.map((candidate) => candidate.code))];
    const [only] = codes;
    if (only !== undefined) return codes.length === 1 ? { match: only } : { candidates: codes };
  }
  return { candidates: [] };
}

/** "Mondial Relay", "mondial_relay" and "MONDIALRELAY" are one word. */
function plain(word: string): string {
  return word
    .normalize("NFKD")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, "");
}
