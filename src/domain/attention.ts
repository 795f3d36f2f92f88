/** What waits for a person beside parked intents, problems and set-aside orders (design.md 1, 5). */
export const ATTENTION_KINDS = [
  /** Open at the marketplace and not here, or the reverse, still so after a second look. */
  "order-missing",
  "key-refused",
  "unmatched-shipment",
  "unmatched-return",
  /** A return that nobody's id proves: it never pays by itself. */
  "return-without-id",
  /** Two live parcels hold the same lines of one order. */
  "two-parcels",
  "integration-deleted",
  /** The fact chain of a store does not verify. */
  "timeline-broken",
] as const;
export type AttentionKind = (typeof ATTENTION_KINDS)[number];

export type AttentionItem = {
  storeId: string;
  key: string;
  kind: AttentionKind;
  orderId: string | null;
  details: Record<string, unknown>;
  at: number;
};
