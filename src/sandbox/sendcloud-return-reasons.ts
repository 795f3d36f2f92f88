/** Sendcloud's reasons of a return by their ids (specs, returns). */
const REASONS: Record<number, string> = {
  1: "Product did not match expectations",
  3: "Other (explain in message)",
  4: "Incorrect product ordered",
  6: "Product did not match description on website",
  7: "Wrong product shipped",
  8: "No reason",
  9: "Rent",
  10: "Does not work",
  11: "Changed my mind",
  12: "Did not meet expectations",
  13: "Excessive amount",
  14: "Better price available",
  15: "Accidental order",
  16: "No longer needed",
  17: "Sample products",
  18: "Looks different than expected",
  19: "Ordered more than one size",
  20: "Arrived too late",
  21: "Poor quality / Faulty",
  22: "Does not fit properly",
  23: "Does not suit me",
  24: "Incorrect product received",
  25: "Parcel damaged on arrival",
  26: "Wrong size ordered",
  27: "Wrong color ordered",
  28: "Does not function as expected",
  29: "Recycle or reuse packaging",
  30: "Size too large",
  31: "Size too small",
  32: "Holiday season return",
};

export function returnReason(id: number): { id: number; description: string } {
  return { id, description: REASONS[id] ?? "" };
}
