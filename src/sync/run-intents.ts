import { executeIntent } from "./execute-intent";
import { freshenOrders } from "./freshen-orders";
import { dueIntents } from "./intents";
import { dueBatches, runBatch } from "./push-many";
import type { StoreDesk } from "./store-desk";
import { underWay } from "./under-way";

const INTENTS_A_SLICE = 50;
/** With the one that reads and a click, six calls at once: more the platform only queues, while their time runs. */
const LANES = 4;

/**
 * Carries out what is due: one order in sequence, several side by side (design.md 5), and what goes to Sendcloud's incoming
 * orders together. What hangs or breaks keeps its own lane and no other, also beyond the slice; what broke is thrown once
 * the others had their turn.
 */
export async function runDueIntents(desk: StoreDesk, until: number): Promise<void> {
  await freshenOrders(desk);
  const queue = turnsOf(desk);
  const faults: unknown[] = [];
  await Promise.all(Array.from({ length: LANES }, () => runLane(desk, queue, until, faults)));
  if (faults.length > 0) throw faults[0];
}

/** What one lane does at a time, and the orders that nobody else may touch meanwhile. */
type Turn = { orderIds: string[]; work(): Promise<void> };

function turnsOf(desk: StoreDesk): Turn[] {
  const { sql, now } = desk.ports;
  const { orders } = underWay(desk);
  const batches = dueBatches(desk, (orderId) => !orders.has(orderId)).map((batch): Turn => {
    return { orderIds: batch.intents.map(({ orderId }) => orderId), work: () => runBatch(desk, batch) };
  });
  const together = new Set(batches.flatMap(({ orderIds }) => orderIds));
  const waiting = new Map<string, string[]>();
  for (const { orderId, id } of dueIntents(sql, now(), INTENTS_A_SLICE)) {
    if (orders.has(orderId) || together.has(orderId)) continue;
    waiting.set(orderId, [...(waiting.get(orderId) ?? []), id]);
  }
  const alone = [...waiting].map(([orderId, ids]): Turn => {
    return { orderIds: [orderId], work: () => executeAll(desk, ids) };
  });
  return [...batches, ...alone];
}

async function executeAll(desk: StoreDesk, ids: readonly string[]): Promise<void> {
  for (const id of ids) await executeIntent(desk, id);
}

async function runLane(desk: StoreDesk, queue: Turn[], until: number, faults: unknown[]): Promise<void> {
  const now = underWay(desk);
  while (now.lanes < LANES && desk.ports.now() <= until) {
    const turn = queue.shift();
    if (!turn) return;
    if (turn.orderIds.some((orderId) => now.orders.has(orderId))) continue;
    now.lanes += 1;
    for (const orderId of turn.orderIds) now.orders.add(orderId);
    try {
      await turn.work();
    } catch (fault) {
      faults.push(fault);
    } finally {
      now.lanes -= 1;
      for (const orderId of turn.orderIds) now.orders.delete(orderId);
    }
  }
}
