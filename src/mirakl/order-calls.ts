import type { Reply } from "../lib/http";
import { orderTracking, type TrackingToSend } from "./tracking";
import type { Transport } from "./transport";
import { demandNoContent, judge, type Verdict } from "./verdict";
import { wireUpdatedOrders } from "./wire-acts";

export type LineDecision = { lineId: string; accepted: boolean };

export type OrderCalls = {
  /** OR21: accepts or refuses the lines of an order; all of its lines must be named (mirakl.md 3.3). */
  decideLines(orderId: string, decisions: LineDecision[]): Promise<Reply<"done">>;
  /** OR23: sets the order's one tracking; a second call overwrites (mirakl.md 3.4). */
  sendTracking(orderId: string, tracking: TrackingToSend): Promise<Reply<"done">>;
  /** OR24: says that the order is shipped. Send the tracking first (mirakl.md 3.5). */
  ship(orderId: string): Promise<Reply<"done">>;
  /**
   * OR04: sets our reference on the order, 1 to 2000 characters; a second call overwrites (mirakl.md 3.9). An error of
   * this order inside the 200 is `rejected` 200 with its words.
   */
  setReference(orderId: string, reference: string): Promise<Reply<"done">>;
};

/** The calls that move an order on. */
export function orderCalls({ write }: Transport): OrderCalls {
  const put = async (orderId: string, verb: string, body: object | null) =>
    demandNoContent(await write("PUT", `/orders/${encodeURIComponent(orderId)}/${verb}`, body, () => "done" as const));
  return {
    decideLines: (orderId, decisions) => {
      const lines = decisions.map(({ lineId, accepted }) => ({ id: lineId, accepted }));
      return put(orderId, "accept", { order_lines: lines });
    },
    sendTracking: (orderId, tracking) => put(orderId, "tracking", orderTracking(tracking)),
    ship: (orderId) => put(orderId, "ship", null),
    setReference: async (orderId, reference) => {
      const order = { order_id: orderId, references: { order_reference_for_seller: reference } };
      return judge(await write("PUT", "/orders", { orders: [order] }, (body) => readUpdate(body, orderId, reference)));
    },
  };
}

function readUpdate(body: unknown, orderId: string, reference: string): Verdict<"done"> | null {
  const [row, ...others] = wireUpdatedOrders.safeParse(body).data?.updated_orders ?? [];
  if (!row || others.length > 0 || row.order_id !== orderId) return null;
  if (row.errors && row.errors.length > 0) return { refusals: row.errors };
  const told = row.updated?.references?.order_reference_for_seller ?? reference;
  return told === reference ? { done: "done" } : null;
}
