import type { Sql } from "../lib/ports";
import { type AnyIntent, intentsOf } from "./intents";

/** What is planned at the marketplace to call an order or pieces of it off, and has never left. */
export function plannedCancellation(sql: Sql, orderId: string): AnyIntent[] {
  return intentsOf(sql, orderId).filter((intent) => {
    if (intent.state !== "planned" || intent.sends > 0) return false;
    if (intent.kind === "refund") return intent.payload.afterGoods === true;
    return intent.kind === "cancel" || intent.kind === "cancel-line";
  });
}

/** What is planned to be cleared away before it: labels, and the order at Sendcloud. */
export function plannedClearance(sql: Sql, orderId: string): AnyIntent[] {
  return intentsOf(sql, orderId).filter(
    ({ kind, state, sends }) => (kind === "cancel-label" || kind === "unpush") && state === "planned" && sends === 0,
  );
}

/** When the first of a planned cancellation leaves; null when none is planned. */
export function cancellationLeavesAt(sql: Sql, orderId: string): number | null {
  const moments = plannedCancellation(sql, orderId).flatMap(({ nextAt }) => nextAt ?? []);
  return moments.length === 0 ? null : Math.min(...moments);
}
