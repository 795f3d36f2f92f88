import type { ReturnDetails } from "../db/returns";
import { isOpen } from "../domain/intent";
import type { Money } from "../domain/money";
import { hasRefundable, isOwed, moneyGoing } from "../domain/refund";
import { lineOf, type ReturnMoney, refundOfReturn, returnTab } from "../domain/return";
import { clearAttention } from "./attention";
import { type Intent, leavesAt, moneyOf } from "./intents";
import type { BookedOrder } from "./order-book";
import { queueNews } from "./queue-news";
import { queueRow } from "./queue-row";
import { sumOf } from "./refund-caps";
import { refundsOfReturn, termsOf } from "./refund-terms";
import { noIdItem, refundItem, returnsOf, type SeenReturn } from "./return-book";
import { reversalsAhead } from "./reversals-ahead";
import type { StoreDesk } from "./store-desk";

/** Sends the returns of an order on their way to D1: what became of their money follows its intents. */
export function queueReturns(desk: StoreDesk, booked: BookedOrder): void {
  const { sql } = desk.ports;
  for (const seen of returnsOf(sql, booked.order.orderId)) {
    const row = rowOf(desk, booked, seen);
    queueNews(sql, "returns", seen.key, row);
    // What a person was asked for is settled: by him, or by the marketplace.
    if (row.tab !== "to-decide")
      for (const item of [refundItem(seen.key), noIdItem(seen.key)]) clearAttention(desk, item);
  }
}

/** A row whose return turned out to be another's: D1 keeps it as gone, for the outbox deletes nothing. */
export function forgetShownReturn({ ports: { sql } }: StoreDesk, { key, orderId }: SeenReturn): void {
  sql.memo.delete(`told returns ${key}`);
  queueRow(sql, "returns", { ...EMPTY, return_key: key, order_id: orderId, tab: "gone" });
}

const EMPTY = { stage: "unknown", tracking_number: null, created_at: null, at: 0, details: "{}" };

function rowOf(desk: StoreDesk, { order }: BookedOrder, seen: SeenReturn) {
  const paying = refundsOfReturn(desk, seen);
  const money = moneyOfReturn(desk, order, seen, paying);
  const ahead = (line: (typeof order.lines)[number]) => reversalsAhead(desk, order.orderId, line);
  const details: ReturnDetails = {
    returnId: seen.returnId,
    items: seen.items.map((item) => {
      const line = lineOf(order, item);
      const sku = item.sku ?? line?.offerSku ?? null;
      return { ...item, sku, title: line?.title ?? null, lineId: line?.lineId ?? null };
    }),
    money,
    refundIntentId: paying.at(-1)?.id ?? null,
    refundAt: leavesAtOf(paying) ?? paying.findLast(({ state }) => state === "done")?.evidence.at(-1)?.at ?? null,
    dismissedBy: seen.dismissedBy ?? null,
  };
  return {
    return_key: seen.key,
    order_id: order.orderId,
    stage: seen.stage,
    tab: returnTab(seen.stage, money, { owed: isOwed(order, ahead), refundable: hasRefundable(order, ahead) }),
    tracking_number: seen.trackingNumber,
    created_at: seen.createdAt,
    at: seen.createdAt ?? seen.seenAt ?? 0,
    details: JSON.stringify(details),
  };
}

function leavesAtOf(paying: readonly Intent<"refund">[]): number | null {
  const moments = paying.flatMap((intent) => leavesAt(intent) ?? []);
  return moments.length > 0 ? Math.max(...moments) : null;
}

function moneyOfReturn(
  desk: StoreDesk,
  order: BookedOrder["order"],
  seen: SeenReturn,
  paying: readonly Intent<"refund">[],
): ReturnMoney {
  const live = paying.filter(({ state }) => state !== "skipped" && state !== "failed");
  const amount = sumOf(live.flatMap((intent) => moneyOf(intent) ?? []));
  if (live.some(({ state }) => state === "parked")) return { state: "parked", amount };
  if (amount && live.some(({ state }) => isOpen(state))) {
    return { state: live.every((one) => leavesAt(one) !== null) ? "planned" : "sending", amount };
  }
  if (amount && live.length === paying.length) return { state: "done", amount };
  if (seen.dismissedBy !== undefined) return { state: "dismissed", amount: null };
  const expected = expectedMoney(desk, order, seen);
  if (paying.length > 0) {
    const wasUndone = paying.every(({ reason }) => reason === "undone");
    return { state: wasUndone ? "undone" : "failed", amount: expected };
  }
  const { why } = seen;
  if (why && "byHand" in why) return { state: "by-hand", why: why.byHand, amount: expected };
  if (why && "overCap" in why) return { state: "over-cap", cap: why.overCap, amount: expected };
  return { state: why ? "wants-id" : "none", amount: expected };
}

/** What the return would give back; null where a person must say of which lines. */
function expectedMoney(desk: StoreDesk, order: BookedOrder["order"], { items }: SeenReturn): Money | null {
  const terms = { ...termsOf(desk), reasonOf: () => "", currency: order.total.currency };
  const refund = refundOfReturn(order, items, (line) => reversalsAhead(desk, order.orderId, line), terms);
  return "byHand" in refund ? null : sumOf(refund.wishes.map(moneyGoing));
}
