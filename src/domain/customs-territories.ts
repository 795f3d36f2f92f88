/** Where a parcel starts or ends: ISO-2 and the postcode as typed. */
export type Spot = { country: string; zip: string };

/**
 * The customs territory and the VAT territory of a place: goods move without papers only within both. `special` is a part
 * of an EU member state, or of its realm, that is outside one of the two (sendcloud.md 8).
 */
export type Territory = { customs: string; tax: string; special: boolean };

const EU = new Set("AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MC MT NL PL PT RO SE SI SK".split(" "));

/** Postcodes that are another place than their country: some have an ISO code of their own, some have none. */
const BY_POSTCODE: readonly (readonly [pattern: RegExp, place: string])[] = [
  [/^ES(35|38)\d{3}$/, "IC"],
  [/^ES51\d{3}$/, "ES-CE"],
  [/^ES52\d{3}$/, "ES-ML"],
  [/^IT23041$/, "IT-LIVIGNO"],
  [/^IT22061$/, "IT-CAMPIONE"],
  [/^DE78266$/, "DE-BUSINGEN"],
  [/^DE27498$/, "DE-HELGOLAND"],
  [/^GR6308[67]$/, "GR-ATHOS"],
  [/^FI22\d{3}$/, "AX"],
  [/^FR97(133|7\d\d)$/, "BL"],
  [/^FR97(150|8\d\d)$/, "MF"],
  [/^FR971\d\d$/, "GP"],
  [/^FR972\d\d$/, "MQ"],
  [/^FR973\d\d$/, "GF"],
  [/^FR974\d\d$/, "RE"],
  [/^FR975\d\d$/, "PM"],
  [/^FR976\d\d$/, "YT"],
  [/^FR980\d\d$/, "MC"],
  [/^FR986\d\d$/, "WF"],
  [/^FR987\d\d$/, "PF"],
  [/^FR988\d\d$/, "NC"],
  [/^DK39\d\d$/, "GL"],
  [/^NO917\d$/, "SJ"],
  [/^CH948[5-9]$|^CH949[0-8]$/, "LI"],
  [/^GBBT/, "GB-NIR"],
  [/^GBJE/, "JE"],
  [/^GBGY/, "GG"],
  [/^GBIM/, "IM"],
  [/^US00[679]\d\d(\d{4})?$/, "PR"],
];

/** Guadeloupe's departments and their like: inside the customs of the EU, outside its VAT. */
const OUTSIDE_VAT_ALONE = ["IC", "GR-ATHOS", "AX", "GP", "MQ", "GF", "RE", "YT", "MF", "IT-CAMPIONE"];
const OUTSIDE_CUSTOMS = ["ES-CE", "ES-ML", "IT-LIVIGNO", "DE-HELGOLAND", "FO", "GL", "PM", "BL", "WF", "PF", "NC"];

const TERRITORIES: ReadonlyMap<string, Territory> = new Map([
  ...[...EU].map((code): [string, Territory] => [code, { customs: "EU", tax: "EU", special: false }]),
  ...OUTSIDE_VAT_ALONE.map((code): [string, Territory] => [code, { customs: "EU", tax: code, special: true }]),
  ...OUTSIDE_CUSTOMS.map((code): [string, Territory] => [code, { customs: code, tax: code, special: true }]),
  // By treaty of Swiss customs and Swiss VAT.
  ["DE-BUSINGEN", { customs: "CH", tax: "CH", special: true }],
  ["LI", { customs: "CH", tax: "CH", special: false }],
  // Goods: inside the EU's customs and VAT (Windsor framework), and of the United Kingdom all the same.
  ["GB-NIR", { customs: "EU", tax: "EU", special: false }],
  ["IM", { customs: "GB", tax: "GB", special: false }],
  ["JE", { customs: "GB", tax: "JE", special: false }],
  ["GG", { customs: "GB", tax: "GG", special: false }],
  // In a customs union with the EU, outside its VAT: its parcels travel with papers.
  ["SM", { customs: "EU", tax: "SM", special: false }],
  ["PR", { customs: "US", tax: "US", special: false }],
]);

/** The place of a spot: its country, or the part of it that its postcode names. */
export function placeOf({ country, zip }: Spot): string {
  const code = ALIASES[country.toUpperCase()] ?? country.toUpperCase();
  const written = `${code}${zip.toUpperCase().replace(/[^A-Z0-9]/g, "")}`.replace(/^([A-Z]{2})\1(?=\d)/, "$1");
  return BY_POSTCODE.find(([pattern]) => pattern.test(written))?.[1] ?? code;
}

// Codes that shops use beside ISO's.
const ALIASES: Record<string, string> = { EL: "GR", UK: "GB", XI: "GB-NIR", EA: "ES-CE", VATICAN: "VA" };

/** A country that no list knows is a customs territory of its own. */
export function territoryOf(place: string): Territory {
  return TERRITORIES.get(place) ?? { customs: place, tax: place, special: false };
}
