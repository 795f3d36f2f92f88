import type { Reply } from "../lib/http";
import { shipmentTracking, type TrackingToSend } from "./tracking";
import { type MarketplaceShipment, type ShippedLine, toMarketplaceShipment } from "./translate";
import type { Query, Transport } from "./transport";
import { judge, type Verdict } from "./verdict";
import { wireShipments, wireShipmentsMade } from "./wire-acts";

/** `shipped` says at once that it left; without it the shipment waits for ST24. */
export type ShipmentWish = { orderId: string; lines: ShippedLine[]; tracking: TrackingToSend; shipped: boolean };

export type MarketplaceShipmentCalls = {
  /**
   * ST01, one shipment a call. A refusal inside the 201 is `rejected` 201 with its message. Where the marketplace has no
   * multi-shipment it is `rejected` 404 (mirakl.md 3.6). A repeat ships again while quantity is left.
   */
  createShipment(wish: ShipmentWish): Promise<Reply<{ shipmentId: string }>>;
  /**
   * ST11: all shipments of an order, complete or not at all. One that cannot be read, or of another order, makes the
   * answer `unknown`.
   */
  shipments(orderId: string): Promise<Reply<MarketplaceShipment[]>>;
};

const SHIPMENTS_A_PAGE = 100;
/** One order never fills them: more is a list that does not end. */
const PAGES_AT_MOST = 10;

/** The calls of the multi-shipment feature. */
export function marketplaceShipmentCalls(transport: Transport): MarketplaceShipmentCalls {
  return {
    createShipment: async (wish) => {
      const body = { shipments: [bodyOf(wish)] };
      return judge(await transport.write("POST", "/shipments", body, (answer) => verdictOf(answer, wish.orderId)));
    },
    shipments: (orderId) => listShipments(transport, orderId),
  };
}

function bodyOf({ orderId, lines, tracking, shipped }: ShipmentWish): object {
  return {
    order_id: orderId,
    shipment_lines: lines.map(({ lineId, quantity }) => ({ order_line_id: lineId, quantity })),
    tracking: shipmentTracking(tracking),
    shipped,
  };
}

// A success beside an error, or either of another order, says nothing about ours.
function verdictOf(body: unknown, orderId: string): Verdict<{ shipmentId: string }> | null {
  const answer = wireShipmentsMade.safeParse(body).data;
  if (!answer) return null;
  const { shipment_success: made, shipment_errors: refusals } = answer;
  const [first] = made;
  if (made.length === 0 && refusals.length > 0 && refusals.every(({ order_id }) => (order_id ?? orderId) === orderId)) {
    return { refusals };
  }
  if (!first || made.length > 1 || refusals.length > 0 || first.order_id !== orderId) return null;
  return { done: { shipmentId: first.id } };
}

async function listShipments(transport: Transport, orderId: string): Promise<Reply<MarketplaceShipment[]>> {
  const found: MarketplaceShipment[] = [];
  const query: Query = { order_id: orderId, limit: SHIPMENTS_A_PAGE };
  for (let page = 1; ; page += 1) {
    const reply = await transport.read("/shipments", query, (body) => pageOf(body, orderId));
    if (reply.kind !== "ok") return reply;
    found.push(...reply.value.shipments);
    const { nextToken } = reply.value;
    if (nextToken === null) return { ...reply, value: found };
    query.page_token = nextToken;
    if (page === PAGES_AT_MOST) {
      return { kind: "unknown", why: "unexpected-shape", status: reply.status, message: "" };
    }
  }
}

type Page = { shipments: MarketplaceShipment[]; nextToken: string | null };

// A filter that Mirakl does not know is ignored without a word and gives every shipment (mirakl.md 5.20).
function pageOf(body: unknown, orderId: string): Page | null {
  const page = wireShipments.safeParse(body).data;
  if (!page?.data.every((shipment) => shipment.order_id === orderId)) return null;
  return { shipments: page.data.map(toMarketplaceShipment), nextToken: page.next_page_token || null };
}
