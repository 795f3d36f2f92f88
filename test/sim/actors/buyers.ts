// Buyers order, change their minds, move house; the operator does what an operator does.
import { actAsBuyer, findOrder, payOrder, placeOrder } from "../../../src/sandbox/mirakl-orders";
import { writeOrder } from "../../../src/sandbox/order-store";
import type { Sim } from "../sim";
import { shopOf } from "./connect";

export function startBuyers(sim: Sim): void {
  const { plan, timeline, streams, world } = sim;
  const draw = streams.remote;
  const { start, activeMs } = plan;
  for (let order = 0; order < plan.ordersLater; order += 1) {
    const shop = shopOf(draw.pick(sim.stores).name);
    timeline.add(start + draw.below(activeMs * 0.6), "a buyer orders", () => {
      const id = placeOrder(world, shop.marketplace, { shopId: shop.shopId });
      if (draw.chance(0.5)) payOrder(world, id);
      sim.counts.orders += 1;
    });
  }
  for (let act = 0; act < plan.ordersBefore + plan.ordersLater; act += 1) {
    const at = start + draw.below(activeMs);
    if (draw.chance(plan.operator.cancels))
      timeline.add(at, "a buyer cancels", () => withSomeOrder(sim, (id) => actAsBuyer(world, id, "cancel")));
    if (draw.chance(plan.operator.refunds))
      timeline.add(at, "the operator refunds", () => withSomeOrder(sim, (id) => actAsBuyer(world, id, "refund")));
    if (draw.chance(plan.operator.addresses))
      timeline.add(at, "a buyer moves", () => withSomeOrder(sim, (id) => changeAddress(sim, id)));
  }
}

function withSomeOrder(sim: Sim, act: (orderId: string) => void): void {
  const rows = sim.stage.remoteSql.all<{ order_id: string }>("SELECT order_id FROM mirakl_orders ORDER BY order_id");
  if (rows.length > 0) act(sim.streams.remote.pick(rows).order_id);
}

function changeAddress({ world, timeline }: Sim, orderId: string): void {
  const stored = findOrder(world, orderId);
  const address = stored?.order.customer.shipping_address;
  if (!stored || !address || stored.order.order_state !== "SHIPPING") return;
  const moved = { ...address, street_1: "2 rue Neuve" };
  writeOrder(
    world,
    { ...stored.order, customer: { ...stored.order.customer, shipping_address: moved } },
    timeline.now(),
  );
}
