import { findOrder, payOrder, placeOrder } from "../../src/sandbox/mirakl-orders";
import { writeOrder } from "../../src/sandbox/order-store";
import type { Engine } from "../engine";

/** Clean orders, paid; those at a place that `isBad` names go to a country that wants a state, and have none. */
export function placeMany(engine: Engine, count: number, isBad: (place: number) => boolean = () => false) {
  const orderIds: string[] = [];
  const bad: string[] = [];
  for (let place = 0; place < count; place += 1) {
    const orderId = placeOrder(engine.world, "brico");
    payOrder(engine.world, orderId);
    orderIds.push(orderId);
    if (!isBad(place)) continue;
    sendAbroad(engine, orderId);
    bad.push(orderId);
  }
  return { orderIds, bad, good: orderIds.filter((orderId) => !bad.includes(orderId)) };
}

function sendAbroad({ world }: Engine, orderId: string): void {
  const order = findOrder(world, orderId)?.order;
  const address = order?.customer.shipping_address;
  if (!order || !address) throw new Error("a paid order has its address");
  const abroad = {
    ...address,
    zip_code: "90012",
    city: "Los Angeles",
    state: null,
    country: "États-Unis",
    country_iso_code: "USA",
  };
  const customer = { ...order.customer, shipping_address: abroad as typeof address };
  writeOrder(world, { ...order, customer }, world.now());
}

/** The ids that Sendcloud's incoming orders hold, as the marketplace writes them. */
export function idsThere({ world }: Engine): string[] {
  return world.sql
    .all<{ order_id: string }>("SELECT order_id FROM sc_orders WHERE body IS NOT NULL ORDER BY order_id")
    .map((row) => row.order_id.replace(/^[^:]+:/, ""));
}
