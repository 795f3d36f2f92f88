import { walkSettings } from "./follow-settings";
import { markStale, readStale } from "./sku-facts";
import type { StoreDesk } from "./store-desk";

/** How long the page that saved a product waits for the orders; the rest goes on in slices. */
const PAGE_WAITS_MS = 2_000;

/** Products of the workspace changed, these or any: derives the open orders that hold them anew. */
export async function followProducts(desk: StoreDesk, skus: readonly string[] | null): Promise<void> {
  const { sql, now, alarm } = desk.ports;
  sql.transaction(() => {
    markStale(desk, skus);
    alarm.set(now());
  });
  try {
    await readStale(desk);
    await walkSettings(desk, now() + PAGE_WAITS_MS);
  } catch {
    // D1 does not answer now: what is marked is read by the next slice.
  }
}
