/** Who presses a button: the person, for the timeline. */
export type Actor = { personId: string; name: string };

/**
 * Why something did not happen, in a code that i18n has words for (`reason.<code>`), and the remote's own words.
 * `field` names the form field where there is one.
 */
export type Refusal = { code: RefusalCode; words: string; field?: string };

export type RefusalCode =
  | "not-found"
  | "not-allowed-now"
  | "order-changed"
  | "key-wrong"
  | "key-without-role"
  | "host-not-allowed"
  | "host-not-mirakl"
  | "host-unreachable"
  | "mirakl-down"
  | "mirakl-busy"
  | "mirakl-refused"
  | "shop-closed"
  | "shop-not-found"
  | "store-already-connected"
  | "sendcloud-key-wrong"
  | "sendcloud-oauth-needed"
  | "sendcloud-down"
  | "sendcloud-busy"
  | "sendcloud-refused"
  | "webhook-is-foreign"
  | "no-sender-address"
  | "no-shipping-option"
  | "customs-missing"
  | "customs-not-available"
  | "carrier-unmapped"
  | "announcement-failed"
  | "label-not-cancellable"
  | "label-not-available"
  | "too-soon"
  | "store-paused"
  | "already-decided"
  | "remote-unknown"
  | "shop-differs"
  | "refund-over-rest"
  | "order-over"
  | "line-not-debited"
  | "already-refunded"
  | "refund-currency"
  | "refund-over-cap"
  | "reason-missing"
  | "list-changed"
  | "undo-too-late"
  | "tracking-needed"
  | "carrier-unknown"
  | "carrier-not-allowed"
  | "nothing-chosen"
  | "currency-not-accepted"
  | "store-disconnected"
  | "account-differs"
  | "feature-off";

/** `under-way`: it goes on by itself and the order page shows it. */
export type ActResult = { result: "done" } | { result: "under-way" } | { result: "refused"; refusal: Refusal };
