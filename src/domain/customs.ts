import { placeOf, type Spot, territoryOf } from "./customs-territories";

/** Why a route needs customs documents, or needs none. */
export type CustomsReason =
  /** Within one country, or one part of it. */
  | "domestic"
  /** Within the customs and VAT territory of the EU. */
  | "inside-eu"
  /** Northern Ireland: for goods inside the EU, and inside the United Kingdom. */
  | "northern-ireland"
  /** Two countries in one customs territory, such as Switzerland and Liechtenstein. */
  | "customs-union"
  /** In one customs territory, not under one VAT: the Canary Islands, Åland, French departments overseas, Jersey. */
  | "outside-vat"
  /** Between the EU and a part of a member state outside its customs: Livigno, Ceuta, Heligoland. */
  | "outside-customs"
  /** From one customs territory to another. */
  | "abroad";

export type CustomsVerdict = { documents: boolean; reason: CustomsReason };

const NORTHERN_IRELAND = "GB-NIR";
const WITH_NORTHERN_IRELAND: ReadonlySet<string> = new Set(["GB", "IM"]);

/**
 * Whether customs documents travel with goods on this route: when it leaves a customs territory, or the territory of a
 * VAT inside one (sendcloud.md 8). An option's own `export_documents` counts beside this.
 */
export function needsDocuments(from: Spot, to: Spot): CustomsVerdict {
  const [start, end] = [placeOf(from), placeOf(to)];
  if (start === end) return { documents: false, reason: "domestic" };
  const [a, b] = [territoryOf(start), territoryOf(end)];
  const ends = [start, end];
  const freely = a.customs === b.customs && a.tax === b.tax;
  if (ends.includes(NORTHERN_IRELAND) && (freely || ends.some((place) => WITH_NORTHERN_IRELAND.has(place))))
    return { documents: false, reason: "northern-ireland" };
  if (freely) return { documents: false, reason: a.customs === "EU" ? "inside-eu" : "customs-union" };
  if (a.customs === b.customs) return { documents: true, reason: "outside-vat" };
  const withinEu = [a, b].every(({ special, customs }) => special || customs === "EU");
  return { documents: true, reason: withinEu ? "outside-customs" : "abroad" };
}
