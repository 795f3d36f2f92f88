/** An invented person. `country` is ISO 3166-1 alpha-3, as marketplaces write it. */
export type Buyer = {
  firstName: string;
  lastName: string;
  street: string;
  zip: string;
  city: string;
  state: string | null;
  country: Country;
  phone: string;
};

/** The country's name in the operator's language: the sandbox's marketplaces are French. */
export const COUNTRY_LABELS = {
  FRA: "France",
  BEL: "Belgique",
  DEU: "Allemagne",
  ESP: "Espagne",
  ITA: "Italie",
  NLD: "Pays-Bas",
  POL: "Pologne",
  GRC: "Grèce",
  GBR: "Royaume-Uni",
  CHE: "Suisse",
};
type Country = keyof typeof COUNTRY_LABELS;

const LOCALES: Record<Country, string> = {
  FRA: "fr_FR",
  BEL: "fr_BE",
  DEU: "de_DE",
  ESP: "es_ES",
  ITA: "it_IT",
  NLD: "nl_NL",
  POL: "pl_PL",
  GRC: "el_GR",
  GBR: "en_GB",
  CHE: "fr_CH",
};

type Row = [country: Country, first: string, last: string, street: string, zip: string, city: string, phone: string];
const ROWS: Row[] = [
  ["FRA", "Camille", "Verdier", "14 rue des Tilleuls", "69003", "Lyon", "0639980114"],
  ["FRA", "Hugo", "Lemarchand", "3 impasse du Moulin", "44300", "Nantes", "0639980127"],
  ["FRA", "Inès", "Carpentier", "27 avenue de la Libération", "33000", "Bordeaux", "0639980131"],
  ["FRA", "Mathis", "Roussillon", "8 bis quai des Bateliers", "67000", "Strasbourg", "0639980145"],
  ["FRA", "Louise", "Garrigue", "112 cours Lafayette", "13100", "Aix-en-Provence", "0639980159"],
  ["FRA", "Noé", "Kerbrat", "5 chemin de la Grève", "29200", "Brest", "0639980162"],
  ["FRA", "Jade", "Montorgueil", "41 rue du Faubourg", "59800", "Lille", "0639980176"],
  ["FRA", "Adrien", "Bastide", "19 place du Marché", "31000", "Toulouse", "0639980183"],
  ["BEL", "Lotte", "Vanacker", "Kerkstraat 45", "9000", "Gent", "+32470000114"],
  ["BEL", "Simon", "Dewandre", "Rue du Pont 12", "4000", "Liège", "+32470000128"],
  ["DEU", "Jonas", "Kellermann", "Lindenstraße 7", "50674", "Köln", "+4917139200112"],
  ["DEU", "Mara", "Vogelsang", "Am Mühlbach 23a", "80331", "München", "+4917139200125"],
  ["ESP", "Lucía", "Carrascal", "Calle del Olmo 18, 2º B", "28012", "Madrid", "+34600000118"],
  ["ITA", "Giulia", "Ferrandini", "Via dei Mulini 9", "20121", "Milano", "+393200000119"],
  ["NLD", "Sanne", "Hoogeveen", "Prinsenkade 88-2", "1012 AB", "Amsterdam", "+31600000121"],
  ["POL", "Łukasz", "Wiśniewczyk", "ul. Żółkiewskiego 15/4", "00-950", "Warszawa", "+48500000122"],
  ["GRC", "Ελένη", "Παπαρήγα", "Οδός Ελιάς 12", "105 57", "Αθήνα", "+306900000123"],
  ["GBR", "Oliver", "Hartwell", "6 Orchard Lane", "BS1 4DJ", "Bristol", "+447700900124"],
  ["CHE", "Nathalie", "Berthoud", "Chemin des Vignes 4", "1003", "Lausanne", "+41780000125"],
];

const BUYERS: Buyer[] = ROWS.map(([country, firstName, lastName, street, zip, city, phone]) => ({
  firstName,
  lastName,
  street,
  zip,
  city,
  state: country === "ITA" ? "MI" : null,
  country,
  phone,
}));

const AT_HOME = 0.6;

/** Most buyers live where the marketplace does; some order from abroad. */
export function someBuyer(random: () => number): Buyer {
  const home = random() < AT_HOME;
  return pick(
    BUYERS.filter((buyer) => (buyer.country === "FRA") === home),
    random,
  );
}

export function buyerFrom(country: Country): Buyer {
  return pick(
    BUYERS.filter((buyer) => buyer.country === country),
    () => 0,
  );
}

/** Somewhere else in the same country, where the buyers know another place; null where they do not. */
export function elsewhere(country: string | null, street: string, random: () => number): Buyer | null {
  const others = BUYERS.filter((buyer) => buyer.country === country && buyer.street !== street);
  return others.length > 0 ? pick(others, random) : null;
}

export function localeOf(buyer: Buyer): string {
  return LOCALES[buyer.country];
}

/** One of a list that is never empty. */
export function pick<T>(list: readonly T[], random: () => number): T {
  const found = list[Math.floor(random() * list.length)];
  if (found === undefined) throw new Error("nothing to pick from");
  return found;
}
