import { executeIntent } from "./execute-intent";
import { freshenOrders } from "./freshen-orders";
import { dueIntents } from "./intents";
import type { StoreDesk } from "./store-desk";
import { underWay } from "./under-way";

const INTENTS_A_SLICE = 50;
/** With the one that reads and a click, six calls at once: more the platform only queues, while their time runs. */
const ORDERS_AT_ONCE = 4;

/**
 * Carries out what is due: one order in sequence, several side by side (design.md 5). An order that hangs or breaks keeps
 * its own lane and no other, also beyond the slice; what broke is thrown once the others had their turn.
 */
export async function runDueIntents(desk: StoreDesk, until: number): Promise<void> {
  const { sql, now } = desk.ports;
  const { orders } = underWay(desk);
  await freshenOrders(desk);
  const waiting = new Map<string, string[]>();
  for (const { orderId, id } of dueIntents(sql, now(), INTENTS_A_SLICE)) {
    if (!orders.has(orderId)) waiting.set(orderId, [...(waiting.get(orderId) ?? []), id]);
  }
  const queue = [...waiting];
  const faults: unknown[] = [];
  await Promise.all(Array.from({ length: ORDERS_AT_ONCE }, () => runLane(desk, queue, until, faults)));
  if (faults.length > 0) throw faults[0];
}

type Due = [orderId: string, intentIds: string[]];

async function runLane(desk: StoreDesk, queue: Due[], until: number, faults: unknown[]): Promise<void> {
  const { orders } = underWay(desk);
  while (orders.size < ORDERS_AT_ONCE && desk.ports.now() <= until) {
    const next = queue.shift();
    if (!next) return;
    const [orderId, ids] = next;
    if (orders.has(orderId)) continue;
    orders.add(orderId);
    try {
      for (const id of ids) await executeIntent(desk, id);
    } catch (fault) {
      faults.push(fault);
    } finally {
      orders.delete(orderId);
    }
  }
}
