import { reversal } from "./reverse-line";

/** OR30, one line a call: takes a quantity off an order that has not left (mirakl.md 3.8). */
export const cancelLine = reversal("cancel-line", {
  name: "OR30",
  field: "cancelations",
  open: new Set(["waiting-debit", "waiting-debit-payment", "shipping"]),
  fact: "line-cancelled",
  failedFact: "cancel-failed",
  send: (desk, wish) => desk.mirakl.cancelLine(wish),
});
