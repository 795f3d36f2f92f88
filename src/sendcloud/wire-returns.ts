import * as z from "zod";
import { listOf, scalar, wholeNumber, words } from "./wire-values";

const reason = z.looseObject({ id: words }).nullish().catch(null);

const item = z.looseObject({
  item_id: words,
  sku: words,
  quantity: wholeNumber.refine((count) => count >= 0),
  return_reason: reason,
  return_reason_id: words,
});

/** A return of GET /returns and GET /returns/{id}. No document gives it an id, yet it may have one (sendcloud.md 5.1). */
export const returned = z
  .looseObject({
    id: words,
    order_number: words,
    tracking_number: words,
    created_at: words,
    delivered_at: scalar.nullish().catch(null),
    delivered_at_iso: words,
    status: words,
    reason,
    status_history: listOf(z.looseObject({ parent_status: words, carrier_update_timestamp: words })),
    // An item that cannot be read makes the return unreadable: a refund may be counted from it.
    parcel_items: z.array(item).nullish(),
  })
  .refine((row) => row.id || row.order_number || row.tracking_number || row.created_at);
export type ReturnWire = z.infer<typeof returned>;
