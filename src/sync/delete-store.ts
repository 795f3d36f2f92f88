import { DELETED_TABLES, deleteStoreRow, deleteStoreRows } from "../db/store-life";
import type { Ports } from "../lib/ports";
import { recall } from "./keeping";

/** D1 ends a statement after 30 seconds; this many rows with their indexes take well under one. */
const ROWS_AT_ONCE = 2_000;
const STATEMENTS_A_SLICE = 20;

type Place = { workspaceId: string; storeId: string };

/** The store that this object is deleting; null when it deletes nothing. */
export function deleting(sql: Ports["sql"]): Place | null {
  return recall<Place>(sql, "deleting");
}

/**
 * Deletes some of a store's rows in D1, its own row last. True when nothing of it is left there: then the object may
 * forget itself. May be cut off anywhere and run again.
 */
export async function deleteSome({ d1 }: Pick<Ports, "d1">, place: Place): Promise<boolean> {
  let statements = 0;
  for (let table = 0; table < DELETED_TABLES.length; table += 1) {
    for (;;) {
      if (statements >= STATEMENTS_A_SLICE + DELETED_TABLES.length) return false;
      statements += 1;
      if ((await deleteStoreRows(d1, place, table, ROWS_AT_ONCE)) < ROWS_AT_ONCE) break;
    }
  }
  await deleteStoreRow(d1, place);
  return true;
}
