import { hoursUntilRefused, type RefusesAfter } from "../domain/acceptance";
import type { Order } from "../domain/order";
import { recordFact, STORE_ITSELF } from "./facts";
import { intentsOf } from "./intents";
import { keep, recall } from "./keeping";
import type { StoreDesk } from "./store-desk";

const LEARNT = "refuses_after";

/** The hours after which this marketplace refuses by itself: as typed, else as it was seen to happen. */
export function refusesAfter({ ports: { sql }, store }: Pick<StoreDesk, "ports" | "store">): RefusesAfter | null {
  const typed = store.settings.acceptance.refusesAfterHours;
  return typed === null ? learntRefusal({ ports: { sql } }) : { hours: typed, learntAt: null };
}

/** The same as it was seen to happen; null before it did. */
export function learntRefusal({ ports: { sql } }: { ports: Pick<StoreDesk["ports"], "sql"> }): RefusesAfter | null {
  return recall<RefusesAfter>(sql, LEARNT);
}

/**
 * An order that waited and was refused, not by us, shows after how long the marketplace refuses. Someone may refuse in
 * the back office too, always sooner: the longest wait ever seen is the marketplace's own. Gives true when it is news.
 */
export function learnRefusal(desk: StoreDesk, known: Order, order: Order): boolean {
  if (known.state !== "waiting-acceptance" || order.state !== "refused") return false;
  const { sql, now } = desk.ports;
  const ours = intentsOf(sql, order.orderId).some(({ kind, sends }) => kind === "refuse" && sends > 0);
  const hours = hoursUntilRefused(order.createdAt, order.updatedAt);
  const before = learntRefusal(desk);
  if (ours || hours === null || hours <= (before?.hours ?? 0)) return false;
  keep(sql, LEARNT, { hours, learntAt: now() } satisfies RefusesAfter);
  recordFact(desk, STORE_ITSELF, "refusal-learnt", { hours, orderId: order.orderId }, null);
  return true;
}
