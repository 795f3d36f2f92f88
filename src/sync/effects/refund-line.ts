import { reversal } from "./reverse-line";

/** OR28, one line a call (mirakl.md 3.7). A 200 means accepted: the operator pays. */
export const refund = reversal("refund", {
  name: "OR28",
  field: "refunds",
  open: new Set(["shipping", "shipped", "to-collect", "received"]),
  fact: "refunded",
  failedFact: "refund-failed",
  send: (desk, wish) => desk.mirakl.refund(wish),
});
