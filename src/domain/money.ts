/** A whole number of the currency's smallest unit. Decimals exist only on the wire. */
export type Money = { minor: number; currency: string };

const WITHOUT_DECIMALS = new Set([
  "BIF",
  "CLP",
  "DJF",
  "GNF",
  "ISK",
  "JPY",
  "KMF",
  "KRW",
  "PYG",
  "RWF",
  "UGX",
  "VND",
  "VUV",
  "XAF",
  "XOF",
  "XPF",
]);
const WITH_THREE_DECIMALS = new Set(["BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"]);

/** How many decimals an ISO 4217 currency has. */
export function decimalsOf(currency: string): number {
  if (WITHOUT_DECIMALS.has(currency)) return 0;
  return WITH_THREE_DECIMALS.has(currency) ? 3 : 2;
}

/**
 * Reads a decimal amount, as a JSON number or as text, without multiplying floats. More decimals than the currency
 * has are rounded half away from zero. Gives null for anything that is not a finite decimal number.
 */
export function moneyFromDecimal(amount: number | string, currency: string): Money | null {
  const text = typeof amount === "number" ? plainDecimal(amount) : amount.trim();
  const match = /^([+-])?(\d+)(?:\.(\d+))?$/.exec(text);
  if (!match) return null;
  const [, sign, whole = "", fraction = ""] = match;
  const decimals = decimalsOf(currency);
  const kept = fraction.slice(0, decimals).padEnd(decimals, "0");
  const roundsUp = (fraction[decimals] ?? "0") >= "5";
  const minor = Number(whole + kept) + (roundsUp ? 1 : 0);
  if (!Number.isSafeInteger(minor)) return null;
  return { minor: sign === "-" && minor !== 0 ? -minor : minor, currency };
}

/** The amount as decimal text with exactly the currency's decimals: 1250 EUR is "12.50". */
export function decimalFromMoney({ minor, currency }: Money): string {
  const decimals = decimalsOf(currency);
  const digits = String(Math.abs(minor)).padStart(decimals + 1, "0");
  const cut = digits.length - decimals;
  const text = decimals === 0 ? digits : `${digits.slice(0, cut)}.${digits.slice(cut)}`;
  return minor < 0 ? `-${text}` : text;
}

/** The amount in euros at `perEuro` of its currency for one euro, to the cent; null for a rate that is none. */
export function inEuros({ minor, currency }: Money, perEuro: string): Money | null {
  const rate = Number(perEuro);
  if (!(rate > 0)) return null;
  return moneyFromDecimal((minor / 10 ** decimalsOf(currency) / rate).toFixed(2), "EUR");
}

/** Adds amounts of one currency; throws when the currencies differ, which is a defect of the caller. */
export function addMoney(amounts: readonly Money[], currency: string): Money {
  let minor = 0;
  for (const amount of amounts) {
    if (amount.currency !== currency) throw new Error(`cannot add ${amount.currency} to ${currency}`);
    minor += amount.minor;
  }
  return { minor, currency };
}

// JSON numbers reach us as floats: 1e-7 and 1e21 print with an exponent, which is no amount of money.
function plainDecimal(amount: number): string {
  const text = String(amount);
  return text.includes("e") ? amount.toFixed(12) : text;
}
