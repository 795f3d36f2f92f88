import type { Sql } from "../lib/ports";

const FIRST_PARCEL_ID = 383_700_001;

/** The id of the next parcel; those that come back share the count with those that go out. */
export function nextParcelId(sql: Sql): number {
  const [row] = sql.all<{ id: number | null }>(
    "SELECT max(coalesce((SELECT max(id) FROM sc_parcels), 0), coalesce((SELECT max(parcel_id) FROM sc_returns), 0)) AS id",
  );
  return row?.id ? row.id + 1 : FIRST_PARCEL_ID;
}

/** A carrier's tracking number. Its digits end with the parcel's id, so no two parcels of a carrier share a number. */
export function trackingNumber(pattern: string, parcelId: number): string {
  const places = pattern.split("#").length - 1;
  const digits = String(parcelId).padStart(places, "7").slice(-places);
  let at = 0;
  return pattern.replaceAll("#", () => digits.charAt(at++));
}
