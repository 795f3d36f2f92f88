const COMMISSION_PERCENT = 12;

/** Hundredths of the currency as the number that crosses the wire. */
export function amount(cents: number): number {
  return cents / 100;
}

export function centsOf(amountOnTheWire: number): number {
  return Math.round(amountOnTheWire * 100);
}

/** What the marketplace keeps of a price, in hundredths. */
export function commission(cents: number): number {
  return Math.round((cents * COMMISSION_PERCENT) / 100);
}
