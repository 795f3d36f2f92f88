import type { Money } from "./money";
import type { Order, OrderLine } from "./order";
import type { Problem } from "./problem";
import type { ProductDefaults, ProductFacts } from "./product";
import { restOf } from "./refund";
import type { StoreSettings, TaxNumbers } from "./store";

/** Whose value it is: the product's own, or the store's for all that have none. */
export type Known<T> = { value: T; of: "product" | "store" };

/** What customs and carriers want to know of one line's product. Null where nobody said. */
export type LineGoods = {
  lineId: string;
  sku: string;
  hsCode: Known<string> | null;
  origin: Known<string> | null;
  weightGrams: Known<number>;
  /** What customs read: the product's own words, or its title. */
  description: string;
};

/** A row of the customs declaration: `unitPrice` is of one piece, `weightGrams` too. */
export type CustomsItem = {
  lineId: string;
  sku: string;
  description: string;
  quantity: number;
  weightGrams: number;
  unitPrice: Money;
  hsCode: string;
  origin: string | null;
};

/** Sendcloud's limits (sendcloud.md 8). */
const LONGEST_DESCRIPTION = 255;
const LONGEST_INVOICE_NUMBER = 40;

/** The store's own values, for products that have none. */
function productDefaults(settings: StoreSettings): ProductDefaults {
  const { defaultHsCode: hsCode, defaultOrigin: origin, defaultWeightGrams: weightGrams } = settings;
  return { hsCode, origin, weightGrams };
}

/** A product's own value beats the store's. */
export function goodsOf(line: OrderLine, sku: string, facts: ProductFacts | null, settings: StoreSettings): LineGoods {
  const { hsCode, origin } = productDefaults(settings);
  const words = plain(facts?.description ?? "") || plain(line.title) || sku || line.lineId;
  return {
    lineId: line.lineId,
    sku,
    hsCode: first(facts?.hsCode ?? null, hsCode),
    origin: first(facts?.origin ?? null, origin),
    weightGrams: first(facts?.weightGrams ?? null, null) ?? { value: settings.defaultWeightGrams, of: "store" },
    description: [...words].slice(0, LONGEST_DESCRIPTION).join("").trim(),
  };
}

function first<T>(own: T | null, store: T | null): Known<T> | null {
  if (own !== null) return { value: own, of: "product" };
  return store === null ? null : { value: store, of: "store" };
}

function plain(text: string): string {
  return text
    .toWellFormed()
    .replace(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, " ")
    .trim();
}

/** What is missing for a route that needs documents, line by line. */
export function customsProblems(goods: readonly LineGoods[]): Problem[] {
  return goods.flatMap(({ lineId, hsCode, origin }) => [
    ...(hsCode ? [] : [{ code: "hs-code-missing" as const, field: null, lineId }]),
    ...(origin ? [] : [{ code: "origin-missing" as const, field: null, lineId }]),
  ]);
}

/**
 * The rows of a parcel's declaration: the values of a line add up, to the cent, to what was paid for it, so that a line
 * whose price does not divide by its quantity is two rows. Null while a line has no HS code: each row wants one (S3).
 */
export function customsItems(
  order: Pick<Order, "taxesOnTop">,
  lines: readonly OrderLine[],
  goods: readonly LineGoods[],
  parcelGrams: number,
): CustomsItem[] | null {
  const rows: CustomsItem[] = [];
  for (const line of lines) {
    const known = goods.find(({ lineId }) => lineId === line.lineId);
    if (!known?.hsCode || line.quantity < 1) return null;
    const { lineId, sku, description } = known;
    const row = { lineId, sku, description, hsCode: known.hsCode.value, origin: known.origin?.value ?? null };
    const weightGrams = known.weightGrams.value;
    for (const { quantity, unitPrice } of piecesOf(paidFor(line, order), line.quantity))
      rows.push({ ...row, quantity, weightGrams, unitPrice });
  }
  return rows.length === 0 ? null : lightened(rows, parcelGrams);
}

/** What the buyer paid for the goods of a line and has not had back, with the taxes that came on top of the price. */
export function paidFor(line: OrderLine, { taxesOnTop }: Pick<Order, "taxesOnTop">): Money {
  const left = Math.max(0, restOf(line, []).amount.minor);
  const taxes = taxesOnTop ? (line.taxes ?? []).reduce((sum, { amount }) => sum + amount.minor, 0) : 0;
  const share = line.price.minor > 0 ? Math.round((taxes * left) / line.price.minor) : 0;
  return { minor: left + share, currency: line.price.currency };
}

/** Equal pieces as far as whole cents go: 10.00 for three is one of 3.34 and two of 3.33. */
function piecesOf({ minor, currency }: Money, quantity: number): { quantity: number; unitPrice: Money }[] {
  const low = Math.floor(minor / quantity);
  const dearer = minor - low * quantity;
  const pieces = [
    { quantity: dearer, unitPrice: { minor: low + 1, currency } },
    { quantity: quantity - dearer, unitPrice: { minor: low, currency } },
  ];
  return pieces.filter((piece) => piece.quantity > 0);
}

// The scales know better than a default: what is declared may not weigh more than the parcel.
function lightened(rows: CustomsItem[], parcelGrams: number): CustomsItem[] {
  const sum = rows.reduce((total, { quantity, weightGrams }) => total + quantity * weightGrams, 0);
  if (sum <= parcelGrams) return rows;
  return rows.map((row) => ({ ...row, weightGrams: Math.max(1, Math.floor((row.weightGrams * parcelGrams) / sum)) }));
}

/** Our invoice number of a parcel: an order's number is its own within the integration, and so is this. */
export function invoiceNumberOf(
  number: string,
  { parcelNo, generation, reference }: { parcelNo: number; generation: number; reference: string },
): string {
  const spoken = `${number}-${parcelNo}-${generation}`;
  return spoken.length <= LONGEST_INVOICE_NUMBER ? spoken : reference.slice(-LONGEST_INVOICE_NUMBER);
}

/** A tax number as the documents name it; `country` issued it, ISO-2. */
export type NamedTaxNumber = { name: "EORI" | "IOSS" | "VAT"; country: string; value: string };

/** The sender's numbers for a route: IOSS is for goods that come into the EU. */
export function taxNumbersFor(
  { eori, ioss, vat }: TaxNumbers,
  senderCountry: string,
  intoEu: boolean,
): NamedTaxNumber[] {
  const numbers: NamedTaxNumber[] = [];
  if (eori) numbers.push({ name: "EORI", country: issuerOf(eori, senderCountry), value: eori });
  if (vat) numbers.push({ name: "VAT", country: issuerOf(vat, senderCountry), value: vat });
  if (ioss && intoEu) numbers.push({ name: "IOSS", country: senderCountry, value: ioss });
  return numbers;
}

const ISSUERS: Record<string, string> = { EL: "GR", XI: "GB" };

function issuerOf(number: string, otherwise: string): string {
  const letters = /^[A-Z]{2}/.exec(number)?.[0];
  return letters ? (ISSUERS[letters] ?? letters) : otherwise;
}
