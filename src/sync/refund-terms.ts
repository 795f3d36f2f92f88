import type { ReturnTerms } from "../domain/return";
import { type Intent, intentsOf } from "./intents";
import type { SeenReturn } from "./return-book";
import type { StoreDesk } from "./store-desk";

/** How this store pays returns back: the reason of a return is its own where the store maps it, else the store's. */
export function termsOf({ store: { settings, currency } }: StoreDesk): ReturnTerms {
  const { reason, withShipping } = settings.refunds;
  const reasonOf = (told: string | null) => (told === null ? undefined : settings.returnReasons[told]) ?? reason;
  return { reasonOf, withShipping, currency };
}

/** The refunds that were planned for a return, whatever became of them. */
export function refundsOfReturn({ ports: { sql } }: Pick<StoreDesk, "ports">, seen: SeenReturn): Intent<"refund">[] {
  return intentsOf(sql, seen.orderId).filter(
    (intent): intent is Intent<"refund"> => intent.kind === "refund" && pays(intent, seen),
  );
}

function pays({ payload }: Intent<"refund">, { key, returnId }: SeenReturn): boolean {
  if (payload.returnKey !== undefined) return payload.returnKey === key;
  return payload.returnId !== null && payload.returnId === returnId;
}
