const CODES = ["6109.10", "61.05.10.00", "620520", "42022100", "0106 41", "8467.21", "851671"];
const ORIGINS = ["FR", "Chine", "DEU", "Portugal", "it"];
const GOODS = ["Perceuse à percussion", "Chemise en coton", "Sac à main", "T-shirt rayé", "Cafetière électrique"];

/** A French merchant's file of so many products, as Excel writes it; `grams` is every product's weight, by which it is known. */
export function catalogueOf(rows: number, grams: number): string {
  const head = "SKU;Titre;Code SH;Pays d'origine;Poids (g);Description douanière";
  const lines = Array.from({ length: rows }, (_, place) => {
    const goods = GOODS[place % GOODS.length] ?? "";
    const title = `${goods} modèle ${place} « Édition ${place % 97} »`;
    const values = [skuOf(place), title, CODES[place % CODES.length], ORIGINS[place % ORIGINS.length], grams, goods];
    return values.join(";");
  });
  return `\uFEFF${[head, ...lines].join("\r\n")}\r\n`;
}

/** How many products of an export have that weight. */
export function countWeighing(exported: string, grams: number): number {
  const [head = "", ...lines] = exported.split(/\r?\n/);
  const delimiter = head.includes(";") ? ";" : ",";
  const cell = new RegExp(`${delimiter}"?'?${grams}"?${delimiter}`);
  return lines.filter((line) => cell.test(line)).length;
}

function skuOf(place: number): string {
  return `REF-${String(place).padStart(6, "0")}`;
}
