import { foldText } from "./product";
import { type FileRow, PRODUCT_FIELDS, type ProductColumns, type ProductField } from "./product-file";

// What merchants and their programs call a column, in French, English, German, Dutch, Spanish and Italian; folded, and
// the first that a header matches wins, so the surest stand first.
const SYNONYMS: Readonly<Record<ProductField, readonly string[]>> = {
  sku: [
    ...["sku", "product sku", "seller sku", "shop sku", "offer sku", "item sku", "sku produit", "sku vendeur"],
    ...[
      "reference",
      "ref",
      "reference produit",
      "reference article",
      "reference interne",
      "code article",
      "code produit",
    ],
    ...["artikelnummer", "artikel nr", "art nr", "artikelnr", "bestellnummer", "produktnummer", "artikelcode"],
    ...["referencia", "codigo articulo", "codigo de articulo", "codigo producto", "codice articolo", "codice prodotto"],
    ...["riferimento", "cod articolo", "internal reference", "item number", "item code", "item no", "product code"],
    ...["product id", "article", "artikel", "articulo", "articolo", "variant sku", "part number", "material", "code"],
  ],
  hsCode: [
    ...["code sh", "hs code", "hscode", "hs", "code hs", "sh", "hts", "hts code", "hs tariff code", "harmonized code"],
    ...["harmonised code", "harmonized system code", "tariff code", "tariff number", "customs tariff number"],
    ...[
      "commodity code",
      "taric",
      "code taric",
      "taric code",
      "code douanier",
      "code douane",
      "nomenclature douaniere",
    ],
    ...["nomenclature", "position tarifaire", "code nc8", "nc8", "code nc", "tarif douanier", "zolltarifnummer"],
    ...["zolltarifnr", "warennummer", "statistische warennummer", "warentarifnummer", "hs nummer", "goederencode"],
    ...["hs code nummer", "gs code", "douanecode", "tariefcode", "codigo sa", "codigo hs", "codigo taric"],
    ...["codigo arancelario", "partida arancelaria", "codice sa", "codice hs", "codice doganale", "codice taric"],
    ...["nomenclatura combinata", "voce doganale", "intrastat", "intrastat code", "code intrastat", "customs code"],
  ],
  origin: [
    ...["pays d origine", "country of origin", "origine", "origin", "origin country", "pays origine", "coo"],
    ...["pays de fabrication", "fabrique en", "made in", "country of manufacture", "ursprungsland", "herkunftsland"],
    ...["herstellungsland", "ursprung", "land van oorsprong", "land van herkomst", "oorsprong", "herkomst"],
    ...["pais de origen", "pais origen", "origen", "paese di origine", "paese d origine", "paese origine"],
    ...["country", "pays", "land", "pais", "paese"],
  ],
  weight: [
    ...["poids", "weight", "poids net", "net weight", "poids unitaire", "unit weight", "item weight", "poids article"],
    ...["gewicht", "nettogewicht", "netto gewicht", "stuckgewicht", "gewicht pro stuck", "nettogewicht pro stuck"],
    ...["peso", "peso neto", "peso netto", "peso unitario", "masse", "masse nette", "net mass", "poids brut"],
    ...["gross weight", "bruttogewicht", "brutogewicht", "peso bruto", "peso lordo", "variant grams", "grams"],
    ...["grammes", "gramm", "gram", "gramos", "grammi"],
  ],
  description: [
    ...["description douaniere", "customs description", "description douane", "designation douaniere"],
    ...["libelle douanier", "description for customs", "zollbeschreibung", "warenbeschreibung", "zollbezeichnung"],
    ...["douaneomschrijving", "omschrijving douane", "goederenomschrijving", "descripcion aduanera"],
    ...["descripcion aduanas", "descripcion para aduanas", "descrizione doganale", "descrizione dogana"],
    ...["goods description", "commodity description", "description of goods"],
  ],
  title: [
    ...[
      "titre",
      "title",
      "product title",
      "titre produit",
      "nom",
      "name",
      "product name",
      "nom produit",
      "nom du produit",
    ],
    ...["designation", "libelle", "libelle produit", "intitule", "titel", "bezeichnung", "artikelbezeichnung"],
    ...["produktname", "artikelname", "naam", "productnaam", "artikelnaam", "titulo", "nombre", "nombre producto"],
    ...["titolo", "nome", "nome prodotto", "denominazione", "item name"],
    // A bare "description" is as often the shop's sales text: it reaches customs only when a person says so.
    ...["description", "beschreibung", "omschrijving", "beschrijving", "descripcion", "descrizione"],
  ],
};

const RANKS: ReadonlyMap<string, [ProductField, number]> = new Map(
  PRODUCT_FIELDS.flatMap((field) => SYNONYMS[field].map((name, rank) => [name, [field, rank]] as const)),
);

