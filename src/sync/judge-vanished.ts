import { clearForAccount, raiseForAccount } from "./account-attention";
import type { AccountDesk } from "./account-desk";
import { keep, recall } from "./keeping";
import { refuse } from "./refusals";
import type { Verdict } from "./settle-vanished";
import type { Actor, ActResult } from "./stub-answers";
import type { VanishedView } from "./stub-stores";
import {
  changeVerdict,
  countVanishedSince,
  countWatched,
  forgetVanished,
  noteTold,
  vanishedWith,
} from "./vanished-book";

const HOUR_MS = 3_600_000;
/** More than so many within an hour are no single cancellations any more (issue 4, 6b). */
const MOST_AN_HOUR = 5;
const BRAKE = "cancel_brake";
const DECIDER = "cancel_decider";
const ITEM = "vanished";
const SHOWN = 200;
const VERDICTS: readonly Verdict[] = ["settle", "hold", "cancel", "keep"];

/**
 * Judges what two looks found nowhere: few are settled by their stores, many stop all settling of the account until a
 * person has decided. Those missed once count as well: they may be the first of many.
 */
export function judgeVanished(desk: AccountDesk): void {
  const { sql, now } = desk.ports;
  sql.transaction(() => {
    const { all, undecided } = countVanishedSince(sql, now() - HOUR_MS);
    if (undecided > 0) {
      const isMany = all + countWatched(sql).missing > MOST_AN_HOUR;
      if (isMany) keep(sql, BRAKE, true);
      changeVerdict(sql, null, isBraked(desk) ? "hold" : "settle");
      if (isBraked(desk)) raiseMany(desk);
    }
    forgetVanished(sql, now() - HOUR_MS);
  });
}

function isBraked({ ports: { sql } }: AccountDesk): boolean {
  return recall<boolean>(sql, BRAKE) === true;
}

function raiseMany(desk: AccountDesk): void {
  const held = heldOrders(desk);
  const orders = held.slice(0, SHOWN).map(({ storeId, orderId, number }) => ({ storeId, orderId, number }));
  const details = { accountId: desk.account.id, name: desk.account.name, count: held.length, orders };
  raiseForAccount(desk, { key: ITEM, kind: "many-cancelled-there", details });
}

/** What waits for a person's word, oldest first. */
export function heldOrders({ ports: { sql } }: AccountDesk): VanishedView {
  return vanishedWith(sql, "hold", "all").map(({ storeId, orderId, number, at }) => ({ storeId, orderId, number, at }));
}

/** A person's word on all that is held, which lets the account settle by itself again. */
export function decideVanished(desk: AccountDesk, choice: "cancel" | "keep", count: number, actor: Actor): ActResult {
  const { sql, now, alarm } = desk.ports;
  const held = heldOrders(desk).length;
  if (held === 0) {
    // Decided before, or the store of all of them is gone.
    release(desk);
    return { result: "refused", refusal: refuse("already-decided") };
  }
  if (held !== count) return { result: "refused", refusal: refuse("list-changed") };
  sql.transaction(() => {
    changeVerdict(sql, "hold", choice);
    keep(sql, DECIDER, actor);
    release(desk);
    alarm.set(now());
  });
  return { result: "under-way" };
}

function release(desk: AccountDesk): void {
  keep(desk.ports.sql, BRAKE, null);
  clearForAccount(desk, ITEM);
}

/** Tells the stores what they have not heard; a store that cannot be reached hears it in the next slice. */
export async function tellVanished(desk: AccountDesk): Promise<void> {
  const { sql } = desk.ports;
  for (const verdict of VERDICTS) {
    const byStore = new Map<string, string[]>();
    for (const { storeId, orderId } of vanishedWith(sql, verdict, "untold"))
      byStore.set(storeId, [...(byStore.get(storeId) ?? []), orderId]);
    const actor = verdict === "cancel" || verdict === "keep" ? recall<Actor>(sql, DECIDER) : null;
    for (const [storeId, orderIds] of byStore) {
      noteTold(sql, storeId, await tellStore(desk, storeId, { orderIds, verdict, actor }), verdict);
    }
  }
}

type Telling = { orderIds: string[]; verdict: Verdict; actor: Actor | null };

async function tellStore(desk: AccountDesk, storeId: string, { orderIds, verdict, actor }: Telling): Promise<string[]> {
  try {
    return await desk.storeObject(storeId).ordersVanished(orderIds, verdict, actor);
  } catch {
    return [];
  }
}
