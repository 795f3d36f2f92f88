import { someBuyer } from "../../src/sandbox/buyers";
import { MARKETPLACES, type MarketplaceId } from "../../src/sandbox/marketplaces";
import { orderFrom } from "../../src/sandbox/new-order";
import { draftOf } from "../../src/sandbox/order-draft";
import { enter } from "../../src/sandbox/order-life";
import { findOrder, insertOrder } from "../../src/sandbox/order-store";
import { createReturn } from "../../src/sandbox/sendcloud-returns";
import { countUp } from "../../src/sandbox/settings";
import type { World } from "../../src/sandbox/world";
import type { Stream } from "../sim/random";
import type { SentBack, SimulatorCalls } from "./simulator-calls";

/** Where labels need no customs papers and addresses no repair: this proof is about calls, not about problems. */
const EASY = new Set(["FRA", "BEL", "DEU"]);
const NO_REASON = 8;
const PARTS = 0.5;
const SEVERAL_LINES = 0.7;

/** Buyers order by the dozen. */
export function place(world: World, { marketplace, count, unaccepted }: Parameters<SimulatorCalls["place"]>[0]): void {
  const place = MARKETPLACES[marketplace];
  for (let n = 0; n < count; n += 1) {
    const at = world.now();
    const draft = draftOf(place, place.shops[0], easyBuyer(world), world.random);
    const placed = orderFrom(draft, countUp(world.sql, "last-order-number"), at);
    const waits = !place.acceptsByItself && world.random() < unaccepted;
    const order = waits ? placed : enter(placed, "SHIPPING", at);
    insertOrder(world, { order, marketplace: marketplace as MarketplaceId, shopId: place.shops[0].id, kind: null }, at);
  }
}

function easyBuyer(world: World) {
  for (;;) {
    const buyer = someBuyer(world.random);
    if (EASY.has(buyer.country)) return buyer;
  }
}

/** Buyers who send goods back by the portal. Most do once; the book keeps what each return entitles to. */
export class Returners {
  readonly book: SentBack[] = [];
  readonly #seen = new Set<string>();

  constructor(
    readonly world: World,
    readonly stream: Stream,
  ) {}

  sendBack(count: number): number {
    const rows = this.world.sql.all<{ order_id: string }>(
      `SELECT order_id FROM mirakl_orders WHERE state IN ('SHIPPED', 'RECEIVED')
       AND EXISTS (SELECT 1 FROM sc_shipments s WHERE s.order_number = order_id) ORDER BY created_at`,
    );
    const fresh = rows.filter(({ order_id: id }) => !this.#seen.has(id)).slice(0, count);
    for (const { order_id: orderId } of fresh) this.#sendOne(orderId);
    return fresh.length;
  }

  #sendOne(orderId: string): void {
    this.#seen.add(orderId);
    const stored = findOrder(this.world, orderId);
    if (!stored) return;
    const { order_lines: lines } = stored.order;
    const chosen = lines.filter((_, index) => index === 0 || this.stream.chance(SEVERAL_LINES));
    const items = chosen.map(({ order_line_id: lineId, quantity: bought, price, price_unit: unit }) => {
      const quantity = this.stream.chance(PARTS) ? 1 + this.stream.below(bought) : bought;
      return { lineId, quantity, minor: Math.round(100 * (quantity === bought ? price : unit * quantity)) };
    });
    const wanted = items.map(({ lineId, quantity }) => ({ item_id: lineId, quantity, reason: NO_REASON }));
    const returnId = createReturn(this.world, { orderNumber: orderId, items: wanted, by: "portal" });
    if (returnId !== null) this.book.push({ returnId, orderId, lines: items });
  }
}