const UNITS: Readonly<Record<string, "g" | "kg">> = {
  ...{
    g: "g",
    gr: "g",
    grs: "g",
    gram: "g",
    grams: "g",
    gramme: "g",
    grammes: "g",
    gramm: "g",
    gramos: "g",
    grammi: "g",
  },
  ...{
    kg: "kg",
    kgs: "kg",
    kilo: "kg",
    kilos: "kg",
    kilogram: "kg",
    kilogramm: "kg",
    kilogramme: "kg",
    kilogrammes: "kg",
  },
};

/** Titles and groups of columns that people write above the header. */
const ROWS_ABOVE = 20;
/** The weights by which a unit is guessed. */
const GUESSED_BY = 200;
const FEWEST_GRAMS = 20;
const MOST_KILOGRAMS = 100;

/**
 * Which column is what, by the header's words, and which row is the header: of the first rows the one that names most
 * columns, so that titles and merged groups above it are no harm. A column that two fields claim goes to the surer name.
 * A unit that no header tells is taken from the weights themselves: decimals are kilograms, whole numbers of 20 and more
 * grams, anything else is not known.
 */
export function matchColumns(rows: readonly FileRow[]): ProductColumns {
  const above = rows.slice(0, ROWS_ABOVE);
  const scored = above.map((row) => ({ row, fields: fieldsOf(row.cells) }));
  const best = scored.reduce(
    (first, second) => (countOf(second.fields) > countOf(first.fields) ? second : first),
    scored[0] ?? { row: { line: 0, cells: [] }, fields: fieldsOf([]) },
  );
  const { weight } = best.fields;
  const unit =
    weight === null ? null : (unitOf(best.row.cells[weight] ?? "") ?? guessUnit(rows, best.row.line, weight));
  return { headerLine: best.row.line, fields: best.fields, weightUnit: unit };
}

/** The unit that a text ends with or has in brackets: "Poids (kg)", "0,45 kg", "weight_g". */
export function unitOf(text: string): "g" | "kg" | null {
  const words = wordsOf(text.replace(/(\d)(?=\p{L})/gu, "$1 ")).split(" ");
  return UNITS[words.at(-1) ?? ""] ?? words.map((word) => UNITS[word]).find((unit) => unit !== undefined) ?? null;
}

type Fields = Record<ProductField, number | null>;

function fieldsOf(header: readonly string[]): Fields {
  const fields: Fields = { sku: null, title: null, hsCode: null, origin: null, weight: null, description: null };
  const ranks: Partial<Record<ProductField, number>> = {};
  for (const [column, cell] of header.entries()) {
    const [field, rank] = meaningOf(cell) ?? [];
    if (field === undefined || rank === undefined || rank >= (ranks[field] ?? Number.POSITIVE_INFINITY)) continue;
    fields[field] = column;
    ranks[field] = rank;
  }
  return fields;
}

// A header is a few words: a long cell is a sentence, and a sentence may hold any word.
const LONGEST_HEADER = 60;

function meaningOf(cell: string): [ProductField, number] | null {
  if (cell.length > LONGEST_HEADER) return null;
  const name = wordsOf(cell.replace(/([a-z])([A-Z])/g, "$1 $2"));
  const bare = wordsOf(cell.replace(/[([].*?[)\]]/g, " "));
  const unitless = bare
    .split(" ")
    .filter((word) => !(word in UNITS || word === "en" || word === "in"))
    .join(" ");
  return RANKS.get(name) ?? RANKS.get(bare) ?? RANKS.get(unitless) ?? RANKS.get(wordsOf(cell)) ?? null;
}

function wordsOf(text: string): string {
  return foldText(text)
    .replaceAll("ß", "ss")
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim();
}

function countOf(fields: Fields): number {
  return PRODUCT_FIELDS.filter((field) => fields[field] !== null).length + (fields.sku === null ? 0 : 1);
}

function guessUnit(rows: readonly FileRow[], headerLine: number, column: number): "g" | "kg" | null {
  const cells = rows.filter((row) => row.line > headerLine).map((row) => (row.cells[column] ?? "").trim());
  const weights = cells
    .filter((cell) => /^\d+([.,]\d+)?$/.test(cell) && Number(cell.replace(",", ".")) > 0)
    .slice(0, GUESSED_BY);
  if (weights.length === 0) return null;
  const numbers = weights.map((cell) => Number(cell.replace(",", ".")));
  if (weights.some((cell) => /[.,]/.test(cell))) return Math.max(...numbers) < MOST_KILOGRAMS ? "kg" : null;
  return Math.min(...numbers) >= FEWEST_GRAMS ? "g" : null;
}
