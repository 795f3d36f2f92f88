import type { RefundReceipt } from "../db/returns";
import { isOpen } from "../domain/intent";
import type { Money } from "../domain/money";
import type { Order, OrderLine, Reversal, Tax } from "../domain/order";
import { type Intent, intentsOf, leavesAt } from "./intents";
import { sumOf } from "./refund-caps";
import { marketplaceRules, type StoreDesk } from "./store-desk";

/** Every refund of an order, oldest first: those that the marketplace shows, and ours that it does not show. */
export function refundReceipts(desk: StoreDesk, order: Order): RefundReceipt[] {
  const ours = intentsOf(desk.ports.sql, order.orderId).filter((one): one is Intent<"refund"> => one.kind === "refund");
  const labels = new Map(marketplaceRules(desk)?.refundReasons?.map(({ code, label }) => [code, label]));
  const receipts = order.lines.flatMap((line) => {
    const known = new Set(line.refunds.map(({ id }) => id));
    const own = ours.filter(({ payload }) => payload.lineId === line.lineId);
    const shown = line.refunds.map((refund) => {
      const intent = own.find(({ remoteRef }) => remoteRef === refund.id);
      return intent ? ofIntent(intent, line, refund) : ofOthers(line, refund);
    });
    const unshown = own.filter(({ remoteRef }) => remoteRef === null || !known.has(remoteRef));
    return [...shown, ...unshown.map((intent) => ofIntent(intent, line, null))];
  });
  return receipts
    .map((receipt) => ({ ...receipt, reason: labels.get(receipt.reason) ?? receipt.reason }))
    .toSorted((a, b) => (a.at ?? 0) - (b.at ?? 0));
}

function ofIntent(intent: Intent<"refund">, { lineId, title }: OrderLine, shown: Reversal | null): RefundReceipt {
  const { payload, remoteRef, evidence, actor, createdAt } = intent;
  const last = evidence.at(-1);
  return {
    refundId: remoteRef,
    intentId: intent.id,
    state: stateOf(intent),
    lineId,
    title,
    quantity: payload.quantity,
    amount: shown?.amount ?? payload.amount,
    shipping: shown?.shipping ?? payload.shipping,
    taxes: taxesOnTop(payload),
    reason: payload.reason,
    at: shown?.at ?? last?.at ?? createdAt,
    by: actor.name,
    // An order that is called off is taken back as a whole.
    undoUntil: payload.afterGoods ? null : leavesAt(intent),
    answer: last ? { what: last.what, status: last.status } : null,
    returnKey: payload.returnKey ?? null,
  };
}

function ofOthers({ lineId, title }: OrderLine, refund: Reversal): RefundReceipt {
  const { id: refundId, quantity, amount, shipping, reason, at } = refund;
  const ours = { intentId: null, by: null, undoUntil: null, answer: null, returnKey: null, taxes: null };
  return { refundId, state: "done", lineId, title, quantity, amount, shipping, reason, at, ...ours };
}

function stateOf(intent: Intent<"refund">): RefundReceipt["state"] {
  if (leavesAt(intent) !== null) return "planned";
  if (isOpen(intent.state)) return "sending";
  if (intent.state === "skipped") return "undone";
  return intent.state === "done" || intent.state === "parked" ? intent.state : "failed";
}

function taxesOnTop({
  taxes = [],
  shippingTaxes = [],
  taxesOnTop: onTop,
}: {
  taxes?: Tax[];
  shippingTaxes?: Tax[];
  taxesOnTop?: true;
}): Money | null {
  return onTop ? sumOf([...taxes, ...shippingTaxes].map(({ amount }) => amount)) : null;
}
