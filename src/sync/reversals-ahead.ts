import { isOpen } from "../domain/intent";
import type { OrderLine } from "../domain/order";
import type { ReversalWish } from "../domain/refund";
import { type AnyIntent, intentsOf } from "./intents";
import type { StoreDesk } from "./store-desk";

/**
 * Our own wishes on a line that the marketplace does not show yet: open, parked, or done since its last word. What asks
 * for itself leaves its own id out.
 */
export function reversalsAhead(
  { ports: { sql } }: Pick<StoreDesk, "ports">,
  orderId: string,
  line: OrderLine,
  ownId: string | null = null,
): ReversalWish[] {
  const shown = new Set([...line.refunds, ...line.cancelations].map(({ id }) => id));
  return intentsOf(sql, orderId).flatMap((intent) => {
    const reverses = intent.kind === "refund" || intent.kind === "cancel-line";
    if (!reverses || intent.id === ownId || intent.payload.lineId !== line.lineId) return [];
    return isAhead(intent, shown) ? [intent.payload] : [];
  });
}

function isAhead({ state, remoteRef }: AnyIntent, shown: ReadonlySet<string>): boolean {
  if (state === "done") return remoteRef !== null && !shown.has(remoteRef);
  return isOpen(state) || state === "parked";
}
