/** What waits for a person beside parked intents, problems and set-aside orders (design.md 1, 5). */
export const ATTENTION_KINDS = [
  /** Open at the marketplace and not here, or the reverse, still so after a second look. */
  "order-missing",
  "key-refused",
  "unmatched-shipment",
  "unmatched-return",
  /** A return that nobody's id proves: it never pays by itself. */
  "return-without-id",
  /** A return whose refund a person must decide: over a cap, or not to be reckoned. */
  "refund-over-cap",
  "refund-by-hand",
  /** Two live parcels hold the same lines of one order. */
  "two-parcels",
  /** All that a live label was made for is called off, while other lines of the order still go. */
  "label-unneeded",
  /** The marketplace refused a parcel's carrier, tracking or shipping. */
  "telling-refused",
  "integration-deleted",
  /** The fact chain of a store does not verify. */
  "timeline-broken",
  /** A guard kept the engine from accepting an order by itself. */
  "acceptance-guard",
  /** An order that we pushed was deleted at Sendcloud, and only a person knows whether it is cancelled. */
  "order-cancelled-there",
  /** A label made here was voided in Sendcloud's panel. */
  "label-voided-there",
  /** So many pushed orders vanished from one account at once that nothing is cancelled before a person has looked. */
  "many-cancelled-there",
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
