import type { CorrectableField, Corrections, Recipient } from "./address";
import { CORRECTABLE_FIELDS } from "./address";
import type { PushPart } from "./push-refusal";

/**
 * A reason why an order cannot ship yet, with the field it sits in; `part` where Sendcloud refuses one that is no
 * address's, `lineId` where it is a line's.
 */
export type Problem = { code: ProblemCode; field: CorrectableField | null; part?: PushPart; lineId?: string };
export type ProblemCode =
  | "name-missing"
  | "street-missing"
  | "zip-missing"
  | "city-missing"
  | "country-unknown"
  | "changed-after-correction"
  | "currency-not-accepted"
  | "push-refused"
  | "hs-code-missing"
  | "origin-missing";

// Countries without postcodes, or where parcels travel without one.
const WITHOUT_POSTCODES = new Set(["AE", "AO", "BS", "FJ", "GD", "HK", "IE", "JM", "MO", "PA", "QA", "SR", "ZW"]);

/** What blocks the label of this recipient, as corrected; the corrections say where the marketplace changed its mind since. */
export function findProblems(recipient: Recipient, corrections: Corrections): Problem[] {
  const { address } = recipient;
  const problems: Problem[] = [];
  const report = (code: ProblemCode, field: CorrectableField) => problems.push({ code, field });
  if (!`${address.firstName}${address.lastName}${address.company}`.trim()) report("name-missing", "lastName");
  if (!address.street1.trim()) report("street-missing", "street1");
  if (!address.city.trim()) report("city-missing", "city");
  if (!address.country) report("country-unknown", "country");
  else if (!address.zip.trim() && !WITHOUT_POSTCODES.has(address.country)) report("zip-missing", "zip");
  for (const field of CORRECTABLE_FIELDS) {
    if ((corrections[field]?.theirs ?? null) !== null) report("changed-after-correction", field);
  }
  return problems;
}
