// Where the number stands at the end of the street. In France and Britain it leads and stays in the line.
const NUMBER_LAST = new Set(["NL", "DE", "BE", "ES", "IT", "AT", "PL"]);

// Three letters in a row make a street's name: Mannheim's "Q7 24" and a bare number stay whole.
const STREET_THEN_NUMBER =
  /^(?<street>.*\p{L}{3}.*?)[\s,]+(?<number>\d{1,4}(?:\s?\p{L})?(?:\s?[-/]\s?(?:\d{1,4}\p{L}?|\p{L}))?)$/u;
const A_YEAR = /^(1[89]|20)\d\d$/;
// Another digit may be the house number, the last one a floor or a flat. "Straße des 17. Juni" is the exception.
const ONE_NUMBER_ONLY = /^\D*(?:\d{1,2}\.\s\D*)?$/;
const FLAT_WORD = /[\s,](app|apt|whg|wohnung|etage|stock|piso|planta|int|interno|scala|bus|bte|m|lok)\.?$/i;

/**
 * Parts "Street 12a" into street and number, only where the number surely stands at the end (sendcloud.md 9); any other
 * line comes back whole with an empty number, which every carrier takes. "Plein 1944" is a name.
 */
export function splitHouseNumber(line: string, country: string): { street: string; houseNumber: string } {
  const found = NUMBER_LAST.has(country) ? STREET_THEN_NUMBER.exec(line.trim())?.groups : undefined;
  const { street = "", number = "" } = found ?? {};
  const unsure = A_YEAR.test(number) || !ONE_NUMBER_ONLY.test(street) || FLAT_WORD.test(street);
  return number === "" || unsure ? { street: line, houseNumber: "" } : { street, houseNumber: number };
}
