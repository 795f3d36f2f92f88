import { forgetOldExchanges } from "./exchanges";
import { forgetOldJobs } from "./job-book";
import { keep, recall } from "./keeping";
import type { StoreDesk } from "./store-desk";

const TIDY_EVERY_MS = 24 * 3_600_000;
/** Raw JSON stays until 14 days after an order is over, label files 14 days (design.md 4). */
const KEPT_MS = 14 * 86_400_000;

/** Once a day, lets go of what the object keeps for a while only: raw orders that are over, label files, exchanges, jobs. */
export function tidy({ ports }: StoreDesk): void {
  const { sql, now } = ports;
  const at = now();
  if (at - (recall<number>(sql, "tidied_at") ?? 0) < TIDY_EVERY_MS) return;
  sql.run("UPDATE orders SET raw = NULL WHERE open = 0 AND raw IS NOT NULL AND updated_at < ?", at - KEPT_MS);
  sql.run("DELETE FROM files WHERE made_at < ?", at - KEPT_MS);
  forgetOldExchanges(ports);
  forgetOldJobs(sql, at - KEPT_MS);
  keep(sql, "tidied_at", at);
}
