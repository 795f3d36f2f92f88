import { type Call, refuse } from "./mirakl-access";

const HOUR_MS = 3_600_000;
/** OR11 without ids, and OR04: once a minute (mirakl.md 1.5). */
const CALLS_AN_HOUR = 60;

/**
 * Counts a call of an operation that may be called once per minute; gives how many seconds are missing, 0 when it may go
 * on. It is a budget: Mirakl's own 429 speaks of the calls of the last hour (mirakl.md 1.5), so a short burst passes and
 * a steady excess does not.
 */
export function secondsToWait({ world, key }: Call, operation: "OR11" | "OR04"): number {
  const { sql } = world;
  const now = world.now();
  const name = operation === "OR11" ? key.key : `${key.key} ${operation}`;
  sql.run("DELETE FROM mirakl_walks WHERE key = ? AND began_at <= ?", name, now - HOUR_MS);
  const [walks] = sql.all<{ walks: number; oldest: number | null }>(
    "SELECT count(*) AS walks, min(began_at) AS oldest FROM mirakl_walks WHERE key = ?",
    name,
  );
  if (walks && walks.oldest !== null && walks.walks >= CALLS_AN_HOUR) {
    return Math.ceil((walks.oldest + HOUR_MS - now) / 1000);
  }
  sql.run("INSERT INTO mirakl_walks VALUES (?, ?)", name, now);
  return 0;
}

export function tooSoon(operation: string, seconds: number): Response {
  const answer = refuse(429, `Too many requests: ${operation} may be called once per minute`);
  answer.headers.set("retry-after", String(seconds));
  return answer;
}
