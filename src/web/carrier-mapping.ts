import { matchCarriers } from "../domain/carrier-match";
import type { CarrierMapping } from "../domain/store";
import type { CarrierView, SendcloudCarrierView } from "../sync/stub-stores";
import { type FieldErrors, fieldsUnder, type Typed } from "./forms";
import type { ShopFinding } from "./wizard-draft";

/** Where the tracking number goes in a carrier's address, in the marketplace's own notation (mirakl.md 3.10). */
export const TRACKING_PLACE = "{trackingId}";
const OTHER = "other";
const CARRIER = "carrier:";

/** What the marketplace takes: its own list, and others by name where it allows them. */
export type MarketplaceCarriers = Pick<ShopFinding, "carriers" | "allowsOtherCarriers">;

/** One row of the table as it stands: `choice` is the select's value, empty where nobody chose. */
export type CarrierRow = {
  carrier: SendcloudCarrierView;
  choice: string;
  candidates: CarrierView[];
  otherName: string;
  otherUrl: string;
};

/** The rows to show: what was typed, else what was saved, else what matches without a guess. */
export function carrierRows(
  carriers: SendcloudCarrierView[],
  finding: MarketplaceCarriers,
  saved: Record<string, CarrierMapping> | null,
  typed: Typed,
): CarrierRow[] {
  const matches = matchCarriers(carriers, finding.carriers);
  return carriers.map((carrier) => {
    const match = matches[carrier.code] ?? { candidates: [] };
    const kept = saved?.[carrier.code];
    const proposed = saved ? choiceOf(kept) : "match" in match ? `${CARRIER}${match.match}` : "";
    const candidates = "candidates" in match ? match.candidates : [];
    return {
      carrier,
      choice: typed[`carrier.${carrier.code}`] ?? proposed,
      candidates: finding.carriers.filter(({ code }) => candidates.includes(code)),
      otherName: typed[`otherName.${carrier.code}`] ?? (kept?.to === OTHER ? kept.name : ""),
      otherUrl: typed[`otherUrl.${carrier.code}`] ?? (kept?.to === OTHER ? (kept.urlPattern ?? "") : ""),
    };
  });
}

/** What was typed in the table as settings; a carrier left alone is not in the mapping. */
export function readMapping(
  typed: Typed,
  carriers: SendcloudCarrierView[],
  finding: MarketplaceCarriers,
): { mapping: Record<string, CarrierMapping>; errors: FieldErrors } {
  const mapping: Record<string, CarrierMapping> = {};
  const errors: FieldErrors = {};
  const choices = fieldsUnder(typed, "carrier");
  for (const { code } of carriers) {
    const choice = choices[code] ?? "";
    if (choice === OTHER && finding.allowsOtherCarriers) {
      readOther(code, typed, mapping, errors);
      continue;
    }
    const chosen = finding.carriers.find((carrier) => `${CARRIER}${carrier.code}` === choice);
    if (chosen) mapping[code] = { to: "carrier", ...chosen };
    else if (choice !== "") errors[`carrier.${code}`] = "form.invalid";
  }
  return { mapping, errors };
}

function readOther(code: string, typed: Typed, mapping: Record<string, CarrierMapping>, errors: FieldErrors): void {
  const name = typed[`otherName.${code}`]?.trim() ?? "";
  const url = typed[`otherUrl.${code}`]?.trim() ?? "";
  if (name === "") errors[`otherName.${code}`] = "wizard.fault.otherName";
  if (url !== "" && !isPattern(url)) errors[`otherUrl.${code}`] = "wizard.fault.otherUrl";
  mapping[code] = { to: OTHER, name, urlPattern: url || null };
}

function isPattern(url: string): boolean {
  return /^https?:\/\//.test(url) && URL.canParse(url) && url.includes(TRACKING_PLACE);
}

function choiceOf(mapping: CarrierMapping | undefined): string {
  if (!mapping) return "";
  return mapping.to === OTHER ? OTHER : `${CARRIER}${mapping.code}`;
}
