import { alpha2ToAlpha3, alpha3ToAlpha2, getAlpha2Codes } from "i18n-iso-countries/index.js";

const LANGUAGES = ["fr", "en", "de", "nl", "es", "it"];

// Codes in use that ISO 3166 lacks or does not mean: Kosovo's, and what customs and shops write for two states.
const CODES_IN_USE: Readonly<Record<string, string>> = { XKX: "XK", XK: "XK", UK: "GB", EL: "GR" };

// Names in use that the languages' own lists do not have, folded.
const ALIASES: Readonly<Record<string, string>> = {
  "great britain": "GB",
  "grande bretagne": "GB",
  grossbritannien: "GB",
  "groot brittannie": "GB",
  "gran bretana": "GB",
  "gran bretagna": "GB",
  england: "GB",
  angleterre: "GB",
  holland: "NL",
  hollande: "NL",
  holanda: "NL",
  olanda: "NL",
  usa: "US",
  "u s a": "US",
  "etats unis d amerique": "US",
  "united states of america": "US",
  "vereinigte staaten von amerika": "US",
  "czech republic": "CZ",
  "republique tcheque": "CZ",
  "tschechische republik": "CZ",
  "republica checa": "CZ",
  "repubblica ceca": "CZ",
  "p r china": "CN",
  "pr china": "CN",
  "peoples republic of china": "CN",
  "republique populaire de chine": "CN",
  "viet nam": "VN",
  "republic of korea": "KR",
  "south korea": "KR",
  "coree du sud": "KR",
  turkey: "TR",
  turquie: "TR",
  turkei: "TR",
  turkije: "TR",
  "hong kong": "HK",
};

const MADE_IN =
  /^(made in|product of|fabrique (en|au|aux|a)|hergestellt in|gemaakt in|hecho en|fabricado en|prodotto in|fatto in)(?= )/;

/**
 * The ISO 3166-1 alpha-2 code of a country written as alpha-2, alpha-3, a name in one of six languages, or both
 * ("China (CN)"). Null when it is none, or when its parts are two countries: never a guess.
 */
export function countryOfText(text: string): string | null {
  const whole = countryOfPart(text);
  if (whole) return whole;
  const parts = text.split(/[()[\]\-–—:/,;|]+/).map(countryOfPart);
  const found = new Set(parts.filter((code) => code !== null));
  const [only] = found;
  return found.size === 1 && only !== undefined ? only : null;
}

function countryOfPart(text: string): string | null {
  const name = fold(text).replace(MADE_IN, "").trim();
  if (!name) return null;
  return countryOfCode(text.trim().toUpperCase()) ?? namesOfCountries().get(name) ?? null;
}

function countryOfCode(code: string): string | null {
  const inUse = CODES_IN_USE[code];
  if (inUse) return inUse;
  if (code.length === 2) return alpha2ToAlpha3(code) ? code : null;
  return code.length === 3 ? (alpha3ToAlpha2(code) ?? null) : null;
}

let names: ReadonlyMap<string, string> | undefined;

function namesOfCountries(): ReadonlyMap<string, string> {
  names ??= gatherNames();
  return names;
}

function gatherNames(): ReadonlyMap<string, string> {
  const gathered = new Map<string, string>();
  for (const language of LANGUAGES) {
    const regions = new Intl.DisplayNames([language], { type: "region", fallback: "none" });
    for (const code of Object.keys(getAlpha2Codes())) {
      const name = regions.of(code);
      if (name) gathered.set(fold(name), code);
    }
  }
  for (const [name, code] of Object.entries(ALIASES)) gathered.set(name, code);
  return gathered;
}

function fold(text: string): string {
  const bare = text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().replaceAll("ß", "ss");
  return bare
    .replace(/[’']s\b/g, "s")
    .replace(/[^\p{L}]+/gu, " ")
    .trim();
}
