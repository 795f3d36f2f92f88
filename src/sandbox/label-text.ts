const WITHOUT_ACCENT = new Map(
  Object.entries({
    ł: "l",
    Ł: "L",
    đ: "d",
    Đ: "D",
    ħ: "h",
    Ħ: "H",
    ı: "i",
    ŋ: "n",
    Ŋ: "N",
    œ: "oe",
    Œ: "OE",
    ŧ: "t",
    Ŧ: "T",
    ẞ: "SS",
    ə: "e",
    Ə: "E",
    "’": "'",
    "‘": "'",
    ʼ: "'",
    "“": '"',
    "”": '"',
    "„": '"',
    "–": "-",
    "—": "-",
    "‑": "-",
    "…": "...",
    "€": "EUR",
    "№": "No",
    "\u00a0": " ",
    "\u202f": " ",
    "\t": " ",
    "\n": " ",
  }),
);

// ISO 843 and the passport rules, shortened to one letter or two each: enough for a carrier to read a name.
const GREEK = "α a β v γ g δ d ε e ζ z η i θ th ι i κ k λ l μ m ν n ξ x ο o π p ρ r σ s ς s τ t υ y φ f χ ch ψ ps ω o";
const CYRILLIC =
  "а a б b в v г g д d е e ж zh з z и i й y к k л l м m н n о o п p р r с s т t у u ф f х h ц ts ч ch ш sh щ sht ъ a ы y ь y э e ю yu я ya є ye і i ї yi ґ g ј j љ lj њ nj ћ c ђ dj џ dz";

const OMICRON_UPSILON = /([οΟ])[υύ]/g;

const LETTERS = new Map([...pairsOf(GREEK), ...pairsOf(CYRILLIC)]);

/**
 * Text that a PDF's standard fonts and a label printer can print: Latin-1. Letters of other alphabets become Latin
 * ones, marks they cannot carry fall away, and what has no Latin form at all (emoji) is left out.
 */
export function latinText(text: string): string {
  return [...text.normalize("NFC").replace(OMICRON_UPSILON, "$1u")]
    .map(latinCharacter)
    .join("")
    .replace(/ {2,}/g, " ")
    .trim();
}

function latinCharacter(character: string): string {
  const known = WITHOUT_ACCENT.get(character);
  if (known !== undefined) return known;
  if (isPrintable(character)) return character;
  return [...character.normalize("NFD")].map(latinLetter).join("");
}

function latinLetter(letter: string): string {
  if (isPrintable(letter)) return letter;
  const small = letter.toLowerCase();
  const latin = WITHOUT_ACCENT.get(letter) ?? LETTERS.get(small) ?? "";
  return small === letter ? latin : latin.charAt(0).toUpperCase() + latin.slice(1);
}

function isPrintable(character: string): boolean {
  return /^[\x20-\x7e\u00a1-\u00ac\u00ae-\u00ff]$/.test(character);
}

function pairsOf(list: string): [string, string][] {
  const words = list.split(" ");
  return words.flatMap((word, index): [string, string][] => (index % 2 === 0 ? [[word, words[index + 1] ?? ""]] : []));
}
