import { alpha2ToAlpha3, alpha3ToAlpha2, getAlpha2Codes } from "i18n-iso-countries/index.js";

// Kosovo has a code in use, but none in ISO 3166.
const OUTSIDE_ISO: Readonly<Record<string, string>> = { XKX: "XK" };

const LABEL_LANGUAGES = ["fr", "en", "de", "nl", "es", "it", "pl", "pt"];

// Names in use that the languages' own lists do not have, folded.
const ALIASES: Readonly<Record<string, string>> = {
  uk: "GB",
  "great britain": "GB",
  "grande bretagne": "GB",
  grossbritannien: "GB",
  england: "GB",
  holland: "NL",
  hollande: "NL",
  "united states of america": "US",
  "czech republic": "CZ",
  "republique tcheque": "CZ",
  "tschechische republik": "CZ",
};

/**
 * The ISO 3166-1 alpha-2 code of an address. Takes the marketplace's code first (alpha-3 by rule, alpha-2 accepted),
 * then its label, which is free text in the operator's language (mirakl.md 5.5). French overseas departments keep
 * their own codes. Null when neither is known: never a guess.
 */
export function readCountry(isoCode: string, label: string): string | null {
  return countryOfCode(isoCode) ?? countryOfLabel(label);
}

function countryOfCode(text: string): string | null {
  const code = text.trim().toUpperCase();
  if (code.length === 2) return alpha2ToAlpha3(code) ? code : null;
  return OUTSIDE_ISO[code] ?? alpha3ToAlpha2(code) ?? null;
}

function countryOfLabel(label: string): string | null {
  const name = fold(label);
  if (!name) return null;
  namesOfCountries ??= gatherNames();
  return namesOfCountries.get(name) ?? countryOfCode(label);
}

let namesOfCountries: ReadonlyMap<string, string> | undefined;

function gatherNames(): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  const codes = Object.keys(getAlpha2Codes());
  for (const language of LABEL_LANGUAGES) {
    const regions = new Intl.DisplayNames([language], { type: "region", fallback: "none" });
    for (const code of codes) {
      const name = regions.of(code);
      if (name) names.set(fold(name), code);
    }
  }
  for (const [name, code] of Object.entries(ALIASES)) names.set(name, code);
  return names;
}

// Polish ł and German ß do not come apart into a letter and an accent.
function fold(text: string): string {
  const bare = text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().replaceAll("ł", "l").replaceAll("ß", "ss");
  return bare.replace(/[^\p{L}]+/gu, " ").trim();
}
