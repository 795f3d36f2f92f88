import type { Ports } from "../lib/ports";
import { accountTrouble } from "./account-trouble";
import { keep, recall } from "./keeping";
import type { Permit, PermitClaim } from "./store-desk";
import type { BudgetView } from "./stub-stores";

/** Sendcloud takes 100 writes a minute and 15 a second (sendcloud.md 1.4): a tenth is left for what we do not count. */
const A_MINUTE = 90;
const A_SECOND = 12;
/** Labels go before everything else: the last permits of a minute are theirs. */
const KEPT_FOR_LABELS = 10;
const MINUTE_MS = 60_000;
const SECOND_MS = 1_000;
/** How often a write asks whether a deleted integration is back. */
const GONE_AGAIN_MS = 10 * MINUTE_MS;
/** The same for keys that are refused: other ones may be typed at any moment. */
const REFUSED_AGAIN_MS = MINUTE_MS;

/**
 * Gives leave for one write to Sendcloud, or how long to wait before asking again, over all stores of the account. A label says
 * which order its reference belongs to, so that news of the shipment finds it.
 */
export function givePermit(ports: Pick<Ports, "sql" | "now">, claim: PermitClaim): Permit {
  const { sql } = ports;
  const now = ports.now();
  const heldUntil = recall<number>(sql, "held_until") ?? 0;
  if (now < heldUntil) return { granted: false, waitMs: heldUntil - now };
  const trouble = accountTrouble(sql);
  if (trouble === "integration-deleted") return { granted: false, waitMs: GONE_AGAIN_MS };
  // A question changes nothing, and its refusal tells the person who waits for it what is wrong.
  if (trouble === "key-refused" && !isQuestion(claim)) return { granted: false, waitMs: REFUSED_AGAIN_MS };
  return sql.transaction(() => {
    if (claim.label) {
      const { reference, storeId, orderId } = claim.label;
      sql.run(
        "INSERT INTO claims (reference, store_id, order_id) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
        reference,
        storeId,
        orderId,
      );
    }
    sql.run("DELETE FROM permits WHERE at <= ?", now - MINUTE_MS);
    const given = sql.all<{ at: number }>("SELECT at FROM permits ORDER BY at").map((row) => row.at);
    const most = claim.urgency === "label" ? A_MINUTE : A_MINUTE - KEPT_FOR_LABELS;
    const askAgainAt = Math.max(freeAt(given, most, MINUTE_MS, now), freeAt(given, A_SECOND, SECOND_MS, now));
    if (askAgainAt > now) return { granted: false, waitMs: askAgainAt - now };
    sql.run("INSERT INTO permits (at) VALUES (?)", now);
    return { granted: true };
  });
}

function isQuestion({ urgency, label }: PermitClaim): boolean {
  return urgency === "label" && label === null;
}

/** How the budget of writes stands, for the account's page. */
export function budgetOf({ sql, now }: Pick<Ports, "sql" | "now">): BudgetView {
  const at = now();
  const used = sql.all<{ n: number }>("SELECT count(*) AS n FROM permits WHERE at > ?", at - MINUTE_MS)[0]?.n ?? 0;
  const until = recall<number>(sql, "held_until") ?? 0;
  return { used, most: A_MINUTE, heldUntil: until > at ? until : null, trouble: accountTrouble(sql) };
}

/** Sendcloud said 429: nothing for so long. A span, because the clocks of two objects may differ. */
export function holdFor({ sql, now }: Pick<Ports, "sql" | "now">, milliseconds: number): void {
  const until = now() + milliseconds;
  if (until > (recall<number>(sql, "held_until") ?? 0)) keep(sql, "held_until", until);
}

// `given` is in order of time: a place is free again once the oldest of the last `most` leaves the window.
function freeAt(given: readonly number[], most: number, window: number, now: number): number {
  const oldest = given.at(-most);
  return oldest === undefined ? now : oldest + window;
}
