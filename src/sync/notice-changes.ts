import { type IntentKind, isOpen } from "../domain/intent";
import type { PushedOrder } from "../sendcloud/push";
import type { AccountDesk } from "./account-desk";
import { noteThere } from "./changed-there";
import { intentsOf } from "./intents";
import { contentHash, findPushed, isThere } from "./pushed-book";
import { settleById } from "./settle-order";
import type { StoreDesk } from "./store-desk";
import { changedWatched } from "./vanished-book";

/** Orders of one store as Sendcloud held them at that moment. */
export type SeenThere = { readAt: number; orders: { orderId: string; there: PushedOrder }[] };

const CHANGES_IT: ReadonlySet<IntentKind> = new Set(["push", "patch", "unpush"]);

/** Tells the stores which of their watched orders are at Sendcloud otherwise than they know. */
export async function tellChanges(desk: AccountDesk, seen: readonly PushedOrder[], readAt: number): Promise<void> {
  const byId = new Map(seen.map((there) => [there.id, there]));
  const hashes = seen.map(({ id, ...content }) => ({ id, hash: contentHash(content) }));
  const byStore = Map.groupBy(changedWatched(desk.ports.sql, hashes), ({ storeId }) => storeId);
  for (const [storeId, changed] of byStore) {
    const orders = changed.flatMap(({ id, orderId }) => {
      const there = byId.get(id);
      return there ? [{ orderId, there }] : [];
    });
    // A store that cannot be reached hears it in the next round.
    await desk
      .storeObject(storeId)
      .changedThere({ readAt, orders })
      .catch(() => undefined);
  }
}

/** Keeps what a person changed of our orders at Sendcloud; not while we change them, nor what was read before we did. */
export function noteChanges(desk: StoreDesk, { readAt, orders }: SeenThere): void {
  const { sql } = desk.ports;
  for (const { orderId, there } of orders) {
    const pushed = findPushed(sql, orderId);
    if (!pushed || !isThere(pushed) || pushed.sendcloudId !== there.id || pushed.at >= readAt) continue;
    if (intentsOf(sql, orderId).some(({ kind, state }) => CHANGES_IT.has(kind) && isOpen(state))) continue;
    sql.transaction(() => {
      noteThere(sql, pushed, there);
      settleById(desk, orderId);
    });
  }
}
