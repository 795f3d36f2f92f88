import { changedSettings, changesNumbers, changesTelling, type NamedSettings, touchesOrders } from "../domain/settings";
import { recordFact, STORE_ITSELF } from "./facts";
import { keep, recall } from "./keeping";
import { findBooked } from "./order-book";
import { keepWalk, type Walk, walkOrders, walkUnderWay } from "./order-walk";
import { flushOutbox } from "./outbox";
import { planNext } from "./plan-next";
import { newNumbers, renumbered } from "./renumber";
import { retellParcels } from "./retell-parcels";
import { settleOrder } from "./settle-order";
import type { StoreDesk } from "./store-desk";
import type { Actor } from "./stub-answers";

const SEEN = "settings_seen";
const SAVED_BY = "settings_by";
const ORDERS_A_STEP = 100;

/** The settings that this object runs on, with their version (design.md 4). */
type Seen = NamedSettings & { version: number };

/** Who saved that version: told by the page that did. */
export function noteWhoSaved({ ports: { sql } }: Pick<StoreDesk, "ports">, version: number, actor: Actor): void {
  keep(sql, SAVED_BY, { version, name: actor.name });
}

/**
 * Notices in each slice that the settings changed, whether or not anybody told this object: each setting is one line of
 * the store's timeline, and the open orders are walked over again.
 */
export function followSettings(desk: StoreDesk): void {
  const { sql } = desk.ports;
  const { name, settings, settingsVersion: version, currency } = desk.store;
  const seen = recall<Seen>(sql, SEEN);
  // A slice that began before a change runs on the settings before it.
  if (seen && seen.version >= version) return;
  const saved = recall<{ version: number; name: string }>(sql, SAVED_BY);
  const actor = saved?.version === version ? saved.name : null;
  const changes = seen ? changedSettings(seen, { name, settings }, currency) : [];
  const touching = changes.map(({ setting }) => setting).filter(touchesOrders);
  sql.transaction(() => {
    for (const change of changes) recordFact(desk, STORE_ITSELF, "settings-changed", change, actor);
    keep(sql, SEEN, { version, name, settings } satisfies Seen);
    if (touching.length > 0) walkOrders(desk, touching);
  });
}

/** When the walk goes on; null when there is none. */
export function nextWalkAt(desk: Pick<StoreDesk, "ports">): number | null {
  return walkUnderWay(desk) ? desk.ports.now() : null;
}

/**
 * Derives every open order anew from what is here, without asking the marketplace: its number, its state, its rows in
 * D1, and what follows by itself. Each step notes where the next begins: after a kill it is repeated, which changes nothing.
 */
export async function walkSettings(desk: StoreDesk, until: number): Promise<void> {
  const { sql, now } = desk.ports;
  while (now() <= until) {
    const walk = walkUnderWay(desk);
    // A desk of older settings leaves the walk to the one that has the new.
    if (!walk || recall<Seen>(sql, SEEN)?.version !== desk.store.settingsVersion) return;
    const orderIds = openAfter(desk, walk.after);
    const numbers = walk.changed.some(changesNumbers) ? await newNumbers(desk, orderIds) : new Map();
    if (!isSame(walkUnderWay(desk), walk)) continue;
    for (const orderId of orderIds) derive(desk, orderId, walk, numbers);
    const last = orderIds.length < ORDERS_A_STEP ? undefined : orderIds.at(-1);
    keepWalk(desk, last === undefined ? null : { ...walk, after: last });
    await flushOutbox(desk);
  }
}

// One that cannot be derived spoils no neighbour: its next reading at the marketplace tries again.
function derive(desk: StoreDesk, orderId: string, walk: Walk, numbers: Awaited<ReturnType<typeof newNumbers>>): void {
  const { sql } = desk.ports;
  try {
    sql.transaction(() => {
      const booked = findBooked(sql, orderId);
      if (!booked) return;
      planNext(desk, orderId, settleOrder(desk, renumbered(desk, booked, numbers)));
      if (walk.changed.some(changesTelling)) retellParcels(desk, orderId);
    });
  } catch {
    keep(sql, "settings_walk_failed", orderId);
  }
}

function openAfter({ ports: { sql } }: StoreDesk, after: string): string[] {
  const open = "SELECT order_id FROM orders WHERE open = 1 AND order_id > ? ORDER BY order_id LIMIT ?";
  return sql.all<{ order_id: string }>(open, after, ORDERS_A_STEP).map((row) => row.order_id);
}

function isSame(one: Walk | null, other: Walk): boolean {
  return one !== null && one.version === other.version && one.after === other.after;
}
