/** How far it is from metropolitan France, for the price table. */
export type Zone = "france" | "near" | "europe" | "outside" | "overseas" | "world";

const COUNTRIES: Record<Zone, string> = {
  france: "FR MC",
  near: "BE LU NL DE ES IT PT AT AD",
  europe: "IE DK SE FI PL CZ SK HU SI HR RO BG GR EE LV LT MT CY",
  outside: "GB CH NO LI IS SM VA RS TR",
  overseas: "GP MQ GF RE YT PM BL MF NC PF WF",
  world: "US CA AU NZ JP KR CN HK SG IN AE SA IL MA TN DZ SN CI ZA BR MX AR CL",
};

// The Canary Islands, Ceuta, Melilla, Heligoland, Buesingen, Livigno, Campione, Athos, Åland, France overseas: in the EU
// or its states, outside its customs or its VAT.
const EU_BUT_CUSTOMS =
  /^(ES-(35|38|51|52)\d{3}|DE-(27498|78266)|IT-(23041|22061)|GR-63086|FI-22\d{3}|FR-(97[1-8]|98[678])\d\d)$/;
const NORTHERN_IRELAND = /^GB-BT/i;
const WITHOUT_CUSTOMS: ReadonlySet<Zone> = new Set(["france", "near", "europe"]);

/** The zone of a country, or null where nobody goes. */
export function zoneOf(country: string): Zone | null {
  for (const [zone, list] of Object.entries(COUNTRIES)) {
    if (list.split(" ").includes(country)) return zone as Zone;
  }
  return null;
}

/** Whether customs documents travel with the parcel: outside the EU, and in its special territories (sendcloud.md 8). */
export function isOutsideEuCustoms(country: string, postalCode: string): boolean {
  const zone = zoneOf(country);
  if (NORTHERN_IRELAND.test(`${country}-${postalCode}`)) return false;
  if (country === "AD" || zone === null || !WITHOUT_CUSTOMS.has(zone)) return true;
  return EU_BUT_CUSTOMS.test(`${country}-${postalCode.replaceAll(" ", "")}`);
}
